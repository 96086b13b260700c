"""Where keys stand, in every notation that TOML has for them."""

from __future__ import annotations

from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.config.places import KeyPath, scan

TEXT = '''\
# [no.table]
title = "x = [1]" # y = 2
"quo.ted".'lit' . bare = 1

[ a . "b c" ]   # a comment
list = [
  "one, ]", # with comment ]
  { deep = [ 1, 2 ], "k\\u0041" = 1.5 },
]
when = 1979-05-27 07:32:00
multi = """
[not.a.table]
key = "no" """
raw = \'\'\'
x = 'y'\'\'\'\'

[[many]]
n = 1
[many.sub]
m = 1
[[many]]
n = {
  inner = true, # comment, with comma
  other.dotted = false,
}
[a]
last = 3.14'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("quo.ted", "lit", "bare"), 3),
        (("quo.ted",), 3),
        (("a", "b c"), 5),
        (("a", "b c", "list"), 6),
        (("a", "b c", "list", 0), 7),
        (("a", "b c", "list", 1), 8),
        (("a", "b c", "list", 1, "deep", 1), 8),
        (("a", "b c", "list", 1, "kA"), 8),
        (("a", "b c", "when"), 10),
        (("a", "b c", "multi"), 11),
        (("a", "b c", "raw"), 14),
        (("many",), 17),
        (("many", 0, "n"), 18),
        (("many", 0, "sub", "m"), 20),
        (("many", 1), 21),
        (("many", 1, "n", "inner"), 23),
        (("many", 1, "n", "other", "dotted"), 24),
        (("a",), 26),
        (("a", "last"), 27),
    ],
)
def test_line_of_a_key(path: KeyPath, line: int) -> None:
    assert scan(TEXT)[path].line == line


@pytest.mark.parametrize(
    ("path", "line"), [((), 1), (("nothing",), 1), (("a", "b c", "nothing", 3), 5), (("many", 1, "n", "x"), 22)]
)
def test_line_of_what_is_not_there_is_that_of_the_table(path: KeyPath, line: int) -> None:
    assert scan(TEXT).line(path) == line


def test_nothing_inside_strings_and_comments_is_a_key() -> None:
    names = {part for path in scan(TEXT) for part in path}
    assert names.isdisjoint({"no", "not", "table", "key", "x", "y"})


def leaves(value: Any, path: KeyPath = ()) -> dict[KeyPath, Any]:
    if isinstance(value, dict):
        return {path: value, **{p: v for key, inner in value.items() for p, v in leaves(inner, (*path, key)).items()}}
    if isinstance(value, list):
        return {path: value, **{p: v for i, inner in enumerate(value) for p, v in leaves(inner, (*path, i)).items()}}
    return {path: value}


KEYS = st.text("aZ0-_ .\"'#=[]{}\\\n\t가", min_size=1, max_size=4)
SCALARS = st.one_of(st.booleans(), st.integers(-99, 99), st.sampled_from([0.5, -1e9, 1e-9]), st.text("x\"'#\\\n]},=가"))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_agrees_with_the_parser(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    places = scan(text)
    assert places.twice is None
    parsed = leaves(tomlkit.parse(text).unwrap())
    assert set(places) == set(parsed)
    for path, place in places.items():
        if place.kind in ("value", "inline"):
            assert tomlkit.parse(f"x = {text[place.start : place.end]}").unwrap()["x"] == parsed[path]
            assert text.count("\n", 0, place.start) + 1 == place.line
