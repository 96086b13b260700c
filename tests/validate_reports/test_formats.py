"""Formats are found by name, and all of them tell the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import generator.validate.reports as package
from generator.errors import UsageError
from generator.validate.finding import Finding
from generator.validate.reports.registry import names, report_format
from generator.validate.reports.report import report
from generator.validate.summary import Checked, Skipped, summarise

from .sample import no_unit, rendered, type_error, unreadable


def test_the_formats_are_the_modules_with_a_render() -> None:
    with_render = {path.stem for path in Path(package.__path__[0]).glob("*.py") if "\ndef render(" in path.read_text()}
    assert set(names()) == with_render == {"github", "json", "junit", "sarif", "text"}


def test_an_unknown_format_names_the_nearest_and_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        report_format("sarf")
    assert caught.value.summary == 'unknown report format "sarf"; did you mean "sarif"?'
    assert caught.value.fix == "use one of: github, json, junit, sarif, text"


def test_findings_are_in_the_order_of_the_files() -> None:
    in_order = [
        unreadable(),
        no_unit(line=None, column=None),
        no_unit(line=7),
        no_unit(line=60, column=5, severity="error"),
        no_unit(line=60, column=5),
        no_unit(line=60, column=7),
    ]
    assert list(report(reversed(in_order), summarise(in_order, [])).findings) == in_order


@pytest.mark.parametrize("name", names())
def test_a_report_does_not_depend_on_the_order_in_which_rules_ran(name: str) -> None:
    findings = [type_error(), no_unit(), no_unit(panel="Other"), unreadable(), type_error(line=4, ref_id="B")]
    assert rendered(name, *findings) == rendered(name, *reversed(findings))


@pytest.mark.parametrize("name", names())
def test_every_report_ends_its_last_line(name: str) -> None:
    for text in (rendered(name), rendered(name, type_error(), unreadable())):
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_a_summary_counts_what_there_is() -> None:
    findings: list[Finding] = [type_error(), type_error(line=4), no_unit()]
    boards = [Checked("a.json", "A", 4), Checked("b.json", "B", 5)]
    summary = summarise(findings, ["a.json", "b.json"], boards, [Skipped("c.json", "no board")], suppressed=2, fixed=1)
    assert dict(summary.by_severity) == {"error": 2, "warning": 1, "info": 0}
    assert list(summary.by_rule.items()) == [("panel/unit", 1), ("promql/type", 2)]
    assert (summary.findings, summary.queries, summary.suppressed, summary.fixed) == (3, 9, 2, 1)
