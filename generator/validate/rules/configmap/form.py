r"""A file that Grafana's provisioning or its sidecar reads is a bare classic dashboard.

A body of the new schema (v2) without the resource around it is refused ("appears to be in v2 format"), and so is a
`{"dashboard": ...}` wrapper: provisioning finds no title in it.

Passes:

    configmap: {}
    ---
    configmap: {metadata: {labels: {grafana_dashboard: "yes"}}}

Fails:

    file: |
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},
       "data": {"a.json": "{\"title\": \"A\", \"elements\": {}, \"layout\": {\"kind\": \"GridLayout\", \"spec\": {\"items\": []}}}"}}
    ---
    file: |
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},
       "data": {"a.json": "{\"dashboard\": {\"title\": \"A\", \"panels\": []}}"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_WHAT = {
    "v2": "a bare body of the new schema, which provisioning refuses",
    "wrapped": 'wrapped in {"dashboard": ...}, in which provisioning finds no title',
}


def _check(view: BoardView) -> Iterator[Found]:
    form = view.board.form
    if view.document.container == "configmap" and form in _WHAT:
        yield Found("", f"the board is {_WHAT[form]}", "carry the classic JSON model, or the whole v2 resource")


rule = Rule(BoardView, "error", _check)
