"""Helm makes of our values, with the chart of Grafana itself, what Grafana is meant to read."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.targets.model import Model

from .expansion import everywhere, grafana
from .test_every_target import TRAPS, agree_on_correlations, built, program, run, trapped, write
from .unpack import Unpacked

Json = dict[str, Any]

#: A folder or an archive with the chart; without it, it is asked for at its home.
CHART = os.environ.get("GRAFANA_CHART", "")
_HOME = "https://grafana-community.github.io/helm-charts"


@cache
def chart() -> tuple[str, ...]:
    """The arguments that name the chart."""
    helm = program("helm", "what the chart makes of our values")
    if CHART:
        return (CHART,)
    asked = ("grafana", "--repo", _HOME)
    done = subprocess.run([helm, "show", "chart", *asked], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("the chart is not in GRAFANA_CHART, and its home is not reached: our values are not proved by it")
    return asked


def made(folder: Path, of: Model, values: str = "values.yaml") -> list[Json]:
    """The objects that the chart makes."""
    name, *where = chart()
    write(folder, "helm-values", of)
    # A Helm that was built from source takes itself for one of an old Kubernetes.
    options = ["--kube-version", "1.32.0", "--namespace", "x", "--values", values]
    command = [program("helm", "the chart"), "template", "g", name, *where, *options]
    return [one for one in yaml.safe_load_all(run(*command, cwd=folder)) if one]


def read(documents: list[Json]) -> Unpacked:
    """What Grafana reads of the chart's ConfigMaps."""
    result = Unpacked()
    maps = {one["metadata"]["name"]: one.get("data") or {} for one in documents if one["kind"] == "ConfigMap"}
    for name, data in maps.items():
        if "-dashboards-" in name:
            for text in data.values():
                result.board(text)
    settings = maps["g-grafana"]
    result.provisioned(settings["datasources.yaml"])
    if "rules.yaml" in settings:
        result.alerting(yaml.safe_load(settings["rules.yaml"]))
    (provider,) = everywhere(grafana, yaml.safe_load(settings["dashboardproviders.yaml"]))["providers"]
    result.folder = provider["folder"]
    return result


def holds(folder: Path, of: Model) -> None:
    result = read(made(folder, of))
    assert result.boards == {board["uid"]: board for board in of.boards.values()}
    assert result.sources == {source.body["name"]: source.body for source in of.datasources}
    assert result.rules == {rule["uid"]: rule for group in of.alert_groups for rule in group["rules"]}
    assert result.groups == [group["title"] for group in of.alert_groups]
    assert result.folder == of.folder.title
    agree_on_correlations("helm-values", of, result)


def test_the_chart_makes_what_an_upload_sends(tmp_path: Path) -> None:
    holds(tmp_path, built())


@pytest.mark.parametrize("text", TRAPS)
def test_the_chart_expands_no_text(tmp_path: Path, text: str) -> None:
    # That one character is refused before a file is written.
    told = text.replace("\x85", "")
    holds(tmp_path, replace(trapped(told), library=()))


def test_the_sidecar_s_values_point_at_the_config_maps(tmp_path: Path) -> None:
    documents = made(tmp_path, built(), "values-sidecar.yaml")
    (deployment,) = (one for one in documents if one["kind"] == "Deployment")
    containers = {one["name"]: one for one in deployment["spec"]["template"]["spec"]["containers"]}
    told = {
        one["name"]: one.get("value") for name, each in containers.items() if "dashboard" in name for one in each["env"]
    }
    assert (told["LABEL"], told["LABEL_VALUE"], told["FOLDER_ANNOTATION"]) == (
        "grafana_dashboard",
        "1",
        "grafana_folder",
    )
