"""`generator validate` as it is typed: files, exit codes, `--fix`, acceptances, and a Grafana that is only read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN, VIEWER_TOKEN

from generator.cli import main
from generator.validate.rule import rules
from tests.validate.samples import case
from tests.validate_reports.sarif_schema import check as check_sarif
from tests.validate_reports.xml_document import parsed as parse_xml

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def rules(self) -> list[str]:
        return [one["rule"] for one in self.document["findings"]]


Validate = Callable[..., Ended]


@pytest.fixture
def validate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Validate:
    """Runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("GRAFANA_TOKEN", "GRAFANA_URL", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main(["validate", *arguments])
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return run


def board(sample: str = "{}", name: str = "x.json") -> bytes:
    """The good board of the samples, changed."""
    return case(sample).files[name]


def config(folder: Path, more: str) -> str:
    path = folder / "generator.toml"
    path.write_text((ROOT / "generator.toml").read_text("utf-8") + "\n" + more, "utf-8")
    return str(path)


BROKEN = 'promql: "sum(rate(x_total[5m])"'
UNTITLED = 'panel: {title: ""}'


def test_good_boards_end_with_0(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board())
    ended = validate("a.json")
    assert (ended.code, ended.err) == (0, "")
    assert "in 1 board, 1 query" in ended.out


def test_errors_end_with_1_and_lesser_ones_only_when_asked(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board(BROKEN))
    assert validate("a.json").code == 1
    (tmp_path / "b.json").write_bytes(board("panel: {type: stat, options: {}, repeat: nothing}"))
    assert [validate("b.json", "--fail-on", level).code for level in ("error", "warning", "info")] == [0, 1, 1]
    (tmp_path / "c.json").write_bytes(board(UNTITLED))
    assert [validate("c.json", "--fail-on", level).code for level in ("error", "warning", "info")] == [0, 0, 1]


def test_lesser_findings_can_be_left_out_and_are_counted(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board(f"{BROKEN}\n{UNTITLED}"))
    whole, short = validate("a.json", "-o", "json"), validate("a.json", "--show", "warning", "-o", "json")
    assert {one["severity"] for one in whole.document["findings"]} == {"error", "info"}
    assert {one["severity"] for one in short.document["findings"]} == {"error"}
    assert short.document["summary"] == whole.document["summary"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.json", "--select", "promql/nothing"),
        ("a.json", "-o", "sarf"),
        ("a.json", "--folder", "Shop"),
        ("--fix",),
        ("a.json", "--grafana-url", "http://127.0.0.1:1"),
        ("a.json", "--config", "nowhere.toml"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_how_to_mend_it(
    validate: Validate, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "a.json").write_bytes(board())
    ended = validate(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("error: ")
    assert "fix: " in ended.err


def test_rules_are_selected_and_ignored(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board(f"{BROKEN}\n{UNTITLED}"))
    assert validate("a.json", "--select", "promql", "-o", "json").rules == ["promql/syntax"]
    assert validate("a.json", "--select", "*/syntax", "--ignore", "promql", "-o", "json").rules == []
    assert "panel/title" in validate("a.json", "--ignore", "promql/syntax", "-o", "json").rules


def test_standard_input_is_judged_like_a_file(validate: Validate) -> None:
    ended = validate("-", "-o", "json", stdin=board(BROKEN))
    assert ended.code == 1
    (finding,) = [one for one in ended.document["findings"] if one["rule"] == "promql/syntax"]
    assert finding["file"] == "-"
    assert finding["line"] > 1
    assert finding["pointer"] == "/panels/0/targets/0/expr"


def test_a_bad_file_does_not_hide_the_others(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"title": ')
    (tmp_path / "b.json").write_bytes(board(BROKEN))
    ended = validate(".", "-o", "json")
    assert ended.code == 1
    assert {"file/json", "promql/syntax"} <= set(ended.rules)


def test_all_formats_are_what_they_promise(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board(f"{BROKEN}\n{UNTITLED}"))
    (tmp_path / "b.json").write_bytes(b"[")
    schema = json.loads((resources.files("generator.validate.reports") / "schema.json").read_text("utf-8"))
    jsonschema.validate(validate(".", "-o", "json").document, schema)
    parse_xml(validate(".", "-o", "junit").out)
    notes = validate(".", "-o", "github").out.splitlines()
    assert any(line.startswith("::error ") and "promql/syntax" in line for line in notes)
    check_sarif(validate(".", "-o", "sarif").document)


MENDABLE = """
board: {id: 7}
variables: [{name: job, refresh: 1, regex: ""}]
panel:
  {fieldConfig: {defaults: {thresholds: {mode: absolute, steps: [{color: green}, {color: red, value: 5}, {color: orange,
              value: 1}]}}}}
promql: sum(rate(http_requests_total{job=~"^shop.+$"}[$__rate_interval]))
"""


def test_fix_mends_several_files_and_leaves_every_other_byte(validate: Validate, tmp_path: Path) -> None:
    before = board(MENDABLE)
    (tmp_path / "a.json").write_bytes(before.replace(b"\n", b"\r\n"))
    (tmp_path / "b.json").write_bytes(json.dumps(json.loads(before), separators=(",", ":")).encode())
    (tmp_path / "c.json").write_bytes(board())
    expected = json.loads(before)
    del expected["id"]
    expected["templating"]["list"][3]["refresh"] = 2
    panel = expected["panels"][0]
    panel["fieldConfig"]["defaults"]["thresholds"]["steps"].sort(key=lambda step: step.get("value", 0))
    panel["targets"][0]["expr"] = 'sum(rate(http_requests_total{job=~"shop.+"}[$__rate_interval]))'
    found = validate("a.json", "b.json", "c.json", "-o", "json").document["findings"]
    fixable = {one["rule"] for one in found if one["fixable"]}
    assert fixable == {"board/server-keys", "variable/refresh", "panel/thresholds", "promql/regex"}
    untouched = (tmp_path / "c.json").read_bytes()
    ended = validate("--fix", "a.json", "b.json", "c.json", "-o", "json")
    assert ended.document["summary"]["fixed"] == 8
    assert not fixable & set(ended.rules)
    assert (tmp_path / "c.json").read_bytes() == untouched
    mended = (tmp_path / "a.json").read_bytes()
    assert json.loads(mended) == expected == json.loads((tmp_path / "b.json").read_bytes())
    kept = set(before.splitlines())
    assert sum(line not in kept for line in mended.split(b"\r\n")[:-1]) <= 10
    assert b"\n" not in mended.replace(b"\r\n", b"")
    assert b"\n" not in (tmp_path / "b.json").read_bytes()
    again = [(tmp_path / name).read_bytes() for name in ("a.json", "b.json")]
    assert validate("--fix", "a.json", "b.json", "-o", "json").document["summary"]["fixed"] == 0
    assert [(tmp_path / name).read_bytes() for name in ("a.json", "b.json")] == again


def test_fix_says_what_it_leaves_to_people(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(board("configmap: {}\nboard: {id: 7}", "x.yaml"))
    before = (tmp_path / "x.yaml").read_bytes()
    ended = validate("--fix", "x.yaml", "-", "-o", "json", stdin=board("board: {id: 7}"))
    assert (tmp_path / "x.yaml").read_bytes() == before
    fixes = {one["file"]: one["fix"] for one in ended.document["findings"] if one["rule"] == "board/server-keys"}
    assert set(fixes) == {"x.yaml", "-"}
    assert all("; by hand: " in fix for fix in fixes.values())


def test_data_sources_of_the_files_are_known_by_name_and_others_are_a_doubt(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "apiVersion: 1\ndatasources: [{name: Metrics, type: prometheus, url: http://prometheus:9090}]\n", "utf-8"
    )
    for uid, kind in (("Metrics", "prometheus"), ("metrics", "prometheus"), ("elsewhere", "loki")):
        (tmp_path / "x.json").write_bytes(board(f"panel: {{datasource: {{type: {kind}, uid: {uid}}}}}"))
        ended = validate(".", "--select", "datasource/known", "-o", "json")
        said = {"Metrics": [], "metrics": ["error"]}.get(uid, ["info"])
        assert [one["severity"] for one in ended.document["findings"]] == said, uid
        assert "Metrics" in ended.out or not said


def test_a_configuration_only_about_checking_is_enough(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(board("board: {title: ''}"))
    assert validate("x.json", "--ignore", "schema").code == 1
    accepted = """
[[validate.accept]]
rule = "board/title"
reason = "it is called by its uid"
"""
    (tmp_path / "generator.toml").write_text(accepted, "utf-8")
    ended = validate("x.json", "--ignore", "schema", "-o", "json")
    assert ended.code == 0, ended.err
    assert ended.document["summary"]["suppressed"] == 1


def test_severities_and_acceptances_of_the_configuration(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board(f"{UNTITLED}\nboard: {{tags: []}}"))
    path = config(
        tmp_path,
        """
[validate.severity]
"panel/*" = "error"
"board/tags" = "off"

[[validate.accept]]
rule = "panel/title"
file = "a.json"
reason = "a logo"

[[validate.accept]]
rule = "panel/unit"
file = "a.json"
reason = "gone by now"

[[validate.accept]]
rule = "promql"
file = "a.json"
reason = "until the move"
until = "2020-01-01"

[[validate.accept]]
rule = "promql"
file = "elsewhere.json"
reason = "not looked at here"
""",
    )
    ended = validate("a.json", "--config", path, "-o", "json")
    about = {one["rule"]: one for one in ended.document["findings"] if one["severity"] != "info"}
    assert set(about) == {"suppression/unused", "suppression/expired"}
    assert ended.document["summary"]["suppressed"] == 1
    lines = Path(path).read_text("utf-8").splitlines()
    for rule, said in (("suppression/unused", '"panel/unit"'), ("suppression/expired", '"promql"')):
        assert about[rule]["file"].endswith("generator.toml")
        around = lines[about[rule]["line"] - 1 : about[rule]["line"] + 2]
        assert any(said in line for line in around)
    (tmp_path / "b.json").write_bytes(board(UNTITLED))
    assert validate("b.json", "--config", path).code == 1


def test_our_own_boards_pass(validate: Validate) -> None:
    ended = validate("--config", str(ROOT / "generator.toml"), "--definitions", str(ROOT), "-o", "json")
    assert ended.code == 0
    assert ended.document["summary"]["boards"] == 6
    assert {one["severity"] for one in ended.document["findings"]} <= {"info"}


@pytest.fixture
def grafana() -> Iterator[FakeGrafana]:
    with FakeGrafana() as fake:
        yield fake


def put(grafana: FakeGrafana, *boards: bytes) -> int:
    """Saves boards, and says how many writes there were."""
    headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    for at, one in enumerate(boards):
        folder = {"uid": f"f{at}", "title": f"Folder {at}"}
        requests.post(f"{grafana.url}/api/folders", json=folder, headers=headers, timeout=5).raise_for_status()
        body = {"dashboard": json.loads(one) | {"uid": f"b{at}"}, "folderUid": f"f{at}"}
        requests.post(f"{grafana.url}/api/dashboards/db", json=body, headers=headers, timeout=5).raise_for_status()
    return len(grafana.writes)


def test_a_grafana_is_read_and_never_written(
    validate: Validate, grafana: FakeGrafana, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", VIEWER_TOKEN)
    writes = put(grafana, board(BROKEN), board())
    ended = validate("--grafana-url", grafana.url, "-o", "json")
    assert ended.code == 1
    (finding,) = [one for one in ended.document["findings"] if one["rule"] == "promql/syntax"]
    assert finding["file"].startswith(f"{grafana.url}/d/b0")
    assert ended.document["summary"]["boards"] == 2
    only = validate("--grafana-url", grafana.url, "--folder", "Folder 1", "-o", "json")
    assert only.code == 0
    assert only.document["summary"]["boards"] == 1
    assert validate("--grafana-url", grafana.url, "--folder", "nowhere").code == 2
    assert validate("--grafana-url", grafana.url, "--fix").code == 2
    assert len(grafana.writes) == writes


def test_wrong_credentials_end_with_3(
    validate: Validate, grafana: FakeGrafana, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", "wrong")
    ended = validate("--grafana-url", grafana.url)
    assert ended.code == 3
    assert ended.err.startswith("error: ")
    assert grafana.writes == []


def test_every_rule_can_be_selected_alone(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(board())
    for rule in rules():
        assert validate("a.json", "--select", rule).code == 0
