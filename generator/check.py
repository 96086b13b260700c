"""What everything must be before a byte of it is written: known to Grafana, down to the last key.

Schemas say it of each part by itself (`generator.schemas`); what takes two parts to see is said here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from generator.errors import GeneratorError
from generator.lazy import Lazy
from generator.schemas.part import Json, Part, Path, Stray, alert_parts, members, panels, parts
from generator.schemas.reason import Reason, astray, reasons
from generator.targets.model import Model, RenderedSource

#: As many violations as an error spells out.
_SHOWN = 10
_COLUMNS = 24
_MIXED = "-- Mixed --"
#: Folder of provisioning files -> schema of what is in it.
_SCHEMAS = {"alerting": "alerting-file", "dashboards": "provider", "datasources": "datasources-file"}


@dataclass(frozen=True)
class Violation:
    """One defect: in what, where exactly, and why."""

    within: str
    reason: Reason

    def __str__(self) -> str:
        return f"{self.within}: {_json_path(self.reason.path)}: {self.reason.what}"


def require_valid(model: Model) -> None:
    """Return if all of the model may be written; GeneratorError with every violation otherwise."""
    _refuse(list(violations(model)))


def checked(model: Model) -> Model:
    """The same model, each board of which is checked when it is rendered: GeneratorError with its violations.

    Data sources, alert rules and provisioning files are checked at once.
    """
    _refuse(list(_besides_boards(model)))

    def board(key: str) -> Json:
        rendered = model.boards[key]
        if key not in model.imported:
            _refuse(list(board_violations(rendered)))
        return rendered

    return replace(model, boards=Lazy({key: partial(board, key) for key in model.boards}))


def _refuse(found: list[Violation]) -> None:
    if not found:
        return
    fix = found[0].reason.fix
    if len(found) == 1:
        raise GeneratorError(str(found[0]), fix)
    lines = [f"{len(found)} violations", *(f"  {each}" for each in found[:_SHOWN])]
    if len(found) > _SHOWN:
        lines.append(f"  and {len(found) - _SHOWN} more")
    raise GeneratorError("\n".join(lines), f"first of all: {fix}")


def violations(model: Model) -> Iterator[Violation]:
    """Everything that is wrong with the boards, data sources, alert rules and the files that provision them."""
    for key, board in model.boards.items():
        if key not in model.imported:
            yield from board_violations(board)
    yield from _besides_boards(model)


def _besides_boards(model: Model) -> Iterator[Violation]:
    found = [*_alerts(model), *(each for source in model.datasources for each in _source(source, model))]
    # The files are made of these, and cannot be made where a correlation leads nowhere.
    yield from found or _files(model)


def board_violations(board: Json) -> Iterator[Violation]:
    """Everything that is wrong with one dashboard."""
    for reason in (*_defects(parts(board)), *_grid(board), *_twice(board), *_sources(board)):
        yield Violation(_within(board, reason.path), reason)


def _defects(found: Iterator[Part | Stray]) -> Iterator[Reason]:
    for one in found:
        if isinstance(one, Stray):
            yield astray(one)
        else:
            yield from reasons(one)


def _grid(board: Json) -> Iterator[Reason]:
    for path, panel in panels(board):
        grid = panel.get("gridPos")
        if isinstance(grid, dict) and isinstance(grid.get("x"), int) and isinstance(grid.get("w"), int):
            end = grid["x"] + grid["w"]
            if end > _COLUMNS:
                yield Reason((*path, "gridPos"), f"x + w is {end}", f"let it end at column {_COLUMNS} or before")


def _twice(board: Json) -> Iterator[Reason]:
    """Ids of panels, names of variables and, within a panel, reference ids of queries stand for one thing each."""
    yield from _repeated(((*path, "id"), panel.get("id")) for path, panel in panels(board))
    variables = members(board, "templating", "list")
    yield from _repeated(((*path, "name"), variable.get("name")) for path, variable in variables)
    for path, panel in panels(board):
        yield from _repeated(((*path, *at, "refId"), query.get("refId")) for at, query in members(panel, "targets"))


def _repeated(named: Iterator[tuple[Path, Any]]) -> Iterator[Reason]:
    seen: set[str | int] = set()
    for path, name in named:
        # An empty name is none: Grafana gives one.
        if isinstance(name, (str, int)) and name != "":
            if name in seen:
                yield Reason(path, f"{json.dumps(name)} is taken", "give each its own")
            seen.add(name)


def _sources(board: Json) -> Iterator[Reason]:
    """A data source is picked by a variable of its type, and a query asks the same one as its panel."""
    picked = {
        "${%s}" % variable.get("name"): variable.get("query")
        for _, variable in members(board, "templating", "list")
        if variable.get("type") == "datasource"
    }
    for place in (("templating", "list"), ("annotations", "list")):
        for path, asking in members(board, *place):
            yield from _picked((*path, "datasource"), asking.get("datasource"), picked)
    for path, panel in panels(board):
        own = panel.get("datasource")
        yield from _picked((*path, "datasource"), own, picked)
        for at, query in members(panel, "targets"):
            asked = query.get("datasource")
            where = (*path, *at, "datasource")
            yield from _picked(where, asked, picked)
            if isinstance(own, dict) and isinstance(asked, dict) and own.get("uid") != _MIXED and asked != own:
                yield Reason(where, "is not that of its panel", f'give both the same, or the panel "{_MIXED}"')


def _picked(path: Path, source: Any, picked: Json) -> Iterator[Reason]:
    uid = source.get("uid") if isinstance(source, dict) else None
    if isinstance(uid, str) and uid.startswith("$"):
        if uid not in picked:
            yield Reason((*path, "uid"), f'no variable picks "{uid}"', f"use one of: {', '.join(picked) or 'none'}")
        elif picked[uid] != source.get("type"):
            yield Reason((*path, "type"), f'"{uid}" picks {picked[uid]}', f"make it {picked[uid]}")


def _source(source: RenderedSource, model: Model) -> Iterator[Violation]:
    kinds = sorted(each.kind for each in model.datasources)
    body, within = source.body, f'data source "{source.body.get("name")}"'
    found = [Part((), body, "datasource"), Part(("jsonData",), body.get("jsonData"), f"datasources/{source.kind}")]
    for at, one in enumerate(source.correlations):
        path: Path = ("correlations", at)
        found.append(Part(path, one.to_json(), "correlation"))
        if one.target not in kinds:
            fix = f"define it in datasources/, or lead to: {', '.join(kinds)}"
            yield Violation(within, Reason(path, f'"{one.label}" leads to {one.target}, which is not defined', fix))
    yield from (Violation(within, reason) for reason in _defects(iter(found)))


def _alerts(model: Model) -> Iterator[Violation]:
    """Rules one by one, the names in them, and that their uids are theirs alone."""
    taken: list[Any] = []
    for group in model.alert_groups:
        within = f'alert group "{group.get("title")}"'
        for reason in _defects(alert_parts(group)):
            yield Violation(within, reason)
        for path, rule in members(group, "rules"):
            for reason in _references(path, rule):
                yield Violation(within, reason)
            if rule.get("uid") in taken:
                what = f"{json.dumps(rule.get('uid'))} is taken"
                yield Violation(within, Reason((*path, "uid"), what, "give each alert a key of its own"))
            taken.append(rule.get("uid"))


def _references(path: Path, rule: Json) -> Iterator[Reason]:
    """Grafana stores a condition that no query has, and then never fires."""
    asked: list[Any] = []
    for at, query in members(rule, "data"):
        asked.append(query.get("refId"))
        model = query.get("model")
        if isinstance(model, dict) and model.get("type") == "threshold" and model.get("expression") not in asked:
            what = f"{json.dumps(model.get('expression'))} is no query before it"
            yield Reason((*path, *at, "model", "expression"), what, "use the refId of a query that comes before")
    if rule.get("condition") not in asked:
        what = f"{json.dumps(rule.get('condition'))} is no query of the rule"
        yield Reason((*path, "condition"), what, "use the refId of one of its queries")


def _files(model: Model) -> Iterator[Violation]:
    import yaml

    from generator.targets.provisioning import render

    for path, content in render(replace(model, boards={})).items():
        if not path.endswith(".yaml"):
            continue
        schema = _SCHEMAS[path.partition("/")[0]]
        for reason in _defects(iter([Part((), yaml.safe_load(content), schema)])):
            yield Violation(f'file "{path}"', reason)


def _within(board: Json, path: Path) -> str:
    """The board's title, and the innermost panel, row, variable or annotation on the path."""
    inner = ""
    node: Any = board
    for at, step in enumerate(path[:-1] if path and isinstance(path[-1], str) else path):
        node = node[step]
        if isinstance(node, dict) and isinstance(step, int):
            inner = _called(node, str(path[0]), str(path[at - 1])) or inner
    return f'board "{board.get("title")}"{inner}'


def _called(node: Json, place: str, of: str) -> str:
    if of == "panels":
        return f' › {"row" if node.get("type") == "row" else "panel"} "{node.get("title") or node.get("id")}"'
    if of == "list":
        return f' › {"variable" if place == "templating" else "annotation"} "{node.get("name")}"'
    return ""


def _json_path(path: Path) -> str:
    return "$" + "".join(f".{step}" if str(step).isidentifier() else f"[{json.dumps(step)}]" for step in path)
