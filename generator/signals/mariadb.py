"""MariaDB as its exporter reports it, or the collector's mysql receiver where there is no exporter."""

from __future__ import annotations

from collections.abc import Callable

from generator.signals.instrument import Instrument
from generator.signals.promql import aggregate, matchers, rate
from generator.signals.signal import Kind, Query, Signal, Step, View, one

_STATUS = "mysql_global_status_"
UP = "mysql_up"
CONNECTED = _STATUS + "threads_connected"
RUNNING = _STATUS + "threads_running"
MAX_USED = _STATUS + "max_used_connections"
QUERIES = _STATUS + "queries"
SLOW = _STATUS + "slow_queries"
ABORTED = _STATUS + "aborted_connects"
COMMANDS = _STATUS + "commands_total"
POOL_READS = _STATUS + "innodb_buffer_pool_reads"
POOL_REQUESTS = _STATUS + "innodb_buffer_pool_read_requests"
LOCK_WAITS = _STATUS + "innodb_row_lock_waits"
DEADLOCKS = _STATUS + "innodb_deadlocks"
DISK_TABLES = _STATUS + "created_tmp_disk_tables"
MAX_CONNECTIONS = "mysql_global_variables_max_connections"

# The receiver's names, as Prometheus writes them.
R_UPTIME = Instrument("mysql.uptime", "s", "counter")
R_THREADS = Instrument("mysql.threads", "", "updown")
R_COMMANDS = Instrument("mysql.commands", "", "counter")
R_LOCKS = Instrument("mysql.row_locks", "", "counter")
R_TMP = Instrument("mysql.tmp_resources", "", "counter")

_KIND_RUNNING = 'kind="running"'
_KIND_CONNECTED = 'kind="connected"'
_KIND_WAITS = 'kind="waits"'
_ON_DISK = 'resource="disk_tables"'

_BY = ("instance",)
_NO_EXPORTER = "No MariaDB metrics: run mysqld_exporter, or the collector's mysql receiver"


def server(view: View) -> str:
    """The picked servers, where a board lets one pick. All is `.*`, which also fits a receiver without instance."""
    return 'instance=~"$database"' if "database" in view.pickers else ""


def _received(instrument: Instrument, view: View) -> str:
    return instrument.metric(suffixes=view.profile.suffixes)


def _gauge(view: View, metric: str, *more: str, operator: str = "sum") -> str:
    return aggregate(operator, view.by, metric + matchers(server(view), *more))


def _rate(view: View, metric: str, *more: str) -> str:
    return aggregate("sum", view.by, rate(metric, matchers(server(view), *more), view.window))


def _either(exporter: Callable[[View], str], receiver: Callable[[View], str]) -> Callable[[View], str]:
    return lambda view: f"{exporter(view)} or {receiver(view)}"


def _commands(view: View) -> str:
    by = tuple(label for label in view.by if label != "command")
    busy = aggregate("sum", (*by, "command"), rate(COMMANDS, matchers(server(view)), view.window))
    received = aggregate(
        "sum", (*by, "command"), rate(_received(R_COMMANDS, view), matchers(server(view)), view.window)
    )
    return f"topk(8, ({busy} or {received}) > 0)"


def _of_server(
    key: str,
    title: str,
    shows: str,
    healthy: str,
    next_: str,
    unit: str,
    query: Callable[[View], str],
    *,
    kind: Kind = Kind.GAUGE,
    steps: tuple[Step, ...] = (),
    maximum: float | None = None,
    decimals: int | None = None,
    words: str = "",
) -> Signal:
    """A signal of the MariaDB server, grouped by instance."""
    return Signal(
        id=f"mariadb.{key}",
        title=title,
        shows=shows,
        healthy=healthy,
        next=next_,
        unit=unit,
        kind=kind,
        source="prometheus",
        queries=lambda view: (Query(query(view), f"{words or title} {{{{instance}}}}" if view.by else words or title),),
        empty=_NO_EXPORTER,
        by=_BY,
        steps=steps,
        maximum=maximum,
        decimals=decimals,
    )


AVAILABLE = Signal(
    id="mariadb.up",
    title="MariaDB",
    shows="Whether the MariaDB server answers its exporter.",
    healthy="Healthy: Up.",
    next="Next: when it is down every request that needs data fails: see the pod and its log.",
    unit="none",
    kind=Kind.STATE,
    source="prometheus",
    queries=lambda view: (
        Query(
            f"{_gauge(view, UP, operator='min')} or "
            f"({aggregate('max', view.by, _received(R_UPTIME, view) + matchers(server(view)))} > bool 0)",
            "MariaDB {{instance}}" if view.by else "MariaDB",
        ),
    ),
    empty=_NO_EXPORTER,
    by=_BY,
    states=((0, "Down", "red"), (1, "Up", "green")),
    steps=(Step(1, "green"),),
    maximum=1,
)

CONNECTIONS_USED = _of_server(
    "connections_used",
    "MariaDB connections used",
    "Open connections as a share of what the server allows.",
    "Healthy: below 70 %.",
    "Next: near 100 % new requests are turned away: look for a pool that leaks, or raise max_connections.",
    "percentunit",
    lambda view: f"{_gauge(view, CONNECTED)} / {_gauge(view, MAX_CONNECTIONS)}",
    kind=Kind.RATIO,
    steps=(Step(0.7, "orange"), Step(0.9, "red")),
    maximum=1,
    words="MariaDB connections",
)

SLOW_QUERIES = _of_server(
    "slow_queries",
    "MariaDB slow statements",
    "Statements per second that took longer than long_query_time.",
    "Healthy: none.",
    "Next: the server's slow log names them; the services' traces show who sent them.",
    "cps",
    lambda view: _rate(view, SLOW),
    kind=Kind.RATE,
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
            f"{_gauge(view, CONNECTED)} or {_gauge(view, _received(R_THREADS, view), _KIND_CONNECTED)}",
            "open {{instance}}",
        ),
        Query(_gauge(view, MAX_USED), "most used {{instance}}"),
        Query(_gauge(view, MAX_CONNECTIONS), "limit {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=_BY,
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
            f"{_rate(view, LOCK_WAITS)} or {_rate(view, _received(R_LOCKS, view), _KIND_WAITS)}",
            "waits {{instance}}",
        ),
        Query(_rate(view, DEADLOCKS), "deadlocks {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=_BY,
)
