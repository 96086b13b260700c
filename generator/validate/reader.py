"""Files and folders of dashboards: the one place where validation touches the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO

from generator.config.nearest import did_you_mean
from generator.validate.contents import documents
from generator.validate.document import Document, PassedOver
from generator.validate.finding import Finding

STDIN = "-"

#: What is looked at inside a folder.
_SUFFIXES = (".json", ".yaml", ".yml")
_SKIPPED = ("node_modules",)
_MAGIC = "*?["

#: Bytes of one file.
MOST = 256 * 1024 * 1024

_NAME_ONE = "name a file or a folder that has dashboards"

#: A file, and its way down from the folder that was looked through.
_Met = tuple[Path, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one of the paths leads to that none before it did: files, in the order of their paths.

    `named` says that somebody named the file itself. `faults` are what cannot be looked into. `nothing` is to be said
    if none of the files holds anything to judge; None where something was found by an earlier path.
    """

    files: tuple[str, ...]
    named: bool
    faults: tuple[Finding, ...] = ()
    nothing: Finding | None = None


def sweeps(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Sweep]:
    """The files of files, folders and patterns (`boards/**/*.json`), in the order given; `-` is standard input.

    Every file comes once, however many ways lead to it. A folder is looked through with everything under it, but only
    for `*.json`, `*.yaml` and `*.yml`, without dot-folders and node_modules. Opens no file, raises nothing.
    """
    seen: set[str] = set()
    for given in paths:
        path = os.fspath(given)
        if path == STDIN:
            if STDIN not in seen:
                seen.add(STDIN)
                yield Sweep((STDIN,), named=True)
        elif path and _is_folder(Path(path)):
            nothing = Finding("file/no-dashboard", "error", "no dashboard in this folder", _shown(path), _NAME_ONE)
            yield _sweep(_walk(Path(path)), seen, nothing)
        elif any(sign in path for sign in _MAGIC) and not os.path.lexists(path):
            nothing = Finding("file/no-dashboard", "error", "no file with a dashboard matches", _shown(path), _NAME_ONE)
            yield _sweep(_matching(path), seen, nothing)
        elif _first_time(path, seen):
            yield Sweep((path,), named=True)


def load(path: str, *, named: bool) -> Iterator[Document | PassedOver | Finding]:
    """What stands in a file. What cannot be read is a finding; what is not about Grafana in a file that nobody named
    is passed over. Raises nothing.
    """
    return _contents(_shown(path), _loaded(path), named=named)


def take(stdin: BinaryIO) -> bytes | Finding:
    """Standard input, or why it cannot be read."""
    try:
        return stdin.read(MOST + 1)
    except (OSError, ValueError) as error:
        return _unreadable(STDIN, error)


def piped(data: bytes | Finding) -> Iterator[Document | PassedOver | Finding]:
    """What stands in standard input, once it was taken."""
    return _contents(STDIN, data, named=True)


def _sweep(met: Iterator[_Met | Finding], seen: set[str], nothing: Finding) -> Sweep:
    files, faults, again = list[str](), list[Finding](), False
    for each in met:
        if isinstance(each, Finding):
            faults.append(each)
        elif _first_time(each[0], seen):
            files.append(str(each[0]))
        else:
            again = True
    return Sweep(tuple(files), named=False, faults=tuple(faults), nothing=None if faults or again else nothing)


def _first_time(path: str | Path, seen: set[str]) -> bool:
    try:
        real = os.path.realpath(path)
    except (OSError, ValueError):
        real = str(path)
    known = real in seen
    seen.add(real)
    return not known


def _loaded(path: str) -> bytes | Finding:
    if not path:
        return _missing(path)
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST + 1)
    except FileNotFoundError:
        return _missing(path)
    except (OSError, ValueError) as error:
        return _unreadable(path, error)


def _contents(file: str, data: bytes | Finding, *, named: bool) -> Iterator[Document | PassedOver | Finding]:
    if isinstance(data, Finding):
        return iter((data,))
    if len(data) > MOST:
        said = f"larger than {MOST // 1024 // 1024} MiB"
        return iter((Finding("file/too-large", "error", said, file, "no dashboard is that large: take it apart"),))
    return documents(file, data, named=named)


def _missing(path: str) -> Finding:
    if os.path.lexists(path):
        return Finding("file/missing", "error", "a link to nothing", _shown(path), "mend the link, or delete it")
    try:
        beside = [each.name for each in Path(path).parent.iterdir()]
    except (OSError, ValueError):
        beside = []
    said = f"no such file{did_you_mean(Path(path).name, beside)}"
    return Finding("file/missing", "error", said, _shown(path), _NAME_ONE)


def _unreadable(path: str | Path, error: Exception) -> Finding:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "no file can have this name"
    return Finding("file/unreadable", "error", f"cannot be read: {reason}", _shown(path), "check its permissions")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _walk(folder: Path) -> Iterator[_Met | Finding]:
    """The files under a folder, in the order of their paths."""
    waiting: list[tuple[Path, tuple[str, ...], bool]] = [(folder, (), True)]
    entered: set[str] = set()
    while waiting:
        path, parts, is_folder = waiting.pop()
        if not is_folder:
            yield path, parts
            continue
        # A link can lead back up.
        if not _first_time(path, entered):
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda each: each.name, reverse=True)
        except OSError as error:
            yield _unreadable(path, error)
            continue
        for each in inside:
            if _is_folder(each):
                if not each.name.startswith(".") and each.name not in _SKIPPED:
                    waiting.append((each, (*parts, each.name), True))
            elif each.name.lower().endswith(_SUFFIXES) and _is_readable(each):
                waiting.append((each, (*parts, each.name), False))


def _is_readable(path: Path) -> bool:
    """Not a pipe or a device, which might never end; a link to nothing is worth a word."""
    try:
        return path.is_file() or path.is_symlink()
    except OSError:
        return True


def _matching(pattern: str) -> Iterator[_Met | Finding]:
    """The files that a pattern means, and those in the folders it means."""
    parts = Path(pattern).parts
    first = next(index for index, part in enumerate(parts) if any(sign in part for sign in _MAGIC))
    base = Path(*parts[:first])
    for met in _walk(base) if _is_folder(base) else ():
        if isinstance(met, Finding) or _matches(met[1], parts[first:]):
            yield met


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(_matches(parts[skipped:], pattern[1:]) for skipped in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _shown(path: str | Path) -> str:
    """A path that can be printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
