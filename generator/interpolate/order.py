"""In which order a board's variables get their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json import Dashboard, Variable
from generator.interpolate.syntax import find

#: What of a variable's JSON makes it wait for other variables, by its type. The `allValue` does not: it is
#: read when a query is sent, not when the list is filled.
_READ: Mapping[str, tuple[str, ...]] = {
    "query": ("query", "regex", "datasource"),
    "custom": ("query",),
    "datasource": ("regex",),
    "adhoc": ("datasource", "baseFilters", "filters"),
    "groupby": ("datasource",),
}

#: More texts than any query object has; a stranger's file may nest without end.
_MOST_TEXTS = 10_000


@dataclass(frozen=True, slots=True)
class Order:
    """`variables`: each after all it depends on, in the board's own order where nothing forces another.

    `cycles`: the names of variables that wait for each other, each one depending on the next and the last on
    the first; none of them ever gets a value from the others. They stand in `variables` all the same.
    """

    variables: tuple[Variable, ...]
    cycles: tuple[tuple[str, ...], ...]


def dependencies(variable: Variable) -> tuple[str, ...]:
    """The names that a variable's query, regex or data source refers to, each once, as they appear.

    Names that no variable has (Grafana's own, regex groups) are among them.
    """
    names = (reference.name for text in _texts(variable) for reference in find(text))
    return tuple(dict.fromkeys(names))


def resolve_order(dashboard: Dashboard) -> Order:
    """The order of a board's variables. One without a name, or with a name taken before, depends on nothing."""
    named: dict[str, int] = {}
    for index, variable in enumerate(dashboard.variables):
        if variable.name:
            named.setdefault(variable.name, index)
    waits = {
        index: [named[needed] for needed in dependencies(dashboard.variables[index]) if needed in named]
        for index in named.values()
    }
    order: list[int] = []
    cycles: list[tuple[str, ...]] = []
    for group in _groups(range(len(dashboard.variables)), waits):
        order += sorted(group)
        if len(group) > 1 or group[0] in waits.get(group[0], ()):
            cycles.append(tuple(dashboard.variables[index].name or "" for index in _cycle(group, waits)))
    return Order(tuple(dashboard.variables[index] for index in order), tuple(cycles))


def _texts(variable: Variable) -> Iterator[str]:
    keys = _READ.get(variable.type or "", ())
    waiting: list[Any] = [variable.raw[key] for key in reversed(keys) if key in variable.raw]
    for _ in range(_MOST_TEXTS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _groups(nodes: range, waits: Mapping[int, list[int]]) -> list[list[int]]:
    """The strongly connected components, what is waited for first (Tarjan, without recursion)."""
    groups: list[list[int]] = []
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    stacked: set[int] = set()
    for root in nodes:
        if root in index:
            continue
        path = [(root, iter(waits.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        stacked.add(root)
        while path:
            node, rest = path[-1]
            needed = next(rest, None)
            if needed is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    groups.append(_taken(stack, node))
                    stacked.difference_update(groups[-1])
            elif needed not in index:
                index[needed] = low[needed] = len(index)
                stack.append(needed)
                stacked.add(needed)
                path.append((needed, iter(waits.get(needed, ()))))
            elif needed in stacked:
                low[node] = min(low[node], index[needed])
    return groups


def _taken(stack: list[int], node: int) -> list[int]:
    """Everything on the stack down to `node`, which leaves it."""
    taken = [stack.pop()]
    while taken[-1] != node:
        taken.append(stack.pop())
    return taken


def _cycle(group: list[int], waits: Mapping[int, list[int]]) -> list[int]:
    """One way around inside a group, from its first variable in the board's order where that is on it."""
    inside = set(group)
    walked: dict[int, int] = {}
    node = min(group)
    while node not in walked:
        walked[node] = len(walked)
        node = next(needed for needed in waits[node] if needed in inside)
    return list(walked)[walked[node] :]
