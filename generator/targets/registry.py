"""Finding a render target by name: each module of this package that has a `render` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any

import generator.targets as package
from generator.config.nearest import did_you_mean
from generator.errors import UsageError
from generator.targets.model import Model
from generator.targets.target import Target

_NOT_TARGETS = ("absent", "model", "registry", "target")


def names() -> list[str]:
    """The targets there are. A module's name with `-` for `_` is the target's."""
    modules = (info.name for info in pkgutil.iter_modules(package.__path__))
    return sorted(name.replace("_", "-") for name in modules if name not in _NOT_TARGETS)


def target(name: str) -> Target:
    """The target of that name; UsageError with the known names otherwise."""
    known = names()
    if name not in known:
        raise UsageError(f'unknown target "{name}"{did_you_mean(name, known)}', f"use one of: {', '.join(known)}")
    module = importlib.import_module(f"{package.__name__}.{name.replace('-', '_')}")
    return Target(name, module.render, getattr(module, "preflight", _none), getattr(module, "needs", _none))


def _none(model: Model) -> Iterable[Any]:  # noqa: ARG001
    return ()
