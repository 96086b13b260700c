"""Tempo: from a span to its logs and metrics, and the map of services."""

from generator.board.context import Context
from generator.datasource import DataSource, uid
from generator.signals.logql import SERVICE
from generator.signals.spans import FAILED, calls_metric, dialect, latency_metric

#: Written by Grafana for each link: the span's tags as `label="value", …`.
_TAGS = "${__tags}"
#: How far around a span its log lines are looked for: loggers and exporters write in batches.
_BEFORE, _AFTER = "-5m", "5m"


def _metrics(context: Context) -> list[dict[str, str]]:
    calls, latency = calls_metric(context.view), latency_metric(context.view)
    failed = f"{_TAGS}, {FAILED}"
    return [
        {
            "name": context.say("datasource.tempo.calls", "Calls"),
            "query": f"sum by (span_name) (rate({calls}{{{_TAGS}}}[$__rate_interval]))",
        },
        {
            "name": context.say("datasource.tempo.failed", "Failed calls"),
            "query": f"sum by (span_name) (rate({calls}{{{failed}}}[$__rate_interval]))",
        },
        {
            "name": context.say("datasource.tempo.p95", "p95 latency"),
            "query": f"histogram_quantile(0.95, sum by (le, span_name) (rate({latency}{{{_TAGS}}}[$__rate_interval])))",
        },
    ]


datasource = DataSource(
    kind="tempo",
    settings=lambda _: {},
    wiring=lambda context: {
        "tracesToLogsV2": {
            "datasourceUid": uid(context, "loki"),
            # Only the service: the tag must be on every span, and the label on the lines of both paths.
            "tags": [{"key": "service.name", "value": SERVICE}],
            "spanStartTimeShift": _BEFORE,
            "spanEndTimeShift": _AFTER,
            "filterByTraceID": False,
            "filterBySpanID": False,
            "customQuery": True,
            # OTLP lines carry the trace id beside the line, scraped JSON lines inside it. Grafana counts the
            # same query by level: without the drop, plain lines would end that count with an error.
            "query": f'{{{_TAGS}}} | json | trace_id = "${{__trace.traceId}}" | drop __error__, __error_details__',
        },
        "tracesToMetrics": {
            "datasourceUid": uid(context, "prometheus"),
            "tags": [{"key": "service.name", "value": dialect(context.view).service}],
            "spanStartTimeShift": "-30m",
            "spanEndTimeShift": "30m",
            "queries": _metrics(context),
        },
        "serviceMap": {"datasourceUid": uid(context, "prometheus")},
        "nodeGraph": {"enabled": True},
    },
)
