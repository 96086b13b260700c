"""What does the browser feel?"""

from generator.board.board import Board, row, section
from generator.board.links import BoardLink, cell, field
from generator.board.panels import Column, Logs, Stat, Table, TimeSeries
from generator.board.use import Asked, use
from generator.signals import browser, browser_logs
from generator.signals.logql import EVENT, PAGE, SERVICE, TEXT, USER
from generator.signals.signal import Signal
from generator.signals.traceql import SERVICE_COLUMN

LOGS = BoardLink("Logs of ${__field.labels.service_name}", "logs", (("service", field(SERVICE)),))
LOGS_OF_ROW = BoardLink("Logs of this service", "logs", (("service", cell(SERVICE)),))
TRACES = BoardLink("Traces of ${__field.labels.service}", "traces-logs", (("service", field("service")),))
TRACE_OF_SPAN = BoardLink("Open this trace", "traces-logs", (("traceId", cell("traceIdHidden")),))


def _spans(key: str, signal: Signal) -> Table:
    """The latest spans of a search, each with its trace."""
    return Table(
        key=key,
        uses=(use(signal),),
        asked=Asked(table_type="spans"),
        width=12,
        columns=(
            Column("spanID", "Span", links=(TRACE_OF_SPAN,), width=150),
            Column("time", "Time", width=190),
            Column(SERVICE_COLUMN, "Service", width=150),
            Column("name", "Name"),
            Column("duration", "Duration", unit="ns", width=100),
            Column("traceIdHidden", "Trace"),
        ),
    )


dashboard = Board(
    key="frontend",
    title="Frontend Metrics",
    order=30,
    tier="frontend",
    question="What does the browser feel?",
    rows=(
        row(
            Stat(key="loads", uses=(use(browser.PAGE_LOADS),)),
            Stat(key="load-p75", uses=(use(browser.LOAD_P75),)),
            Stat(key="api-rate", title="API calls", uses=(use(browser.API_RATE),)),
            Stat(key="api-p95", title="p95 API call", uses=(use(browser.API_P95),)),
            Stat(key="events", title="User actions", uses=(use(browser_logs.USER_EVENTS),)),
            Stat(key="js-errors", title="JavaScript errors in range", uses=(use(browser_logs.ERRORS),)),
        ),
        section(
            "loading",
            "Loading",
            TimeSeries(
                key="load-time", uses=(use(browser.LOAD_PERCENTILES, "service"),), exemplars=True, links=(TRACES,)
            ),
            TimeSeries(key="resources", uses=(use(browser.RESOURCE_P95, "service"),), links=(TRACES,)),
            TimeSeries(key="transitions", uses=(use(browser.NAVIGATIONS, "service"),), links=(TRACES,)),
        ),
        section(
            "api",
            "API calls",
            TimeSeries(
                key="api-by-service",
                title="API calls by service",
                uses=(use(browser.API_RATE, "service"),),
                links=(TRACES,),
            ),
            TimeSeries(key="api-failures", uses=(use(browser.API_FAILURES),)),
            TimeSeries(
                key="api-latency",
                title="p95 API call by service",
                uses=(use(browser.API_P95, "service"),),
                exemplars=True,
                links=(TRACES,),
            ),
            _spans("failed-calls", browser.API_FAILURE_TRACES),
            Logs(key="performance", uses=(use(browser_logs.PERFORMANCE_LINES),), width=12, height=9),
        ),
        section(
            "users",
            "What users do",
            TimeSeries(key="interactions", uses=(use(browser.INTERACTIONS, "service", "operation"),), links=(TRACES,)),
            TimeSeries(key="custom", uses=(use(browser.CUSTOM_SPANS, "service", "operation"),), links=(TRACES,)),
            TimeSeries(key="components", uses=(use(browser.COMPONENTS, "service", "operation"),), links=(TRACES,)),
            TimeSeries(
                key="behaviour",
                uses=(use(browser_logs.USER_EVENTS, SERVICE, EVENT),),
                bars=True,
                stacked=True,
                links=(LOGS,),
            ),
            Stat(key="sessions", uses=(use(browser_logs.SESSIONS),), width=8, height=8),
            Table(
                key="pages",
                uses=(use(browser_logs.PAGES),),
                width=8,
                height=8,
                columns=(
                    Column(PAGE, "Page"),
                    Column(SERVICE, "Service"),
                    Column("Value #A", "Visits", signal=browser_logs.PAGES, width=90),
                ),
                sort_by="Value #A",
            ),
        ),
        section(
            "errors",
            "JavaScript errors",
            TimeSeries(key="js-errors-over-time", uses=(use(browser_logs.ERRORS, SERVICE),), bars=True, links=(LOGS,)),
            Table(
                key="top-errors",
                uses=(use(browser_logs.TOP_ERRORS),),
                width=16,
                height=8,
                columns=(
                    Column(
                        TEXT,
                        "Message",
                        links=(
                            BoardLink(
                                "Lines with this message",
                                "logs",
                                (("service", cell(SERVICE)), ("search", cell(TEXT))),
                            ),
                        ),
                    ),
                    Column(
                        SERVICE,
                        "Service",
                        links=(BoardLink("Logs", "logs", (("service", cell(SERVICE)),)),),
                    ),
                    Column("Value #A", "Times", signal=browser_logs.TOP_ERRORS),
                ),
                sort_by="Value #A",
            ),
            _spans("exceptions", browser.EXCEPTION_TRACES),
            Table(
                key="users",
                uses=(use(browser_logs.USERS),),
                width=12,
                columns=(
                    Column(
                        USER,
                        "User",
                        links=(BoardLink("Lines of this user", "logs", (("user_id", cell(USER)),)),),
                    ),
                    Column(SERVICE, "Service"),
                    Column("Value #A", "Actions", signal=browser_logs.USERS),
                ),
                sort_by="Value #A",
            ),
        ),
        section("evidence", "Evidence", Logs(key="lines", uses=(use(browser_logs.LINES),))),
    ),
)
