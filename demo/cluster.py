"""A stand-in for a cluster: serves what kube-state-metrics and cAdvisor would say of the demo's pods.

No cluster is asked: the numbers are made up from the time of day, and each metric's help line says so.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.exposition import Family, serve
from demo.process import LOOPBACK

_HELP = "Made up by the demo's cluster fixture: no cluster was asked."
_MIB = 1024**2
_PERIODS_PER_SECOND = 10


@dataclass(frozen=True)
class Pod:
    """A pod of one container, which uses this much of what it may use."""

    namespace: str
    app: str
    container: str
    cpu_limit: float
    memory_limit: int
    #: Share of the CPU limit that is used on average.
    busy: float
    #: Seconds between two restarts; 0: never.
    restarts_every: int = 0

    @property
    def where(self) -> dict[str, str]:
        """The labels of the pod."""
        return {"namespace": self.namespace, "pod": f"{self.app}-0"}

    @property
    def labels(self) -> dict[str, str]:
        """The labels of its container."""
        return {**self.where, "container": self.container}


PODS = (
    Pod("hyunjun", "hyunjun-backend", "backend", 0.5, 256 * _MIB, 0.4),
    Pod("hyunjun", "hyunjun-frontend", "frontend", 0.2, 64 * _MIB, 0.1),
    Pod("jiwoo", "jiwoo-backend", "backend", 0.5, 256 * _MIB, 0.9, restarts_every=300),
    Pod("jiwoo", "jiwoo-frontend", "frontend", 0.2, 64 * _MIB, 0.1),
)


def families(now: float) -> Iterator[Family]:
    """What both would say at that moment (seconds since 1970). Counters grow with the time and never fall."""
    yield from _states(now)
    yield from _usage(now)


def _family(name: str, kind: str, samples: Sequence[tuple[dict[str, str], float]]) -> Family:
    return Family(name, kind, _HELP, tuple(samples))


def _states(now: float) -> Iterator[Family]:
    """Of kube-state-metrics."""
    deployments = [({"namespace": pod.namespace, "deployment": pod.app}, 1.0) for pod in PODS]
    yield _family("kube_deployment_spec_replicas", "gauge", deployments)
    yield _family("kube_deployment_status_replicas_available", "gauge", deployments)
    ready = (("true", 1.0), ("false", 0.0), ("unknown", 0.0))
    yield _family(
        "kube_pod_status_ready", "gauge", [({**p.where, "condition": name}, is_) for p in PODS for name, is_ in ready]
    )
    phases = (("Running", 1.0), ("Pending", 0.0), ("Succeeded", 0.0), ("Failed", 0.0), ("Unknown", 0.0))
    yield _family(
        "kube_pod_status_phase", "gauge", [({**p.where, "phase": name}, is_) for p in PODS for name, is_ in phases]
    )
    restarts = [(p.labels, float(now % 86400 // p.restarts_every) if p.restarts_every else 0.0) for p in PODS]
    yield _family("kube_pod_container_status_restarts_total", "counter", restarts)
    killed = [({**p.labels, "reason": "OOMKilled"}, 1.0) for p in PODS if p.restarts_every]
    yield _family("kube_pod_container_status_last_terminated_reason", "gauge", killed)
    for name, share in (("requests", 0.5), ("limits", 1.0)):
        cpu = [({**p.labels, "resource": "cpu", "unit": "core"}, p.cpu_limit * share) for p in PODS]
        memory = [({**p.labels, "resource": "memory", "unit": "byte"}, p.memory_limit * share) for p in PODS]
        yield _family(f"kube_pod_container_resource_{name}", "gauge", cpu + memory)


def _usage(now: float) -> Iterator[Family]:
    """Of cAdvisor."""
    today = now % 86400
    # A slow wave that never makes the counter fall.
    worked = today + 40 * math.sin(today / 60)
    yield _family(
        "container_cpu_usage_seconds_total", "counter", [(p.labels, worked * p.cpu_limit * p.busy) for p in PODS]
    )
    filled = 0.5 + 0.3 * (today % 300) / 300
    yield _family(
        "container_memory_working_set_bytes", "gauge", [(p.labels, round(p.memory_limit * filled)) for p in PODS]
    )
    periods = [(p.labels, math.floor(today * _PERIODS_PER_SECOND)) for p in PODS]
    yield _family("container_cpu_cfs_periods_total", "counter", periods)
    throttled = [(labels, math.floor(count * p.busy / 5)) for p, (labels, count) in zip(PODS, periods, strict=True)]
    yield _family("container_cpu_cfs_throttled_periods_total", "counter", throttled)


def main() -> None:
    """Serves both on one port."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=LOOPBACK)
    parser.add_argument("--port", type=int, required=True)
    told = parser.parse_args()
    serve((told.host, told.port), lambda: families(time.time()))


if __name__ == "__main__":
    main()
