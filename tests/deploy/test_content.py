from typing import Any

import pytest

from generator.deploy.content import content, digest, same, seconds, settled
from generator.deploy.marker import stamp

from .project import board


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 7},
        {"version": 3},
        {"description": None},
        {"schemaVersion": 41.0},
        {"panels": [{**board()["panels"][0], "pluginVersion": "12.2.0"}]},
        {"panels": [{**board()["panels"][0], "interval": None}]},
    ],
)
def test_what_grafana_adds_is_no_content(changes: dict[str, Any]) -> None:
    assert same(board(), {**board(), **changes})
    assert digest(board()) == digest({**board(), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "else"},
        {"refresh": ""},
        {"tags": []},
        {"panels": []},
        {"editable": True},
        {"x-unknown": 1},
        {"panels": [{**board()["panels"][0], "id": 2}]},
    ],
)
def test_everything_else_is(changes: dict[str, Any]) -> None:
    assert not same(board(), {**board(), **changes})


def test_plugin_versions_go_inside_rows_too() -> None:
    inner = {"id": 2, "type": "logs", "pluginVersion": "12"}
    row = {"id": 1, "type": "row", "panels": [inner]}
    assert content({"panels": [row]}) == {"panels": [{"id": 1, "type": "row", "panels": [{"id": 2, "type": "logs"}]}]}


def test_true_is_not_one() -> None:
    assert not same({"a": True}, {"a": 1})


def test_a_board_without_variables_and_its_stamped_form_say_the_same() -> None:
    for bare in ({"title": "x"}, {"title": "x", "templating": {"list": []}}, {"title": "x", "templating": {}}):
        assert same(bare, stamp(bare, "shop"))
        assert same(bare, {"title": "x"})


@pytest.mark.parametrize(
    ("refresh", "minimum", "stored"),
    [
        ("1s", "5s", "5s"),
        ("abc", "5s", "5s"),
        ("5s", "5s", "5s"),
        ("1m", "5s", "1m"),
        ("30s", "1m", "1m"),
        ("", "5s", ""),
        ("auto", "5s", "auto"),
        (False, "5s", False),
        ("1s", "", "1s"),
    ],
)
def test_a_refresh_becomes_what_the_server_will_store(refresh: Any, minimum: str, stored: Any) -> None:
    assert settled({"title": " x ", "refresh": refresh}, minimum) == {"title": "x", "refresh": stored}


@pytest.mark.parametrize(
    ("text", "value"),
    [("500ms", 0.5), ("1h30m", 5400), ("1.5m", 90), ("2d", 172800), ("5", None), ("", None), ("5s!", None)],
)
def test_durations(text: str, value: float | None) -> None:
    assert seconds(text) == value
