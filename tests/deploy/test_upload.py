"""A whole upload over real HTTP."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_PASSWORD, EDITOR_TOKEN, VIEWER_TOKEN

from generator.deploy.result import Result
from generator.errors import AuthError, Exit, VersionError
from generator.grafana.client import Client

from .conftest import Run, actions
from .project import desired

ALL = {
    "Shop": "create",
    "Prometheus": "create",
    "Loki": "create",
    "Tempo": "create",
    "Same request (loki -> loki)": "create",
    "Shop - A": "create",
    "Shop - B": "create",
}


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("credentials", [{}, {"token": None, "user": "admin", "password": ADMIN_PASSWORD}])
def test_the_second_run_writes_nothing(
    run: Run, fake: FakeGrafana, connect: Callable[..., Client], credentials: dict[str, Any]
) -> None:
    first = run(client=connect(**credentials))
    assert actions(first) == ALL
    assert first.exit_code is Exit.OK
    assert all(result.url.startswith(fake.url) and result.attempts == 1 for result in first.results)
    before = len(fake.writes)
    second = run(client=connect(**credentials))
    assert set(actions(second).values()) == {"unchanged"}
    assert second.exit_code is Exit.OK
    assert len(fake.writes) == before == 7
    assert all(result.url.startswith(fake.url) and result.attempts == 0 for result in second.results)


def test_the_second_run_in_each_mode_writes_nothing(run: Run, fake: FakeGrafana) -> None:
    for mode in ("wire", "replace", "skip"):
        run(mode=mode)
    assert len(fake.writes) == 7


def test_a_sub_path_works(run: Run, connect: Callable[..., Client]) -> None:
    with FakeGrafana(sub_path="/grafana") as fake:
        report = run(client=connect(url=fake.url))
        assert {result.url for result in report.results if result.kind != "correlation"} >= {
            f"{fake.url}/d/shop-a/shop-a",
            f"{fake.url}/dashboards/f/shop/shop",
            f"{fake.url}/connections/datasources/edit/loki",
        }
        assert len(fake.writes) == 7


def test_each_result_is_told_as_soon_as_it_is_known(run: Run, fake: FakeGrafana) -> None:
    told: list[tuple[str, int]] = []

    def progress(result: Result) -> None:
        told.append((result.title, len(fake.writes)))

    run(progress=progress)
    assert told == [(title, number) for number, title in enumerate(ALL, start=1)]


def test_a_board_that_fails_does_not_stop_the_others(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "dashboards/db", "status", status=500, body={"message": "disk full"})
    report = run()
    assert actions(report) == {**ALL, "Shop - A": "failed"}
    (failed,) = [result for result in report.results if result.error]
    assert "disk full" in failed.error
    assert failed.fix
    assert report.exit_code is Exit.PARTIAL
    assert actions(run())["Shop - A"] == "create"


@pytest.mark.parametrize("kind", ["reset", "reset_after", "truncated", "html"])
@pytest.mark.parametrize("path", ["folders", "^/api/datasources$", "correlations", "dashboards/db"])
def test_after_a_broken_write_the_next_run_ends_in_the_wanted_state(
    run: Run, fake: FakeGrafana, kind: Any, path: str
) -> None:
    fake.fault("POST", path, kind)
    # What was written although its answer was lost is found: nothing is sent twice.
    written = kind in ("reset_after", "truncated")
    assert run().exit_code is (Exit.OK if written else Exit.PARTIAL)
    assert run().exit_code is Exit.OK
    assert len(fake.correlations.list) == 1
    assert len(fake.sources.by_uid) == 3
    count = len(fake.writes)
    assert set(actions(run()).values()) == {"unchanged"}
    assert len(fake.writes) == count


def test_a_busy_grafana_is_waited_for_and_counted(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "dashboards/db", "status", status=429, headers={"Retry-After": "1"}, times=2)
    report = run()
    assert report.exit_code is Exit.OK
    assert {result.title: result.attempts for result in report.results}["Shop - A"] == 3


# -- credentials -------------------------------------------------------------------------------------------------------


def test_wrong_credentials_stop_the_run_before_it_writes(
    run: Run, fake: FakeGrafana, connect: Callable[..., Client]
) -> None:
    with pytest.raises(AuthError) as caught:
        run(client=connect("glsa_wrong"))
    assert caught.value.exit_code is Exit.AUTH
    assert fake.writes == []


def test_a_viewer_may_write_nothing(run: Run, connect: Callable[..., Client]) -> None:
    report = run(client=connect(VIEWER_TOKEN))
    assert report.exit_code is Exit.AUTH
    assert set(actions(report).values()) == {"failed", "skip"}
    assert "missing permission folders:create" in report.results[0].error


def test_an_editor_may_write_boards(run: Run, connect: Callable[..., Client]) -> None:
    report = run(client=connect(EDITOR_TOKEN))
    assert report.exit_code is Exit.PARTIAL
    assert actions(report)["Shop - A"] == "create"
    assert actions(report)["Loki"] == "failed"
    assert run(client=connect(EDITOR_TOKEN), mode="skip").exit_code is Exit.OK


def test_a_token_that_ends_in_the_middle_stops_the_run(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "^/api/datasources$", "call", call=fake.access.tokens.clear)
    report = run()
    assert report.exit_code is Exit.AUTH
    assert actions(report) == {**dict.fromkeys(ALL, "skip"), "Shop": "create", "Prometheus": "failed"}
    assert report.results[-1].error == "not written: Grafana refused the credentials"
    assert len(fake.writes) == 2


def test_a_server_that_is_no_grafana(run: Run, fake: FakeGrafana) -> None:
    fake.fault("GET", "health", "text", status=404, text="404 page not found")
    with pytest.raises(VersionError):
        run()


def test_a_read_only_client_cannot_upload(run: Run, fake: FakeGrafana, client: Client) -> None:
    client.transport.writable = False
    report = run()
    assert report.exit_code is Exit.FAILURE
    assert fake.writes == []


# -- Ctrl-C ------------------------------------------------------------------------------------------------------------


def test_ctrl_c_finishes_the_request_under_way(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "^/api/datasources$", "call", call=interrupt)
    report = run()
    assert report.exit_code is Exit.CANCELLED
    assert actions(report) == {**dict.fromkeys(ALL, "skip"), "Shop": "create", "Prometheus": "create"}
    assert report.results[-1].error == "not written: the run was stopped"
    assert [one.path for one in fake.writes] == ["/api/folders", "/api/datasources"]
    assert "(stopped by Ctrl-C)" in report.summary_line()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_at_the_very_end(run: Run) -> None:
    def at_the_last(result: Result) -> None:
        if result.title == list(ALL)[-1]:
            interrupt()

    report = run(progress=at_the_last)
    assert (report.exit_code, actions(report)) == (Exit.CANCELLED, ALL)


def test_ctrl_c_while_reading_writes_nothing(run: Run, fake: FakeGrafana) -> None:
    fake.fault("GET", "uid/shop-b", "call", call=interrupt)
    report = run()
    assert (report.exit_code, report.results) == (Exit.CANCELLED, ())
    assert fake.writes == []


def test_ctrl_c_while_waiting_ends_at_once(run: Run, fake: FakeGrafana, client: Client) -> None:
    fake.fault("POST", "dashboards/db", "status", status=429, times=9)
    client.transport._sleep = lambda _: interrupt()
    report = run()
    assert report.exit_code is Exit.CANCELLED
    assert report.results[-2].action == "skip"
    assert "stopped" in report.results[-2].error


def test_a_second_ctrl_c_ends_at_once(run: Run, fake: FakeGrafana) -> None:
    """The answer never comes: the server waits until the client has gone away."""
    gone = threading.Event()

    def twice() -> None:
        interrupt()
        time.sleep(0.05)
        interrupt()
        gone.wait(5)

    fake.fault("POST", "^/api/datasources$", "call", call=twice)
    report = run()
    gone.set()
    assert report.exit_code is Exit.CANCELLED
    assert actions(report) == {**dict.fromkeys(ALL, "skip"), "Shop": "create", "Prometheus": "failed"}
    assert "it may have been written all the same" in report.results[1].error


# -- nothing of a secret -----------------------------------------------------------------------------------------------


def test_no_output_holds_a_secret(run: Run, fake: FakeGrafana, connect: Callable[..., Client]) -> None:
    def render(uids: Any) -> Any:
        plain = desired(uids)
        sources = [
            replace(one, body={**one.body, "secureJsonData": {"httpHeaderValue1": "tenant-secret"}})
            for one in plain.datasources
        ]
        return replace(plain, datasources=sources)

    fake.sources.provision({"name": "Tempo", "type": "tempo", "uid": "tempo"})
    fake.fault("POST", "^/api/datasources$", "status", status=400, body={"message": "bad tenant-secret"})
    report = run(client=connect(headers={"X-Key": "header-secret"}), render=render)
    text = f"{report!r} {report.to_json()} {report.to_text()} {render({})!r}"
    assert actions(report)["Tempo"] == "refused"
    assert not [word for word in ("tenant-secret", "header-secret", "glsa_") if word in text]
