"""What differs between two dashboards: of the board itself, then panel by panel, then variables and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.deploy.diff.normal import normal
from generator.deploy.diff.panels import panel_changes
from generator.deploy.diff.paths import path_changes
from generator.deploy.diff.words import called

Json = dict[str, Any]


def dashboard_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """One line for each thing a person would say was changed; none when only Grafana's editor filled in what it
    always fills in. Both are dashboards as Grafana stores them."""
    return tuple(_changes(normal(before), normal(after)))


def _changes(before: Json, after: Json) -> Iterator[str]:
    listed = ("annotations", "links", "panels", "templating")
    old, new = ({key: value for key, value in one.items() if key not in listed} for one in (before, after))
    yield from path_changes(old, new)
    yield from panel_changes(_list(before["panels"]), _list(after["panels"]))
    for noun, key, name in (("variable", "templating", "name"), ("annotation", "annotations", "name")):
        yield from _named(noun, before[key]["list"], after[key]["list"], name)
    yield from _named("link", before["links"], after["links"], "title")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _named(noun: str, before: Any, after: Any, name: str) -> Iterator[str]:
    """Members of two lists, known again by their names; of those with one name, in their order."""
    old, new = _by_name(before, name), _by_name(after, name)
    for key, member in new.items():
        label = called(noun, key[0])
        if key not in old:
            yield f"{label} added"
        else:
            yield from (f"{label}: {line}" for line in path_changes(old[key], member))
    yield from (f"{called(noun, key[0])} removed" for key in old if key not in new)
    kept = [[key for key in one if key in other] for one, other in ((old, new), (new, old))]
    if kept[0] != kept[1]:
        yield f"{noun}s in another order"


def _by_name(members: Any, name: str) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for member in _list(members):
        named = str(member.get(name, "")) if isinstance(member, dict) else str(member)
        number = sum(key[0] == named for key in found)
        found[named, number] = member
    return found
