"""One model, every target: unpacked again, it is what an upload would send."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import project as projects
from generator.config.model import Folder
from generator.datasource import Correlation
from generator.errors import GeneratorError
from generator.targets import model, registry
from generator.targets.model import Model, RenderedFolder, RenderedPanel

from .expansion import everywhere, go_template, grafana, terraform
from .unpack import (
    UNPACK,
    WITHOUT_CORRELATIONS,
    WITHOUT_FOLDERS,
    WITHOUT_LIBRARY,
    WITHOUT_RULES,
    WITHOUT_SOURCES,
    WITHOUT_TEAMS,
    Unpacked,
    from_config_maps,
)

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
#: Targets that render no boards.
OTHERS = {"cluster"}

#: Texts in which somebody's expansion would find something to do.
TRAPS = (
    "$PORT ${PORT} ${__value.raw} $$ $$$ $${x} $$${x}",
    "{$__tags} [$__rate_interval] {{ .Values.x }} {{`x`}} {{- x }} }} {{{{",
    "%{ if true } %%{x} 100% %",
    "\"double\" 'single' `back` \\ \\n \\u0041 \\\\",
    "한국어 🚀 é ‏ \u2028 \u2029 \u0085 \ufeff",
    "line one\nline two\n\n  three \n",
    " space around ",
    "<b>&amp;</b> # : - ? | > ! & * @ ` %",
    "yes",
    "1e3",
    "0o17",
    "y",
    "~",
    "12:30:45",
    "2026-11-26",
    "- x: y",
    "---\na: b",
    "$(kubectl)",
    "\t",
    "",
)


@cache
def built() -> Model:
    project = projects.find(start=ROOT)
    return model.build(project, project.context())


def trapped(text: str) -> Model:
    """A small model that says the text wherever a person's text can stand."""
    board = {"uid": "trap", "title": text, "panels": [{"title": text, "targets": [{"expr": text, text: [text]}]}]}
    tempo = next(source for source in built().datasources if source.kind == "tempo")
    body = {**tempo.body, "name": f"T{text}", "url": f"http://x/{text}"}
    body["jsonData"] = {"query": text, "list": [text, {"deep": text}], "httpHeaderName1": "X-Scope-OrgID"}
    body["secureJsonData"] = {"httpHeaderValue1": text}
    link = Correlation("tempo", f"L{text}", f"D{text}", f"F{text}", {"query": text, "list": [text]}, (text, text))
    source = replace(tempo, body=body, correlations=(link, replace(link, take=None)))
    return replace(
        built(), boards={"trap": board}, datasources=(source,), alert_groups=(_trapped_alert(text),), library=()
    )


def _trapped_alert(text: str) -> Json:
    group = built().alert_groups[0]
    rule = group["rules"][0]
    query = {**rule["data"][0], "model": {"refId": "A", "expr": text}}
    about = {**rule["annotations"], "summary": text}
    said = {"title": f"R{text}", "annotations": about, "labels": {"team": text}, "data": [query, *rule["data"][1:]]}
    return {**group, "title": f"G{text}", "rules": [{**rule, **said}]}


def unpacked(name: str, of: Model) -> Unpacked:
    target = registry.target(name)
    return UNPACK[name](dict(target.render(of).items()))


def test_each_target_can_be_unpacked() -> None:
    assert set(registry.names()) - OTHERS == set(UNPACK)


@pytest.mark.parametrize("name", UNPACK)
def test_boards_and_sources_are_what_an_upload_sends(name: str) -> None:
    of = built()
    result = unpacked(name, of)
    assert result.folder == of.folder.title
    assert result.boards == {board["uid"]: board for board in of.boards.values()}
    if name not in WITHOUT_SOURCES:
        assert result.sources == {source.body["name"]: source.body for source in of.datasources}
    if name not in WITHOUT_RULES:
        assert of.alert_groups
        assert result.rules == {rule["uid"]: rule for group in of.alert_groups for rule in group["rules"]}
    agree_on_correlations(name, of, result)


def agree_on_correlations(name: str, of: Model, result: Unpacked) -> None:
    if name in WITHOUT_CORRELATIONS:
        return
    assert [source.body["name"] for source in of.datasources if source.correlations]
    uids = {source.kind: source.body["uid"] for source in of.datasources}
    for source in of.datasources:
        wanted = [{"targetUID": uids[one.target], **one.to_json()} for one in source.correlations]
        found = result.correlations[source.body["name"]]
        assert [{**one, "type": "query"} for one in found] == wanted


@pytest.mark.parametrize("name", UNPACK)
def test_what_is_left_out_is_said(name: str) -> None:
    said = " ".join(limit.what for limit in registry.target(name).admitted(built()))
    assert ("correlations are left out" in said) == (name in WITHOUT_CORRELATIONS - WITHOUT_SOURCES)
    assert ("data sources are left out" in said) == (name in WITHOUT_SOURCES)
    assert ("alert rules are left out" in said) == (name in WITHOUT_RULES)


def shared(text: str) -> Model:
    """With a folder for a tenant, which has a team, and a panel for the library."""
    folder = RenderedFolder(Folder("demo-blue", f"blue{text}"), f"Blue{text}")
    panel = RenderedPanel("demo-p95", text, {"type": "stat", "title": text, "targets": [{"expr": text}]})
    return replace(trapped("x"), folders=(folder,), library=(panel,))


@pytest.mark.parametrize("name", UNPACK)
@pytest.mark.parametrize("text", TRAPS)
def test_folders_of_tenants_and_library_panels_are_written_or_said_to_be_left_out(name: str, text: str) -> None:
    of = shared(text)
    result = unpacked(name, of)
    said = " ".join(limit.what for limit in registry.target(name).preflight(of))
    without = {
        "folders of tenants are left out": WITHOUT_FOLDERS,
        "library panels are left out": WITHOUT_LIBRARY,
        "teams are not let into": WITHOUT_TEAMS,
    }
    assert {what: what in said for what in without} == {what: name in names for what, names in without.items()}
    assert result.folders == ({} if name in WITHOUT_FOLDERS else {"demo-blue": f"blue{text}"})
    assert result.library == ({} if name in WITHOUT_LIBRARY else {"demo-p95": of.library[0].model})
    assert result.folder == of.folder.title


def test_terraform_finds_the_team_by_its_name() -> None:
    main = json.loads(registry.target("terraform").render(shared("${x}"))["main.tf.json"])
    assert main["data"] == {"grafana_team": {"demo-blue": {"name": "Blue$${x}"}}}
    assert main["resource"]["grafana_folder_permission_item"] == {
        "demo-blue": {
            "folder_uid": "${grafana_folder.demo-blue.uid}",
            "team": "${data.grafana_team.demo-blue.id}",
            "permission": "Edit",
        }
    }
    assert "data" not in json.loads(registry.target("terraform").render(built())["main.tf.json"])


def holds(name: str, text: str) -> None:
    of = trapped(text)
    result = unpacked(name, of)
    assert result.boards == {"trap": of.boards["trap"]}
    if name not in WITHOUT_SOURCES:
        (source,) = of.datasources
        assert result.sources == {source.body["name"]: source.body}
    if name not in WITHOUT_RULES:
        assert result.rules == {rule["uid"]: rule for group in of.alert_groups for rule in group["rules"]}
        assert result.groups == [group["title"] for group in of.alert_groups]
    agree_on_correlations(name, of, result)


@pytest.mark.parametrize("name", UNPACK)
@pytest.mark.parametrize("text", TRAPS)
def test_no_text_is_expanded_by_anybody(name: str, text: str) -> None:
    holds(name, text)


@settings(max_examples=60)
@given(st.sampled_from(sorted(UNPACK)), st.text(alphabet="$x{}%`'\"\\ \n#:-한🚀1e\u2028\t", max_size=14))
def test_nor_is_any_other(name: str, text: str) -> None:
    holds(name, text)


@settings(max_examples=40)
@given(st.text(alphabet="$x{}%- 한🚀\"'`", min_size=1, max_size=12))
def test_a_folder_s_title_arrives_too(title: str) -> None:
    of = replace(trapped("x"), folder=Folder("folder", title))
    for name in UNPACK:
        assert unpacked(name, of).folder == title


def test_these_expanders_expand() -> None:
    """A test with an expander that does nothing would prove nothing."""
    assert grafana("$PORT ${x}") == "8080 wrong"
    assert everywhere(grafana, {"$PORT": ["$PORT"]}) == {"$PORT": ["8080"]}
    with pytest.raises(AssertionError, match="Helm would run"):
        go_template("a {{ .Values.x }}")
    with pytest.raises(AssertionError, match="Terraform would evaluate"):
        terraform("${x}")


@pytest.mark.parametrize("name", UNPACK)
def test_rendering_is_a_function_of_the_model(name: str) -> None:
    render = registry.target(name).render
    assert dict(render(trapped("x")).items()) == dict(render(trapped("x")).items())


def program(name: str, of: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} not on the PATH: {of} is not proved")
    return found


@cache
def kustomize() -> tuple[str, ...]:
    """The command that builds a folder: kustomize itself, or that in kubectl. Debian 12's is of version 2."""
    own = shutil.which("kustomize")
    if own:
        return own, "build"
    kubectl = program("kubectl", "kustomize")
    said = json.loads(run(kubectl, "version", "--client", "-o", "json", cwd=ROOT))
    version = said.get("kustomizeVersion", "v2")
    if int(version.lstrip("v").partition(".")[0]) < 5:
        pytest.skip(f"kubectl has kustomize {version}: with 5 and later it is proved")
    return kubectl, "kustomize"


def write(folder: Path, name: str, of: Model) -> None:
    for path, content in registry.target(name).render(of).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def run(*command: str, cwd: Path, stdin: str = "") -> str:
    done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_kustomize_builds_the_overlays_as_they_were_meant(tmp_path: Path) -> None:
    build = kustomize()
    of = built()
    write(tmp_path, "kubernetes", of)
    for tenant in of.config.tenants:
        documents = list(yaml.safe_load_all(run(*build, f"overlays/{tenant.name}", cwd=tmp_path)))
        assert {document["metadata"]["namespace"] for document in documents} == {tenant.namespaces[0]}
        result = from_config_maps(iter(documents))
        assert result.boards == {board["uid"]: board for board in of.boards.values()}
        assert result.sources == {source.body["name"]: source.body for source in of.datasources}


@pytest.mark.parametrize("name", ["kubernetes", "operator"])
def test_kustomize_reads_our_yaml_as_python_does(tmp_path: Path, name: str) -> None:
    """It is written in Go, where other texts are numbers. What its own writer loses is refused for the operator."""
    build = kustomize()
    folders = []
    texts = [text.replace("\x85", "") if name == "operator" else text for text in TRAPS]
    for at, text in enumerate(texts):
        write(tmp_path / str(at), name, trapped(text))
        folders.append(str(at))
    for at, text in zip(folders, texts, strict=True):
        base = tmp_path / at / ("base" if name == "kubernetes" else "")
        documents = yaml.safe_load_all(run(*build, str(base), cwd=tmp_path))
        read = {document["metadata"]["name"]: document for document in documents}
        own = (yaml.safe_load(path.read_bytes()) for path in base.rglob("*.yaml") if path.name != "kustomization.yaml")
        assert read == {document["metadata"]["name"]: document for document in own}, text


def test_terraform_evaluates_our_templates_to_what_was_meant(tmp_path: Path) -> None:
    program_ = program("terraform", "the escaping for it")
    sources, groups = [], []
    for text in TRAPS:
        main = json.loads(registry.target("terraform").render(trapped(text))["main.tf.json"])
        (source,) = main["resource"]["grafana_data_source"].values()
        (group,) = main["resource"]["grafana_rule_group"].values()
        # The folder is another resource, which is not here.
        del group["folder_uid"]
        sources.append(source)
        groups.append(group)
    (tmp_path / "main.tf.json").write_text(json.dumps({"locals": {"said": [sources, groups]}}))
    answer = run(program_, "console", cwd=tmp_path, stdin="jsonencode(jsonencode(local.said))\n").splitlines()[-1]
    evaluated, alerting = json.loads(json.loads(json.loads(answer)))
    rules = [group["rule"][0] for group in alerting]
    assert [group["name"] for group in alerting] == [f"G{text}" for text in TRAPS]
    assert [(rule["annotations"]["summary"], rule["labels"]) for rule in rules] == [(x, {"team": x}) for x in TRAPS]
    assert [json.loads(rule["data"][0]["model"])["expr"] for rule in rules] == list(TRAPS)
    assert [one["http_headers"] for one in evaluated] == [{"X-Scope-OrgID": text} for text in TRAPS]
    assert [json.loads(one["json_data_encoded"])["query"] for one in evaluated] == list(TRAPS)
    assert [one["name"] for one in evaluated] == [f"T{text}" for text in TRAPS]


class TestLimits:
    """What a target cannot take is refused before a file is written."""

    def refusal(self, name: str, of: Model) -> str:
        with pytest.raises(GeneratorError) as caught:
            registry.target(name).admitted(of)
        assert caught.value.fix
        return caught.value.summary

    def large(self, characters: int) -> Model:
        return replace(built(), boards={"big": {"uid": "big", "title": "x" * characters}})

    @pytest.mark.parametrize("name", ["kubernetes", "helm-values"])
    def test_a_board_that_no_config_map_holds(self, name: str) -> None:
        assert "1048576" in self.refusal(name, self.large(1_100_000))

    def test_the_operator_takes_it_compressed(self) -> None:
        of = self.large(1_100_000)
        registry.target("operator").admitted(of)
        assert unpacked("operator", of).boards == {"big": of.boards["big"]}
        noise = "".join(hashlib.sha256(b"%d" % at).hexdigest() for at in range(40_000))
        assert "1048576" in self.refusal("operator", replace(of, boards={"big": {"uid": "b", "title": noise}}))

    def test_one_that_kubectl_cannot_remember_is_marked_for_server_side_apply(self) -> None:
        of = self.large(300_000)
        (limit,) = registry.target("kubernetes").admitted(of)
        assert "--server-side" in limit.fix
        files = registry.target("kubernetes").render(of)
        (path,) = (path for path in files if path.startswith("base/dashboards/"))
        assert b"# Larger than" in files[path]
        annotations = yaml.safe_load(files[path])["metadata"]["annotations"]
        assert annotations["argocd.argoproj.io/sync-options"] == "ServerSideApply=true"

    def test_one_that_fits_without_spaces_goes_without(self) -> None:
        of = replace(built(), boards={"wide": {"uid": "wide", "list": [1] * 100_000}})
        assert registry.target("kubernetes").admitted(of) == ()
        assert unpacked("kubernetes", of).boards == {"wide": of.boards["wide"]}

    @pytest.mark.parametrize("title", ["a/b", ".hidden", "/etc"])
    def test_a_folder_that_is_a_path_to_the_sidecar(self, title: str) -> None:
        of = replace(built(), folder=Folder("folder", title))
        assert f'"{title}" is a path' in self.refusal("kubernetes", of)

    @pytest.mark.parametrize("name", ["kubernetes", "operator"])
    def test_two_boards_of_one_name(self, name: str) -> None:
        of = replace(built(), boards={"a_b": {"uid": "1"}, "A-B": {"uid": "2"}})
        assert "would be one object" in self.refusal(name, of)

    @pytest.mark.parametrize(("name", "one"), [("operator", "object"), ("terraform", "resource")])
    def test_two_folders_or_library_panels_of_one_name(self, name: str, one: str) -> None:
        uids = ("a.b", "a_b" if name == "terraform" else "A-b")
        folders = tuple(RenderedFolder(Folder(uid, uid), "") for uid in uids)
        assert f"would be one {one}" in self.refusal(name, replace(built(), folders=folders))
        panels = tuple(RenderedPanel(uid, uid, {}) for uid in uids)
        assert f"would be one {one}" in self.refusal(name, replace(built(), library=panels))

    @pytest.mark.parametrize("name", ["kubernetes", "operator", "helm-values"])
    def test_a_character_that_does_not_arrive(self, name: str) -> None:
        of = replace(built(), folder=Folder("folder", "a\x85b"))
        assert "U+0085" in self.refusal(name, of)
        boards = {"b": {"uid": "b", "title": "a\x85b"}}
        registry.target(name).admitted(replace(built(), boards=boards))

    @pytest.mark.parametrize("name", ["operator", "helm-values"])
    def test_it_does_not_arrive_in_data_sources_and_rules_either(self, name: str) -> None:
        trap = trapped("a\x85b")
        assert 'data source "tempo" has the character U+0085' in self.refusal(name, trap)
        assert "has the character U+0085" in self.refusal(name, replace(trap, datasources=()))

    def test_two_boards_of_one_terraform_name(self) -> None:
        of = replace(built(), boards={"a.b": {"uid": "1"}, "a_b": {"uid": "2"}})
        assert "would be one resource" in self.refusal("terraform", of)
