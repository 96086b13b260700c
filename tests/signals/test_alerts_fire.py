"""The alert rules on a real Prometheus: they fire for telemetry that is bad, and for no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from alert_rules import Answer, firing, steps
from exposition import LEGACY_BOUNDS, MINUTES, STABLE_BOUNDS, Exposition, era
from live_prometheus import LivePrometheus, Serve

from generator.config import Config, parse
from generator.project import Project
from generator.render.alerts import groups
from generator.signals.profile import PROFILES

FORMS = ("old", "new", "mixed")
#: What a backend does -> the alerts that fire for it.
STATES: dict[str, set[str]] = {
    "good": set(),
    # Nobody asks it anything: its counters stand still.
    "idle": set(),
    # It never sent a thing.
    "never": set(),
    # Started again, and not yet asked anything: it says that it is there, and no more.
    "restarted": set(),
    "failing": {"error-ratio"},
    "slow": {"slow-p95"},
    "silent": {"service-silent"},
    # In use all the while.
    "uncounted": {"metrics-stopped"},
    "untraced": {"spans-stopped"},
}
#: Frontend -> (whether it still sends spans, the alerts). Those of "calm" have a backend that nobody asks.
FRONTENDS: dict[str, tuple[bool, set[str]]] = {
    "web": (True, set()),
    "web-mute": (False, {"spans-stopped"}),
    "calm-web": (False, set()),
}
#: Minutes before the end at which what stops, stops.
STOPPED = MINUTES - 20

CONFIG = f"""
[project]
name = "Shop"
uid = "shop"
[tenants.busy]
backend = [{", ".join(f'"{form}-{state}"' for form in FORMS for state in STATES)}]
frontend = ["web", "web-mute"]
[tenants.calm]
backend = ["calm-api"]
frontend = ["calm-web"]
[activities.login]
method = "POST"
route = "/api/login"
"""

#: (status, bucket bound in seconds) -> requests a minute.
REQUESTS: dict[str, dict[tuple[int, float], float]] = {
    "good": {(200, 0.1): 58, (404, 0.1): 1, (500, 0.1): 1},
    "idle": {(200, 0.1): 0, (500, 0.1): 0},
    "failing": {(200, 0.1): 54, (500, 0.1): 6},
    "slow": {(200, 0.1): 54, (200, 2.5): 6},
    "untraced": {(200, 0.1): 60},
}
NAMES = {
    ("old", True): ("http_server_duration_milliseconds", "http_status_code"),
    ("new", True): ("http_server_request_duration_seconds", "http_response_status_code"),
    ("old", False): ("http_server_duration", "http_status_code"),
    ("new", False): ("http_server_request_duration", "http_response_status_code"),
}
#: Profiles of one convention see half of the services.
MEANT = dict.fromkeys(PROFILES, FORMS) | {"legacy": ("old",), "stable": ("new",)}
#: Hours of silence are looked for: worlds stand so far apart that none sees another.
ERAS = {True: era(0), False: era(5)}


def requests(series: Exposition, service: str, form: str, state: str, *, suffixes: bool) -> None:
    for generation in ("old", "new") if form == "mixed" else (form,):
        metric, status_label = NAMES[generation, suffixes]
        labels = {"job": f"shop/{service}"} | ({"instance": "pod-1"} if generation == "new" else {})
        if state not in REQUESTS:
            series.counter(f"{metric}_count", labels | {status_label: "200"}, 60, last=STOPPED)
        bounds, unit = (LEGACY_BOUNDS, 1000) if generation == "old" else (STABLE_BOUNDS, 1)
        for status in {status for status, _ in REQUESTS.get(state, {})}:
            observed = {bound * unit: n for (its, bound), n in REQUESTS[state].items() if its == status}
            series.histogram(metric, labels | {status_label: str(status)}, bounds, observed)


def spans(series: Exposition, service: str, name: str, kind: str, *, until: int) -> None:
    """Counted until that minute, and sent on for five more, as Tempo does."""
    labels = {"span_name": name, "span_kind": f"SPAN_KIND_{kind}", "status_code": "STATUS_CODE_UNSET"}
    values = {minute: 10.0 * min(minute, until) for minute in range(min(until + 5, MINUTES) + 1)}
    series.samples("traces_spanmetrics_calls_total", {"service": service, **labels}, values)
    series.samples("traces_span_metrics_calls_total", {"service_name": service, **labels}, values)


def backend(series: Exposition, service: str, form: str, state: str, *, suffixes: bool) -> None:
    if state == "never":
        return
    requests(series, service, form, state, suffixes=suffixes)
    traced = {"idle": 0, "restarted": STOPPED, "silent": STOPPED, "untraced": STOPPED}.get(state, MINUTES)
    spans(series, service, "/api/login" if form == "old" else "POST /api/login", "SERVER", until=traced)
    if state not in ("silent", "uncounted"):
        series.gauge("target_info", {"job": f"shop/{service}"}, 1)


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    for suffixes, series in ERAS.items():
        for form in FORMS:
            for state in STATES:
                backend(series, f"{form}-{state}", form, state, suffixes=suffixes)
        backend(series, "calm-api", "new", "idle", suffixes=suffixes)
        for service, (sends, _) in FRONTENDS.items():
            spans(series, service, "documentLoad", "INTERNAL", until=MINUTES if sends else STOPPED)
        # Somebody else's, as bad as can be.
        for state in ("failing", "slow", "silent"):
            backend(series, f"stranger-{state}", "old", state, suffixes=suffixes)
        for server, used in (("full", 95), ("roomy", 50)):
            series.gauge("mysql_global_status_threads_connected", {"instance": server}, used)
            series.gauge("mysql_global_variables_max_connections", {"instance": server}, 100)
    return serve(*(series.text for series in ERAS.values()))


@pytest.fixture
def fired(prometheus: LivePrometheus, project: Project, profile: str) -> set[tuple[str, str, str]]:
    """(alert, service or server, tenant) of everything that fires at the end."""
    return everything(prometheus, project, parse(CONFIG, None), profile)


def everything(prometheus: LivePrometheus, project: Project, config: Config, profile: str) -> set[tuple[str, str, str]]:
    at = ERAS[PROFILES[profile].suffixes].end

    def ask(model: dict[str, str]) -> Answer:
        points = prometheus.query(model["expr"], at)
        answer = {tuple(sorted(point.labels.items())): point.value for point in points}
        assert len(answer) == len(points)
        return answer

    context = replace(project.context(profile), config=config)
    rules = [rule for group in groups(project.boards, context) for rule in group["rules"]]
    of_prometheus = [
        rule for rule in rules if all(model["datasource"]["type"] != "loki" for model in steps(rule).values())
    ]
    assert len(of_prometheus) == len(rules) - 1
    return {
        (rule["uid"].removeprefix("shop-"), found.get("service") or found["instance"], found.get("tenant", ""))
        for rule in of_prometheus
        for found in firing(rule, ask)
    }


@pytest.mark.parametrize("profile", PROFILES)
class TestProfile:
    """Each profile in its own dialect."""

    def test_each_backend_fires_what_is_wrong_with_it_and_nothing_else(
        self, fired: set[tuple[str, str, str]], profile: str
    ) -> None:
        of_backends = {one for one in fired if one[1].split("-")[0] in MEANT[profile]}
        assert of_backends == {
            (alert, f"{form}-{state}", "busy")
            for form in MEANT[profile]
            for state, alerts in STATES.items()
            for alert in alerts
        }

    def test_a_frontend_is_missed_only_while_people_use_its_tenant(self, fired: set[tuple[str, str, str]]) -> None:
        of_frontends = {one for one in fired if "web" in one[1]}
        assert of_frontends == {
            (alert, service, "busy") for service, (_, alerts) in FRONTENDS.items() for alert in alerts
        }

    def test_only_the_server_that_fills_up(self, fired: set[tuple[str, str, str]]) -> None:
        assert {one for one in fired if one[0] == "database-connections"} == {("database-connections", "full", "")}

    def test_nobody_else_fires(self, fired: set[tuple[str, str, str]]) -> None:
        known = {f"{form}-{state}" for form in FORMS for state in STATES} | FRONTENDS.keys() | {"full", "calm-api"}
        assert {one[1] for one in fired} <= known


def test_what_is_not_expected_of_a_tenant_does_not_fire(prometheus: LivePrometheus, project: Project) -> None:
    said = """
    [signals.arrival.spans_age]
    expected = false
    tenants = ["busy"]
    [signals.http.p95]
    expected = false
    [alerts.error-ratio]
    above = 0.2
    """
    found = {one[0] for one in everything(prometheus, project, parse(CONFIG + said, None), "portable")}
    assert found == {"service-silent", "metrics-stopped", "database-connections"}
