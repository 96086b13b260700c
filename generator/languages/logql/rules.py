"""What is wrong in a query that can be read: the rules of Loki beyond its grammar.

Two defects are told although Loki only trips over them in other places: a broken template that a metric query never
uses, and a broken address inside of `and`, `or` or parentheses, which matches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.languages import re2
from generator.languages.logql import addresses, fields, inside, patterns
from generator.languages.logql.metrics import metric_problems
from generator.languages.logql.parts import walk
from generator.languages.logql.tree import (
    Comparison,
    Drop,
    Expression,
    Ip,
    Keep,
    Label,
    LabelFormat,
    LabelReplace,
    LineFilter,
    LineFormat,
    LogSelector,
    Matcher,
    Node,
    Parser,
    Text,
)
from generator.languages.problem import Problem

Problems = Iterator[Problem | None]

#: More than anybody reads.
_MOST = 20


def problems(query: str, tree: Expression) -> tuple[Problem, ...]:
    """All that Loki would refuse, in the order of the text; the first twenty."""
    nodes = list(walk(tree))
    found = metric_problems(query, nodes)
    for node in nodes:
        rule = _RULES.get(type(node))
        if rule:
            found += [problem for problem in rule(query, node) if problem]
    return tuple(sorted(found, key=lambda problem: problem.start)[:_MOST])


def _selector(query: str, node: LogSelector) -> Problems:
    if not node.matchers:
        yield Problem("{} would read every stream", node.start, node.end, 'write {app="..."}')
        return
    broken = [_regex(query, matcher) for matcher in node.matchers]
    yield from broken
    if not any(broken) and all(_matches_empty(matcher) for matcher in node.matchers):
        message = "the selector would read every stream: each of its matchers accepts an empty value"
        fix = f'use one that needs a value, such as {node.matchers[0].label.name}=~".+"'
        yield Problem(message, node.start, node.end, fix)


def _matches_empty(matcher: Matcher) -> bool:
    if matcher.operator in ("=", "!="):
        return (matcher.value.value == "") == (matcher.operator == "=")
    expression = re2.read(matcher.value.value)
    empty = isinstance(expression, re2.Regex) and expression.matches_empty
    return empty == (matcher.operator == "=~")


def _regex(query: str, node: Matcher | Comparison) -> Problem | None:
    if node.operator not in ("=~", "!~") or not isinstance(node.value, Text):
        return None
    return inside.judge(query, node.value, "regular expression", inside.regex)


def _line_filter(query: str, node: LineFilter) -> Problems:
    for value in node.values:
        if isinstance(value, Ip):
            if node.operator not in ("|=", "!="):
                yield Problem(f"ip(...) cannot follow {node.operator}", value.start, value.end, "use |= or !=")
            else:
                yield inside.judge(query, value.pattern, "ip pattern", addresses.judge_ip)
        elif node.operator in ("|~", "!~"):
            yield inside.judge(query, value, "regular expression", inside.regex)
        elif node.operator in ("|>", "!>"):
            yield inside.judge(query, value, "pattern", patterns.judge_filter)


def _parser(query: str, node: Parser) -> Problems:
    if node.expression and node.name == "regexp":
        yield inside.judge(query, node.expression, "regular expression", inside.regexp_parser)
    elif node.expression:
        yield inside.judge(query, node.expression, "pattern", patterns.judge_parser)
    for extraction in node.extractions:
        if extraction.expression:
            rule = fields.judge_json if node.name == "json" else fields.judge_logfmt
            yield inside.judge(query, extraction.expression, f"{node.name} expression", rule)
        yield _foreign_letters(extraction.label)


def _comparison(query: str, node: Comparison) -> Problems:
    yield _regex(query, node)
    if isinstance(node.value, Ip):
        yield inside.judge(query, node.value.pattern, "ip pattern", addresses.judge_ip)


def _targets(query: str, node: Drop | Keep) -> Problems:
    for target in node.targets:
        if isinstance(target, Matcher):
            yield _regex(query, target)


def _line_format(query: str, node: LineFormat) -> Problems:
    yield inside.judge(query, node.template, "template", inside.template)


def _label_format(query: str, node: LabelFormat) -> Problems:
    names: set[str] = set()
    for assignment in node.assignments:
        label = assignment.label
        if label.name == "__error__":
            yield Problem("label_format cannot set __error__", label.start, label.end)
        elif label.name in names:
            fix = "write a second | label_format behind it"
            yield Problem(f"label_format sets {label.name} twice", label.start, label.end, fix)
        names.add(label.name)
        if isinstance(assignment.value, Text):
            yield _foreign_letters(label)
            yield inside.judge(query, assignment.value, "template", inside.template)


def _foreign_letters(label: Label) -> Problem | None:
    """Loki cannot make such a label."""
    if label.name.isascii():
        return None
    message = f'"{label.name}" has letters that the name of a label cannot have'
    return Problem(message, label.start, label.end, "use a-z, A-Z, 0-9 and _")


def _label_replace(query: str, node: LabelReplace) -> Problems:
    yield inside.judge(query, node.pattern, "regular expression", inside.regex)


_RULES: Mapping[type[Node], Callable[[str, Any], Problems]] = {
    LogSelector: _selector,
    LineFilter: _line_filter,
    Parser: _parser,
    Comparison: _comparison,
    Drop: _targets,
    Keep: _targets,
    LineFormat: _line_format,
    LabelFormat: _label_format,
    LabelReplace: _label_replace,
}
