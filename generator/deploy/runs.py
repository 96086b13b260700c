"""Runs on disk: what each changed and what stood there before, as readable files. Everything works without them."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from generator import __version__
from generator.deploy import marker
from generator.deploy.guarded import with_permissions
from generator.deploy.registry import kind
from generator.deploy.step import Done, Step
from generator.errors import GeneratorError, UsageError
from generator.grafana.client import Client

Json = dict[str, Any]

_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Entry:
    """One resource that a run wrote, or began to write. `after` is None when it was deleted, or nobody knows."""

    kind: str
    uid: str
    title: str
    action: str
    finished: bool
    before: Json | None
    after: Json | None


@dataclass(frozen=True)
class Recorded:
    """A run of the past."""

    id: str
    command: str
    url: str
    project: str
    started: str
    entries: tuple[Entry, ...]


class State:
    """The folder that keeps runs, backups and what was applied last (`.generator/`)."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = _now) -> None:
        self.folder = folder
        self._clock = clock

    def start(self, command: str, url: str, project: str) -> Run:
        """A run that writes itself down, beginning with its first write."""
        number = f"{self._clock():%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        head = {"id": number, "command": command, "url": url, "project": project, "generator": __version__}
        return Run(self, number, {**head, "started": self._clock().isoformat(timespec="seconds")}, self._clock)

    def runs(self) -> tuple[str, ...]:
        """Ids of the runs that changed something, the newest first."""
        folder = self.folder / "runs"
        found = [path.name for path in folder.iterdir() if _ID.fullmatch(path.name)] if folder.is_dir() else []
        return tuple(sorted(found, reverse=True))

    def run(self, number: str) -> Recorded:
        """A run by its id, or `last`. UsageError when there is none."""
        known = self.runs()
        chosen = known[0] if number == "last" and known else number
        if chosen not in known:
            listed = ", ".join(known[:5]) or "none"
            raise UsageError(f"{self.folder / 'runs'}: no run {number}", f"runs there: {listed} (--state-dir)")
        folder = self.folder / "runs" / chosen
        head = _load(folder / "run.json")
        return Recorded(
            id=chosen,
            command=str(head.get("command", "")),
            url=str(head.get("url", "")),
            project=str(head.get("project", "")),
            started=str(head.get("started", "")),
            entries=_entries(folder),
        )

    def cached(self, uid: str, digest: str) -> Json | None:
        """The dashboard as it was applied last from here, if it is the one with that digest."""
        try:
            board = _load(self._cache("dashboard", uid))
        except GeneratorError:
            return None
        mark = marker.read(board)
        return board if mark is not None and mark.digest == digest else None

    def last(self, kind: str, uid: str) -> Json | None:
        """The resource as it was applied last from here; None when that is not known. For boards: `cached`."""
        try:
            return _load(self._cache(kind, uid))
        except GeneratorError:
            return None

    def knows(self, kind: str, uid: str) -> bool:
        """Whether that resource was applied from here once."""
        return bool(uid) and self._cache(kind, uid).is_file()

    def remember(self, kind: str, uid: str, document: Mapping[str, Any] | None) -> None:
        """The resource as it was applied now; None when it was deleted by us."""
        if document is None:
            self._cache(kind, uid).unlink(missing_ok=True)
        else:
            save(self._cache(kind, uid), document)

    def _cache(self, kind: str, uid: str) -> Path:
        folder = self.folder / "cache"
        return (folder if kind == "dashboard" else folder / kind) / f"{file_name(uid)}.json"


class Run:
    """The journal of one run. Its files are whole at any moment: a run that is killed can be rolled back as well."""

    def __init__(self, state: State, number: str, head: Json, clock: Callable[[], datetime]) -> None:
        self.id = number
        self.folder = state.folder / "runs" / number
        #: Whether anything was written down.
        self.opened = False
        self._state = state
        self._head = head
        self._clock = clock
        self._number = 0

    def open(self, client: Client, steps: Sequence[Step]) -> None:
        """Keep what the steps will change, permissions with it. Raises where the disk or Grafana does not let us."""
        for step in steps:
            if step.write is not None and step.before is not None:
                before = with_permissions(client, kind(step.kind).guarded, step.uid, step.before)
                save(self.folder / "backup" / step.kind / f"{file_name(step.uid)}.json", before)
        save(self.folder / "plan.json", {"resources": [_planned(step) for step in steps]})
        save(self.folder / "run.json", self._head)
        self.opened = True

    def begin(self, step: Step) -> None:
        self._number += 1
        self._log("begin", step)

    def done(self, step: Step, done: Done) -> None:
        if done.left is not None:
            save(self.folder / "after" / step.kind / f"{file_name(done.uid)}.json", done.left)
        applied = done.left
        if applied is not None and step.kind == "dashboard":
            applied = applied["dashboard"]
            if marker.edited(applied):
                # A rollback brought somebody's edit back: it stays one.
                applied = self._state.last("dashboard", done.uid)
        self._state.remember(step.kind, done.uid, applied)
        self._log("done", step, uid=done.uid, url=done.url)

    def failed(self, step: Step, error: GeneratorError) -> None:
        self._log("failed", step, error=error.summary)

    def _log(self, event: str, step: Step, **more: str) -> None:
        line = {
            "at": self._clock().isoformat(timespec="milliseconds"),
            "event": event,
            "number": self._number,
            "kind": step.kind,
            "uid": step.uid,
            "title": step.title,
            "action": step.action,
            "before": step.before is not None,
            **more,
        }
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")
            log.flush()
            os.fsync(log.fileno())


def _planned(step: Step) -> Json:
    return {
        "kind": step.kind,
        "uid": step.uid,
        "title": step.title,
        "action": step.action,
        "fingerprint": step.fingerprint,
        "changes": list(step.changes),
    }


def _entries(folder: Path) -> tuple[Entry, ...]:
    """What was begun, in its order. The last line may be cut off where a run was killed."""
    begun: dict[int, Json] = {}
    try:
        text = (folder / "log.jsonl").read_text("utf-8", errors="replace")
    except OSError:
        return ()
    for line in text.splitlines():
        try:
            event = json.loads(line)
            number = int(event["number"])
        except (ValueError, KeyError, TypeError):
            continue
        begun.setdefault(number, {}).update(event)
    entries = []
    for event in begun.values():
        if event.get("event") == "failed":
            continue
        kind, uid = str(event.get("kind")), str(event.get("uid"))
        before = folder / "backup" / kind / f"{file_name(uid)}.json"
        after = folder / "after" / kind / f"{file_name(uid)}.json"
        entries.append(
            Entry(
                kind=kind,
                uid=uid,
                title=str(event.get("title")),
                action=str(event.get("action")),
                finished=event.get("event") == "done",
                before=_load(before) if event.get("before") else None,
                after=_load(after) if after.is_file() else None,
            )
        )
    return tuple(entries)


def file_name(uid: str) -> str:
    """A file's name for a uid; those of rule groups hold spaces and slashes."""
    return _UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", uid)


def save(path: Path, document: Any) -> None:
    """The whole file or none: it is written beside its place first."""
    text = json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, "utf-8")
        draft.replace(path)
    except OSError as error:
        raise GeneratorError(
            f"{path}: cannot be written: {error.strerror}", "choose another folder: --state-dir"
        ) from None


def _load(path: Path) -> Json:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GeneratorError(f"{path}: cannot be read: {error}", "choose another run, or another --state-dir") from None
    if not isinstance(document, dict):
        raise GeneratorError(f"{path}: no JSON object", "choose another run, or another --state-dir")
    return document
