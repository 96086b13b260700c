"""Is the demo healthy, and where do I look next?"""

from generator.board.alert import Alert
from generator.board.board import Board, row, section
from generator.board.links import BoardLink, cell, field
from generator.board.panels import (
    Alerts,
    BarGauge,
    Column,
    ServiceMap,
    Stat,
    StateTimeline,
    Table,
    Text,
    TimeSeries,
)
from generator.board.tables import joined, traces_by_service
from generator.board.use import use
from generator.signals import arrival, browser, http, kafka, kubernetes, logs, mariadb, redis, spans, traces
from generator.signals.logql import SERVICE

BACKEND = BoardLink("Backend of ${__field.labels.service}", "backend", (("service", field("service")),))
FRONTEND = BoardLink("Frontend of ${__field.labels.service}", "frontend", (("service", field("service")),))
DATABASE = BoardLink("Database Performance", "database")
OF_ROW = (
    BoardLink("Backend Metrics", "backend", (("service", cell("service")),)),
    BoardLink("Frontend Metrics", "frontend", (("service", cell("service")),)),
    BoardLink("Logs", "logs", (("service", cell("service")),)),
    BoardLink("Traces", "traces-logs", (("service", cell("service")),)),
)

dashboard = Board(
    key="overview",
    title="Overview",
    order=10,
    question="Is the demo healthy, and where do I look next?",
    alerts=(
        Alert(
            key="silent",
            title="A backend is down or silent",
            signal=arrival.SILENCE,
            panel="coverage",
            by=("service",),
            above=600,
            severity="critical",
            on_nothing=True,
            says="{{ $labels.service }} has sent nothing for {{ humanizeDuration $values.A.Value }}",
        ),
        Alert(
            key="stopped",
            title="Telemetry has stopped",
            signal=arrival.METRICS_AGE,
            panel="coverage",
            by=("service",),
            of_all="min",
            above=300,
            severity="critical",
            on_nothing=True,
            says="No service has sent a metric for five minutes: the collector, or the store behind it",
        ),
    ),
    rows=(
        row(
            Stat(key="rate", uses=(use(http.RATE),), links=(BoardLink("Backend Metrics", "backend"),)),
            Stat(key="errors", uses=(use(http.ERROR_RATIO),), links=(BoardLink("Backend Metrics", "backend"),)),
            Stat(key="p95", uses=(use(http.P95),), links=(BoardLink("Backend Metrics", "backend"),)),
            Stat(key="error-logs", uses=(use(logs.ERROR_RATE),), links=(BoardLink("Logs Analysis", "logs"),)),
            Stat(key="pods", uses=(use(kubernetes.NOT_READY),), links=(BoardLink("Backend Metrics", "backend"),)),
            Stat(key="alerts", uses=(use(arrival.FIRING),)),
            Table(
                key="services",
                title="Services",
                description="Every service with what it does now: requests answered, page loads, failures, latency.\n"
                "Healthy: no colour.\nNext: click a service for its board, its logs or its traces.",
                height=7,
                uses=(
                    use(arrival.PICKED, "service", "tenant", ref="Picked"),
                    use(spans.SPAN_RATE, "service", ref="Requests"),
                    use(http.ERROR_RATIO, "service", ref="Errors"),
                    use(http.P95, "service", ref="Latency"),
                    use(browser.PAGE_LOADS, "service", ref="Loads"),
                    use(browser.LOAD_P75, "service", ref="LoadTime"),
                ),
                transformations=joined("service"),
                columns=(
                    Column("service", "Service", links=OF_ROW),
                    Column("tenant", "Tenant"),
                    Column("Value #Requests", "Requests", signal=spans.SPAN_RATE),
                    Column("Value #Errors", "Error ratio", signal=http.ERROR_RATIO),
                    Column("Value #Latency", "p95 latency", signal=http.P95),
                    Column("Value #Loads", "Page loads", signal=browser.PAGE_LOADS),
                    Column("Value #LoadTime", "p75 page load", signal=browser.LOAD_P75),
                ),
            ),
            TimeSeries(
                key="rate-by-service", title="Requests by service", uses=(use(http.RATE, "service"),), links=(BACKEND,)
            ),
            TimeSeries(
                key="errors-by-service",
                title="Error ratio by service",
                uses=(use(http.ERROR_RATIO, "service"),),
                links=(BACKEND,),
            ),
            TimeSeries(
                key="p95-by-service",
                title="p95 latency by service",
                uses=(use(http.P95, "service"),),
                links=(BACKEND,),
            ),
            TimeSeries(key="page-loads", uses=(use(browser.PAGE_LOADS, "service"),), links=(FRONTEND,)),
            TimeSeries(
                key="browser-failures",
                uses=(use(browser.API_FAILURES),),
                links=(BoardLink("Frontend Metrics", "frontend"),),
            ),
            TimeSeries(
                key="errors-logged",
                title="Error logs by service",
                uses=(use(logs.ERROR_RATE, SERVICE),),
                bars=True,
                links=(BoardLink("Logs of ${__field.labels.service_name}", "logs", (("service", field(SERVICE)),)),),
            ),
        ),
        section(
            "coverage",
            "Telemetry coverage",
            Table(
                key="coverage",
                title="What arrives, and how old it is",
                description="Every configured service, whatever is picked above: age of its newest metric, span and "
                "log line (looking back 30 minutes), and its spans in range.\nHealthy: an age below three minutes "
                "wherever you expect telemetry; a frontend sends no metrics of its own.\n"
                "Next: 'never' means the exporter, the collector or the scraper: begin at the service.",
                width=16,
                height=9,
                uses=(
                    use(arrival.EXPECTED, "service", "tenant", ref="Expected"),
                    use(arrival.METRICS_AGE, "service", ref="Metrics"),
                    use(arrival.SPANS_AGE, "service", ref="Spans"),
                    use(arrival.LOGS_AGE, "service", ref="Logs"),
                    use(arrival.TRACE_COUNT, ref="Traces"),
                ),
                transformations=traces_by_service("Expected", "Metrics", "Spans", "Logs"),
                columns=(
                    Column("service", "Service", links=OF_ROW),
                    Column("tenant", "Tenant"),
                    Column("Value #Metrics", "Metrics", signal=arrival.METRICS_AGE, empty="never"),
                    Column("Value #Spans", "Span metrics", signal=arrival.SPANS_AGE, empty="never", alarming=True),
                    Column("Value #Logs", "Logs", signal=arrival.LOGS_AGE, empty="never", alarming=True),
                    Column("value", "Spans in range", signal=arrival.TRACE_COUNT, empty="none", alarming=True),
                ),
            ),
            TimeSeries(key="collector-loss", uses=(use(arrival.COLLECTOR_LOSS),), width=8, height=9),
        ),
        section(
            "dependencies",
            "Dependencies",
            StateTimeline(
                key="up",
                title="MariaDB, Redis and Kafka",
                uses=(use(mariadb.AVAILABLE, "instance"), use(redis.AVAILABLE, "instance"), use(kafka.AVAILABLE)),
                links=(DATABASE,),
            ),
            BarGauge(
                key="saturation",
                title="What is filling up",
                description="MariaDB connections and Redis memory in use, as a share of their limits.\n"
                "Healthy: below 70 %.\nNext: Database Performance shows since when.",
                uses=(use(mariadb.CONNECTIONS_USED, "instance"), use(redis.MEMORY_USED, "instance")),
                links=(DATABASE,),
            ),
            TimeSeries(
                key="lag",
                uses=(use(kafka.CONSUMER_LAG, "consumergroup", "topic"),),
                links=(DATABASE,),
            ),
            ServiceMap(key="map", uses=(use(traces.SERVICE_MAP),)),
            Alerts(
                key="alert-list",
                title="Alerts",
                description="Alerts that fire or are about to: Grafana's own and those of its Prometheus.\n"
                "Healthy: empty.\nNext: click an alert for its rule and its panel.",
            ),
        ),
        section(
            "kubernetes",
            "Kubernetes",
            TimeSeries(key="cpu", uses=(use(kubernetes.CPU_USED),), width=6),
            TimeSeries(key="memory", uses=(use(kubernetes.MEMORY_USED),), width=6),
            TimeSeries(key="restarts", uses=(use(kubernetes.RESTART_COUNT),), width=6, bars=True),
            TimeSeries(key="throttling", uses=(use(kubernetes.THROTTLING),), width=6),
            collapsed=True,
        ),
        row(
            Text(
                key="guide",
                title="Where to look next",
                content="**Backend Metrics** which endpoint or dependency fails, since when · "
                "**Frontend Metrics** what the browser feels · **Database Performance** MariaDB, Redis, Kafka · "
                "**Logs Analysis** what is said · **Traces & Logs** one request from end to end. "
                "The menu at the top right keeps time range and choice.",
            )
        ),
    ),
)
