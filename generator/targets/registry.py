"""Finding a render target by name: each module of this package that has a `render` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import generator.targets as package
from generator.errors import UsageError
from generator.targets.model import Files, Model

_NOT_TARGETS = ("model", "registry")


def names() -> list[str]:
    """The targets there are."""
    return sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.name not in _NOT_TARGETS)


def target(name: str) -> Callable[[Model], Files]:
    """The target's function from the model to its files; UsageError with the known names otherwise."""
    if name not in names():
        raise UsageError(f'unknown target "{name}"', f"use one of: {', '.join(names())}")
    render: Callable[[Model], Files] = importlib.import_module(f"{package.__name__}.{name}").render
    return render
