"""Whether a selector can be asked for: its regular expressions, its name, and that it does not ask for everything."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages import re2
from generator.languages.problem import Problem
from generator.languages.promql.tree import Matcher, Selector


def selector(node: Selector, *, may_be_empty: bool) -> Iterator[Problem]:
    """What is wrong with a selector; `may_be_empty` where all that it adds is labels."""
    wide = node.name is None and not may_be_empty
    for matcher in node.matchers:
        empty = matches_empty(matcher)
        if isinstance(empty, Problem):
            yield _bad_regex(matcher, empty)
        wide = wide and empty is True
        if node.name is not None and matcher.label.text == "__name__":
            message = f'the metric has a name already: "{node.name.text}"'
            yield Problem(message, matcher.start, matcher.end, "remove one of the two names")
    if wide:
        yield _too_wide(node)


def _bad_regex(matcher: Matcher, problem: Problem) -> Problem:
    value = matcher.value
    message = f'the regular expression of "{matcher.label.text}" is wrong: {problem.message}'
    # Without escapes the expression stands in the text as it is, one quote further.
    if value.end - value.start == len(value.text) + 2:
        return Problem(message, value.start + 1 + problem.start, value.start + 1 + problem.end, problem.fix)
    return Problem(message, value.start, value.end, problem.fix)


def matches_empty(matcher: Matcher) -> bool | Problem:
    """Whether series without the label match; the problem when the regular expression is not valid."""
    operator, value = matcher.operator.text, matcher.value.text
    if operator in ("=", "!="):
        return (value == "") == (operator == "=")
    regex = re2.read(value)
    return regex if isinstance(regex, Problem) else regex.matches_empty == (operator == "=~")


def _too_wide(node: Selector) -> Problem:
    message = "this selects every series: "
    message += "each condition is true of series without its label" if node.matchers else "it has no condition"
    loose = any((one.operator.text, one.value.text) == ("=~", ".*") for one in node.matchers)
    return Problem(message, node.start, node.end, 'write ".+" for ".*"' if loose else "name the metric")
