"""The typed calls, and what they make of odd answers."""

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import VIEWER_TOKEN

from generator.errors import Exit, GeneratorError, VersionError
from generator.grafana.client import Client
from generator.grafana.problem import RejectedError

from .conftest import Connect


@pytest.fixture
def client(connect: Connect) -> Client:
    return Client(connect())


def test_health_and_org_and_settings(client: Client) -> None:
    assert client.health().version == "12.2.0-pre"
    assert client.org().name == "Main Org."
    assert client.settings().min_refresh == "5s"


def test_health_works_where_the_version_is_hidden(client: Client, fake: FakeGrafana) -> None:
    fake.fault("GET", "health", "status", status=200, body={"database": "ok"})
    assert client.health().version == ""


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"kind": "html", "status": 200}, "an HTML page “Sign in to Example” \\(status 200, server .*Python"),
        ({"kind": "html", "status": 404}, "an HTML page"),
        ({"kind": "text", "status": 404, "text": "404 page not found"}, "the text “404 page not found”"),
        (
            {"kind": "text", "status": 400, "text": "Client sent an HTTP request to an HTTPS server."},
            "HTTP request to an HTTPS server",
        ),
        ({"kind": "status", "status": 200, "body": {"status": "UP"}}, "JSON of another service"),
        ({"kind": "status", "status": 404, "body": {"message": "no"}}, "JSON of another service"),
        ({"kind": "text", "status": 200}, "status 200"),
    ],
)
def test_something_else_says_what_answered(
    client: Client, fake: FakeGrafana, fault: dict[str, object], says: str
) -> None:
    fake.fault("GET", "health", times=9, **fault)  # type: ignore[arg-type]
    with pytest.raises(VersionError, match=f"this is not a Grafana: .*{says}") as caught:
        client.health()
    assert caught.value.exit_code is Exit.VERSION


def test_a_grafana_without_its_database(client: Client, fake: FakeGrafana) -> None:
    fake.fault("GET", "health", "status", status=503, body={"database": "failing", "version": "12"}, times=9)
    with pytest.raises(GeneratorError, match="its database does not answer"):
        client.health()


def test_settings_fall_back_to_the_defaults(client: Client, fake: FakeGrafana) -> None:
    fake.fault("GET", "settings", "status", status=404)
    assert client.settings().min_refresh == "5s"


def test_folders(client: Client) -> None:
    assert client.folder("f1") is None
    made = client.create_folder("f1", "F1")
    assert (made.uid, made.version) == ("f1", 1)
    renamed = client.update_folder("f1", "F1 new", made.version)
    assert renamed == client.folder("f1")
    with pytest.raises(RejectedError) as caught:
        client.update_folder("f1", "F1 newer", made.version)
    assert caught.value.status == 412


def test_a_dashboard_is_saved_with_the_version_that_was_read(client: Client, fake: FakeGrafana) -> None:
    client.create_folder("f1", "F1")
    board = {"id": 7, "uid": "b1", "title": "B", "version": 99}
    assert client.dashboard("b1") is None
    assert client.save_dashboard(board, folder_uid="f1", version=None, message="m" * 600).version == 1
    live = client.dashboard("b1")
    assert live is not None
    assert (live.version, live.folder_uid, live.updated_by) == (1, "f1", "sa-Admin")
    assert live.url == f"{fake.url}/d/b1/b"
    client.save_dashboard({**board, "title": "B2"}, folder_uid="f1", version=live.version, message="")
    for stale in (None, 1):
        with pytest.raises(RejectedError) as caught:
            client.save_dashboard(board, folder_uid="f1", version=stale, message="")
        assert (caught.value.status, caught.value.reason) == (412, "version-mismatch")
    assert [one.body["overwrite"] for one in fake.writes[1:]] == [False] * 4
    assert all("folderUid" in one.body for one in fake.writes[1:])


def test_odd_uids_are_quoted(client: Client, fake: FakeGrafana) -> None:
    assert client.dashboard("../org") is None
    assert fake.requests[-1].path == "/api/dashboards/uid/..%2Forg"


def test_correlations_are_read_source_by_source(client: Client, fake: FakeGrafana) -> None:
    fake.correlations.list += [{"uid": f"c{number}", "sourceUID": "ab"[number % 2]} for number in range(250)]
    assert len(client.correlations("a")) == 125
    assert len(fake.requests) == 1


def test_an_old_grafana_says_404_for_no_correlation(client: Client, fake: FakeGrafana) -> None:
    fake.fault("GET", "correlations", "status", status=404, body={"message": "No correlation found"})
    assert client.correlations("a") == ()


def test_json_of_another_form_is_an_unknown_version(client: Client, fake: FakeGrafana) -> None:
    fake.fault("GET", "datasources", "status", status=200, body={"items": []})
    with pytest.raises(VersionError, match="something else than a list"):
        client.datasources()


def test_a_viewer_reads(connect: Connect) -> None:
    reader = Client(connect(token=VIEWER_TOKEN))
    assert reader.datasources() == ()
    assert reader.correlations("a") == ()


@pytest.mark.parametrize("sub_path", ["", "/grafana"])
@pytest.mark.parametrize("knows", [True, False])
def test_addresses_carry_the_sub_path_once(connect: Connect, sub_path: str, knows: bool) -> None:
    client = Client(connect(url=f"http://host{sub_path}"))
    path = f"{sub_path if knows else ''}/d/x/y"
    assert client.absolute(path) == f"http://host{sub_path}/d/x/y"
