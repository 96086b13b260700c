"""One run of `generator verify`: from what was asked for to the report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from generator.board.board import Board
from generator.board.context import Context
from generator.board_json import Dashboard, read
from generator.config.connection import Connection
from generator.config.model import SOURCES, Config, Tenant
from generator.config.nearest import did_you_mean
from generator.detect.arrival import Stack
from generator.detect.survey import Asked as Surveyed
from generator.detect.survey import survey
from generator.errors import GeneratorError, UsageError
from generator.grafana.client import Client
from generator.grafana.problem import RejectedError, UnreachableError
from generator.grafana.transport import Transport
from generator.live.desk import Desk
from generator.live.problem import StoreError
from generator.live.stores import Addresses, LiveSource, Stores, ThroughGrafana
from generator.live.way import Direct, direct
from generator.project import Project
from generator.targets import model
from generator.validate import reader
from generator.validate.document import BoardDocument
from generator.validate.finding import Finding
from generator.verify import reach
from generator.verify.causes import Causes
from generator.verify.correlation import SETTLED, Correlation, Service
from generator.verify.expected import Expected, Stage, signals_of
from generator.verify.panels import SLOW, Panels, Run
from generator.verify.result import CorrelationRow, PanelVerdict, ReachCheck, Report, TelemetryRow
from generator.verify.stack import Matrix
from generator.verify.variables import Sources

#: Between two looks of `--wait`. Seconds.
PAUSE = 10.0
#: What can be looked at one by one.
PARTS = ("telemetry", "panels", "correlation")
_TRACE_BOX = ("traceid", "trace_id", "trace")


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know. `files` are boards of anybody; without them the project's own are meant."""

    files: tuple[str, ...] = ()
    #: The boards as they stand on the Grafana, not as the definitions render them.
    live: bool = False
    tenant: str | None = None
    service: str | None = None
    stage: Stage | None = None
    #: Seconds before now to look at, instead of each board's own range.
    back: float | None = None
    profile: str | None = None
    #: Addresses of stores by kind, for a look without Grafana.
    urls: Mapping[str, str] | None = None
    timeout: float = 30.0
    #: Seconds from which on an answer is slow.
    slow: float = SLOW
    #: What to look at besides reach; all of it where it is empty.
    only: frozenset[str] = frozenset()

    def wants(self, part: str) -> bool:
        """Whether to look at a part of `PARTS`."""
        return not self.only or part in self.only


@dataclass(frozen=True)
class Stand:
    """Where a run stands: the stores, which data sources are the project's, and the Grafana if there is one."""

    stores: Stores
    client: Client | None
    uids: Mapping[str, str]
    checks: tuple[ReachCheck, ...]


@dataclass(frozen=True)
class _Board:
    """A board to verify; `own` are its signals by place when it is one of the project's."""

    board: Dashboard
    name: str
    own: Mapping[tuple[int, int], str]
    tier: str | None = None


def verify(
    asked: Asked, project: Project, where: Connection | None, stdin: BinaryIO, settled: float = SETTLED
) -> Report:
    """Look at everything once. Errors of the login and of the command line are raised."""
    started = time.monotonic()
    _check(asked, project.config)
    with stand(asked, project, where) as found:
        report = _report(asked, project, found, stdin, settled)
        return replace(report, asked=found.stores.desk.asked, seconds=round(time.monotonic() - started, 2))


def wait(look: Callable[[], Report], seconds: float, say: Callable[[Report, float], None]) -> Report:
    """Look again and again until all is well or the time is up; `say` hears of each look and the seconds left."""
    end = time.monotonic() + seconds
    while True:
        try:
            report = look()
        except UnreachableError as error:
            # A roll-out may take the Grafana itself away for a moment.
            report = Report(reach=(ReachCheck("Grafana", False, error.summary, error.fix),))
        left = end - time.monotonic()
        if (not report.findings and not report.unchecked) or left <= 0:
            return report
        say(report, left)
        time.sleep(min(PAUSE, max(left, 0.1)))


def _check(asked: Asked, config: Config) -> None:
    if asked.files and asked.live:
        raise UsageError("both files and --live", "give either FILEs or --live")
    names = [tenant.name for tenant in config.tenants]
    if asked.tenant is not None and asked.tenant not in names:
        raise UsageError(
            f'--tenant: there is no tenant "{asked.tenant}"{did_you_mean(asked.tenant, names)}',
            f"the tenants of generator.toml: {', '.join(names)}",
        )
    services = [one.name for one in config.services()]
    if asked.service is not None and asked.service not in services:
        raise UsageError(
            f'--service: there is no service "{asked.service}"{did_you_mean(asked.service, services)}',
            f"the services of generator.toml: {', '.join(services)}",
        )


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


def look_around(stand: Stand, now: float, expected: Sequence[str] = ()) -> Stack:
    """What the stack sends."""
    stores, uids = stand.stores, stand.uids
    return survey(
        Surveyed(
            stores.prometheus(uids["prometheus"]) if "prometheus" in uids else None,
            stores.loki(uids["loki"]) if "loki" in uids else None,
            stores.tempo(uids["tempo"]) if "tempo" in uids else None,
            now,
        ),
        expected,
    )


def _report(asked: Asked, project: Project, found: Stand, stdin: BinaryIO, settled: float) -> Report:
    now = float(int(time.time()))
    config = project.config
    checks = (*found.checks, *reach.stores(found.stores, found.uids, found.client, now))
    profile = asked.profile or config.profile
    stack = look_around(found, now, [one.name for one in config.services()])
    expected = Expected(config, asked.stage)
    sources = Sources(found.stores.sources, found.uids)
    tenants = _tenants(asked, config)
    boards, unread = _boards(asked, project, found, stdin) if asked.wants("panels") else ([], [])
    causes = Causes(found.stores, stack.metric_names, "" if asked.files else profile)
    panels = Panels(found.stores, sources, causes, expected, now, asked.slow)
    runs = [run for board in boards for run in _runs(board, asked, tenants, found, now)]
    verdicts = [one for each in found.stores.desk.all(panels.verdicts, runs) for one in each]
    telemetry: tuple[TelemetryRow, ...] = ()
    correlation: tuple[CorrelationRow, ...] = ()
    if not asked.files:
        names = tuple(tenant.name for tenant in tenants)
        if asked.wants("telemetry"):
            telemetry = Matrix(config, stack, expected, profile).rows(names, asked.service)
        if asked.wants("correlation"):
            correlation = _correlation(asked, found, sources, stack, tenants, expected, now, settled)
    return Report(
        reach=checks,
        telemetry=telemetry,
        panels=(*unread, *_merged(verdicts)),
        correlation=correlation,
        notes=stack.notes,
        boards=tuple(dict.fromkeys(board.name for board in boards)),
    )


def _tenants(asked: Asked, config: Config) -> tuple[Tenant, ...]:
    return tuple(
        tenant
        for tenant in config.tenants
        if asked.tenant in (None, tenant.name)
        and (asked.service is None or asked.service in {one.name for one in tenant.services})
    )


def _boards(asked: Asked, project: Project, found: Stand, stdin: BinaryIO) -> tuple[list[_Board], list[PanelVerdict]]:
    if asked.files:
        return _files(asked.files, stdin)
    project = project.with_datasource_uids(found.uids)
    context = project.context(asked.profile)
    rendered = model.build(project, context).boards
    ours: dict[str, _Board] = {}
    for definition in project.boards:
        board = read(rendered[definition.key])
        own = signals_of(definition, _context(context, definition), board)
        ours[board.uid or ""] = _Board(board, definition.title, own, definition.tier)
    if not asked.live:
        return list(ours.values()), []
    if found.client is None:
        raise UsageError("--live needs a Grafana", "give --grafana-url")
    return _live(found.client, ours, project.config.project.folder.uid)


def _context(context: Context, definition: Board) -> Context:
    """The context in which a board's own pickers exist, as rendering has it."""
    return replace(context, pickers=frozenset(picker.name for picker in definition.pickers))


def _live(client: Client, ours: Mapping[str, _Board], folder: str) -> tuple[list[_Board], list[PanelVerdict]]:
    """The boards of the project as they stand on the Grafana, and what else is in its folder."""
    boards, unread = [], []
    for one in client.boards():
        if one.uid not in ours and one.folder_uid != folder:
            continue
        try:
            live = client.dashboard(one.uid)
        except RejectedError as error:
            if error.status != 406:
                raise
            words = "stored in the new schema, which this API does not show"
            unread.append(PanelVerdict(one.title, "", "", "panel", "unchecked", words, "unreadable"))
            continue
        if live is not None:
            boards.append(_stored(read(dict(live.dashboard)), one.title, ours.get(one.uid)))
    if not boards and not unread:
        raise UsageError("the Grafana has none of the project's boards", "`generator upload` puts them there")
    return boards, unread


def _stored(board: Dashboard, title: str, known: _Board | None) -> _Board:
    """A board of a Grafana; what is known of the project's own holds as long as nobody added or removed a panel."""
    if known is None:
        return _Board(board, title, {})
    same = len(known.board.panels) == len(board.panels)
    return _Board(board, known.name, known.own if same else {}, known.tier)


def _files(paths: tuple[str, ...], stdin: BinaryIO) -> tuple[list[_Board], list[PanelVerdict]]:
    boards, unread = [], []
    for document in reader.read(paths, stdin):
        if isinstance(document, Finding):
            fix = document.fix or ""
            unread.append(PanelVerdict(document.file, "", "", "panel", "error", document.message, "unreadable", fix))
        elif isinstance(document, BoardDocument):
            try:
                board = read(document.data)
            except GeneratorError as error:
                unread.append(PanelVerdict(document.file, "", "", "panel", "error", error.summary, "unreadable"))
                continue
            boards.append(_Board(board, board.title or document.name, {}))
    if not boards and not unread:
        raise UsageError("no dashboard in these files", "name files that hold dashboards")
    return boards, unread


def _runs(board: _Board, asked: Asked, tenants: tuple[Tenant, ...], found: Stand, now: float) -> Iterator[Run]:
    """A board once for each tenant; once at all, where it has no picker of tenants."""
    names = {variable.name for variable in board.board.variables}
    if "tenant" not in names or not tenants:
        overrides: dict[str, str | list[str]] = dict(_trace_box(board.board, (), found, now))
        if asked.service is not None and "service" in names:
            overrides["service"] = [asked.service]
        yield Run(board.board, board.name, "", overrides, board.own, asked.back)
        return
    if board.tier is not None and asked.stage not in (None, board.tier):
        return
    for tenant in tenants:
        services = tuple(one.name for one in tenant.services if board.tier in (None, one.tier))
        if asked.service is not None:
            services = tuple(name for name in services if name == asked.service)
        if not services:
            continue
        overrides = {"tenant": ["|".join(tenant.namespaces)], **_trace_box(board.board, services, found, now)}
        if asked.service is not None:
            overrides["service"] = [asked.service]
        yield Run(board.board, board.name, tenant.name, overrides, board.own, asked.back)


def _trace_box(board: Dashboard, services: tuple[str, ...], found: Stand, now: float) -> dict[str, str]:
    """A recent trace for a board that shows the one whose id is typed in: empty, it would show nothing."""
    boxes = [
        one.name
        for one in board.variables
        if one.type == "textbox" and one.name and one.name.lower() in _TRACE_BOX and not (one.text or "")
    ]
    if not boxes or "tempo" not in found.uids:
        return {}
    named = "|".join(services)
    query = f'{{ resource.service.name =~ "{named}" && kind = server }}' if services else "{ kind = server }"
    tempo = found.stores.tempo(found.uids["tempo"])
    try:
        hits = tempo.search(f"{query} with (most_recent=true)", now - 1800, now - 20, 5)
        hits = hits or tempo.search(query.replace(" && kind = server", ""), now - 1800, now, 5)
    except StoreError:
        return {}
    return {boxes[0]: hits[0].trace_id} if hits else {}


def _correlation(
    asked: Asked,
    found: Stand,
    sources: Sources,
    stack: Stack,
    tenants: tuple[Tenant, ...],
    expected: Expected,
    now: float,
    settled: float,
) -> tuple[CorrelationRow, ...]:
    services = [
        Service(
            one.name,
            one.tier,
            expected.of("logs.rate" if one.tier == "backend" else "browser.lines", tenant.name),
        )
        for tenant in tenants
        for one in tenant.services
        if asked.service in (None, one.name) and asked.stage in (None, one.tier)
    ]
    return Correlation(found.stores, sources, stack, now, settled).rows(services)


def _merged(verdicts: list[PanelVerdict]) -> list[PanelVerdict]:
    """Each board, panel and tenant in its place; two panels of one name are both kept."""
    order = {name: at for at, name in enumerate(dict.fromkeys(one.board for one in verdicts))}
    return sorted(verdicts, key=lambda one: order[one.board])
