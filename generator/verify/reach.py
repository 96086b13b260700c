"""Whether everything on the way to the data is there: Grafana, login, permission, each data source and its store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.config.model import SOURCES, DataSourceSettings
from generator.errors import AuthError
from generator.grafana.client import Client
from generator.grafana.problem import (
    ForbiddenError,
    NotJsonError,
    RedirectedError,
    RejectedError,
    UnauthorizedError,
    UnreachableError,
)
from generator.live.problem import StoreError
from generator.live.stores import LiveSource, Stores
from generator.live.way import told
from generator.verify.result import ReachCheck

_NAMES = {"prometheus": "Prometheus", "loki": "Loki", "tempo": "Tempo"}


@dataclass(frozen=True)
class Chosen:
    """Which data source of a Grafana stands for each of the project's, and what is to be said of the choice."""

    uids: Mapping[str, str]
    checks: tuple[ReachCheck, ...]


def choose(wanted: Mapping[str, DataSourceSettings], live: Sequence[LiveSource]) -> Chosen:
    """By uid, then by name, then as the only one of its type: as an upload finds them."""
    uids: dict[str, str] = {}
    checks = []
    for kind in SOURCES:
        there = [one for one in live if one.kind == kind]
        configured = wanted[kind]
        by_uid = [one for one in there if one.uid == configured.uid]
        by_name = [one for one in there if one.name == configured.name]
        chosen = by_uid or by_name or there
        what = f"data source of {_NAMES[kind]}"
        other = next((one for one in live if one.uid == configured.uid and one.kind != kind), None)
        taken = chosen[0] if len(chosen) == 1 else None
        if taken is not None:
            uids[kind] = taken.uid
        if other is not None:
            said = f'"{configured.uid}" is of the type {other.kind}'
            fix = f"give it another uid, or set [datasources.{kind}] uid"
            if taken is not None:
                said += f"; {taken.uid} ({taken.name}) was taken in its place"
                fix = f'set [datasources.{kind}] uid = "{taken.uid}" in generator.toml, if that is the one'
            checks.append(ReachCheck(what, False, said, fix))
        elif taken is not None:
            if not by_uid:
                how = "by its name" if by_name else "the only one of its type"
                checks.append(ReachCheck(what, True, f"{taken.uid} ({taken.name}) stands for it, {how}"))
        elif not there:
            said = f"Grafana has none of the type {kind}"
            checks.append(ReachCheck(what, False, said, "`generator upload` creates it"))
        else:
            listed = ", ".join(f"{one.uid} ({one.name})" for one in chosen)
            fix = f"set [datasources.{kind}] uid in generator.toml to the one that holds this telemetry"
            checks.append(ReachCheck(what, False, f"several could be meant: {listed}", fix))
    return Chosen(uids, tuple(checks))


def grafana(client: Client) -> tuple[ReachCheck, ...]:
    """Grafana's health and who we are to it. Errors of the login are raised: nothing else works without it."""
    health = client.health()
    org = client.org()
    address = client.transport.base_url
    return (
        ReachCheck("Grafana", True, f"{address}, version {health.version or 'hidden'}"),
        ReachCheck("login", True, f"organisation {org.name or org.id}"),
    )


def stores(asked: Stores, uids: Mapping[str, str], client: Client | None, now: float) -> tuple[ReachCheck, ...]:
    """Each store that was found, asked a question that costs it nothing. AuthError where we may not ask at all."""
    found = asked.desk.all(lambda kind: _store(asked, kind, uids[kind], client, now), list(uids))
    return tuple(check for checks in found for check in checks)


def _store(asked: Stores, kind: str, uid: str, client: Client | None, now: float) -> list[ReachCheck]:
    what = f"{_NAMES[kind]} ({uid})" if client else _NAMES[kind]
    try:
        if kind == "prometheus":
            asked.prometheus(uid).query("vector(1)", now)
        elif kind == "loki":
            asked.loki(uid).label_names(now - 60, now)
        else:
            asked.tempo(uid).tags(now - 60, now)
    except StoreError as error:
        if error.why == "denied" and client is not None:
            fix = "the credentials need the permission datasources:query, which the role Viewer has"
            raise AuthError(f"{what}: {error.said}", fix) from None
        return [ReachCheck(what, False, error.said, _mend(kind, error, client))]
    # Tempo's plugin has no health check: its own API has been asked already.
    unhealthy = _health(client, uid) if client is not None and kind != "tempo" else ""
    if unhealthy:
        return [ReachCheck(f"{what} health", False, unhealthy, "look at the data source's address")]
    return [ReachCheck(what, True, "answers")]


def _mend(kind: str, error: StoreError, client: Client | None) -> str:
    said = error.said.lower()
    if "multiple org" in said:
        return f"name one tenant in [datasources.{kind}] org_id, or let the store answer for several at once"
    if "org id" in said or "authentication to data source" in said:
        header = f"set [datasources.{kind}] org_id, the X-Scope-OrgID of its tenant"
        return f"{header}, or its credentials; `generator upload --datasources replace`" if client else header
    if error.why == "unreachable" and client is not None:
        return f"look whether the store runs, and at the address of the data source; {error.fix}".rstrip("; ")
    return error.fix or "look at the store, and at the data source's address and tenant header"


def _health(client: Client, uid: str) -> str:
    try:
        answer = client.transport.request(
            "GET", f"/api/datasources/uid/{quote(uid, safe='')}/health", accept=(400, 404, 500)
        )
    except (RejectedError, UnreachableError, NotJsonError, RedirectedError, ForbiddenError, UnauthorizedError) as error:
        return told(error).said
    if answer.status == 200 or answer.message_id == "plugin.notImplemented":
        return ""
    return answer.message or f"status {answer.status}"
