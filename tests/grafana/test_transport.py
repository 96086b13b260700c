"""What is sent, and what is never sent."""

import socket
from pathlib import Path

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_PASSWORD, ADMIN_TOKEN, Identity

from generator.config.connection import Connection
from generator.errors import AuthError, Exit, UsageError
from generator.grafana.problem import RedirectedError, UnauthorizedError
from generator.grafana.transport import ReadOnlyError, Transport

from .conftest import Connect

FOLDER = {"uid": "f1", "title": "F1"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/dashboards/db"),
        ("PUT", "/api/datasources/uid/x"),
        ("PATCH", "/api/datasources/uid/x/correlations/y"),
        ("DELETE", "/api/dashboards/uid/x"),
        ("post", "/api/folders"),
        ("POST", "/api/ds/query/../../dashboards/db"),
        ("POST", "/api/ds/querying"),
    ],
)
def test_a_read_only_transport_refuses_before_it_sends(
    connect: Connect, fake: FakeGrafana, method: str, path: str
) -> None:
    transport = connect(writable=False)
    with pytest.raises(ReadOnlyError, match="this command only reads"):
        transport.request(method, path, {})
    assert fake.requests == []
    assert transport.sent == 0


def test_a_read_only_transport_reads(connect: Connect, fake: FakeGrafana) -> None:
    transport = connect(writable=False)
    transport.request("GET", "/api/org")
    transport.request("POST", "/api/ds/query?ds_type=prometheus", {"queries": []})
    assert [one.method for one in fake.requests] == ["GET", "POST"]


def test_a_transport_is_read_only_unless_told(fake: FakeGrafana) -> None:
    with Transport(Connection(fake.url, token=ADMIN_TOKEN)) as transport:
        assert not transport.writable
        assert repr(transport) == f"Transport({fake.url}, read-only)"


def test_the_sub_path_stands_before_every_path() -> None:
    with FakeGrafana(sub_path="/grafana") as fake:
        with Transport(Connection(fake.url + "/", token=ADMIN_TOKEN)) as transport:
            assert transport.request("GET", "/api/org").body["id"] == 1
        assert fake.url.endswith("/grafana")


def test_the_org_header_is_sent_only_when_given(connect: Connect, fake: FakeGrafana) -> None:
    connect().request("GET", "/api/org")
    connect(org_id=1).request("GET", "/api/org")
    assert [one.headers.get("x-grafana-org-id") for one in fake.requests] == [None, "1"]


def test_headers_of_the_user_are_sent(connect: Connect, fake: FakeGrafana) -> None:
    connect(headers={"X-Forwarded-User": "me"}).request("POST", "/api/folders", FOLDER)
    sent = fake.requests[0].headers
    assert sent["x-forwarded-user"] == "me"
    assert sent["content-type"] == "application/json"
    assert sent["user-agent"].startswith("generator/")


def test_user_and_password_may_hold_any_letters(connect: Connect, fake: FakeGrafana) -> None:
    fake.access.users["김"] = "비밀번호:1"
    assert connect(user="김", password="비밀번호:1").request("GET", "/api/org").status == 200
    assert connect(user="admin", password=ADMIN_PASSWORD).request("GET", "/api/org").status == 200


def test_netrc_is_not_asked(connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    assert connect().request("GET", "/api/org").status == 200
    with pytest.raises(UnauthorizedError, match="Unauthorized"):
        connect(token=None).request("GET", "/api/org")


@pytest.mark.parametrize(
    "url", ["grafana.example.com", "ftp://grafana", "http://", "http://me:hidden-word@grafana.example.com"]
)
def test_an_address_must_be_plain_http(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Transport(Connection(url))
    assert "hidden-word" not in caught.value.summary + caught.value.fix


def test_a_value_that_no_header_can_carry_is_not_shown(connect: Connect) -> None:
    for settings in ({"token": "hidden\nword"}, {"headers": {"X-Key": "hidden\r\nword"}}):
        with pytest.raises(UsageError, match="line break") as caught:
            connect(**settings)
        assert "word" not in str(caught.value) + caught.value.fix


# -- the token is read again -------------------------------------------------------------------------------------------


def test_a_new_token_is_read_when_the_old_one_is_refused(connect: Connect, fake: FakeGrafana) -> None:
    tokens = iter(["glsa_expired", "glsa_renewed\n"])
    fake.access.tokens["glsa_renewed"] = Identity("sa", "Admin")
    transport = connect(token_source=lambda: next(tokens))
    assert transport.request("POST", "/api/folders", FOLDER).status == 200
    assert len(fake.requests) == 2


def test_a_token_is_read_again_once(connect: Connect, fake: FakeGrafana) -> None:
    tokens = iter(["glsa_one", "glsa_two", "glsa_three"])
    with pytest.raises(UnauthorizedError):
        connect(token_source=lambda: next(tokens)).request("GET", "/api/org")
    assert len(fake.requests) == 2
    assert next(tokens) == "glsa_three"


def test_the_same_token_is_not_tried_again(connect: Connect, fake: FakeGrafana) -> None:
    with pytest.raises(UnauthorizedError):
        connect(token_source=lambda: "glsa_wrong").request("GET", "/api/org")
    assert len(fake.requests) == 1


# -- redirects ---------------------------------------------------------------------------------------------------------


def test_a_read_follows_a_redirect_on_the_same_host(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "^/api/old$", "status", status=301, headers={"Location": "/api/org"})
    assert connect().request("GET", "/api/old").body["id"] == 1


def test_a_redirect_to_another_host_is_not_followed(connect: Connect, fake: FakeGrafana) -> None:
    with FakeGrafana() as other:
        fake.fault("GET", "org", "status", status=302, headers={"Location": other.url + "/api/org"})
        with pytest.raises(RedirectedError, match="credentials would go along") as caught:
            connect().request("GET", "/api/org")
        assert caught.value.fix == f"use --grafana-url {other.url}"
        assert other.requests == []


def test_a_write_follows_no_redirect(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("POST", "folders", "status", status=307, headers={"Location": "/grafana/api/folders"})
    with pytest.raises(RedirectedError, match="a write must not change its address") as caught:
        connect().request("POST", "/api/folders", FOLDER)
    assert caught.value.fix == f"use --grafana-url {fake.url}/grafana"
    assert len(fake.requests) == 1


def test_redirects_in_a_circle_end(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "status", status=302, headers={"Location": "/api/org"}, times=99)
    with pytest.raises(RedirectedError):
        connect().request("GET", "/api/org")


# -- who asks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "says", "fix"),
    [
        ({"token": "glsa_wrong"}, "Invalid API key", "expired or been revoked"),
        ({"user": "admin", "password": "wrong-one"}, "Invalid username or password", "GRAFANA_PASSWORD"),
        ({"token": None}, "Unauthorized", "GRAFANA_TOKEN"),
        ({"token": ADMIN_TOKEN, "org_id": 2}, "does not belong to the requested organization", "--org-id"),
    ],
)
def test_401_says_what_is_wrong(connect: Connect, settings: dict[str, object], says: str, fix: str) -> None:
    with pytest.raises(UnauthorizedError, match=says) as caught:
        connect(**settings).request("GET", "/api/org")
    assert fix in caught.value.fix
    assert caught.value.exit_code is Exit.AUTH


def test_403_names_the_permission(connect: Connect) -> None:
    with pytest.raises(AuthError, match="missing permission datasources:create") as caught:
        connect(token="glsa_editor_token").request("POST", "/api/datasources", {"name": "x"})
    assert "Admin" in caught.value.fix


def test_no_port_answers(connect: Connect, slept: list[float]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        # Bound but not listening: the kernel refuses, and nobody else can take the port meanwhile.
        for method in ("GET", "POST"):
            slept.clear()
            transport = connect(url=url)
            with pytest.raises(Exception, match="connection refused") as caught:
                transport.request(method, "/api/folders", None if method == "GET" else FOLDER)
            assert "--grafana-url" in caught.value.fix  # type: ignore[attr-defined]
            assert (transport.sent, slept) == (3, [0.25, 0.5])
