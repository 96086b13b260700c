"""Finding a report format by name: each module of this package that has a `render` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import generator.validate.reports as package
from generator.config.nearest import did_you_mean
from generator.errors import UsageError
from generator.validate.reports.report import Report

_NOT_FORMATS = ("block", "characters", "colour", "counts", "excerpt", "place", "registry", "report", "uri")


def names() -> list[str]:
    """The formats there are."""
    return sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.name not in _NOT_FORMATS)


def report_format(name: str) -> Callable[[Report], str]:
    """The format's function from a report to its text; UsageError with the known names otherwise."""
    known = names()
    if name not in known:
        raise UsageError(
            f'unknown report format "{name}"{did_you_mean(name, known)}', f"use one of: {', '.join(known)}"
        )
    render: Callable[[Report], str] = importlib.import_module(f"{package.__name__}.{name}").render
    return render
