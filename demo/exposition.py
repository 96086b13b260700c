"""Prometheus' text format, written and served."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Family:
    """One metric with its samples: labels and value."""

    name: str
    kind: str
    help: str
    samples: tuple[tuple[Mapping[str, str], float], ...]


def text(families: Iterable[Family]) -> str:
    """The page that Prometheus scrapes. Label values must hold no quotes, backslashes or line breaks."""
    lines = []
    for family in families:
        lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} {family.kind}"]
        for labels, value in family.samples:
            inside = ",".join(f'{name}="{label}"' for name, label in labels.items())
            lines.append(f"{family.name}{{{inside}}} {value!r}")
    return "\n".join(lines) + "\n"


def serve(address: tuple[str, int], families: Callable[[], Iterable[Family]]) -> None:
    """Answers GET with what `families` says at that moment, for ever."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = text(families()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """A scrape every few seconds is no news."""

    ThreadingHTTPServer(address, Handler).serve_forever()
