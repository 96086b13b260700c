"""From a board's alerts to Grafana's rules: the signals' own queries, with plain values instead of variables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.board.alert import Alert
from generator.board.board import Board
from generator.board.context import Context
from generator.errors import GeneratorError
from generator.interpolate import find
from generator.render.layout import panel_id
from generator.signals.signal import View

Json = dict[str, Any]

#: Seconds between two evaluations: as often as telemetry arrives by default.
INTERVAL = 60

#: The window of rates: several exports long, whatever the step of a graph is.
_WINDOW = "5m"
#: As far back as an instant query looks for its samples; Grafana wants a range that is not empty.
_RANGE = {"from": 600, "to": 0}
_LONGEST_UID = 40
_EXPRESSION = "__expr__"


@dataclass(frozen=True)
class Group:
    """The rules of one board, evaluated together every `interval` seconds."""

    key: str
    title: str
    interval: int
    rules: tuple[Json, ...]


def group(board: Board, context: Context) -> Group | None:
    """The board's alert rules as Grafana's provisioning API takes them; None when it has none."""
    if not board.alerts:
        return None
    title = f"{context.config.project.name} - {context.say(f'board.{board.key}.title', board.title)}"
    return Group(board.key, title, INTERVAL, tuple(_rules(board, context)))


def _rules(board: Board, context: Context) -> Iterator[Json]:
    panels = {panel.key for panel in board.panels}
    taken: set[str] = set()
    for alert in board.alerts:
        named = f'board "{board.key}" › alert "{alert.key}"'
        if alert.panel not in panels:
            raise GeneratorError(f'{named}: no panel "{alert.panel}"', f"name one of: {', '.join(sorted(panels))}")
        if alert.key in taken:
            raise GeneratorError(f"{named}: the key is used twice", "give the alert another key")
        taken.add(alert.key)
        yield _rule(board, alert, context, named)


def _rule(board: Board, alert: Alert, context: Context, named: str) -> Json:
    said = f"board.{board.key}.alert.{alert.key}"
    return {
        "uid": _uid(context.uid(board.key), alert.key),
        "title": f"{context.config.project.name} - {context.say(f'{said}.title', alert.title)}",
        "condition": "C",
        "data": [_asked(alert, context, named), _limit(alert)],
        "noDataState": "Alerting" if alert.on_nothing else "OK",
        # A query that fails says nothing about the service, and must not pass for an alarm or for health.
        "execErrState": "Error",
        "for": alert.lasting,
        "annotations": {
            "summary": context.say(f"{said}.summary", alert.says),
            "description": context.say(f"signal.{alert.signal.id}.description", alert.signal.description),
            "__dashboardUid__": context.uid(board.key),
            "__panelId__": str(panel_id(board.key, alert.panel)),
        },
        "labels": {"severity": alert.severity, "project": context.config.project.uid},
        "isPaused": False,
    }


def _asked(alert: Alert, context: Context, named: str) -> Json:
    queries = alert.signal.queries(view(context, alert))
    if len(queries) != 1 or alert.signal.source not in ("prometheus", "loki"):
        raise GeneratorError(
            f'{named}: the signal "{alert.signal.id}" is no single query of Prometheus or Loki',
            "choose a signal that is one number",
        )
    text = queries[0].text
    if alert.of_all:
        text = f"{alert.of_all}({text})"
    # `$1` is a group of a regular expression, not a variable.
    variables = [reference.name for reference in find(text) if not reference.name.isdecimal()]
    if variables:
        raise GeneratorError(
            f"{named}: its query names the variable {variables[0]}, which alert rules do not have",
            "choose a signal that takes its values from the view",
        )
    uid = context.config.datasources[alert.signal.source].uid
    model: Json = {
        "refId": "A",
        "datasource": {"type": alert.signal.source, "uid": uid},
        "editorMode": "code",
        "expr": text,
        "instant": True,
        "range": False,
    }
    query: Json = {"refId": "A", "relativeTimeRange": dict(_RANGE), "datasourceUid": uid, "model": model}
    if alert.signal.source == "loki":
        model["queryType"] = query["queryType"] = "instant"
    return query


def _limit(alert: Alert) -> Json:
    return {
        "refId": "C",
        "relativeTimeRange": {"from": 0, "to": 0},
        "datasourceUid": _EXPRESSION,
        "model": {
            "refId": "C",
            "type": "threshold",
            "datasource": {"type": _EXPRESSION, "uid": _EXPRESSION},
            "expression": "A",
            "conditions": [{"evaluator": {"type": "gt", "params": [alert.above]}}],
        },
    }


def view(context: Context, alert: Alert) -> View:
    """How an alert looks at its signal: every service of its tier, every namespace, fixed windows."""
    namespaces = [namespace for tenant in context.config.tenants for namespace in tenant.namespaces]
    plain = replace(
        context.view,
        by=alert.by,
        namespace="|".join(namespaces),
        window=_WINDOW,
        log_window=_WINDOW,
        pickers=frozenset(),
    )
    return replace(plain, service=plain.names(alert.tier))


def _uid(board: str, key: str) -> str:
    """The uid of a rule: readable where Grafana's 40 characters allow it, else cut with a digest at the end."""
    uid = f"{board}-{key}"
    if len(uid) <= _LONGEST_UID:
        return uid
    return f"{uid[: _LONGEST_UID - 9]}-{hashlib.sha256(uid.encode()).hexdigest()[:8]}"
