"""The servers and exporters of the demo as plain processes, all on the loopback interface."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from dataclasses import dataclass, fields
from pathlib import Path

from demo.process import LOOPBACK, DemoError, Program

HERE = Path(__file__).parent
ENVIRONMENTS = HERE / ".state"
#: Program -> the Debian package that has it.
PACKAGES = {
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "redis-server": "redis-server",
    "prometheus-mysqld-exporter": "prometheus-mysqld-exporter",
    "prometheus-redis-exporter": "prometheus-redis-exporter",
    "chromium": "chromium",
}


@dataclass(frozen=True)
class Ports:
    """Where everything listens."""

    hyunjun_backend: int
    jiwoo_backend: int
    hyunjun_frontend: int
    jiwoo_frontend: int
    mariadb: int
    redis: int
    mariadb_exporter: int
    redis_exporter: int
    kafka_exporter: int
    cluster: int

    @classmethod
    def counted_from(cls, first: int) -> Ports:
        """One after the other, from the first."""
        return cls(*range(first, first + len(fields(cls))))


def missing(wanted: tuple[str, ...] = tuple(PACKAGES)) -> list[str]:
    """The Debian packages without which the demo cannot run here."""
    return sorted({PACKAGES[name] for name in wanted if not _path(name)})


def _path(program: str) -> str:
    # Servers live in /usr/sbin, which is not on everybody's PATH.
    return shutil.which(program) or shutil.which(program, path="/usr/sbin") or ""


def python(generation: str) -> Path:
    """The Python of a backend's environment, "legacy" or "stable"."""
    return ENVIRONMENTS / generation / "bin" / "python"


def mariadb(folder: Path, port: int) -> Program:
    """A server with the demo's databases, fresh in this folder."""
    data = folder / "mariadb"
    me = getpass.getuser()
    command = [_path("mariadb-install-db"), "--no-defaults", f"--datadir={data}", f"--user={me}", "--skip-test-db"]
    made = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if made.returncode:
        raise DemoError(f"mariadb-install-db failed: {(made.stderr or made.stdout).strip()[-200:]}")
    return Program(
        "mariadb",
        (
            _path("mariadbd"),
            "--no-defaults",
            f"--datadir={data}",
            f"--user={me}",
            f"--bind-address={LOOPBACK}",
            f"--port={port}",
            f"--socket={folder / 'mariadb.sock'}",
            f"--pid-file={folder / 'mariadb.pid'}",
            f"--init-file={HERE / 'mariadb' / 'init.sql'}",
            "--skip-name-resolve",
            "--innodb-buffer-pool-size=64M",
            "--long-query-time=0.2",
            "--max-connections=60",
        ),
        {},
        port,
    )


def redis(folder: Path, port: int) -> Program:
    """A server that keeps nothing on disk and has a limit to fill."""
    command = ("redis-server", "--bind", LOOPBACK, "--port", str(port), "--dir", str(folder), "--save", "")
    return Program("redis", (*command, "--maxmemory", "32mb", "--maxmemory-policy", "allkeys-lru"), {}, port)


def mariadb_exporter(folder: Path, ports: Ports) -> Program:
    """The exporter of Debian, reading its account from a file."""
    account = (HERE / "mariadb" / "exporter.cnf").read_text("utf-8")
    account = account.replace("host = mariadb", f"host = {LOOPBACK}").replace("3306", str(ports.mariadb))
    cnf = folder / "exporter.cnf"
    cnf.write_text(account, "utf-8")
    return Program(
        "mariadb-exporter",
        (
            "prometheus-mysqld-exporter",
            f"--config.my-cnf={cnf}",
            f"--web.listen-address={LOOPBACK}:{ports.mariadb_exporter}",
        ),
        {},
        ports.mariadb_exporter,
    )


def redis_exporter(ports: Ports) -> Program:
    """The exporter of Debian, which also measures the list of log entries of both tenants."""
    return Program(
        "redis-exporter",
        (
            "prometheus-redis-exporter",
            f"--redis.addr=redis://{LOOPBACK}:{ports.redis}",
            "--check-single-keys=db0=kafka_logs,db1=kafka_logs",
            f"--web.listen-address={LOOPBACK}:{ports.redis_exporter}",
        ),
        {},
        ports.redis_exporter,
    )


def broker(folder: Path, port: int) -> Program:
    """librdkafka's mock cluster, and an exporter of what it holds. Its address is in the file `kafka`."""
    command = (python("stable"), "-m", "demo.broker", "--port", str(port), "--address-file", folder / "kafka")
    return Program("kafka", command, {"PYTHONPATH": str(HERE.parent)}, port)
