"""What the browser reports: tracing spans (document load, interaction, fetch) and browser logs.

Both kinds exist side by side in the plan; each has its own panels, so that one that is missing says so.
"""

from __future__ import annotations

from generator.signals import logql, traceql
from generator.signals import spans as span_metrics
from generator.signals.logql import JSON, MESSAGE, SERVICE, alternatives, fields
from generator.signals.promql import aggregate
from generator.signals.signal import Kind, Query, Signal, Step, View, legend, one
from generator.signals.spans import CLIENT, span_names
from generator.signals.traceql import NEWEST, STATUS_CODES, status_at_least

LOAD = 'span_name="documentLoad"'
FETCH_RESOURCES = 'span_name="resourceFetch"'
#: `HTTP GET` from old instrumentations, `GET` from current ones.
HTTP_CALL = 'span_name=~"(HTTP )?(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"'
INTERACTION = 'span_name=~"click|submit|dblclick|keydown|keyup|change|input"'
#: The path stands in the name, so names are many: they are counted, not listed.
NAVIGATION = 'span_name=~"Navigation: .*"'

_SESSION_WINDOW = "5m"
_NO_TRACING = "No browser spans: switch on web tracing (document load, interaction, fetch) in the frontend"
_NO_LOGS = "No browser logs: send them to Loki with a field `event`"


def calls(view: View, *more: str) -> str:
    """Browser spans per second. A backend's spans may bear the same names (Redis has a GET, too)."""
    return span_metrics.calls(view, _in_browser(view), *more)


def latency(q: float, view: View, *more: str) -> str:
    """A quantile of browser span durations in seconds."""
    return span_metrics.latency(q, view, _in_browser(view), *more)


def spans(view: View, *conditions: str) -> str:
    """Browser spans in Tempo."""
    return traceql.spans(view, f'{traceql.SERVICE} =~ "{_names(view)}"', *conditions)


def streams(view: View) -> str:
    """Log streams of the frontends."""
    return logql.streams(view, _logged_in_browser(view))


def over_time(view: View, pipeline: str, function: str, by: tuple[str, ...]) -> str:
    """A range aggregation over log lines of the frontends."""
    return logql.over_time(view, pipeline, function, by, _logged_in_browser(view))


def _names(view: View) -> str:
    return view.names("frontend")


def _in_browser(view: View) -> str:
    return f'{span_metrics.dialect(view).service}=~"{_names(view)}"'


def _logged_in_browser(view: View) -> str:
    return f'{SERVICE}=~"{_names(view)}"'


def _events(view: View, names: tuple[str, ...], *labels: str) -> str:
    """Logged events, by these labels."""
    kept = tuple(label for label in labels if label != SERVICE)
    extracted = fields("event", *(label for label in kept if label != "event"))
    pipeline = f'{extracted} | event =~ "{alternatives(names)}"'
    return aggregate("sum", labels, over_time(view, pipeline, "count_over_time", kept))


def _load_percentiles(view: View) -> tuple[Query, ...]:
    return tuple(
        Query(latency(q, view, LOAD), f"{{{{service}}}} {name}")
        for q, name in ((0.5, "p50"), (0.75, "p75"), (0.95, "p95"))
    )


def _load_p75(view: View) -> str:
    return latency(0.75, view, LOAD)


def _custom(view: View) -> str:
    tracing = view.config.tracing
    return calls(view, span_names(tracing.user_action + tracing.api_call))


def _pages(view: View) -> str:
    tracing = view.config.tracing
    return calls(view, span_names((*tracing.page_view, *tracing.component)))


def _failed_calls(view: View, pipeline: str) -> str:
    return f"{spans(view, 'kind = client', status_at_least(400))} | {pipeline}"


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


PAGE_LOADS = Signal(
    id="browser.page_loads",
    title="Page loads",
    shows="Times per second that a browser loaded the application (documentLoad spans).",
    healthy="Healthy: follows the users.",
    next="Next: page loads without API calls are a page that does not start.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, LOAD), "page loads"),
    empty=_NO_TRACING,
    by=("service",),
)

LOAD_P75 = Signal(
    id="browser.load_p75",
    title="p75 page load",
    shows="Three quarters of the page loads were faster than this.",
    healthy="Healthy: below 2.5 s.",
    next="Next: see whether the resources or the API calls are slow.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(_load_p75, "p75"),
    empty=_NO_TRACING,
    by=("service",),
    steps=(Step(2.5, "orange"), Step(4, "red")),
)

LOAD_PERCENTILES = Signal(
    id="browser.load_percentiles",
    title="Page load time",
    shows="How long a browser takes to load the application: middle, three quarters, slow tail.",
    healthy="Healthy: p75 below 2.5 s.",
    next="Next: open an exemplar; the trace shows document and resource fetches.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=_load_percentiles,
    empty=_NO_TRACING,
    by=("service",),
    steps=(Step(2.5, "orange"), Step(4, "red")),
)

RESOURCE_P95 = Signal(
    id="browser.resource_p95",
    title="p95 resource fetch",
    shows="95 % of the scripts, styles and pictures were fetched faster than this.",
    healthy="Healthy: below 1 s.",
    next="Next: slow resources are a large bundle or a cold cache in front of the frontend.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(lambda view: latency(0.95, view, FETCH_RESOURCES)),
    empty=_NO_TRACING,
    by=("service",),
    steps=(Step(1, "orange"), Step(3, "red")),
)

API_RATE = Signal(
    id="browser.api_rate",
    title="API calls from the browser",
    shows="Calls per second that the browser makes to the backend (fetch and XHR spans).",
    healthy="Healthy: in proportion to the page loads and clicks.",
    next="Next: compare with the backend's request rate: what the browser sends should arrive.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, CLIENT, HTTP_CALL), "API calls"),
    empty=_NO_TRACING,
    by=("service",),
)

API_P95 = Signal(
    id="browser.api_p95",
    title="p95 API call, seen from the browser",
    shows="95 % of the API calls were answered faster than this, network included.",
    healthy="Healthy: the backend's own p95 and a round trip on top.",
    next="Next: far above the backend's p95 is the network or the ingress.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(lambda view: latency(0.95, view, CLIENT, HTTP_CALL), "p95"),
    empty=_NO_TRACING,
    by=("service",),
    steps=(Step(0.5, "orange"), Step(1, "red")),
)

API_FAILURES = Signal(
    id="browser.api_failures",
    title="Failed API calls",
    shows="Calls per second that the browser saw answered with a 4xx or 5xx status.",
    healthy="Healthy: none, apart from wrong passwords.",
    next="Next: open the failed calls below; the backend's span in the same trace says why.",
    unit="reqps",
    kind=Kind.RATE,
    source="tempo",
    # By status code: old browser instrumentations never set an error status on the span.
    queries=lambda view: (Query(_failed_calls(view, "rate() by (resource.service.name)")),),
    empty="No failed API call in range",
    steps=(Step(0.05, "orange"), Step(1, "red")),
)

API_FAILURE_TRACES = Signal(
    id="browser.failed_calls",
    title="Failed API calls, one by one",
    shows="The latest calls that the browser saw fail.",
    healthy="Healthy: empty.",
    next="Next: click the trace: browser and backend stand in one picture.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=lambda view: (
        Query(f"{_failed_calls(view, f'select(name, {STATUS_CODES[0]}, {STATUS_CODES[1]})')} {NEWEST}"),
    ),
    empty="No failed API call in range",
)

INTERACTIONS = Signal(
    id="browser.interactions",
    title="Clicks and form submits",
    shows="User interactions per second by kind (user-interaction spans).",
    healthy="Healthy: follows the users.",
    next="Next: clicks without API calls are buttons that do nothing.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, INTERACTION)),
    empty=_NO_TRACING,
    by=("service", "operation"),
)

NAVIGATIONS = Signal(
    id="browser.navigations",
    title="Page transitions",
    shows="Route changes inside the application per second (Navigation spans).",
    healthy="Healthy: people move about.",
    next="Next: page loads where transitions should be mean that links reload the page.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, NAVIGATION), "transitions"),
    empty="No route changes in range, or no web tracing",
    by=("service",),
)

CUSTOM_SPANS = Signal(
    id="browser.custom_spans",
    title="Tracked actions and API calls",
    shows="The application's own spans (trackUserAction, trackApiCall) per second.",
    healthy="Healthy: moves with the clicks.",
    next="Next: names that are missing are not tracked any more; set them under [tracing].",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_custom),
    empty="No spans of that name: name yours under [tracing] user_action and api_call",
    by=("service", "operation"),
)

COMPONENTS = Signal(
    id="browser.components",
    title="Page views and components",
    shows="The application's own page-view and component spans (life cycle) per second.",
    healthy="Healthy: moves with the page transitions.",
    next="Next: a component that is created over and over is a loop in the view.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_pages),
    empty="No spans of that name: name yours under [tracing] page_view and component",
    by=("service", "operation"),
)

EXCEPTION_TRACES = Signal(
    id="browser.exceptions",
    title="Traces with a JavaScript exception",
    shows="Browser spans on which an exception was recorded.",
    healthy="Healthy: empty.",
    next="Next: click the trace: the event carries message and stack.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=lambda view: (
        Query(f"{spans(view, 'event.exception.message != nil')} | select(name, event.exception.message) {NEWEST}"),
    ),
    empty="No exception on a browser span in range",
)

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
    next="Next: on Logs Analysis the user id leads to all lines of that user.",
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
