"""The Python process itself. Both SDK generations send these names, so there is one dialect."""

from __future__ import annotations

from generator.signals.http import shared
from generator.signals.instrument import Instrument
from generator.signals.promql import by_service, job_matcher, matchers, rate
from generator.signals.signal import Kind, Query, Signal, View, legend, one

CPU = Instrument("process.runtime.cpython.cpu_time", "s", "counter")
MEMORY = Instrument("process.runtime.cpython.memory", "By", "updown")
THREADS = Instrument("process.runtime.cpython.thread_count", "", "updown")
#: Only SQLAlchemy's instrumentation counts the connections of its pool.
POOL = Instrument("db.client.connections.usage", "", "updown")


def _name(instrument: Instrument, view: View) -> str:
    return instrument.metric(suffixes=view.profile.suffixes)


def _cpu(view: View) -> str:
    series = rate(_name(CPU, view), matchers(job_matcher(view)), view.window)
    if "legacy" in view.profile.http:
        series = f"{series} unless on (job) {shared(view)}"
    return by_service("sum", view.by, series)


def _memory(view: View) -> str:
    return by_service("sum", view.by, _name(MEMORY, view) + matchers(job_matcher(view), 'type="rss"'))


def _threads(view: View) -> str:
    return by_service("sum", view.by, _name(THREADS, view) + matchers(job_matcher(view)))


def _pool(view: View) -> tuple[Query, ...]:
    expr = by_service("sum", (*view.by, "state"), _name(POOL, view) + matchers(job_matcher(view)))
    return (Query(expr, legend((*view.by, "state"))),)


_SILENT = "No process metrics: enable the system-metrics instrumentation"

PROCESS_CPU = Signal(
    id="runtime.cpu",
    title="Process CPU",
    shows="Processor time that the Python processes use: 100 % is one core.",
    healthy="Healthy: well below one core per worker; Python computes on one core at a time.",
    next="Next: at one core per worker add workers, or find the busy endpoint.",
    unit="percentunit",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=one(_cpu, "CPU"),
    empty=_SILENT,
    by=("service",),
)

PROCESS_MEMORY = Signal(
    id="runtime.memory",
    title="Process memory",
    shows="Memory that the Python processes hold (resident).",
    healthy="Healthy: flat after the warm-up.",
    next="Next: a slope that never ends is a leak; compare with the container's limit below.",
    unit="bytes",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=one(_memory, "resident"),
    empty=_SILENT,
    by=("service",),
)

PROCESS_THREADS = Signal(
    id="runtime.threads",
    title="Threads",
    shows="Threads of the Python processes.",
    healthy="Healthy: constant.",
    next="Next: a number that grows is a thread per request that never ends.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=one(_threads, "threads"),
    empty=_SILENT,
    by=("service",),
    decimals=0,
)

DB_POOL = Signal(
    id="runtime.db_pool",
    title="Database connection pool",
    shows="Connections of SQLAlchemy's pool: used by a request, or idle.",
    healthy="Healthy: some idle ones left.",
    next="Next: none idle for long means that requests wait for a connection: see SQL latency.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=_pool,
    empty="No pool metrics: only SQLAlchemy's instrumentation reports its pool",
    by=("service",),
    decimals=0,
)
