"""A real Grafana takes what targets render: the boards that an upload makes, and a second time changes nothing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from generator.deploy.content import canonical, same
from generator.targets import provisioning, registry

from .test_every_target import built, program, write

#: Where Debian's and Docker's packages have it, unless the environment says otherwise.
HOME = Path(os.environ.get("GF_PATHS_HOME", "/usr/share/grafana"))
_LOGIN = ("admin", "admin")


@contextmanager
def grafana(folder: Path, provisioned: Path, boards: int, **settings: Any) -> Iterator[str]:
    """Its address, once it answers and has this many boards. What it stores stays in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = {
        "PATHS_DATA": folder,
        "PATHS_LOGS": folder / "log",
        "PATHS_PLUGINS": folder / "plugins",
        "PATHS_PROVISIONING": provisioned,
        "SERVER_HTTP_ADDR": "127.0.0.1",
        "SERVER_HTTP_PORT": port,
        "ANALYTICS_REPORTING_ENABLED": "false",
        "ANALYTICS_CHECK_FOR_UPDATES": "false",
        "ANALYTICS_CHECK_FOR_PLUGIN_UPDATES": "false",
        "PLUGINS_PREINSTALL_DISABLED": "true",
        "UNIFIED_ALERTING_HA_LISTEN_ADDRESS": "",
        **settings,
    }
    environment = {**os.environ, **{f"GF_{name}": str(value) for name, value in said.items()}}
    command = ["grafana", "server", f"--homepath={HOME}"]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(600):
                assert process.poll() is None, (folder / "output").read_text()[-2000:]
                try:
                    # It answers before it has read its folder: data sources come before boards, and boards last.
                    if requests.get(f"{url}/api/health", timeout=5).ok and len(search(url)) == boards:
                        break
                except requests.ConnectionError:
                    pass
                time.sleep(0.2)
            yield url
        finally:
            process.terminate()
            process.wait()


def get(url: str, path: str) -> Any:
    answer = requests.get(url + path, auth=_LOGIN, timeout=30)
    answer.raise_for_status()
    return answer.json()


def post(url: str, path: str, body: Any) -> Any:
    answer = requests.post(url + path, auth=_LOGIN, timeout=30, json=body)
    answer.raise_for_status()
    return answer.json()


def search(url: str) -> list[Any]:
    found: list[Any] = get(url, "/api/search?type=dash-db")
    return found


def require_grafana(what: str) -> None:
    if shutil.which("grafana") is None or not (HOME / "conf/defaults.ini").is_file():
        pytest.skip(f"no grafana on the PATH with its files in GF_PATHS_HOME: {what} by a real one")


def emptied(folder: Path) -> Path:
    """A provisioning folder with nothing in it, and the other folders that Grafana asks for."""
    for name in ("plugins", *(f"provisioning/{kind}" for kind in ("alerting", "dashboards", "datasources", "plugins"))):
        (folder / name).mkdir(parents=True)
    return folder / "provisioning"


def agree(found: Any) -> None:
    """Boards by uid, as Grafana has them, are those of the project."""
    assert set(found) == {board["uid"] for board in built().boards.values()}
    for board in built().boards.values():
        assert same(found[board["uid"]]["dashboard"], board)


def boards_of(url: str) -> Any:
    return {one["uid"]: get(url, f"/api/dashboards/uid/{one['uid']}") for one in search(url)}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """What stands on a Grafana after its first start, and after its second."""
    require_grafana("the folder is not read")
    folder = tmp_path_factory.mktemp("grafana")
    (folder / "plugins").mkdir()
    provisioned = folder / "provisioning"
    write(provisioned, "provisioning", built())
    provider = next((provisioned / "dashboards").glob("*.yaml"))
    provider.write_text(provider.read_text().replace(provisioning.MOUNT, str(provisioned)))
    states = []
    for _ in range(2):
        with grafana(folder, provisioned, len(built().boards)) as url:
            boards = boards_of(url)
            sources = {
                one["uid"]: get(url, f"/api/datasources/uid/{one['uid']}") for one in get(url, "/api/datasources")
            }
            states.append((boards, sources))
    return states[0], states[1]


def test_boards_are_what_an_upload_sends(started: Any) -> None:
    boards, _ = started[0]
    agree(boards)
    for board in built().boards.values():
        assert boards[board["uid"]]["meta"]["folderUid"] == built().folder.uid


def test_data_sources_are_what_an_upload_sends(started: Any) -> None:
    _, sources = started[0]
    for source in built().datasources:
        found = sources[source.body["uid"]]
        assert {key: canonical(found[key]) for key in source.body} == canonical(source.body)


def test_a_second_start_changes_nothing(started: Any) -> None:
    (boards, sources), (same_boards, same_sources) = started
    assert boards == same_boards
    for uid, source in sources.items():
        changed = {key for key, value in same_sources[uid].items() if source[key] != value}
        # The first data source of an empty Grafana is made its default, and is none from the second start on:
        # a file that does not say so takes it back, and a file that does would fail beside another default.
        assert changed <= {"isDefault"}
    assert registry.target("provisioning").admitted(built()) == ()


_REPOSITORIES = "/apis/provisioning.grafana.app/v0alpha1/namespaces/default/repositories"


def synchronised(url: str, after: int) -> Any:
    """The repository's state, once a synchronisation has ended that began after this moment (in ms)."""
    for _ in range(300):
        state = get(url, f"{_REPOSITORIES}/boards")["status"]["sync"]
        if state["state"] in ("success", "warning", "error") and state.get("started", 0) > after:
            return state
        time.sleep(0.2)
    raise AssertionError(f"no synchronisation in a minute: {state}")


def test_git_sync_makes_the_boards_that_an_upload_makes(tmp_path: Path) -> None:
    require_grafana("the folder of Git Sync is not read")
    repository = tmp_path / "repository"
    write(repository, "git-sync", built())
    toggles = "provisioning kubernetesDashboards grafanaAPIServerWithExperimentalAPIs kubernetesClientDashboardsFolders"
    said = {"FEATURE_TOGGLES_ENABLE": toggles, "PATHS_PERMITTED_PROVISIONING_PATHS": repository}
    with grafana(tmp_path, emptied(tmp_path), 0, **said) as url:
        if "provisioning.grafana.app" not in {one["name"] for one in get(url, "/apis")["groups"]}:
            pytest.skip("this Grafana has no Git Sync: its folder is not read by a real one")
        spec = {
            "title": "Boards",
            "type": "local",
            "local": {"path": str(repository)},
            "sync": {"enabled": True, "target": "instance", "intervalSeconds": 60},
            "workflows": [],
        }
        kind = {"apiVersion": "provisioning.grafana.app/v0alpha1", "kind": "Repository"}
        post(url, _REPOSITORIES, {**kind, "metadata": {"name": "boards"}, "spec": spec})
        first = synchronised(url, 0)
        assert (first["state"], first.get("message") or []) == ("success", [])
        boards = boards_of(url)
        agree(boards)
        assert {one["meta"]["folderTitle"] for one in boards.values()} == {built().folder.title}
        post(url, f"{_REPOSITORIES}/boards/jobs", {"action": "pull", "pull": {"incremental": False}})
        assert synchronised(url, first["started"])["state"] == "success"
        assert boards_of(url) == boards


def test_terraform_makes_what_an_upload_makes(tmp_path: Path) -> None:
    require_grafana("the module of Terraform is not applied")
    terraform = program("terraform", "what its provider makes")
    folder = tmp_path / "module"
    write(folder, "terraform", built())
    # With a configuration of one's own the provider may be taken from a folder, and is not initialised.
    if not Path(os.environ.get("TF_CLI_CONFIG_FILE", "")).is_file():
        done = subprocess.run([terraform, "init", "-input=false"], cwd=folder, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("terraform does not get the grafana provider: what it makes is not proved")
    with grafana(tmp_path, emptied(tmp_path), 0) as url:
        login = {"GRAFANA_URL": url, "GRAFANA_AUTH": ":".join(_LOGIN)}

        def run_terraform(*arguments: str) -> int:
            command = [terraform, *arguments]
            environment = {**os.environ, **login}
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode in (0, 2), done.stdout + done.stderr
            return done.returncode

        assert run_terraform("validate") == 0
        assert run_terraform("apply", "-auto-approve", "-input=false") == 0
        boards = boards_of(url)
        agree(boards)
        assert {one["meta"]["folderUid"] for one in boards.values()} == {built().folder.uid}
        for source in built().datasources:
            found = get(url, f"/api/datasources/uid/{source.body['uid']}")
            assert {key: canonical(found[key]) for key in source.body} == canonical(source.body)
        # 2 would be a plan with changes.
        assert run_terraform("plan", "-detailed-exitcode", "-input=false") == 0
