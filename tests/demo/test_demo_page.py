"""The page's server passes on what the page asks; the browser finds the page and takes its picture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from demo.chromium import Chromium
from demo.frontend.serve import Frontend, server
from demo.process import DemoError
from demo.screenshots import Picture, take


class Echo(BaseHTTPRequestHandler):
    """Notes what it is asked, and answers 418 with a cookie."""

    asked: list[tuple[str, str, dict[str, str], bytes]]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.command, self.path, dict(self.headers), body))
        self.send_response(418)
        self.send_header("Set-Cookie", "session=1")
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"teapot")

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Any]:
    with ExitStack() as running:

        def start(one: ThreadingHTTPServer) -> str:
            one.daemon_threads = True
            thread = Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            for end in (thread.join, one.server_close, one.shutdown):
                running.callback(end)
            return f"http://127.0.0.1:{one.server_port}"

        yield start


@pytest.fixture
def asked() -> list[tuple[str, str, dict[str, str], bytes]]:
    return []


@pytest.fixture
def page(serve: Any, asked: Any, tmp_path: Path) -> str:
    behind = serve(ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Echo,), {"asked": asked})))
    bundle = tmp_path / "app.js"
    bundle.write_text("document.title = settings.resource['service.name'];", "utf-8")
    frontend = Frontend("kim-frontend", "kim", bundle, behind, f"{behind}/otlp/v1/traces", f"{behind}/otlp/v1/logs")
    return str(serve(server(frontend, ("127.0.0.1", 0))))


def test_calls_keep_their_trace_and_answers_their_cookie(page: str, asked: Any) -> None:
    headers = {"traceparent": "00-1-2-01", "Cookie": "a=b", "X-Other": "stays here"}
    answer = requests.post(f"{page}/api/login?x=1", json={"user": "kim"}, headers=headers, timeout=10)
    assert answer.status_code == 418
    assert answer.headers["Set-Cookie"] == "session=1"
    method, path, sent, body = asked[0]
    assert (method, path, body) == ("POST", "/api/login?x=1", b'{"user": "kim"}')
    assert sent["traceparent"] == "00-1-2-01"
    assert sent["Cookie"] == "a=b"
    assert "X-Other" not in sent


def test_telemetry_goes_to_the_stack(page: str, asked: Any) -> None:
    for kind in ("traces", "logs"):
        requests.post(f"{page}/v1/{kind}", data=b"{}", timeout=10)
    assert [path for _, path, _, _ in asked] == ["/otlp/v1/traces", "/otlp/v1/logs"]
    assert requests.post(f"{page}/v1/other", data=b"{}", timeout=10).status_code == 404


def test_a_backend_that_is_away_is_a_bad_gateway(serve: Any, tmp_path: Path) -> None:
    away = "http://127.0.0.1:9"
    address = serve(server(Frontend("f", "n", tmp_path / "app.js", away, away, away), ("127.0.0.1", 0)))
    assert requests.get(f"{address}/api/db/messages", timeout=10).status_code == 502


def test_every_page_of_the_application_is_the_one_page(page: str) -> None:
    shown = requests.get(f"{page}/messages", timeout=10)
    assert shown.headers["Content-Type"].startswith("text/html")
    assert shown.text == requests.get(page, timeout=10).text
    assert '"service.name": "kim-frontend"' in requests.get(f"{page}/settings.js", timeout=10).text


def test_the_file_of_a_picture_is_named_by_the_title_of_its_board() -> None:
    picture = Picture("aks-demo-traces-logs", "AKS Demo - Traces & Logs")
    assert picture.file == "traces-and-logs.webp"
    address = picture.address("http://g", "30m", {"traceId": "0a"})
    assert address == "http://g/d/aks-demo-traces-logs?from=now-30m&to=now&var-traceId=0a&kiosk"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    if shutil.which("chromium") is None:
        pytest.skip("chromium not on the PATH: the page is not opened by a real browser")
    with Chromium() as one:
        yield one


def test_a_browser_runs_the_page_and_takes_its_picture(browser: Chromium, page: str) -> None:
    tab = browser.page(page)
    assert tab.evaluate("document.title") == "kim-frontend"
    tab.write("#user", "김현준")
    assert tab.evaluate("document.getElementById('user').value") == "김현준"
    picture = take(tab, page, 60_000)
    assert picture[:4] + picture[8:12] == b"RIFFWEBP"
    assert 1_000 < len(picture) <= 60_000
    tab.close()


def test_clicks_are_those_of_a_mouse(browser: Chromium, page: str) -> None:
    tab = browser.page(page)
    listener = "event => document.title = 'real ' + event.isTrusted"
    tab.evaluate(f"document.getElementById('list').addEventListener('click', {listener})")
    tab.click("#list")
    tab.wait_for("document.title === 'real true'")
    tab.close()


def test_a_page_that_answers_an_error_gets_no_picture(browser: Chromium, page: str) -> None:
    with pytest.raises(DemoError, match="answers 418"):
        browser.page(f"{page}/api/x")
    with pytest.raises(DemoError, match="cannot be opened"):
        browser.page("http://127.0.0.1:9/")
