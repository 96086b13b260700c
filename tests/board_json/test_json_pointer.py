"""JSON pointers."""

from __future__ import annotations

import pytest

from generator.board_json.pointer import join, resolve

# The examples of RFC 6901, section 5.
DOCUMENT = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8, " ": 7}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", DOCUMENT),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/m~0n", 8),
        ("/ ", 7),
    ],
)
def test_resolve(pointer: str, value: object) -> None:
    assert resolve(DOCUMENT, pointer) == value


@pytest.mark.parametrize("pointer", ["foo", "/bar", "/foo/2", "/foo/-1", "/foo/x", "/foo/0/1", "/m~n/0"])
def test_what_is_not_there(pointer: str) -> None:
    with pytest.raises(KeyError):
        resolve(DOCUMENT, pointer)


def test_join_escapes() -> None:
    assert join("", "a/b", 0, "m~n", "") == "/a~1b/0/m~0n/"
    assert resolve({"~1": {"/": 5}}, join("", "~1", "/")) == 5
