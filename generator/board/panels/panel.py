"""What every panel of a board has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import grafanalib.core as G

from generator.board import style
from generator.board.accept import Accept
from generator.board.context import Context, datasource
from generator.board.links import Link
from generator.board.use import Use, sources
from generator.signals.signal import Signal

Json = dict[str, Any]

_MIXED = {"type": "datasource", "uid": "-- Mixed --"}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel of a board.

    `key` tells it apart from the board's other panels for ever: its id is made of it. Title, description and the
    text for emptiness are those of its first signal unless they are given.
    """

    key: str
    uses: tuple[Use, ...] = ()
    width: int = 8
    height: int = style.GRAPH
    title: str = ""
    description: str = ""
    links: tuple[Link, ...] = ()
    #: Put a copy into Grafana's library, for boards that people make by hand.
    shared: bool = False
    #: Findings of the validator that are meant so.
    accept: tuple[Accept, ...] = ()

    def build(self, context: Context, board: str) -> G.Panel:
        """The panel in grafanalib's model."""
        raise NotImplementedError

    @property
    def signal(self) -> Signal | None:
        """The signal the panel is about: the first it uses."""
        return self.uses[0].signal if self.uses else None

    def heading(self, context: Context, board: str) -> Json:
        """Title and description."""
        key = f"board.{board}.{self.key}"
        signal = self.signal
        title = context.say(f"{key}.title", self.title) if self.title else ""
        about = context.say(f"{key}.description", self.description) if self.description else ""
        if signal is not None:
            title = title or context.say(f"signal.{signal.id}.title", signal.title)
            about = about or context.say(f"signal.{signal.id}.description", signal.description)
        return {"title": title, "description": about}

    def source(self) -> Json:
        """The panel's data source: that of its queries, or the one that stands for several."""
        kinds = sources(self.uses)
        return datasource(next(iter(kinds))) if len(kinds) == 1 else dict(_MIXED)

    def defaults(self, context: Context, board: str) -> Json:
        """What all fields of the panel share: unit, thresholds, meaning of emptiness, links."""
        signal = self.signal
        defaults: Json = {"thresholds": style.thresholds(signal)}
        if signal is None:
            return defaults
        defaults |= {"unit": signal.unit, "noValue": context.empty(signal)}
        for name, value in (("min", signal.minimum), ("max", signal.maximum), ("decimals", signal.decimals)):
            if value is not None:
                defaults[name] = value
        mappings = style.states(signal, context.say)
        if mappings:
            defaults["mappings"] = mappings
        links = [link.to_json(context, f"board.{board}.{self.key}") for link in self.links]
        if links:
            defaults["links"] = links
        return defaults

    def overrides(self) -> list[Json]:
        """Colours of series whose names mean something."""
        return [style.fixed_colour(*pair) for one in self.uses for pair in one.signal.colours]
