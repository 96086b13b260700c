"""The same findings as text, JSON, JUnit and Markdown."""

from __future__ import annotations

import json as json_format
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

import generator.verify.reports as package
from generator.verify.reports import json, junit, markdown, text
from generator.verify.reports.summary import percent
from generator.verify.result import (
    CorrelationRow,
    Failure,
    PanelVerdict,
    ProbeRow,
    QueryVerdict,
    ReachCheck,
    Report,
    TelemetryRow,
)

GOOD = Report(
    reach=(ReachCheck("Grafana", True, "version 12"),),
    telemetry=(TelemetryRow("api", "shop", "metrics", True, True, "stable", 12.0),),
    panels=(PanelVerdict("Overview", "Requests", "shop", "panel", "data", queries=(QueryVerdict("A", "up", "data"),)),),
    correlation=(CorrelationRow("trace -> logs", "api", 10, 10),),
    asked=40,
    seconds=1.5,
    boards=("Overview",),
)
BAD = Report(
    reach=(ReachCheck("Loki", False, "connection refused", "start it"), ReachCheck("Tempo", None, "no address")),
    telemetry=(
        TelemetryRow("api", "shop", "logs", False, True, reason="no logs <b>", fix="send | them"),
        TelemetryRow("web", "shop", "logs", False, False, reason="no logs"),
    ),
    panels=(
        *(
            PanelVerdict("Logs", f"Panel {n}", "shop", "panel", "empty", "no stream", "no-lines", "send")
            for n in range(40)
        ),
        PanelVerdict("Logs", "Broken", "shop", "panel", "error", "parse error\x00 at 1:2", "query-error"),
        PanelVerdict("Logs", "Kafka", "jiwoo", "panel", "empty", "nothing", expected=False),
        PanelVerdict("Logs", "Zero", "", "panel", "zero", "none failed"),
        PanelVerdict(
            "Logs",
            "Two",
            "",
            "panel",
            "data",
            "1 of 2 queries are empty: gone",
            queries=(QueryVerdict("A", "up", "data"), QueryVerdict("B", "x", "empty", "gone")),
        ),
    ),
    correlation=(
        CorrelationRow("log -> trace", "api", 10, 9, (Failure("sampled-out", "not sampled", 1, "a line", "sample"),)),
        CorrelationRow("trace -> logs", "web", 0, 0, note="the service sends no logs"),
    ),
    probe=(ProbeRow("trace", 1.5), ProbeRow("log", None, "not seen", "look")),
    notes=("a note",),
    boards=("Logs",),
)


def test_one_thing_is_not_told_as_several() -> None:
    one = replace(GOOD, reach=(*GOOD.reach, ReachCheck("Loki", False, "silent", "start it")))
    assert one.findings == 1
    assert "1 finding;" in text.render(one)
    assert "1 finding." in markdown.render(one)


def test_a_service_that_is_silent_altogether_is_one_finding() -> None:
    said = {"reason": "api sends nothing", "fix": "start it"}
    silent = [TelemetryRow("api", "shop", signal, False, True, **said) for signal in ("metrics", "traces", "logs")]
    found = replace(GOOD, telemetry=(*silent, TelemetryRow("web", "shop", "logs", False, True, **said)))
    assert found.findings == 2
    written = text.render(found)
    assert "MISSING api: metrics, traces, logs\n  api sends nothing\n  fix: start it\n" in written
    assert "MISSING web: logs\n" in written


def test_the_count_of_findings_leaves_out_what_nobody_expects() -> None:
    assert GOOD.findings == 0
    # Loki, the logs of api, 40 empty panels, one error, one way, one part of the probe.
    assert BAD.findings == 1 + 1 + 40 + 1 + 1 + 1
    assert BAD.unchecked == 1


def test_the_text_fits_a_screen_worst_first() -> None:
    lines = text.render(BAD).splitlines()
    assert len(lines) <= 40
    said = "\n".join(lines)
    order = (
        "FAILED Loki",
        "MISSING api: logs",
        "BROKEN log -> trace of api: 90%",
        "ERROR Logs / Broken",
        "EMPTY Logs",
    )
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    # What has one cause is told once.
    assert said.count("no stream") == 1
    assert "and 39 more" in said
    assert "Kafka" not in said
    assert "fix: start it" in said
    assert "46 findings" not in said
    assert lines[-1].startswith("45 findings, 1 not checked")


def test_a_good_report_is_short() -> None:
    said = text.render(GOOD)
    assert "all well; 40 questions in 1.5 s" in said
    assert "fix" not in said


@pytest.mark.parametrize("report", [GOOD, BAD, Report()])
def test_the_json_is_as_its_schema_says(report: Report) -> None:
    schema = json_format.loads((Path(package.__file__).parent / "schema.json").read_text("utf-8"))
    document = json_format.loads(json.render(report))
    jsonschema.validate(document, schema)
    assert list(document)[:5] == ["schema_version", "reach", "telemetry", "panels", "correlation"]
    assert document["summary"]["findings"] == report.findings


def test_the_json_has_the_keys_that_were_promised() -> None:
    document = json.document(BAD)
    assert {"service", "signal", "present", "dialect", "age_s", "fix"} <= set(document["telemetry"][0])
    assert {"board", "panel", "tenant", "verdict", "cause", "queries"} <= set(document["panels"][0])
    assert {"direction", "service", "tried", "ok", "failures"} <= set(document["correlation"][0])


def test_junit_counts_what_failed() -> None:
    root = ElementTree.fromstring(junit.render(BAD))  # noqa: S314 - our own text
    assert root.get("failures") == str(BAD.findings)
    suites = {one.get("name"): one for one in root}
    assert suites["Logs"].get("tests") == "44"
    assert suites["telemetry"].find("testcase[@name='web logs']/skipped") is not None
    assert ElementTree.fromstring(junit.render(GOOD)).get("failures") == "0"  # noqa: S314


def test_markdown_escapes_what_would_break_its_tables() -> None:
    said = markdown.render(BAD)
    assert "send \\| them" in said
    assert "&lt;b>" in said
    assert "| Logs | Broken |" in said
    assert "All well" in markdown.render(GOOD)


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(10, 10, "100%"), (999, 1000, "99%"), (0, 3, "0%"), (0, 0, "none tried")]
)
def test_a_share_is_100_only_for_all(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said
