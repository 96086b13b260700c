"""Versions of the instrumentation that agree with each other, for the Pythons and the Vue of the applications."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.manifests.yaml_text import HEAD

#: What the plan's backend imports.
INSTRUMENTED = ("flask", "requests", "redis", "pymysql", "mysql", "sqlalchemy", "kafka-python", "logging")

#: By file: SDK, instrumentation, and what else it takes.
PAIRS = {
    # The last whose names are those of 1.20, for which telemetry.py was written. 1.20.0 goes with 0.41b0, not 0.42b0.
    "python3.8": ("1.21.0", "0.42b0", ("setuptools<75",)),
    "python3": ("1.45.1", "0.66b1", ()),
}

#: The last line of 1.x: built for the syntax that Vue CLI 4's webpack reads. `@opentelemetry/sdk-web` does not exist,
#: and `@opentelemetry/exporter-otlp-http` ended at 0.26.0 for `exporter-trace-otlp-http`.
NPM = {
    "@opentelemetry/api": "1.9.0",
    "@opentelemetry/context-zone": "1.30.1",
    "@opentelemetry/exporter-trace-otlp-http": "0.57.2",
    "@opentelemetry/instrumentation": "0.57.2",
    "@opentelemetry/instrumentation-document-load": "0.44.1",
    "@opentelemetry/instrumentation-fetch": "0.57.2",
    "@opentelemetry/instrumentation-user-interaction": "0.44.1",
    "@opentelemetry/instrumentation-xml-http-request": "0.57.2",
    "@opentelemetry/resources": "1.30.1",
    "@opentelemetry/sdk-trace-web": "1.30.1",
    "@opentelemetry/semantic-conventions": "1.28.0",
}


def files() -> Iterator[tuple[str, bytes]]:
    """Path -> bytes: what to install, the versions of it by Python, and the frontend's dependencies."""
    packages = [
        "opentelemetry-api",
        "opentelemetry-sdk",
        "opentelemetry-exporter-otlp-proto-http",
        *(f"opentelemetry-instrumentation-{name}" for name in INSTRUMENTED),
    ]
    yield "requirements/requirements.txt", _lines(packages)
    for python, (sdk, instrumentation, more) in PAIRS.items():
        yield f"requirements/constraints-{python}.txt", _lines([*_constraints(sdk, instrumentation), *more])
    package = {"//": HEAD[2:].strip(), "dependencies": NPM}
    yield "requirements/package.json", (json.dumps(package, indent=2) + "\n").encode()


def _constraints(sdk: str, instrumentation: str) -> Iterator[str]:
    for name in ("api", "sdk", "proto", "exporter-otlp-proto-common", "exporter-otlp-proto-http"):
        yield f"opentelemetry-{name}=={sdk}"
    for name in (
        "semantic-conventions",
        "instrumentation",
        "util-http",
        "instrumentation-wsgi",
        "instrumentation-dbapi",
    ):
        yield f"opentelemetry-{name}=={instrumentation}"
    for name in INSTRUMENTED:
        yield f"opentelemetry-instrumentation-{name}=={instrumentation}"


def _lines(lines: list[str]) -> bytes:
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode()
