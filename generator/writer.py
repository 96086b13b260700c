"""Files on disk: written when they differ, whole or not at all, and removed only when they were ours."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.errors import GeneratorError

State = Literal["new", "changed", "stale", "unchanged"]

#: Names every file that the last run wrote, so that a later one knows which of those it no longer makes.
MANIFEST = ".generated"


@dataclass(frozen=True)
class Change:
    """What becomes of one file, named by its path below the folder."""

    path: str
    state: State


def _listed(folder: Path) -> set[str]:
    try:
        return set((folder / MANIFEST).read_text("utf-8").split("\n")) - {""}
    except FileNotFoundError:
        return set()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return ("\n".join(sorted(files)) + "\n").encode()


def compare(folder: Path, files: Mapping[str, bytes]) -> tuple[Change, ...]:
    """What writing the files would do. `stale` is a file that an earlier run wrote and this one does not make."""
    changes = []
    for path, content in sorted({**files, MANIFEST: _manifest(files)}.items()):
        target = folder / path
        if not target.is_file():
            changes.append(Change(path, "new"))
        else:
            changes.append(Change(path, "unchanged" if target.read_bytes() == content else "changed"))
    gone = sorted(path for path in _listed(folder) - set(files) if (folder / path).is_file())
    return (*changes, *(Change(path, "stale") for path in gone))


def write_file(target: Path, content: bytes) -> bool:
    """Bring one file up to date; False if it already was."""
    if target.is_file() and target.read_bytes() == content:
        return False
    try:
        _replace(target, content)
    except OSError as error:
        raise _unwritable(target, error) from error
    return True


def _unwritable(target: Path, error: OSError) -> GeneratorError:
    return GeneratorError(
        f"{target}: {error.strerror or error}", "make the folder writable, or give another with --output"
    )


def write(folder: Path, files: Mapping[str, bytes]) -> tuple[Change, ...]:
    """Bring the folder up to date. A file that is already right keeps its time stamp.

    Each file is replaced in one step; GeneratorError names the one that cannot be written.
    """
    changes = compare(folder, files)
    content = {**files, MANIFEST: _manifest(files)}
    for change in changes:
        target = folder / change.path
        try:
            if change.state == "stale":
                target.unlink()
            elif change.state != "unchanged":
                _replace(target, content[change.path])
        except OSError as error:
            raise _unwritable(target, error) from error
    return changes


def _replace(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes files for the owner alone; Grafana reads these as another user.
        scratch.chmod(0o644)
        scratch.replace(target)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
