"""Kinds of resources are found by themselves, in the order in which they build on one another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.deploy import kinds as package
from generator.deploy import registry
from generator.deploy.desired import Desired

from .project import FOLDER, PROJECT
from .test_runs import everything

ONE_MORE = """
from generator.deploy.kind import Kind

kind = Kind("playlist", ("dashboard",), *[lambda *_: ()] * 6, skip="playlists")
"""


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kind that nobody has registered anywhere."""
    (tmp_path / "playlist_for_this_test.py").write_text(ONE_MORE)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    registry.kinds.cache_clear()
    yield
    registry.kinds.cache_clear()


def test_each_comes_after_what_it_builds_on() -> None:
    names = [one.name for one in registry.kinds()]
    assert names == ["folder", "datasource", "correlation", "library-panel", "dashboard", "alert-rules"]
    for one in registry.kinds():
        assert {*one.after} <= {*names[: names.index(one.name)]}


@pytest.mark.usefixtures("one_more")
def test_one_more_is_one_file() -> None:
    assert registry.kind("playlist") in registry.kinds()
    assert registry.skips() == ("alerts", "correlations", "library", "playlists")
    assert registry.wanted(Desired(PROJECT, {}, (), FOLDER)) == {"folder/shop"}


def test_what_is_wanted_has_a_name_of_its_own() -> None:
    names = registry.wanted(everything())
    assert len(names) == 9
    assert {name.partition("/")[0] for name in names} == {one.name for one in registry.kinds()}
