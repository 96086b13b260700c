"""A report as JUnit XML: one test case for each resource, which fails when it is not as it is wanted."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.deploy.result import Report

#: Characters that no XML document may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, name: str) -> str:
    """The document. A resource that was left alone on purpose counts as skipped."""
    failures = sum(bool(result.error) for result in report.results)
    skipped = sum(result.action == "skip" and not result.error for result in report.results)
    suite = Element(
        "testsuite",
        name=_clean(name),
        tests=str(len(report.results)),
        failures=str(failures),
        skipped=str(skipped),
        errors="0",
        time=f"{sum(result.duration_ms for result in report.results) / 1000:.3f}",
    )
    for result in report.results:
        case = SubElement(
            suite,
            "testcase",
            classname=_clean(result.kind),
            name=_clean(f"{result.action} {result.title}"),
            time=f"{result.duration_ms / 1000:.3f}",
        )
        if result.error:
            failure = SubElement(case, "failure", message=_clean(result.error), type=result.action)
            failure.text = _clean("\n".join([*result.changes, f"fix: {result.fix}"]))
        elif result.action == "skip":
            SubElement(case, "skipped", message=_clean(result.note))
        elif result.changes or result.note:
            SubElement(case, "system-out").text = _clean("\n".join((*result.changes, result.note)))
    indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
