"""What the frontend logs: user behaviour, performance, errors, and for whom."""

from __future__ import annotations

from generator.signals import logql
from generator.signals.logql import JSON, MESSAGE, SERVICE, alternatives, fields
from generator.signals.promql import aggregate
from generator.signals.signal import Kind, Query, Signal, Step, View, legend, one

_SESSION_WINDOW = "5m"
_NO_LOGS = "No browser logs: send them to Loki with a field `event`"


def streams(view: View) -> str:
    """Log streams of the frontends."""
    return logql.streams(view, _logged_in_browser(view))


def over_time(view: View, pipeline: str, function: str, by: tuple[str, ...]) -> str:
    """A range aggregation over log lines of the frontends."""
    return logql.over_time(view, pipeline, function, by, _logged_in_browser(view))


def _logged_in_browser(view: View) -> str:
    names = view.names("frontend")
    return f'{SERVICE}=~"{names}"'


def _events(view: View, names: tuple[str, ...], *labels: str) -> str:
    """Logged events, by these labels."""
    kept = tuple(label for label in labels if label != SERVICE)
    extracted = fields("event", *(label for label in kept if label != "event"))
    pipeline = f'{extracted} | event =~ "{alternatives(names)}"'
    return aggregate("sum", labels, over_time(view, pipeline, "count_over_time", kept))


def _user_events(view: View) -> tuple[Query, ...]:
    events = view.config.events
    names = events.page_view + events.click + events.form_submit
    return (Query(_events(view, names, *view.by), legend(view.by) or "events"),)


def _logged_errors(view: View) -> str:
    """0 where the frontend logs and no line is an error; empty only where it logs nothing at all."""
    every = aggregate("sum", view.by, over_time(view, "", "count_over_time", ()))
    return f"{_events(view, view.config.events.js_error, *view.by)} or 0 * {every}"


def _sessions(view: View) -> str:
    # One series for each session: over a longer window they are more than Loki gives in one answer (500).
    kept = f'{fields("session_id")} | session_id != "" | session_id != "-"'
    each = aggregate("sum", (SERVICE, "session_id"), f"count_over_time({streams(view)} {kept} [{_SESSION_WINDOW}])")
    return aggregate("count", (SERVICE,), each)


USER_EVENTS = Signal(
    id="browser.user_events",
    title="User behaviour",
    shows="Page visits, clicks and form submits that the frontend logs.",
    healthy="Healthy: follows the users.",
    next="Next: one kind that stops is a page that no longer logs, or that nobody reaches.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=_user_events,
    empty=_NO_LOGS,
    by=(SERVICE, "event"),
    decimals=0,
)

PAGES = Signal(
    id="browser.pages",
    title="Pages visited",
    shows="Page visits in the range, by page and service.",
    healthy="Healthy: the pages people should reach.",
    next="Next: a page without visits may be unreachable.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=lambda view: (
        Query(f"topk(50, {_events(view, view.config.events.page_view, SERVICE, 'page')})", "{{service_name}} {{page}}"),
    ),
    empty="No page visits logged: log them with the fields `event` and `page`",
    decimals=0,
)

USERS = Signal(
    id="browser.users",
    title="Most active users",
    shows="Page visits, clicks and form submits by user.",
    healthy="Healthy: people, not scripts.",
    next="Next: click a user for all lines of that user.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=lambda view: (
        Query(
            "topk(20, "
            + _events(
                view,
                view.config.events.page_view + view.config.events.click + view.config.events.form_submit,
                SERVICE,
                "user_id",
            )
            + ")",
            "{{service_name}} {{user_id}}",
        ),
    ),
    empty="No user behaviour logged: log it with the fields `event` and `user_id`",
    decimals=0,
)

SESSIONS = Signal(
    id="browser.sessions",
    title="Active sessions",
    shows="Different session ids in the logs of the last five minutes. The ids themselves are not shown.",
    healthy="Healthy: follows the time of day.",
    next="Next: a session id typed on Logs Analysis shows that session's lines.",
    unit="locale",
    kind=Kind.GAUGE,
    source="loki",
    queries=lambda view: (Query(_sessions(view), "{{service_name}}"),),
    empty="No session ids in the logs of the last five minutes",
    decimals=0,
)

ERRORS = Signal(
    id="browser.errors",
    title="JavaScript errors",
    shows="JavaScript and API errors that the frontend logs.",
    healthy="Healthy: none.",
    next="Next: see which message repeats, and since which version.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=one(_logged_errors, "errors"),
    empty=_NO_LOGS,
    by=(SERVICE,),
    decimals=0,
    steps=(Step(1, "orange"), Step(20, "red")),
)

TOP_ERRORS = Signal(
    id="browser.top_errors",
    title="Repeating JavaScript errors",
    shows="The error messages that browsers log most often in the range.",
    healthy="Healthy: empty.",
    next="Next: the message leads to its lines.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=lambda view: (
        Query(
            "topk(20, "
            + aggregate(
                "sum",
                (SERVICE, "msg"),
                over_time(
                    view,
                    f'{JSON} | event =~ "{alternatives(view.config.events.js_error)}" | label_format msg=`{MESSAGE}`',
                    "count_over_time",
                    ("msg",),
                ),
            )
            + ")",
        ),
    ),
    empty="No JavaScript errors logged",
    decimals=0,
)

PERFORMANCE_LINES = Signal(
    id="browser.performance_lines",
    title="Performance and API log lines",
    shows="What the frontend logs about loading times and API calls, newest first.",
    healthy="Open a line for its numbers.",
    next="Next: compare with the page load and API call panels, which come from spans.",
    unit="none",
    kind=Kind.LINES,
    source="loki",
    queries=lambda view: (
        Query(
            f"{streams(view)} {JSON} "
            f'| event =~ "{alternatives(view.config.events.performance + view.config.events.api_call)}" '
            f"| line_format `{MESSAGE}`"
        ),
    ),
    empty=_NO_LOGS,
)

LINES = Signal(
    id="browser.lines",
    title="Browser log lines",
    shows="Everything the frontend logs, newest first.",
    healthy="Open a line for user, session and page.",
    next="Next: Trace on a line opens the trace of that click.",
    unit="none",
    kind=Kind.LINES,
    source="loki",
    queries=lambda view: (Query(f"{streams(view)} {JSON} | line_format `{MESSAGE}`"),),
    empty=_NO_LOGS,
)
