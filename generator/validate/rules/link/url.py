"""A link has an address that a browser follows.

Passes:

    board: {links: [{type: link, title: Manual, url: "https://example.com/runbook"}]}
    ---
    board: {links: [{type: link, title: B, url: "/d/shop?${__url_time_range}"}]}
    ---
    panel: {links: [{type: dashboard, dashboard: Shop, title: Shop}]}

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
    # Panels of before Grafana 6 link to a dashboard by its title or by the end of its address.
    old = any(isinstance(link.raw.get(key), str) and link.raw[key] for key in ("dashboard", "dashUri"))
    if not (link.url or "").strip() and not old:
        yield Found(view.at("url"), f'the link "{link.title or ""}" has no address', "give it one, or remove it")
    elif _REFUSED.match(link.url or ""):
        yield Found(view.at("url"), "Grafana empties addresses that are code", "link to a page")


rule = Rule(LinkView, "warning", _check)
