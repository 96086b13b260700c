"""Loki: from a log line to its trace, and to all lines of its request or session."""

from generator.datasource import Correlation, DataSource, uid
from generator.signals.logql import JSON, SERVICE

#: A trace id inside a line of JSON, under the names that loggers and collectors give it.
_TRACE_ID_IN_JSON = r'"(?:trace_id|traceid|traceId|otelTraceID)":\s*"([0-9a-f]{32})"'


def _same(field: str, label: str, description: str) -> tuple[Correlation, ...]:
    """All lines with the same value of a field, whichever path they came by.

    Grafana 12 offers a correlation on a field of the answer, not on a label: the id is taken out of the labels
    for lines whose id stands beside them, and out of the line itself for JSON.
    """
    return tuple(
        Correlation(
            target="loki",
            label=label if place == "labels" else f"{label} (JSON)",
            description=description,
            field=place,
            take=(rf'"{field}":\s*"([^"]+)"', field),
            query={
                "refId": "A",
                "queryType": "range",
                "editorMode": "code",
                "expr": f'{{{SERVICE}=~".+"}} {JSON} | {field}="${{{field}}}"',
            },
        )
        for place in ("labels", "Line")
    )


datasource = DataSource(
    kind="loki",
    settings=lambda _: {"maxLines": "1000"},
    wiring=lambda context: {
        "derivedFields": [
            {
                # By label: lines that came by OTLP, and any line after `| json`.
                "name": "Trace",
                "matcherType": "label",
                "matcherRegex": "^trace_id$",
                "datasourceUid": uid(context, "tempo"),
                "url": "${__value.raw}",
                "urlDisplayLabel": context.say("datasource.loki.trace", "Trace"),
            },
            {
                # By text: JSON lines as they are shipped from the pods. A name of its own, because Grafana
                # takes the matcher of the first of several fields that share one.
                "name": "Trace (JSON)",
                "matcherType": "regex",
                "matcherRegex": _TRACE_ID_IN_JSON,
                "datasourceUid": uid(context, "tempo"),
                "url": "${__value.raw}",
                "urlDisplayLabel": context.say("datasource.loki.trace", "Trace"),
            },
        ],
    },
    correlations=(
        *_same("request_id", "All lines of this request", "Log lines of every service with the same request id"),
        *_same("session_id", "All lines of this session", "Log lines of every service with the same session id"),
    ),
)
