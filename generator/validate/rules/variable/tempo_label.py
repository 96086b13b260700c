"""A variable of Tempo names its label without a scope.

In TraceQL it is `resource.service.name`; the list of a variable's values is asked for `service.name`, and with the
scope before it the list stays empty, without any error (seen on Grafana 12.2).

Passes:

    variables:
      [{type: query, name: svc, datasource: {type: tempo, uid: '${tempo_datasource}'}, query: {type: 1, label: service.name,
            refId: A}, refresh: 1}]
    ---
    variables:
      [{type: query, name: svc, datasource: {type: prometheus, uid: p}, query: {query: 'label_values(up, job)',
            refId: A}, refresh: 2}]

Fails:

    variables:
      [{type: query, name: svc, datasource: {type: tempo, uid: '${tempo_datasource}'}, query: {type: 1, label: resource.service.name,
            refId: A}, refresh: 1}]
    ---
    variables:
      [{type: query, name: m, datasource: {type: tempo, uid: t}, query: {type: 1, label: span.http.method, refId: A},
          refresh: 1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.variable_query import tempo_label
from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.view import VariableView


def _check(view: VariableView) -> Iterator[Found]:
    query = view.variable.raw.get("query")
    label = query.get("label") if isinstance(query, dict) and view.variable.kind == "tempo" else None
    right = tempo_label(label) if isinstance(label, str) else None
    if right is not None:
        at = view.at("query", "label")
        yield Found(at, f'the list of "{label}" stays empty', f'write "{right}"', mend=(Mend("set", at, right),))


rule = Rule(VariableView, "error", _check)
