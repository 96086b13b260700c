"""All kinds of resources, in the order in which they are written: a kind is a module of `generator.deploy.kinds`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from generator.deploy import kinds as package
from generator.deploy.desired import Desired
from generator.deploy.kind import Kind


@cache
def kinds() -> tuple[Kind, ...]:
    """Each after those that it builds on; of those that could stand beside each other the first by name."""
    modules = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    waiting: list[Kind] = sorted((import_module(f"{package.__name__}.{name}").kind for name in modules), key=_name)
    placed: dict[str, Kind] = {}
    while waiting:
        free = next(one for one in waiting if all(name in placed for name in one.after))
        placed[free.name] = free
        waiting.remove(free)
    return tuple(placed.values())


def kind(name: str) -> Kind:
    """The kind of that name."""
    return next(one for one in kinds() if one.name == name)


def skips() -> tuple[str, ...]:
    """What `--skip` can leave out."""
    return tuple(sorted(one.skip for one in kinds() if one.skip))


def wanted(desired: Desired) -> frozenset[str]:
    """What is wanted, as `kind/uid`."""
    return frozenset(f"{one.name}/{uid}" for one in kinds() for uid in one.wanted(desired))


def _name(one: Kind) -> str:
    return one.name
