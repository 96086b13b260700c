"""Alerts in, groups of Grafana's alert rules out: the bodies of its API, one group for each board that has alerts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil
from typing import Any

from generator.board.alert import Alert
from generator.board.board import Board
from generator.board.context import Context
from generator.config.duration import seconds, spelt
from generator.config.model import AlertSettings, Config
from generator.config.nearest import did_you_mean
from generator.errors import GeneratorError, UsageError
from generator.render.layout import panel_id
from generator.signals.promql import relabel
from generator.signals.signal import Signal, View

Json = dict[str, Any]

#: The longest uid that Grafana takes, and how much of a digest tells longer ones apart.
_UID, _DIGEST = 40, 8

#: Grafana calculates rates over four exports (`$__rate_interval`); less than five minutes is one user's bad luck.
_EXPORTS, _LEAST_WINDOW = 4, 300
_LEAST_INTERVAL, _SCHEDULER = 60, 10

#: Grafana puts both into each query when it stores a rule.
_STORED = {"intervalMs": 1000, "maxDataPoints": 43200}
_EXPRESSION = {"type": "__expr__", "uid": "__expr__"}


def groups(boards: Iterable[Board], context: Context) -> tuple[Json, ...]:
    """The rule groups of the boards: title, folderUid, interval in seconds, rules.

    UsageError for settings of an alert that no board has, GeneratorError for a definition that cannot be.
    """
    owned = [(board, alert) for board in boards for alert in board.alerts]
    _refuse_twice(owned)
    _refuse_unknown([alert.key for _, alert in owned], context.config)
    if not context.config.alerts.enabled:
        return ()
    rules: dict[str, Json] = {}
    for board, alert in owned:
        rule = _rule(board, alert, context)
        if rule is not None:
            title = f"{context.config.project.name} - {context.say(f'board.{board.key}.title', board.title)}"
            group = {
                "title": title,
                "folderUid": context.config.project.folder.uid,
                "interval": _interval(context.config),
                "rules": [],
            }
            rules.setdefault(board.key, group)["rules"].append(rule)
    return tuple(rules.values())


def _refuse_twice(owned: list[tuple[Board, Alert]]) -> None:
    owners: dict[str, str] = {}
    for board, alert in owned:
        if alert.key in owners:
            raise GeneratorError(
                f'board "{board.key}" › alert "{alert.key}": board "{owners[alert.key]}" has one of that key',
                "give one of them another key: settings and uids go by it",
            )
        owners[alert.key] = board.key


def _refuse_unknown(keys: list[str], config: Config) -> None:
    for key, said in config.alerts.by_key.items():
        if key not in keys:
            raise UsageError(
                f'{config.path or "generator.toml"}:{said.line}: [alerts] names "{key}", which is no alert'
                f"{did_you_mean(key, keys)}",
                f"the alerts of this project: {', '.join(keys) or 'none'}",
            )


def _rule(board: Board, alert: Alert, context: Context) -> Json | None:
    """The rule; None where it is switched off, or nobody is expected to send what it watches."""
    said = context.config.alerts.by_key.get(alert.key, AlertSettings())
    view = _view(alert, context)
    if not said.enabled or not view.config.tenants:
        return None
    if alert.panel not in {panel.key for panel in board.panels}:
        raise GeneratorError(
            f'board "{board.key}" › alert "{alert.key}": the board has no panel "{alert.panel}"',
            f"link it to one of: {', '.join(panel.key for panel in board.panels)}",
        )
    about = alert.signal
    description = (
        context.say(f"alert.{alert.key}.description", alert.description)
        if alert.description
        else context.say(f"signal.{about.id}.description", about.description)
    )
    data = list(_data(alert, view, alert.threshold if said.above is None else said.above))
    return {
        "uid": _uid(context.config.project.uid, alert.key),
        "title": context.say(f"alert.{alert.key}.title", alert.title),
        "condition": data[-1]["refId"],
        "data": data,
        # Without traffic there is nothing to judge: that is no fault. That telemetry stops is an alert of its own.
        "noDataState": "OK",
        # A data source that does not answer says nothing about the service: it is reported as what it is.
        "execErrState": "Error",
        "for": spelt(max(seconds(alert.for_), _window(context.config)) if said.for_ is None else said.for_),
        "labels": {"severity": alert.severity},
        "annotations": {
            "summary": _summary(alert, context),
            "description": description,
            "__dashboardUid__": context.uid(board.key),
            "__panelId__": str(panel_id(board.key, alert.panel)),
        },
        "isPaused": False,
    }


def _summary(alert: Alert, context: Context) -> str:
    """The summary. Grafana shows it also when nothing was read, and then it must not say what is not known."""
    said = context.say(f"alert.{alert.key}.summary", alert.summary)
    unread = context.say("alert.unread", "Nobody knows: a data source does not answer, see the error")
    return "{{ if $values }}" + said + "{{ else }}" + unread + "{{ end }}"


def _view(alert: Alert, context: Context) -> View:
    """The alert's view: plain values, and only the tenants that are expected to send what it needs."""
    needed = (alert.signal.id, *alert.needs)
    config = context.config
    tenants = tuple(
        tenant for tenant in config.tenants if all(config.expects(signal, tenant.name) for signal in needed)
    )
    expected = replace(config, tenants=tenants)
    window = spelt(_window(config))
    plain = View(expected, context.profile, alert.by, window=window, log_window=window, step=window)
    namespaces = "|".join(namespace for tenant in tenants for namespace in tenant.namespaces)
    return replace(plain, service=plain.names(), namespace=namespaces)


def _data(alert: Alert, view: View, above: float) -> Iterator[Json]:
    """The queries, and last the condition."""
    yield _query("A", alert.signal, view)
    read = "A"
    if alert.only_while is not None:
        yield _query("B", alert.only_while, view)
        read = "AWhileB"
        yield _expression(read, {"type": "math", "expression": "$A * ($B > 0)"})
    conditions = [{"evaluator": {"type": "gt", "params": [above]}}]
    yield _expression("C", {"type": "threshold", "expression": read, "conditions": conditions})


def _query(ref: str, signal: Signal, view: View) -> Json:
    queries = signal.queries(view)
    # Grafana gives an alert no answer to a search for traces.
    if len(queries) != 1 or signal.source == "tempo":
        raise GeneratorError(
            f'signal "{signal.id}" cannot be watched by an alert', "choose one with one query of Prometheus or Loki"
        )
    source = view.config.datasources[signal.source]
    asked: Json = {
        "refId": ref,
        "datasource": {"type": signal.source, "uid": source.uid},
        "editorMode": "code",
        "expr": _of_tenants(queries[0].text, view),
    }
    asked |= {"queryType": "instant"} if signal.source == "loki" else {"instant": True, "range": False}
    return {
        "refId": ref,
        "queryType": asked.get("queryType", ""),
        "relativeTimeRange": {"from": 600, "to": 0},
        "datasourceUid": source.uid,
        "model": asked | _STORED,
    }


def _expression(ref: str, model: Json) -> Json:
    return {
        "refId": ref,
        "queryType": "",
        "relativeTimeRange": {"from": 0, "to": 0},
        "datasourceUid": _EXPRESSION["uid"],
        "model": {"refId": ref, "datasource": dict(_EXPRESSION), **model, **_STORED},
    }


def _of_tenants(text: str, view: View) -> str:
    """The query with the label `tenant` beside `service`. PromQL and LogQL spell it alike."""
    if "service" not in view.by:
        return text
    for tenant in view.config.tenants:
        of_tenant = replace(view, config=replace(view.config, tenants=(tenant,)))
        text = relabel(text, "tenant", "service", of_tenant.names(), tenant.name)
    return text


def _uid(project: str, key: str) -> str:
    """Made of the keys alone: readable where they are short enough."""
    uid = f"{project}-{key}"
    if len(uid) <= _UID:
        return uid
    return f"{uid[: _UID - _DIGEST - 1]}-{hashlib.sha256(uid.encode()).hexdigest()[:_DIGEST]}"


def _window(config: Config) -> int:
    """Seconds that a rate is taken over."""
    return max(_EXPORTS * config.export_interval, _LEAST_WINDOW)


def _interval(config: Config) -> int:
    """Seconds between two evaluations: there is nothing new between two exports. Grafana takes tens."""
    return max(ceil(config.export_interval / _SCHEDULER) * _SCHEDULER, _LEAST_INTERVAL)
