"""Every link leads somewhere: to a board that is there, with variables it knows, or to a query that Explore reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlsplit

import pytest
from dashboard_parts import panels

from generator.board.links import COMMON, BoardLink, TracesLink, cell, explore, field
from generator.project import Project
from generator.render.render import render
from generator.signals import traces

Json = dict[str, Any]

_TOKEN = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True)
class Found:
    """A link of a panel, and what its tokens may ask for."""

    board: str
    panel: str
    title: str
    url: str
    #: Labels of the series it hangs on.
    labels: frozenset[str]
    #: Columns of the table it hangs in.
    columns: frozenset[str]

    @property
    def where(self) -> str:
        return f"{self.board} › {self.panel} › {self.title}"


@pytest.fixture(scope="module")
def boards(project: Project) -> dict[str, Json]:
    rendered = [render(board, project.context()) for board in project.boards]
    return {board["uid"]: board for board in rendered}


def declared(board: Json) -> set[str]:
    return {variable["name"] for variable in board["templating"]["list"]}


def _raw_links(panel: Json) -> Iterator[Json]:
    config = panel.get("fieldConfig", {})
    yield from config.get("defaults", {}).get("links", [])
    for override in config.get("overrides", []):
        for prop in override["properties"]:
            if prop["id"] == "links":
                yield from prop["value"]


def found(boards: dict[str, Json]) -> Iterator[Found]:
    """All links of all panels."""
    for uid, board in boards.items():
        for panel in panels(board):
            # A series has the labels by which each of the panel's queries is grouped.
            grouped = [
                {
                    label.strip()
                    for by in re.findall(r"by \(([^)]*)\)", target.get("expr", ""))
                    for label in by.split(",")
                }
                for target in panel.get("targets", [])
            ]
            columns = {
                name
                for step in panel.get("transformations", [])
                if step["id"] == "filterFieldsByName"
                for name in step["options"]["include"]["names"]
            }
            labels = frozenset(set.intersection(*grouped)) if grouped else frozenset()
            for link in _raw_links(panel):
                yield Found(uid, panel["title"], link["title"], link["url"], labels, frozenset(columns))


def to_boards(boards: dict[str, Json]) -> list[tuple[Found, str, list[tuple[str, str]], set[str]]]:
    """Links to boards: the uid, the variables that are set, and those that are carried along."""
    links = []
    for link in found(boards):
        parts = urlsplit(link.url)
        if parts.path.startswith("/d/"):
            carried = set(re.findall(r"(?:^|&)\$\{(\w+):queryparam\}(?=&|$)", parts.query))
            links.append(
                (link, parts.path.removeprefix("/d/"), parse_qsl(parts.query, keep_blank_values=False), carried)
            )
    return links


def test_there_are_links_of_both_kinds(boards: dict[str, Json]) -> None:
    urls = [link.url for link in found(boards)]
    assert sum(url.startswith("/d/") for url in urls) > 40
    assert sum(url.startswith("/explore?") for url in urls) > 2
    assert len(urls) == sum(url.startswith(("/d/", "/explore?")) for url in urls)


def test_a_link_leads_to_a_board_of_ours(boards: dict[str, Json]) -> None:
    assert [link.where for link, uid, _, _ in to_boards(boards) if uid not in boards] == []


def test_a_link_sets_only_what_its_board_knows(boards: dict[str, Json]) -> None:
    for link, uid, parameters, carried in to_boards(boards):
        given = {name.removeprefix("var-") for name, _ in parameters if name.startswith("var-")}
        assert given | carried <= declared(boards[uid]), link.where
        assert carried <= declared(boards[link.board]), link.where


def test_a_link_keeps_time_and_choice(boards: dict[str, Json]) -> None:
    for link, _, parameters, carried in to_boards(boards):
        given = {name.removeprefix("var-") for name, _ in parameters if name.startswith("var-")}
        assert "${__url_time_range}" in link.url.split("?")[1].split("&"), link.where
        # Each is carried, or replaced: never both, for the second would win.
        assert set(COMMON) <= given | carried, link.where
        assert not given & carried, link.where


def test_a_link_asks_for_what_was_clicked_and_is_there(boards: dict[str, Json]) -> None:
    wrong = []
    for link in found(boards):
        asked = [token.split(":")[0] for token in _TOKEN.findall(link.url + link.title)]
        for name in asked:
            if name.startswith("__field.labels.") and name.removeprefix("__field.labels.") not in link.labels:
                wrong.append(f"{link.where}: the series has no label for {name}")
            if name.startswith("__data.fields.") and name.removeprefix("__data.fields.") not in link.columns:
                wrong.append(f"{link.where}: the table has no column for {name}")
        for token in _TOKEN.findall(link.url):
            if token.startswith(("__field.", "__data.")) and not token.endswith(":percentencode"):
                wrong.append(f"{link.where}: a value with & or + in {token} breaks the URL")
    assert not wrong, "\n".join(wrong)


#: What a clicked value may look like.
NASTY = "/api/users/<int:uid>?q=a b&c+d%25=é"


def panes(url: str) -> Json:
    """The panes of an Explore URL after Grafana has put this in for what was clicked, and plain words for the rest."""
    filled = _TOKEN.sub(lambda token: quote(NASTY, safe="") if token[1].endswith(":percentencode") else "word", url)
    (text,) = parse_qs(urlsplit(filled).query)["panes"]
    read: Json = json.loads(text)
    return read


def test_explore_reads_every_link_to_it(boards: dict[str, Json]) -> None:
    links = [link for link in found(boards) if link.url.startswith("/explore?")]
    for link in links:
        assert parse_qs(urlsplit(link.url).query)["schemaVersion"] == ["1"]
        # Nothing but tokens is left as it is, so no character of a query can end the parameter.
        assert re.fullmatch(r"[\w%.~=&?/-]*", _TOKEN.sub("", link.url)), link.where
        for name, pane in panes(link.url).items():
            assert re.fullmatch(r"\w{3}", name), "Explore starts empty for any other length"
            assert re.search("[a-z]", name), "Explore starts empty for a number"
            assert pane["range"].keys() == {"from", "to"}
            assert all(isinstance(edge, str) for edge in pane["range"].values())
            for query in pane["queries"]:
                assert query["datasource"]["uid"] == pane["datasource"]


def test_an_explore_link_names_picker_and_moment(project: Project) -> None:
    link = TracesLink("Failed", traces.failed_on_route(field("service"), field("route")))
    url = link.to_json(project.context(), "key")["url"]
    (pane,) = json.loads(unquote(url.split("panes=")[1])).values()
    assert pane["datasource"] == "${tempo_datasource}"
    assert pane["range"] == {"from": "${__from}", "to": "${__to}"}


def test_a_clicked_value_arrives_in_the_query_as_it_is() -> None:
    url = explore("${tempo_datasource}", {"refId": "A", "query": f'{{ name = "{cell("route")}" }} # "{field("a")}"'})
    (pane,) = panes(url).values()
    (query,) = pane["queries"]
    assert query["query"] == f'{{ name = "{NASTY}" }} # "{NASTY}"'


def test_a_replaced_variable_is_not_carried_along(project: Project) -> None:
    link = BoardLink("Logs", "logs", (("service", field("service")), ("request_id", cell("request"))))
    query = urlsplit(link.to_json(project.context(), "key")["url"]).query.split("&")
    assert "${service:queryparam}" not in query
    assert "var-service=${__field.labels.service:percentencode}" in query
    assert "var-request_id=${__data.fields.request:percentencode}" in query
    assert "${tenant:queryparam}" in query


def test_a_link_follows_the_uid_of_the_project(project: Project) -> None:
    config = replace(project.config, project=replace(project.config.project, uid="shop"))
    url = BoardLink("Logs", "logs").to_json(replace(project.context(), config=config), "key")["url"]
    assert url.startswith("/d/shop-logs?")
