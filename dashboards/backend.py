"""Which endpoint or dependency is failing, and since when?"""

from generator.board.alert import Alert
from generator.board.board import Board, row, section
from generator.board.links import BoardLink, TracesLink, cell, field
from generator.board.panels import Column, Heatmap, Logs, Stat, Table, TimeSeries
from generator.board.tables import merged
from generator.board.use import Asked, use
from generator.board.variables import LabelPicker
from generator.signals import http, kubernetes, logs, runtime, spans, traces
from generator.signals.pickers import ROUTES

LOGS = BoardLink("Logs of ${__field.labels.service}", "logs", (("service", field("service")),))
ROUTE_TRACES = TracesLink("Failed traces of this route", traces.failed_on_route(field("service"), field("route")))
STATUS_TRACES = TracesLink("Traces with this status", traces.of_status(field("service"), field("status")))
#: Of all picked services: what a graph without services leads to.
EVIDENCE = (BoardLink("Traces & Logs", "traces-logs"), BoardLink("Logs Analysis", "logs"))
CALLER = BoardLink("Traces of ${__field.labels.client}", "traces-logs", (("service", field("client")),))
TRACE = BoardLink("Open this trace", "traces-logs", (("traceId", cell("traceID")),))

dashboard = Board(
    key="backend",
    title="Backend Metrics",
    order=20,
    tier="backend",
    question="Which endpoint or dependency is failing, and since when?",
    pickers=(LabelPicker("route", "Route", ROUTES),),
    alerts=(
        Alert(
            key="errors",
            title="Many requests fail",
            signal=http.ERROR_RATIO,
            panel="errors",
            by=("service",),
            above=0.05,
            severity="critical",
            says="{{ $labels.service }} answers {{ humanizePercentage $values.A.Value }} of its requests with 5xx",
        ),
        Alert(
            key="slow",
            title="Requests are slow",
            signal=http.P95,
            panel="p95",
            by=("service",),
            above=1,
            lasting="10m",
            says="{{ $labels.service }} needs {{ humanizeDuration $values.A.Value }} for one request in twenty",
        ),
    ),
    rows=(
        row(
            Stat(key="rate", uses=(use(http.RATE),), width=6),
            Stat(key="errors", uses=(use(http.ERROR_RATIO),), width=6),
            Stat(key="p95", uses=(use(http.P95),), width=6),
            Stat(key="in-flight", uses=(use(http.IN_FLIGHT),), width=6),
            TimeSeries(key="classes", uses=(use(http.BY_CLASS, "class"),), stacked=True, links=EVIDENCE),
            TimeSeries(
                key="statuses",
                uses=(use(http.ERRORS_BY_STATUS, "status", "service"),),
                stacked=True,
                links=(STATUS_TRACES,),
            ),
            TimeSeries(key="latency", uses=(use(http.PERCENTILES),), exemplars=True, links=EVIDENCE),
            Heatmap(key="heatmap", uses=(use(http.HEATMAP),), width=12),
            TimeSeries(
                key="route-rate",
                uses=(use(spans.ROUTE_RATE, "service", "route"),),
                width=12,
                many=True,
                links=(TracesLink("Traces of this route", traces.of_route(field("service"), field("route"))),),
            ),
        ),
        section(
            "routes",
            "API endpoints",
            Table(
                key="routes",
                title="API endpoints",
                description="Every endpoint with its requests, failures and latency, from the server spans.\n"
                "Healthy: no colour.\nNext: click an endpoint for its failed traces.",
                uses=(
                    use(spans.ROUTE_RATE, "service", "route", ref="Rate"),
                    use(spans.ROUTE_ERRORS, "service", "route", ref="Errors"),
                    use(spans.ROUTE_P95, "service", "route", ref="Latency"),
                ),
                transformations=merged(),
                columns=(
                    Column(
                        "route",
                        "Route",
                        links=(
                            TracesLink(
                                "Failed traces of this route", traces.failed_on_route(cell("service"), cell("route"))
                            ),
                        ),
                    ),
                    Column(
                        "service",
                        "Service",
                        links=(BoardLink("Logs of this service", "logs", (("service", cell("service")),)),),
                    ),
                    Column("Value #Rate", "Requests", signal=spans.ROUTE_RATE),
                    Column("Value #Errors", "Error ratio", signal=spans.ROUTE_ERRORS),
                    Column("Value #Latency", "p95 latency", signal=spans.ROUTE_P95),
                ),
                sort_by="Value #Rate",
            ),
            TimeSeries(
                key="route-errors",
                uses=(use(spans.ROUTE_ERRORS, "service", "route"),),
                width=12,
                links=(ROUTE_TRACES,),
            ),
            TimeSeries(
                key="route-p95",
                uses=(use(spans.ROUTE_P95, "service", "route"),),
                width=12,
                exemplars=True,
                links=(ROUTE_TRACES,),
            ),
        ),
        section(
            "users",
            "Users and sign-in",
            TimeSeries(key="activity", uses=(use(spans.ACTIVITY),)),
            TimeSeries(key="refused", uses=(use(http.REFUSED, "status", "service"),), links=(LOGS,)),
            TimeSeries(key="auth", uses=(use(spans.AUTH_SPANS, "service", "operation"),)),
        ),
        section(
            "dependencies",
            "Dependencies as the service sees them",
            TimeSeries(key="edges", uses=(use(spans.EDGE_RATE, "client", "server"),), links=(CALLER,)),
            TimeSeries(key="edge-errors", uses=(use(spans.EDGE_ERRORS, "client", "server"),), links=(CALLER,)),
            TimeSeries(
                key="sql-p95",
                uses=(use(spans.SQL_P95, "service"),),
                exemplars=True,
                links=(BoardLink("Database Performance", "database", (("service", field("service")),)),),
            ),
        ),
        section(
            "runtime",
            "Process",
            TimeSeries(key="cpu", uses=(use(runtime.PROCESS_CPU, "service"),), width=6),
            TimeSeries(key="memory", uses=(use(runtime.PROCESS_MEMORY, "service"),), width=6),
            TimeSeries(key="threads", uses=(use(runtime.PROCESS_THREADS, "service"),), width=6),
            TimeSeries(key="pool", uses=(use(runtime.DB_POOL, "service"),), width=6, stacked=True),
            collapsed=True,
        ),
        section(
            "pods",
            "Pods",
            TimeSeries(key="replicas", uses=(use(kubernetes.REPLICAS),), width=12),
            TimeSeries(key="oom", uses=(use(kubernetes.OUT_OF_MEMORY),), width=12),
            collapsed=True,
        ),
        section(
            "evidence",
            "Evidence",
            Table(
                key="error-traces",
                uses=(use(traces.ERROR_TRACES),),
                asked=Asked(),
                width=12,
                height=10,
                columns=(
                    Column("traceID", "Trace", links=(TRACE,), width=150),
                    Column("startTime", "Start", width=190),
                    Column("traceService", "Service"),
                    Column("traceName", "Name"),
                    Column("traceDuration", "Duration", unit="ms", width=100),
                ),
            ),
            Logs(key="error-logs", uses=(use(logs.ERROR_LINES),), width=12, height=10),
        ),
    ),
)
