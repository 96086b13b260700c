"""A regular expression is one, and does something.

Matchers are anchored at both ends as they are: `^` and `$` do nothing. `=~".*"` matches every series, also those
without the label, and `=~"abc"` is a slower way of writing `="abc"`.

Passes:

    promql: up{job=~"a|b"}
    ---
    promql: up{job=~"$job"}
    ---
    promql: up{job=~"shop.+"}

Fails:

    promql: up{job=~"^shop.*$"}
    ---
    promql: up{job=~".*"}
    ---
    promql: up{job=~"shop"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.languages.promql.analysis import selectors
from generator.languages.promql.tree import Matcher
from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_META = re.compile(r"[.^$*+?()\[\]{}|\\]")


def _check(query: QueryView) -> Iterator[Found]:
    for selector in selectors(query.tree) if query.tree is not None else ():
        for matcher in selector.matchers:
            if matcher.operator.text in ("=~", "!~") and not _has_variable(query, matcher):
                yield from _matcher(query, matcher)


def _has_variable(query: QueryView, matcher: Matcher) -> bool:
    written = query.written(matcher.value)
    return bool(query.judged.filled.holes_in(matcher.value.start, matcher.value.end)) or "$" in written[1:-2]


def _matcher(query: QueryView, matcher: Matcher) -> Iterator[Found]:
    value, operator = matcher.value.text, matcher.operator.text
    bare = value.removeprefix("^")
    bare = bare[:-1] if bare.endswith("$") and not bare.endswith("\\$") else bare
    if bare != value and "|" not in value:
        yield query.found(
            matcher.value,
            "a matcher is anchored as it is: ^ and $ do nothing",
            f'{matcher.label.text}{operator}"{bare}"',
            mend=_without_anchors(query, matcher),
        )
    elif value == ".*":
        what = "matches every series" if operator == "=~" else "matches no series"
        yield query.found(matcher, f'{matcher.label.text}{operator}".*" {what}', "leave it out, or use .+")
    elif value and not _META.search(value):
        plain = "=" if operator == "=~" else "!="
        yield query.found(matcher, f'"{value}" is no pattern', f'{matcher.label.text}{plain}"{value}"')


def _without_anchors(query: QueryView, matcher: Matcher) -> tuple[Mend, ...]:
    """The anchors taken out of the text, where they stand in it as they are."""
    start, end = query.span(matcher.value)
    written = query.query.text[start:end] if query.query.text else ""
    inside = written[1:-1]
    if len(written) < 2 or inside != matcher.value.text:
        return ()
    bare = inside.removeprefix("^")
    bare = bare.removesuffix("$")
    return (Mend("replace", query.text_pointer, bare, span=(start + 1, end - 1)),)


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
