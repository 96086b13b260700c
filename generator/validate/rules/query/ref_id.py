"""Each query of a panel has a reference id of its own, and what refers to one names one that exists.

Expressions, transformations and overrides name queries by these ids. Of two queries with one id Grafana answers only
one; a reference to an id that is gone matches nothing.

Passes:

    panel: {targets: [{refId: A, expr: up}, {refId: B, expr: up}]}
    ---
    panel: {fieldConfig: {overrides: [{matcher: {id: byFrameRefID, options: A}, properties: []}]}}
    ---
    panel: {transformations: [{id: filterByRefId, options: {include: /A|C/}}]}
    ---
    panel:
      {targets: [{refId: A, expr: up}, {refId: B, type: sql, expression: SELECT * FROM A, datasource: {type: __expr__,
              uid: __expr__}}]}

Fails:

    panel: {targets: [{refId: A, expr: up}, {refId: A, expr: up}]}
    ---
    panel: {fieldConfig: {overrides: [{matcher: {id: byFrameRefID, options: C}, properties: []}]}}
    ---
    panel:
      {targets: [{refId: A, expr: up}, {refId: B, type: math, expression: $A + $C, datasource: {type: __expr__,
              uid: __expr__}}]}
    ---
    panel: {transformations: [{id: filterByRefId, options: {include: C}}]}
    ---
    panel: {transformations: [{id: configFromData, options: {configRefId: C}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json.expression import named
from generator.validate.fields import overrides
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import PanelView, QueryView

#: Transformations that name a query, and where.
_NAMING = {"filterByRefId": "include", "configFromData": "configRefId"}


def _check(view: PanelView) -> Iterator[Found]:
    ids = [query.query.ref_id for query in view.queries]
    seen: set[str] = set()
    for query in view.queries:
        ref_id = query.query.ref_id
        if ref_id in seen:
            at = view.board.at("refId", pointer=query.query.pointer)
            yield Found(at, f'two queries have the reference id "{ref_id}"', "give one of them another letter")
        if ref_id:
            seen.add(ref_id)
        yield from _expression(view, query, ids)
    if _all_named(ids):
        yield from _transformations(view, seen)
    for override in overrides(view.panel):
        matcher = override.at("matcher")
        if matcher is not None and isinstance(matcher.value, dict) and matcher.value.get("id") == "byFrameRefID":
            wanted = matcher.value.get("options")
            pattern = isinstance(wanted, str) and (wanted.startswith("/") or "$" in wanted or "-" in wanted)
            if isinstance(wanted, str) and wanted and not pattern and wanted not in ids and _all_named(ids):
                yield Found(
                    f"{matcher.pointer}/options", f'no query "{wanted}"', f"name one of: {', '.join(sorted(seen))}"
                )


def _expression(view: PanelView, query: QueryView, ids: list[str | None]) -> Iterator[Found]:
    if query.kind != "__expr__" or not _all_named(ids):
        return
    for name in named(query.query.raw):
        if name not in ids and not any(one.name == name for one in view.board.board.variables):
            at = view.board.at("expression", pointer=query.query.raw_pointer)
            yield Found(
                at, f'the expression refers to "{name}", which is no query of the panel', "name one of its queries"
            )


def _transformations(view: PanelView, ids: set[str]) -> Iterator[Found]:
    for step in view.panel.transformations:
        key = _NAMING.get(step.id or "")
        said = step.options.at(key) if key is not None else None
        # A pattern may match what it says, and earlier steps make ids of their own, with a "-" in them.
        if said is not None and isinstance(said.value, str) and said.value.isalnum() and said.value not in ids:
            yield Found(said.pointer, f'no query "{said.value}"', f"name one of: {', '.join(sorted(ids))}")


def _all_named(ids: list[str | None]) -> bool:
    return all(ids)


rule = Rule(PanelView, "error", _check, others="warning")
