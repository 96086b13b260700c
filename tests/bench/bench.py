"""Speed and memory of rendering, side by side with grafanalib's own command; `make bench` runs it.

Every figure is a whole process: wall time and the peak of its resident memory, the median of a few runs. Compare
ratios, not seconds: they hold when the machine is busy.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

#: A definition that is one of the project's boards under a key of its own.
COPY = """\
from dataclasses import replace
from dashboards.{board} import dashboard as _board
dashboard = replace(_board, key="b{index}", title="Board {index}")
"""
BOARDS = sorted(path.stem for path in (ROOT / "dashboards").glob("[a-z]*.py"))

#: A whole program of click, to compare the start of ours with.
BARE = """\
import click
@click.command()
def cli():
    "Nothing."
cli()
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time, and mebibytes at the peak."""

    seconds: float
    mebibytes: float

    def ratio(self, other: Cost) -> str:
        return f"{self.seconds / other.seconds:5.2f}x time, {self.mebibytes / other.mebibytes:5.2f}x memory"


def once(command: list[str], cwd: Path) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"error: {' '.join(command[:3])} … ended with {process.returncode}")
    kibibyte = 1024 if sys.platform != "darwin" else 1
    return Cost(time.perf_counter() - started, usage.ru_maxrss * kibibyte / 2**20)


def cost(command: list[str], cwd: Path, runs: int) -> Cost:
    costs = [once(command, cwd) for _ in range(runs)]
    return Cost(statistics.median(c.seconds for c in costs), statistics.median(c.mebibytes for c in costs))


def project(folder: Path, boards: int) -> Path:
    """A project with that many boards, for us and, as X.dashboard.py, for grafanalib."""
    definitions = folder / "dashboards"
    definitions.mkdir(parents=True)
    for index in range(boards):
        text = COPY.format(board=BOARDS[index % len(BOARDS)], index=index)
        (definitions / f"b{index}.py").write_text(text)
    (folder / "generator.toml").write_text((ROOT / "generator.toml").read_text())
    return folder


def for_grafanalib(ours: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for definition in (ours / "dashboards").glob("*.py"):
        (folder / f"{definition.stem}.dashboard.py").write_text(definition.read_text())
    return folder


def row(name: str, one: Cost, other: Cost | None = None) -> None:
    compared = f"  {one.ratio(other)}" if other else ""
    print(f"{name:<44} {one.seconds:8.2f} s {one.mebibytes:8.0f} MiB{compared}", flush=True)  # noqa: T201


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        bare = Path(scratch) / "bare.py"
        bare.write_text(BARE)
        click = cost([sys.executable, str(bare), "--help"], ROOT, 7)
        row("bare click program, --help", click)
        row("generator --help", cost([str(BIN / "generator"), "--help"], ROOT, 7), click)
        for size in sizes:
            runs = 5 if size < 100 else 1
            ours = project(Path(scratch) / f"ours{size}", size)
            theirs = for_grafanalib(ours, Path(scratch) / f"theirs{size}")
            files = sorted(str(path) for path in theirs.iterdir())
            lib = cost([str(BIN / "generate-dashboards"), *files], ROOT, runs)
            row(f"{size} boards, grafanalib generate-dashboards", lib)
            render = [str(BIN / "generator"), "render"]
            row(f"{size} boards, generator render, first", once(render, ours), lib)
            row(f"{size} boards, generator render, unchanged", cost(render, ours, runs), lib)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [6, 600, 6000])
