"""Numbers of pods and processes from a real Prometheus: kube-state-metrics, cAdvisor, and the SDK's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exposition import END, era
from live_prometheus import LivePrometheus, Serve
from telemetry.pods import cadvisor, kube_state

from generator.project import Project
from generator.signals import kubernetes, runtime
from generator.signals.signal import Signal, View
from signals.answers import Asker, Table, near


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    series, two_clusters = era(0), era(1)
    for namespace, deployment in (("east", "api"), ("west", "shop")):
        kube_state(series, {"namespace": namespace}, deployment)
        cadvisor(series, {"namespace": namespace}, 0.3)
    # A second kube-state-metrics sees the same pods.
    kube_state(series, {"namespace": "west", "instance": "ksm-1"}, "shop")
    kube_state(two_clusters, {"namespace": "east", "cluster": "apps"}, "api")
    kube_state(two_clusters, {"namespace": "east", "cluster": "lgtm"}, "api")
    cadvisor(two_clusters, {"namespace": "east", "cluster": "apps"}, 0.3)
    cadvisor(two_clusters, {"namespace": "east", "cluster": "lgtm"}, 0.6)
    for job, instance, share in (("shop/old", "", 0.2), ("new", "a", 0.3), ("new", "b", 0.4), ("older", "", 9.0)):
        labels = {"job": job} | ({"instance": instance} if instance else {})
        for kind in ("user", "system"):
            series.counter("process_runtime_cpython_cpu_time_seconds_total", {**labels, "type": kind}, 30 * share)
        series.gauge("process_runtime_cpython_memory_bytes", {**labels, "type": "rss"}, 1e8 * share)
        series.gauge("process_runtime_cpython_memory_bytes", {**labels, "type": "vms"}, 1e10)
        series.gauge("process_runtime_cpython_thread_count", labels, 10 * share)
        for state, count in (("used", 3), ("idle", 7)):
            pool = {**labels, "pool_name": "mysql+pymysql://maria:3306/shop", "state": state}
            series.gauge("db_client_connections_usage", pool, count)
    return serve(series.text, two_clusters.text)


@pytest.fixture
def ask(prometheus: LivePrometheus, project: Project) -> Asker:
    return Asker(prometheus, project.config)


def by_pod(ask: Asker, signal: Signal, namespace: str) -> Table:
    """The numbers of a signal by pod; each signal of pods is grouped in its own way."""
    (text,) = ask.texts(signal, "", namespace=namespace)
    points = ask.prometheus.query(text, ask.at)
    assert {point.labels["namespace"] for point in points} <= set(namespace.split("|"))
    return {point.labels["pod"]: point.value for point in points}


def test_pods_that_should_serve_and_do_not(ask: Asker) -> None:
    assert ask.table(kubernetes.NOT_READY, "", namespace="east") == {(): 2}
    # Two observers of the same pods see as many.
    assert ask.table(kubernetes.NOT_READY, "", namespace="west") == {(): 2}
    assert ask.table(kubernetes.NOT_READY, "", namespace="east|west") == {(): 4}
    assert ask.table(kubernetes.NOT_READY, "", namespace="nowhere") == {}


def test_cpu_counts_a_container_once(ask: Asker) -> None:
    # 0.3 cores of the 0.5 requested, and neither the pause container nor the pod's own cgroup on top.
    assert by_pod(ask, kubernetes.CPU_USED, "east") == near({"api-1": 0.3 / 0.5, "api-2": 0.3 / 0.5})


def test_memory_counts_a_container_once(ask: Asker) -> None:
    assert by_pod(ask, kubernetes.MEMORY_USED, "east") == near({"api-1": 0.3, "api-2": 0.3})


def test_throttling(ask: Asker) -> None:
    assert by_pod(ask, kubernetes.THROTTLING, "east") == near({"api-1": 0, "api-2": 0.3})


def test_shares_with_two_observers(ask: Asker) -> None:
    """The second kube-state-metrics says each request again: the share must not become half of what it is."""
    assert by_pod(ask, kubernetes.CPU_USED, "west") == near({"api-1": 0.6, "api-2": 0.6})
    assert by_pod(ask, kubernetes.MEMORY_USED, "west") == near({"api-1": 0.3, "api-2": 0.3})


def test_restarts_of_a_step(ask: Asker) -> None:
    assert by_pod(ask, kubernetes.RESTART_COUNT, "east") == {"api-2": 1}
    # Two observers of the same pods see as many.
    assert by_pod(ask, kubernetes.RESTART_COUNT, "west") == {"api-2": 1}


def test_one_bar_shows_one_restart(prometheus: LivePrometheus, project: Project) -> None:
    view = View(project.config, project.context().profile, namespace="east", step="1m")
    (query,) = kubernetes.RESTART_COUNT.queries(view)
    steps = [prometheus.query(query.text, END - 60 * minute) for minute in range(10)]
    assert [point.value for points in steps for point in points] == [1]


def test_killed_for_memory(ask: Asker) -> None:
    assert by_pod(ask, kubernetes.OUT_OF_MEMORY, "east") == {"api-2": 1}


def test_replicas(ask: Asker) -> None:
    ready, wanted = (
        {point.labels["deployment"]: point.value for point in ask.prometheus.query(text, ask.at)}
        for text in ask.texts(kubernetes.REPLICAS, "", namespace="east|west")
    )
    assert ready == {"api": 1, "shop": 1}
    assert wanted == {"api": 2, "shop": 2}


def test_a_named_cluster_is_the_only_one_that_counts(prometheus: LivePrometheus, project: Project) -> None:
    named = replace(project.config, cluster="apps")
    ask = Asker(prometheus, named, at=era(1).end)
    assert ask.table(kubernetes.NOT_READY, "", namespace="east") == {(): 2}
    assert by_pod(ask, kubernetes.CPU_USED, "east") == near({"api-1": 0.6, "api-2": 0.6})
    # Series of a single cluster carry no such label, and count.
    assert Asker(prometheus, named, at=END).table(kubernetes.NOT_READY, "", namespace="east") == {(): 2}


def test_processes_of_a_service(ask: Asker) -> None:
    both = "(old|new)"
    assert ask.table(runtime.PROCESS_CPU, both, "service") == near({"old": 0.2, "new": 0.3 + 0.4})
    assert ask.table(runtime.PROCESS_MEMORY, both, "service") == near({"old": 2e7, "new": 7e7})
    assert ask.table(runtime.PROCESS_THREADS, both, "service") == near({"old": 2, "new": 7})


def test_connections_of_the_pool(ask: Asker) -> None:
    (text,) = ask.texts(runtime.DB_POOL, "(old|new)", "service")
    pool = {(p.labels["service"], p.labels["state"]): p.value for p in ask.prometheus.query(text, ask.at)}
    assert pool == {("old", "used"): 3, ("old", "idle"): 7, ("new", "used"): 6, ("new", "idle"): 14}
