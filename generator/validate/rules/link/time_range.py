"""A link to another board or to Explore keeps the time range.

Without it the other page opens with its own range, and whoever followed a spike of last night looks at the last hour.

Passes:

    board: {links: [{type: link, title: B, url: "/d/shop?${__url_time_range}"}]}
    ---
    board: {links: [{type: dashboards, title: All, tags: [shop], keepTime: true}]}
    ---
    board: {links: [{type: link, title: Manual, url: "https://example.com/runbook"}]}

Fails:

    board: {links: [{type: link, title: B, url: "/d/shop"}]}
    ---
    board: {links: [{type: dashboards, title: All, tags: [shop], keepTime: false}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.url import dashboard_uid
from generator.validate.view import LinkView

_KEEPING = ("__url_time_range", "__from", "from=", "time=", "__value.time")


def _check(view: LinkView) -> Iterator[Found]:
    link = view.link
    if link.kind == "dashboards" or (link.kind == "link" and link.raw.get("keepTime") is not None):
        leads_on = link.kind == "dashboards" or dashboard_uid(link.url or "")
        if leads_on and not link.raw.get("keepTime") and not any(word in (link.url or "") for word in _KEEPING):
            yield Found(view.at("keepTime"), "the link leaves the time range behind", "write keepTime: true")
    elif dashboard_uid(link.url or "") and not any(word in (link.url or "") for word in _KEEPING):
        yield Found(
            view.at("url"), "the link leaves the time range behind", "add ${__url_time_range} to its parameters"
        )


rule = Rule(LinkView, "warning", _check, others="info")
