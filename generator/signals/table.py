"""The table of signals: everything that can be measured, by id. A module of signals is picked up by being here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

import generator.signals as package
from generator.config.nearest import did_you_mean
from generator.errors import GeneratorError, UsageError
from generator.signals.signal import Signal


def _in_package() -> Iterator[Signal]:
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if module == "table":
            continue
        for value in vars(importlib.import_module(f"{package.__name__}.{module}")).values():
            if isinstance(value, Signal):
                yield value


def require_known(name: str, where: str) -> None:
    """UsageError unless the name is a signal's id, or the beginning of some (`kafka`)."""
    if not any(known == name or known.startswith(f"{name}.") for known in signals()):
        beginnings = {known.split(".")[0] for known in signals()}
        raise UsageError(
            f'{where}: [signals] names "{name}", which is no signal{did_you_mean(name, [*signals(), *beginnings])}',
            "`generator signals` lists them",
        )


@cache
def signals() -> dict[str, Signal]:
    """All signals by id, sorted. Two different signals of one id are an error."""
    found: dict[str, Signal] = {}
    for signal in _in_package():
        if found.setdefault(signal.id, signal) is not signal:
            raise GeneratorError(f'two signals have the id "{signal.id}"', "give one of them another id")
    return dict(sorted(found.items()))
