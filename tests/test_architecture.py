"""Data flows one way: a module imports only from stages before its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "generator"

#: Stages in order. Those of one line know nothing of each other.
STAGES = (
    ("errors", "lazy", "manifests"),
    ("text", "config", "board_json"),
    ("interpolate",),
    ("languages",),
    ("signals",),
    ("model",),
    ("board",),
    ("render",),
    ("datasource",),
    ("definitions",),
    ("project",),
    ("targets", "coverage", "importing"),
    ("schemas",),
    ("check", "writer"),
    ("grafana",),
    ("validate",),
    ("deploy",),
    ("live",),
    ("detect",),
    ("verify",),
    ("deployment",),
    ("options", "telling"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
#: What touches disk, network or terminal. Nothing before it may.
EDGES = {
    "requests": {"grafana"},
    "click": {"options", "telling", "commands", "cli"},
}

#: What reaches the disk. Validation judges texts that it is given, so that boards of a running Grafana, boards just
#: rendered and files are judged alike: one module reads files, one mends them, two bring a run together, one counts
#: processors, and two read lists that the package carries.
DISK = {"os", "io", "pathlib", "glob", "shutil", "tempfile"}
AT_THE_DISK = {"crew", "reader", "mending", "origin", "session", "registry", "metrics"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").parts
        yield name[0] if name[0] != "__init__" else "", ast.parse(path.read_text("utf-8"), str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """What a module imports when it is imported itself; an import inside a function happens later."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stage(part: str) -> int:
    return next(index for index, names in enumerate(STAGES) if part in names)


def test_every_part_of_the_package_has_its_stage() -> None:
    parts = {part for part, _ in modules() if part}
    known = {name for names in STAGES for name in names}
    assert parts - known == set()


def test_imports_go_backwards_only() -> None:
    wrong = set()
    for part, tree in modules():
        for name in imported(tree):
            words = name.split(".")
            if words[0] != "generator" or len(words) < 2 or words[1] in ("__version__", part) or not part:
                continue
            if stage(words[1]) >= stage(part):
                wrong.add((part, words[1]))
    assert wrong == set()


def test_only_the_edges_touch_network_and_terminal() -> None:
    wrong = set()
    for part, tree in modules():
        for name in imported(tree):
            if part not in EDGES.get(name.split(".")[0], {part}):
                wrong.add((part, name))
    assert wrong == set()


def test_what_judges_does_not_touch_the_disk() -> None:
    touching = set()
    for path in sorted((PACKAGE / "validate").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"), str(path))
        opens = any(isinstance(node, ast.Name) and node.id == "open" for node in ast.walk(tree))
        if opens or any(name.split(".")[0] in DISK for name in imported(tree)):
            touching.add(path.relative_to(PACKAGE / "validate").with_suffix("").as_posix())
    assert touching == AT_THE_DISK


def test_nothing_prints() -> None:
    calls = [
        (part, node.lineno)
        for part, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert calls == []
