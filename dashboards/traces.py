"""What happened to one request, from end to end?"""

from generator.board.board import Board, row, section
from generator.board.links import BoardLink, cell, clicked, field
from generator.board.panels import Column, Heatmap, Logs, ServiceMap, Table, Text, TimeSeries, Trace
from generator.board.use import Asked, use
from generator.board.variables import ChoicePicker, TextBox
from generator.signals import http, logs, spans, traces
from generator.signals.signal import Signal
from generator.signals.traceql import SERVICE_COLUMN

PICK = BoardLink("Show this trace below", "traces-logs", (("traceId", cell("traceID")),))
PICK_SPAN = BoardLink("Show this trace below", "traces-logs", (("traceId", cell("traceIdHidden")),))
#: Tempo names a series of a quantile `{p=0.95, resource.service.name="shop"}`.
SERVICE_OF_QUANTILE = (r'\{p=[\d.]+, resource\.service\.name="(.*)"\}', "$1")
BACKEND = BoardLink("Backend of ${__field.labels.service}", "backend", (("service", field("service")),))


def _of_service(trace: str) -> BoardLink:
    """The trace in this column, and the metrics around it of the clicked service alone."""
    variables = (("service", clicked()), ("traceId", cell(trace)))
    return BoardLink("This trace, and this service's metrics", "traces-logs", variables)


def _traces(key: str, signal: Signal) -> Table:
    """The latest traces of a search; a click on one shows it on this board."""
    return Table(
        key=key,
        uses=(use(signal),),
        asked=Asked(),
        width=12,
        height=10,
        columns=(
            Column("traceID", "Trace", links=(PICK,), width=150),
            Column("startTime", "Start", width=190),
            Column("traceService", "Service", links=(_of_service("traceID"),), width=150),
            Column("traceName", "Name"),
            Column("traceDuration", "Duration", unit="ms", width=100),
        ),
    )


dashboard = Board(
    key="traces-logs",
    title="Traces & Logs",
    order=60,
    question="What happened to one request, from end to end?",
    time_from="now-30m",
    pickers=(
        ChoicePicker("min_duration", "Slower than", ("500ms", "50ms", "100ms", "250ms", "1s", "2s", "5s")),
        TextBox("traceId", "Trace id"),
    ),
    rows=(
        row(
            TimeSeries(key="rate", uses=(use(traces.RATE),), height=7),
            TimeSeries(key="errors", uses=(use(spans.SPAN_ERRORS, "service"),), height=7, links=(BACKEND,)),
            TimeSeries(key="p95", uses=(use(traces.P95),), height=7, rename=SERVICE_OF_QUANTILE),
            _traces("error-traces", traces.ERROR_TRACES),
            _traces("slow-traces", traces.SLOW_TRACES),
        ),
        section(
            "trace",
            "One request",
            Text(
                key="hint",
                title="Pick a trace",
                height=3,
                content="Click a trace id above, or paste one into **Trace id**: the trace, its logs and the metrics "
                "around it appear here. Click its service instead, and the metrics are that service's alone. "
                "Until then the trace panel says *No data found in response*.",
            ),
            Trace(key="trace", uses=(use(traces.ONE_TRACE),), height=18),
            Logs(key="trace-logs", uses=(use(logs.TRACE_LINES),), ascending=True, height=10),
        ),
        section(
            "around",
            "Metrics around it",
            TimeSeries(key="around-rate", uses=(use(spans.SPAN_RATE, "service"),), links=(BACKEND,)),
            TimeSeries(key="around-errors", uses=(use(http.ERROR_RATIO, "service"),), links=(BACKEND,)),
            TimeSeries(key="around-p95", uses=(use(http.P95, "service"),), exemplars=True, links=(BACKEND,)),
        ),
        section(
            "where",
            "Where requests fail and wait",
            Table(
                key="failing-spans",
                uses=(use(traces.FAILING_SPANS),),
                asked=Asked(table_type="spans"),
                width=12,
                height=12,
                columns=(
                    Column("spanID", "Span", links=(PICK_SPAN,), width=150),
                    Column("time", "Time", width=190),
                    Column(SERVICE_COLUMN, "Service", links=(_of_service("traceIdHidden"),), width=150),
                    Column("name", "Name"),
                    Column("duration", "Duration", unit="ns", width=100),
                    Column("traceIdHidden", "Trace"),
                ),
            ),
            ServiceMap(key="map", uses=(use(traces.SERVICE_MAP),)),
            Heatmap(key="heatmap", uses=(use(http.HEATMAP),), width=24),
        ),
    ),
)
