"""What a stack sends, found on a real Prometheus and on answers of Loki and Tempo; and what to configure for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from exposition import END, LEGACY_BOUNDS, STABLE_BOUNDS, Exposition
from live_prometheus import Serve
from store_answers import RECORDED, Canned

from generator.config import load
from generator.detect import report
from generator.detect.advice import Advice, advise
from generator.detect.arrival import LOGS, METRICS, SPANS, TRACES, Arrival, Sender, Stack
from generator.detect.dialects import siblings
from generator.detect.start import applications, slug, tenants, toml
from generator.detect.survey import Asked, survey
from generator.detect.wording import Seen, Wording, seen, wording
from generator.live.desk import Desk
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Prometheus
from generator.live.tempo import Tempo
from generator.live.way import direct
from generator.project import Project


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> Prometheus:
    series = Exposition()
    series.histogram("http_server_duration_milliseconds", {"job": "shop/cart"}, LEGACY_BOUNDS, {100: 60})
    series.histogram("http_server_request_duration_seconds", {"job": "shop/pay"}, STABLE_BOUNDS, {0.1: 60})
    series.histogram("http_server_duration_milliseconds", {"job": "shop/pay"}, LEGACY_BOUNDS, {100: 60})
    series.histogram("http_server_duration_milliseconds", {"job": "gone"}, LEGACY_BOUNDS, {100: 60})
    series.histogram("traces_spanmetrics_latency", {"service": "cart"}, (0.1,), {0.1: 60})
    # A counter that is exported still, but counts nothing any more.
    series.histogram("traces_spanmetrics_latency", {"service": "pay"}, (0.1,), {0.1: 0})
    # Counted by itself a hundred times as often as by its spans.
    series.histogram("http_server_duration_milliseconds", {"job": "shop/torn"}, LEGACY_BOUNDS, {100: 6000})
    for service, count in (("torn", 60), ("cart", 50)):
        labels = {"service": service, "span_kind": "SPAN_KIND_SERVER"}
        series.histogram("traces_spanmetrics_latency", labels, (0.1,), {0.1: count})
    series.gauge("redis_up", {"instance": "redis"}, 1)
    series.gauge("mysql_up", {"instance": "db"}, 1, last=20)
    live = serve(series.text)
    return Prometheus(direct(f"http://{live.connection.host}:{live.connection.port}", "", 30.0), Desk())


def test_metrics_are_found_with_dialect_age_and_interval(prometheus: Prometheus) -> None:
    stack = survey(Asked(prometheus, None, None, END))
    assert stack.senders["cart"].arrivals[METRICS].dialects == ("legacy",)
    assert stack.senders["pay"].arrivals[METRICS].dialects == ("stable", "legacy")
    assert stack.senders["cart"].namespace == "shop"
    arrival = stack.senders["cart"].arrivals[METRICS]
    assert arrival.age == 0
    assert arrival.interval == pytest.approx(60, abs=6)
    assert arrival.since == pytest.approx(2400, abs=900)
    assert stack.senders["cart"].arrivals[SPANS].dialects == ("tempo",)
    assert SPANS not in stack.senders["pay"].arrivals


def test_counts_that_are_far_apart_are_noted(prometheus: Prometheus) -> None:
    (note,) = survey(Asked(prometheus, None, None, END)).notes
    assert note.startswith("torn: its own metrics count 1e+02 requests a second, span metrics 1:")


def test_servers_have_an_age(prometheus: Prometheus) -> None:
    servers = survey(Asked(prometheus, None, None, END)).servers
    assert servers["redis"].dialects == ("redis_exporter",)
    assert servers["redis"].age == pytest.approx(0, abs=1)
    assert servers["mariadb"].age == pytest.approx(1200, abs=60)
    assert "kafka" not in servers


def test_stores_that_were_not_given_or_do_not_answer_are_named(prometheus: Prometheus) -> None:
    broken = Loki(Canned({"/loki/api/v1/labels": StoreError("unreachable", "connection refused")}), Desk())
    unasked = survey(Asked(prometheus, broken, None, END)).unasked
    assert unasked["loki"] == "connection refused"
    assert "no Tempo" in unasked["tempo"]


def test_the_way_of_logs_is_told_by_the_labels_of_their_streams() -> None:
    now = 1795340066.0
    answers = {
        "/loki/api/v1/labels": {"data": ["service_name"]},
        "/loki/api/v1/series": {
            "data": [
                {"service_name": "hyunjun-backend", "k8s_namespace_name": "hyunjun"},
                {"service_name": "jiwoo-backend", "namespace": "jiwoo", "filename": "/0.log", "pod": "x"},
                {"service_name": "unknown_service", "container": "c"},
                {"service_name": "generator-probe"},
            ]
        },
        "/loki/api/v1/query_range": RECORDED["loki"]["lines, OTLP"],
    }
    stack = survey(Asked(None, Loki(Canned(answers), Desk()), None, now))
    assert stack.senders["hyunjun-backend"].arrivals[LOGS].dialects == ("otlp",)
    assert stack.senders["jiwoo-backend"].arrivals[LOGS].dialects == ("scraped",)
    assert stack.senders["jiwoo-backend"].namespace == "jiwoo"
    assert stack.senders["jiwoo-backend"].arrivals[LOGS].labels == "service_name, the tenant in namespace"
    assert stack.senders["hyunjun-backend"].arrivals[LOGS].age == pytest.approx(0.5, abs=0.6)
    assert stack.nameless_logs == ('{container="c"}',)
    # What `verify --probe` sent is nobody's.
    assert "generator-probe" not in stack.senders
    assert any("without a name" in note for note in stack.notes)


def test_traces_tell_the_browser_and_the_namespace() -> None:
    trace = RECORDED["tempo"]["trace v2"]

    class Everything(Canned):
        def get(self, path: str, parameters: object) -> object:  # noqa: ARG002
            if path.startswith("/api/v2/traces/"):
                return trace
            return (
                RECORDED["tempo"]["search"] if path == "/api/search" else {"tagValues": [{"value": "jiwoo-frontend"}]}
            )

    stack = survey(Asked(None, None, Tempo(Everything({}), Desk()), 1795340066.0))
    sender = stack.senders["jiwoo-frontend"]
    assert (sender.tier, sender.namespace) == ("frontend", "jiwoo")
    assert sender.arrivals[TRACES].dialects == ("stable", "legacy")


def test_services_that_do_not_matter_cost_nothing() -> None:
    way = Canned(
        {
            "/api/v2/search/tag/resource.service.name/values": {"tagValues": [{"value": f"s{n}"} for n in range(1000)]},
            "/api/search": RECORDED["tempo"]["search, nothing"],
        }
    )
    stack = survey(Asked(None, None, Tempo(way, Desk()), END), ("api",))
    assert len(stack.senders) == 1000
    assert "api" not in stack.senders
    assert len(way.asked) < 6


def _stack(metrics: tuple[str, ...], spans: tuple[str, ...], web: tuple[str, ...] = ("no HTTP",)) -> Stack:
    arrivals = {METRICS: Arrival(metrics, 1.0), SPANS: Arrival(spans, 1.0)}
    return Stack(
        {
            "api": Sender("api", arrivals, "shop"),
            "web": Sender("web", {TRACES: Arrival(web, 1.0)}, "shop", "frontend"),
        }
    )


@pytest.mark.parametrize(
    ("metrics", "spans", "profile"),
    [
        (("legacy",), ("tempo",), "legacy"),
        (("stable",), ("tempo",), "stable"),
        (("stable", "legacy"), ("tempo",), "portable"),
        ((), ("tempo",), "portable"),
        (("stable",), ("connector-ms",), "collector-spanmetrics"),
        (("legacy",), ("connector-s",), "collector-spanmetrics-seconds"),
        (("stable without suffixes",), ("tempo",), "mimir"),
    ],
)
def test_the_profile_that_fits_is_named(metrics: tuple[str, ...], spans: tuple[str, ...], profile: str) -> None:
    assert advise(_stack(metrics, spans), None).profile == profile


def test_one_dialect_is_advised_only_where_nothing_else_arrives(project: Project) -> None:
    alone = _stack(("stable",), ("tempo",), ("stable",))
    assert advise(alone, None).profile == "stable"
    mixed = advise(_stack(("stable",), ("tempo",), ("legacy",)), None)
    assert (mixed.profile, "web's traces speak legacy" in mixed.why) == ("portable", True)
    deaf = Stack(alone.senders, unasked={"tempo": "no Tempo was given"})
    assert (advise(deaf, None).profile, "tempo was not asked" in advise(deaf, None).why) == ("portable", True)
    worker = Sender("worker", {TRACES: Arrival(("stable",), 1.0)}, "shop")
    unmeasured = advise(Stack({**alone.senders, "worker": worker}), None)
    assert (unmeasured.profile, "worker serves HTTP and sends none yet" in unmeasured.why) == ("portable", True)
    one = Sender("jiwoo-backend", {METRICS: Arrival(("stable",), 1.0)}, "jiwoo")
    silent = advise(Stack({"jiwoo-backend": one}), project.config)
    assert (silent.profile, "hyunjun-backend sends nothing yet" in silent.why) == ("portable", True)


def test_a_stranger_of_another_dialect_is_reckoned_with(project: Project) -> None:
    said = {METRICS: Arrival(("stable",), 1.0), TRACES: Arrival(("stable",), 1.0)}
    senders = {one.name: Sender(one.name, said, tier=one.tier) for one in project.config.services()}
    assert advise(Stack(senders), project.config).profile == "stable"
    senders["old"] = Sender("old", {METRICS: Arrival(("legacy",), 1.0)})
    assert advise(Stack(senders), project.config).profile == "portable"


def test_names_with_and_without_suffixes_fit_no_profile() -> None:
    advice = advise(_stack(("stable", "stable without suffixes"), ("tempo",)), None)
    assert advice.profile != "mimir"
    assert "with and without suffixes" in advice.unfit[0]


def test_who_sends_unasked_and_who_is_silent_is_named(project: Project) -> None:
    advice = advise(_stack(("legacy",), ("tempo", "connector-ms")), project.config)
    assert advice.strangers == ("api", "web")
    assert "hyunjun-backend" in advice.silent
    assert "made twice" in advice.unfit[0]


def test_a_new_project_is_one_that_loads(tmp_path: Path) -> None:
    stack = _stack(("legacy",), ("tempo",))
    advice = advise(stack, None)
    sources = {"prometheus": ("p1", 'Prom "A"'), "loki": ("l1", "Loki"), "tempo": ("t1", "Tempo")}
    path = tmp_path / "generator.toml"
    path.write_text(
        toml(
            'Corner "Shop"', stack, advice, sources, applications(stack), ("redis.calls", "spans.auth"), wording(Seen())
        ),
        "utf-8",
    )
    config = load(path)
    assert config.project.name == 'Corner "Shop"'
    assert config.project.uid == "corner-shop"
    assert config.profile == "legacy"
    assert {one.name: one.tier for one in config.services()} == {"api": "backend", "web": "frontend"}
    assert config.tenants[0].namespaces == ("shop",)
    assert config.datasources["prometheus"].uid == "p1"
    for signal in ("redis.calls", "redis.up", "spans.auth", "kafka.lag", "kubernetes.cpu"):
        assert not config.expectation(signal).expected
    assert config.expectation("http.rate").expected
    assert "trackUserAction" not in str(config.tracing)
    assert "save_message" not in str(config.events)


def test_names_that_are_seen_stay_and_those_of_another_application_go() -> None:
    none = wording(Seen())
    assert "track" not in str(none)
    assert none.events == {"data": ("save", "list", "search")}
    some = wording(Seen(frozenset(("trackUserActionClick",)), frozenset(("log_query", "search"))))
    assert "user_action" not in some.tracing
    assert "trackApiCall.*" not in some.tracing["api_call"]
    assert some.events == {"data": ("search", "log_query")}
    spans = frozenset(("trackUserAction", "trackApiCall", "trackPageView"))
    own = Seen(spans, frozenset(("save_message", "list_messages", "log_query")))
    assert wording(own) == Wording({}, {})


@pytest.mark.parametrize(
    ("lists", "written"),
    [((), "logs"), (("basket",), "basket"), (("basket", "shop_log"), "shop_log"), (('a"b', "x$y"), "logs")],
)
def test_the_redis_list_is_the_one_that_is_measured(tmp_path: Path, lists: tuple[str, ...], written: str) -> None:
    stack = _stack(("legacy",), ("tempo",))
    path = tmp_path / "generator.toml"
    told = wording(Seen(lists=lists))
    path.write_text(toml("Shop", stack, advise(stack, None), {}, applications(stack), (), told), "utf-8")
    assert load(path).redis_log_list == written


def test_what_is_seen_is_asked_for_and_a_silent_store_is_no_error() -> None:
    counted = {"data": {"result": [{"metric": {"event": "log_query"}, "value": [END, "3"]}]}}
    loki = Loki(Canned({"/loki/api/v1/query": counted}), Desk())
    assert seen(Asked(None, loki, None, END)) == Seen(events=frozenset(("log_query",)))
    broken = Loki(Canned({"/loki/api/v1/query": StoreError("unreachable", "connection refused")}), Desk())
    assert seen(Asked(None, broken, None, END)) == Seen()


def test_a_large_stack_costs_no_more_than_a_small_one() -> None:
    names = [f"s{n:03}" for n in range(1000)]
    way = Canned(
        {
            "/api/v2/search/tag/resource.service.name/values": {"tagValues": [{"value": name} for name in names]},
            "/api/search": RECORDED["tempo"]["search, nothing"],
        }
    )
    stack = survey(Asked(None, None, Tempo(way, Desk()), END), first=("s999",))
    searched = " ".join(str(parameters) for path, parameters in way.asked if path == "/api/search")
    assert len(way.asked) < 200
    assert '"s999"' in searched
    assert '"s500"' not in searched
    assert any("960 services were not looked at" in note for note in stack.notes)
    # Of whom nothing is known but the name may speak another dialect.
    assert stack.senders["s500"].arrivals[TRACES].dialects == ()
    assert "not looked at" in report.text(stack, Advice("portable", ""), 1, "portable")


def test_traces_that_were_not_looked_at_leave_a_doubt() -> None:
    stack = _stack(("legacy",), ("tempo",))
    assert advise(stack, None).profile == "legacy"
    unknown = Sender("other", {TRACES: Arrival(())})
    advice = advise(replace(stack, senders={**stack.senders, "other": unknown}), None)
    assert advice.profile == "portable"
    assert "other's traces were not looked at" in advice.why


def test_services_without_a_namespace_are_one_tenant() -> None:
    senders = (Sender("a", {TRACES: Arrival(("stable",))}), Sender("b", {TRACES: Arrival(("stable",))}, "Ns.x"))
    assert list(tenants(senders, "My App")) == ["Ns.x", "my-app"]


@pytest.mark.parametrize(("name", "uid"), [("My Shop", "my-shop"), ("x" * 90, "x" * 30), ("가게", "app"), ("-", "app")])
def test_a_uid_is_made_of_any_name(name: str, uid: str) -> None:
    assert slug(name) == uid


def test_the_report_names_everything() -> None:
    stack = _stack(("legacy",), ("tempo",))
    advice = Advice("legacy", "why", ("x",), ("y",))
    said = report.text(stack, advice, 12, "portable")
    for words in (
        "api",
        "legacy",
        "x sends telemetry; add it to a tenant?",
        "y is configured and sends nothing",
        "12 questions",
    ):
        assert words in said
    assert '"fits": "legacy"' in report.to_json(stack, advice, 12, "portable")


def test_a_metric_has_siblings_in_other_dialects() -> None:
    assert "http_server_duration_milliseconds_bucket" in siblings("http_server_request_duration_seconds_bucket")
    assert "traces_span_metrics_calls_total" in siblings("traces_spanmetrics_calls_total")
    assert siblings("up") == ()
