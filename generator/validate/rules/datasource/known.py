"""A query names a data source that exists, and calls it by its right type.

Grafana shows "Data source not found" in each panel that names an unknown uid. Which data sources there are is known of
the project's own, from provisioning files among those that are checked, and from a running Grafana; a board that is
checked alone is not held against anything, and a type of which no file provisions one is a doubt. A reference may be a
variable, a uid, or (in old boards) a name.

Passes:

    panel: {datasource: {type: prometheus, uid: prom}}
    sources: {prom: prometheus}
    ---
    promql: up
    sources: {prom: prometheus}

Fails:

    panel: {datasource: {type: prometheus, uid: mimir}}
    sources: {prom: prometheus}
    ---
    panel: {datasource: {type: loki, uid: prom}}
    sources: {prom: prometheus}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json import SourceRef
from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if not view.known.sources:
        return
    types = {one.variable.name: one.variable.text for one in view.variables if one.variable.type == "datasource"}
    for ref in refs(view):
        if ref.special is not None or not ref.uid:
            continue
        if "$" in ref.uid or "[[" in ref.uid:
            picked = types.get(ref.uid.strip("${}[]").partition(":")[0])
            if picked and ref.type and "$" not in ref.type and picked != ref.type:
                yield Found(
                    f"{ref.pointer}/type",
                    f'"{ref.uid}" picks a {picked} data source, not {ref.type}',
                    f"write {picked}",
                )
            continue
        known = view.known.source(ref.uid)
        if known is None:
            near = did_you_mean(ref.uid, [one.called for one in view.known.sources])
            yield Found(
                f"{ref.pointer}/uid" if ref.type is not None else ref.pointer,
                f'no data source "{ref.uid}"{near}',
                f"use one of: {', '.join(sorted(one.called for one in view.known.sources))}, or a variable",
                unsure=view.known.could_be_elsewhere((ref.type,) if ref.type else ()),
            )
        elif ref.type and known.type != ref.type:
            yield Found(
                f"{ref.pointer}/type",
                f'"{ref.uid}" is a {known.type} data source, not {ref.type}',
                f"write {known.type}",
            )


def refs(view: BoardView) -> Iterator[SourceRef]:
    """Every reference to a data source, each once."""
    seen = set()
    found = [*(one.datasource for one in view.board.variables), *_of_annotations(view)]
    for panel in view.board.panels:
        found += [panel.datasource, *(query.datasource for query in panel.queries)]
    for ref in found:
        if ref is not None and ref.pointer not in seen:
            seen.add(ref.pointer)
            yield ref


def _of_annotations(view: BoardView) -> Iterator[SourceRef | None]:
    """Of all but the one that is in every board: Grafana asks itself for that, whatever it says."""
    return (one.datasource for one in view.board.annotations if not one.builtin)


rule = Rule(BoardView, "error", _check)
