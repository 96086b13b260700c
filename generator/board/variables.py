"""The chain of pickers that all boards share, and the kinds of picker a board adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board.context import PICKERS, Context, datasource
from generator.config.model import Tier
from generator.signals.pickers import LabelQuery
from generator.signals.promql import relabel

ALL_TEXT = "All"
_ALL = {"text": [ALL_TEXT], "value": ["$__all"]}
#: What Grafana calls the kinds of a Prometheus variable query (VariableQueryType).
_LABEL_VALUES, _QUERY_RESULT = 1, 3


def _datasource_pickers(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "type": "datasource",
            "name": name,
            "label": context.say(f"variable.{name}", f"{source.capitalize()}"),
            "query": source,
            "current": {
                "text": context.config.datasources[source].name,
                "value": context.config.datasources[source].uid,
            },
            "refresh": 1,
        }
        for source, name in PICKERS.items()
    ]


def _tenant(context: Context) -> dict[str, Any]:
    """Tenants by name; the value is the tenant's namespaces as a regular expression."""
    options = [
        tenant.name if tenant.namespaces == (tenant.name,) else f"{tenant.name} : {'|'.join(tenant.namespaces)}"
        for tenant in context.config.tenants
    ]
    return {
        "type": "custom",
        "name": "tenant",
        "label": context.say("variable.tenant", "Tenant"),
        "query": ",".join(options),
        "current": _ALL,
        "includeAll": True,
        "multi": True,
    }


def _service(context: Context, tier: Tier | None) -> dict[str, Any]:
    """The services of the picked tenants.

    Which service belongs to whom stands in no label by default, only in the configuration: so the query makes
    one series per configured service, and the regular expression keeps those of the picked tenants. A service
    is there whether it sends telemetry or not.
    """
    members = [
        relabel("vector(1)", "member", "", "", f"{tenant.namespaces[0]}/{service.name}")
        for tenant in context.config.tenants
        for service in tenant.services
        if tier in (None, service.tier)
    ]
    # A project without services of this tier has an empty list, and a query that says so.
    query = f"query_result({' or '.join(members) or 'vector(0) > 0'})"
    return {
        "type": "query",
        "name": "service",
        "label": context.say("variable.service", "Service"),
        "datasource": datasource("prometheus"),
        "definition": query,
        "query": {"query": query, "qryType": _QUERY_RESULT, "refId": "PrometheusVariableQueryEditor-VariableQuery"},
        "regex": r'/member="(?:${tenant:pipe})\/([^"]+)"/',
        "current": _ALL,
        "includeAll": True,
        "multi": True,
        "refresh": 1,
        "sort": 1,
    }


@dataclass(frozen=True)
class LabelPicker:
    """Values of a label in Prometheus. All stands for `.*`: a series without the label still matches."""

    name: str
    label: str
    values: LabelQuery

    def to_json(self, context: Context) -> dict[str, Any]:
        """The variable as Grafana writes it."""
        query = self.values.query(context.view)
        data: dict[str, Any] = {
            "type": "query",
            "name": self.name,
            "label": context.say(f"variable.{self.name}", self.label),
            "datasource": datasource("prometheus"),
            "definition": query,
            "query": {
                "query": query,
                "qryType": _LABEL_VALUES,
                "refId": "PrometheusVariableQueryEditor-VariableQuery",
            },
            "current": _ALL,
            "includeAll": True,
            "multi": True,
            "allValue": ".*",
            "refresh": 2,
            "sort": 1,
        }
        if self.values.regex:
            data["regex"] = self.values.regex
        return data


@dataclass(frozen=True)
class ChoicePicker:
    """A fixed choice. With `all_value` several can be picked, and All stands for that regular expression."""

    name: str
    label: str
    options: tuple[str, ...]
    all_value: str = ""

    def to_json(self, context: Context) -> dict[str, Any]:
        """The variable as Grafana writes it."""
        data: dict[str, Any] = {
            "type": "custom",
            "name": self.name,
            "label": context.say(f"variable.{self.name}", self.label),
            "query": ",".join(self.options),
        }
        if self.all_value:
            return data | {"current": _ALL, "includeAll": True, "multi": True, "allValue": self.all_value}
        return data | {"current": {"text": self.options[0], "value": self.options[0]}}


@dataclass(frozen=True)
class TextBox:
    """Free text; empty at first."""

    name: str
    label: str

    def to_json(self, context: Context) -> dict[str, Any]:
        """The variable as Grafana writes it."""
        return {
            "type": "textbox",
            "name": self.name,
            "label": context.say(f"variable.{self.name}", self.label),
            "query": "",
            "current": {"text": "", "value": ""},
        }


Picker = LabelPicker | ChoicePicker | TextBox


def chain(context: Context, tier: Tier | None, pickers: tuple[Picker, ...]) -> list[dict[str, Any]]:
    """All variables of a board: data sources, tenant, service, then the board's own."""
    return [
        *_datasource_pickers(context),
        _tenant(context),
        _service(context, tier),
        *(picker.to_json(context) for picker in pickers),
    ]
