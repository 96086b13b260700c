"""What a person reads, to the letter."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.validate.finding import Excerpt
from generator.validate.reports.report import Screen
from generator.validate.summary import Checked, Skipped

from .sample import no_unit, rendered, type_error, unreadable


def last_line(*findings: Any, **parts: Any) -> str:
    return rendered("text", *findings, **parts).splitlines()[-1]


def test_findings_are_blocks_with_the_query_and_carets() -> None:
    assert (
        rendered("text", type_error(), no_unit(), unreadable())
        == """\
boards/a.json: error: not JSON (file/json)

boards/overview.json:41:23: error: rate() takes a range of samples, not one sample (promql/type)
  Overview › Traffic › Requests › query A
  | sum(rate(http_requests_total)) by (job)
  |          ^^^^^^^^^^^^^^^^^^^
  fix: write http_requests_total[$__rate_interval]

boards/overview.json:60:5: warning: no unit (panel/unit)
  Overview › Errors

3 findings (2 errors, 1 warning) in 2 boards, 23 queries; 1 fixable with --fix
"""
    )


def test_a_query_of_several_lines_shows_the_line_that_is_meant_with_its_number() -> None:
    query = 'sum by (job) (\n\trate(http_requests_total{job="주문"}[5m])\n\t/ rate(x{주문="요청"}))\n'
    start = query.index("{주문")
    assert (
        rendered("text", type_error(excerpt=Excerpt(query, start, start + 5), fix="one\ntwo", row=("A", "B")))
        == """\
boards/overview.json:41:23: error: rate() takes a range of samples, not one sample (promql/type)
  Overview › A › B › Requests › query A
  3 |     / rate(x{주문="요청"}))
    |             ^^^^^^^
  fix: one
       two

1 finding (1 error) in 2 boards, 23 queries; 1 fixable with --fix
"""
    )


def test_a_panel_without_a_title_has_its_number() -> None:
    text = rendered("text", no_unit(panel=None, panel_id=12, ref_id="B"))
    assert text.splitlines()[1] == "  Overview › panel 12 › query B"


def test_what_is_unknown_is_left_out() -> None:
    assert rendered("text", no_unit(column=None, dashboard=None, panel=None)).splitlines()[:2] == [
        "boards/overview.json:60: warning: no unit (panel/unit)",
        "",
    ]


def test_more_than_a_handful_of_equal_findings_of_a_board_are_counted() -> None:
    many = [no_unit(line=line, panel=f"P{line}") for line in range(100, 115)]
    others = [no_unit(line=200, dashboard="Logs"), no_unit(line=201, message="no title")]
    assert (
        rendered("text", *many, *others)
        == """\
boards/overview.json:100:5: warning: no unit (panel/unit)
  Overview › P100

boards/overview.json:101:5: warning: no unit (panel/unit)
  Overview › P101

boards/overview.json:102:5: warning: no unit (panel/unit)
  Overview › P102
  and 12 more like this

boards/overview.json:200:5: warning: no unit (panel/unit)
  Logs › Errors

boards/overview.json:201:5: warning: no title (panel/unit)
  Overview › Errors

17 findings (17 warnings) in 2 boards, 23 queries
"""
    )


def test_a_handful_of_equal_findings_are_all_shown() -> None:
    text = rendered("text", *(no_unit(line=line) for line in range(5)))
    assert text.count("no unit") == 5
    assert "more like this" not in text


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "no findings in 2 boards, 23 queries"),
        ({"boards": [Checked("a.json", "A", 1)]}, "no findings in 1 board, 1 query"),
        ({"boards": []}, "no findings in 0 files"),
        ({"boards": [Checked("a", "A"), Checked("a", "B")]}, "no findings in 1 file, 2 boards, 0 queries"),
        ({"suppressed": 3}, "no findings in 2 boards, 23 queries; 3 suppressed"),
        (
            {"fixed": 4, "suppressed": 1, "skipped": [Skipped("package.json", "not a dashboard")]},
            "no findings in 2 boards, 23 queries; 4 fixed, 1 suppressed, 1 file skipped",
        ),
    ],
)
def test_the_last_line_counts_everything(parts: dict[str, Any], line: str) -> None:
    assert last_line(**parts) == line


def test_the_last_line_has_every_severity_that_there_is() -> None:
    findings = (type_error(fixable=False), no_unit(), no_unit(line=3), no_unit(line=2, severity="info"))
    assert last_line(*findings) == "4 findings (1 error, 2 warnings, 1 info) in 2 boards, 23 queries"


def test_skipped_files_are_named_with_the_reason() -> None:
    skipped = [Skipped(f"{name}.json", "not a dashboard") for name in "abcdefg"]
    assert (
        rendered("text", skipped=skipped)
        == """\
a.json: skipped: not a dashboard
b.json: skipped: not a dashboard
c.json: skipped: not a dashboard
and 4 skipped files more

no findings in 2 boards, 23 queries; 7 files skipped
"""
    )
    assert rendered("text", skipped=skipped[:5]).count("not a dashboard") == 5


def test_colours_change_nothing_but_the_colours() -> None:
    plain = rendered("text", type_error(), no_unit(), unreadable())
    coloured = rendered("text", type_error(), no_unit(), unreadable(), screen=Screen(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert "\x1b[1;31m|          ^^^^^^^^^^^^^^^^^^^\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_excerpts_keep_to_the_width_of_the_screen() -> None:
    long = type_error(excerpt=Excerpt("x" * 500 + "HERE" + "y" * 500, 500, 504))
    for width in (30, 80, 200):
        lines = rendered("text", long, screen=Screen(width)).splitlines()[2:4]
        assert [len(lines[0]), lines[0].index("HERE")] == [width, lines[1].index("^^^^")]


@pytest.mark.parametrize("changes", [{"file": "::error::x"}, {"fix": "##[group]"}, {"dashboard": " ::add-mask::a"}])
def test_no_ci_takes_a_line_for_a_command(changes: dict[str, str]) -> None:
    text = rendered("text", type_error(**changes), skipped=[Skipped("::debug::", "##vso[task.setvariable]a")])
    for line in text.splitlines():
        assert not line.strip().startswith("::")
        assert not re.search(r"##\w*\[", line)
