"""Marks on the time axis: deployments and alerts."""

from __future__ import annotations

from typing import Any

from generator.board.context import Context, datasource
from generator.signals.arrival import deployments, firing


def marks(context: Context) -> list[dict[str, Any]]:
    """Grafana's own (its alert states among them), new versions, and the alerts of Prometheus."""
    return [
        {
            "builtIn": 1,
            "datasource": {"type": "grafana", "uid": "-- Grafana --"},
            "enable": True,
            "hide": True,
            "iconColor": "rgba(0, 211, 255, 1)",
            "name": "Annotations & Alerts",
            "type": "dashboard",
        },
        {
            "datasource": datasource("prometheus"),
            "enable": True,
            "expr": deployments(context.view),
            "hide": False,
            "iconColor": "blue",
            "name": context.say("annotation.deployments", "Deployments"),
            "step": context.interval,
            "tagKeys": "service,service_version",
            "textFormat": "",
            "titleFormat": "{{service}} {{service_version}}",
            "useValueForTime": False,
        },
        {
            "datasource": datasource("prometheus"),
            "enable": True,
            "expr": firing(context.view),
            "hide": False,
            "iconColor": "red",
            "name": context.say("annotation.alerts", "Alerts"),
            "step": context.interval,
            "tagKeys": "alertname,severity",
            "textFormat": "",
            "titleFormat": "{{alertname}}",
            "useValueForTime": False,
        },
    ]
