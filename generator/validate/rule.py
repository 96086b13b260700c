"""A rule: what it looks at, how much its findings matter, and the check itself.

Every module below `generator.validate.rules` that has a `rule` is one. Its place is its id
(`rules/promql/rate_interval.py` is `promql/rate-interval`), the first line of its docstring its summary, the whole
docstring its documentation, and the samples in it are its tests (`generator.validate.sample`).
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from generator.config.nearest import did_you_mean
from generator.errors import UsageError
from generator.validate.finding import Severity
from generator.validate.found import Found


@dataclass(frozen=True)
class Rule:
    """`check` is called with each view of the class `looks_at` and says what it finds.

    `kind` limits a rule about queries to one language ("prometheus", "loki", "tempo"). `others` is the severity for
    files that are not the project's own, where Grafana itself puts up with what we would not write.
    """

    looks_at: type
    severity: Severity
    check: Callable[[Any], Iterable[Found]]
    kind: str | None = None
    others: Severity | None = None


@dataclass(frozen=True)
class NamedRule:
    """A rule with its id and its documentation in Markdown."""

    id: str
    rule: Rule
    documentation: str

    @property
    def summary(self) -> str:
        """One line: what is right."""
        return self.documentation.partition("\n")[0]


@cache
def rules() -> dict[str, NamedRule]:
    """All rules by id, sorted."""
    import generator.validate.rules as package

    found = {}
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if info.ispkg:
            continue
        module = importlib.import_module(info.name)
        name = info.name.removeprefix(f"{package.__name__}.").replace(".", "/").replace("_", "-")
        found[name] = NamedRule(name, module.rule, inspect.cleandoc(module.__doc__ or ""))
    return dict(sorted(found.items()))


def selected(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[NamedRule, ...]:
    """The rules that the patterns name: an id, an area (`promql`), or with `*`. Without `select` it is all of them.

    UsageError for a pattern that names no rule.
    """
    wanted, unwanted = tuple(select), tuple(ignore)
    for pattern in (*wanted, *unwanted):
        if not any(matches(name, pattern) for name in rules()):
            raise UsageError(
                f'no rule "{pattern}"{did_you_mean(pattern, _names())}', "`generator rules` lists what there is"
            )
    return tuple(
        one
        for name, one in rules().items()
        if (not wanted or any(matches(name, pattern) for pattern in wanted))
        and not any(matches(name, pattern) for pattern in unwanted)
    )


def _names() -> set[str]:
    """What a pattern without `*` may be: an id, or an area."""
    return {*rules(), *(name.partition("/")[0] for name in rules())}


def matches(name: str, pattern: str) -> bool:
    """Whether a pattern names a rule."""
    return fnmatchcase(name, pattern) or name.startswith(f"{pattern}/")
