"""One run of `generator validate`: what to judge, against what, with which rules, and the report of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO

from generator.config import Flags, resolve
from generator.errors import UsageError
from generator.grafana.client import Client
from generator.grafana.transport import Transport
from generator.project import Project
from generator.targets import model, provisioning
from generator.validate import acceptance
from generator.validate.document import BoardDocument, Document, PassedOver
from generator.validate.finding import Finding
from generator.validate.known import Known, KnownSource
from generator.validate.mending import mend_file
from generator.validate.origin import Files, Live, Origin, Rendered
from generator.validate.reports.report import Report, RuleInfo, Screen, report
from generator.validate.rule import rules, selected
from generator.validate.run import Judgement, Run, Settings
from generator.validate.sample import prose
from generator.validate.summary import Skipped, summarise
from generator.validate.survey import card, survey, uid_of


@dataclass(frozen=True)
class Asked:
    """What somebody wants to have judged. `grafana` are the options of a connection, None for no Grafana."""

    paths: tuple[str, ...] = ()
    grafana: Mapping[str, Any] | None = None
    folder: str | None = None
    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fix: bool = False


def run(asked: Asked, project: Project, environ: Mapping[str, str], stdin: BinaryIO, screen: Screen) -> Report:
    """Judge what is asked for. UsageError where it makes no sense; errors of a Grafana as they come."""
    if asked.grafana is not None and asked.paths:
        raise UsageError("both files and a Grafana to check", "give either PATHs or --grafana-url")
    if asked.folder is not None and asked.grafana is None:
        raise UsageError("--folder is a folder of a Grafana", "give --grafana-url or --context as well")
    if asked.fix and not asked.paths:
        raise UsageError("--fix mends files", "give it the files; our own boards are mended in their definitions")
    settings = _settings(asked, project)
    with _transport(asked, project, environ) as transport:
        origin: Origin
        if transport is not None:
            origin = Live(Client(transport), asked.folder)
        elif asked.paths:
            origin = Files(asked.paths, stdin)
        else:
            origin = _rendered(project, asked.profile)
        return _report(origin, settings, _known(origin, project), project, screen, fix=asked.fix)


def _transport(asked: Asked, project: Project, environ: Mapping[str, str]) -> AbstractContextManager[Transport | None]:
    if asked.grafana is None:
        return nullcontext()
    where = resolve(project.config, flags=Flags(**asked.grafana), environ=environ)
    return Transport(where, writable=False)


def _rendered(project: Project, profile: str | None) -> Rendered:
    files = provisioning.render(model.build(project, project.context(profile)))
    return Rendered(files, project.root / "provisioning")


def _settings(asked: Asked, project: Project) -> Settings:
    return Settings(
        rules=selected(asked.select, asked.ignore),
        today=datetime.now(timezone.utc).date(),
        severities=dict(project.config.severities),  # type: ignore[arg-type]
        suppressions=(
            *acceptance.of_config(project.config),
            *acceptance.of_boards(project.boards, project.config),
        ),
        # Where only some rules look, or at another profile, nothing can be said to be accepted for nothing.
        whole=not asked.select and not asked.ignore and asked.profile in (None, project.config.profile),
    )


def _known(origin: Origin, project: Project) -> Known:
    """Our own boards know the configured data sources; files know those that are provisioned beside them."""
    cards, others = [], []
    for document in origin.documents():
        if isinstance(document, BoardDocument):
            cards.append(card(document, origin.folder(document)))
        elif isinstance(document, Document):
            others.append(document)
    configured = project.config.datasources.items() if origin.ours else ()
    sources = [KnownSource(one.uid, one.name, kind) for kind, one in configured]
    return survey(others, cards, [] if others else sources)


def _report(origin: Origin, settings: Settings, known: Known, project: Project, screen: Screen, *, fix: bool) -> Report:
    judging = Run(settings, known)
    # A file of one of our own boards is ours wherever it lies.
    own = {project.context().uid(board.key) for board in project.boards}
    found: list[Judgement] = []
    files: dict[str, None] = {}
    skipped: list[Skipped] = []
    for document in origin.documents():
        if isinstance(document, PassedOver):
            skipped.append(Skipped(document.file, document.likeness))
            continue
        files[document.file] = None
        if isinstance(document, Finding):
            found += judging.troubled(document)
        else:
            ours = origin.ours or (isinstance(document, BoardDocument) and uid_of(document) in own)
            judged = judging.judge(document, ours=ours)
            # Without their documents: thousands of boards never stand in memory together.
            found += judged if fix else (Judgement(one.finding) for one in judged)
    found += judging.finish()
    fixed = _mended(found) if fix else []
    findings = [_by_hand(one) for one in found if one not in fixed]
    summary = summarise(findings, tuple(files), tuple(judging.boards), skipped, judging.suppressed, len(fixed))
    return report(findings, summary, _infos(), screen)


def _mended(found: list[Judgement]) -> list[Judgement]:
    by_file: dict[str, list[Judgement]] = defaultdict(list)
    for one in found:
        if one.finding.fixable:
            by_file[one.finding.file].append(one)
    return [mended for file, judgements in by_file.items() for mended in mend_file(Path(file), judgements)]


def _by_hand(judgement: Judgement) -> Finding:
    """The finding; where `--fix` would mend it in another file, with why it does not in this one."""
    finding, document = judgement.finding, judgement.document
    why = document.unfixable if isinstance(document, BoardDocument) and judgement.mend else None
    return replace(finding, fix=f"{finding.fix or 'mend it'}; by hand: {why}") if why else finding


def _infos() -> tuple[RuleInfo, ...]:
    return tuple(RuleInfo(one.id, one.summary, prose(one.documentation), one.rule.severity) for one in rules().values())
