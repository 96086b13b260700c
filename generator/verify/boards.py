"""Which boards a run looks at, and for whom: the project's own, those on a Grafana, or files of anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from generator.board.board import Board
from generator.board.context import Context
from generator.board_json import Dashboard, read
from generator.config.model import Tenant
from generator.errors import GeneratorError, UsageError
from generator.grafana.client import Client
from generator.grafana.problem import RejectedError
from generator.live.problem import StoreError
from generator.project import Project
from generator.targets import model
from generator.validate.document import BoardDocument
from generator.validate.finding import Finding
from generator.validate.origin import Files
from generator.verify.asked import Asked
from generator.verify.expected import signals_of
from generator.verify.links import trace_id_of
from generator.verify.moment import span
from generator.verify.panels import Run
from generator.verify.result import PanelVerdict
from generator.verify.stand import Stand

#: What a box is called that a trace id is typed into.
_TRACE_BOX = ("traceid", "trace_id", "trace")
#: How far back a trace is looked for, how old it must be to have come everywhere, and how far inside the range of the
#: board it must begin: its first span is older than the line that names it. Seconds.
_BACK, _SETTLED, _MARGIN = 1800.0, 20.0, 30.0
_TRIES = 5


@dataclass(frozen=True)
class Subject:
    """A board to verify; `own` are its signals by place when it is one of the project's."""

    board: Dashboard
    name: str
    own: Mapping[tuple[int, int], str]
    tier: str | None = None


def boards(asked: Asked, project: Project, found: Stand, stdin: BinaryIO) -> tuple[list[Subject], list[PanelVerdict]]:
    if asked.files:
        return _files(asked.files, stdin)
    project = project.with_datasource_uids(found.uids)
    context = project.context(asked.profile)
    rendered = model.build(project, context).boards
    ours: dict[str, Subject] = {}
    for definition in project.boards:
        board = read(rendered[definition.key])
        own = signals_of(definition, _context(context, definition), board)
        ours[board.uid or ""] = Subject(board, definition.title, own, definition.tier)
    if not asked.live:
        return list(ours.values()), []
    if found.client is None:
        raise UsageError("--live needs a Grafana", "give --grafana-url")
    return _live(found.client, ours, project.config.project.folder.uid)


def _context(context: Context, definition: Board) -> Context:
    """The context in which a board's own pickers exist, as rendering has it."""
    return replace(context, pickers=frozenset(picker.name for picker in definition.pickers))


def _live(client: Client, ours: Mapping[str, Subject], folder: str) -> tuple[list[Subject], list[PanelVerdict]]:
    """The boards of the project as they stand on the Grafana, and what else is in its folder."""
    found, unread = [], []
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
            found.append(_stored(read(dict(live.dashboard)), one.title, ours.get(one.uid)))
    if not found and not unread:
        raise UsageError("the Grafana has none of the project's boards", "`generator upload` puts them there")
    return found, unread


def _stored(board: Dashboard, title: str, known: Subject | None) -> Subject:
    """A board of a Grafana; what is known of the project's own holds as long as nobody added or removed a panel."""
    if known is None:
        return Subject(board, title, {})
    same = len(known.board.panels) == len(board.panels)
    return Subject(board, known.name, known.own if same else {}, known.tier)


def _files(paths: tuple[str, ...], stdin: BinaryIO) -> tuple[list[Subject], list[PanelVerdict]]:
    found, unread = [], []
    for document in Files(paths, stdin).documents():
        if isinstance(document, Finding):
            fix = document.fix or ""
            unread.append(PanelVerdict(document.file, "", "", "panel", "error", document.message, "unreadable", fix))
        elif isinstance(document, BoardDocument):
            try:
                board = read(document.data)
            except GeneratorError as error:
                unread.append(PanelVerdict(document.file, "", "", "panel", "error", error.summary, "unreadable"))
                continue
            found.append(Subject(board, board.title or document.name, {}))
    if not found and not unread:
        raise UsageError("no dashboard in these files", "name files that hold dashboards")
    return found, unread


def runs(board: Subject, asked: Asked, tenants: tuple[Tenant, ...], found: Stand, now: float) -> Iterator[Run]:
    """A board once for each tenant; once at all, where it has no picker of tenants."""
    names = {variable.name for variable in board.board.variables}
    start, end = span(board.board.time_from, board.board.time_to, now)
    back = min(asked.back or end - start, _BACK)
    window = (now - max(back - _MARGIN, back / 2), now - min(_SETTLED, back / 4))
    if "tenant" not in names or not tenants:
        overrides: dict[str, str | list[str]] = dict(_trace_box(board.board, (), found, window))
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
        overrides = {"tenant": ["|".join(tenant.namespaces)], **_trace_box(board.board, services, found, window)}
        if asked.service is not None:
            overrides["service"] = [asked.service]
        yield Run(board.board, board.name, tenant.name, overrides, board.own, asked.back)


def _trace_box(
    board: Dashboard, services: tuple[str, ...], found: Stand, window: tuple[float, float]
) -> dict[str, str]:
    """A recent trace for a board that shows the one whose id is typed in: empty, it would show nothing."""
    boxes = [
        one.name
        for one in board.variables
        if one.type == "textbox" and one.name and one.name.lower() in _TRACE_BOX and not (one.text or "")
    ]
    if not boxes or "tempo" not in found.uids:
        return {}
    try:
        trace_id = _logged_trace(services, found, window) or _any_trace(services, found, window)
    except StoreError:
        return {}
    return {boxes[0]: trace_id} if trace_id else {}


def _logged_trace(services: tuple[str, ...], found: Stand, window: tuple[float, float]) -> str:
    """A recent trace that has log lines, too, by the newest lines of the services; empty where none is found."""
    if "loki" not in found.uids or not services:
        return ""
    loki, tempo = found.stores.loki(found.uids["loki"]), found.stores.tempo(found.uids["tempo"])
    lines = loki.lines(f"{{service_name=~{_any_of(services)}}}", *window, 20)
    ids = dict.fromkeys(carried[1] for line in lines if (carried := trace_id_of(line)))
    return next((one for one in list(ids)[:_TRIES] if tempo.trace(one)), "")


def _any_trace(services: tuple[str, ...], found: Stand, window: tuple[float, float]) -> str:
    query = f"{{ resource.service.name =~ {_any_of(services)} }}" if services else "{ }"
    tempo = found.stores.tempo(found.uids["tempo"])
    hits = tempo.search(f"{query} with (most_recent=true)", *window, 1)
    return hits[0].trace_id if hits else ""


def _any_of(names: tuple[str, ...]) -> str:
    """A quoted pattern that fits exactly these names."""
    return json.dumps("|".join(re.escape(name) for name in names), ensure_ascii=False)
