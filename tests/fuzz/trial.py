"""Does with a file or a query all that `generator validate` can do with it. Nothing of it may raise."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Sequence
from contextlib import redirect_stderr
from datetime import date
from functools import cache
from typing import Any

import yaml

from generator.board_json import read
from generator.interpolate import Scope, scope_of
from generator.languages.holes.tokens import Kind
from generator.languages.judge import judge
from generator.validate.contents import documents
from generator.validate.document import BoardDocument, Document
from generator.validate.finding import Finding
from generator.validate.known import KnownSource
from generator.validate.mending import mend
from generator.validate.reports.registry import names, report_format
from generator.validate.reports.report import report
from generator.validate.rule import rules
from generator.validate.run import Judgement, Run, Settings, acceptances
from generator.validate.sample import FAILS, PASSES, samples
from generator.validate.summary import summarise
from generator.validate.suppression import Suppression
from generator.validate.survey import survey
from tests.fuzz.damage import broken, damaged
from tests.validate.new_model import new_model
from tests.validate.samples import case

KINDS: tuple[Kind, ...] = ("prometheus", "loki", "tempo")
_SOURCES = (KnownSource("prometheus", "Prometheus", "prometheus"), KnownSource("loki", "Loki", "loki"))


@cache
def seeds() -> tuple[tuple[str, Any], ...]:
    """The documents to break: those of all samples, and some of them in the new model."""
    found: list[tuple[str, Any]] = []
    for rule in rules().values():
        for heading in (PASSES, FAILS):
            for text in samples(rule.documentation, heading):
                found += [each for name, data in case(text).files.items() for each in _read(name, data)]
    boards = [value for _, value in found if isinstance(value, dict) and value.get("panels") and "uid" in value]
    found += [("v2.json", new_model(board)) for board in boards[::3] if isinstance(board["panels"], list)]
    unique = {json.dumps(value, sort_keys=True, default=str): (name, value) for name, value in found if value}
    return tuple(unique.values())


@cache
def queries() -> tuple[tuple[str, Scope], ...]:
    """The queries to break, each with the variables of its board."""
    found: dict[str, Scope] = {}
    for _, document in seeds():
        if isinstance(document, dict) and "panels" in document:
            board = read(document)
            for panel in board.panels:
                for query in panel.queries:
                    if query.text and len(query.text) < 2000:
                        found.setdefault(query.text, scope_of(board))
    return tuple(found.items())


def break_file(rng: random.Random) -> tuple[str, bytes]:
    """A broken file: its name and what is in it."""
    name, document = rng.choice(seeds())
    broken_document = damaged(document, rng)
    if name.endswith(".json"):
        data = json.dumps(broken_document, indent=rng.choice((None, 2))).encode()
    else:
        data = yaml.safe_dump(broken_document, allow_unicode=False, sort_keys=False).encode()
    if rng.random() < 0.1:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice((b"", b"\x00", b"\xff", b",", b'"', b"{", b"[" * 300)) + data[at + 1 :]
    return name, data


def break_query(rng: random.Random) -> tuple[Kind, str, Scope]:
    """A broken query."""
    text, scope = rng.choice(queries())
    return rng.choice(KINDS), broken(text, rng), scope


def try_file(name: str, data: bytes) -> None:
    """Judges a file with every rule, mends it, and reports it in every form; AssertionError where a promise breaks."""
    with redirect_stderr(io.StringIO()):
        found = _judged(name, data)
        mended, done = mend(data, found)
    if done:
        json.loads(mended)
        assert mended != data
    else:
        assert mended == data
    findings = [one.finding for one in found]
    for finding in findings:
        assert finding.message
        assert "\n" not in finding.message
    whole = report(findings, summarise(findings, (name,), (), (), 0, 0), ())
    for form in names():
        report_format(form)(whole).encode("utf-8")


def try_query(kind: Kind, text: str, scope: Scope) -> None:
    """Judges a query: every problem has its place in the text."""
    for problem in judge(text, kind, scope).problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.message


def _judged(name: str, data: bytes) -> list[Judgement]:
    read_from: Sequence[Any] = list(documents(name, data, named=True))
    known = survey(read_from, sources=_SOURCES)
    accepted = (Suppression("panel/title", "a logo", "generator.toml", panel="A"),)
    run = Run(Settings(tuple(rules().values()), date(2026, 6, 1), suppressions=accepted), known)
    found: list[Judgement] = []
    for document in read_from:
        if isinstance(document, Document):
            found += run.judge(document, ours=isinstance(document, BoardDocument) and len(data) % 2 == 0)
        elif isinstance(document, Finding):
            found += run.troubled(document)
    return [*found, *map(Judgement, acceptances(run.settings, run.used, run.judged))]


def _read(name: str, data: bytes) -> list[tuple[str, Any]]:
    try:
        return [(name, json.loads(data) if name.endswith(".json") else yaml.safe_load(data))]
    except (ValueError, yaml.YAMLError, RecursionError):
        return []
