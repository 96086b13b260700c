"""Where a run stands: the ways to the stores, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from generator.config.connection import Connection
from generator.config.model import SOURCES
from generator.detect.arrival import Stack
from generator.detect.survey import Asked as Surveyed
from generator.detect.survey import survey
from generator.errors import UsageError
from generator.grafana.client import Client
from generator.grafana.transport import Transport
from generator.live.desk import Desk
from generator.live.stores import Addresses, LiveSource, Stores, ThroughGrafana
from generator.live.way import Direct, direct
from generator.project import Project
from generator.targets import model
from generator.verify import reach
from generator.verify.asked import Asked
from generator.verify.result import ReachCheck
from generator.verify.variables import Sources


@dataclass(frozen=True)
class Stand:
    """Where a run stands: the stores, which data sources are the project's, and the Grafana if there is one."""

    stores: Stores
    client: Client | None
    uids: Mapping[str, str]
    checks: tuple[ReachCheck, ...]


@contextmanager
def stand(asked: Asked, project: Project, where: Connection | None) -> Iterator[Stand]:
    """The way to the stores: a Grafana's data sources, or the addresses that were given."""
    desk = Desk()
    with ExitStack() as open_things:
        if where is not None:
            transport = open_things.enter_context(Transport(where))
            client = Client(transport)
            checks = reach.grafana(client)
            sources = tuple(
                LiveSource(one.uid, one.name, one.type, one.body.get("jsonData") or {}, bool(one.body.get("isDefault")))
                for one in client.datasources()
            )
            stores: Stores = ThroughGrafana(desk, sources, transport)
            chosen = reach.choose(project.config.datasources, sources)
            yield Stand(stores, client, chosen.uids, (*checks, *chosen.checks))
            return
        urls = asked.urls or {}
        if not urls:
            raise UsageError(
                "nothing to look at", "give --grafana-url, or --prometheus-url, --loki-url and --tempo-url"
            )
        ways: dict[str, Direct] = {}
        for kind, url in urls.items():
            ways[kind] = direct(url, project.config.datasources[kind].org_id, asked.timeout)
            open_things.callback(ways[kind].transport.close)
        rendered = model.build(project, project.context(asked.profile)).datasources
        settings = {one.kind: one.body for one in rendered}
        known = tuple(
            LiveSource(body["uid"], body["name"], kind, body.get("jsonData") or {})
            for kind, body in settings.items()
            if kind in ways
        )
        uids = {one.kind: one.uid for one in known}
        missing = tuple(
            ReachCheck(kind.capitalize(), None, "no address was given", f"give --{kind}-url")
            for kind in SOURCES
            if kind not in ways
        )
        yield Stand(Addresses(desk, known, ways), None, uids, missing)


def any_source(stand: Stand) -> dict[str, str]:
    """A data source of each kind: where several could be meant, Grafana's default one, else the first."""
    chosen = Sources(stand.stores.sources, stand.uids)
    found = {kind: chosen.uid(kind) for kind in SOURCES}
    return {kind: uid for kind, uid in found.items() if uid}


def look_around(stand: Stand, now: float, closely: Sequence[str] | None = None, first: Sequence[str] = ()) -> Stack:
    """What the stack sends; `closely` and `first` as a survey has them."""
    return survey(surveyed(stand, now), closely, first)


def surveyed(stand: Stand, now: float) -> Surveyed:
    """The stores that a survey asks."""
    stores, uids = stand.stores, stand.uids
    return Surveyed(
        stores.prometheus(uids["prometheus"]) if "prometheus" in uids else None,
        stores.loki(uids["loki"]) if "loki" in uids else None,
        stores.tempo(uids["tempo"]) if "tempo" in uids else None,
        now,
    )
