"""Judges what is written inside of a query's quoted texts: expressions, patterns, paths, templates, addresses."""

from __future__ import annotations

from collections.abc import Callable

from generator.languages import go_template, re2
from generator.languages.go_strings import Unquoted, unquote
from generator.languages.logql.tree import Text
from generator.languages.logql.words import TEMPLATE_FUNCTIONS
from generator.languages.problem import Problem

Judge = Callable[[str], Problem | None]


def regex(text: str) -> Problem | None:
    """A regular expression."""
    result = re2.read(text)
    return result if isinstance(result, Problem) else None


def template(text: str) -> Problem | None:
    """A template of `line_format` or `label_format`."""
    return go_template.read(text, TEMPLATE_FUNCTIONS)


def regexp_parser(text: str) -> Problem | None:
    """The expression of `| regexp`, which must name what it extracts."""
    result = re2.read(text)
    if isinstance(result, Problem):
        return result
    if not result.names:
        return Problem("it captures no label", 0, len(text), "name what to extract: (?P<status>[0-9]+)")
    seen: set[str] = set()
    for name in result.names:
        if name in seen:
            start = text.rindex(f"<{name}>")
            return Problem(f"the label {name} is captured twice", start, start + len(name) + 2)
        seen.add(name)
    return None


def judge(query: str, node: Text, what: str, rule: Judge) -> Problem | None:
    """The problem with a quoted text of a query, `what` being its name; its place is where it is written."""
    problem = rule(node.value)
    if problem is None:
        return None
    written = unquote(query[node.start : node.end])
    start, end = node.start, node.end
    if isinstance(written, Unquoted) and problem.start < len(node.value):
        start = node.start + written.written(problem.start)
        end = max(start + 1, min(node.start + written.written(problem.end), node.end - 1))
    return Problem(f"invalid {what}: {problem.message}", start, end, problem.fix)
