"""Pieces of TraceQL. Attribute names of both generations of the semantic conventions stand here side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.signals.signal import NOBODY, View

SERVICE = "resource.service.name"
ROUTE = "span.http.route"
#: `db.system` (old) and `db.system.name` (stable).
REDIS = '(span.db.system = "redis" || span.db.system.name = "redis")'
SQL = '(span.db.system =~ "mysql|mariadb" || span.db.system.name =~ "mysql|mariadb")'
STATUS_CODES = ("span.http.status_code", "span.http.response.status_code")
DB_STATEMENTS = ("span.db.statement", "span.db.query.text")
#: What a table of spans calls their columns: the attribute without its scope.
SERVICE_COLUMN = SERVICE.removeprefix("resource.")
OLD_STATEMENT, NEW_STATEMENT = (name.removeprefix("span.") for name in DB_STATEMENTS)
DESTINATIONS = ("span.messaging.destination", "span.messaging.destination.name")
#: A search answers with any matching traces it meets first: without this hint they can be 15 minutes old.
NEWEST = "with (most_recent=true)"


def quote(text: str) -> str:
    """A TraceQL string: backslashes and quotes escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def one_of(names: Iterable[str]) -> str:
    """A regular expression that is any of the names. TraceQL anchors it by itself."""
    return "|".join(names)


def spans(view: View, *conditions: str) -> str:
    """A spanset of the view's services. Grafana writes a choice of several as `a|b`, unescaped."""
    return "{ " + " && ".join([f'{SERVICE} =~ "{view.service}"', *conditions]) + " }"


def routes(names: Iterable[str]) -> str:
    """Server spans of these routes, taken as they stand; no spans where there is no route."""
    named = (re.escape(name).replace("\\-", "-") for name in names)
    return f"kind = server && {ROUTE} =~ {quote(one_of(named) or NOBODY)}"


def status_at_least(code: int) -> str:
    """Spans whose HTTP status is at least this, in either spelling. The attribute is a number."""
    return "(" + " || ".join(f"{attribute} >= {code}" for attribute in STATUS_CODES) + ")"
