import re

from generator.deploy.content import same
from generator.deploy.marker import Marker, edited, read, stamp

from .project import board


def test_the_mark_is_a_hidden_constant_as_grafana_writes_one() -> None:
    variable = stamp(board(), "shop")["templating"]["list"][-1]
    value = variable.pop("query")
    assert variable == {"hide": 2, "name": "managed_by", "skipUrlSync": True, "type": "constant"}
    assert re.fullmatch(r"shop sha256:[0-9a-f]{64}", value)


def test_stamping_changes_nothing_else_and_not_its_argument() -> None:
    plain = board()
    stamped = stamp(plain, "shop")
    assert plain == board()
    assert same(plain, stamped)
    assert stamped["templating"]["list"][:-1] == plain["templating"]["list"]


def test_stamping_twice_is_stamping_once() -> None:
    once = stamp(board(), "shop")
    assert stamp(once, "shop") == once
    moved = read(stamp(once, "other"))
    assert moved is not None
    assert moved.project == "other"


def test_it_holds_no_version_and_follows_the_content_only() -> None:
    first, second = read(stamp(board(), "shop")), read(stamp({**board(), "id": 3, "version": 9}, "shop"))
    assert first == second
    assert first != read(stamp(board(title="else"), "shop"))


def test_reading() -> None:
    assert read(board()) is None
    assert read({"title": "x"}) is None
    foreign = {"name": "managed_by", "type": "constant", "query": "terraform"}
    assert read({"templating": {"list": [foreign]}}) is None
    mark = read(stamp(board(), "shop"))
    assert isinstance(mark, Marker)
    assert mark.project == "shop"


def test_an_edit_is_noticed() -> None:
    stamped = stamp(board(), "shop")
    assert not edited(stamped)
    assert not edited({**stamped, "id": 4, "version": 2})
    assert edited({**stamped, "description": "by hand"})
    assert not edited(board(description="never ours"))


def test_it_survives_a_save_in_the_ui() -> None:
    """As recorded on 12.2: the hidden constant comes back with these keys, in this order."""
    stamped = stamp(board(), "shop")
    *others, mark = stamped["templating"]["list"]
    saved = {key: mark[key] for key in ("hide", "name", "query", "skipUrlSync", "type")}
    after = {**stamped, "templating": {"list": [*others, saved]}, "description": "edited in the UI"}
    assert read(after) == read(stamped)
    assert edited(after)
