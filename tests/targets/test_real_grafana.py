"""A real Grafana reads the folder: the boards that an upload makes, and a second start changes nothing."""

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

from .test_every_target import built, write

#: Where Debian's and Docker's packages have it, unless the environment says otherwise.
HOME = Path(os.environ.get("GF_PATHS_HOME", "/usr/share/grafana"))
_LOGIN = ("admin", "admin")


@contextmanager
def grafana(folder: Path, provisioned: Path) -> Iterator[str]:
    """Its address, once it answers. What it stores stays in the folder."""
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
                    if requests.get(f"{url}/api/health", timeout=5).ok and len(search(url)) == len(built().boards):
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


def search(url: str) -> list[Any]:
    found: list[Any] = get(url, "/api/search?type=dash-db")
    return found


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """What stands on a Grafana after its first start, and after its second."""
    if shutil.which("grafana") is None or not (HOME / "conf/defaults.ini").is_file():
        pytest.skip("no grafana on the PATH with its files in GF_PATHS_HOME: the folder is not read by a real one")
    folder = tmp_path_factory.mktemp("grafana")
    (folder / "plugins").mkdir()
    provisioned = folder / "provisioning"
    write(provisioned, "provisioning", built())
    provider = next((provisioned / "dashboards").glob("*.yaml"))
    provider.write_text(provider.read_text().replace(provisioning.MOUNT, str(provisioned)))
    states = []
    for _ in range(2):
        with grafana(folder, provisioned) as url:
            boards = {one["uid"]: get(url, f"/api/dashboards/uid/{one['uid']}") for one in search(url)}
            sources = {
                one["uid"]: get(url, f"/api/datasources/uid/{one['uid']}") for one in get(url, "/api/datasources")
            }
            states.append((boards, sources))
    return states[0], states[1]


def test_boards_are_what_an_upload_sends(started: Any) -> None:
    boards, _ = started[0]
    assert set(boards) == {board["uid"] for board in built().boards.values()}
    for board in built().boards.values():
        assert same(boards[board["uid"]]["dashboard"], board)
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
