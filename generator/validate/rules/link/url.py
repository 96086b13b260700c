"""A link has an address that a browser follows.

Passes:

    board: {links: [{type: link, title: Manual, url: "https://example.com/runbook"}]}
    ---
    board: {links: [{type: link, title: B, url: "/d/shop?${__url_time_range}"}]}

Fails:

    board: {links: [{type: link, title: Manual, url: ""}]}
    ---
    board: {links: [{type: link, title: Manual, url: "javascript:alert(1)"}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import LinkView

_REFUSED = re.compile(r"\s*(javascript|vbscript|data):", re.IGNORECASE)


def _check(view: LinkView) -> Iterator[Found]:
    link = view.link
    if link.kind == "dashboards" or link.raw.get("internal"):
        return
    if not (link.url or "").strip():
        yield Found(view.at("url"), f'the link "{link.title or ""}" has no address', "give it one, or remove it")
    elif _REFUSED.match(link.url or ""):
        yield Found(view.at("url"), "Grafana empties addresses that are code", "link to a page")


rule = Rule(LinkView, "warning", _check)
