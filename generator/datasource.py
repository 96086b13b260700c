"""A data source and its part in the correlation of logs, traces and metrics."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.board.context import Context
from generator.config.model import DataSourceSettings
from generator.signals.signal import Source

Json = dict[str, Any]


@dataclass(frozen=True)
class Correlation:
    """A link of Grafana's own from a field of one data source's answer to a query of another."""

    target: Source
    label: str
    description: str
    #: The field whose value is clicked.
    field: str
    query: Mapping[str, Any]
    #: Regular expression with one group that takes the value out of the field, and the variable it becomes.
    take: tuple[str, str] | None = None

    def to_json(self) -> Json:
        """The correlation as Grafana's API takes it, without its data sources."""
        config: Json = {"type": "query", "field": self.field, "target": dict(self.query)}
        if self.take:
            expression, variable = self.take
            config["transformations"] = [
                {"type": "regex", "field": self.field, "expression": expression, "mapValue": variable}
            ]
        return {"type": "query", "label": self.label, "description": self.description, "config": config}


@dataclass(frozen=True)
class DataSource:
    """One data source, defined once for provisioning files and for the API.

    `wiring` makes the part of jsonData that is the correlation: it is all that an upload changes on a data source
    that already exists. `settings` makes the rest, for a data source that is created.
    """

    kind: Source
    wiring: Callable[[Context], Json]
    settings: Callable[[Context], Json]
    correlations: tuple[Correlation, ...] = ()

    def correlated(self, context: Context) -> tuple[Correlation, ...]:
        """The correlations in the context's language."""
        return tuple(
            replace(
                one,
                label=context.say(f"datasource.{self.kind}.{_slug(one.label)}.label", one.label),
                description=context.say(f"datasource.{self.kind}.{_slug(one.label)}.description", one.description),
            )
            for one in self.correlations
        )

    def configured(self, context: Context) -> DataSourceSettings:
        """What generator.toml says of it."""
        return context.config.datasources[self.kind]

    def body(self, context: Context) -> Json:
        """The data source as Grafana's API takes it. Never `isDefault`: whose default it is, is not ours to say."""
        configured = self.configured(context)
        json_data = {**self.settings(context), **self.wiring(context), **configured.json_data}
        body: Json = {
            "name": configured.name,
            "type": self.kind,
            "uid": configured.uid,
            "access": "proxy",
            "url": configured.url,
            "jsonData": json_data,
        }
        if configured.org_id:
            json_data["httpHeaderName1"] = "X-Scope-OrgID"
            body["secureJsonData"] = {"httpHeaderValue1": configured.org_id}
        return body

    def wiring_keys(self, context: Context) -> tuple[str, ...]:
        """The keys of jsonData that belong to the correlation."""
        return tuple(sorted(self.wiring(context)))


def _slug(words: str) -> str:
    return re.sub(r"\W+", "-", words).strip("-").lower()


def uid(context: Context, kind: Source) -> str:
    """Under which uid another data source is known."""
    return context.config.datasources[kind].uid
