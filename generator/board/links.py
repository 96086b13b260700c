"""Where a click leads: another board or Explore, with time range and choice kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from generator.board.context import PICKERS, Context, datasource

#: Variables that every board has, and that every link between boards carries.
COMMON = (*PICKERS.values(), "tenant", "service")

_TOKEN = re.compile(r"(\$\{[^}]+\})")


def field(name: str) -> str:
    """The value of a label of the clicked series."""
    return "${__field.labels.%s:percentencode}" % name


def cell(name: str) -> str:
    """The value of another column in the clicked row. Only plain column names can be asked for in a URL."""
    return "${__data.fields.%s:percentencode}" % name


def clicked() -> str:
    """The value in the clicked cell itself, whatever its column is called."""
    return "${__value.raw:percentencode}"


@dataclass(frozen=True)
class BoardLink:
    """A link to a board of this project. `variables` replace what is picked: name -> value or token."""

    title: str
    board: str
    variables: tuple[tuple[str, str], ...] = ()

    def to_json(self, context: Context, key: str) -> dict[str, Any]:
        """The link as Grafana's data links are written."""
        replaced = {name for name, _ in self.variables}
        kept = ["${%s:queryparam}" % name for name in COMMON if name not in replaced]
        asked = [f"var-{name}={value}" for name, value in self.variables]
        path = f"/d/{context.uid(self.board)}"
        return {
            "title": context.say(f"{key}.{self.board}.link", self.title),
            "url": f"{path}?" + "&".join(["${__url_time_range}", *kept, *asked]),
        }


@dataclass(frozen=True)
class TracesLink:
    """A link to Explore with a TraceQL search. The query may hold tokens."""

    title: str
    query: str

    def to_json(self, context: Context, key: str) -> dict[str, Any]:
        """The link as Grafana's data links are written."""
        query = {
            "refId": "A",
            "datasource": datasource("tempo"),
            "queryType": "traceql",
            "tableType": "traces",
            "limit": 20,
            "query": self.query,
        }
        return {
            "title": context.say(f"{key}.explore.link", self.title),
            "url": explore(datasource("tempo")["uid"], query),
        }


Link = BoardLink | TracesLink


def explore(uid: str, query: dict[str, Any]) -> str:
    """The URL of an Explore pane with that query.

    Everything but Grafana's tokens is percent-encoded. A pane's name is three characters, one of them a letter,
    and its range is made of strings: Explore starts empty otherwise (Grafana 12, url-migrator v1).
    """
    panes = {"one": {"datasource": uid, "queries": [query], "range": {"from": "${__from}", "to": "${__to}"}}}
    text = json.dumps(panes, separators=(",", ":"), ensure_ascii=False)
    encoded = "".join(part if _TOKEN.fullmatch(part) else quote(part, safe="") for part in _TOKEN.split(text))
    return f"/explore?schemaVersion=1&panes={encoded}"


def navigation(context: Context) -> dict[str, Any]:
    """The drop-down of all boards of the project. It finds them by their common tag."""
    return {
        "type": "dashboards",
        "title": context.config.project.name,
        "tags": [context.config.project.uid],
        "asDropdown": True,
        "icon": "external link",
        "includeVars": True,
        "keepTime": True,
        "targetBlank": False,
        "tooltip": "",
        "url": "",
    }
