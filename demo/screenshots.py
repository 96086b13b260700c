"""Takes a picture of each board on a running Grafana with a real browser, small enough for the README.

Logs in with GRAFANA_USER and GRAFANA_PASSWORD where they are set; else as whoever Grafana lets in.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from demo.chromium import Chromium, Page
from demo.process import DemoError

_WIDTH, _HEIGHT = 1600, 1500
_PATIENCE = 120.0
#: Tried one after the other until the picture is small enough.
_QUALITIES = (80, 65, 50, 35, 20)
#: While a panel waits for its answers it has a bar.
_LOADED = """!document.querySelector('[aria-label="Panel loading bar"]')"""
#: A trace that begins in the browser and reaches the backend.
_WHOLE_TRACE = '{ kind = client && name =~ "(HTTP )?POST" } >> { kind = server }'


@dataclass(frozen=True)
class Picture:
    """One board, and the file its picture goes into."""

    uid: str
    title: str

    @property
    def file(self) -> str:
        """`AKS Demo - Traces & Logs` -> `traces-and-logs.webp`."""
        words = self.title.rpartition(" - ")[2].lower().replace("&", "and")
        return re.sub(r"[^a-z0-9]+", "-", words).strip("-") + ".webp"

    def address(self, grafana: str, last: str, variables: dict[str, str]) -> str:
        """The board without Grafana's own frame, over the last minutes or hours."""
        asked = {"from": f"now-{last}", "to": "now", **{f"var-{name}": text for name, text in variables.items()}}
        return f"{grafana}/d/{self.uid}?{urlencode(asked)}&kiosk"


def _ask(page: Page, path: str, body: object = None) -> tuple[int, object]:
    """Asks Grafana from within its own page: with the session, and without a password in a header of the page."""
    options = (
        {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)} if body else {}
    )
    status, text = page.evaluate(
        f"fetch({json.dumps(path)}, {json.dumps(options)}).then(async answer => [answer.status, await answer.text()])"
    )
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text


def log_in(page: Page, user: str, password: str) -> None:
    """Opens a session. Raises DemoError if Grafana does not know the user."""
    status, _ = _ask(page, "/login", {"user": user, "password": password})
    if status != 200:
        raise DemoError(f"Grafana does not let {user!r} in: {status}")


def boards(page: Page, tag: str) -> Iterator[Picture]:
    """The boards with the project's tag. Raises DemoError if there are none."""
    status, found = _ask(page, f"/api/search?{urlencode({'type': 'dash-db', 'tag': tag})}")
    if status != 200 or not isinstance(found, list) or not found:
        raise DemoError(f"Grafana shows no board with the tag {tag!r} (status {status}); fix: generator upload")
    yield from (Picture(one["uid"], one["title"]) for one in found)


def newest_trace(page: Page, tempo: str) -> str:
    """The id of a recent trace from browser to backend; empty if there is none."""
    query = urlencode({"q": f"{_WHOLE_TRACE} with (most_recent=true)", "limit": 1})
    _, found = _ask(page, f"/api/datasources/proxy/uid/{tempo}/api/search?{query}")
    traces = found.get("traces") if isinstance(found, dict) else None
    return str(traces[0]["traceID"]) if traces else ""


def take(page: Page, address: str, limit: int) -> bytes:
    """The picture of a page once it is quiet, in the best quality that stays below this many bytes."""
    page.open(address)
    page.resize(_WIDTH, _HEIGHT)
    page.wait_until_quiet()
    page.wait_for(_LOADED, _PATIENCE)
    page.wait_until_quiet(quiet=1)
    picture = b""
    for quality in _QUALITIES:
        picture = page.screenshot(quality)
        if len(picture) <= limit:
            break
    return picture


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.screenshots", description=__doc__)
    parser.add_argument("--grafana-url", required=True)
    parser.add_argument("--output", type=Path, default=Path("docs/images"))
    parser.add_argument("--tag", default="aks-demo", help="what all boards of the project are tagged with")
    parser.add_argument("--tempo", default="tempo", help="uid of the data source of traces")
    parser.add_argument("--last", default="30m", help="how much time the boards show")
    parser.add_argument("--limit", type=int, default=150_000, help="bytes of one picture")
    return parser.parse_args()


def main() -> int:
    """One picture of each board."""
    told = _options()
    grafana = told.grafana_url.rstrip("/")
    told.output.mkdir(parents=True, exist_ok=True)
    try:
        with Chromium(options=("--hide-scrollbars",)) as browser:
            page = browser.page(f"{grafana}/api/health")
            if "GRAFANA_USER" in os.environ:
                log_in(page, os.environ["GRAFANA_USER"], os.environ.get("GRAFANA_PASSWORD", ""))
            pictures = list(boards(page, told.tag))
            trace = newest_trace(page, told.tempo)
            for picture in pictures:
                taken = take(page, picture.address(grafana, told.last, {"traceId": trace} if trace else {}), told.limit)
                (told.output / picture.file).write_bytes(taken)
                sys.stdout.write(f"{len(taken):8}  {told.output / picture.file}\n")
    except DemoError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
