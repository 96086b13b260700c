r"""A correlation in a provisioning file has what Grafana wants of one: a label, a description, a type in its config.

Without `label` or `description` Grafana 12 stops at its start; `config` without `type: query` is refused, and a `type`
outside of `config` stops it, too. All provisioned correlations of a source are made anew at each start.

Passes:

    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, description: '', config: {type: query, field: Line,
              target: {expr: '{a="b"}'}}}]}
    ---
    datasource: {type: loki}

Fails:

    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, config: {type: query, field: Line, target: {}}}]}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, description: '', config: {field: Line, target: {}}}]}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, description: '', type: query, config: {type: query,
              field: Line, target: {}}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import correlations


def _check(view: SourceView) -> Iterator[Found]:
    if not view.escaped:
        return
    for index, one in enumerate(correlations(view)):
        at = view.at("correlations", index)
        for key in ("label", "description"):
            if not isinstance(one.get(key), str):
                yield Found(at, f"the correlation has no {key}: Grafana stops at its start", f'add {key}: "..."')
        if "type" in one:
            yield Found(
                f"{at}/type", "type stands inside config in a file: Grafana stops at its start", "move it", key=True
            )
        config = one.get("config")
        if isinstance(config, dict) and config.get("type") != "query":
            yield Found(f"{at}/config", "config has no type: query", "add it")
        if isinstance(config, dict) and not config.get("field"):
            yield Found(f"{at}/config", "the correlation hangs on no field", "add field, such as Line")


rule = Rule(SourceView, "error", _check)
