"""What a person types into the boxes of Logs Analysis, or clicks into them, finds those lines and no others."""

from __future__ import annotations

import re

import pytest

from generator.project import Project
from generator.signals import logs
from generator.signals.signal import View

_EVERY_BOX = frozenset({"search", "request_id", "session_id", "user_id"})
_PATTERN = re.compile(r"`([^`]*\$\{(\w+):raw\}[^`]*)`")


def typed(project: Project, box: str, text: str) -> re.Pattern[str]:
    """The pattern that the lines are filtered by when the box holds the text, in Python's spelling."""
    view = View(project.config, project.context().profile, pickers=_EVERY_BOX)
    (query,) = logs.LINES.queries(view)
    (pattern,) = (found for found, name in _PATTERN.findall(query.text) if name == box)
    filled = pattern.replace(f"${{{box}:raw}}", text)
    literal = re.sub(r"\\Q(.*?)\\E", lambda part: re.escape(part[1]), filled, flags=re.DOTALL)
    return re.compile(literal.replace(r"\z", r"\Z"), re.DOTALL)


@pytest.mark.parametrize("box", sorted(_EVERY_BOX))
def test_an_empty_box_hides_nothing(project: Project, box: str) -> None:
    for value in ("", "a", "r-1", "two\nlines"):
        assert typed(project, box, "").fullmatch(value) or typed(project, box, "").search(value)


@pytest.mark.parametrize("box", sorted(_EVERY_BOX - {"search"}))
def test_an_id_finds_itself_and_no_longer_one(project: Project, box: str) -> None:
    pattern = typed(project, box, "jiwoo")
    assert pattern.fullmatch("jiwoo")
    assert [value for value in ("", "jiwoo2", "my-jiwoo", "jiwo") if pattern.fullmatch(value)] == []


@pytest.mark.parametrize("box", sorted(_EVERY_BOX - {"search"}))
def test_an_id_is_no_pattern(project: Project, box: str) -> None:
    assert not typed(project, box, "a.b|c").fullmatch("c")
    assert typed(project, box, "kim+test@x.io").fullmatch("kim+test@x.io")


@pytest.mark.parametrize(
    "message",
    ["Can't connect to MySQL server on 'db' ([Errno 111] Connection refused)", "f() got *args", "50% (", "a\\b"],
)
def test_a_message_is_found_as_it_stands(project: Project, message: str) -> None:
    assert typed(project, "search", message).search(f"x {message.upper()} y")


def test_text_is_no_pattern(project: Project) -> None:
    assert not typed(project, "search", "a.c").search("abc")
