"""A link to Explore is one that Explore can read.

It wants `schemaVersion=1` and `panes`, percent-encoded JSON: of each pane, named by three characters, the data source,
its queries, and a range of two texts. What cannot be read opens Explore empty. `left=` is how Grafana 9 wrote it.

Passes:

    panel:
      {fieldConfig: {defaults: {links: [{title: E, url: '/explore?schemaVersion=1&panes=%7B%22one%22%3A%7B%22datasource%22%3A%22p%22%2C%22queries%22%3A%5B%5D%2C%22range%22%3A%7B%22from%22%3A%22${__from}%22%2C%22to%22%3A%22${__to}%22%7D%7D%7D'}]}}}
    ---
    board: {links: [{type: link, title: E, url: "https://example.com/explore"}]}

Fails:

    panel: {fieldConfig: {defaults: {links: [{title: E, url: "/explore?schemaVersion=1&panes=%7B%22one%22"}]}}}
    ---
    panel: {fieldConfig: {defaults: {links: [{title: E, url: "/explore?left=%5B%22now-1h%22%2C%22now%22%5D"}]}}}
    ---
    panel:
      {fieldConfig: {defaults: {links: [{title: E, url: '/explore?schemaVersion=1&panes=%7B%22left%22%3A%7B%22datasource%22%3A%22p%22%2C%22queries%22%3A%5B%5D%2C%22range%22%3A%7B%22from%22%3A1%2C%22to%22%3A2%7D%7D%7D'}]}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.url import is_explore, panes, parameters
from generator.validate.view import LinkView

_PANE = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{3}")


def _check(view: LinkView) -> Iterator[Found]:
    url, at = view.link.url or "", view.at("url")
    if not is_explore(url):
        return
    names = dict(parameters(url))
    if "left" in names:
        # Explore still reads it, but nobody knows until when.
        old = "left= is how Grafana 9 wrote a link to Explore"
        yield Found(at, old, "write schemaVersion=1&panes=...", unsure=not view.board.ours)
        return
    if "panes" not in names:
        return
    try:
        decoded = panes(url)
    except (ValueError, RecursionError):
        yield Found(
            at, "the panes of the link are no JSON: Explore opens empty", "percent-encode all but the ${...} tokens"
        )
        return
    yield from (Found(at, what, fix) for what, fix in _wrong(decoded))
    if names.get("schemaVersion") != "1":
        yield Found(at, "panes are read only with schemaVersion=1", "add schemaVersion=1")


def _wrong(decoded: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(decoded, dict):
        yield "the panes of the link are no object", "write an object of panes"
        return
    for name, pane in decoded.items():
        if not _PANE.fullmatch(name):
            yield f'Explore does not take a pane named "{name}"', "name it by three letters or digits, one a letter"
        edges = pane.get("range") if isinstance(pane, dict) else None
        if not isinstance(edges, dict) or not all(isinstance(edges.get(key), str) for key in ("from", "to")):
            yield (
                f'the range of the pane "{name}" is not made of two texts',
                'write {"from": "${__from}", "to": "${__to}"}',
            )


rule = Rule(LinkView, "warning", _check)
