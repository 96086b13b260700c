"""Logs: how much, how bad, what repeats, what it means for the business, and the lines themselves."""

from __future__ import annotations

from generator.signals.logql import (
    ERRORS,
    JSON,
    LEVEL,
    MESSAGE,
    SERVICE,
    alternatives,
    fields,
    over_time,
    streams,
)
from generator.signals.promql import aggregate
from generator.signals.signal import Kind, Query, Signal, Step, View, one

LEVEL_COLOURS = (
    ("critical", "purple"),
    ("fatal", "purple"),
    ("error", "red"),
    ("warn", "orange"),
    ("info", "green"),
    ("debug", "blue"),
    ("trace", "light-blue"),
    ("unknown", "text"),
)

#: Boxes for the id of one request, session or user; an empty box matches every line.
_ID_BOXES = ("request_id", "session_id", "user_id")

_NO_LINES = "No log lines in range: check that the pods' logs reach Loki"
_NO_ERRORS = "No error logs"


def filters(view: View) -> str:
    """What a person typed and picked, where the board has the pickers. The text comes first: it is the cheapest."""
    # Taken as it stands: a message that is clicked may hold brackets, which a pattern would read as its own.
    text = r"|~ `(?i)\Q${search:raw}\E`" if "search" in view.pickers else ""
    level = f'| {LEVEL} =~ "$level"' if "level" in view.pickers else ""
    return f"{text} {level}".strip()


def _ids(view: View) -> str:
    """The lines of one request, session or user, by its whole id: `kim` is not `kim2`.

    LogQL cannot ask whether a box is empty. The second half can: nothing follows the end of a text but nothing.
    """
    boxes = ((name, rf"\Q${{{name}:raw}}\E") for name in _ID_BOXES if name in view.pickers)
    return " ".join(rf"| {name} =~ `{typed}|.*\z{typed}`" for name, typed in boxes)


def _sum(expr: str, by: tuple[str, ...] = ()) -> str:
    return aggregate("sum", by, expr)


def _rate(view: View, pipeline: str, by: tuple[str, ...] = ()) -> str:
    """Lines per second; grouped by labels among which `service_name` is the service."""
    return _sum(over_time(view, pipeline, "rate", tuple(label for label in by if label != SERVICE)), by)


def _count(view: View, pipeline: str, by: tuple[str, ...] = ()) -> str:
    return _sum(over_time(view, pipeline, "count_over_time", tuple(x for x in by if x != SERVICE)), by)


def _error_rate(view: View) -> str:
    """0 where lines arrive and none is an error; empty only where no line arrives at all."""
    return f"{_rate(view, ERRORS, view.by)} or 0 * {_rate(view, '', view.by)}"


def _share(view: View) -> str:
    part = _rate(view, f"{filters(view)} {ERRORS}", view.by)
    total = _rate(view, filters(view), view.by)
    return f"({part} or 0 * {total}) / {total}"


def _events(view: View, names: tuple[str, ...], *labels: str) -> str:
    keep = fields("event", *[label for label in labels if label != "event"])
    return _count(view, f'{keep} | event =~ "{alternatives(names)}"', (SERVICE, *labels))


def _business(view: View) -> tuple[Query, ...]:
    events = view.config.events
    names = events.login + events.login_failed + events.logout + events.signup + events.data
    return (Query(_events(view, names, "event"), "{{service_name}} {{event}}"),)


def _failures(view: View) -> str:
    return _events(view, view.config.events.login_failed, "event")


def _people(view: View) -> str:
    events = view.config.events
    names = events.login + events.login_failed + events.logout + events.signup + events.data
    return f"topk(50, {_events(view, names, 'event', 'user_id')})"


def _top_errors(view: View) -> str:
    pipeline = f"{ERRORS} {JSON} | label_format msg=`{MESSAGE}`"
    return f"topk(20, {_count(view, pipeline, (SERVICE, 'msg'))})"


def _without_trace(view: View) -> str:
    return _sum(over_time(view, f'{ERRORS} {JSON} | trace_id=""', "count_over_time", ()), (SERVICE,))


def _lines(view: View, *stages: str) -> tuple[Query, ...]:
    return (Query(" ".join(stage for stage in (streams(view), *stages) if stage)),)


_AS_COLUMNS = (
    f"| label_format trace=trace_id, request=request_id, session=session_id, text=`{MESSAGE}` "
    "| keep service_name, event, request, session, trace, text"
)
_SHOW_MESSAGE = f"| line_format `{MESSAGE}`"

VOLUME = Signal(
    id="logs.volume",
    title="Log volume by level",
    shows="Log lines by level. A pod that ships its lines both ways counts once.",
    healthy="Healthy: mostly info; red in proportion to it never grows.",
    next="Next: drag over a red peak to zoom in; the lines below follow.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=lambda view: (Query(_count(view, filters(view), (LEVEL,)), "{{detected_level}}"),),
    empty=_NO_LINES,
    by=(LEVEL,),
    decimals=0,
    colours=LEVEL_COLOURS,
)

RATE = Signal(
    id="logs.rate",
    title="Log lines",
    shows="Log lines per second.",
    healthy="Healthy: follows the requests.",
    next="Next: a service that goes quiet has stopped, or its logs no longer arrive.",
    unit="cps",
    kind=Kind.RATE,
    source="loki",
    queries=one(lambda view: _rate(view, filters(view), view.by), "lines"),
    empty=_NO_LINES,
    by=(SERVICE,),
)

ERROR_RATE = Signal(
    id="logs.error_rate",
    title="Error logs",
    shows="Log lines of level error, critical or fatal, per second.",
    healthy="Healthy: none.",
    next="Next: see what repeats on Logs Analysis; each line leads to its trace.",
    unit="cps",
    kind=Kind.RATE,
    source="loki",
    queries=one(_error_rate, "errors"),
    empty=_NO_LINES,
    by=(SERVICE,),
    steps=(Step(0.02, "orange"), Step(0.5, "red")),
)

ERROR_SHARE = Signal(
    id="logs.error_share",
    title="Error share",
    shows="Share of the log lines that are errors.",
    healthy="Healthy: below 1 %.",
    next="Next: the table of repeating errors says which.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="loki",
    queries=one(_share, "errors"),
    empty=_NO_LINES,
    by=(SERVICE,),
    steps=(Step(0.01, "orange"), Step(0.05, "red")),
    maximum=1,
)

BYTES = Signal(
    id="logs.bytes",
    title="Log bytes",
    shows="Bytes of log lines per second. JSON lines weigh some twenty times what the same lines weigh by OTLP.",
    healthy="Healthy: follows the lines.",
    next="Next: bytes that grow faster than lines are longer lines: stack traces, or a dump.",
    unit="Bps",
    kind=Kind.RATE,
    source="loki",
    queries=one(lambda view: _sum(f"bytes_rate({streams(view)} [{view.log_window}])", view.by), "bytes"),
    empty=_NO_LINES,
    by=(SERVICE,),
)

TOP_ERRORS = Signal(
    id="logs.top_errors",
    title="Repeating errors",
    shows="The error messages that occur most often in the range.",
    healthy="Healthy: empty.",
    next="Next: a message leads to its lines.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=one(_top_errors, "errors"),
    empty=_NO_ERRORS,
    by=(),
    decimals=0,
)

WITHOUT_TRACE = Signal(
    id="logs.errors_without_trace",
    title="Error logs without a trace",
    shows="Error lines that carry no trace id: from them no click leads to the request.",
    healthy="Healthy: 0, apart from what happens outside requests.",
    next="Next: the logging configuration of that service leaves out the trace id.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=lambda view: (Query(_without_trace(view), "{{service_name}}"),),
    empty="Every error line has its trace, or there are none",
    steps=(Step(1, "orange"),),
    decimals=0,
)

BUSINESS = Signal(
    id="logs.events",
    title="Business events",
    shows="Business events that the backend logs: logins, sign-ups, data saved and read.",
    healthy="Healthy: moves with the user activity.",
    next="Next: compare with the requests; events that stop while requests go on are a broken feature.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=_business,
    empty="No business events in range: log them with a field `event`",
    decimals=0,
)

LOGIN_FAILURES = Signal(
    id="logs.login_failures",
    title="Failed logins",
    shows="Login attempts that the backend logged as failed.",
    healthy="Healthy: a few mistyped passwords.",
    next="Next: many for one user is a forgotten password, for many users is someone guessing.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=lambda view: (Query(_failures(view), "{{service_name}}"),),
    empty="No failed logins in range",
    decimals=0,
    steps=(Step(20, "orange"),),
)

EVENTS_BY_USER = Signal(
    id="logs.events_by_user",
    title="Business events by user",
    shows="Who did what, how often, in the range.",
    healthy="Healthy: people, not scripts.",
    next="Next: put the user id into the box above to see that user's lines.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=one(_people, "events"),
    empty="No business events in range: log them with the fields `event` and `user_id`",
    decimals=0,
)

LINES = Signal(
    id="logs.lines",
    title="Log lines",
    shows="The lines themselves, newest first, filtered by everything picked above.",
    healthy="Open a line for its fields: trace, request, session and user id.",
    next="Next: Trace on a line opens the request's trace; copy a request or session id into its box above.",
    unit="none",
    kind=Kind.LINES,
    source="loki",
    queries=lambda view: _lines(view, filters(view), JSON, _ids(view), _SHOW_MESSAGE),
    empty=_NO_LINES,
)

ERROR_LINES = Signal(
    id="logs.error_lines",
    title="Error log lines",
    shows="Lines of level error, critical or fatal, newest first.",
    healthy="Healthy: empty.",
    next="Next: open a line; Trace leads to the request that failed.",
    unit="none",
    kind=Kind.LINES,
    source="loki",
    queries=lambda view: _lines(view, ERRORS, JSON, _SHOW_MESSAGE),
    empty=_NO_ERRORS,
)

LINKED_LINES = Signal(
    id="logs.linked_lines",
    title="Errors and their requests",
    shows="The latest error lines as a table whose cells lead on: to trace, request and session.",
    healthy="Healthy: empty.",
    next="Next: click a trace or a request; the message leads to all lines of its session.",
    unit="none",
    kind=Kind.LINES,
    source="loki",
    queries=lambda view: _lines(view, filters(view), ERRORS, JSON, _AS_COLUMNS),
    empty=_NO_ERRORS,
)

TRACE_LINES = Signal(
    id="logs.of_trace",
    title="Logs of the trace",
    shows="What every service logged while it worked on the picked trace, oldest first.",
    healthy="Healthy: the story of one request.",
    next="Next: open a line for its fields. Empty until a trace is picked above.",
    unit="none",
    kind=Kind.LINES,
    source="loki",
    # Tempo's search leaves out an id's leading zeros (1 id in 16), so the id matches with any number of them.
    queries=lambda _: (
        Query(
            f'{{{SERVICE}=~".+"}} {JSON} | trace_id=~"0*${{traceId}}" | trace_id!="" {_SHOW_MESSAGE}',
        ),
    ),
    empty="Pick a trace above",
)
