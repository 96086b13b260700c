"""Test results as CI servers show them."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from generator.validate.finding import Finding
from generator.validate.summary import Checked, Skipped

from .sample import no_unit, rendered, type_error, unreadable
from .xml_document import parsed


def suites(*findings: Finding, **parts: Any) -> Element:
    return parsed(rendered("junit", *findings, **parts))


def outcome(case: Element) -> str:
    return next((tag for tag in ("failure", "error", "skipped") if case.find(tag) is not None), "passed")


def outcomes(root: Element) -> dict[str, dict[str, str]]:
    return {
        suite.attrib["name"]: {case.attrib["name"]: outcome(case) for case in suite.iter("testcase")}
        for suite in root.iter("testsuite")
    }


def case(root: Element, name: str) -> Element:
    (only,) = (one for one in root.iter("testcase") if one.attrib["name"] == name)
    return only


def test_a_clean_board_passes_each_area() -> None:
    assert outcomes(suites()) == {
        "boards/overview.json": {"file": "passed", "Overview: panel": "passed", "Overview: promql": "passed"},
        "boards/logs.json": {"file": "passed", "Logs: panel": "passed", "Logs: promql": "passed"},
    }


def test_a_board_passes_where_no_rule_is_known() -> None:
    assert outcomes(suites(rules=()))["boards/logs.json"] == {"file": "passed", "Logs": "passed"}


def test_errors_fail_warnings_pass_and_info_is_skipped() -> None:
    root = suites(type_error(), no_unit(), no_unit(dashboard="Logs", severity="info", file="boards/logs.json"))
    assert outcomes(root) == {
        "boards/overview.json": {"file": "passed", "Overview: panel": "passed", "Overview: promql": "failure"},
        "boards/logs.json": {"file": "passed", "Logs: panel": "skipped", "Logs: promql": "passed"},
    }
    warned = case(root, "Overview: panel").findtext("system-out")
    assert warned == "boards/overview.json:60:5: warning: no unit (panel/unit)\n  Overview › Errors"
    assert "info: no unit" in str(case(root, "Logs: panel").findtext("system-out"))


def test_a_failure_tells_all_findings_of_its_case_the_worst_first() -> None:
    root = suites(no_unit(rule="promql/a", line=1), type_error(), type_error(line=90, fix=None, excerpt=None))
    failure = case(root, "Overview: promql").find("failure")
    assert failure is not None
    assert failure.attrib == {
        "message": "rate() takes a range of samples, not one sample (and 2 more)",
        "type": "promql/type",
    }
    assert (
        failure.text
        == """\
boards/overview.json:41:23: error: rate() takes a range of samples, not one sample (promql/type)
  Overview › Traffic › Requests › query A
  | sum(rate(http_requests_total)) by (job)
  |          ^^^^^^^^^^^^^^^^^^^
  fix: write http_requests_total[$__rate_interval]

boards/overview.json:90:23: error: rate() takes a range of samples, not one sample (promql/type)
  Overview › Traffic › Requests › query A

boards/overview.json:1:5: warning: no unit (promql/a)
  Overview › Errors"""
    )


def test_what_is_wrong_with_a_file_is_its_own_case() -> None:
    root = suites(unreadable(), skipped=[Skipped("package.json", "not a dashboard")])
    assert outcomes(root)["boards/a.json"] == {"file": "failure"}
    assert outcomes(root)["package.json"] == {"file": "skipped"}
    skipped = root.find("testsuite[@name='package.json']/testcase/skipped")
    assert skipped is not None
    assert skipped.attrib == {"message": "not a dashboard"}


def test_counts_are_those_of_the_cases() -> None:
    root = suites(type_error(), unreadable(), no_unit(severity="info"))
    assert root.attrib == {"name": "generator validate", "tests": "7", "failures": "2", "errors": "0"}
    assert [dict(suite.attrib) for suite in root] == [
        {"name": "boards/overview.json", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"},
        {"name": "boards/logs.json", "tests": "3", "failures": "0", "errors": "0", "skipped": "0"},
        {"name": "boards/a.json", "tests": "1", "failures": "1", "errors": "0", "skipped": "0"},
    ]


def test_cases_are_told_apart_by_file_and_name() -> None:
    boards = [Checked("a.yaml", "One"), Checked("a.yaml", "Two"), Checked("b.yaml", "One")]
    root = suites(unreadable(file="b.yaml"), boards=boards)
    cases = [(one.attrib["classname"], one.attrib["name"]) for one in root.iter("testcase")]
    assert len(cases) == len(set(cases)) == 2 + 3 * 2


def test_it_is_ascii_and_says_so() -> None:
    text = rendered("junit", no_unit(dashboard="주문"))
    assert text.isascii()
    assert text.startswith("<?xml version='1.0' encoding='us-ascii'?>\n")
    assert case(parsed(text), "주문: panel") is not None
