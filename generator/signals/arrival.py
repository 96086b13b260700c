"""Whether telemetry arrives at all: how old the newest of each kind is per service, and what the collector refuses.

These look at every configured service, whatever is picked on the board: a service that is silent must show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.signals.http import DIALECTS
from generator.signals.instrument import Instrument
from generator.signals.logql import SERVICE
from generator.signals.promql import JOB, aggregate, job_matcher, matchers, rate, relabel
from generator.signals.signal import Kind, Query, Signal, Step, View, one
from generator.signals.spans import calls_metric, dialect
from generator.signals.traceql import SERVICE as TRACE_SERVICE
from generator.signals.traceql import spans

#: How far back an age is looked for. Older than this is the same as never.
LOOK_BACK = "30m"
_BACK = f"{LOOK_BACK}:15s"

ALERTS = "ALERTS"
TARGET_INFO = "target_info"
VERSION = "service_version"

_LOST = {
    f"{kind} {verb}": Instrument(f"otelcol_{half}_{noun}", "", "counter")
    for kind, noun in (("spans", "spans"), ("metrics", "metric_points"), ("logs", "log_records"))
    for verb, half in (("refused", "receiver_refused"), ("failed", "exporter_send_failed"))
}


def everyone(view: View) -> View:
    """The same view of all configured services, as plain text instead of what is picked."""
    return replace(view, service=view.names())


def expected(view: View) -> str:
    """One series per configured service: the rows of the table, also for services that send nothing."""
    tenants = {service.name: tenant.name for tenant in view.config.tenants for service in tenant.services}
    return " or ".join(
        relabel(relabel("vector(1)", "service", "", "", name), "tenant", "", "", tenant)
        for name, tenant in tenants.items()
    )


def _picked(view: View) -> str:
    """The expected services that are picked: a matcher cannot see a label that was made by `label_replace`."""
    members = relabel(expected(view), "member", "service", "(.+)")
    named = relabel(relabel(members, "service", "", "", ""), "service", "member", f"({view.service})")
    return aggregate("sum", view.by, f"{named} and on (service) ({expected(view)})")


def age(metrics: Mapping[str, str], view: View, back: str) -> str:
    """Seconds since the newest sample of any of these metrics (a word for each -> its name), by `service`.

    `back` is how far back it looks, and in which steps, as in a subquery.
    """
    each = []
    for word, metric in metrics.items():
        moments = f"timestamp({metric}{matchers(job_matcher(view))})"
        newest = aggregate("max", (JOB,), f"max_over_time({moments}[{back}])")
        # Kept apart by a label: all metrics of a job are compared, not only the first.
        each.append(relabel(newest, "generation", "", "", word))
    newest = aggregate("max", (JOB,), " or ".join(each))
    return aggregate("min", ("service",), relabel(f"time() - {newest}", "service", JOB, "(?:.+/)?(.+)"))


def http_counts(view: View) -> dict[str, str]:
    """The HTTP metric that each dialect of the profile counts requests with."""
    return {name: DIALECTS[name].duration.count(suffixes=view.profile.suffixes) for name in view.profile.http}


def spans_age(view: View, back: str, window: str) -> str:
    """Seconds since the newest span, by `service`. `window` is two steps of `back` or more: so no span is missed."""
    # The generator re-exports a counter for minutes after the last span: only an increase proves a new span.
    label = dialect(view).service
    selector = matchers(f'{label}=~"{view.service}"')
    alive = f"timestamp(sum by ({label}) (rate({calls_metric(view)}{selector}[{window}])) > 0)"
    seconds = f"time() - max by ({label}) (max_over_time({alive}[{back}]))"
    return seconds if label == "service" else relabel(seconds, "service", label, "(.+)")


def _logs_age(view: View) -> str:
    age_of_line = "{{ sub (now | unixEpoch | int) (__timestamp__ | unixEpoch | int) }}"
    oldest_first = (
        f'min_over_time({{{SERVICE}=~"{everyone(view).service}"}} | label_format age=`{age_of_line}` '
        f"| unwrap age [{LOOK_BACK}]) by ({SERVICE})"
    )
    return relabel(oldest_first, "service", SERVICE, "(.+)")


def _trace_count(view: View) -> tuple[Query, ...]:
    return (Query(f"{spans(everyone(view))} | count_over_time() by ({TRACE_SERVICE})"),)


def _collector(view: View) -> tuple[Query, ...]:
    # A collector that is scraped says `_total` or not by its own version and settings, whatever the profile.
    return tuple(
        Query(
            " or ".join(f"sum({rate(lost.metric(suffixes=suffixes), '', view.window)})" for suffixes in (True, False)),
            words,
        )
        for words, lost in _LOST.items()
    )


_FRESH = (Step(180, "orange"), Step(600, "red"))
_SILENT = "never"


EXPECTED = Signal(
    id="arrival.expected",
    title="Expected services",
    shows="The services that generator.toml names: one row each, whether they send or not.",
    healthy="Healthy: every service has an age in each column that you expect of it.",
    next="Next: a service that is missing here is not configured.",
    unit="none",
    kind=Kind.STATE,
    source="prometheus",
    queries=one(expected),
    empty="No services configured",
    by=("service", "tenant"),
)

PICKED = Signal(
    id="arrival.picked",
    title="Services",
    shows="The picked services, whether they send anything or not.",
    healthy="Healthy: every other column has a value where the service has such a thing.",
    next="Next: an empty row is a service that is silent: see the telemetry coverage.",
    unit="none",
    kind=Kind.STATE,
    source="prometheus",
    queries=one(_picked),
    empty="No services configured",
    by=("service", "tenant"),
)

METRICS_AGE = Signal(
    id="arrival.metrics_age",
    title="Metrics age",
    shows=f"Seconds since the newest HTTP metric of each service, looking back {LOOK_BACK}.",
    healthy="Healthy: below twice the export interval. A frontend sends none.",
    next="Next: older, or never: the SDK's metric exporter, the collector, or Prometheus' OTLP receiver.",
    unit="s",
    kind=Kind.AGE,
    source="prometheus",
    queries=one(lambda view: age(http_counts(view), everyone(view), _BACK)),
    empty=_SILENT,
    by=("service",),
    steps=_FRESH,
    decimals=0,
)

SPANS_AGE = Signal(
    id="arrival.spans_age",
    title="Span metrics age",
    shows=f"Seconds since the newest span of each service was counted, looking back {LOOK_BACK}.",
    healthy="Healthy: below three minutes while there is traffic.",
    next="Next: older, or never: Tempo's metrics generator does not run, or the service sends no spans.",
    unit="s",
    kind=Kind.AGE,
    source="prometheus",
    queries=one(lambda view: spans_age(everyone(view), _BACK, "2m")),
    empty=_SILENT,
    by=("service",),
    steps=_FRESH,
    decimals=0,
)

LOGS_AGE = Signal(
    id="arrival.logs_age",
    title="Logs age",
    shows=f"Seconds since the newest log line of each service, looking back {LOOK_BACK}.",
    healthy="Healthy: below three minutes while there is traffic.",
    next="Next: older, or never: the OTLP log exporter, or the scraper and its service_name label.",
    unit="s",
    kind=Kind.AGE,
    source="loki",
    queries=one(_logs_age),
    empty=_SILENT,
    by=("service",),
    steps=_FRESH,
    decimals=0,
)

TRACE_COUNT = Signal(
    id="arrival.trace_count",
    title="Spans in range",
    shows="Spans of each service that Tempo holds for the range.",
    healthy="Healthy: every service has some.",
    next="Next: none: the service's trace exporter, the collector, or sampling.",
    unit="locale",
    kind=Kind.COUNT,
    source="tempo",
    queries=_trace_count,
    empty="none",
    decimals=0,
)

COLLECTOR_LOSS = Signal(
    id="arrival.collector_loss",
    title="Refused and failed in the collector",
    shows="Spans, metric points and log records per second that the collector refused or could not pass on.",
    healthy="Healthy: 0.",
    next="Next: refused is back pressure or a memory limit; failed is the store behind: see the collector's log.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=_collector,
    empty="The collector does not report its own metrics to this Prometheus",
)

FIRING = Signal(
    id="alerts.firing",
    title="Firing alerts",
    shows="Alerts of Prometheus that fire now, of the picked tenants or of none. Grafana's own are listed below.",
    healthy="Healthy: 0.",
    next="Next: the list of alerts names them.",
    unit="locale",
    kind=Kind.COUNT,
    source="prometheus",
    # An absent series is how Prometheus says that nothing fires: here 0 is the truth.
    queries=one(lambda view: f"count({firing(view)}) or vector(0)", "firing"),
    empty="0",
    steps=(Step(1, "orange"), Step(5, "red")),
    decimals=0,
)


def deployments(view: View) -> str:
    """Versions that have just appeared, by service: what the deployment annotation asks."""
    info = TARGET_INFO + matchers(job_matcher(view), f'{VERSION}!=""')
    now, before = (aggregate("count", (JOB, VERSION), series) for series in (info, f"{info} offset 5m"))
    return relabel(f"{now} unless {before}", "service", JOB, "(?:.+/)?(.+)")


def firing(view: View) -> str:
    """Alerts of Prometheus while they fire: what the alert annotation asks.

    Those of other tenants' namespaces are left out, and the watchdog that always fires (severity "none").
    """
    return ALERTS + matchers('alertstate="firing"', 'severity!="none"', f'namespace=~"({view.namespace})?"')
