"""A whole run taken back: each resource as it stood before, the last one first, never over a later change."""

from __future__ import annotations

from collections.abc import Sequence

from generator.deploy import marker
from generator.deploy.kind import Kind
from generator.deploy.registry import kind as kind_of
from generator.deploy.runs import Entry
from generator.deploy.step import EditedError, RefusedError, Step, failed
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import UnauthorizedError, UnreachableError


def draw_up(client: Client, entries: Sequence[Entry], *, force: bool = False) -> tuple[Step, ...]:
    """The steps that bring back what stood there before a run. Reads, never writes.

    What somebody changed since the run is left, with the difference, unless `force`.
    """
    return tuple(_step(client, entry, force) for entry in reversed(entries))


def _step(client: Client, entry: Entry, force: bool) -> Step:
    kind, handled = entry.kind, kind_of(entry.kind)
    known = entry.after or entry.before
    if known is None and entry.kind == "correlation":
        # Killed before Grafana told its uid: nothing says which one it became, if any.
        error = GeneratorError(f"correlation {entry.title}: nobody knows whether it was made", "look in Grafana")
        return failed(kind, entry.uid, entry.title, error)
    try:
        now = handled.read(client, entry.uid, known or {})
        return _compare(kind, handled, entry, now, force)
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError as error:
        return failed(kind, entry.uid, entry.title, error)


def _compare(kind: str, handled: Kind, entry: Entry, now: dict[str, object] | None, force: bool) -> Step:
    step = Step(kind, entry.uid, entry.title, "unchanged", exists=now is not None, before=now)
    if now is None and entry.before is None:
        return step
    if now is not None and entry.before is not None and not handled.changes(entry.before, now):
        return step
    later = _later(handled, entry, now)
    if later and not force:
        error = EditedError(
            f"{kind} {entry.uid} was changed after that run: not taken back", "--force takes it back all the same"
        )
        return Step(kind, entry.uid, entry.title, "edited", failure=error, exists=True, changes=later, before=now)
    try:
        if entry.before is None and now is not None:
            write = handled.delete(entry.uid, now)
            return Step(kind, entry.uid, entry.title, "delete", write=write, exists=True, before=now)
        if entry.before is None:
            return step
        write = handled.put(entry.uid, entry.before, now)
    except RefusedError as error:
        return Step(kind, entry.uid, entry.title, "refused", failure=error, exists=now is not None)
    changes = () if now is None else handled.changes(now, entry.before)
    action = "create" if now is None else "update"
    return Step(
        kind,
        entry.uid,
        entry.title,
        "create" if action == "create" else "update",
        write=write,
        exists=now is not None,
        changes=changes,
        before=now,
    )


def _later(handled: Kind, entry: Entry, now: dict[str, object] | None) -> tuple[str, ...]:
    """What was changed after the run, in words."""
    if entry.after is not None:
        return ("deleted since",) if now is None else handled.changes(entry.after, now)
    if now is None:
        return ()
    if entry.finished:
        return ("made again since",)
    # The run was killed in the middle of this one: our own mark tells whether somebody touched it afterwards.
    board = now.get("dashboard")
    ours = isinstance(board, dict) and marker.read(board) is not None and not marker.edited(board)
    return () if ours else ("the run was broken off here: nobody knows whether it is its work",)
