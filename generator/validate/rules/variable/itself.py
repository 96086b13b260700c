"""A variable's query does not use the variable itself.

Grafana asks with the value that was chosen before. After a choice the list holds only what goes with that choice, and
nobody can choose anything else any more.

Passes:

    variables:
      [{type: query, name: pod, query: 'label_values(up{job=~"$job"}, pod)', datasource: {type: prometheus, uid: p}}]
    ---
    variables: [{type: custom, name: a, query: "1,2"}]

Fails:

    variables: [{type: query, name: a, query: 'label_values(up{a=~"$a"}, a)', datasource: {type: prometheus, uid: p}}]
    ---
    variables:
      [{type: query, name: a, query: 'query_result(up{a="${a}"})', datasource: {type: prometheus, uid: p}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.interpolate.order import dependencies
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import VariableView

_READ = ("prometheus", "loki", "tempo")


def _check(view: VariableView) -> Iterator[Found]:
    variable = view.variable
    if variable.type == "query" and variable.name and variable.name in dependencies(variable):
        # Plugins keep fields in a query that they do not read for every kind of list.
        known = variable.kind in _READ
        yield Found(
            variable.text_pointer or view.at(),
            f'"{variable.name}" {"is" if known else "may be"} filled by its own value: '
            "after a choice it offers nothing else",
            "leave the variable out of its own query",
            unsure=not known,
        )


rule = Rule(VariableView, "warning", _check)
