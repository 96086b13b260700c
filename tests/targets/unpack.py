"""The way back: from the files of a target to the boards and data sources that its consumer ends up with."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from .expansion import everywhere, go_template, grafana, terraform

Json = dict[str, Any]


@dataclass
class Unpacked:
    """Boards by uid, data sources by name as the API takes them, and the folder's title."""

    boards: dict[str, Json] = field(default_factory=dict)
    sources: dict[str, Json] = field(default_factory=dict)
    correlations: dict[str, list[Json]] = field(default_factory=dict)
    folder: str = ""
    rules: dict[str, Json] = field(default_factory=dict)
    #: Titles of the groups that the rules are in.
    groups: list[str] = field(default_factory=list)
    #: Titles of folders inside the project's, and models of library panels, by uid.
    folders: dict[str, str] = field(default_factory=dict)
    library: dict[str, Json] = field(default_factory=dict)

    def alerting(self, document: Json) -> None:
        """A provisioning file of rules, as Grafana reads it: annotations and query models are not expanded."""
        for group in document["groups"]:
            self.groups.append(grafana(group["name"]))
            for rule in group["rules"]:
                raw = {"annotations": rule["annotations"], "models": [query["model"] for query in rule["data"]]}
                read = everywhere(grafana, rule)
                data = [{**query, "model": model} for query, model in zip(read["data"], raw["models"], strict=True)]
                own = {key: value for key, value in read.items() if key not in ("dashboardUid", "panelId")}
                self.rules[rule["uid"]] = {**own, "annotations": raw["annotations"], "data": data}

    def provisioned(self, text: str) -> None:
        """A provisioning file of data sources, as Grafana reads it."""
        for entry in everywhere(grafana, yaml.safe_load(text))["datasources"]:
            assert entry.pop("orgId") == 1
            entry.pop("editable")
            self.correlations[entry["name"]] = entry.pop("correlations", [])
            self.sources[entry["name"]] = entry

    def board(self, text: str) -> None:
        """A dashboard file, as Grafana reads it: as it is."""
        board = json.loads(text)
        self.boards[board["uid"]] = board


def _yaml(files: Mapping[str, bytes], path: str) -> Json:
    document: Json = yaml.safe_load(files[path])
    return document


def _resources(files: Mapping[str, bytes], base: str) -> Iterator[Json]:
    """What a kustomization names."""
    for path in _yaml(files, f"{base}kustomization.yaml")["resources"]:
        yield _yaml(files, f"{base}{path}")


def from_provisioning(files: Mapping[str, bytes]) -> Unpacked:
    result = Unpacked()
    for path, content in files.items():
        if path.endswith(".json"):
            result.board(content.decode())
        elif path.startswith("datasources/"):
            result.provisioned(content.decode())
        elif path.startswith("alerting/") and path.endswith(".yaml"):
            result.alerting(yaml.safe_load(content))
        elif path.startswith("dashboards/"):
            (provider,) = everywhere(grafana, yaml.safe_load(content))["providers"]
            result.folder = provider["folder"]
    return result


def from_kubernetes(files: Mapping[str, bytes]) -> Unpacked:
    return from_config_maps(_resources(files, "base/"))


def from_config_maps(documents: Iterator[Json]) -> Unpacked:
    """What the sidecar unpacks, as Grafana reads it then."""
    result = Unpacked()
    for document in documents:
        labels = document["metadata"]["labels"]
        for text in document["data"].values():
            if labels.get("grafana_dashboard") == "1":
                result.board(text)
                result.folder = document["metadata"]["annotations"]["grafana_folder"]
            elif labels.get("grafana_datasource") == "1":
                result.provisioned(text)
            elif labels.get("grafana_alert") == "1":
                result.alerting(yaml.safe_load(text))
    return result


def from_operator(files: Mapping[str, bytes]) -> Unpacked:
    result = Unpacked()
    for document in _resources(files, ""):
        spec = document["spec"]
        if document["kind"] == "GrafanaFolder" and "parentFolderRef" in spec:
            result.folders[spec["uid"]] = spec["title"]
        elif document["kind"] == "GrafanaLibraryPanel":
            panel = json.loads(spec["json"])
            assert (panel.pop("uid"), panel.pop("name")) == (spec["uid"], panel["title"])
            result.library[spec["uid"]] = panel
        elif document["kind"] == "GrafanaFolder":
            result.folder = spec["title"]
        elif document["kind"] == "GrafanaAlertRuleGroup":
            result.groups.append(spec["name"])
            result.rules |= {rule["uid"]: rule for rule in spec["rules"]}
        elif document["kind"] == "GrafanaDatasource":
            body = {**spec["datasource"], "uid": spec["uid"]}
            body.pop("editable")
            result.sources[body["name"]] = body
        elif "gzipJson" in spec:
            result.board(gzip.decompress(base64.b64decode(spec["gzipJson"])).decode())
        else:
            result.board(spec["json"])
    return result


def from_git_sync(files: Mapping[str, bytes]) -> Unpacked:
    result = Unpacked()
    for path, content in files.items():
        document = json.loads(content)
        if document["kind"] == "Folder" and path.count("/") > 1:
            result.folders[document["metadata"]["name"]] = document["spec"]["title"]
        elif document["kind"] == "Folder":
            result.folder = document["spec"]["title"]
        else:
            uid = document["metadata"]["name"]
            result.boards[uid] = {**document["spec"], "uid": uid}
    return result


def from_terraform(files: Mapping[str, bytes]) -> Unpacked:
    result = Unpacked()
    resources = json.loads(files["main.tf.json"])["resource"]
    for one in resources["grafana_dashboard"].values():
        found = re.fullmatch(r'\$\{file\("\$\{path\.module\}/(.+)"\)\}', one["config_json"])
        assert found
        result.board(files[found[1]].decode())
    for one in everywhere(terraform, resources.get("grafana_data_source", {})).values():
        settings = json.loads(one["json_data_encoded"])
        secrets = {}
        for at, (name, value) in enumerate(one.get("http_headers", {}).items(), 1):
            settings[f"httpHeaderName{at}"], secrets[f"httpHeaderValue{at}"] = terraform(name), value
        body = {key: one[key] for key in ("name", "type", "uid", "url")}
        body |= {"access": one["access_mode"], "jsonData": settings}
        result.sources[one["name"]] = body | ({"secureJsonData": secrets} if secrets else {})
    for group in resources.get("grafana_rule_group", {}).values():
        result.groups.append(terraform(group["name"]))
        for rule in everywhere(terraform, group["rule"]):
            result.rules[rule["uid"]] = _api_rule(rule)
    for one in resources["grafana_folder"].values():
        if "parent_folder_uid" in one:
            result.folders[one["uid"]] = terraform(one["title"])
        else:
            result.folder = terraform(one["title"])
    for one in resources.get("grafana_library_panel", {}).values():
        result.library[one["uid"]] = json.loads(terraform(one["model_json"]))
    return result


def _api_rule(rule: Json) -> Json:
    """A rule of the grafana provider as the API takes it."""
    data = []
    for query in rule["data"]:
        kind = {"queryType": query["query_type"]}
        data.append(
            {
                "refId": query["ref_id"],
                "relativeTimeRange": query["relative_time_range"],
                "datasourceUid": query["datasource_uid"],
                "model": json.loads(query["model"]),
                **kind,
            }
        )
    return {
        "uid": rule["uid"],
        "title": rule["name"],
        "condition": rule["condition"],
        "data": data,
        "noDataState": rule["no_data_state"],
        "execErrState": rule["exec_err_state"],
        "for": rule["for"],
        "annotations": rule["annotations"],
        "labels": rule["labels"],
        "isPaused": rule["is_paused"],
    }


def from_helm_values(files: Mapping[str, bytes]) -> Unpacked:
    result = Unpacked()
    values = _yaml(files, "values.yaml")
    for boards in values["dashboards"].values():
        for board in boards.values():
            result.board(board["json"])
    # The chart writes them as YAML and runs that as a template.
    result.provisioned(go_template(yaml.safe_dump(values["datasources"]["datasources.yaml"])))
    if "alerting" in values:
        result.alerting(yaml.safe_load(go_template(yaml.safe_dump(values["alerting"]["rules.yaml"]))))
    (provider,) = everywhere(grafana, values["dashboardProviders"]["dashboardproviders.yaml"])["providers"]
    result.folder = provider["folder"]
    return result


#: By the name of the target; those that have nothing of Grafana's in them are not here.
UNPACK: dict[str, Callable[[Mapping[str, bytes]], Unpacked]] = {
    "provisioning": from_provisioning,
    "kubernetes": from_kubernetes,
    "operator": from_operator,
    "git-sync": from_git_sync,
    "terraform": from_terraform,
    "helm-values": from_helm_values,
}
#: Targets whose consumer has no word for them.
WITHOUT_SOURCES = {"git-sync"}
WITHOUT_RULES = {"git-sync"}
WITHOUT_CORRELATIONS = {"git-sync", "operator", "terraform"}
WITHOUT_FOLDERS = {"provisioning", "kubernetes", "helm-values"}
WITHOUT_LIBRARY = WITHOUT_FOLDERS | {"git-sync"}
#: They write the folder, and cannot say who may edit in it.
WITHOUT_TEAMS = {"git-sync", "operator"}
