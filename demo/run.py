"""The demo as plain processes, for machines without Docker: everything but the stack that looks at it.

Sends telemetry by OTLP over HTTP, ships the pods' lines to Loki, and names the exporters for Prometheus to scrape.
All of it listens on the loopback interface only. Ctrl-C stops it, and nothing stays behind.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import FrameType

from demo import servers
from demo.load import Tally, use
from demo.process import LOOPBACK, DemoError, Program, Running, is_listening, is_open
from demo.servers import ENVIRONMENTS, HERE, Ports
from demo.shipping import Shipper, labels
from demo.tenant import TENANTS, Tenant, tenant

_CHECK_SECONDS = 5


@dataclass(frozen=True)
class Endpoints:
    """Where telemetry goes: whole addresses of each kind, and Loki's own for lines that are shipped."""

    traces: str
    metrics: str
    logs: str
    loki: str

    def silent(self) -> list[str]:
        """Those where nothing listens."""
        addresses = (self.traces, self.metrics, self.logs, self.loki)
        return [address for address in dict.fromkeys(addresses) if not is_listening(address)]

    def environment(self, interval: int) -> dict[str, str]:
        """As the SDKs read it."""
        return {
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": self.traces,
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": self.metrics,
            "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": self.logs,
            "OTEL_METRIC_EXPORT_INTERVAL": str(interval * 1000),
        }


class Demo:
    """Everything that runs."""

    def __init__(self, ports: Ports, endpoints: Endpoints, interval: int, folder: Path, stack: ExitStack) -> None:
        self._ports, self._endpoints, self._interval = ports, endpoints, interval
        self._folder, self._stack = folder, stack
        self._running: list[Running] = []
        self._shippers: list[Shipper] = []

    def start_servers(self) -> None:
        """MariaDB, Redis, Kafka, their exporters, and the stand-in for a cluster."""
        ports = self._ports
        first = [servers.mariadb(self._folder, ports.mariadb), servers.redis(self._folder, ports.redis)]
        first.append(servers.broker(self._folder, ports.kafka_exporter))
        first.append(self._module("cluster", "demo.cluster", "--port", str(ports.cluster), port=ports.cluster))
        exporters = [servers.mariadb_exporter(self._folder, ports), servers.redis_exporter(ports)]
        for programs in (first, exporters):
            for one in [self._start(program) for program in programs]:
                one.wait_until_ready()

    def start_tenant(self, tenant: Tenant) -> None:
        """Its backend and its frontend. Lines that the backend writes to its output are shipped to Loki."""
        # Closed after the backend has stopped: its last lines are shipped, too.
        shipping = self._stack.enter_context(ExitStack())
        backend = self._start(self._backend(tenant))
        if backend.output is not None:
            name = backend.program.name
            copy = shipping.enter_context((self._folder / f"{name}-output.log").open("wb"))
            shipper = Shipper(self._endpoints.loki, labels(name, tenant.name), backend.output, copy)
            shipping.callback(shipper.close)
            self._shippers.append(shipper)
        backend.wait_until_ready()
        self._start(self._frontend(tenant)).wait_until_ready()

    def start_visitors(self, tenants: list[Tenant]) -> None:
        """A real browser that visits the frontends."""
        pages = [self.address(f"{tenant.name}_frontend") for tenant in tenants]
        self._start(self._module("visitors", "demo.visitor", *pages))

    def check(self) -> list[str]:
        """What goes wrong. Raises DemoError when a program has ended."""
        for one in self._running:
            one.check()
        return [shipper.trouble for shipper in self._shippers if shipper.trouble]

    def address(self, part: str) -> str:
        """Where a part listens."""
        return f"http://{LOOPBACK}:{getattr(self._ports, part)}"

    def targets(self) -> list[dict[str, object]]:
        """What Prometheus should scrape, in the form of its file_sd_configs."""
        exporters = ("mariadb_exporter", "redis_exporter", "kafka_exporter", "cluster")
        names = ("mariadb", "redis", "kafka", "cluster")
        return [
            {
                "targets": [f"{LOOPBACK}:{getattr(self._ports, exporter)}"],
                "labels": {"job": exporter.replace("_", "-"), "instance": name},
            }
            for exporter, name in zip(exporters, names, strict=True)
        ]

    def _start(self, program: Program) -> Running:
        if program.port and is_open(program.port):
            raise DemoError(f"port {program.port} is taken: choose others with --first-port")
        one = Running(program, self._folder)
        self._stack.callback(one.stop)
        self._running.append(one)
        return one

    def _module(self, name: str, module: str, *words: str | Path, port: int = 0) -> Program:
        return Program(name, (sys.executable, "-m", module, *words), {"PYTHONPATH": str(HERE.parent)}, port)

    def _backend(self, tenant: Tenant) -> Program:
        port = getattr(self._ports, f"{tenant.name}_backend")
        return Program(
            f"{tenant.name}-backend",
            (servers.python(tenant.generation), "-m", "backend"),
            {
                **self._endpoints.environment(self._interval),
                "PYTHONPATH": str(HERE),
                "OTEL_SEMCONV_STABILITY_OPT_IN": "http,database" if tenant.generation == "stable" else "",
                "NAMESPACE": tenant.name,
                "PORT": str(port),
                "LOGS": tenant.logs,
                "MARIADB_HOST": LOOPBACK,
                "MARIADB_PORT": str(self._ports.mariadb),
                "MARIADB_PASSWORD": "demo",
                "REDIS_URL": f"redis://{LOOPBACK}:{self._ports.redis}/{tenant.redis_database}",
                "KAFKA_BOOTSTRAP": (self._folder / "kafka").read_text("utf-8") if tenant.kafka else "",
            },
            port,
            pipe=tenant.logs != "otlp",
        )

    def _frontend(self, tenant: Tenant) -> Program:
        port = getattr(self._ports, f"{tenant.name}_frontend")
        return self._module(
            f"{tenant.name}-frontend",
            "demo.frontend.serve",
            *("--port", str(port), "--namespace", tenant.name),
            *("--bundle", ENVIRONMENTS / f"frontend-{tenant.generation}.js"),
            *("--backend", self.address(f"{tenant.name}_backend")),
            *("--traces", self._endpoints.traces, "--logs", self._endpoints.logs),
            port=port,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.run", description=__doc__)
    parser.add_argument("--otlp-endpoint", default=f"http://{LOOPBACK}:4318", help="OTLP over HTTP, for all signals")
    for kind in ("traces", "metrics", "logs"):
        parser.add_argument(f"--{kind}-endpoint", help=f"the whole address for {kind}, where it is another one")
    parser.add_argument("--loki-url", default=f"http://{LOOPBACK}:3100", help="where lines of pods are shipped to")
    parser.add_argument("--targets", type=Path, help="file for Prometheus' file_sd_configs: what it should scrape")
    parser.add_argument(
        "--tenant",
        type=tenant,
        action="append",
        default=[],
        metavar="NAME=GENERATION/LOGS",
        help="another form for a tenant: jiwoo=legacy/otlp; usual: hyunjun=legacy/otlp jiwoo=stable/stdout",
    )
    parser.add_argument("--only", choices=("backend", "all"), default="all", help="without the browser: backend")
    parser.add_argument("--people", type=int, default=3, help="users without a browser, for each backend")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two calls of one of them")
    parser.add_argument("--interval", type=int, default=15, help="seconds between two exports of metrics")
    parser.add_argument("--first-port", type=int, default=18400, help="the demo listens on this and the next nine")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop by itself after this time")
    return parser.parse_args()


def _endpoints(told: argparse.Namespace) -> Endpoints:
    base = told.otlp_endpoint.rstrip("/")
    whole = {kind: getattr(told, f"{kind}_endpoint") or f"{base}/v1/{kind}" for kind in ("traces", "metrics", "logs")}
    return Endpoints(**whole, loki=told.loki_url.rstrip("/"))


def _tenants(told: argparse.Namespace) -> list[Tenant]:
    changed = {one.name: one for one in told.tenant}
    return [changed.get(usual.name, usual) for usual in TENANTS]


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _run(told: argparse.Namespace, over: Event) -> None:
    absent = servers.missing(tuple(name for name in servers.PACKAGES if told.only == "all" or name != "chromium"))
    if absent:
        raise DemoError(f"not installed: {', '.join(absent)}; fix: apt-get install {' '.join(absent)}")
    tenants = _tenants(told)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="demo-")))
        endpoints = _endpoints(told)
        for address in endpoints.silent():
            sys.stderr.write(f"nothing listens at {address}: what is sent there is lost\n")
        demo = Demo(Ports.counted_from(told.first_port), endpoints, told.interval, folder, stack)
        demo.start_servers()
        if told.targets:
            told.targets.write_text(json.dumps(demo.targets(), indent=2) + "\n", "utf-8")
            _say(f"to scrape  {told.targets}")
        for one in tenants:
            demo.start_tenant(one)
            _say(f"{one.name:10} {demo.address(f'{one.name}_frontend')}  {one.generation}, logs by {one.logs}")
        if told.only == "all":
            demo.start_visitors(tenants)
        for one in tenants:
            use(demo.address(f"{one.name}_backend"), told.people, told.pause, over, Tally())
        _say(f"logs       {folder}\nrunning; Ctrl-C stops it")
        _watch(demo, over, told.seconds)
        _say("stopping ...")


def _watch(demo: Demo, over: Event, seconds: float) -> None:
    end = time.monotonic() + seconds
    said: list[str] = []
    while time.monotonic() < end and not over.wait(min(_CHECK_SECONDS, max(0.0, end - time.monotonic()))):
        trouble = demo.check()
        for words in trouble:
            if words not in said:
                sys.stderr.write(words + "\n")
        said = trouble
    over.set()


def main() -> int:
    """Runs until Ctrl-C. Gives 1 when something does not start or ends by itself."""
    over = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        over.set()

    told = _options()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        _run(told, over)
    except DemoError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
