"""The samples in the rules' documentation are the rules' tests."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from generator.validate.document import Document
from generator.validate.finding import Finding
from generator.validate.origin import Files
from generator.validate.rule import NamedRule, rules
from generator.validate.run import Run, Settings, acceptances
from generator.validate.sample import FAILS, PASSES, samples
from generator.validate.survey import survey
from tests.validate.samples import case

#: Rules whose failing samples are not small texts: what cannot be written down is tested beside the reader.
UNWRITTEN = {"file/too-large", "file/unreadable"}


def found(text: str, folder: Path, rule: NamedRule) -> list[Finding]:
    """What one rule finds in a sample, doubts included; an acceptance is held against all rules."""
    sample = case(text)
    paths = sample.write(folder)
    known = survey(Files(tuple(map(str, paths)), io.BytesIO()).documents(), sources=sample.sources)
    chosen = tuple(rules().values()) if sample.accepted else (rule,)
    run = Run(Settings(chosen, date(2026, 6, 1), suppressions=sample.accepted), known)
    judged = []
    for document in Files(tuple(map(str, paths)), io.BytesIO()).documents():
        if isinstance(document, Document):
            judged += run.judge(document, ours=sample.ours)
        elif isinstance(document, Finding):
            judged += run.troubled(document)
    said = [one.finding for one in judged] + list(acceptances(run.settings, run.used, run.judged))
    return [one for one in said if one.rule == rule.id]


CASES = [
    (rule, heading, text)
    for rule in rules().values()
    for heading in (PASSES, FAILS)
    for text in samples(rule.documentation, heading)
]


@pytest.mark.parametrize(
    ("rule", "heading", "text"), CASES, ids=[f"{rule.id} {heading} {text[:40]}" for rule, heading, text in CASES]
)
def test_sample(rule: NamedRule, heading: str, text: str, tmp_path: Path) -> None:
    findings = found(text, tmp_path, rule)
    if heading == PASSES:
        assert findings == []
    else:
        assert findings


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_every_rule_has_two_samples_of_each_kind(rule: NamedRule) -> None:
    assert len(samples(rule.documentation, PASSES)) >= 2
    if rule.id not in UNWRITTEN:
        assert len(samples(rule.documentation, FAILS)) >= 2


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_every_rule_says_in_one_line_what_is_right(rule: NamedRule) -> None:
    assert rule.summary.endswith(".")
    assert len(rule.summary) <= 120
