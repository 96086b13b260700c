"""HTTP numbers from a real Prometheus, compared with what comes out by hand.

Each form below is a way in which a service's requests can arrive. Expected numbers are written as the arithmetic
that leads to them: requests per minute over 60 for rates, and for a quantile the linear interpolation inside the
bucket that holds the rank.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import pytest
from exposition import LEGACY_BOUNDS, MINUTES, STABLE_BOUNDS, Exposition, by_otlp, by_python, era
from live_prometheus import LivePrometheus, Serve

from generator.project import Project
from generator.signals import http
from generator.signals.profile import PROFILES
from generator.signals.signal import Signal
from signals.answers import Asker, near, rates

Requests = dict[tuple[int, float], float]

#: (status, bucket bound) -> requests a minute. Old SDKs count in milliseconds: 120 requests a minute,
#: cumulated 12 up to 10 ms, 36 up to 25 ms, 96 up to 100 ms, 120 up to 1 s.
OLD: Requests = {(200, 100): 60, (404, 25): 24, (401, 10): 12, (500, 1000): 24}
#: New SDKs count in seconds: 240 requests a minute, cumulated 15 up to 5 ms, 165 up to 50 ms, 225 up to 250 ms,
#: 240 up to 2.5 s.
NEW: Requests = {(200, 0.05): 150, (200, 0.25): 60, (503, 2.5): 15, (403, 0.005): 15}


@dataclass(frozen=True)
class Pods:
    """Pods that write the same series: no `instance` where the SDK sets no service.instance.id."""

    generation: Literal["legacy", "stable"]
    requests: Requests
    instance: str = ""
    spelling: Callable[[float], str] = by_otlp
    job: str = ""
    #: Bucket bounds, where they are not the SDK's own.
    bounds: tuple[float, ...] = ()


def in_milliseconds(requests: Requests) -> Requests:
    """The same requests as an old SDK counts them."""
    return {(status, bound * 1000): count for (status, bound), count in requests.items()}


def without_errors(requests: Requests) -> Requests:
    """The same requests without those that failed."""
    return {key: count for key, count in requests.items() if key[0] < 500}


def none_of(requests: Requests) -> Requests:
    """The same series, whose counters do not move."""
    return dict.fromkeys(requests, 0)


@dataclass(frozen=True)
class Numbers:
    """What a panel must show. Rates are given per minute here, quantiles in seconds."""

    rate: float
    errors: float | None
    p50: float | None
    p95: float | None
    p99: float | None
    classes: dict[str, float]
    statuses: dict[str, float]


OF_OLD = Numbers(
    rate=60 + 24 + 12 + 24,
    errors=24 / 120,
    # Rank 60 lies in (75, 100] ms, which holds requests 37 to 96.
    p50=(75 + 25 * (60 - 36) / 60) / 1000,
    # Rank 114 lies in (750, 1000] ms, which holds requests 97 to 120.
    p95=(750 + 250 * (114 - 96) / 24) / 1000,
    p99=(750 + 250 * (118.8 - 96) / 24) / 1000,
    classes={"2xx": 60, "4xx": 24 + 12, "5xx": 24},
    statuses={"401": 12, "404": 24, "500": 24},
)
OF_NEW = Numbers(
    rate=150 + 60 + 15 + 15,
    errors=15 / 240,
    # Rank 120 lies in (0.025, 0.05] s, which holds requests 16 to 165.
    p50=0.025 + 0.025 * (120 - 15) / 150,
    # Rank 228 lies in (1, 2.5] s, which holds requests 226 to 240.
    p95=1 + 1.5 * (228 - 225) / 15,
    p99=1 + 1.5 * (237.6 - 225) / 15,
    classes={"2xx": 210, "4xx": 15, "5xx": 15},
    statuses={"403": 15, "503": 15},
)
#: Both together, bucket by bucket, cumulated: 15 up to 5 ms, 27 up to 10 ms, 51 up to 25 ms, 201 up to 50 ms,
#: 261 up to 100 ms, 321 up to 250 ms, 345 up to 1 s, 360 up to 2.5 s.
OF_BOTH = Numbers(
    rate=120 + 240,
    errors=(24 + 15) / 360,
    p50=0.025 + 0.025 * (180 - 51) / 150,
    p95=0.75 + 0.25 * (342 - 321) / 24,
    p99=1 + 1.5 * (356.4 - 345) / 15,
    classes={"2xx": 60 + 210, "4xx": 36 + 15, "5xx": 24 + 15},
    statuses={"401": 12, "403": 15, "404": 24, "500": 24, "503": 15},
)
#: 96 requests a minute: 12 up to 10 ms, 36 up to 25 ms, 96 up to 100 ms.
OF_CALM_OLD = Numbers(
    rate=60 + 24 + 12,
    errors=0,
    p50=(75 + 25 * (48 - 36) / 60) / 1000,
    p95=(75 + 25 * (91.2 - 36) / 60) / 1000,
    p99=(75 + 25 * (95.04 - 36) / 60) / 1000,
    classes={"2xx": 60, "4xx": 36},
    statuses={"401": 12, "404": 24},
)
#: 225 requests a minute: 15 up to 5 ms, 165 up to 50 ms, 225 up to 250 ms (60 of them above 100 ms).
OF_CALM_NEW = Numbers(
    rate=150 + 60 + 15,
    errors=0,
    p50=0.025 + 0.025 * (112.5 - 15) / 150,
    p95=0.1 + 0.15 * (213.75 - 165) / 60,
    p99=0.1 + 0.15 * (222.75 - 165) / 60,
    classes={"2xx": 210, "4xx": 15},
    statuses={"403": 15},
)
#: Series are there and do not move: zero requests, and no ratio and no quantile of nothing.
IDLE_OLD = Numbers(0, None, None, None, None, {"2xx": 0, "4xx": 0, "5xx": 0}, {"401": 0, "404": 0, "500": 0})
IDLE_NEW = Numbers(0, None, None, None, None, {"2xx": 0, "4xx": 0, "5xx": 0}, {"403": 0, "503": 0})

#: Form -> who reports in it, and what must come out. The form's name is the service's name.
FORMS: dict[str, tuple[tuple[Pods, ...], Numbers]] = {
    "old": ((Pods("legacy", OLD),), OF_OLD),
    "new": ((Pods("stable", NEW, "new-1"),), OF_NEW),
    "old-with-instance": ((Pods("legacy", OLD, "pod-1"),), OF_OLD),
    "namespaced-old": ((Pods("legacy", OLD, job="shop/namespaced-old"),), OF_OLD),
    "namespaced-new": ((Pods("stable", NEW, "n-1", job="shop/namespaced-new"),), OF_NEW),
    "spelt-old": ((Pods("legacy", OLD, spelling=by_python),), OF_OLD),
    "spelt-new": ((Pods("stable", NEW, "s-1", spelling=by_python),), OF_NEW),
    "calm-old": ((Pods("legacy", without_errors(OLD)),), OF_CALM_OLD),
    "calm-new": ((Pods("stable", without_errors(NEW), "c-1"),), OF_CALM_NEW),
    "idle-old": ((Pods("legacy", none_of(OLD)),), IDLE_OLD),
    "idle-new": ((Pods("stable", none_of(NEW), "i-1"),), IDLE_NEW),
    # One pod says everything twice, in both conventions (http/dup): its requests happened once.
    "dup": ((Pods("stable", NEW, "d-1"), Pods("legacy", in_milliseconds(NEW), "d-1")), OF_NEW),
    "dup-without-instance": ((Pods("stable", NEW), Pods("legacy", in_milliseconds(NEW))), OF_NEW),
    # The same with bucket bounds that somebody chose for the new convention: buckets of two kinds never mix.
    "dup-of-other-bounds": (
        (
            Pods("stable", NEW, "d-1", bounds=(0.005, 0.05, 0.2, 0.25, 1, 2.5)),
            Pods("legacy", in_milliseconds(NEW), "d-1"),
        ),
        # Rank 120 lies in (0.005, 0.05] s here.
        replace(OF_NEW, p50=0.005 + 0.045 * (120 - 15) / 150),
    ),
    # A roll-out that is half done: old pods beside new ones, one job.
    "moving": ((Pods("legacy", OLD), Pods("stable", NEW, "m-1")), OF_BOTH),
    "moving-spelt": (
        (Pods("legacy", OLD, spelling=by_python), Pods("stable", NEW, "m-1", spelling=by_python)),
        OF_BOTH,
    ),
    "moving-across-namespaces": (
        (
            Pods("legacy", OLD, job="moving-across-namespaces"),
            Pods("stable", NEW, "m-1", job="shop/moving-across-namespaces"),
        ),
        OF_BOTH,
    ),
    "moving-by-dup": (
        (Pods("legacy", OLD), Pods("stable", NEW, "m-1"), Pods("legacy", in_milliseconds(NEW), "m-1")),
        OF_BOTH,
    ),
}
_OLD_ONLY = ["old", "old-with-instance", "namespaced-old", "spelt-old", "calm-old", "idle-old"]
_NEW_ONLY = ["new", "namespaced-new", "spelt-new", "calm-new", "idle-new"]
_DUP = ["dup", "dup-without-instance"]

#: Which forms each profile is meant for. Those that combine both conventions are meant for all of them.
MEANT = {
    "portable": list(FORMS),
    "legacy": [*_OLD_ONLY, *_DUP],
    "stable": [*_NEW_ONLY, *_DUP, "dup-of-other-bounds"],
    "collector-spanmetrics": list(FORMS),
    "collector-spanmetrics-seconds": list(FORMS),
    "mimir": list(FORMS),
}
CASES = [(profile, form) for profile, forms in MEANT.items() for form in forms]
SIGNALS = [
    http.RATE,
    http.ERROR_RATIO,
    http.P95,
    http.PERCENTILES,
    http.HEATMAP,
    http.BY_CLASS,
    http.ERRORS_BY_STATUS,
    http.REFUSED,
    http.IN_FLIGHT,
]

#: Other applications in the same Prometheus, with so much traffic that a single one of their series would show.
STRANGERS = ("older", "very-old", "old/other", "shop/old-2", "renew", "new/", "")

#: Requests at this moment, by service: both generations call this metric the same.
IN_FLIGHT = {"old": 3, "new": 5, "older": 1000}

NAMES = {
    ("legacy", True): ("http_server_duration_milliseconds", "http_status_code"),
    ("stable", True): ("http_server_request_duration_seconds", "http_response_status_code"),
    # As Mimir's own OTLP endpoint stores them.
    ("legacy", False): ("http_server_duration", "http_status_code"),
    ("stable", False): ("http_server_request_duration", "http_response_status_code"),
}


def report(series: Exposition, service: str, pods: Pods, *, suffixes: bool) -> None:
    """Write what these pods send."""
    bounds = pods.bounds or (LEGACY_BOUNDS if pods.generation == "legacy" else STABLE_BOUNDS)
    metric, status_label = NAMES[pods.generation, suffixes]
    for status in {status for status, _ in pods.requests}:
        labels = {"job": pods.job or service, status_label: str(status)}
        if pods.instance:
            labels["instance"] = pods.instance
        observed = {bound: count for (its, bound), count in pods.requests.items() if its == status}
        series.histogram(metric, labels, bounds, observed, spelling=pods.spelling)


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    eras = {True: era(0, since=MINUTES - 10), False: era(1, since=MINUTES - 10)}
    for suffixes, series in eras.items():
        for service, (reporters, _) in FORMS.items():
            for pods in reporters:
                report(series, service, pods, suffixes=suffixes)
        for job in STRANGERS:
            for generation, requests in (("legacy", OLD), ("stable", NEW)):
                many = {key: count * 1_000_000 for key, count in requests.items()}
                report(series, "", Pods(generation, many, job=job), suffixes=suffixes)
        for service, requests in IN_FLIGHT.items():
            series.gauge("http_server_active_requests", {"job": service, "http_scheme": "http"}, requests)
    return serve(*(series.text for series in eras.values()))


@pytest.fixture
def ask(prometheus: LivePrometheus, project: Project, profile: str) -> Asker:
    # Names with and without suffixes arrive in different eras: a profile that asks for the wrong ones finds nothing.
    moment = era(0 if PROFILES[profile].suffixes else 1).end
    return Asker(prometheus, project.config, profile, at=moment)


def test_every_profile_says_which_forms_it_is_meant_for() -> None:
    assert MEANT.keys() == PROFILES.keys()


@pytest.mark.parametrize(("profile", "form"), CASES)
class TestForm:
    """Each number, for each form, in each profile that is meant for it."""

    def test_request_rate(self, ask: Asker, form: str) -> None:
        expected = FORMS[form][1]
        assert ask.table(http.RATE, form) == rates({(): expected.rate})
        assert ask.table(http.RATE, form, "service") == rates({form: expected.rate})

    def test_error_ratio(self, ask: Asker, form: str) -> None:
        expected = FORMS[form][1]
        # Exactly 0 without errors; nothing at all without requests.
        assert ask.table(http.ERROR_RATIO, form) == near({(): expected.errors})
        assert ask.table(http.ERROR_RATIO, form, "service") == near({form: expected.errors})

    def test_quantiles(self, ask: Asker, form: str) -> None:
        expected = FORMS[form][1]
        p50, p95, p99 = ask.tables(http.PERCENTILES, form)
        assert p50 == near({(): expected.p50})
        assert p95 == near({(): expected.p95})
        assert p99 == near({(): expected.p99})
        assert ask.table(http.P95, form) == p95
        assert ask.table(http.P95, form, "service") == near({form: expected.p95})

    def test_status_classes(self, ask: Asker, form: str) -> None:
        assert ask.table(http.BY_CLASS, form, "class") == rates(FORMS[form][1].classes)

    def test_error_statuses(self, ask: Asker, form: str) -> None:
        assert ask.table(http.ERRORS_BY_STATUS, form, "status") == rates(FORMS[form][1].statuses)

    def test_refused(self, ask: Asker, form: str) -> None:
        statuses = FORMS[form][1].statuses
        refused = {(code, form): statuses[code] for code in ("401", "403") if code in statuses}
        assert ask.table(http.REFUSED, form, "status", "service") == rates(refused)


@pytest.mark.parametrize("profile", MEANT)
@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.id)
def test_a_service_that_does_not_exist_has_no_numbers(ask: Asker, signal: Signal) -> None:
    assert [table for table in ask.tables(signal, "nobody") if table] == []


@pytest.mark.parametrize(
    ("profile", "form"),
    [("legacy", "new"), ("stable", "old"), ("legacy", "calm-new"), ("stable", "namespaced-old")],
)
def test_a_profile_of_one_convention_does_not_see_the_other(ask: Asker, form: str) -> None:
    """Otherwise the forms that the profile is meant for would prove nothing about its dialect."""
    assert ask.table(http.RATE, form, "service") == {}
    assert ask.table(http.P95, form, "service") == {}


@pytest.mark.parametrize("profile", ["portable", "mimir"])
class TestTenants:
    """One tenant on each convention, side by side: none of them may push the other out."""

    def test_each_has_its_own_numbers(self, ask: Asker) -> None:
        assert ask.table(http.RATE, "(old|new)", "service") == rates({"old": 120, "new": 240})
        assert ask.table(http.ERROR_RATIO, "(old|new)", "service") == near({"old": OF_OLD.errors, "new": OF_NEW.errors})
        assert ask.table(http.P95, "(old|new)", "service") == near({"old": OF_OLD.p95, "new": OF_NEW.p95})

    def test_together_they_are_what_one_service_of_both_would_be(self, ask: Asker) -> None:
        assert ask.table(http.RATE, "(old|new)") == rates({(): OF_BOTH.rate})
        assert ask.table(http.ERROR_RATIO, "(old|new)") == near({(): OF_BOTH.errors})
        assert ask.table(http.P95, "(old|new)") == near({(): OF_BOTH.p95})
        assert ask.table(http.BY_CLASS, "(old|new)", "class") == rates(OF_BOTH.classes)
        assert ask.table(http.ERRORS_BY_STATUS, "(old|new)", "status") == rates(OF_BOTH.statuses)

    def test_a_calm_tenant_stays_calm_beside_a_failing_one(self, ask: Asker) -> None:
        ratios = {"calm-old": 0, "calm-new": 0, "old": 24 / 120, "new": 15 / 240}
        assert ask.table(http.ERROR_RATIO, f"({'|'.join(ratios)})", "service") == near(ratios)

    def test_an_idle_tenant_adds_nothing(self, ask: Asker) -> None:
        assert ask.table(http.ERROR_RATIO, "(old|idle-old|idle-new)") == near({(): OF_OLD.errors})
        assert ask.table(http.ERROR_RATIO, "(old|idle-old|idle-new)", "service") == near({"old": OF_OLD.errors})
        assert ask.table(http.P95, "(old|idle-old|idle-new)") == near({(): OF_OLD.p95})


@pytest.mark.parametrize("profile", ["portable", "mimir"])
def test_heatmap_adds_up_buckets_of_both_conventions(ask: Asker) -> None:
    """One bucket for each bound, whichever unit and spelling it came in."""
    points = ask.prometheus.query(ask.texts(http.HEATMAP, "moving-spelt")[0], ask.at)
    buckets = {point.labels["le"]: round(point.value * 60, 6) for point in points}
    fast = {"0": 0, "0.005": 15, "0.01": 27, "0.025": 51, "0.05": 201, "0.075": 201, "0.1": 261, "0.25": 321}
    slow = {"0.5": 321, "0.75": 321, "1": 345, "2.5": 360, "5": 360, "7.5": 360, "10": 360, "+Inf": 360}
    assert buckets == fast | slow


@pytest.mark.parametrize("profile", MEANT)
def test_requests_in_flight(ask: Asker) -> None:
    assert ask.table(http.IN_FLIGHT, "(old|new)", "service") == {"old": 3, "new": 5}
    assert ask.table(http.IN_FLIGHT, "(old|new)") == {(): 3 + 5}
