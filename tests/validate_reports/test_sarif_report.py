"""The log that code scanning reads, against the standard's own schema."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import __version__
from generator.validate.finding import Excerpt, Finding
from generator.validate.reports.uri import uri
from generator.validate.summary import Skipped

from .sample import no_unit, rendered, type_error, unreadable
from .sarif_schema import check


def run(*findings: Finding, **parts: Any) -> Any:
    (only,) = json.loads(rendered("sarif", *findings, **parts))["runs"]
    return only


def fingerprints(*findings: Finding) -> list[str]:
    return [result["partialFingerprints"]["generatorFinding/v1"] for result in run(*findings)["results"]]


def test_the_log_is_as_the_standard_wants_it() -> None:
    skipped = [Skipped("package.json", "not a dashboard")]
    check(json.loads(rendered("sarif", type_error(), no_unit(severity="info"), unreadable(), skipped=skipped)))
    check(json.loads(rendered("sarif")))


def test_a_result_has_its_place_in_the_file_and_in_the_board() -> None:
    assert run(type_error())["results"] == [
        {
            "ruleId": "promql/type",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": "rate() takes a range of samples, not one sample\n"
                "fix: write http_requests_total[$__rate_interval]"
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "boards/overview.json", "index": 0},
                        "region": {"startLine": 41, "startColumn": 23, "endLine": 41, "endColumn": 42},
                    },
                    "logicalLocations": [
                        {"name": "Overview", "fullyQualifiedName": "Overview", "kind": "dashboard"},
                        {
                            "name": "Requests",
                            "fullyQualifiedName": "Overview › Traffic › Requests",
                            "kind": "panel",
                        },
                        {"fullyQualifiedName": "/panels/3/targets/0/expr", "kind": "value"},
                    ],
                }
            ],
            "partialFingerprints": {"generatorFinding/v1": "5c2e691ccaf89fb63aeab4ad5912399b:1"},
            "properties": {
                "fixable": True,
                "fix": "write http_requests_total[$__rate_interval]",
                "query": "sum(rate(http_requests_total)) by (job)",
            },
        }
    ]


def test_what_is_unknown_is_left_out() -> None:
    (result,) = run(unreadable())["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "boards/a.json", "index": 2}}}]
    assert "ruleIndex" not in result


def test_rules_have_their_documentation() -> None:
    driver = run()["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("generator", __version__)
    assert driver["rules"][1] == {
        "id": "panel/unit",
        "shortDescription": {"text": "Numbers have a unit"},
        "fullDescription": {"text": "Numbers have a unit", "markdown": "Nobody knows what 12 means."},
        "help": {"text": "Nobody knows what 12 means.", "markdown": "Nobody knows what 12 means."},
        "defaultConfiguration": {"level": "warning"},
    }


def test_info_is_a_note_and_columns_are_characters() -> None:
    made = run(no_unit(severity="info"))
    assert made["results"][0]["level"] == "note"
    assert made["columnKind"] == "unicodeCodePoints"


def test_two_names_of_a_file_are_one_artifact() -> None:
    made = run(unreadable(), unreadable(file="./boards/a.json"))
    assert len(made["artifacts"]) == 3
    locations = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in made["results"]]
    assert locations == [{"uri": "boards/a.json", "index": 2}] * 2


def test_files_and_skipped_files_are_named() -> None:
    made = run(unreadable(), skipped=[Skipped("package.json", "not a {dashboard}")])
    files = [artifact["location"]["uri"] for artifact in made["artifacts"]]
    assert files == ["boards/overview.json", "boards/logs.json", "boards/a.json"]
    (notification,) = made["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "skipped: not a {{dashboard}}"
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "package.json"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ('{job="a"} matches nothing', '{{job="a"}} matches nothing'),
        ("a{0}", "a{{0}}"),
        ("rate(x[5m])", "rate(x[5m])"),
        (r"\d[x](y)", r"\\d\[x\](y)"),
    ],
)
def test_a_query_in_a_message_is_neither_placeholder_nor_link(message: str, text: str) -> None:
    assert run(no_unit(message=message))["results"][0]["message"] == {"text": text}


def test_a_fingerprint_outlives_moves() -> None:
    moved = type_error(
        line=90, end_line=90, column=2, pointer="/panels/9/targets/1/expr", row=("Other",), file="b.json"
    )
    longer = type_error(excerpt=Excerpt("1 + sum(rate(http_requests_total))", 13, 32))
    assert fingerprints(moved) == fingerprints(longer) == fingerprints(type_error())


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "promql/other"},
        {"message": "other"},
        {"dashboard": "Logs"},
        {"panel_id": 8},
        {"ref_id": "B"},
        {"excerpt": Excerpt("sum(rate(other)) by (job)", 9, 14)},
        {"excerpt": None},
    ],
)
def test_a_fingerprint_tells_findings_apart(changes: dict[str, Any]) -> None:
    assert fingerprints(type_error(**changes)) != fingerprints(type_error())


def test_equal_findings_of_a_file_have_fingerprints_of_their_own() -> None:
    first, second = fingerprints(type_error(), type_error(line=90))
    assert [first.partition(":")[0], first[-2:], second[-2:]] == [second.partition(":")[0], ":1", ":2"]
    assert fingerprints(type_error(), type_error(file="b.json")) == [second[:-1] + "1", first]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("boards/overview.json", "boards/overview.json"),
        ("./boards/a.json", "boards/a.json"),
        (".//././a.json", "a.json"),
        ("../a.json", "../a.json"),
        ("/srv/a b.json", "file:///srv/a%20b.json"),
        ("a:b.json", "a%3Ab.json"),
        ("주문.json", "%EC%A3%BC%EB%AC%B8.json"),
        ("50%#?.json", "50%25%23%3F.json"),
        ("bad\udcff.json", "bad%FF.json"),
        ("bad\ud800.json", "bad%ED%A0%80.json"),
        ("-", "-"),
        ("https://grafana.example.com/d/abc?orgId=1", "https://grafana.example.com/d/abc?orgId=1"),
        ("http://[::1]:3000/d/a[b]%20%zz", "http://[::1]:3000/d/a%5Bb%5D%20%25zz"),
    ],
)
def test_a_file_is_a_uri_reference(file: str, expected: str) -> None:
    assert uri(file) == expected


@given(st.text(alphabet=st.characters(codec=None, categories=None), max_size=20))
def test_any_file_is_a_uri_reference(file: str) -> None:
    encoded = uri(file)
    assert re.fullmatch(r"(?:[A-Za-z0-9\-._~/:@!$&'()*+,;=?\[\]]|%[0-9A-Fa-f]{2})*", encoded)
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", encoded):
        assert ":" not in encoded


def test_standard_input_says_what_it_is() -> None:
    (result,) = run(unreadable(file="-"))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "-", "description": {"text": "standard input"}, "index": 2}
