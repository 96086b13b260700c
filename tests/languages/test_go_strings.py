"""Quoted texts as Go reads them, and where their characters stand in what was written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.languages.go_strings import BadEscape, Unquoted, unquote


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('""', ""),
        ('"abc"', "abc"),
        (r'"a\"b\\c\n\t\a\b\f\r\v"', 'a"b\\c\n\t\a\b\f\r\v'),
        (r'"\x41\101\u0042\U0001F600"', "AAB\U0001f600"),
        (r'"\xe2\x82\xac"', "€"),
        (r'"\xff"', "\udcff"),
        (r"'\''", "'"),
        ("`a\\n\"'`", "a\\n\"'"),
        ("`a\rb`", "ab"),
        ('"\ud800"', "\ufffd"),
    ],
)
def test_meaning(written: str, value: str) -> None:
    meaning = unquote(written)
    assert isinstance(meaning, Unquoted)
    assert meaning.value == value


@pytest.mark.parametrize(
    ("written", "escape"),
    [
        (r'"a\.b"', r"\."),
        (r'"\d"', r"\d"),
        (r'"\x4"', r"\x"),
        (r'"\400"', r"\4"),
        (r'"\12"', r"\1"),
        (r'"\u12"', r"\u"),
        (r'"\U00110000"', r"\U"),
        (r'''"\'"''', r"\'"),
        (r"""'\"'""", r"\""),
        (r'"\`"', r"\`"),
    ],
)
def test_unknown_escapes(written: str, escape: str) -> None:
    bad = unquote(written)
    assert isinstance(bad, BadEscape)
    assert written[bad.start : bad.end] == escape


def test_places() -> None:
    written = r'"a\nb\u00e9\x41c"'
    meaning = unquote(written)
    assert isinstance(meaning, Unquoted)
    places = [written[meaning.written(index) :][:2] for index in range(len(meaning.value))]
    assert places == ["a\\", r"\n", "b\\", r"\u", r"\x", 'c"']
    assert written[meaning.written(len(meaning.value)) :] == '"'


def test_places_behind_dropped_carriage_returns() -> None:
    meaning = unquote("`a\r\rb\rc`")
    assert isinstance(meaning, Unquoted)
    assert [meaning.written(index) for index in range(4)] == [1, 4, 6, 7]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=20))
def test_every_character_has_its_place(value: str) -> None:
    written = json.dumps(value, ensure_ascii=False).replace("\\/", "/")
    meaning = unquote(written)
    assert isinstance(meaning, Unquoted)
    assert meaning.value == value
    for index, character in enumerate(value):
        place = meaning.written(index)
        assert written[place] in (character, "\\")
