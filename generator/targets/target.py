"""A way of running Grafana: the files it takes, and what it cannot take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.errors import GeneratorError
from generator.targets.model import Files, Model


@dataclass(frozen=True)
class Limit:
    """Something that a target cannot do with this model. One that is `fatal` keeps every file from being written."""

    what: str
    fix: str
    fatal: bool = True


@dataclass(frozen=True)
class Need:
    """A file that is not made, and that the files of a target lean on: its path, seen from where generator.toml is."""

    path: str
    why: str
    fix: str


@dataclass(frozen=True)
class Target:
    """`render` makes path -> bytes of a model. `preflight` says beforehand what does not fit, `needs` what it leans on.

    All of them are pure.
    """

    name: str
    render: Callable[[Model], Files]
    preflight: Callable[[Model], Iterable[Limit]]
    needs: Callable[[Model], Iterable[Need]]

    def admitted(self, model: Model) -> tuple[Limit, ...]:
        """What is left out of the files, to be told; GeneratorError for what the target refuses."""
        limits = tuple(self.preflight(model))
        refused = [limit for limit in limits if limit.fatal]
        if refused:
            first, more = refused[0], len(refused) - 1
            raise GeneratorError(f"{self.name}: {first.what}{f' (and {more} more)' if more else ''}", first.fix)
        return limits
