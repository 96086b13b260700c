"""Files, folders, patterns and standard input."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.validate import reader
from generator.validate.document import Document, PassedOver
from generator.validate.finding import Finding
from generator.validate.origin import Files

BOARD = '{"title": "T", "panels": []}'
NEEDS_LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str | bytes = BOARD) -> None:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


def read(*paths: str | Path, stdin: bytes = b"") -> list[Any]:
    return list(Files(tuple(map(os.fspath, paths)), io.BytesIO(stdin)).documents())


def said(*paths: str | Path, stdin: bytes = b"") -> list[str]:
    """One word for each thing that was read: the file, with the rule where it is a finding."""
    return [
        f"{each.file} {each.rule}" if isinstance(each, Finding) else each.file
        for each in read(*paths, stdin=stdin)
        if not isinstance(each, PassedOver)
    ]


@pytest.mark.usefixtures("folder")
def test_a_folder_is_read_in_order_with_everything_under_it() -> None:
    for path in ("d/b.json", "d/a/z.json", "d/a.json", "d/c/x.yml", "d/B.JSON", "d/a-b.yaml"):
        put(path)
    for path in ("d/notes.txt", "d/.git/x.json", "d/a/.cache/x.json", "d/node_modules/x.json", "d/.venv/lib/x.json"):
        put(path)
    assert said("d") == ["d/B.JSON", "d/a/z.json", "d/a-b.yaml", "d/a.json", "d/b.json", "d/c/x.yml"]


@pytest.mark.usefixtures("folder")
def test_the_folder_one_stands_in() -> None:
    put("a.json")
    put("d/b.json")
    assert said(".") == ["a.json", "d/b.json"]


@pytest.mark.usefixtures("folder")
def test_a_dot_folder_that_is_named_is_read() -> None:
    put(".boards/a.json")
    assert said(".boards") == [".boards/a.json"]


@pytest.mark.usefixtures("folder")
def test_paths_are_read_as_they_are_given_and_each_file_once() -> None:
    put("b.json")
    put("d/a.json")
    assert said("b.json", "d", "./b.json", "d/a.json", "d", "d/../b.json") == ["b.json", "d/a.json"]


@NEEDS_LINKS
@pytest.mark.usefixtures("folder")
def test_links_are_followed_but_never_in_a_circle() -> None:
    put("d/a.json")
    put("elsewhere/b.json")
    Path("d/linked").symlink_to("../elsewhere")
    Path("d/up").symlink_to("..")
    Path("d/again.json").symlink_to("a.json")
    Path("d/c.json").symlink_to("../elsewhere/b.json")
    assert said("d") == ["d/a.json", "d/c.json"]
    Path("d/c.json").unlink()
    assert said("d") == ["d/a.json", "d/linked/b.json"]


@NEEDS_LINKS
@pytest.mark.usefixtures("folder")
def test_a_link_to_nothing_is_a_finding_and_the_others_are_read() -> None:
    put("d/a.json")
    Path("d/b.json").symlink_to("gone.json")
    Path("d/c.json").symlink_to("c.json")
    put("d/z.json")
    assert said("d") == ["d/a.json", "d/b.json file/missing", "d/c.json file/unreadable", "d/z.json"]
    (finding,) = read("d/b.json")
    assert finding.message == "a link to nothing"


@pytest.mark.usefixtures("folder")
def test_a_missing_file_names_the_nearest_one() -> None:
    put("boards/overview.json")
    (finding,) = read("boards/overveiw.json")
    assert (finding.rule, finding.severity) == ("file/missing", "error")
    assert finding.message == 'no such file; did you mean "overview.json"?'
    (finding,) = read("nowhere/x.json")
    assert finding.message == "no such file"


@pytest.mark.usefixtures("folder")
def test_impossible_names() -> None:
    assert said("a\0b.json") == ["a\0b.json file/unreadable"]
    assert said("x" * 5000) == ["x" * 5000 + " file/unreadable"]
    put("a.json")
    assert said("") == [" file/missing"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.usefixtures("folder")
def test_what_may_not_be_read_is_a_finding() -> None:
    put("d/a.json")
    put("d/shut/b.json")
    put("d/z.json")
    Path("d/a.json").chmod(0)
    Path("d/shut").chmod(0)
    assert said("d") == ["d/a.json file/unreadable", "d/shut file/unreadable", "d/z.json"]
    Path("d/shut").chmod(0o700)


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    put("d/a.json")
    put("d/b.json")
    opened = Path.open

    def refuse(path: Path, *given: Any) -> Any:
        if path.name == "a.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *given)

    monkeypatch.setattr(Path, "open", refuse)
    first, second = read("d")
    assert (first.rule, first.message) == ("file/unreadable", "cannot be read: Permission denied")
    assert isinstance(second, Document)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.usefixtures("folder")
def test_a_pipe_in_a_folder_is_left_alone() -> None:
    put("d/b.json")
    os.mkfifo("d/a.json")
    assert said("d") == ["d/b.json"]


@pytest.mark.usefixtures("folder")
def test_a_folder_of_other_things_is_passed_over_and_said() -> None:
    put("d/package.json", '{"name": "x"}')
    put("d/deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\n")
    passed, other, finding = read("d")
    assert (passed.file, passed.likeness) == (
        str(Path("d/deployment.yaml")),
        "a resource of kind Deployment (apps/v1)",
    )
    assert other.likeness == "an object with name"
    assert (finding.rule, finding.file, finding.message) == ("file/no-dashboard", "d", "no dashboard in this folder")
    Path("empty").mkdir()
    assert said("empty") == ["empty file/no-dashboard"]


@pytest.mark.usefixtures("folder")
def test_a_folder_of_provisioning_is_not_without_anything() -> None:
    put("d/sources.yaml", "apiVersion: 1\ndatasources: []\n")
    assert said("d") == ["d/sources.yaml"]


@pytest.mark.usefixtures("folder")
def test_patterns() -> None:
    for path in ("d/a.json", "d/e/b.json", "d/e/f/c.json", "d/x.yaml", "d/.hidden/z.json"):
        put(path)
    put("d/package.json", "{}")
    assert said("d/*.json") == ["d/a.json"]
    assert said("d/**/*.json") == ["d/a.json", "d/e/b.json", "d/e/f/c.json"]
    assert said("d/*") == ["d/a.json", "d/e/b.json", "d/e/f/c.json", "d/x.yaml"]
    assert said("*/e/?.json") == ["d/e/b.json"]
    assert said("d/[ab].json") == ["d/a.json"]
    assert said("**/c.json") == ["d/e/f/c.json"]
    assert said(f"{Path.cwd()}/d/*.json") == [f"{Path.cwd()}/d/a.json"]


@pytest.mark.usefixtures("folder")
def test_a_pattern_that_nothing_matches_is_a_finding() -> None:
    put("d/a.json")
    assert said("d/*.yaml") == ["d/*.yaml file/no-dashboard"]
    assert said("nowhere/*.json") == ["nowhere/*.json file/no-dashboard"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.usefixtures("folder")
def test_a_file_may_be_called_like_a_pattern() -> None:
    put("a[1].json")
    put("a1.json")
    assert said("a[1].json") == ["a[1].json"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
@pytest.mark.usefixtures("folder")
def test_a_name_that_is_no_text_can_be_printed() -> None:
    put(os.fsdecode(b"d/\xff.json"))
    assert said("d") == ["d/\\xff.json"]


@pytest.mark.usefixtures("folder")
def test_standard_input() -> None:
    (board,) = read("-", "-", stdin=BOARD.encode())
    assert (board.file, board.data["title"]) == ("-", "T")
    assert said("-") == ["- file/empty"]
    assert said("-", stdin=b"{}") == ["- file/not-a-dashboard"]


def test_standard_input_that_is_shut() -> None:
    shut = io.BytesIO()
    shut.close()
    (finding,) = Files(("-",), shut).documents()
    assert isinstance(finding, Finding)
    assert finding.rule == "file/unreadable"


@pytest.mark.usefixtures("folder")
def test_files_beyond_all_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST", 1024 * 1024)
    put("a.json", b" " * (1024 * 1024) + b"{}")
    put("b.json", b" " * (1024 * 1024 - 100) + BOARD.encode())
    first, second = read("a.json", "b.json")
    assert (first.rule, first.message) == ("file/too-large", "larger than 1 MiB")
    assert isinstance(second, Document)


@pytest.mark.usefixtures("folder")
def test_a_bad_file_does_not_keep_the_others_from_being_read() -> None:
    put("d/a.json", b"\xff\xfe\x00")
    put("d/b.json", "{")
    put("d/c.json", b"")
    put("d/d.yaml", "a: [")
    put("d/e.json", "[" * 100_000)
    put("d/f.json")
    assert said("d") == [
        "d/a.json file/encoding",
        "d/b.json file/json",
        "d/c.json file/empty",
        "d/d.yaml file/yaml",
        "d/e.json file/depth",
        "d/f.json",
    ]


@pytest.mark.usefixtures("folder")
def test_a_file_is_let_go_before_the_next_is_read() -> None:
    put("a.json")
    put("b.json", "{}")
    contents = Files(("a.json", "b.json"), io.BytesIO()).documents()
    next(contents)
    Path("b.json").write_text(BOARD, "utf-8")
    assert isinstance(next(contents), Document)
