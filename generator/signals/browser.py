"""What the browser's own tracing reports: document load, interaction, fetch.

Only spans of the configured frontends count: a backend's spans may bear the same names (Redis has a GET, too).
"""

from __future__ import annotations

from generator.signals import spans as span_metrics
from generator.signals import traceql
from generator.signals.signal import Kind, Query, Signal, Step, View, one
from generator.signals.spans import CLIENT, span_names
from generator.signals.traceql import NEWEST, STATUS_CODES, status_at_least

LOAD = 'span_name="documentLoad"'
FETCH_RESOURCES = 'span_name="resourceFetch"'
#: `HTTP GET` from old instrumentations, `GET` from current ones.
HTTP_CALL = 'span_name=~"(HTTP )?(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"'
INTERACTION = 'span_name=~"click|submit|dblclick|keydown|keyup|change|input"'
#: The path stands in the name, so names are many: they are counted, not listed.
NAVIGATION = 'span_name=~"Navigation: .*"'

_NO_TRACING = "No browser spans: switch on web tracing (document load, interaction, fetch) in the frontend"


def calls(view: View, *more: str) -> str:
    """Browser spans per second."""
    return span_metrics.calls(view, _in_browser(view), *more)


def latency(q: float, view: View, *more: str) -> str:
    """A quantile of browser span durations in seconds."""
    return span_metrics.latency(q, view, _in_browser(view), *more)


def spans(view: View, *conditions: str) -> str:
    """Browser spans in Tempo."""
    return traceql.spans(view, f'{traceql.SERVICE} =~ "{_names(view)}"', *conditions)


def _names(view: View) -> str:
    return view.names("frontend")


def _in_browser(view: View) -> str:
    return f'{span_metrics.dialect(view).service}=~"{_names(view)}"'


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
    shows="The application's own spans of user actions and API calls per second.",
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
