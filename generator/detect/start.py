"""The `generator.toml` of a new project, from what its stack sends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.config.document import quoted
from generator.detect.advice import Advice
from generator.detect.arrival import LOGS, METRICS, Sender, Stack
from generator.detect.wording import Wording

#: Servers of the stack -> the signals that are not expected where it is absent.
_ABSENT = {
    "mariadb": ("mariadb",),
    "redis": ("redis",),
    "kafka": ("kafka",),
    "pods": ("kubernetes",),
    "containers": ("kubernetes.cpu", "kubernetes.memory", "kubernetes.throttling"),
    "collector": ("arrival.collector_loss",),
    "service graph": ("graph", "traces.map"),
}


#: What is said of the Redis list.
_LIST = "the Redis list whose length is measured"
_NO_LIST = "no Redis list is measured; put in what yours is called, if the application keeps one"


def tenants(senders: Iterable[Sender], name: str) -> dict[str, list[Sender]]:
    """The services by the namespace they run in; all of those that say none are one tenant of the project's name."""
    found: dict[str, list[Sender]] = {}
    for sender in senders:
        found.setdefault(sender.namespace or slug(name), []).append(sender)
    return dict(sorted(found.items()))


def toml(
    name: str,
    stack: Stack,
    advice: Advice,
    datasources: Mapping[str, tuple[str, str]],
    services: Iterable[Sender],
    unexpected: Iterable[str],
    wording: Wording,
) -> str:
    """The file. `datasources` is kind -> (uid, name); `unexpected` are signals that this application does not have."""
    written = [
        "# Made from what the stack sends. Names, tenants and tiers are a first guess: look at them.",
        "",
        "[project]",
        f"name = {_text(name)} # starts the title of every board",
        f"uid = {_text(slug(name))} # starts the uid of every board, and is the tag they share",
        "",
        "[telemetry]",
        f"profile = {_text(advice.profile)} # {advice.why}",
        f"redis_log_list = {_text(wording.log_list or 'logs')} # {_LIST if wording.log_list else _NO_LIST}",
    ]
    for tenant, members in tenants(services, name).items():
        written += ["", f"[tenants.{quoted(slug(tenant) if not _plain(tenant) else tenant)}]"]
        for tier in ("backend", "frontend"):
            of_tier = [one.name for one in members if one.tier == tier]
            if of_tier:
                written.append(f"{tier} = [{', '.join(_text(one) for one in of_tier)}]")
        if not _plain(tenant):
            written.append(f"namespaces = [{_text(tenant)}]")
    for kind, (uid, title) in datasources.items():
        written += ["", f"[datasources.{kind}]", f"uid = {_text(uid)}", f"name = {_text(title)}"]
    for table, keys, what in (
        ("tracing", wording.tracing, "Names of the application's own spans, as patterns"),
        ("events", wording.events, "Values of the log field `event`"),
    ):
        if keys:
            written += ["", f"# {what}. A first guess: put in what yours are called.", f"[{table}]"]
            written += [f"{key} = [{', '.join(_text(one) for one in values)}]" for key, values in keys.items()]
    absent = [signal for server, signals in _ABSENT.items() if server not in stack.servers for signal in signals]
    listed = list(dict.fromkeys((*absent, *unexpected)))
    listed = [one for one in listed if not any(one.startswith(f"{other}.") for other in listed)]
    if listed:
        written += ["", "# Not there when this file was made. Delete an entry once it should be there."]
    for signal in listed:
        written += [f"[signals.{quoted(signal)}]", "expected = false"]
    return "\n".join(written) + "\n"


def slug(name: str) -> str:
    """Letters, digits and dashes, at most 30 of them: board uids are made of it."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30].strip("-") or "app"


def applications(stack: Stack) -> tuple[Sender, ...]:
    """What belongs on boards: everything that does more than log."""
    return tuple(
        one for one in stack.senders.values() if set(one.arrivals) - {LOGS, METRICS} or METRICS in one.arrivals
    )


def _plain(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name) is not None


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
