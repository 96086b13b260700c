"""MariaDB as its exporter reports it, or the collector's mysql receiver where there is no exporter."""

from __future__ import annotations

from generator.signals.instrument import Instrument
from generator.signals.servers import BY_INSTANCE, availability, gauge, named, rate, received
from generator.signals.signal import Kind, Query, Signal, Step, View, one

_STATUS = "mysql_global_status_"
UP = "mysql_up"
CONNECTED = _STATUS + "threads_connected"
MAX_USED = _STATUS + "max_used_connections"
SLOW = _STATUS + "slow_queries"
COMMANDS = _STATUS + "commands_total"
LOCK_WAITS = _STATUS + "innodb_row_lock_waits"
DEADLOCKS = _STATUS + "innodb_deadlocks"
MAX_CONNECTIONS = "mysql_global_variables_max_connections"

# The receiver's names, as Prometheus writes them.
R_UPTIME = Instrument("mysql.uptime", "s", "counter")
R_THREADS = Instrument("mysql.threads", "", "updown")
R_COMMANDS = Instrument("mysql.commands", "", "counter")
R_LOCKS = Instrument("mysql.row_locks", "", "counter")

_KIND_CONNECTED = 'kind="connected"'
_KIND_WAITS = 'kind="waits"'

_NO_EXPORTER = "No MariaDB metrics: run mysqld_exporter, or the collector's mysql receiver"


def _commands(view: View) -> str:
    by = view.grouped(*(label for label in view.by if label != "command"), "command")
    return f"topk(8, ({rate(by, COMMANDS)} or {rate(by, received(R_COMMANDS, view))}) > 0)"


AVAILABLE = availability(
    "MariaDB",
    "mariadb",
    UP,
    R_UPTIME,
    "Next: when it is down every request that needs data fails: see the pod and its log.",
    _NO_EXPORTER,
)

CONNECTIONS_USED = Signal(
    id="mariadb.connections_used",
    title="MariaDB connections used",
    shows="Open connections as a share of what the server allows.",
    healthy="Healthy: below 70 %.",
    next="Next: near 100 % new requests are turned away: look for a pool that leaks, or raise max_connections.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=lambda view: (
        Query(f"{gauge(view, CONNECTED)} / {gauge(view, MAX_CONNECTIONS)}", named("MariaDB connections", view)),
    ),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
    steps=(Step(0.7, "orange"), Step(0.9, "red")),
    maximum=1,
)

SLOW_QUERIES = Signal(
    id="mariadb.slow_queries",
    title="MariaDB slow statements",
    shows="Statements per second that took longer than long_query_time.",
    healthy="Healthy: none.",
    next="Next: the server's slow log names them; the services' traces show who sent them.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=lambda view: (Query(rate(view, SLOW), named("MariaDB slow statements", view)),),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
    steps=(Step(0.05, "orange"), Step(1, "red")),
)

COMMAND_RATE = Signal(
    id="mariadb.commands",
    title="MariaDB statements by command",
    shows="What the server is asked to do: the eight busiest commands, per second.",
    healthy="Healthy: the mix of reads and writes stays the same.",
    next="Next: a new command at the top is a changed or a runaway client.",
    unit="ops",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_commands),
    empty=_NO_EXPORTER,
    by=("command", "instance"),
)

CONNECTIONS = Signal(
    id="mariadb.connections",
    title="MariaDB connections",
    shows="Open connections, the most ever used, and the limit.",
    healthy="Healthy: far from the limit.",
    next="Next: a staircase that never comes down is a client that does not close.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=lambda view: (
        Query(
            f"{gauge(view, CONNECTED)} or {gauge(view, received(R_THREADS, view), _KIND_CONNECTED)}",
            "open {{instance}}",
        ),
        Query(gauge(view, MAX_USED), "most used {{instance}}"),
        Query(gauge(view, MAX_CONNECTIONS), "limit {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
    decimals=0,
)

LOCKS = Signal(
    id="mariadb.locks",
    title="InnoDB row locks and deadlocks",
    shows="Times per second that a statement waited for another's row lock, and deadlocks.",
    healthy="Healthy: near 0; no deadlocks.",
    next="Next: find two activities that write the same rows; keep transactions short.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=lambda view: (
        Query(
            f"{rate(view, LOCK_WAITS)} or {rate(view, received(R_LOCKS, view), _KIND_WAITS)}",
            "waits {{instance}}",
        ),
        Query(rate(view, DEADLOCKS), "deadlocks {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
)
