"""Files are written when they differ, whole or not at all, and nothing of anybody else's is touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import writer
from generator.errors import GeneratorError
from generator.writer import Change

#: Long ago: a file that is written again gets another time.
LONG_AGO = 1_000_000_000


def age(folder: Path) -> None:
    """Make every file look old."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (LONG_AGO, LONG_AGO))


def tree(folder: Path) -> dict[str, bytes]:
    """All files but the list of generated ones, also hidden ones that somebody forgot."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != writer.MANIFEST
    }


def states(changes: tuple[Change, ...]) -> dict[str, str]:
    return {change.path: change.state for change in changes if change.path != writer.MANIFEST}


def test_all_files_are_written_with_the_folders_they_need(tmp_path: Path) -> None:
    files = {"a.txt": b"a", "deep/er/b.json": b"{}", "empty": b""}
    changes = writer.write(tmp_path / "new", files)
    assert tree(tmp_path / "new") == files
    assert states(changes) == dict.fromkeys(files, "new")


def test_files_that_are_right_keep_their_time(tmp_path: Path) -> None:
    writer.write(tmp_path, {"same": b"1", "other": b"1"})
    age(tmp_path)
    changes = writer.write(tmp_path, {"same": b"1", "other": b"2"})
    assert states(changes) == {"same": "unchanged", "other": "changed"}
    assert (tmp_path / "same").stat().st_mtime == LONG_AGO
    assert (tmp_path / "other").stat().st_mtime != LONG_AGO
    assert (tmp_path / "other").read_bytes() == b"2"


def test_a_second_run_touches_nothing_at_all(tmp_path: Path) -> None:
    files = {"a": b"1", "b/c": b"2"}
    writer.write(tmp_path, files)
    age(tmp_path)
    assert {change.state for change in writer.write(tmp_path, files)} == {"unchanged"}
    assert {path.stat().st_mtime for path in tmp_path.rglob("*") if path.is_file()} == {LONG_AGO}


def test_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    writer.write(tmp_path, {"kept": b"1", "b/gone": b"2"})
    changes = writer.write(tmp_path, {"kept": b"1"})
    assert states(changes) == {"kept": "unchanged", "b/gone": "stale"}
    assert tree(tmp_path) == {"kept": b"1"}
    # And it is not reported again.
    assert states(writer.write(tmp_path, {"kept": b"1"})) == {"kept": "unchanged"}


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "theirs.json").write_bytes(b"theirs")
    (tmp_path / "README").write_bytes(b"read me")
    writer.write(tmp_path, {"dashboards/ours.json": b"ours", "dashboards/second.json": b"2"})
    writer.write(tmp_path, {"dashboards/ours.json": b"ours"})
    assert tree(tmp_path) == {
        "dashboards/theirs.json": b"theirs",
        "README": b"read me",
        "dashboards/ours.json": b"ours",
    }


def test_a_stale_file_that_somebody_already_removed_is_no_error(tmp_path: Path) -> None:
    writer.write(tmp_path, {"kept": b"1", "gone": b"2"})
    (tmp_path / "gone").unlink()
    assert states(writer.write(tmp_path, {"kept": b"1"})) == {"kept": "unchanged"}


def test_comparing_says_the_same_and_does_nothing(tmp_path: Path) -> None:
    writer.write(tmp_path, {"same": b"1", "edited": b"1", "gone": b"1"})
    (tmp_path / "edited").write_bytes(b"by hand")
    before = tree(tmp_path)
    wanted = {"same": b"1", "edited": b"1", "fresh": b"1"}
    expected = {"same": "unchanged", "edited": "changed", "fresh": "new", "gone": "stale"}
    assert states(writer.compare(tmp_path, wanted)) == expected
    assert tree(tmp_path) == before
    assert states(writer.write(tmp_path, wanted)) == expected


def test_a_folder_that_is_not_there_is_all_new(tmp_path: Path) -> None:
    assert states(writer.compare(tmp_path / "nowhere", {"a": b"1"})) == {"a": "new"}
    assert not (tmp_path / "nowhere").exists()


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    """Grafana reads these files as a user of its own."""
    writer.write(tmp_path, {"a": b"1"})
    mode = stat.S_IMODE((tmp_path / "a").stat().st_mode)
    assert mode & 0o444 == 0o444


class _Failing(Mapping[str, bytes]):
    """Files of which one cannot be made."""

    def __init__(self, files: dict[str, bytes], broken: str) -> None:
        self.files, self.broken = files, broken

    def __getitem__(self, path: str) -> bytes:
        if path == self.broken:
            raise GeneratorError("cannot be made", "mend it")
        return self.files[path]

    def __iter__(self) -> Iterator[str]:
        return iter([*self.files, self.broken])

    def __len__(self) -> int:
        return len(self.files) + 1


@pytest.mark.parametrize("broken", ["a", "m/m", "z"])
def test_nothing_changes_when_a_file_cannot_be_made(tmp_path: Path, broken: str) -> None:
    writer.write(tmp_path, {"b": b"old", "gone": b"old"})
    manifest = (tmp_path / writer.MANIFEST).read_bytes()
    with pytest.raises(GeneratorError, match="cannot be made"):
        writer.write(tmp_path, _Failing({"b": b"new", "c": b"new", "y": b"new"}, broken))
    assert tree(tmp_path) == {"b": b"old", "gone": b"old"}
    assert (tmp_path / writer.MANIFEST).read_bytes() == manifest


def test_nothing_changes_when_a_folder_cannot_be_made(tmp_path: Path) -> None:
    writer.write(tmp_path, {"a": b"old"})
    (tmp_path / "file").write_bytes(b"not a folder")
    with pytest.raises(GeneratorError) as caught:
        writer.write(tmp_path, {"a": b"new", "file/inside": b"new"})
    assert str(tmp_path / "file/inside") in caught.value.summary
    assert caught.value.fix
    assert tree(tmp_path) == {"a": b"old", "file": b"not a folder"}


def test_nothing_changes_when_a_place_is_taken(tmp_path: Path) -> None:
    """All of them or none: the folder that stands where a file should be is seen before the first is replaced."""
    writer.write(tmp_path, {"a": b"old"})
    (tmp_path / "b").mkdir()
    with pytest.raises(GeneratorError) as caught:
        writer.write(tmp_path, {"a": b"new", "b": b"new", "c": b"new"})
    assert str(tmp_path / "b") in caught.value.summary
    assert tree(tmp_path) == {"a": b"old"}


def test_one_file_alone_is_written_when_it_differs(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "page.md"
    assert writer.write_file(target, b"1") is True
    age(tmp_path)
    assert writer.write_file(target, b"1") is False
    assert target.stat().st_mtime == LONG_AGO
    assert writer.write_file(target, b"2") is True
    assert target.read_bytes() == b"2"
    assert tree(tmp_path) == {"deep/page.md": b"2"}


_FILES = st.dictionaries(st.sampled_from(["a", "b", "c/a", "c/b", "d/e/f"]), st.binary(max_size=3))


@settings(max_examples=50)
@given(runs=st.lists(_FILES, min_size=1, max_size=4))
def test_the_folder_holds_what_the_last_run_made(tmp_path_factory: pytest.TempPathFactory, runs: list[dict]) -> None:
    folder = tmp_path_factory.mktemp("runs")
    (folder / "theirs").write_bytes(b"theirs")
    for files in runs:
        writer.write(folder, files)
        assert tree(folder) == {**files, "theirs": b"theirs"}
        assert {change.state for change in writer.compare(folder, files)} == {"unchanged"}
