"""Four pods of one namespace, as kube-state-metrics and the kubelet's cAdvisor report them."""

from __future__ import annotations

from exposition import MINUTES, Exposition

#: Pod -> (phase, ready).
PODS = {
    "api-1": ("Running", True),
    "api-2": ("Running", False),
    "worker-1": ("Pending", False),
    # A finished pod is not ready either, and nothing is wrong with it.
    "migrate-1": ("Succeeded", False),
}
PHASES = ("Pending", "Running", "Succeeded", "Failed", "Unknown")


def kube_state(series: Exposition, where: dict[str, str], deployment: str) -> None:
    """What kube-state-metrics says of these pods, and of their deployment."""
    for pod, (phase, ready) in PODS.items():
        its = {**where, "pod": pod}
        for each in PHASES:
            series.gauge("kube_pod_status_phase", {**its, "phase": each}, float(each == phase))
        for condition, holds in (("true", ready), ("false", not ready), ("unknown", False)):
            series.gauge("kube_pod_status_ready", {**its, "condition": condition}, float(holds))
        container = {**its, "container": "app"}
        series.gauge("kube_pod_container_resource_requests", {**container, "resource": "cpu", "unit": "core"}, 0.5)
        series.gauge("kube_pod_container_resource_requests", {**container, "resource": "memory", "unit": "byte"}, 1e8)
        series.gauge("kube_pod_container_resource_limits", {**container, "resource": "cpu", "unit": "core"}, 1)
        if pod != "worker-1":
            series.gauge("kube_pod_container_resource_limits", {**container, "resource": "memory", "unit": "byte"}, 2e8)
    crashed = {**where, "pod": "api-2", "container": "app"}
    series.gauge("kube_pod_container_status_last_terminated_reason", {**crashed, "reason": "OOMKilled"}, 1)
    finished = {**where, "pod": "migrate-1", "container": "app"}
    series.gauge("kube_pod_container_status_last_terminated_reason", {**finished, "reason": "Completed"}, 1)
    # api-2 was started again in the last window; api-1 an hour ago.
    restarts = "kube_pod_container_status_restarts_total"
    series.samples(restarts, crashed, {minute: 3 + float(minute > MINUTES - 3) for minute in range(MINUTES + 1)})
    series.gauge(restarts, {**where, "pod": "api-1", "container": "app"}, 1)
    series.gauge("kube_deployment_spec_replicas", {**where, "deployment": deployment}, 2)
    series.gauge("kube_deployment_status_replicas_available", {**where, "deployment": deployment}, 1)


def cadvisor(series: Exposition, where: dict[str, str], share: float) -> None:
    """What the kubelet says: the container, once more the pause container, and all once more as the pod's cgroup."""
    for pod in ("api-1", "api-2"):
        for container, part in (("app", share), ("POD", 0.01), ("", share + 0.01)):
            its = {**where, "pod": pod, "container": container}
            series.counter("container_cpu_usage_seconds_total", its, 60 * part)
            series.gauge("container_memory_working_set_bytes", its, 2e8 * part)
            series.counter("container_cpu_cfs_periods_total", its, 600)
            # Only api-2 is held back.
            series.counter("container_cpu_cfs_throttled_periods_total", its, 600 * part if pod == "api-2" else 0)
