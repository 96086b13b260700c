"""Judges the pattern expressions of Loki: `<ip> - <_> "<method>"`, as a parser and as a line filter."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.languages.problem import Problem

_CAPTURE = re.compile(r"<([a-zA-Z_][a-zA-Z0-9_]*)>")
#: `<...>` that somebody meant as a capture, but whose name is none.
_FAILED = re.compile(r"<([^<>\s]{1,40})>")


def captured(text: str) -> tuple[str, ...]:
    """The labels that a pattern extracts, in order."""
    return tuple(match[1] for match in _CAPTURE.finditer(text) if match[1] != "_")


def judge_parser(text: str) -> Problem | None:
    """What is wrong with a pattern that must extract labels; None when it is right."""
    captures = list(_CAPTURE.finditer(text))
    if problem := _neighbours(captures):
        return problem
    seen: set[str] = set()
    for capture in captures:
        name = capture[1]
        if name in seen:
            return Problem(
                f"the label {name} is captured twice", capture.start(), capture.end(), "use <_> for one of them"
            )
        if name != "_":
            seen.add(name)
    if seen:
        return None
    failed = _FAILED.search(text)
    if failed and failed[1] != "_":
        return Problem(
            f'"{failed[1]}" is not the name of a label', failed.start(), failed.end(), "use a-z, A-Z, 0-9 and _"
        )
    return Problem("it captures no label", 0, len(text), "name what to extract: <status>")


def judge_filter(text: str) -> Problem | None:
    """What is wrong with a pattern that lines are compared with; None when it is right."""
    captures = list(_CAPTURE.finditer(text))
    for capture in captures:
        if capture[1] != "_":
            return Problem(f"a filter captures no labels: {capture[0]}", capture.start(), capture.end(), "write <_>")
    return _neighbours(captures)


def _neighbours(captures: list[re.Match[str]]) -> Problem | None:
    for first, second in pairwise(captures):
        if first.end() == second.start():
            message = f"{first[0]}{second[0]} have nothing between them"
            return Problem(message, first.start(), second.end(), "put the text that separates them between")
    return None
