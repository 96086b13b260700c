"""For CI servers (Jenkins, GitLab, Azure DevOps): JUnit's XML, where each area of rules tests each board."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from generator.validate.finding import SEVERITIES, Finding
from generator.validate.reports.block import block
from generator.validate.reports.characters import visible
from generator.validate.reports.report import Report, Screen

_SCREEN = Screen()
#: The test case of what is said of a file as a whole.
_FILE = "file"


def render(report: Report) -> str:
    """A test suite for each file, in it a test case for the file and one for each board and area, clean or not.

    So a mended board is a test that passes again, not one that is gone. Errors are a failure, all of a case in one;
    warnings are the output of a test that passed; a test with nothing but `info` was skipped: it could not judge.
    In ASCII, so the encoding of whatever it is written to does not matter.
    """
    root = Element("testsuites", name="generator validate")
    reasons = {one.file: one.reason for one in report.summary.skipped}
    for file, cases in _suites(report).items():
        suite = SubElement(root, "testsuite", name=visible(file))
        for name, findings in cases.items():
            case = SubElement(suite, "testcase", name=visible(name), classname=visible(file))
            if findings:
                _tell(case, findings)
            elif name == _FILE and file in reasons:
                SubElement(case, "skipped", message=visible(reasons[file]))
        suite.attrib |= _counts(suite) | {"skipped": str(len(suite.findall("testcase/skipped")))}
    root.attrib |= _counts(root)
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii") + "\n"


def _counts(element: Element) -> dict[str, str]:
    tags = {"tests": "testcase", "failures": "failure", "errors": "error"}
    return {name: str(sum(1 for _ in element.iter(tag))) for name, tag in tags.items()}


def _suites(report: Report) -> dict[str, dict[str, list[Finding]]]:
    """File -> name of a test case -> what it found."""
    summary = report.summary
    files = (
        *summary.files,
        *(one.file for one in summary.skipped),
        *(board.file for board in summary.boards),
        *(finding.file for finding in report.findings),
    )
    suites: dict[str, dict[str, list[Finding]]] = {file: {_FILE: []} for file in files}
    areas = sorted({_area(rule.id) for rule in report.rules})
    for board in summary.boards:
        for area in areas or [""]:
            suites[board.file].setdefault(_name(board.dashboard, area), [])
    for finding in report.findings:
        suites[finding.file].setdefault(_name(finding.dashboard, _area(finding.rule)), []).append(finding)
    return suites


def _area(rule: str) -> str:
    return rule.partition("/")[0]


def _name(dashboard: str | None, area: str) -> str:
    return ": ".join(filter(None, (dashboard, area))) if dashboard else _FILE


def _tell(case: Element, findings: list[Finding]) -> None:
    """Put the findings into the case, the worst first."""
    findings = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    worst = findings[0]
    text = "\n\n".join("\n".join(block(finding, _SCREEN)) for finding in findings)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    message = visible(worst.message) + more
    if worst.severity == "error":
        SubElement(case, "failure", message=message, type=visible(worst.rule)).text = text
        return
    if worst.severity == "info":
        SubElement(case, "skipped", message=message)
    SubElement(case, "system-out").text = text
