r"""A correlation in a provisioning file has what Grafana wants of one: a label, a description, a type in its config.

Without `label` or `description` Grafana 12 stops at its start; `config` without `type: query` is refused, and a `type`
outside of `config` stops it, too. All provisioned correlations of a source are made anew at each start. The target is
a query of the kind that its data source reads; what is taken out of the field needs an expression that compiles.

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
    ---
    datasource:
      {type: loki, correlations: [{label: Request, description: '', config: {type: query, field: Line, target: {expr: x}}}]}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, description: '', config: {type: query, field: Line,
              target: {query: '{a="b"}'}}}]}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, description: '', config: {type: query, field: Line,
              target: {expr: '{a="b"}'}, transformations: [{type: regex, expression: id=(}]}}]}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: loki, label: Request, description: '', config: {type: query, field: Line,
              target: {expr: '{a="b"}'}, transformations: [{type: json}]}}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.validate.browser_regex import compiled
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import correlations

#: Where the text of a query stands.
_QUERY = {"loki": "expr", "prometheus": "expr", "tempo": "query"}


def _check(view: SourceView) -> Iterator[Found]:
    if not view.escaped:
        return
    for index, one in enumerate(correlations(view)):
        at = view.at("correlations", index)
        for key in ("label", "description"):
            if not isinstance(one.get(key), str):
                yield Found(at, f"the correlation has no {key}: Grafana stops at its start", f'add {key}: "..."')
        if not one.get("targetUID"):
            yield Found(at, "the correlation leads to no data source", "add targetUID")
        if "type" in one:
            yield Found(
                f"{at}/type", "type stands inside config in a file: Grafana stops at its start", "move it", key=True
            )
        config = one.get("config")
        if isinstance(config, dict):
            yield from _config(config, f"{at}/config", _type(view, one.get("targetUID")))


def _config(config: dict[str, Any], at: str, kind: str) -> Iterator[Found]:
    if config.get("type") != "query":
        yield Found(at, "config has no type: query", "add it")
    if not config.get("field"):
        yield Found(at, "the correlation hangs on no field", "add field, such as Line")
    target, key = config.get("target"), _QUERY.get(kind)
    if key is not None and isinstance(target, dict) and not target.get(key) and not target.get("queryType"):
        yield Found(f"{at}/target", f"a query of {kind} stands under {key}: the link asks nothing", f"write {key}")
    steps = config.get("transformations")
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict):
            yield from _step(step, f"{at}/transformations/{index}")


def _step(step: dict[str, Any], at: str) -> Iterator[Found]:
    kind, expression = step.get("type"), step.get("expression")
    if kind not in ("regex", "logfmt"):
        yield Found(f"{at}/type", f'Grafana has no transformation "{kind}" here', "write regex or logfmt")
    elif kind == "regex" and (not isinstance(expression, str) or not expression):
        yield Found(at, "the transformation has no expression", "add one")
    elif kind == "regex" and isinstance(expression, str) and (read := compiled(expression)).fault:
        where = f"{at}/expression"
        yield Found(where, f"the expression does not compile: {read.fault}", "mend it", unsure=not read.certain)


def _type(view: SourceView, uid: object) -> str:
    """The type of the data source with that uid; empty where it is not known."""
    sources = (view.raw, *view.earlier)
    here = next((one.get("type") for one in sources if uid and one.get("uid") == uid), None)
    known = next((one.type for one in view.known.sources if one.uid == uid), None)
    return here if isinstance(here, str) else known or ""


rule = Rule(SourceView, "error", _check)
