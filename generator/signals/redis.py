"""Redis: the server as its exporter (or the collector's receiver) reports it, and its uses as traces tell them."""

from __future__ import annotations

from generator.signals.instrument import Instrument
from generator.signals.promql import aggregate, matchers
from generator.signals.servers import BY_INSTANCE, availability, gauge, named, rate, received, server
from generator.signals.signal import Kind, Query, Signal, Step, View, one
from generator.signals.traceql import REDIS, SERVICE, one_of, quote, routes, spans

UP = "redis_up"
CLIENTS = "redis_connected_clients"
BLOCKED = "redis_blocked_clients"
MEMORY = "redis_memory_used_bytes"
MEMORY_MAX = "redis_memory_max_bytes"
HITS = "redis_keyspace_hits_total"
MISSES = "redis_keyspace_misses_total"
EVICTED = "redis_evicted_keys_total"
EXPIRED = "redis_expired_keys_total"
#: Only with the exporter's --check-single-keys (or --check-keys) for that key.
KEY_SIZE = "redis_key_size"

R_MEMORY = Instrument("redis.memory.used", "By", "gauge")
R_HITS = Instrument("redis.keyspace.hits", "", "counter")
R_MISSES = Instrument("redis.keyspace.misses", "", "counter")
R_UPTIME = Instrument("redis.uptime", "s", "counter")
R_CLIENTS = Instrument("redis.clients.connected", "", "updown")
R_BLOCKED = Instrument("redis.clients.blocked", "", "updown")
R_EVICTED = Instrument("redis.keys.evicted", "", "counter")
R_EXPIRED = Instrument("redis.keys.expired", "", "counter")

_NO_EXPORTER = "No Redis metrics: run redis_exporter, or the collector's redis receiver"
_NO_SPANS = "No Redis spans in range"
#: Span names are command names. What a list is used for in the demo: the latest log entries.
# Statements arrive without their keys, so the use is told by the command and by the route that calls.
_LISTS = quote(one_of(("LPUSH", "RPUSH", "LRANGE", "LTRIM", "LLEN", "LPOP", "RPOP")))
_LIST_COMMAND = f"name =~ {_LISTS}"
_NOT_LIST = f"name !~ {_LISTS}"


def _names(exporter: str, receiver: Instrument, view: View) -> list[str]:
    """Both names of a metric, or the one where they are the same."""
    return list(dict.fromkeys((exporter, received(receiver, view))))


def _memory(view: View) -> str:
    return " or ".join(gauge(view, name) for name in _names(MEMORY, R_MEMORY, view))


def _hit_ratio(view: View) -> str:
    hits, misses = (
        " or ".join(rate(view, name) for name in _names(*both, view)) for both in ((HITS, R_HITS), (MISSES, R_MISSES))
    )
    return f"({hits}) / ((({hits}) + ({misses})) > 0)"


def _rate_of(spanset: str) -> tuple[Query, ...]:
    return (Query(f"{spanset} | rate() by ({SERVICE})"),)


def _sessions(view: View) -> tuple[Query, ...]:
    return _rate_of(f"{spans(view, _auth(view))} >> {spans(view, REDIS, _NOT_LIST)}")


def _cache(view: View) -> tuple[Query, ...]:
    return _rate_of(f"{spans(view, _auth(view))} !>> {spans(view, REDIS, _NOT_LIST)}")


def _auth(view: View) -> str:
    return routes(activity.route for activity in view.config.activities if activity.auth)


AVAILABLE = availability(
    "Redis",
    "redis",
    UP,
    R_UPTIME,
    "Next: when it is down sessions and the cache are gone: everyone is logged out.",
    _NO_EXPORTER,
)

HIT_RATIO = Signal(
    id="redis.hit_ratio",
    title="Redis hit ratio",
    shows="Share of look-ups that found their key.",
    healthy="Healthy: above 80 % for a cache that helps.",
    next="Next: falling means keys expire or are evicted too early, or the cache is bypassed.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=one(_hit_ratio, "hit ratio"),
    empty="No look-ups in range, or no Redis metrics",
    by=BY_INSTANCE,
    steps=(Step(0.5, "orange"), Step(0.8, "green")),
    maximum=1,
)

MEMORY_USED = Signal(
    id="redis.memory_used",
    title="Redis memory used",
    shows="Memory in use as a share of maxmemory.",
    healthy="Healthy: below 80 %.",
    next="Next: at the limit Redis evicts keys or refuses writes, whatever maxmemory-policy says.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=lambda view: (
        Query(
            f"({_memory(view)}) / ({gauge(view, MEMORY_MAX)} > 0)",
            named("Redis memory", view),
        ),
    ),
    empty="No limit set (maxmemory 0), or no Redis metrics",
    by=BY_INSTANCE,
    steps=(Step(0.8, "orange"), Step(0.95, "red")),
    maximum=1,
)

MEMORY_BYTES = Signal(
    id="redis.memory",
    title="Redis memory",
    shows="Memory that the server's data takes, and its limit where one is set.",
    healthy="Healthy: flat, or a saw-tooth of expiring keys.",
    next="Next: a straight rise is keys without an expiry.",
    unit="bytes",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=lambda view: (
        Query(_memory(view), "used {{instance}}"),
        Query(f"{gauge(view, MEMORY_MAX)} > 0", "limit {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
)

CLIENT_COUNT = Signal(
    id="redis.clients",
    title="Redis clients",
    shows="Connected clients, and those blocked in a waiting command.",
    healthy="Healthy: about the number of backend workers.",
    next="Next: a staircase is a client that does not close.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=lambda view: (
        Query(f"{gauge(view, CLIENTS)} or {gauge(view, received(R_CLIENTS, view))}", "connected {{instance}}"),
        Query(f"{gauge(view, BLOCKED)} or {gauge(view, received(R_BLOCKED, view))}", "blocked {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
    decimals=0,
)

KEYS_LOST = Signal(
    id="redis.keys_lost",
    title="Redis keys expired and evicted",
    shows="Keys per second that ran out (expired) or were thrown out for want of memory (evicted).",
    healthy="Healthy: sessions expire; nothing is evicted.",
    next="Next: evictions are lost sessions and cache entries: raise maxmemory.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=lambda view: (
        Query(f"{rate(view, EXPIRED)} or {rate(view, received(R_EXPIRED, view))}", "expired {{instance}}"),
        Query(f"{rate(view, EVICTED)} or {rate(view, received(R_EVICTED, view))}", "evicted {{instance}}"),
    ),
    empty=_NO_EXPORTER,
    by=BY_INSTANCE,
)

LIST_LENGTH = Signal(
    id="redis.list_length",
    title="Redis log list length",
    shows="Entries in the list that holds the latest log entries.",
    healthy="Healthy: constant, once the list is trimmed.",
    next="Next: a list that grows for ever fills the memory: trim it after each push.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=lambda view: (
        Query(
            aggregate(
                "max",
                ("key", "instance"),
                KEY_SIZE + matchers(server(view), f'key="{view.config.redis_log_list}"'),
            ),
            "{{key}} {{instance}}",
        ),
    ),
    empty="Not measured: start redis_exporter with --check-single-keys for this list",
    decimals=0,
)

LIST_RATE = Signal(
    id="redis.use_list",
    title="Redis calls: log list",
    shows="Redis list commands per second: the list with the latest log entries.",
    healthy="Healthy: one push per logged entry, one read per log query.",
    next="Next: list calls without log queries are the logger; compare with the list's length.",
    unit="ops",
    kind=Kind.RATE,
    source="tempo",
    queries=lambda view: _rate_of(spans(view, REDIS, _LIST_COMMAND)),
    empty=_NO_SPANS,
)

SESSION_RATE = Signal(
    id="redis.use_session",
    title="Redis calls: sessions",
    shows="Redis calls per second that are made while a user logs in, signs up or logs out.",
    healthy="Healthy: moves with the logins.",
    next="Next: logins without session calls are sessions that are not kept.",
    unit="ops",
    kind=Kind.RATE,
    source="tempo",
    queries=_sessions,
    empty=_NO_SPANS,
)

CACHE_RATE = Signal(
    id="redis.use_cache",
    title="Redis calls: cache",
    shows="All other Redis calls per second: what requests read from and write to the cache.",
    healthy="Healthy: moves with the requests.",
    next="Next: cache calls without requests are a job.",
    unit="ops",
    kind=Kind.RATE,
    source="tempo",
    queries=_cache,
    empty=_NO_SPANS,
)

CALL_RATE = Signal(
    id="redis.calls",
    title="Redis calls by command",
    shows="Redis calls per second as the services send them, by command.",
    healthy="Healthy: many reads, few writes.",
    next="Next: a command you do not know is a new use of Redis.",
    unit="ops",
    kind=Kind.RATE,
    source="tempo",
    queries=lambda view: (Query(f"{spans(view, REDIS)} | rate() by ({SERVICE}, name)"),),
    empty=_NO_SPANS,
)

CALL_P95 = Signal(
    id="redis.p95",
    title="Redis p95 latency",
    shows="95 % of the Redis calls of each command were answered faster than this, network included.",
    healthy="Healthy: below 5 ms.",
    next="Next: slow here and fast in Redis is the network.",
    unit="s",
    kind=Kind.LATENCY,
    source="tempo",
    queries=lambda view: (Query(f"{spans(view, REDIS)} | quantile_over_time(duration, .95) by ({SERVICE}, name)"),),
    empty=_NO_SPANS,
    steps=(Step(0.01, "orange"), Step(0.1, "red")),
)
