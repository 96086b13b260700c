"""Faults of the network and of what stands between: one clear line each, and a repeat only where it is safe."""

import socket
import threading
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.errors import GeneratorError
from generator.grafana.problem import NotJsonError, RejectedError, UnreachableError

from .conftest import Connect

FOLDER = {"uid": "f1", "title": "F1"}


def read(connect: Connect, **settings: Any) -> Any:
    return connect(**settings).request("GET", "/api/org").body


def write(connect: Connect, **settings: Any) -> Any:
    return connect(**settings).request("POST", "/api/folders", FOLDER).body


def test_an_unknown_host(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match="host name is not known"):
        read(connect, url="http://grafana.invalid:3000")


def test_a_read_that_takes_too_long_is_repeated(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "delay", seconds=0.4)
    assert read(connect, timeout=0.15)["id"] == 1
    assert len(fake.requests) == 2


def test_a_write_that_takes_too_long_is_not(connect: Connect, fake: FakeGrafana, slept: list[float]) -> None:
    fake.fault("POST", "folders", "delay", seconds=0.4)
    with pytest.raises(UnreachableError, match=r"no answer .* within 0\.15 s; it may have been written") as caught:
        write(connect, timeout=0.15)
    assert "compares first" in caught.value.fix
    assert (len(fake.requests), slept) == (1, [])


@pytest.mark.parametrize("kind", ["reset", "reset_after"])
def test_a_broken_connection_repeats_reads_only(connect: Connect, fake: FakeGrafana, kind: Any) -> None:
    fake.fault("GET", "org", kind)
    fake.fault("POST", "folders", kind)
    assert read(connect)["id"] == 1
    with pytest.raises(UnreachableError, match="broke during POST /api/folders; it may have been written"):
        write(connect)
    assert [one.method for one in fake.requests] == ["GET", "GET", "POST"]


def test_a_login_page_is_named(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "html", times=9)
    with pytest.raises(NotJsonError, match="HTML page “Sign in to Example”") as caught:
        read(connect)
    assert "proxy" in caught.value.fix
    assert len(fake.requests) == 1


def test_a_cut_off_answer_repeats_reads_only(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "truncated")
    assert read(connect)["id"] == 1
    fake.fault("GET", "org", "truncated", times=3)
    with pytest.raises(NotJsonError, match="the answer to GET /api/org is cut off"):
        read(connect)
    fake.fault("POST", "folders", "truncated")
    with pytest.raises(NotJsonError, match="cut off; it may have been written"):
        write(connect)
    assert len(fake.writes) == 1


def test_a_page_that_is_no_json(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "text", status=200, text="it works")
    with pytest.raises(NotJsonError, match="the text “it works”"):
        read(connect)


def test_an_empty_answer(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "text", status=204)
    assert read(connect) is None


def test_too_large(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("POST", "folders", "html", status=413)
    with pytest.raises(RejectedError, match="too large") as caught:
        write(connect)
    assert "client_max_body_size" in caught.value.fix


@pytest.mark.parametrize("send", [read, write])
def test_429_is_waited_for(connect: Connect, fake: FakeGrafana, slept: list[float], send: Any) -> None:
    for method in ("GET", "POST"):
        fake.fault(method, "", "status", status=429, headers={"Retry-After": "7"}, times=2)
    send(connect)
    assert slept == [7.0, 7.0]


def test_429_in_the_end(connect: Connect, fake: FakeGrafana, slept: list[float]) -> None:
    fake.fault("POST", "folders", "status", status=429, times=9)
    with pytest.raises(RejectedError, match="429") as caught:
        write(connect)
    assert "try again in a minute" in caught.value.fix
    assert (len(fake.requests), slept) == (3, [0.25, 0.5])


def test_a_wait_of_an_hour_is_not_waited(connect: Connect, fake: FakeGrafana, slept: list[float]) -> None:
    fake.fault("GET", "org", "status", status=429, headers={"Retry-After": "3600"})
    with pytest.raises(RejectedError) as caught:
        read(connect)
    assert "in 3600 s" in caught.value.fix
    assert slept == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_errors_of_the_server_repeat_reads_only(connect: Connect, fake: FakeGrafana, status: int) -> None:
    fake.fault("GET", "org", "status", status=status, times=2)
    fake.fault("POST", "folders", "status", status=status)
    assert read(connect)["id"] == 1
    with pytest.raises(RejectedError, match=f"{status}: injected; it may have been written"):
        write(connect)
    assert len(fake.writes) == 1


def test_an_error_page_of_a_proxy(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "html", status=502, times=9)
    with pytest.raises(RejectedError, match="failed with 502: an HTML page “Sign in to Example”"):
        read(connect)


def test_the_wait_is_visible_while_it_lasts(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "status", status=429)
    transport = connect()
    seen: list[bool] = []
    transport._sleep = lambda _: seen.append(transport.waiting)
    transport.request("GET", "/api/org")
    assert (seen, transport.waiting) == ([True], False)


def test_a_server_that_does_not_speak_http(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            for _ in range(3):
                peer, _address = server.accept()
                with peer:
                    peer.recv(100)
                    peer.sendall(b"220 mail ready\r\n")

        thread = threading.Thread(target=talk)
        thread.start()
        with pytest.raises(GeneratorError, match="the connection broke"):
            read(connect, url=f"http://127.0.0.1:{server.getsockname()[1]}")
        thread.join()


def test_an_error_that_is_asked_for_is_an_answer(connect: Connect, fake: FakeGrafana) -> None:
    fake.fault("GET", "org", "status", status=500, times=9)
    with connect() as transport:
        assert transport.request("GET", "/api/org", accept=(500,)).status == 500
    assert len(fake.requests) == 1
