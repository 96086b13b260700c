"""Files on disk: written when they differ, all of them or none, and removed only when they were ours."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from generator.errors import GeneratorError

_Done = TypeVar("_Done")

State = Literal["new", "changed", "stale", "unchanged"]

#: Names every file that the last run wrote, so that a later one knows which of those it no longer makes.
MANIFEST = ".generated"


@dataclass(frozen=True)
class Change:
    """What becomes of one file, named by its path below the folder."""

    path: str
    state: State


def compare(folder: Path, files: Mapping[str, bytes]) -> tuple[Change, ...]:
    """What writing the files would do. `stale` is a file that an earlier run wrote and this one does not make."""
    present = (Change(path, _state(folder / path, content)) for path, content in _contents(files))
    return (*present, *_stale(folder, files))


def outdated(folder: Path, files: Mapping[str, bytes]) -> tuple[Change, ...]:
    """What writing the files would change. The list of files is named only where nothing else is."""
    changes = tuple(change for change in compare(folder, files) if change.state != "unchanged")
    return tuple(change for change in changes if change.path != MANIFEST) or changes


def write(folder: Path, files: Mapping[str, bytes]) -> tuple[Change, ...]:
    """Bring the folder up to date. A file that is already right keeps its time stamp.

    New contents are made beside the old ones first and take their places together at the end: an error while
    they are made, or a full disk, leaves the folder as it was. GeneratorError names the file that failed.
    """
    changes = []
    gone = _stale(folder, files)
    with ExitStack() as stack:
        staged: list[tuple[Path, Path]] = []
        for path, content in _contents(files):
            target = folder / path
            change = Change(path, _state(target, content))
            changes.append(change)
            if change.state != "unchanged":
                scratch = _scratch(target, content)
                stack.callback(scratch.unlink, missing_ok=True)
                staged.append((scratch, target))
        for scratch, target in staged:
            _attempt(target, partial(scratch.replace, target))
    for change in gone:
        _attempt(folder / change.path, (folder / change.path).unlink)
    return (*changes, *gone)


def write_file(target: Path, content: bytes) -> bool:
    """Bring one file up to date; False if it already was."""
    if _state(target, content) == "unchanged":
        return False
    scratch = _scratch(target, content)
    _attempt(target, partial(scratch.replace, target))
    return True


def _contents(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(files):
        yield path, files[path]
    yield MANIFEST, ("\n".join(sorted(files)) + "\n").encode()


def _state(target: Path, content: bytes) -> State:
    if target.is_dir():
        raise GeneratorError(f"{target}: a folder stands where a file should be", "move the folder away")
    if not target.is_file():
        return "new"
    return "unchanged" if target.read_bytes() == content else "changed"


def _stale(folder: Path, files: Mapping[str, bytes]) -> tuple[Change, ...]:
    manifest = folder / MANIFEST
    listed = set(manifest.read_text("utf-8").splitlines()) if manifest.is_file() else set()
    return tuple(Change(path, "stale") for path in sorted(listed - set(files)) if (folder / path).is_file())


def _scratch(target: Path, content: bytes) -> Path:
    """The content in a file beside the target, readable for the user that Grafana runs as."""

    def make() -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        scratch = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            scratch.chmod(0o644)
        except BaseException:
            scratch.unlink()
            raise
        return scratch

    return _attempt(target, make)


def _attempt(target: Path, action: Callable[[], _Done]) -> _Done:
    try:
        return action()
    except OSError as error:
        raise GeneratorError(
            f"{target}: {error.strerror or error}", "make the folder writable, or give another with --output"
        ) from error
