"""No secret stands in a dashboard.

Whoever may look at a board may read its JSON, and boards go to git. What looks like a token, a password in an address,
or an Authorization header belongs into a data source, whose secrets are kept apart.

Passes:

    panel: {description: "Set GRAFANA_TOKEN before the upload"}
    ---
    board: {links: [{type: link, title: R, url: "https://example.com/runbook?token=${token}"}]}

Fails:

    panel: {type: text, options: {content: "Bearer glsa_AbCdEfGhIjKlMnOpQrStUvWxYz012345_a1b2c3d4"}}
    ---
    board: {links: [{type: link, title: R, url: "https://admin:hunter2@example.com/"}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.references import texts
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_SECRETS = {
    "a Grafana token": re.compile(r"\bgl(?:sa|c)_[A-Za-z0-9_]{20,}"),
    "a JSON web token": re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an AWS key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b"),
    "a Slack webhook": re.compile(r"hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}"),
    "a password in an address": re.compile(
        r"\b[a-z][a-z0-9+.-]{1,20}://[^/\s:@$]{1,100}:(?![$/])[^/\s@$]{3,100}@[A-Za-z0-9.-]"
    ),
    "an Authorization header": re.compile(
        r"\bAuthorization:\s*(?:Basic|Bearer)\s+[A-Za-z0-9+/=._-]{8,}", re.IGNORECASE
    ),
}


#: What each of them holds: most texts of a board have nothing of the kind.
_HINT = re.compile(r"gl(?:sa|c)_|eyJ|-----BEGIN|AKIA|gh[pousr]_|hooks\.slack|://[^/\s]*@|[Aa][Uu][Tt][Hh][Oo][Rr][Ii]")


def _check(view: BoardView) -> Iterator[Found]:
    for text, pointer in texts(view.board.raw, view.board.pointer):
        if _HINT.search(text) is None:
            continue
        for what, pattern in _SECRETS.items():
            match = pattern.search(text)
            if match is not None:
                yield Found(
                    pointer,
                    f"the text holds what looks like {what}",
                    "revoke it, and keep it in a data source's secrets",
                )
                break


rule = Rule(BoardView, "error", _check)
