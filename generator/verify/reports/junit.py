"""For CI servers: JUnit's XML, where each panel, signal and way is a test."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from generator.validate.reports.characters import visible
from generator.verify.result import Report

#: (suite, test, what failed, how to mend it, why it was skipped)
_Case = tuple[str, str, str, str, str]


def render(report: Report) -> str:
    """A suite each for reach, telemetry, correlation and every board. Rightly empty passes; unchecked is skipped."""
    root = Element("testsuites", name="generator verify")
    suites: dict[str, Element] = {}
    for suite, name, failed, fix, skipped in _cases(report):
        parent = suites.setdefault(
            suite, SubElement(root, "testsuite", name=visible(suite)) if suite not in suites else suites[suite]
        )
        case = SubElement(parent, "testcase", name=visible(name), classname=visible(suite))
        if failed:
            SubElement(case, "failure", message=visible(failed)).text = visible(
                f"{failed}\nfix: {fix}" if fix else failed
            )
        elif skipped:
            SubElement(case, "skipped", message=visible(skipped))
    for element in (*suites.values(), root):
        cases = list(element.iter("testcase"))
        element.attrib |= {
            "tests": str(len(cases)),
            "failures": str(sum(case.find("failure") is not None for case in cases)),
            "errors": "0",
            "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        }
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii") + "\n"


def _cases(report: Report) -> Iterator[_Case]:
    for check in report.reach:
        failed, skipped = (check.said, "") if check.ok is False else ("", "" if check.ok else check.said)
        yield "reach", check.what, failed, check.fix, skipped
    for row in report.telemetry:
        name = f"{row.service} {row.signal}".strip()
        reason = row.reason or "missing"
        yield "telemetry", name, reason if row.bad else "", row.fix, "" if row.expected else "not expected"
    for way in report.correlation:
        failed = "; ".join(f"{one.words} ({one.count} of {way.tried})" for one in way.failures) if way.bad else ""
        fix = "; ".join(one.fix for one in way.failures if one.fix)
        yield "correlation", f"{way.direction} of {way.service}", failed, fix, "" if way.tried else way.note
    for panel in report.panels:
        name = f"{panel.panel} ({panel.tenant})" if panel.tenant else panel.panel
        failed = f"{panel.verdict}: {panel.cause}" if panel.bad else ""
        yield panel.board or "boards", name, failed, panel.fix, panel.cause if panel.verdict == "unchecked" else ""
    for one in report.probe:
        yield "probe", one.signal, "" if one.seconds is not None else one.said or "did not arrive", one.fix, ""
