"""One run of `generator validate`: what to judge, against what, with which rules, and the report of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
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
from generator.validate.crew import each
from generator.validate.document import BoardDocument, Document, PassedOver
from generator.validate.finding import Finding
from generator.validate.known import Card, Known, KnownSource, known
from generator.validate.mending import mend_file
from generator.validate.origin import Files, Live, Origin, Rendered, Share
from generator.validate.reports.report import Report, RuleInfo, Screen, report
from generator.validate.rule import rules, selected
from generator.validate.run import Address, Judgement, Run, Settings, acceptances
from generator.validate.sample import prose
from generator.validate.summary import Checked, Skipped, summarise
from generator.validate.suppression import Suppression
from generator.validate.survey import card, named_sources, uid_of


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
    #: How many processes to judge in.
    jobs: int = 1


#: Told how many of how many shares are judged.
Progress = Callable[[int, int], None]


def run(
    asked: Asked,
    project: Project,
    environ: Mapping[str, str],
    stdin: BinaryIO,
    screen: Screen,
    progress: Progress = lambda _done, _all: None,
) -> Report:
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
        judge = _Judge(
            settings,
            _known(origin, project, asked.jobs),
            own=frozenset(project.context().uid(board.key) for board in project.boards),
            ours=origin.ours,
            fix=asked.fix,
        )
        return _report(origin, judge, asked.jobs, screen, progress)


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


@dataclass(frozen=True)
class _Seen:
    """What a share adds to what is known."""

    cards: tuple[Card, ...]
    sources: tuple[KnownSource, ...]
    #: Whether there are files of data sources, though they may name none.
    provided: bool


def _look(share: Share) -> _Seen:
    documents = [one for one in share.documents() if isinstance(one, Document)]
    boards = [one for one in documents if isinstance(one, BoardDocument)]
    cards = tuple(card(one, share.folder(one)) for one in boards)
    sources = tuple(source for one in documents for source in named_sources(one))
    return _Seen(cards, sources, provided=len(boards) < len(documents))


def _known(origin: Origin, project: Project, jobs: int) -> Known:
    """Our own boards know the configured data sources; files know those that are provisioned beside them."""
    seen = tuple(each(_look, origin.shares, jobs))
    sources = [source for one in seen for source in one.sources]
    if origin.ours and not any(one.provided for one in seen):
        sources = [KnownSource(one.uid, one.name, kind) for kind, one in project.config.datasources.items()]
    cards = tuple(board for one in seen for board in one.cards)
    return known(cards, tuple(sources), complete=origin.ours or isinstance(origin, Live))


@dataclass(frozen=True)
class _Outcome:
    """What the judgement of one share came to. `fixed` findings are mended, and not among the others."""

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    boards: tuple[Checked, ...]
    suppressed: int
    fixed: int
    used: frozenset[Suppression]
    judged: frozenset[Address]


@dataclass(frozen=True)
class _Judge:
    """Judges shares, wherever it is sent to. `own` are the uids of the project's boards."""

    settings: Settings
    known: Known
    own: frozenset[str]
    ours: bool
    fix: bool

    def __call__(self, share: Share) -> _Outcome:
        judging = Run(self.settings, self.known)
        found: list[Judgement] = []
        files: dict[str, None] = {}
        skipped: list[Skipped] = []
        for document in share.documents():
            if isinstance(document, PassedOver):
                skipped.append(Skipped(document.file, document.likeness))
                continue
            files[document.file] = None
            if isinstance(document, Finding):
                found += judging.troubled(document)
                continue
            # A file of one of our own boards is ours wherever it lies.
            ours = self.ours or (isinstance(document, BoardDocument) and uid_of(document) in self.own)
            judged = judging.judge(document, ours=ours)
            # Without their documents, which are large, unless they are to be mended.
            found += judged if self.fix else (Judgement(one.finding) for one in judged)
        fixed = _mended(found) if self.fix else []
        return _Outcome(
            findings=tuple(_by_hand(one) for one in found if one not in fixed),
            files=tuple(files),
            skipped=tuple(skipped),
            boards=tuple(judging.boards),
            suppressed=judging.suppressed,
            fixed=len(fixed),
            used=frozenset(judging.used),
            judged=frozenset(judging.judged),
        )


def _report(origin: Origin, judge: _Judge, jobs: int, screen: Screen, progress: Progress) -> Report:
    outcomes = []
    for outcome in each(judge, origin.shares, jobs):
        outcomes.append(outcome)
        progress(len(outcomes), len(origin.shares))
    bare = {at for at, one in enumerate(outcomes) if not one.files}
    findings = [finding for one in outcomes for finding in one.findings]
    findings += (
        one.finding for missed in origin.missed(bare) for one in Run(judge.settings, judge.known).troubled(missed)
    )
    used = frozenset(use for one in outcomes for use in one.used)
    findings += acceptances(judge.settings, used, [address for one in outcomes for address in one.judged])
    summary = summarise(
        findings,
        [file for one in outcomes for file in one.files],
        [board for one in outcomes for board in one.boards],
        [skip for one in outcomes for skip in one.skipped],
        sum(one.suppressed for one in outcomes),
        sum(one.fixed for one in outcomes),
    )
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
