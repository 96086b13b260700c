"""One run of `generator verify`: from what was asked for to the report."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from generator.config.connection import Connection
from generator.config.model import Config, Tenant
from generator.detect.arrival import Stack
from generator.grafana.problem import UnreachableError
from generator.project import Project
from generator.verify import reach
from generator.verify.asked import Asked, check
from generator.verify.boards import boards, runs
from generator.verify.causes import Causes
from generator.verify.correlation import SETTLED, Correlation
from generator.verify.expected import Expected
from generator.verify.judging import Judge
from generator.verify.panels import Panels
from generator.verify.result import CorrelationRow, PanelVerdict, ReachCheck, Report, TelemetryRow
from generator.verify.stack import Matrix
from generator.verify.stand import Stand, look_around, stand
from generator.verify.variables import Sources
from generator.verify.ways import Service

#: Between two looks of `--wait`. Seconds.
PAUSE = 10.0


def verify(
    asked: Asked, project: Project, where: Connection | None, stdin: BinaryIO, settled: float = SETTLED
) -> Report:
    """Look at everything once. Errors of the login and of the command line are raised."""
    started = time.monotonic()
    check(asked, project.config)
    with stand(asked, project, where) as found:
        report = _report(asked, project, found, stdin, settled)
        return replace(report, asked=found.stores.desk.asked, seconds=round(time.monotonic() - started, 2))


def wait(look: Callable[[], Report], seconds: float, say: Callable[[Report, float], None]) -> Report:
    """Look again and again until all is well or the time is up; `say` hears of each look and the seconds left."""
    end = time.monotonic() + seconds
    while True:
        try:
            report = look()
        except UnreachableError as error:
            # A roll-out may take the Grafana itself away for a moment.
            report = Report(reach=(ReachCheck("Grafana", False, error.summary, error.fix),))
        left = end - time.monotonic()
        if (not report.findings and not report.unchecked) or left <= 0:
            return report
        say(report, left)
        time.sleep(min(PAUSE, max(left, 0.1)))


def _report(asked: Asked, project: Project, found: Stand, stdin: BinaryIO, settled: float) -> Report:
    now = float(int(time.time()))
    config = project.config
    checks = (*found.checks, *reach.stores(found.stores, found.uids, found.client, now))
    profile = asked.profile or config.profile
    tenants = _tenants(asked, config)
    closely = [one.name for tenant in tenants for one in tenant.services if asked.service in (None, one.name)]
    stack = look_around(found, now, closely)
    expected = Expected(config, asked.stage)
    sources = Sources(found.stores.sources, found.uids)
    shown, unread = boards(asked, project, found, stdin) if asked.wants("panels") else ([], [])
    causes = Causes(found.stores, "" if asked.files else profile)
    panels = Panels(found.stores, sources, Judge(found.stores, causes, asked.slow), expected, now)
    wanted = [run for board in shown for run in runs(board, asked, tenants, found, now)]
    telemetry: tuple[TelemetryRow, ...] = ()
    if asked.wants("telemetry") and not asked.files:
        telemetry = Matrix(config, stack, expected, profile).rows(tuple(one.name for one in tenants), asked.service)

    def correlate() -> tuple[CorrelationRow, ...]:
        if asked.files or not asked.wants("correlation"):
            return ()
        return _correlation(asked, found, sources, stack, tenants, expected, now, settled)

    desk = found.stores.desk
    verdicts, correlation = desk.both(lambda: desk.all(panels.verdicts, wanted), correlate)
    return Report(
        reach=checks,
        telemetry=telemetry,
        panels=(*unread, *_merged([one for each in verdicts for one in each])),
        correlation=correlation,
        notes=stack.notes,
        boards=tuple(dict.fromkeys(board.name for board in shown)),
    )


def _tenants(asked: Asked, config: Config) -> tuple[Tenant, ...]:
    return tuple(
        tenant
        for tenant in config.tenants
        if asked.tenant in (None, tenant.name)
        and (asked.service is None or asked.service in {one.name for one in tenant.services})
    )


def _correlation(
    asked: Asked,
    found: Stand,
    sources: Sources,
    stack: Stack,
    tenants: tuple[Tenant, ...],
    expected: Expected,
    now: float,
    settled: float,
) -> tuple[CorrelationRow, ...]:
    services = [
        Service(
            one.name,
            one.tier,
            expected.of("logs.rate" if one.tier == "backend" else "browser.lines", tenant.name),
        )
        for tenant in tenants
        for one in tenant.services
        if asked.service in (None, one.name) and asked.stage in (None, one.tier)
    ]
    return Correlation(found.stores, sources, stack, now, settled).rows(services)


def _merged(verdicts: list[PanelVerdict]) -> list[PanelVerdict]:
    """Each board, panel and tenant in its place; two panels of one name are both kept."""
    order = {name: at for at, name in enumerate(dict.fromkeys(one.board for one in verdicts))}
    return sorted(verdicts, key=lambda one: order[one.board])
