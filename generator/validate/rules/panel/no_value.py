"""A single number says what it means when there is none.

A stat or gauge without `noValue` shows "No data", which people read as an outage, also where nothing went wrong: no
errors, no slow statements.

Passes:

    panel: {type: stat, fieldConfig: {defaults: {noValue: No errors}}}
    ---
    panel: {type: stat, fieldConfig: {defaults: {noValue: null}}}
    promql: sum(rate(errors_total[$__rate_interval])) or vector(0)
    ---
    panel: {type: timeseries, fieldConfig: {defaults: {noValue: null}}}

Fails:

    panel: {type: stat, fieldConfig: {defaults: {noValue: null}}}
    ---
    panel: {type: gauge, fieldConfig: {defaults: {noValue: ""}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.fields import override_values
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.shows import SINGLE, shows_data
from generator.validate.view import PanelView, QueryView


def _check(view: PanelView) -> Iterator[Found]:
    if view.panel.type not in SINGLE or not shows_data(view.panel) or view.default("noValue"):
        return
    if any(True for _ in override_values(view.panel, "noValue")) or all(map(_never_empty, view.queries)):
        return
    yield Found(
        view.at("fieldConfig", "defaults"),
        'the panel shows "No data" when it is empty, whatever that means',
        'add "noValue" with what emptiness means',
    )


def _never_empty(query: QueryView) -> bool:
    text = query.query.text or ""
    return query.query.hidden or "vector(0)" in text.replace(" ", "")


rule = Rule(PanelView, "warning", _check, others="info")
