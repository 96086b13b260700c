"""What became of each resource, as values; text and JSON are made from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.deploy.step import ACTIONS, Action, EditedError, RefusedError, Step
from generator.errors import Exit

#: Grows when a key changes its meaning or goes; new keys do not count.
SCHEMA_VERSION = 1

_PAST: dict[Action, str] = {
    "create": "created",
    "update": "updated",
    "move": "moved",
    "wire": "wired",
    "delete": "deleted",
    "unchanged": "unchanged",
    "skip": "skipped",
    "edited": "edited by someone",
    "orphan": "no longer wanted",
    "refused": "refused",
    "failed": "failed",
}


#: Counted in words only when there are some.
_SELDOM = ("delete", "edited", "orphan")


@dataclass(frozen=True)
class Result:
    """One resource. `error` and `fix` are empty unless it failed, was refused, or was skipped for want of another."""

    kind: str
    uid: str
    title: str
    action: Action
    url: str = ""
    note: str = ""
    error: str = ""
    fix: str = ""
    #: Requests that were sent to write it, repeats included.
    attempts: int = 0
    duration_ms: int = 0
    #: What changed inside, one line each.
    changes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """It stands on the server as it is wanted."""
        return not self.error and self.action != "skip"

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "uid": self.uid,
            "title": self.title,
            "action": self.action,
            "url": self.url,
            "attempts": self.attempts,
            "duration_ms": self.duration_ms,
            "error": self.error,
            "fix": self.fix,
            "note": self.note,
            "changes": list(self.changes),
        }

    def to_text(self) -> str:
        """One line with the address, and an indented one for each of note, error and fix."""
        head = f"{self.action:<10} {self.kind:<12} {self.title}"
        lines = [f"{head}  {self.url}" if self.url else head]
        lines += (f"           - {line}" for line in self.changes)
        for name in ("note", "error", "fix"):
            value = getattr(self, name)
            if value:
                lines.append(f"           {name}: " + value.replace("\n", "\n             "))
        return "\n".join(lines)


@dataclass(frozen=True)
class Report:
    """All results, in the order in which they came about. `ended` says why a run was broken off, if it was."""

    results: tuple[Result, ...]
    ended: Exit | None = None

    @property
    def summary(self) -> dict[str, int]:
        """How many there are, and how many of each action."""
        counts: dict[str, int] = dict.fromkeys(ACTIONS, 0)
        for result in self.results:
            counts[result.action] += 1
        return {"total": len(self.results), **counts}

    @property
    def exit_code(self) -> Exit:
        """OK, PARTIAL when something is not as wanted, FAILURE when nothing is; or why the run ended early."""
        if self.ended is not None:
            return self.ended
        if not any(result.error for result in self.results):
            return Exit.OK
        return Exit.PARTIAL if any(result.good for result in self.results) else Exit.FAILURE

    def to_json(self) -> dict[str, Any]:
        return {
            "schema_version": SCHEMA_VERSION,
            "resources": [result.to_json() for result in self.results],
            "summary": self.summary,
        }

    def to_text(self) -> str:
        return "\n".join([*(result.to_text() for result in self.results), self.summary_line()])

    def summary_line(self) -> str:
        """One line that counts everything, what was left alone too."""
        summary = self.summary
        counted = ", ".join(
            f"{summary[action]} {_PAST[action]}" for action in ACTIONS if summary[action] or action not in _SELDOM
        )
        stopped = {Exit.CANCELLED: " (stopped by Ctrl-C)", Exit.AUTH: " (stopped: Grafana refused the credentials)"}
        return f"{summary['total']} resources: {counted}{stopped.get(self.ended, '') if self.ended else ''}"


def planned(step: Step) -> Result:
    """What a step would do, as a result of nothing done yet."""
    result = Result(step.kind, step.uid, step.title, step.action, step.url, step.note, changes=step.changes)
    return result if step.failure is None else replace(result, error=step.failure.summary, fix=step.failure.fix)


def plan_exit(steps: Sequence[Step], *, tell: bool) -> Exit:
    """OK when everything could be planned; with `tell`, DRIFT when anything is not as it is wanted."""
    unread = [step for step in steps if step.failure is not None and not isinstance(step.failure, RefusedError)]
    if unread:
        return Exit.PARTIAL if len(unread) < len(steps) else Exit.FAILURE
    waiting = any(step.action not in ("unchanged", "skip") for step in steps)
    return Exit.DRIFT if tell and waiting else Exit.OK


def drifted(steps: Sequence[Step], known: Callable[[str, str], bool]) -> tuple[Result, ...]:
    """Only what changed on the server since it was applied. `known` tells of a kind and a uid
    whether it was applied."""
    found = []
    for step in steps:
        if isinstance(step.failure, EditedError):
            found.append(planned(step))
        elif step.action == "create" and (step.lost or known(step.kind, step.uid)):
            sure = step.kind == "folder" or known(step.kind, step.uid)
            how = "was deleted" if sure else "is missing: deleted by someone, or its last upload failed"
            gone = f"{step.kind} {step.uid or step.title} {how}"
            found.append(
                replace(planned(step), action="edited", note="", error=gone, fix="an upload makes it again", changes=())
            )
    return tuple(found)
