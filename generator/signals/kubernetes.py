"""Pods of the tenants' namespaces, by kube-state-metrics and cAdvisor (the kubelet)."""

from __future__ import annotations

from generator.signals.promql import aggregate, matchers, rate, ratio
from generator.signals.signal import Kind, Query, Signal, Step, View, one

READY = "kube_pod_status_ready"
PHASE = "kube_pod_status_phase"
RESTARTS = "kube_pod_container_status_restarts_total"
TERMINATED = "kube_pod_container_status_last_terminated_reason"
REQUESTS = "kube_pod_container_resource_requests"
LIMITS = "kube_pod_container_resource_limits"
WANTED = "kube_deployment_spec_replicas"
AVAILABLE = "kube_deployment_status_replicas_available"
CPU = "container_cpu_usage_seconds_total"
WORKING_SET = "container_memory_working_set_bytes"
THROTTLED = "container_cpu_cfs_throttled_periods_total"
PERIODS = "container_cpu_cfs_periods_total"

_POD = ("namespace", "pod")
_CONTAINER = (*_POD, "container")
#: cAdvisor also reports the pod's cgroup and the pause container: both would count a pod twice.
_REAL_CONTAINER = 'container!="", container!="POD"'
_NO_KSM = "No pod metrics: kube-state-metrics does not reach this Prometheus"
_NO_CADVISOR = "No container metrics: the kubelet's cAdvisor does not reach this Prometheus"


def _selector(view: View, *more: str) -> str:
    cluster = f'cluster=~"({view.config.cluster})?"' if view.config.cluster else ""
    return matchers(f'namespace=~"{view.namespace}"', cluster, *more)


def _per_pod(expr: str) -> str:
    """The sum over a pod's containers. Each counts once, however many observers report it (two in an HA pair)."""
    return aggregate("sum", _POD, aggregate("max", _CONTAINER, expr))


def _cpu(view: View) -> str:
    return _per_pod(rate(CPU, _selector(view, _REAL_CONTAINER), view.window))


def _limit(view: View, metric: str, resource: str) -> str:
    return _per_pod(metric + _selector(view, f'resource="{resource}"'))


def _restarts(view: View) -> str:
    # The window of a rate is longer than a step: with `increase` four bars would show one restart.
    restarts = _per_pod(RESTARTS + _selector(view))
    before = _per_pod(f"{RESTARTS}{_selector(view)} offset {view.step}")
    return f"{restarts} - {before} > 0"


def _memory(view: View) -> str:
    return _per_pod(WORKING_SET + _selector(view, _REAL_CONTAINER))


def _not_ready(view: View) -> str:
    # A pod that has finished is not ready either: only those that should run count.
    waiting = aggregate("max", _POD, READY + _selector(view, 'condition="false"'))
    alive = aggregate("max", _POD, PHASE + _selector(view, 'phase=~"Running|Pending"'))
    return f"sum({waiting} * on (namespace, pod) {alive})"


_PER_POD = "{{namespace}}/{{pod}}"

NOT_READY = Signal(
    id="kubernetes.not_ready",
    title="Pods not ready",
    shows="Pods of the tenants that should serve and are not ready.",
    healthy="Healthy: 0.",
    next="Next: see restarts and the pod's events: image, probe, or out of memory.",
    unit="locale",
    kind=Kind.COUNT,
    source="prometheus",
    queries=one(_not_ready, "not ready"),
    empty=_NO_KSM,
    steps=(Step(1, "red"),),
    decimals=0,
)

REPLICAS = Signal(
    id="kubernetes.replicas",
    title="Replicas available",
    shows="Pods that each Deployment has ready, and how many it wants.",
    healthy="Healthy: both lines are one.",
    next="Next: below the wanted number a roll-out is under way, or a pod does not come up.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=lambda view: (
        Query(
            aggregate("max", ("namespace", "deployment"), AVAILABLE + _selector(view)),
            "ready {{namespace}}/{{deployment}}",
        ),
        Query(
            aggregate("max", ("namespace", "deployment"), WANTED + _selector(view)),
            "wanted {{namespace}}/{{deployment}}",
        ),
    ),
    empty=_NO_KSM,
    decimals=0,
)

RESTART_COUNT = Signal(
    id="kubernetes.restarts",
    title="Container restarts",
    shows="Times that a container of the pod was started again, in each step of the graph.",
    healthy="Healthy: none.",
    next="Next: see why the last run ended (OOMKilled beside) and its last log lines.",
    unit="locale",
    kind=Kind.COUNT,
    source="prometheus",
    queries=lambda view: (Query(_restarts(view), _PER_POD),),
    empty="No restarts in range",
    decimals=0,
)

CPU_USED = Signal(
    id="kubernetes.cpu",
    title="CPU used of request",
    shows="Processor time of each pod as a share of what it requested.",
    healthy="Healthy: below 100 % most of the time.",
    next="Next: constantly above: raise the request, or add replicas.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=lambda view: (Query(f"{_cpu(view)} / ({_limit(view, REQUESTS, 'cpu')} > 0)", _PER_POD),),
    empty="No pod with a CPU request, or no container metrics",
    steps=(Step(0.9, "orange"), Step(1.5, "red")),
)

MEMORY_USED = Signal(
    id="kubernetes.memory",
    title="Memory used of limit",
    shows="Working set of each pod as a share of its limit.",
    healthy="Healthy: below 80 %.",
    next="Next: at 100 % the kernel kills the container: find the leak, or raise the limit.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=lambda view: (Query(f"{_memory(view)} / ({_limit(view, LIMITS, 'memory')} > 0)", _PER_POD),),
    empty="No pod with a memory limit, or no container metrics",
    steps=(Step(0.8, "orange"), Step(0.95, "red")),
)

THROTTLING = Signal(
    id="kubernetes.throttling",
    title="CPU throttling",
    shows="Share of scheduler periods in which the pod was held back by its CPU limit.",
    healthy="Healthy: below 10 %.",
    next="Next: throttled pods are slow pods: raise the CPU limit, or remove it.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=lambda view: (
        Query(
            ratio(
                aggregate("sum", _POD, rate(THROTTLED, _selector(view, _REAL_CONTAINER), view.window)),
                aggregate("sum", _POD, rate(PERIODS, _selector(view, _REAL_CONTAINER), view.window)),
            ),
            _PER_POD,
        ),
    ),
    empty=_NO_CADVISOR,
    steps=(Step(0.1, "orange"), Step(0.25, "red")),
    maximum=1,
)

OUT_OF_MEMORY = Signal(
    id="kubernetes.oom",
    title="Killed for memory",
    shows="Containers whose last run was ended by the kernel for want of memory.",
    healthy="Healthy: none.",
    next="Next: raise the memory limit, or find what grows.",
    unit="locale",
    kind=Kind.COUNT,
    source="prometheus",
    queries=lambda view: (
        Query(
            aggregate("max", _CONTAINER, TERMINATED + _selector(view, 'reason="OOMKilled"')) + " > 0",
            "{{namespace}}/{{pod}}/{{container}}",
        ),
    ),
    empty="No container was killed for memory",
    steps=(Step(1, "red"),),
    decimals=0,
)
