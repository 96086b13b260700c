"""The order in which variables get their values."""

from __future__ import annotations

from typing import Any

import pytest

from generator.board_json import Dashboard, read
from generator.interpolate import dependencies, resolve_order


def board(*variables: dict[str, Any]) -> Dashboard:
    return read({"panels": [], "templating": {"list": list(variables)}})


def query(name: str, *needs: str) -> dict[str, Any]:
    return {"name": name, "type": "query", "query": f"label_values({' '.join(f'${need}' for need in needs)})"}


def names(dashboard: Dashboard) -> list[str | None]:
    return [variable.name for variable in resolve_order(dashboard).variables]


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({"type": "query", "query": 'label_values(up{a=~"$a"}, ${b:raw})', "regex": "/[[c]]/"}, ("a", "b", "c")),
        ({"type": "query", "query": "x", "datasource": {"type": "prometheus", "uid": "${ds}"}}, ("ds",)),
        ({"type": "query", "query": {"label": "l", "stream": '{a="$a"}', "deep": [{"x": "$b $a"}]}}, ("a", "b")),
        ({"type": "custom", "query": "a,$b"}, ("b",)),
        ({"type": "datasource", "query": "prometheus", "regex": "/$env/"}, ("env",)),
        ({"type": "adhoc", "datasource": {"uid": "$ds"}}, ("ds",)),
        # these are taken as they stand
        ({"type": "textbox", "query": "$a"}, ()),
        ({"type": "constant", "query": "$a"}, ()),
        ({"type": "query", "query": "x", "allValue": "$a"}, ()),
        ({"query": "$a"}, ()),
    ],
)
def test_dependencies(variable: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert dependencies(board({"name": "v", **variable}).variables[0]) == expected


def test_the_boards_own_order_where_nothing_forces_another() -> None:
    assert names(board(query("c"), query("a"), query("b"))) == ["c", "a", "b"]


def test_what_is_needed_comes_first() -> None:
    dashboard = board(query("route", "service"), query("service", "namespace", "ds"), query("namespace"), query("ds"))
    assert names(dashboard) == ["namespace", "ds", "service", "route"]
    assert resolve_order(dashboard).cycles == ()


def test_cycles_are_values() -> None:
    dashboard = board(
        query("start", "a"), query("a", "b"), query("b", "c"), query("c", "a"), query("own", "own"), query("free")
    )
    order = resolve_order(dashboard)
    assert order.cycles == (("a", "b", "c"), ("own",))
    assert [one.name for one in order.variables] == ["a", "b", "c", "start", "own", "free"]


def test_a_cycle_is_the_way_around_and_nothing_else() -> None:
    order = resolve_order(board(query("a", "b"), query("b", "c", "a"), query("c", "b")))
    assert order.cycles == (("b", "c"),)


def test_unnamed_and_repeated_variables_are_kept() -> None:
    dashboard = board(query("a", "b"), {"type": "query", "query": "$a"}, query("a", "a"), query("b"))
    order = resolve_order(dashboard)
    assert [one.pointer[-1] for one in order.variables] == ["3", "0", "1", "2"]
    assert order.cycles == ()


def test_names_that_no_variable_has_do_not_matter() -> None:
    assert names(board(query("a", "__interval", "1", "nobody"))) == ["a"]


def test_a_long_chain() -> None:
    count = 5_000
    chain = [query(f"v{number}", f"v{number + 1}") for number in range(count)]
    order = resolve_order(board(*chain, query(f"v{count}")))
    assert order.variables[0].name == f"v{count}"
    assert order.cycles == ()
    closed = resolve_order(board(*chain, query(f"v{count}", "v0")))
    assert len(closed.cycles[0]) == count + 1
