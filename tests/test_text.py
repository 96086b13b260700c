"""Every word that a board shows can be said in another language, and nothing else can.

The language of these tests puts each text into brackets: what has none was never asked for.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from dashboard_parts import leaves

import generator.text
from generator.errors import UsageError
from generator.project import Project
from generator.render.render import render
from generator.targets import model
from generator.text import Language, language

Json = dict[str, Any]

#: Where a board keeps words for people. Its title begins with the project's name, which is a name in any language.
PLACES = {
    "title",
    "description",
    "templating.list[].label",
    "annotations.list[].name",
    "panels[].title",
    "panels[].description",
    "panels[].fieldConfig.defaults.noValue",
    "panels[].fieldConfig.defaults.links[].title",
    "panels[].fieldConfig.defaults.mappings[].options.*.text",
    "panels[].fieldConfig.overrides[].properties[].displayName",
    "panels[].fieldConfig.overrides[].properties[].mappings[].options.*.text",
    "panels[].fieldConfig.overrides[].properties[].links[].title",
    "panels[].targets[].legend of words",
    "panels[].options.content",
    "panels[].options.sortBy[].displayName",
}
#: What is written into a legend and is the same in every language: labels, notation, names.
_NO_WORD = re.compile(r"\{\{[^}]*\}\}|\bp\d\d\b|\b(?:MariaDB|Redis|Kafka|CPU)\b|__auto")


@dataclass(frozen=True)
class Brackets(Language):
    """Says everything in brackets, and remembers what it was asked."""

    asked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def say(self, key: str, english: str) -> str:
        self.asked[key].add(english)
        return f"⟦{english}⟧"


@pytest.fixture(scope="module")
def brackets() -> Brackets:
    return Brackets("brackets")


@pytest.fixture(scope="module")
def boards(project: Project, brackets: Brackets) -> list[Json]:
    return [render(board, replace(project.context(), language=brackets)) for board in project.boards]


def named(value: Any) -> Any:
    """The board with each override under its own name, and legends that hold words under another than the rest."""
    if isinstance(value, list):
        return [named(member) for member in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"id", "value"}:
        return {value["id"]: named(value["value"])}
    renamed = {name: named(member) for name, member in value.items()}
    legend = renamed.get("legendFormat", "")
    if "⟦" in legend or re.search("[A-Za-z]", _NO_WORD.sub("", legend)):
        renamed["legend of words"] = renamed.pop("legendFormat")
    return renamed


def texts(boards: list[Json]) -> Iterator[tuple[str, str]]:
    """Every text of every board, with its place."""
    for board in boards:
        for path, value in leaves(named(board)):
            place = path.replace("panels[].panels[]", "panels[]")
            place = re.sub(r"mappings\[\]\.options\.[^.]+\.", "mappings[].options.*.", place)
            # Grafana's own mark, under its own name.
            if isinstance(value, str) and value and value != "Annotations & Alerts":
                yield place, value


def test_every_place_for_words_is_in_use(boards: list[Json]) -> None:
    """Otherwise one that is misspelt above would be looked at in vain."""
    assert PLACES - {place for place, _ in texts(boards)} == set()


def test_another_language_reaches_every_word(boards: list[Json]) -> None:
    whole = re.compile(r"(AKS Demo - )?⟦.*⟧", re.DOTALL)
    missed = {(place, text) for place, text in texts(boards) if place in PLACES and not whole.fullmatch(text)}
    assert not missed, "\n".join(f"{place}: {text}" for place, text in sorted(missed))


def test_another_language_reaches_nothing_but_words(boards: list[Json]) -> None:
    assert {(place, text) for place, text in texts(boards) if "⟦" in text and place not in PLACES} == set()


def test_another_language_changes_nothing_but_words(project: Project, boards: list[Json]) -> None:
    english = [render(board, project.context()) for board in project.boards]
    text = json.dumps(boards, ensure_ascii=False)
    assert json.loads(text.replace("⟦", "").replace("⟧", "")) == english


def test_a_key_stands_for_one_text(boards: list[Json], brackets: Brackets) -> None:
    """A catalogue has one text per key: two English ones would become one in Korean."""
    assert len(boards) >= 6, "all boards have asked"
    assert {key: said for key, said in brackets.asked.items() if len(said) > 1} == {}


def test_keys_are_paths_that_a_catalogue_can_be_made_of(boards: list[Json], brackets: Brackets) -> None:
    """A key that is the beginning of another cannot be both a text and a table of texts."""
    assert len(boards) >= 6, "all boards have asked"
    assert [key for key in brackets.asked if any(other.startswith(f"{key}.") for other in brackets.asked)] == []


def test_another_language_reaches_the_words_of_data_sources(project: Project, brackets: Brackets) -> None:
    context = replace(project.context(), language=brackets)
    said = []
    for source in model.build(project, context).datasources:
        said += [text for one in source.correlations for text in (one.label, one.description)]
        for path, value in leaves(source.body["jsonData"]):
            if path.endswith("urlDisplayLabel") or path == "tracesToMetrics.queries[].name":
                said.append(value)
            else:
                assert "⟦" not in str(value), path
    assert len(said) == 2 * 4 + 2 + 2 + 3
    assert [text for text in said if not re.fullmatch("⟦.*⟧", text)] == []


def test_what_a_language_lacks_is_said_in_english() -> None:
    korean = Language("ko", {"signal.http.rate.title": "요청 수"})
    assert korean.say("signal.http.rate.title", "Request rate") == "요청 수"
    assert korean.say("signal.http.p95.title", "p95 latency") == "p95 latency"


def test_english_needs_no_catalogue() -> None:
    assert language("en").say("any.key", "Any text") == "Any text"


def test_a_language_without_texts_is_an_error_that_says_where_to_put_them() -> None:
    with pytest.raises(UsageError, match='no texts for the language "tlh"') as caught:
        language("tlh")
    assert "generator/texts/tlh.toml" in caught.value.fix


def test_a_catalogue_is_tables_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    catalogue = '[signal.http.rate]\ntitle = "요청 수"\n[board.overview]\ntitle = "개요"\n'
    (tmp_path / "texts" / "ko.toml").write_text(catalogue, "utf-8")
    monkeypatch.setattr(generator.text.resources, "files", lambda _: tmp_path)
    korean = language("ko")
    assert korean.say("signal.http.rate.title", "") == "요청 수"
    assert korean.say("board.overview.title", "") == "개요"
