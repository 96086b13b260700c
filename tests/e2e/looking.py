"""Runs a verify in this process and gives its report."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from e2e_stack import Stack

from generator.config.connection import Connection
from generator.project import find
from generator.verify import session
from generator.verify.asked import Asked
from generator.verify.result import Report

#: A machine that is busy with other things is no defect of the stack.
_PATIENT = {"slow": 300.0, "timeout": 120.0}


def through_grafana(stack: Stack, config: Path, *files: Path, only: Iterable[str] = (), **asked: Any) -> Report:
    """By way of the data sources."""
    where = Connection(url=stack.grafana, user=stack.user, password=stack.password, timeout=120.0)
    wanted = Asked(files=tuple(map(str, files)), only=frozenset(only), **{**_PATIENT, **asked})
    return session.verify(wanted, find(config), where, io.BytesIO())


def directly(stack: Stack, config: Path, *files: Path, only: Iterable[str] = (), **asked: Any) -> Report:
    """At the stores' own addresses."""
    urls = {"prometheus": stack.prometheus, "loki": stack.loki, "tempo": stack.tempo}
    return at(urls, config, *files, only=only, **asked)


def at(urls: dict[str, str], config: Path, *files: Path, only: Iterable[str] = (), **asked: Any) -> Report:
    """At the addresses of some stores."""
    wanted = Asked(files=tuple(map(str, files)), urls=urls, only=frozenset(only), **{**_PATIENT, **asked})
    return session.verify(wanted, find(config), None, io.BytesIO())


def findings(report: Report) -> list[str]:
    """Every finding in one line, for the message of a failed test."""
    return [
        *(f"reach {one.what}: {one.said}" for one in report.reach if one.ok is not True),
        *(f"telemetry {one.service} {one.signal}: {one.reason}" for one in report.telemetry if one.bad),
        *(
            f"panel {one.board}/{one.panel} ({one.tenant}) {one.verdict}: {one.cause}"
            for one in report.panels
            if one.bad
        ),
        *(
            f"{one.direction} of {one.service}: {failure.reason}: {failure.words}; {failure.example}"
            for one in report.correlation
            if one.bad
            for failure in one.failures
        ),
    ]


def reasons(report: Report) -> set[str]:
    """The sorts of reason of all that is wrong."""
    return {
        *(one.reason for one in report.panels if one.bad),
        *(failure.reason for one in report.correlation if one.bad for failure in one.failures),
    }
