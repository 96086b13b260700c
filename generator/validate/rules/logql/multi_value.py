"""A variable that can have several values, or All, is matched by `=~`.

Grafana writes several values as a regular expression, `(a|b)`: compared by `=` it is a text that no label has.

Passes:

    logql: '{service_name=~"$job"}'
    ---
    logql: '{service_name="$one"}'
    variables: [{type: custom, name: one, query: "a,b"}]

Fails:

    logql: '{service_name="$job"}'
    ---
    logql: '{service_name="shop"} | job="${job}"'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.logql import walk
from generator.languages.logql.tree import Comparison, Matcher, Text
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    for node in walk(query.tree) if query.tree is not None else ():
        if not isinstance(node, Matcher | Comparison) or not isinstance(node.value, Text):
            continue
        if node.operator not in ("=", "!=", "=="):
            continue
        right = "!~" if node.operator == "!=" else "=~"
        for reference in query.several(node.value):
            yield query.found(
                node,
                f'"{reference.name}" can have several values, and {node.operator} compares with one',
                f'{node.label.name}{right}"{reference.written}"',
            )


rule = Rule(QueryView, "error", _check, kind="loki", others="warning")
