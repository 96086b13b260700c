"""Transformations that make one table of several answers."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


#: What Grafana's Tempo data source calls the columns of its tables, where one orders them (Grafana 12.2).
TEMPO_COLUMNS = {
    "traceID": "Trace ID",
    "startTime": "Start time",
    "traceService": "Service",
    "traceName": "Name",
    "traceDuration": "Duration",
    "spanID": "Span ID",
    "time": "Start time",
    "name": "Name",
    "duration": "Duration",
}


def joined(field: str) -> tuple[Json, ...]:
    """One row for each value of a field, from answers that have it as a column. A row that some lack stays."""
    return ({"id": "joinByField", "options": {"byField": field, "mode": "outer"}},)


def merged() -> tuple[Json, ...]:
    """One row for each set of equal labels, from answers with the same labels."""
    return ({"id": "merge", "options": {}},)


def traces_by_service(*others: str) -> tuple[Json, ...]:
    """Rows by service, from the answers of these reference ids and one of a TraceQL metrics query.

    Tempo's answers name themselves after their series and quote the service's name, so they are known by not
    being the others, and the name is taken out of its quotes (seen on Grafana 12.2).
    """
    tempo = {"id": "byRefId", "options": f"/^(?!({'|'.join(others)})$)/"}
    return (
        {"id": "labelsToFields", "options": {"mode": "columns"}, "filter": tempo},
        {
            "id": "extractFields",
            "options": {
                "source": "resource.service.name",
                "format": "regexp",
                "regExp": '/"?(?<service>[^"]+)"?/',
                "keepTime": False,
                "replace": False,
            },
            "filter": tempo,
        },
        {"id": "merge", "options": {}, "filter": tempo},
        *joined("service"),
    )


def labels_as_columns() -> tuple[Json, ...]:
    """Log lines as rows, with a column for each of their labels."""
    return ({"id": "extractFields", "options": {"source": "labels", "format": "json", "replace": False}},)
