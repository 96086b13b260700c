"""The table of signals: everything that can be measured, by id. A module of signals is picked up by being here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

import generator.signals as package
from generator.errors import GeneratorError
from generator.signals.signal import Signal


def _in_package() -> Iterator[Signal]:
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if module == "table":
            continue
        for value in vars(importlib.import_module(f"{package.__name__}.{module}")).values():
            if isinstance(value, Signal):
                yield value


@cache
def signals() -> dict[str, Signal]:
    """All signals by id, sorted. Two different signals of one id are an error."""
    found: dict[str, Signal] = {}
    for signal in _in_package():
        if found.setdefault(signal.id, signal) is not signal:
            raise GeneratorError(f'two signals have the id "{signal.id}"', "give one of them another id")
    return dict(sorted(found.items()))
