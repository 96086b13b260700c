"""A link to a dashboard leads to one that exists.

`/d/UID` is looked up among all dashboards of the run; a link by tags among their tags. A board that stands elsewhere
can be named in `[[validate.accept]]`.

Passes:

    boards:
      - {board: {uid: a, links: [{type: link, title: B, url: "/d/b?${__url_time_range}"}]}}
      - {board: {uid: b}}
    ---
    board: {tags: [shop], links: [{type: dashboards, title: All, tags: [shop]}]}

Fails:

    boards:
      - {board: {uid: a, links: [{type: link, title: C, url: /d/c}]}}
      - {board: {uid: b}}
    ---
    boards:
      - {board: {uid: a, tags: [shop], links: [{type: dashboards, title: All, tags: [store]}]}}
      - {board: {uid: b, tags: [shop]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.url import dashboard_uid
from generator.validate.view import LinkView


def _check(view: LinkView) -> Iterator[Found]:
    known = view.board.known
    link = view.link
    # Of a single board nobody can say what stands beside it.
    alone = not view.board.ours and len(known.cards) < 2
    if link.kind == "dashboards":
        tags = set(link.tags)
        if tags and not any(tags <= set(card.tags) for card in known.cards):
            yield Found(
                view.at("tags"), f"no dashboard has the tags {', '.join(sorted(tags))}", unsure=not view.board.ours
            )
        return
    uid = dashboard_uid(link.url or "")
    if uid and "$" not in uid and uid not in known.uids:
        yield Found(
            view.at("url"),
            f'the link leads to the dashboard "{uid}", which is not here{did_you_mean(uid, known.uids)}',
            "correct the uid, or accept it where the board stands elsewhere",
            unsure=alone or not view.board.ours,
        )


rule = Rule(LinkView, "error", _check)
