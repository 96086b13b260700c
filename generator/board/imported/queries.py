"""The queries of panels, one class for each data source whose queries have words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board.imported.parts import SOURCE, Source
from generator.board.imported.words import JSON, Words, many, read, word


@dataclass(frozen=True, kw_only=True)
class _Query(Words):
    ref: str | None = word("refId")
    datasource: Source | str | None = word("datasource", form=SOURCE)
    hide: bool | None = word("hide")


@dataclass(frozen=True, kw_only=True)
class Prometheus(_Query):
    """PromQL, or whatever else stands in `expr`."""

    expr: str | None = word("expr")
    legend: str | None = word("legendFormat")
    format: str | None = word("format")
    interval: str | None = word("interval")
    instant: bool | None = word("instant")
    range: bool | None = word("range")
    exemplar: bool | None = word("exemplar")
    editor: str | None = word("editorMode")
    interval_factor: int | None = word("intervalFactor")
    step: int | None = word("step")
    metric: str | None = word("metric")
    query_type: str | None = word("queryType")
    use_backend: bool | None = word("useBackend")
    disable_text_wrap: bool | None = word("disableTextWrap")
    full_meta_search: bool | None = word("fullMetaSearch")
    include_null_metadata: bool | None = word("includeNullMetadata")


@dataclass(frozen=True, kw_only=True)
class Loki(_Query):
    """LogQL."""

    expr: str | None = word("expr")
    legend: str | None = word("legendFormat")
    query_type: str | None = word("queryType")
    instant: bool | None = word("instant")
    range: bool | None = word("range")
    max_lines: int | None = word("maxLines")
    direction: str | None = word("direction")
    step: str | None = word("step")
    editor: str | None = word("editorMode")


@dataclass(frozen=True, kw_only=True)
class Tempo(_Query):
    """TraceQL, a trace by its id, or the service map."""

    query: str | None = word("query")
    query_type: str | None = word("queryType")
    limit: int | None = word("limit")
    spans_per_set: int | None = word("spss")
    table_type: str | None = word("tableType")
    metrics_query_type: str | None = word("metricsQueryType")
    step: str | None = word("step")
    service_map_query: str | None = word("serviceMapQuery")
    filters: list[Any] | None = word("filters", form=JSON)


@dataclass(frozen=True, kw_only=True)
class OtherQuery(_Query):
    """A query of another data source: what many of them say, and the rest in that source's own terms."""

    query_type: str | None = word("queryType")
    query: str | None = word("query")
    raw_sql: str | None = word("rawSql")
    raw_query: Any = word("rawQuery")
    target: str | None = word("target")
    alias: str | None = word("alias")
    format: Any = word("format")
    expression: str | None = word("expression")
    scenario: str | None = word("scenarioId")


def query(data: Any) -> Words:
    """A query in the words of its data source."""
    source = data.get("datasource") if isinstance(data, dict) else None
    kind = source.get("type") if isinstance(source, dict) else None
    if kind == "loki":
        return read(Loki, data)
    if kind == "tempo":
        return read(Tempo, data)
    return read(Prometheus if isinstance(data, dict) and "expr" in data else OtherQuery, data)


QUERIES = many(query)
