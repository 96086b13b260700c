"""For a program. The shape is written down in `schema.json` beside this."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from typing import Any

from generator.verify.reports.summary import counts
from generator.verify.result import Report

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """The whole report as JSON, on several lines."""
    return json_format.dumps(document(report), indent=2, ensure_ascii=False) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "reach": [asdict(one) for one in report.reach],
        "telemetry": [asdict(one) for one in report.telemetry],
        "panels": [asdict(one) for one in report.panels],
        "correlation": [asdict(one) for one in report.correlation],
        "probe": [asdict(one) for one in report.probe],
        "notes": list(report.notes),
        "summary": counts(report),
    }
