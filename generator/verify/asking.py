"""From the queries of a panel to the questions that Grafana would send for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.board_json.dashboard import Annotation
from generator.board_json.expression import used
from generator.board_json.parts import Panel, Query
from generator.board_json.shape import mapping, text
from generator.interpolate import Scope, Window, duration, for_query, interpolate
from generator.interpolate.interval import DEFAULT_SCRAPE, calculated
from generator.live.question import EXPRESSION, Question, form_of
from generator.verify.variables import Sources

#: A panel as wide as the screen has about so many pixels, each of which could show a point.
_WIDE, _COLUMNS = 1500, 24
#: Kinds of query that ask no store.
NO_STORE = frozenset({"grafana", "dashboard"})
#: Names that only the browser fills in.
_BROWSER_NAMES = ("__from", "__to", "__url_time_range", "__timezone")


@dataclass(frozen=True)
class Asked:
    """A query and the question that is made of it."""

    query: Query
    question: Question


def questions(owner: Panel | Annotation, scope: Scope, sources: Sources) -> Iterator[Asked]:
    """The questions of a panel or an annotation. Hidden queries are not sent by Grafana either."""
    queries = owner.queries if isinstance(owner, Panel) else (owner.query,)
    for query in queries:
        if query is None or query.hidden or query.kind in NO_STORE or query.kind is None:
            continue
        if query.kind == EXPRESSION:
            if isinstance(owner, Panel):
                yield Asked(query, _expression(query, owner, scope, sources))
            continue
        if query.kind in ("prometheus", "loki", "tempo") and not (query.text or "").strip() and _needs_text(query):
            continue
        yield Asked(query, _question(query, owner, scope, sources))


def _needs_text(query: Query) -> bool:
    return query.query_type != "serviceMap"


def _question(query: Query, owner: Panel | Annotation, scope: Scope, sources: Sources) -> Question:
    kind = query.kind or ""
    uid = EXPRESSION if kind == EXPRESSION else sources.of(query.datasource, kind, scope)
    settings = next((one.settings for one in sources.sources if one.uid == uid), {})
    interval = text(mapping(settings).get("timeInterval"))
    window = scope.window or Window(0, 0, 15.0)
    start, end = _range(owner, window)
    points = _points(owner)
    step = calculated(end - start, points, _minimum(query, owner, interval, kind, scope))
    asked = replace(
        scope, window=Window(round(start * 1000), round(end * 1000), step, source_interval=interval or None)
    )
    own = for_query(asked, query)
    written = query.text or ""
    language = kind if kind in ("prometheus", "loki", "tempo") else "other"
    whole = interpolate(written, own, language)  # type: ignore[arg-type]
    # The names of the back end are left to it, so that one it does not know is seen.
    left = any(name in written for name in _BROWSER_NAMES)
    sent = whole if left else interpolate(written, replace(own, window=None), language)  # type: ignore[arg-type]
    instant = query.instant and not query.range
    if isinstance(owner, Annotation) and kind in ("prometheus", "loki"):
        instant = False
    return Question(
        kind=kind,
        uid=uid,
        text=whole,
        sent=sent,
        form=form_of(kind, whole, query.query_type),
        instant=instant,
        start=start,
        end=end,
        step=_tempo_step(query, step, own) if kind == "tempo" else step,
        points=points,
        model={name: value for name, value in query.raw.items() if name not in ("datasource", "legendFormat")},
    )


def _expression(query: Query, owner: Panel, scope: Scope, sources: Sources) -> Question:
    """An expression with all that it computes with, hidden queries too: they are there to be computed with."""
    there = {one.ref_id: one for one in owner.queries if one.ref_id}
    needed: set[str] = set()
    waiting = [query]
    while waiting:
        for name in used(waiting.pop(), tuple(there)):
            if name not in needed and name != query.ref_id:
                needed.add(name)
                waiting.append(there[name])
    needs = (_question(one, owner, scope, sources) for name, one in there.items() if name in needed)
    return replace(_question(query, owner, scope, sources), needs=tuple(needs))


def _range(owner: Panel | Annotation, window: Window) -> tuple[float, float]:
    start, end = window.from_ms / 1000, window.to_ms / 1000
    if isinstance(owner, Panel):
        back = duration.parse(owner.time_from or "")
        start = end - back if back else start
        shift = duration.parse(owner.time_shift or "")
        if shift:
            start, end = start - shift, end - shift
    return start, end


def _points(owner: Panel | Annotation) -> int:
    if isinstance(owner, Annotation):
        return 100
    width = owner.grid.w if owner.grid else _COLUMNS
    return owner.max_data_points or max(100, int(_WIDE * width / _COLUMNS))


def _minimum(query: Query, owner: Panel | Annotation, source: str | None, kind: str, scope: Scope) -> float:
    panel = owner.interval if isinstance(owner, Panel) else None
    default = DEFAULT_SCRAPE if kind == "prometheus" else "1s"
    for said in (query.interval, panel, source, default):
        seconds = duration.parse(interpolate(said, scope, "other")) if said else None
        if seconds:
            return seconds
    return 1.0


def _tempo_step(query: Query, step: float, scope: Scope) -> float:
    own = duration.parse(interpolate(query.interval, scope, "other")) if query.interval else None
    return own or max(step, 1.0)
