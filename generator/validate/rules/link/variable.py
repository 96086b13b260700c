"""A link sets only variables that the board it leads to has, and reads only labels that the query yields.

A `var-` that the other board does not know is dropped without a word, and `${__field.labels.x}` of a label that was
summed away is empty: both lead to a board about everything in the place of one about the thing that was clicked.

Passes:

    boards:
      - {board: {uid: a, links: [{type: link, title: B, url: "/d/b?${__url_time_range}&var-job=x"}]}}
      - {board: {uid: b}}
    ---
    panel:
      {fieldConfig: {defaults: {links: [{title: B, url: '/d/shop?${__url_time_range}&var-job=${__field.labels.job}'}]}}}

Fails:

    boards:
      - {board: {uid: a, links: [{type: link, title: B, url: "/d/b?${__url_time_range}&var-service=x"}]}}
      - {board: {uid: b}}
    ---
    panel:
      {fieldConfig: {defaults: {links: [{title: B, url: '/d/shop?${__url_time_range}&var-job=${__field.labels.route}'}]}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.interpolate import find
from generator.validate.found import Found
from generator.validate.labels import label_kept
from generator.validate.rule import Rule
from generator.validate.url import dashboard_uid, parameters
from generator.validate.view import LinkView

_LABELS = "labels."


def _check(view: LinkView) -> Iterator[Found]:
    url = view.link.url or ""
    yield from _variables(view, url)
    if view.panel is None or view.link.kind != "data":
        return
    for reference in find(url):
        if reference.name == "__field" and (reference.path or "").startswith(_LABELS):
            label = (reference.path or "").removeprefix(_LABELS).strip("[]\"'")
            if any(label_kept(query, label) is not False for query in view.panel.queries):
                continue
            yield Found(
                view.at("url"),
                f'no query of the panel yields the label "{label}"',
                f"group by it: sum by ({label}) (...)",
                (reference.start, reference.end),
            )


def _variables(view: LinkView, url: str) -> Iterator[Found]:
    cards = view.board.known.uids.get(dashboard_uid(url) or "", ())
    if not cards:
        return
    known = {name for card in cards for name in card.variables}
    for name, _ in parameters(url):
        wanted = name.removeprefix("var-")
        if name.startswith("var-") and "$" not in wanted and wanted not in known:
            at = url.find(name)
            yield Found(
                view.at("url"),
                f'"{cards[0].title}" has no variable "{wanted}"{did_you_mean(wanted, known)}',
                f"it has: {', '.join(sorted(known)) or 'none'}",
                (at, at + len(name)) if at >= 0 else None,
            )


rule = Rule(LinkView, "warning", _check)
