"""What a definition is rendered for: whose project, which telemetry, which language."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.config.model import Config
from generator.signals.profile import Profile
from generator.signals.signal import Signal, Source, View
from generator.text import Language

#: Name of the data source picker of each kind. A linter of the field accepts exactly these on a mixed board.
PICKERS: dict[Source, str] = {
    "prometheus": "prometheus_datasource",
    "loki": "loki_datasource",
    "tempo": "tempo_datasource",
}


def datasource(source: Source) -> dict[str, str]:
    """A reference to the data source that is picked on the board."""
    return {"type": source, "uid": "${%s}" % PICKERS[source]}


@dataclass(frozen=True)
class Context:
    """Configuration, telemetry profile and language of one rendering."""

    config: Config
    profile: Profile
    language: Language = field(default_factory=Language)
    #: Names of the pickers of the board that is being rendered, beyond those of every board.
    pickers: frozenset[str] = frozenset()

    @property
    def view(self) -> View:
        """How signals are looked at from a board: through its variables."""
        return View(self.config, self.profile, pickers=self.pickers)

    @property
    def interval(self) -> str:
        """The smallest step of a Prometheus query: how often the SDKs export."""
        return f"{self.config.export_interval}s"

    def uid(self, board: str) -> str:
        """The uid of a board of this project, by its key."""
        return f"{self.config.project.uid}-{board}"

    def say(self, key: str, english: str) -> str:
        """A text in this context's language."""
        return self.language.say(key, english)

    def empty(self, signal: Signal) -> str:
        """What it means when the signal is empty, in words."""
        said = self.config.expectation(signal.id)
        if said.expected:
            return self.say(f"signal.{signal.id}.empty", signal.empty)
        unexpected = self.say("unexpected", "Not expected here (generator.toml)")
        if not said.tenants:
            return unexpected
        return f"{self.say(f'signal.{signal.id}.empty', signal.empty)}. {', '.join(said.tenants)}: {unexpected}"
