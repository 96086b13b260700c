"""The table of signals as a whole: complete, unambiguous, used, and the only place where telemetry has names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import promql_parser
import pytest

import generator.signals as package
from generator.config import parse
from generator.errors import GeneratorError
from generator.project import Project
from generator.signals import http
from generator.signals.profile import PROFILES
from generator.signals.signal import Kind, Signal, View
from generator.signals.table import signals

#: Signals that are read and not judged: what is healthy about a line of a log stands in the line.
READ = {"logs.lines", "traces.one", "browser.performance_lines", "browser.lines"}


#: A module with a signal of its own, much like another.
_SIGNAL = "from dataclasses import replace\nfrom generator.signals.http import RATE\nSIGNAL = replace(RATE, {})\n"


@pytest.fixture
def fresh_table() -> Iterator[None]:
    signals.cache_clear()
    yield
    signals.cache_clear()


@pytest.mark.usefixtures("fresh_table")
def test_two_signals_of_one_id_are_an_error_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "again.py").write_text(_SIGNAL.format("title='Again'"))
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    with pytest.raises(GeneratorError, match=re.escape(f'two signals have the id "{http.RATE.id}"')):
        signals()


@pytest.mark.usefixtures("fresh_table")
def test_a_signal_in_a_new_module_is_in_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fresh.py").write_text(_SIGNAL.format("id='fresh.rate'"))
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    assert "fresh.rate" in signals()


def test_ids_are_short_and_regular() -> None:
    assert [name for name in signals() if not re.fullmatch(r"[a-z]+\.[a-z0-9_]+", name)] == []


@pytest.mark.parametrize("signal", signals().values(), ids=lambda signal: signal.id)
class TestSignal:
    """What every signal must say for itself."""

    def test_description_says_what_it_shows_what_is_healthy_and_what_to_do_next(self, signal: Signal) -> None:
        shows, healthy, next_ = signal.description.split("\n")
        assert shows.endswith(".")
        assert re.match(r"Healthy: \S", healthy) or signal.id in READ
        assert re.match(r"Next: \S", next_)

    def test_emptiness_has_a_meaning(self, signal: Signal) -> None:
        assert signal.empty.strip()
        assert signal.empty != "No data"

    def test_every_grouping_gives_queries_in_every_profile(self, signal: Signal, project: Project) -> None:
        for profile in PROFILES.values():
            for by in ((), *((label,) for label in signal.by), signal.by):
                texts = [query.text for query in signal.queries(View(project.config, profile, by))]
                assert texts
                assert all(text.strip() == text != "" for text in texts)

    def test_thresholds_rise(self, signal: Signal) -> None:
        values = [step.value for step in signal.steps]
        assert values == sorted(set(values))

    def test_a_share_is_a_percentage_and_nothing_else_is(self, signal: Signal) -> None:
        # Processor time is a percentage of one core, and may exceed it.
        assert (signal.unit == "percentunit") == (signal.kind is Kind.RATIO or signal.id == "runtime.cpu")

    def test_it_is_shown_on_a_board(self, signal: Signal, project: Project) -> None:
        shown = {use.signal.id for board in project.boards for panel in board.panels for use in panel.uses}
        alarms = {alert.signal.id for board in project.boards for alert in board.alerts}
        assert signal.id in shown | alarms


def test_only_known_signals_are_read_without_a_state_of_health() -> None:
    assert set(signals()) >= READ
    assert not any(signals()[name].healthy.startswith("Healthy") for name in READ)


_GRAFANA = re.compile(r"\$\{?\w+(?::\w+)?\}?")
#: In a selector or a filter; what `json` and `label_format` make is the query's own.
_LOGQL_LABEL = re.compile(r"[{,|] *([a-z_]+) ?(?:=~|!~|!=|=) ?\"")
_TRACEQL_ATTRIBUTE = re.compile(r"(?:span|resource|event)\.([a-z_.]+)")


def _promql_names(text: str) -> set[str]:
    names: set[str] = set()

    def visit(part: object) -> None:
        if isinstance(part, promql_parser.VectorSelector):
            names.update({part.name or ""}, (matcher.name for matcher in part.matchers.matchers))

    promql_parser.walk(promql_parser.parse(text), visit)
    return names


def vocabulary(project: Project) -> set[str]:
    """Names of metrics, labels and attributes in all queries, other than those that boards group and pick by."""
    names: set[str] = set()
    for profile in PROFILES.values():
        for signal in signals().values():
            for query in signal.queries(View(project.config, profile, signal.by)):
                if signal.source == "tempo":
                    names |= set(_TRACEQL_ATTRIBUTE.findall(query.text))
                elif signal.source == "loki":
                    names |= set(_LOGQL_LABEL.findall(query.text))
                else:
                    names |= _promql_names(_GRAFANA.sub("5m", query.text))
    groupings = {label for signal in signals().values() for label in signal.by}
    pickers = {picker.name for board in project.boards for picker in board.pickers}
    return names - groupings - pickers - {""}


def test_telemetry_is_named_in_the_table_and_in_no_board(project: Project) -> None:
    names = vocabulary(project)
    # The vocabulary is what it should be: something of each language and kind.
    assert {"http_server_duration_milliseconds_count", "span_kind", "job", "db.statement", "trace_id"} <= names
    found = []
    for path in sorted((project.definitions / "dashboards").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in names:
                found.append(f"{path.name}:{node.lineno}: {node.value}")
    assert not found, "\n".join(found)


def test_a_project_without_frontends_asks_for_nobody() -> None:
    config = parse('[project]\nname = "Shop"\nuid = "shop"\n[tenants.east]\nbackend = ["api"]\n', None)
    view = View(config, PROFILES["portable"])
    texts = [query.text for signal in signals().values() for query in signal.queries(view)]
    # An empty matcher means "without this label", and is an error of its own in Loki.
    assert [text for text in texts if re.search(r'=~ ?""', text)] == []


def test_a_table_of_one_profile_knows_no_other_dialect(project: Project) -> None:
    view = View(project.config, PROFILES["stable"])
    texts = " ".join(query.text for signal in signals().values() for query in signal.queries(view))
    assert "http_server_request_duration_seconds" in texts
    assert "http_server_duration_milliseconds" not in texts
    bare = " ".join(
        query.text
        for signal in signals().values()
        for query in signal.queries(replace(view, profile=PROFILES["mimir"]))
    )
    assert "http_server_request_duration_count" in bare
    assert "http_server_request_duration_seconds" not in bare
