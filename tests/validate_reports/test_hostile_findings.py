"""A board may hold any text: no report breaks on it, and no terminal or CI is driven by it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.validate.finding import SEVERITIES, Excerpt, Finding
from generator.validate.reports.block import block
from generator.validate.reports.characters import visible
from generator.validate.reports.report import RuleInfo, Screen
from generator.validate.summary import Checked, Skipped

from .sample import rendered, type_error
from .sarif_schema import check
from .test_json_report import VALIDATOR
from .workflow_commands import read
from .xml_document import parsed

BAD = (
    "\x00",
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "a\nb\r\nc\rd\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff",
    "\u202etxt.exe\u2066",
    "مرحبا",
    "👩\u200d👩\u200d👧 é\u0301\u0301",
    "x" * 10_240,
    "\u0300" * 500,
    "::error file=a,line=1::b",
    "##[set-output name=a]b ##vso[task.setvariable variable=a]b",
    "%0A::warning::%25",
    "]]><!--&<a b='\"'>",
    "{0} {{ }} [a](b)",
    "\t\t",
    "",
)
TEXT = st.sampled_from(BAD) | st.text(alphabet=st.characters(codec=None, categories=None), max_size=30)
PLACE = st.none() | st.integers(1, 10**9)


@st.composite
def excerpts(draw: st.DrawFn) -> Excerpt:
    text = draw(st.lists(TEXT, max_size=3).map("".join))
    start = draw(st.integers(0, len(text)))
    return Excerpt(text, start, draw(st.integers(start, len(text))))


FINDINGS = st.builds(
    Finding,
    rule=TEXT,
    severity=st.sampled_from(SEVERITIES),
    message=TEXT,
    file=TEXT,
    fix=st.none() | TEXT,
    line=PLACE,
    column=PLACE,
    end_line=PLACE,
    end_column=PLACE,
    pointer=st.none() | TEXT.map(lambda text: f"/{text}"),
    dashboard=st.none() | TEXT,
    row=st.lists(TEXT, max_size=2).map(tuple),
    panel=st.none() | TEXT,
    panel_id=st.none() | st.integers(-(2**53), 2**53),
    ref_id=st.none() | TEXT,
    excerpt=st.none() | excerpts(),
    fixable=st.booleans(),
)
RULE_INFOS = st.builds(RuleInfo, TEXT, TEXT, TEXT, st.sampled_from(SEVERITIES))
SOME = st.lists(FINDINGS, max_size=3)
PARTS = st.fixed_dictionaries(
    {
        "rules": st.lists(RULE_INFOS, max_size=2, unique_by=lambda rule: rule.id),
        "boards": st.lists(st.builds(Checked, TEXT, st.none() | TEXT, st.integers(0, 9)), max_size=2),
        "skipped": st.lists(st.builds(Skipped, TEXT, TEXT), max_size=2),
    }
)


def assert_harmless(text: str) -> None:
    text.encode()
    for character in set(text) - {"\n"}:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), hex(ord(character))
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )
    for line in text.split("\n"):
        assert not line.strip().startswith("::")
        assert not re.search(r"##\w*\[", line)


@given(SOME, PARTS, st.integers(0, 120))
def test_text_drives_no_terminal(findings: list[Finding], parts: dict[str, Any], width: int) -> None:
    plain = rendered("text", *findings, **parts, screen=Screen(width))
    assert_harmless(plain)
    coloured = rendered("text", *findings, **parts, screen=Screen(width, colour=True))
    assert re.sub(r"\x1b\[(?:0|1|2|32|1;3[136])m", "", coloured) == plain


@given(SOME, PARTS)
def test_json_is_as_its_schema_says_and_loses_nothing(findings: list[Finding], parts: dict[str, Any]) -> None:
    text = rendered("json", *findings, **parts)
    assert text.isascii()
    document = json.loads(text)
    VALIDATOR.validate(document)
    # Halves of a surrogate pair side by side are one character once they are read.
    known = json.loads(json.dumps([asdict(finding) for finding in findings]))
    assert sorted(document["findings"], key=json.dumps) == sorted(
        ({key: one[key] for key in document["findings"][0]} for one in known), key=json.dumps
    )


@given(SOME, PARTS)
def test_each_annotation_is_one_line_that_reads_as_it_was_meant(findings: list[Finding], parts: dict[str, Any]) -> None:
    lines = rendered("github", *findings, **parts).splitlines()
    assert len(lines) == len(findings) + 1
    assert not lines[-1].startswith("::")
    told = [read(line) for line in lines[:-1]]
    assert sorted(properties["title"] for _, properties, _ in told) == sorted(visible(one.rule) for one in findings)
    assert sorted(properties["file"] for _, properties, _ in told) == sorted(visible(one.file) for one in findings)
    assert sorted(message.split("\n")[0] for *_, message in told) == sorted(visible(one.message) for one in findings)
    for line in lines:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]", line)


@settings(max_examples=50)
@given(SOME, PARTS)
def test_sarif_is_as_the_standard_says(findings: list[Finding], parts: dict[str, Any]) -> None:
    text = rendered("sarif", *findings, **parts)
    assert text.isascii()
    log = json.loads(text)
    check(log)
    results = log["runs"][0]["results"]
    assert len(results) == len(findings)
    prints = [(str(one["locations"]), one["partialFingerprints"]["generatorFinding/v1"]) for one in results]
    assert len(prints) == len(set(prints))


@given(SOME, PARTS)
def test_junit_is_xml_that_tells_every_finding(findings: list[Finding], parts: dict[str, Any]) -> None:
    text = rendered("junit", *findings, **parts)
    assert text.isascii()
    root = parsed(text)
    told = "\n".join(one.text or "" for tag in ("failure", "system-out") for one in root.iter(tag))
    for finding in findings:
        assert next(block(finding, Screen())) in told
    assert root.attrib["tests"] == str(len(list(root.iter("testcase"))))
    assert all(suite.find("testcase") is not None for suite in root)


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("field", ["message", "fix", "file", "dashboard", "panel", "ref_id", "rule"])
def test_each_field_of_the_text_is_harmless(field: str, text: str) -> None:
    assert_harmless(rendered("text", type_error(**{field: text, "excerpt": Excerpt(text, 0, len(text))})))


@given(st.text(alphabet=st.characters(codec=None, categories=None)))
def test_visible_text_is_one_line_that_shows_what_it_hides(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown
    if text.isascii():
        assert (shown == text) == text.isprintable()
