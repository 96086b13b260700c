"""Annotations of a pull request, as the runner reads them."""

from __future__ import annotations

from generator.validate.finding import Finding

from .sample import no_unit, rendered, type_error, unreadable
from .workflow_commands import read


def annotations(*findings: Finding) -> list[tuple[str, dict[str, str], str]]:
    return [read(line) for line in rendered("github", *findings).splitlines()[:-1]]


def test_a_finding_is_one_line_and_the_log_ends_with_the_count() -> None:
    assert (
        rendered("github", type_error(), no_unit())
        == """\
::error file=boards/overview.json,line=41,endLine=41,col=23,endColumn=42,title=promql/type::\
rate() takes a range of samples, not one sample%0A\
Overview › Traffic › Requests › query A%0A\
fix: write http_requests_total[$__rate_interval]
::warning file=boards/overview.json,line=60,col=5,title=panel/unit::no unit%0AOverview › Errors
2 findings (1 error, 1 warning) in 2 boards, 23 queries; 1 fixable with --fix
"""
    )


def test_a_clean_run_has_no_annotation() -> None:
    assert rendered("github") == "no findings in 2 boards, 23 queries\n"


def test_the_worst_come_first_and_none_is_dropped() -> None:
    findings = [no_unit(line=line, severity="info") for line in range(1, 30)]
    findings += [no_unit(line=line) for line in range(30, 60)]
    findings += [type_error(line=line) for line in range(60, 90)]
    commands = [command for command, _, _ in annotations(*findings)]
    assert commands == ["error"] * 30 + ["warning"] * 30 + ["notice"] * 29


def test_what_separates_properties_is_escaped_in_them() -> None:
    finding = type_error(file="a:b,c%3A=d\r\n.json", message="50% of 1::2, 3\n%0A")
    ((_, properties, message),) = annotations(finding)
    assert properties["file"] == "a:b,c%3A=d\\r\\n.json"
    assert message.startswith("50% of 1::2, 3\\n%0A\nOverview")


def test_a_file_without_a_place_has_none() -> None:
    assert annotations(unreadable()) == [("error", {"file": "boards/a.json", "title": "file/json"}, "not JSON")]


def test_a_part_of_several_lines_has_no_columns() -> None:
    ((_, properties, _),) = annotations(type_error(end_line=44))
    assert properties == {"file": "boards/overview.json", "line": "41", "endLine": "44", "title": "promql/type"}
