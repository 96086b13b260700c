"""A variable that can have several values, or All, is matched by `=~`.

Grafana writes several values as a regular expression, `(a|b)`: compared by `=` it is a text that no label has, and the
panel is empty as soon as somebody picks a second value.

Passes:

    promql: up{job=~"$job"}
    ---
    promql: up{job="$one"}
    variables: [{type: custom, name: one, query: "a,b"}]
    ---
    promql: up{job="$job"}
    panel: {repeat: job}

Fails:

    promql: up{job="$job"}
    ---
    promql: up{job!="${job}"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import selectors
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    for selector in selectors(query.tree) if query.tree is not None else ():
        for matcher in selector.matchers:
            if matcher.operator.text not in ("=", "!="):
                continue
            right = "=~" if matcher.operator.text == "=" else "!~"
            for reference in query.several(matcher.value):
                yield query.found(
                    matcher,
                    f'"{reference.name}" can have several values, and {matcher.operator.text} compares with one',
                    f'{matcher.label.text}{right}"{reference.written}"',
                )


rule = Rule(QueryView, "error", _check, kind="prometheus", others="warning")
