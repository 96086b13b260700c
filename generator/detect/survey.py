"""Asks the stores what they hold: few questions, each cheap, whatever the size of the stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.config.model import Tier
from generator.detect.arrival import LOGS, METRICS, PROBE, SPANS, TRACES, Arrival, Sender, Stack
from generator.detect.dialects import HTTP, SERVERS, Spelling
from generator.detect.dialects import SPANS as SPAN_SPELLINGS
from generator.detect.notebook import Notebook
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Labels, Prometheus
from generator.live.tempo import Span, Tempo

#: How far back the newest of anything is looked for, and since when it is there.
LOOK_BACK = 1800.0
_NEAR = (60.0, 300.0, LOOK_BACK)

#: Names that are worth listing: the families that the boards and their neighbours use.
NAMES = (
    '{__name__=~"(http_|traces_|target_info|calls_total|duration_|mysql_|redis_|kafka_|kube_|container_|otelcol_'
    '|process_|db_|rpc_|system_|ALERTS).*"}'
)

#: Streams of a pod's log file have one of these; OTLP has neither.
_SCRAPED = ("filename", "pod")
#: Where a tenant may stand: in the labels of streams, in the attributes of spans.
_NAMESPACES = ("k8s_namespace_name", "namespace", "service_namespace", "k8s.namespace.name", "service.namespace")
#: Rates this far apart are no matter of timing; below so many a second nothing is said.
_FAR, _BUSY = 3.0, 0.1
_APART = (
    "sampling before Tempo, replicas that write one series (set service.instance.id), or a Tempo that resets its "
    "counters (leave enable_virtual_node_label off)"
)
_UNNAMED = ("", "unknown_service")


@dataclass(frozen=True)
class Asked:
    """The stores to survey; one that is None was not given."""

    prometheus: Prometheus | None
    loki: Loki | None
    tempo: Tempo | None
    now: float


def survey(asked: Asked, closely: Iterable[str] | None = None, first: Iterable[str] = ()) -> Stack:
    """The stack as it is now. `closely` are the services whose age and dialects are asked for.

    Unless they are given, these are a few dozen, the `first` before others. Of all others the names are known: a stack
    of a thousand services costs no more than the few that matter.
    """
    only = None if closely is None else frozenset(closely)
    book = Notebook(only, frozenset(first))
    unasked: dict[str, str] = {}
    names: frozenset[str] = frozenset()
    servers: dict[str, Arrival] = {}
    nameless: tuple[str, ...] = ()
    notes: list[str] = []
    for store in ("prometheus", "loki", "tempo"):
        try:
            if store == "prometheus" and asked.prometheus is not None:
                names = _names(asked.prometheus, asked.now)
                notes = _disagreeing(asked.prometheus, names, asked.now)
                _metrics(asked.prometheus, names, book, asked.now)
                servers = _servers(asked.prometheus, names, asked.now)
            elif store == "loki" and asked.loki is not None:
                nameless = _logs(asked.loki, book, asked.now)
            elif store == "tempo" and asked.tempo is not None:
                _traces(asked.tempo, book, asked.now)
            else:
                unasked[store] = f"no {store.capitalize()} was given"
        except StoreError as error:
            unasked[store] = error.said
    senders = {
        name: Sender(name, arrivals, book.namespaces.get(name, ""), _tier(name, arrivals, book))
        for name, arrivals in sorted(book.arrivals.items())
        if name != PROBE
    }
    if book.passed_over:
        others = sorted(book.passed_over)
        notes.append(f"{len(others)} services were not looked at, {others[0]} among them: configure those that matter")
    return Stack(senders, servers, names, (*notes, *_notes(senders, nameless)), unasked, nameless)


def _names(prometheus: Prometheus, now: float) -> frozenset[str]:
    return frozenset(prometheus.label_values("__name__", (NAMES,), now - 2 * LOOK_BACK, now))


def _metrics(prometheus: Prometheus, names: frozenset[str], book: Notebook, now: float) -> None:
    for spelling in HTTP:
        if spelling.metric in names:
            for service, arrival in _of_jobs(prometheus, spelling, book, now).items():
                book.add(service, METRICS, arrival)
    for spelling in SPAN_SPELLINGS:
        if spelling.metric in names:
            for service, arrival in _counted(prometheus, spelling, now).items():
                book.add(service, SPANS, arrival)


def _disagreeing(prometheus: Prometheus, names: frozenset[str], now: float) -> list[str]:
    """Services whose own count of requests and whose span metrics are far apart: one of the two lies."""
    own: dict[str, float] = {}
    for spelling in HTTP:
        if spelling.metric in names:
            for job, rate in _by(prometheus, f"sum by (job) (rate({spelling.metric}[5m]))", "job", now).items():
                service = job.rpartition("/")[2]
                own[service] = max(own.get(service, 0.0), rate)
    spans: dict[str, float] = {}
    for spelling in SPAN_SPELLINGS:
        if spelling.metric in names:
            server = f'{spelling.metric}{{span_kind="SPAN_KIND_SERVER"}}'
            label = spelling.service
            spans |= _by(prometheus, f"sum by ({label}) (rate({server}[5m]))", label, now)
    return [
        f"{service}: its own metrics count {own[service]:.2g} requests a second, span metrics {rate:.2g}: {_APART}"
        for service, rate in spans.items()
        if own.get(service, 0.0) > _BUSY and rate > 0 and not 1 / _FAR < rate / own[service] < _FAR
    ]


def _of_jobs(prometheus: Prometheus, spelling: Spelling, book: Notebook, now: float) -> dict[str, Arrival]:
    newest = _by(prometheus, f"max by (job) (max_over_time(timestamp({spelling.metric})[30m:15s]))", "job", now)
    often = _by(prometheus, f"max by (job) (count_over_time({spelling.metric}[10m]))", "job", now)
    oldest = _by(prometheus, f"min by (job) (min_over_time(timestamp({spelling.metric})[1d:15m]))", "job", now)
    found = {}
    for job, at in newest.items():
        namespace, _, service = job.rpartition("/")
        if namespace:
            book.namespaces.setdefault(service, namespace)
        since = now - oldest[job] if job in oldest else None
        # Within the first ten minutes the window is not full yet.
        window = min(600.0, since) if since else 600.0
        interval = window / often[job] if often.get(job, 0) > 1 else None
        labels = "job, its first part the tenant" if namespace else "job"
        found[service] = Arrival((spelling.dialect,), max(0.0, now - at), interval, since, labels)
    return found


def _counted(prometheus: Prometheus, spelling: Spelling, now: float) -> dict[str, Arrival]:
    """Span metrics: a counter is exported for minutes after the last span, so only an increase proves one."""
    label = spelling.service
    alive = f"timestamp(sum by ({label}) (rate({spelling.metric}[2m])) > 0)"
    newest = _by(prometheus, f"max by ({label}) (max_over_time({alive}[30m:15s]))", label, now)
    return {service: Arrival((spelling.dialect,), max(0.0, now - at), labels=label) for service, at in newest.items()}


def _servers(prometheus: Prometheus, names: frozenset[str], now: float) -> dict[str, Arrival]:
    found = {}
    for server, spellings in SERVERS.items():
        there = [one for one in spellings if one.metric in names]
        ages = []
        for one in there:
            newest = prometheus.query(f"max(max_over_time(timestamp({one.metric})[30m:15s]))", now)
            ages += [now - series.last for series in newest]
        if there and ages:
            found[server] = Arrival(tuple(one.dialect for one in there), max(0.0, min(ages)))
    return found


def _by(prometheus: Prometheus, expr: str, label: str, now: float) -> dict[str, float]:
    return {one.labels[label]: one.last for one in prometheus.query(expr, now) if one.labels.get(label)}


def _logs(loki: Loki, book: Notebook, now: float) -> tuple[str, ...]:
    """Fills in the logs; gives the streams whose service has no name, as selectors."""
    selector = '{service_name=~".+"}'
    if "service_name" not in loki.label_names(now - LOOK_BACK, now):
        return tuple(_selector(one) for one in loki.streams('{job=~".+"}', now - LOOK_BACK, now)[:3]) or ("{}",)
    ways: dict[tuple[str, str], Labels] = {}
    nameless = []
    for stream in loki.streams(selector, now - LOOK_BACK, now):
        service = stream.get("service_name", "")
        if service in _UNNAMED:
            nameless.append(_selector(stream))
            continue
        ways.setdefault((service, _way(stream)), stream)
    chosen = book.closely(service for service, _ in ways)
    newest = loki.desk.all(lambda key: _newest(loki, key, now) if key[0] in chosen else None, ways)
    for (service, way), age in zip(ways, newest, strict=True):
        label = next((key for key in _NAMESPACES if ways[service, way].get(key)), "")
        labels = "service_name" + (f", the tenant in {label}" if label else ", no tenant")
        book.add(service, LOGS, Arrival((way,), age, labels=labels))
        namespace = _namespace(ways[service, way])
        if namespace:
            book.namespaces.setdefault(service, namespace)
    return tuple(nameless[:3])


def _way(stream: Labels) -> str:
    if stream.get("exporter") == "OTLP":
        return "old loki exporter"
    return "scraped" if any(stream.get(label) for label in _SCRAPED) else "otlp"


def _newest(loki: Loki, key: tuple[str, str], now: float) -> float | None:
    service, way = key
    more = ', filename="", pod=""' if way == "otlp" else ""
    lines = loki.lines(f"{{service_name={_quoted(service)}{more}}}", now - LOOK_BACK, now, 1)
    return max(0.0, now - lines[0].at_ns / 1e9) if lines else None


def _namespace(labels: Mapping[str, str]) -> str:
    return next((labels[key] for key in _NAMESPACES if labels.get(key)), "")


def _traces(tempo: Tempo, book: Notebook, now: float) -> None:
    listed = tempo.tag_values("resource.service.name", now - LOOK_BACK, now)
    services = sorted(book.only if book.only is not None else book.closely(listed))
    for service in set(listed) - set(services):
        book.add(service, TRACES, Arrival(()))
    for service, found in zip(services, tempo.desk.all(lambda one: _spans_of(tempo, one, now), services), strict=True):
        if found is None:
            continue
        age, spans, dialects = found
        book.add(service, TRACES, Arrival(dialects, age))
        own = next((span for span in spans if span.service == service), None)
        if own is not None:
            namespace = _namespace(own.tags)
            if namespace:
                book.namespaces.setdefault(service, namespace)
            if own.tags.get("telemetry.sdk.language") == "webjs":
                book.browsers.add(service)


def _spans_of(tempo: Tempo, service: str, now: float) -> tuple[float, tuple[Span, ...], tuple[str, ...]] | None:
    named = f"resource.service.name = {_quoted(service)}"
    # The newest of a long range is found only nearly, whatever the hint says: short ranges first.
    hits = next(
        (
            found
            for back in _NEAR
            if (found := tempo.search(f"{{ {named} }} with (most_recent=true)", now - back, now, 1))
        ),
        (),
    )
    if not hits:
        return None
    conventions = {"stable": "span.http.request.method", "legacy": "span.http.method"}
    spoken = tuple(
        name
        for name, attribute in conventions.items()
        if tempo.search(f"{{ {named} && {attribute} != nil }}", now - LOOK_BACK, now, 1)
    )
    return max(0.0, now - hits[0].at), tempo.trace(hits[0].trace_id), spoken or ("no HTTP",)


def _tier(name: str, arrivals: Mapping[str, Arrival], book: Notebook) -> Tier:
    if name in book.browsers:
        return "frontend"
    words = name.lower()
    silent = METRICS not in arrivals
    return "frontend" if silent and any(one in words for one in ("frontend", "browser", "web-ui")) else "backend"


def _notes(senders: Mapping[str, Sender], nameless: tuple[str, ...]) -> tuple[str, ...]:
    notes = []
    for one in senders.values():
        logs = one.arrivals.get(LOGS)
        if logs is not None and len(logs.dialects) > 1:
            notes.append(f"{one.name}: its log lines arrive twice, {logs.dialect}; switch one of the two ways off")
    if nameless:
        notes.append(f"log streams without a name of their service: {', '.join(nameless)}")
    return tuple(notes)


def _selector(labels: Labels) -> str:
    shown = {name: value for name, value in labels.items() if name not in ("service_name", "filename", "node_name")}
    return "{" + ", ".join(f"{name}={_quoted(value)}" for name, value in list(shown.items())[:4]) + "}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
