"""Whether telemetry arrives at all: how old the newest of each kind is per service, and what the collector refuses.

These look at every configured service, whatever is picked on the board: a service that is silent must show.
"""

from __future__ import annotations

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
LOOK_BACK_SECONDS = 1800

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


def _expected(view: View) -> str:
    """One series per configured service: the rows of the table, also for services that send nothing."""
    tenants = {service.name: tenant.name for tenant in view.config.tenants for service in tenant.services}
    return " or ".join(
        relabel(relabel("vector(1)", "service", "", "", name), "tenant", "", "", tenant)
        for name, tenant in tenants.items()
    )


def _picked(view: View) -> str:
    """The expected services that are picked: a matcher cannot see a label that was made by `label_replace`."""
    members = relabel(_expected(view), "member", "service", "(.+)")
    named = relabel(relabel(members, "service", "", "", ""), "service", "member", f"({view.service})")
    return aggregate("sum", view.by, f"{named} and on (service) ({_expected(view)})")


def _metrics_age(view: View) -> str:
    selector = matchers(job_matcher(everyone(view)))
    generations = []
    for name in view.profile.http:
        metric = DIALECTS[name].duration.count(suffixes=view.profile.suffixes)
        newest_of = aggregate("max", (JOB,), f"max_over_time(timestamp({metric}{selector})[{LOOK_BACK}:15s])")
        # Kept apart by a label: both generations of a job are compared, not only the first.
        generations.append(relabel(newest_of, "generation", "", "", name))
    newest = aggregate("max", (JOB,), " or ".join(generations))
    return aggregate("min", ("service",), relabel(f"time() - {newest}", "service", JOB, "(?:.+/)?(.+)"))


def _spans_age(view: View) -> str:
    # The generator re-exports a counter for minutes after the last span: only an increase proves a new span.
    label = dialect(view).service
    selector = matchers(f'{label}=~"{everyone(view).service}"')
    alive = f"timestamp(sum by ({label}) (rate({calls_metric(view)}{selector}[2m])) > 0)"
    age = f"time() - max by ({label}) (max_over_time({alive}[{LOOK_BACK}:15s]))"
    return age if label == "service" else relabel(age, "service", label, "(.+)")


def _logs_age(view: View) -> str:
    age = "{{ sub (now | unixEpoch | int) (__timestamp__ | unixEpoch | int) }}"
    oldest_first = (
        f'min_over_time({{{SERVICE}=~"{everyone(view).service}"}} | label_format age=`{age}` '
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


def _silence(view: View) -> str:
    """What has sent nothing within the look-back counts as old as that: a series that is gone raises no alarm."""
    expected = " or ".join(
        relabel("vector(1)", "service", "", "", service.name) for service in view.config.services("backend")
    )
    ages = " or ".join(
        relabel(age, "kind", "", "", name)
        for name, age in (("metrics", _metrics_age(view)), ("spans", _spans_age(view)))
    )
    newest = f"min by (service) ({ages}) and on (service) ({expected})"
    return aggregate("min", ("service",), f"({newest}) or on (service) (({expected}) * {LOOK_BACK_SECONDS})")


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
    queries=one(_expected),
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
    queries=one(_metrics_age),
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
    queries=one(_spans_age),
    empty=_SILENT,
    by=("service",),
    steps=_FRESH,
    decimals=0,
)

SILENCE = Signal(
    id="arrival.silence",
    title="Silence of backends",
    shows=f"Seconds since the newest metric or span of each backend; {LOOK_BACK_SECONDS} for one that sent nothing.",
    healthy="Healthy: below three minutes: SDKs send their metrics also when nobody asks anything.",
    next="Next: older: the pod is down, or its exporter, the collector or the store behind does not run.",
    unit="s",
    kind=Kind.AGE,
    source="prometheus",
    queries=one(_silence),
    empty="No backends configured",
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
