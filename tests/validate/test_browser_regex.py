"""Expressions that a browser takes are no faults, and those that it refuses are; judged by a browser's engine."""

from __future__ import annotations

import pytest

from generator.validate.browser_regex import compiled


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        (r"[\w-.]+", 0),
        (r"id=([\w-.]+)", 1),
        (r"[a-\d]", 0),
        (r"[\d-z]", 0),
        (r"[^\s-\w]", 0),
        (r"[\w--!]", 0),
        (r"[--\d]", 0),
        (r"[a-b-\d]", 0),
        (r"([^]*)-x", 1),
        (r"(?<all>[^]+)", 1),
        ("[]", 0),
        ("a[]*b", 0),
        ("[]]", 0),
        ("[^]]", 0),
        ("[a[]", 0),
        ("[[]", 0),
        (r"\[]", 0),
        (r"\\[^]", 0),
        (r"[\]-a]", 0),
        (r"[(-\)]", 0),
        (r"[\cz-a]", 0),
    ],
)
def test_what_a_browser_takes_is_no_fault(pattern: str, groups: int) -> None:
    read = compiled(pattern)
    assert (read.fault, read.groups) == ("", groups)


@pytest.mark.parametrize(
    "pattern",
    ["[z-a]", r"[\z-a]", r"[\w-.z-a]", "[a-", "[", "[^", r"[\w-", "([]", "([^]", "[](", "*", r"[\\d-a]", "[a--]"],
)
def test_what_a_browser_refuses_is_one(pattern: str) -> None:
    read = compiled(pattern)
    assert read.fault
    assert read.certain


@pytest.mark.parametrize("pattern", ["[\U0001f600-\uffff]", r"[\t-\n-\x01]"])
def test_what_python_cannot_know_is_never_certain(pattern: str) -> None:
    read = compiled(pattern)
    assert not read.fault or not read.certain


@pytest.mark.parametrize("part", ["[", "[]", "[^]", r"[\w-", "\\", "[a-", "]", r"\[", "(?<a"])
def test_long_expressions_raise_nothing(part: str) -> None:
    assert compiled(part * 50_000) is not None
