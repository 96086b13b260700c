"""Many boards that are as they should be: no write, and as few reads as the API allows."""

from collections.abc import Callable

import pytest
from fake_grafana import FakeGrafana

from generator.deploy import marker, prune, registry
from generator.deploy.desired import Desired
from generator.deploy.owned import owned
from generator.grafana.client import Client

from .conftest import Run
from .project import FOLDER, PROJECT, board

BOARDS = {f"shop-{number}": board(f"shop-{number}", title=f"Board {number}") for number in range(600)}


def many(_: object) -> Desired:
    return Desired(PROJECT, BOARDS, (), FOLDER)


@pytest.fixture
def filled(fake: FakeGrafana) -> FakeGrafana:
    """A Grafana that has them all, as an upload leaves them."""
    fake.folders.add("shop", "Shop")
    for uid, one in BOARDS.items():
        fake.boards._store(uid, marker.stamp(one, PROJECT), "shop", "admin")
    return fake


def test_600_unchanged_boards_are_read_with_a_handful_of_requests(run: Run, filled: FakeGrafana) -> None:
    report = run(render=many)
    assert report.summary["unchanged"] == 601
    assert filled.writes == []
    assert [one.path.partition("?")[0] for one in filled.requests] == [
        "/api/health",
        "/api/frontend/settings",
        "/api/datasources",
        "/api/folders/shop",
        "/apis/folder.grafana.app/v1beta1/namespaces/default/folders/shop",
        *["/apis/dashboard.grafana.app/v0alpha1/namespaces/default/dashboards"] * 2,
    ]


def test_what_is_no_longer_wanted_is_found_with_as_few(client: Client, filled: FakeGrafana) -> None:
    wanted = many(None)
    assert prune.draw_up(owned(client, PROJECT, but=registry.wanted(wanted)), wanted) == ()
    assert len(filled.requests) < 10


def test_an_edit_among_them_is_read_and_told(run: Run, filled: FakeGrafana) -> None:
    filled.boards.edit_in_ui("shop-77", lambda data: data.update(title="Mine"))
    report = run(render=many)
    (edited,) = [one for one in report.results if one.action == "edited"]
    assert (edited.uid, edited.changes) == ("shop-77", ("title “Board 77” -> “Mine”",))
    assert len(filled.requests) < 10


def test_a_board_of_a_provisioning_file_is_asked_for_by_itself(run: Run, filled: FakeGrafana) -> None:
    filled.boards.by_uid["shop-5"].external = "a.json"
    report = run(render=many)
    assert "a.json" in next(one.note for one in report.results if one.uid == "shop-5")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fake: setattr(fake, "apis", False),
        lambda fake: fake.fault("GET", "/apis/", "status", status=403, times=9),
        lambda fake: fake.fault("GET", "/apis/", "status", status=404, times=9),
        lambda fake: fake.fault("GET", "/apis/", "html", times=9),
        lambda fake: fake.fault("GET", "/apis/", "status", status=200, body={"items": "none"}, times=9),
    ],
)
def test_without_the_list_each_board_is_read(
    run: Run, filled: FakeGrafana, spoil: Callable[[FakeGrafana], None]
) -> None:
    spoil(filled)
    report = run(render=many)
    assert (report.summary["unchanged"], filled.writes) == (601, [])


def test_three_boards_among_many_of_others_do_not_read_them_all(run: Run, filled: FakeGrafana, client: Client) -> None:
    few = {uid: BOARDS[uid] for uid in ("shop-1", "shop-2", "shop-3")}
    for number in range(3000):
        filled.boards.by_uid[f"other-{number}"] = filled.boards.by_uid["shop-0"]
    run(render=lambda _: Desired(PROJECT, few, (), FOLDER))
    assert sum(one.path.startswith("/apis/") for one in filled.requests) <= 5
    assert client.transport.written == 0
