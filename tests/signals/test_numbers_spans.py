"""Numbers from span metrics, in the dialect of each producer, compared with what comes out by hand.

The same spans are counted by Tempo's generator and by the collector's connector, so every profile must come to the
same numbers. Buckets double from 2 ms on, as Tempo's do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pytest
from exposition import MINUTES, Exposition, era
from live_prometheus import LivePrometheus, Serve

from generator.config import Config, parse
from generator.signals import browser, spans
from generator.signals.profile import PROFILES
from generator.signals.signal import Signal
from signals.answers import Asker, near, rates

SECONDS = tuple(0.002 * 2**power for power in range(14))

SERVER, CLIENT, INTERNAL, PRODUCER, CONSUMER = (
    f"SPAN_KIND_{kind}" for kind in ("SERVER", "CLIENT", "INTERNAL", "PRODUCER", "CONSUMER")
)

CONFIG = """
[project]
name = "Shop"
uid = "shop"
[tenants.east]
backend = ["shop-old", "shop-new"]
frontend = ["shop-web"]
[activities.login]
title = "Login"
method = "POST"
route = "/api/login"
auth = true
[activities.write]
title = "Write"
method = "POST"
route = "/api/notes"
[activities.read]
title = "Read"
method = "GET"
route = "/api/notes"
"""


@dataclass(frozen=True)
class Spans:
    """Spans of one name: so many a minute, all of them in the bucket up to `seconds`."""

    service: str
    name: str
    kind: str
    per_minute: float
    seconds: float
    failed: bool = False


#: An old SDK calls a server span by its route, a new one by method and route.
SPANS = (
    Spans("shop-old", "/api/users", SERVER, 54, 0.128),
    Spans("shop-old", "/api/users", SERVER, 6, 1.024, failed=True),
    Spans("shop-old", "/api/login", SERVER, 30, 0.064),
    Spans("shop-old", "/api/notes", SERVER, 12, 0.064),
    Spans("shop-old", "GET /nope/1", SERVER, 3, 0.002),
    Spans("shop-new", "GET /api/users", SERVER, 40, 0.064),
    Spans("shop-new", "POST /api/login", SERVER, 18, 0.064),
    Spans("shop-new", "POST /api/login", SERVER, 2, 2.048, failed=True),
    Spans("shop-new", "GET /api/login", SERVER, 5, 0.016),
    Spans("shop-new", "POST /api/notes", SERVER, 8, 0.064),
    Spans("shop-new", "GET /api/notes", SERVER, 16, 0.064),
    # A server span without a route.
    Spans("shop-new", "HEAD", SERVER, 7, 0.002),
    Spans("shop-old", "SELECT", CLIENT, 114, 0.004),
    Spans("shop-old", "SELECT", CLIENT, 6, 0.512, failed=True),
    Spans("shop-new", "INSERT shop", CLIENT, 24, 0.008),
    Spans("shop-new", "commit", CLIENT, 12, 0.002),
    # Redis, and a call to another service: client spans, and no SQL.
    Spans("shop-old", "GET", CLIENT, 600, 0.002),
    Spans("shop-old", "HTTP GET", CLIENT, 60, 0.032),
    # The name of a statement, and not a call to a database.
    Spans("shop-old", "select_menu", INTERNAL, 90, 0.002),
    Spans("shop-old", "orders send", PRODUCER, 20, 0.004),
    Spans("shop-new", "orders process", CONSUMER, 18, 0.256),
    Spans("shop-new", "userLogin", INTERNAL, 20, 0.032),
    Spans("shop-old", "login", INTERNAL, 7, 0.032),
    Spans("shop-web", "documentLoad", INTERNAL, 10, 1.024),
    Spans("shop-web", "documentLoad", INTERNAL, 2, 4.096),
    Spans("shop-web", "resourceFetch", INTERNAL, 100, 0.128),
    Spans("shop-web", "GET", CLIENT, 36, 0.128),
    Spans("shop-web", "HTTP POST", CLIENT, 4, 0.512),
    Spans("shop-web", "click", INTERNAL, 30, 0.008),
    Spans("shop-web", "submit", INTERNAL, 3, 0.008),
    Spans("shop-web", "Navigation: /users/7", INTERNAL, 5, 0.008),
    Spans("shop-web", "Navigation: /users/8", INTERNAL, 4, 0.008),
    Spans("shop-web", "trackUserAction", INTERNAL, 6, 0.008),
    Spans("shop-web", "saveToDb", INTERNAL, 8, 0.008),
    Spans("shop-web", "login", INTERNAL, 2, 0.008),
    Spans("shop-web", "page_view", INTERNAL, 9, 0.008),
)
#: Another application, loud enough that any of its spans would show.
STRANGERS = tuple(
    Spans(service, name, kind, 1e6, 0.008)
    for service in ("shop-old-2", "my-shop-old", "shop")
    for name, kind in (
        ("/api/users", SERVER),
        ("POST /api/login", SERVER),
        ("SELECT", CLIENT),
        ("documentLoad", INTERNAL),
    )
)
#: Edges of the service map: (client, server) -> (calls a minute, failed calls a minute, if any ever failed).
EDGES: dict[tuple[str, str], tuple[float, float | None]] = {
    ("shop-web", "shop-old"): (90, 9),
    ("shop-old", "mysql"): (120, None),
    ("shop-old", "shop-new"): (30, None),
    ("elsewhere", "other"): (1e6, 1e6),
}


def write(eras: dict[str, Exposition], name: tuple[str, str, str, bool], seconds: dict[float, float]) -> None:
    """The series of spans of one service, name, kind and status, from each producer: duration -> spans a minute."""
    service, span_name, kind, failed = name
    status = "STATUS_CODE_ERROR" if failed else "STATUS_CODE_UNSET"
    common = {"span_name": span_name, "span_kind": kind, "status_code": status}
    tempo = {"service": service, **common, "__metrics_gen_instance": "tempo-0"}
    eras["tempo"].counter("traces_spanmetrics_calls_total", tempo, sum(seconds.values()))
    eras["tempo"].histogram("traces_spanmetrics_latency", tempo, SECONDS, seconds)
    connector = {"service_name": service, **common, "job": f"shop/{service}", "collector_instance_id": "c"}
    for producer in ("connector-ms", "connector-s"):
        eras[producer].counter("traces_span_metrics_calls_total", connector, sum(seconds.values()))
    eras["connector-s"].histogram("traces_span_metrics_duration_seconds", connector, SECONDS, seconds)
    eras["connector-ms"].histogram(
        "traces_span_metrics_duration_milliseconds",
        connector,
        [bound * 1000 for bound in SECONDS],
        {bound * 1000: count for bound, count in seconds.items()},
    )


def producers() -> dict[str, Exposition]:
    """Each producer's series, in an era of its own: a profile that asks another's metrics finds nothing."""
    names = ("tempo", "connector-ms", "connector-s")
    return {producer: era(number, since=MINUTES - 10) for number, producer in enumerate(names)}


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    eras = producers()
    durations: defaultdict[tuple[str, str, str, bool], dict[float, float]] = defaultdict(dict)
    for one in (*SPANS, *STRANGERS):
        durations[one.service, one.name, one.kind, one.failed][one.seconds] = one.per_minute
    for name, seconds in durations.items():
        write(eras, name, seconds)
    for series in eras.values():
        for (client, server), (calls, failed) in EDGES.items():
            labels = {"client": client, "server": server}
            series.counter("traces_service_graph_request_total", labels, calls)
            if failed is not None:
                series.counter("traces_service_graph_request_failed_total", labels, failed)
    return serve(*(series.text for series in eras.values()))


@pytest.fixture(scope="module")
def config() -> Config:
    return parse(CONFIG, None)


@pytest.fixture
def ask(prometheus: LivePrometheus, config: Config, profile: str) -> Asker:
    return Asker(prometheus, config, profile, at=producers()[PROFILES[profile].spans].end)


EVERYONE = "(shop-old|shop-new)"


@pytest.mark.parametrize("profile", PROFILES)
class TestDialect:
    """Numbers of the spans above, whoever counted them."""

    def test_routes_have_one_name_for_both_generations(self, ask: Asker) -> None:
        assert ask.table(spans.ROUTE_RATE, EVERYONE, "service", "route") == rates(
            {
                ("shop-old", "/api/users"): 54 + 6,
                ("shop-old", "/api/login"): 30,
                ("shop-old", "/api/notes"): 12,
                ("shop-old", "/nope/1"): 3,
                ("shop-new", "/api/users"): 40,
                ("shop-new", "/api/login"): 18 + 2 + 5,
                ("shop-new", "/api/notes"): 8 + 16,
            }
        )
        assert ask.table(spans.ROUTE_RATE, EVERYONE, "route") == rates(
            {"/api/users": 60 + 40, "/api/login": 30 + 25, "/api/notes": 12 + 24, "/nope/1": 3}
        )

    def test_a_picked_route_stands_alone(self, ask: Asker) -> None:
        picked = ask.table(spans.ROUTE_RATE, EVERYONE, "route", route="(/api/users|/api/notes)")
        assert picked == rates({"/api/users": 100, "/api/notes": 36})

    def test_route_errors_are_zero_where_nothing_failed(self, ask: Asker) -> None:
        assert ask.table(spans.ROUTE_ERRORS, EVERYONE, "route") == near(
            {"/api/users": 6 / 100, "/api/login": 2 / 55, "/api/notes": 0, "/nope/1": 0}
        )

    def test_route_latency_is_in_seconds(self, ask: Asker) -> None:
        # /api/users: rank 95 of 100; 40 up to 64 ms, 94 up to 128 ms, the rest in (0.512, 1.024].
        # /api/login: rank 52.25 of 55; 5 up to 16 ms, 53 up to 64 ms (48 of them above 32 ms).
        # /api/notes: rank 34.2 of 36, all in (0.032, 0.064]. /nope/1: all in (0, 0.002].
        assert ask.table(spans.ROUTE_P95, EVERYONE, "route") == near(
            {
                "/api/users": 0.512 + 0.512 * (95 - 94) / 6,
                "/api/login": 0.032 + 0.032 * (52.25 - 5) / 48,
                "/api/notes": 0.032 + 0.032 * 34.2 / 36,
                "/nope/1": 0.002 * 0.95,
            }
        )

    def test_activities(self, ask: Asker) -> None:
        login, write_, read = ask.tables(spans.ACTIVITY, EVERYONE)
        # The login page (GET) is no login.
        assert login == rates({(): 30 + 18 + 2})
        # An old span `/api/notes` may be either: it counts for neither.
        assert write_ == rates({(): 8})
        assert read == rates({(): 16})

    def test_sql_is_told_by_the_statement(self, ask: Asker) -> None:
        assert ask.table(spans.SQL_RATE, EVERYONE, "service", "operation") == rates(
            {("shop-old", "SELECT"): 114 + 6, ("shop-new", "INSERT shop"): 24, ("shop-new", "commit"): 12}
        )

    def test_sql_errors_and_latency(self, ask: Asker) -> None:
        assert ask.table(spans.SQL_ERRORS, EVERYONE, "service") == near({"shop-old": 6 / 120, "shop-new": 0})
        assert ask.table(spans.SQL_ERRORS, EVERYONE) == near({(): 6 / 156})
        # shop-old: rank 114 of 120 is the last one up to 4 ms. shop-new: rank 34.2 of 36, 12 up to 2 ms and
        # 24 in (0.004, 0.008].
        assert ask.table(spans.SQL_P95, EVERYONE, "service") == near(
            {"shop-old": 0.004, "shop-new": 0.004 + 0.004 * (34.2 - 12) / 24}
        )

    def test_messages(self, ask: Asker) -> None:
        assert ask.table(spans.MESSAGE_RATE, EVERYONE, "service", "operation") == rates(
            {("shop-old", "orders send"): 20, ("shop-new", "orders process"): 18}
        )
        assert ask.table(spans.MESSAGE_P95, EVERYONE, "operation") == near(
            {"orders send": 0.002 + 0.002 * 0.95, "orders process": 0.128 + 0.128 * 0.95}
        )

    def test_server_spans_of_a_service(self, ask: Asker) -> None:
        server = {"shop-old": 60 + 30 + 12 + 3, "shop-new": 40 + 20 + 5 + 8 + 16 + 7}
        assert ask.table(spans.SPAN_RATE, EVERYONE, "service") == rates(server)
        failed = {"shop-old": 6 / server["shop-old"], "shop-new": 2 / server["shop-new"]}
        assert ask.table(spans.SPAN_ERRORS, EVERYONE, "service") == near(failed)

    def test_authentication_spans(self, ask: Asker) -> None:
        assert ask.table(spans.AUTH_SPANS, EVERYONE, "operation") == rates({"userLogin": 20, "login": 7})

    def test_edges_of_the_picked_services(self, ask: Asker) -> None:
        old = {("shop-web", "shop-old"): 90, ("shop-old", "mysql"): 120, ("shop-old", "shop-new"): 30}
        assert ask.table(spans.EDGE_RATE, "shop-old", "client", "server") == rates(old)
        # An edge whose two ends are both picked counts once; one that never failed has no series of failures.
        assert ask.table(spans.EDGE_RATE, EVERYONE, "client", "server") == rates(old)
        assert ask.table(spans.EDGE_ERRORS, EVERYONE, "client", "server") == near(
            {("shop-web", "shop-old"): 9 / 90, ("shop-old", "mysql"): 0, ("shop-old", "shop-new"): 0}
        )

    def test_page_loads(self, ask: Asker) -> None:
        assert ask.table(browser.PAGE_LOADS, "shop-web", "service") == rates({"shop-web": 12})
        # Rank 9 of 12: 10 lie in (0.512, 1.024].
        assert ask.table(browser.LOAD_P75, "shop-web") == near({(): 0.512 + 0.512 * 9 / 10})

    def test_calls_of_the_browser(self, ask: Asker) -> None:
        assert ask.table(browser.API_RATE, "shop-web", "service") == rates({"shop-web": 36 + 4})
        # Rank 38 of 40: 36 up to 128 ms, 4 in (0.256, 0.512].
        assert ask.table(browser.API_P95, "shop-web") == near({(): 0.256 + 0.256 * (38 - 36) / 4})

    def test_what_users_do_in_the_browser(self, ask: Asker) -> None:
        assert ask.table(browser.INTERACTIONS, "shop-web", "operation") == rates({"click": 30, "submit": 3})
        assert ask.table(browser.NAVIGATIONS, "shop-web") == rates({(): 5 + 4})
        tracked = {"trackUserAction": 6, "saveToDb": 8, "login": 2}
        assert ask.table(browser.CUSTOM_SPANS, "shop-web", "operation") == rates(tracked)
        assert ask.table(browser.COMPONENTS, "shop-web", "operation") == rates({"page_view": 9})

    @pytest.mark.parametrize("signal", [browser.API_RATE, browser.PAGE_LOADS], ids=lambda signal: signal.id)
    def test_browser_signals_leave_backends_out(self, ask: Asker, signal: Signal) -> None:
        """All services are picked on the Overview, and a backend's Redis GET bears the name of a fetch."""
        picked = "(shop-old|shop-new|shop-web)"
        assert set(ask.table(signal, picked, "service")) == {"shop-web"}
        assert ask.table(signal, EVERYONE) == {}

    @pytest.mark.parametrize(
        "signal",
        [spans.ROUTE_RATE, spans.ROUTE_ERRORS, spans.ROUTE_P95, spans.SQL_ERRORS, spans.SPAN_RATE, spans.SPAN_ERRORS],
    )
    def test_a_service_that_does_not_exist_has_no_numbers(self, ask: Asker, signal: Signal) -> None:
        assert ask.table(signal, "nobody", "service") == {}
