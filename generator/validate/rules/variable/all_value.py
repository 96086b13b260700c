""" "All" of a variable stands for something that fits where it is used.

Without an `allValue` Grafana writes all values into the query, which for hundreds of them is too long a URL. `.*` also
matches series without the label and may be the only matcher of a Loki selector, which Loki refuses: there it is `.+`.

Passes:

    variables: [{name: job, includeAll: true, allValue: ".+"}]
    ---
    variables: [{type: custom, name: level, query: "a,b", includeAll: true, multi: true}]
    ---
    variables:
      [{type: query, name: id, query: "dimension_values()", includeAll: true, allValue: "*", datasource: {
            type: cloudwatch, uid: c}}]

Fails:

    variables:
      [{name: app, type: query, query: label_values(app), includeAll: true, multi: true, allValue: .*, datasource: {
            type: loki, uid: '${loki_datasource}'}}]
    logql: sum(count_over_time({app=~"$app"}[$__auto]))
    ---
    variables:
      [{name: app, type: query, query: label_values(app), includeAll: true, multi: true, allValue: '*', datasource: {
            type: prometheus, uid: '${prometheus_datasource}'}}]
    ---
    variables: [{name: job, allValue: null}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import VariableView


def _check(view: VariableView) -> Iterator[Found]:
    variable = view.variable
    at = view.at("allValue")
    if variable.include_all and not variable.all_value and _of_many(view):
        # Who chains variables may mean all values of the list, and not all there are.
        doubt = not view.board.ours
        yield Found(at, '"All" writes each value into the query', 'add allValue: ".+"', unsure=doubt)
    if not variable.include_all or not variable.all_value or "$" in variable.all_value:
        return
    if variable.all_value == "*" and _is_regex(view):
        yield Found(at, '"All" is "*", which is no regular expression', 'write ".+", or ".*" for an optional label')
    elif variable.all_value in (".*", "") and _only_in_a_loki_selector(view):
        yield Found(at, 'Loki refuses a selector that matches everything, and "All" makes one', 'write ".+"')


def _of_many(view: VariableView) -> bool:
    """Whether its values come from a store, all of them: nobody knows how many there are."""
    variable = view.variable
    return variable.type == "query" and variable.kind in ("prometheus", "loki") and not variable.regex


def _is_regex(view: VariableView) -> bool:
    """Whether it goes into regular expressions. Elsewhere `*` may be what stands for everything, as in CloudWatch."""
    kinds = {view.variable.kind} if view.variable.kind else {query.kind for query in view.board.queries}
    return bool(kinds) and kinds <= {"prometheus", "loki"}


def _only_in_a_loki_selector(view: VariableView) -> bool:
    """Whether some Loki selector has no other matcher than one of this variable."""
    name = re.escape(view.variable.name or "")
    alone = re.compile(rf'\{{\s*\w+\s*=~\s*["`]\$\{{?{name}(?::\w+)?\}}?["`]\s*,?\s*\}}', re.ASCII)
    return any(query.kind == "loki" and alone.search(query.query.text or "") for query in view.board.queries)


rule = Rule(VariableView, "warning", _check)
