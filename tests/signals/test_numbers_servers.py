"""Numbers of MariaDB, Redis and Kafka in both dialects: by their exporters, and by the collector's receivers.

Exporters are scraped, so their names are the same in every Prometheus. Receivers send by OTLP: the profile decides
whether their names carry suffixes.
"""

from __future__ import annotations

import pytest
from exposition import START, era, per_second
from live_prometheus import LivePrometheus, Serve
from telemetry.servers import COMMANDS, exporters, receivers

from generator.project import Project
from generator.signals import kafka, mariadb, redis
from signals.answers import Asker, near, rates

PROFILES = ["portable", "mimir"]


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    eras = {True: era(0), False: era(1)}
    for suffixes, series in eras.items():
        exporters(series)
        receivers(series, suffixes=suffixes)
    return serve(*(series.text for series in eras.values()))


@pytest.fixture
def ask(prometheus: LivePrometheus, project: Project, profile: str) -> Asker:
    return Asker(prometheus, project.config, profile, at=era(0 if profile == "portable" else 1).end)


@pytest.mark.parametrize("profile", PROFILES)
class TestMariaDb:
    """One server with an exporter, one with a receiver, one that its exporter cannot reach."""

    def test_up(self, ask: Asker) -> None:
        assert ask.table(mariadb.AVAILABLE, "", "instance") == {"maria-1": 1, "maria-2": 1, "maria-down": 0}
        # One number for several: the worst.
        assert ask.table(mariadb.AVAILABLE, "") == {(): 0}
        assert ask.table(mariadb.AVAILABLE, "", database="maria-2") == {(): 1}
        assert ask.table(mariadb.AVAILABLE, "", database="maria-9") == {}

    def test_connections(self, ask: Asker) -> None:
        connected, most, limit = ask.tables(mariadb.CONNECTIONS, "", "instance")
        # `running` is a part of the connected threads, not more of them.
        assert connected == {"maria-1": 30, "maria-2": 12}
        assert (most, limit) == ({"maria-1": 60}, {"maria-1": 150})
        assert ask.table(mariadb.CONNECTIONS_USED, "", "instance") == near({"maria-1": 30 / 150})

    def test_commands(self, ask: Asker) -> None:
        # The eight busiest of both servers, and what never happened is not among them.
        both = {**COMMANDS, "select": 300}
        assert ask.table(mariadb.COMMAND_RATE, "", "command", database="maria-1") == rates(both | {"show_status": 12})
        assert ask.table(mariadb.COMMAND_RATE, "", "command", database="maria-2") == rates({"select": 90})

    def test_locks_and_slow_statements(self, ask: Asker) -> None:
        waits, deadlocks = ask.tables(mariadb.LOCKS, "", "instance")
        assert waits == rates({"maria-1": 12, "maria-2": 18})
        assert deadlocks == rates({"maria-1": 1})
        assert ask.table(mariadb.SLOW_QUERIES, "", "instance") == rates({"maria-1": 3})


@pytest.mark.parametrize("profile", PROFILES)
class TestRedis:
    """Two servers with exporters, of which one has no limit and is not asked anything, and one with a receiver."""

    def test_up(self, ask: Asker) -> None:
        assert ask.table(redis.AVAILABLE, "", "instance") == {"redis-1": 1, "redis-2": 1, "redis-3": 1}

    def test_hit_ratio(self, ask: Asker) -> None:
        assert ask.table(redis.HIT_RATIO, "", "instance", database="redis-[12]") == near({"redis-1": 90 / 100})

    def test_hit_ratio_by_the_receiver(self, ask: Asker) -> None:
        assert ask.table(redis.HIT_RATIO, "", "instance", database="redis-3") == near({"redis-3": 30 / 40})

    def test_memory(self, ask: Asker) -> None:
        # No limit is no limit, and not an infinite share of nothing.
        assert ask.table(redis.MEMORY_USED, "", "instance") == near({"redis-1": 40 / 100})
        used, limit = ask.tables(redis.MEMORY_BYTES, "", "instance", database="redis-[12]")
        assert used == {"redis-1": 40e6, "redis-2": 40e6}
        assert limit == {"redis-1": 100e6}

    def test_memory_by_the_receiver(self, ask: Asker) -> None:
        used, _ = ask.tables(redis.MEMORY_BYTES, "", "instance", database="redis-3")
        assert used == {"redis-3": 20e6}

    def test_clients(self, ask: Asker) -> None:
        connected, blocked = ask.tables(redis.CLIENT_COUNT, "", "instance")
        assert connected == {"redis-1": 5, "redis-2": 5, "redis-3": 8}
        assert blocked == {"redis-1": 1, "redis-2": 1, "redis-3": 2}

    def test_keys_lost(self, ask: Asker) -> None:
        expired, evicted = ask.tables(redis.KEYS_LOST, "", "instance")
        assert expired == rates({"redis-1": 6, "redis-2": 6, "redis-3": 12})
        assert evicted == rates({"redis-1": 0, "redis-2": 0, "redis-3": 3})

    def test_length_of_the_log_list(self, ask: Asker) -> None:
        lengths = ask.table(redis.LIST_LENGTH, "", "key", "instance")
        assert lengths == {("kafka_logs", "redis-1"): 100, ("kafka_logs", "redis-2"): 100}


@pytest.mark.parametrize("profile", PROFILES)
class TestKafka:
    """One group that both report on, and one that only the receiver knows."""

    def test_up(self, ask: Asker, prometheus: LivePrometheus, project: Project, profile: str) -> None:
        assert ask.table(kafka.AVAILABLE, "") == {(): 1}
        before = Asker(prometheus, project.config, profile, at=START - 3600)
        assert before.table(kafka.AVAILABLE, "") == {}

    def test_lag(self, ask: Asker) -> None:
        # Kafka's own topic is not a consumer's business, and a group that both report on lags once.
        by_group = {("mail", "orders"): 4 + 6, ("audit", "payments"): 5}
        assert ask.table(kafka.CONSUMER_LAG, "", "consumergroup", "topic") == by_group
        assert ask.table(kafka.CONSUMER_LAG, "") == {(): 10 + 5}

    def test_a_picked_server_is_the_only_one(self, ask: Asker) -> None:
        # The receiver names no instance: it is there for everything, and for no single server.
        assert ask.table(kafka.CONSUMER_LAG, "", database=".*") == {(): 10 + 5}
        assert ask.table(kafka.CONSUMER_LAG, "", database="kafka-exporter") == {(): 10}
        assert ask.table(kafka.AVAILABLE, "", database="kafka-exporter") == {(): 1}
        assert ask.table(kafka.AVAILABLE, "", database="maria-1") == {}

    def test_throughput(self, ask: Asker) -> None:
        published, consumed = (
            {tuple(sorted(point.labels.values())): point.value for point in ask.prometheus.query(text, ask.at)}
            for text in ask.texts(kafka.THROUGHPUT, "")
        )
        assert published == rates({("orders",): 2 * 30, ("payments",): 42})
        assert consumed == near({("mail", "orders"): per_second(2 * 24), ("audit", "payments"): per_second(36)})
