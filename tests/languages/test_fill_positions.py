"""The way back from a filled text to what its author wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.interpolate import ALL, Scope, Value, find
from generator.languages.fill import fill
from generator.languages.filled import Filled
from generator.languages.holes.tokens import Kind

SCOPE = Scope({"job": Value("job", "some/api"), "none": Value("none", "")})


def filled(text: str) -> Filled:
    return next(fill(text, "prometheus", SCOPE))


def region(one: Filled, part: str) -> tuple[int, int]:
    start = one.text.index(part)
    return start, start + len(part)


def test_a_stand_in_is_what_was_written() -> None:
    one = filled("rate(x[$__rate_interval]) + y")
    assert one.text == "rate(x[7919s]) + y"
    assert one.origin(*region(one, "7919s")) == (7, 23)
    assert one.written(*region(one, "7919s")) == "$__rate_interval"
    assert one.written(*region(one, "91")) == "$__rate_interval"
    assert one.written(*region(one, "x[7")) == "x[$__rate_interval"
    assert one.written(*region(one, "y")) == "y"
    assert one.written(*region(one, "]) +")) == "]) +"
    assert one.origin(0, len(one.text)) == (0, len(one.author))


def test_columns_behind_values_of_other_lengths() -> None:
    one = filled('a{j="$job"} + b{j="$job"} + $none c')
    assert one.text == 'a{j="some/api"} + b{j="some/api"} +  c'
    assert one.origin(*region(one, "b{j=")) == (14, 18)
    assert one.origin(*region(one, "c")) == (34, 35)
    assert one.written(*region(one, "/api")) == "$job"


def test_an_empty_value_belongs_to_what_surrounds_it() -> None:
    one = filled("a$none+b")
    assert one.text == "a+b"
    assert (one.origin(0, 1), one.origin(1, 2), one.origin(0, 2)) == ((0, 1), (6, 7), (0, 7))
    assert one.written(1, 1) == "$none"
    assert [hole.reference.name for hole in one.holes_in(1, 1)] == ["none"]


def test_offsets_outside_the_text() -> None:
    one = filled("x > $n")
    assert one.origin(-5, 99) == (0, 6)
    assert one.origin(99, 99) == (6, 6)


@pytest.mark.parametrize(
    ("start", "end", "names", "guess"), [(0, 1, [], False), (4, 5, ["n"], True), (0, 5, ["n"], True), (5, 5, [], False)]
)
def test_holes_of_a_region(start: int, end: int, names: list[str], guess: bool) -> None:
    one = filled("x > $n")
    assert [hole.reference.name for hole in one.holes_in(start, end)] == names
    assert one.is_guess(start, end) is guess


KINDS = st.sampled_from(["prometheus", "loki", "tempo"])
WORDS = (
    "$a ${b} [[c]] ${d:csv} $__interval $1 ${e x _ 7 ( ) { } [ ] \" ' ` \\ # // /* */ {{ }} , = =~ |= | by offset \0 é"
)
PIECES = st.sampled_from([*WORDS.split(), " ", "\n"])
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=25)
VALUES = st.none() | st.text(max_size=4) | st.just(ALL) | st.lists(st.text(max_size=3), max_size=3).map(tuple)
SCOPES = st.dictionaries(st.sampled_from("abcd1"), VALUES, max_size=5).map(
    lambda values: Scope({name: Value(name, value) for name, value in values.items()})
)


@given(text=TEXTS, kind=KINDS, scope=SCOPES)
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_filled_and_followed_back(text: str, kind: Kind, scope: Scope) -> None:
    for one in fill(text, kind, scope):
        assert one.author == text
        assert {hole.reference for hole in one.holes} <= set(find(text))
        for hole in one.holes:
            # Empty ones that touch have one place in the text between them.
            written = one.written(hole.start, hole.end)
            assert written == hole.reference.written or (hole.start == hole.end and hole.reference.written in written)
        offsets = range(len(one.text) + 1)
        starts = [one.origin(offset, len(one.text))[0] for offset in offsets]
        ends = [one.origin(0, offset)[1] for offset in offsets]
        assert starts == sorted(starts)
        assert ends == sorted(ends)
        for start in offsets:
            first, last = one.origin(start, min(start + 2, len(one.text)))
            assert 0 <= first <= last <= len(text)


@given(text=st.text(alphabet=st.characters(exclude_characters="$[")), kind=KINDS, scope=SCOPES)
@settings(deadline=None)
def test_a_text_without_references_is_unchanged(text: str, kind: Kind, scope: Scope) -> None:
    assert list(fill(text, kind, scope)) == [Filled(text, text, ())]


@given(text=TEXTS, kind=KINDS, scope=SCOPES)
@settings(deadline=None)
def test_what_is_outside_of_holes_is_as_the_author_wrote_it(text: str, kind: Kind, scope: Scope) -> None:
    one = next(fill(text, kind, scope))
    taken, rebuilt = 0, ""
    for hole in one.holes:
        rebuilt += one.text[taken : hole.start] + hole.reference.written
        taken = hole.end
    assert rebuilt + one.text[taken:] == text


HOSTILE = ("$a$b", "${a[", "{(", '"$a', "#$a", "/*$a", "`{{ $x ", '"\\', "\0\ud800$a", "$a\n", "]})")


@pytest.mark.parametrize("kind", ["prometheus", "loki", "tempo"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(kind: Kind, text: str) -> None:
    author = text * 5_000 + "."
    one = next(fill(author, kind, Scope()))
    assert one.origin(0, len(one.text)) == (0, len(author))
