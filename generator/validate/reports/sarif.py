"""For code scanning: SARIF 2.1.0, the OASIS standard's log of one run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from generator import __version__
from generator.validate.finding import Finding, Severity
from generator.validate.reports.place import panel, path, trail
from generator.validate.reports.report import Report, RuleInfo
from generator.validate.reports.uri import uri

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
# Not `primaryLocationLineHash`: GitHub's upload makes that one itself, and warns of any other value.
_FINGERPRINT = "generatorFinding/v1"

Json = dict[str, Any]


def render(report: Report) -> str:
    """One run with its rules, files and results, in ASCII."""
    summary = report.summary
    # Two names of one file (`a.json`, `./a.json`) are one artifact.
    artifacts = {uri(file): _artifact(file) for file in (*summary.files, *(one.file for one in report.findings))}
    run = {
        "tool": {
            "driver": {
                "name": "generator",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": artifact} for artifact in artifacts.values()],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "note",
                        "message": _message(f"skipped: {one.reason}"),
                        "locations": [{"physicalLocation": {"artifactLocation": _artifact(one.file)}}],
                    }
                    for one in summary.skipped
                ],
            }
        ],
        "results": list(_results(report, {place: index for index, place in enumerate(artifacts)})),
        "properties": {
            "boards": len(summary.boards),
            "queries": summary.queries,
            "suppressed": summary.suppressed,
            "fixed": summary.fixed,
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: RuleInfo) -> Json:
    documentation = {"text": rule.documentation, "markdown": rule.documentation}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        # GitHub shows the plain text, of at most 1024 characters, and `help` beside an alert.
        "fullDescription": {"text": rule.summary, "markdown": rule.documentation},
        "help": documentation,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(report: Report, artifacts: dict[str, int]) -> Iterator[Json]:
    rules = {rule.id: index for index, rule in enumerate(report.rules)}
    seen: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        fingerprint = _fingerprint(finding)
        seen[finding.file, fingerprint] += 1
        result: Json = {"ruleId": finding.rule}
        if finding.rule in rules:
            result["ruleIndex"] = rules[finding.rule]
        fix = f"\nfix: {finding.fix}" if finding.fix else ""
        yield result | {
            "level": _LEVELS[finding.severity],
            "message": _message(finding.message + fix),
            "locations": [_location(finding, artifacts[uri(finding.file)])],
            "partialFingerprints": {_FINGERPRINT: f"{fingerprint}:{seen[finding.file, fingerprint]}"},
            "properties": _properties(finding),
        }


def _message(text: str) -> Json:
    # A brace begins a placeholder (3.11.5), `[text](place)` is a link (3.11.6): in a query they are neither.
    text = text.replace("{", "{{").replace("}", "}}")
    if "](" in text:
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": text}


def _location(finding: Finding, index: int) -> Json:
    physical: Json = {"artifactLocation": {**_artifact(finding.file), "index": index}}
    if region := _region(finding):
        physical["region"] = region
    location: Json = {"physicalLocation": physical}
    if logical := list(_logical(finding)):
        location["logicalLocations"] = logical
    return location


def _artifact(file: str) -> Json:
    return {"uri": uri(file)} | ({"description": {"text": "standard input"}} if file == "-" else {})


def _region(finding: Finding) -> Json:
    """Lines and columns from 1, the end just behind the last character: as in a finding."""
    if finding.line is None:
        return {}
    numbers = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {name: number for name, number in numbers.items() if number is not None}


def _logical(finding: Finding) -> Iterator[Json]:
    """The board, the panel, and the value in the file's document."""
    parts = trail(finding)
    if finding.dashboard:
        yield {"name": finding.dashboard, "fullyQualifiedName": finding.dashboard, "kind": "dashboard"}
    if name := panel(finding):
        whole = parts[:-1] if finding.ref_id else parts
        yield {"name": name, "fullyQualifiedName": path(whole), "kind": "panel"}
    if finding.pointer is not None:
        yield {"fullyQualifiedName": finding.pointer, "kind": "value"}


def _fingerprint(finding: Finding) -> str:
    """The same for a finding as long as its board, panel, query and defect are: lines and panels around may move."""
    excerpt = finding.excerpt
    parts = (
        finding.rule,
        finding.dashboard,
        finding.panel if finding.panel_id is None else str(finding.panel_id),
        finding.ref_id,
        finding.message,
        None if excerpt is None else excerpt.text[excerpt.start : excerpt.end],
    )
    return sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _properties(finding: Finding) -> Json:
    properties: Json = {"fixable": finding.fixable}
    if finding.fix is not None:
        properties["fix"] = finding.fix
    if finding.excerpt is not None:
        properties["query"] = finding.excerpt.text
    return properties
