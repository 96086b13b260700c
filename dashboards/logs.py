"""What is being said, by whom, and what repeats?"""

from generator.board.board import Board, row, section
from generator.board.links import BoardLink, cell, field
from generator.board.panels import Column, Logs, Stat, Table, TimeSeries
from generator.board.tables import labels_as_columns
from generator.board.use import Asked, use
from generator.board.variables import ChoicePicker, TextBox
from generator.signals import logs
from generator.signals.logql import EVENT, LEVEL, SERVICE, TEXT, USER

SAME_SERVICE = BoardLink("Backend of ${__field.labels.service_name}", "backend", (("service", field(SERVICE)),))

dashboard = Board(
    key="logs",
    title="Logs Analysis",
    order=50,
    question="What is being said, by whom, and what repeats?",
    pickers=(
        ChoicePicker("level", "Level", tuple(name for name, _ in logs.LEVEL_COLOURS), all_value=".*"),
        TextBox("search", "Text"),
        TextBox("request_id", "Request id"),
        TextBox("session_id", "Session id"),
        TextBox("user_id", "User id"),
    ),
    rows=(
        row(
            Stat(key="rate", title="Log lines per second", uses=(use(logs.RATE),), width=6),
            Stat(key="error-rate", uses=(use(logs.ERROR_RATE),), width=6),
            Stat(key="error-share", uses=(use(logs.ERROR_SHARE),), width=6),
            Stat(key="bytes", uses=(use(logs.BYTES),), width=6),
            TimeSeries(key="volume", uses=(use(logs.VOLUME, LEVEL),), width=24, height=7, bars=True, stacked=True),
            TimeSeries(
                key="errors-by-service",
                title="Error logs by service",
                uses=(use(logs.ERROR_RATE, SERVICE),),
                bars=True,
                links=(SAME_SERVICE,),
            ),
            TimeSeries(
                key="lines-by-service",
                title="Log lines by service",
                uses=(use(logs.RATE, SERVICE),),
                links=(SAME_SERVICE,),
            ),
            TimeSeries(key="without-trace", uses=(use(logs.WITHOUT_TRACE),), bars=True),
        ),
        section(
            "repeats",
            "What repeats",
            Table(
                key="top-errors",
                uses=(use(logs.TOP_ERRORS),),
                width=12,
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
                    Column(SERVICE, "Service", width=160),
                    Column("Value #A", "Times", signal=logs.TOP_ERRORS, width=90),
                ),
                sort_by="Value #A",
            ),
            Table(
                key="linked",
                uses=(use(logs.LINKED_LINES),),
                asked=Asked(),
                width=12,
                transformations=labels_as_columns(),
                columns=(
                    Column("Time", "Time", width=170),
                    Column(SERVICE, "Service", width=150),
                    Column(
                        "text",
                        "Message",
                        links=(BoardLink("All lines of this session", "logs", (("session_id", cell("session")),)),),
                    ),
                    # An id that nobody asked to see.
                    Column("session", "Session", hidden=True),
                    Column(
                        "trace",
                        "Trace",
                        width=130,
                        links=(BoardLink("Open this trace", "traces-logs", (("traceId", cell("trace")),)),),
                    ),
                    Column(
                        "request",
                        "Request",
                        width=130,
                        links=(BoardLink("All lines of this request", "logs", (("request_id", cell("request")),)),),
                    ),
                ),
            ),
        ),
        section(
            "business",
            "Business events",
            TimeSeries(key="events", uses=(use(logs.BUSINESS),), bars=True, stacked=True, links=(SAME_SERVICE,)),
            TimeSeries(key="login-failures", uses=(use(logs.LOGIN_FAILURES),), bars=True, links=(SAME_SERVICE,)),
            Table(
                key="by-user",
                uses=(use(logs.EVENTS_BY_USER),),
                width=8,
                height=8,
                columns=(
                    Column(
                        USER,
                        "User",
                        width=90,
                        links=(BoardLink("Lines of this user", "logs", (("user_id", cell(USER)),)),),
                    ),
                    Column(EVENT, "Event", width=120),
                    Column(SERVICE, "Service"),
                    Column("Value #A", "Times", signal=logs.EVENTS_BY_USER, width=80),
                ),
                sort_by="Value #A",
            ),
        ),
        section("lines", "Lines", Logs(key="lines", uses=(use(logs.LINES),), height=18)),
    ),
)
