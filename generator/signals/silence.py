"""What has stopped, as alerts ask it: a service that sends nothing at all, or one kind of telemetry of one in use.

A service that nobody uses sends no spans and logs nothing, and that is no fault. So each kind is held against a sign
of use that comes another way. These look at every service of the view's configuration.
"""

from __future__ import annotations

from dataclasses import replace

from generator.signals import http, spans
from generator.signals.arrival import TARGET_INFO, age, everyone, expected, http_counts, spans_age
from generator.signals.logql import SERVICE as STREAM
from generator.signals.logql import streams
from generator.signals.promql import aggregate, relabel
from generator.signals.runtime import THREADS
from generator.signals.signal import Kind, Signal, Step, View, one

#: So long one is told of what has stopped. Steps of two minutes make it no dearer than a graph of that range.
LOOK_BACK = "6h"
_BACK, _TWO_STEPS = f"{LOOK_BACK}:2m", "4m"
#: Lines are looked for in windows of this length: now, and at these moments before.
LINES_WINDOW, _BEFORE = "15m", ("1h", "3h", LOOK_BACK)

#: An hour's absence may be a planned one; ten minutes' is not.
_STOPPED = (Step(600, "red"),)
_NOTHING = "Nothing has stopped"


def _backends(view: View) -> View:
    return replace(view, service=view.names("backend"))


def _anything(view: View) -> str:
    suffixes = view.profile.suffixes
    metrics = http_counts(view) | {"threads": THREADS.metric(suffixes=suffixes), "info": TARGET_INFO}
    services = _backends(view)
    kinds = {"metrics": age(metrics, services, _BACK), "spans": spans_age(services, _BACK, _TWO_STEPS)}
    either = " or ".join(relabel(seconds, "kind", "", "", kind) for kind, seconds in kinds.items())
    return aggregate("min", ("service",), either)


def _requests(view: View) -> str:
    each = _backends(view).grouped("service")
    (counted,) = http.RATE.queries(each)
    return _of_all(view, counted.text, spans.calls(each, spans.SERVER))


def _use(view: View) -> str:
    activities = view.config.activities
    if not activities:
        return _requests(view)
    matcher = spans.of_activities(*activities, config=view.config)
    return _of_all(view, spans.calls(_backends(view).grouped("service"), spans.SERVER, matcher))


def _of_all(view: View, *backends: str) -> str:
    """By `service`: what is known of backends and of frontends, and 0 for all others, so that none is missing."""
    return " or ".join((*backends, *_frontends(view), f"0 * {aggregate('sum', ('service',), expected(view))}"))


def _frontends(view: View) -> list[str]:
    """A frontend is in use while its tenant's backends are asked for what its users do."""
    found = []
    for tenant in view.config.tenants if view.config.activities else ():
        of_tenant = replace(view, config=replace(view.config, tenants=(tenant,)), by=())
        matcher = spans.of_activities(*view.config.activities, config=view.config)
        asked = spans.calls(_backends(of_tenant), spans.SERVER, matcher)
        names = [service.name for service in tenant.services if service.tier == "frontend"]
        found += [relabel(asked, "service", "", "", name) for name in names]
    return found


def _lines(view: View) -> str:
    selector = streams(everyone(view))

    def lines(before: str = "") -> str:
        offset = f" offset {before}" if before else ""
        return aggregate("sum", (STREAM,), f"count_over_time({selector} [{LINES_WINDOW}]{offset})")

    stopped = f"({' or '.join(map(lines, _BEFORE))}) unless on ({STREAM}) {lines()}"
    return aggregate("sum", ("service",), relabel(stopped, "service", STREAM, "(.+)"))


ANYTHING = Signal(
    id="silence.service",
    title="Silence of a service",
    shows=f"Seconds since a backend sent its newest metric or span, looking back {LOOK_BACK}.",
    healthy="Healthy: below twice the export interval, with and without requests.",
    next="Next: see its pods: is it running? Then its way to the collector. A service that was started again and has "
    "no process metrics is silent until its first request.",
    unit="s",
    kind=Kind.AGE,
    source="prometheus",
    queries=one(_anything),
    empty=_NOTHING,
    by=("service",),
    steps=_STOPPED,
    decimals=0,
)

METRICS = Signal(
    id="silence.metrics",
    title="Silence of metrics",
    shows=f"Seconds since the newest HTTP metric of each service, looking back {LOOK_BACK}.",
    healthy="Healthy: below twice the export interval. A frontend sends none.",
    next="Next: the SDK's metric exporter, the collector, Prometheus' OTLP receiver: in this order.",
    unit="s",
    kind=Kind.AGE,
    source="prometheus",
    queries=one(lambda view: age(http_counts(view), everyone(view), _BACK)),
    empty=_NOTHING,
    by=("service",),
    steps=_STOPPED,
    decimals=0,
)

SPANS = Signal(
    id="silence.spans",
    title="Silence of spans",
    shows=f"Seconds since the newest span of each service was counted, looking back {LOOK_BACK}.",
    healthy="Healthy: below ten minutes while the service is in use.",
    next="Next: the service's trace exporter, the collector, Tempo and its metrics generator: in this order.",
    unit="s",
    kind=Kind.AGE,
    source="prometheus",
    queries=one(lambda view: aggregate("min", ("service",), spans_age(everyone(view), _BACK, _TWO_STEPS))),
    empty=_NOTHING,
    by=("service",),
    steps=_STOPPED,
    decimals=0,
)

LOGS = Signal(
    id="silence.logs",
    title="Silence of logs",
    shows=f"Lines that a service logged in {LINES_WINDOW} earlier on ({', '.join(_BEFORE)} ago), where it has logged "
    f"none in the latest {LINES_WINDOW}.",
    healthy="Healthy: nothing while the service is in use.",
    next="Next: the OTLP log exporter, or the scraper and its service_name label; then Loki.",
    unit="locale",
    kind=Kind.COUNT,
    source="loki",
    queries=one(_lines),
    empty=_NOTHING,
    by=("service",),
    decimals=0,
)

REQUESTS = Signal(
    id="silence.requests",
    title="Requests by any count",
    shows="Requests per second that a service answers, by its metrics or else by its spans. A frontend counts as used "
    "while its tenant's backends are asked for what its users do.",
    healthy="Healthy: follows the users; 0 is a service that nobody uses.",
    next="Next: without requests nothing is missed.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_requests),
    empty="No services configured",
    by=("service",),
)

USE = Signal(
    id="silence.use",
    title="Use by people",
    shows="Requests per second for what users do (the configured activities), which no probe asks for.",
    healthy="Healthy: follows the users; 0 is a service that nobody uses.",
    next="Next: without use nothing is missed.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_use),
    empty="No services configured",
    by=("service",),
)
