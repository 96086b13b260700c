"""Takes away what this project put there and no longer wants. Nothing else, and never much at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from generator.deploy.desired import Desired
from generator.deploy.kind import Owned
from generator.deploy.registry import kind, wanted
from generator.deploy.step import EditedError, RefusedError, Step
from generator.errors import GeneratorError

#: As many resources are deleted at once unless more are allowed.
MOST = 5

#: As many resources that are missing are named.
_NAMED = 5


def draw_up(found: Iterable[Owned], desired: Desired, *, force: bool = False) -> tuple[Step, ...]:
    """A step for each resource of ours that `desired` does not name. Pure."""
    listed, names = tuple(found), wanted(desired)
    parents = {one.uid: one.inside for one in listed if one.kind == "folder"}
    #: Folder -> how much of what it holds, at any depth, goes.
    going: Counter[str] = Counter()
    steps = []
    for one in listed:
        if one.key in names:
            continue
        step = _step(one, force, going[one.uid] if one.kind == "folder" else 0)
        steps.append(step)
        folder = one.inside if step.action == "delete" else ""
        for _ in range(len(parents) + 1):
            going[folder] += one.size
            folder = parents.get(folder, "")
            if not folder:
                break
    return tuple(steps)


def orphans(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same, as a plan shows them that deletes nothing."""
    note = "no longer wanted: `generator prune` deletes it"
    return tuple(replace(step, action="orphan", write=None, failure=None, note=note) for step in steps)


def require_uploaded(steps: Iterable[Step], plan: Iterable[Step]) -> None:
    """Return if all that is wanted of the kinds that `steps` delete is there, as `plan` shows; GeneratorError
    otherwise: what is no longer wanted may be all that there is of what did not get there."""
    kinds = {step.kind for step in steps if step.action == "delete"}
    missing = [step for step in plan if step.kind in kinds and step.action in ("create", "failed", "refused")]
    if missing:
        names = ", ".join(f"{step.kind} {step.title}" for step in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise GeneratorError(
            f"what is wanted is not there yet: {names}{more}; nothing was deleted",
            "run `generator upload` first; what it refuses, it names with the way out",
        )


def require_few(steps: Iterable[Step], most: int) -> None:
    """Return if no more than `most` are deleted; GeneratorError otherwise, and nothing is."""
    number = sum(step.action == "delete" for step in steps)
    if number > most:
        raise GeneratorError(
            f"{number} resources would be deleted, and {most} are allowed: nothing was deleted",
            f"look at the list; if it is right: --max-delete {number}",
        )


def _step(one: Owned, force: bool, going: int) -> Step:
    step = Step(one.kind, one.uid, one.title, "delete", url=one.url, exists=True, before=one.document)
    if one.holds is None or one.holds > going:
        others = "cannot be looked into" if one.holds is None else f"holds {_things(one.holds - going)}"
        error = RefusedError(f"folder {one.uid} {others}: not deleted", "delete it in Grafana if it may go")
        return replace(step, action="refused", failure=error)
    if one.edited and not force:
        edited = EditedError(
            f"{one.kind} {one.uid} was edited since we wrote it: not deleted", "--force deletes it; a backup is kept"
        )
        return replace(step, action="edited", failure=edited)
    try:
        return replace(step, write=kind(one.kind).delete(one.uid, one.document))
    except RefusedError as error:
        return replace(step, action="refused", failure=error)


def _things(number: int) -> str:
    return f"{number} thing{'s' if number > 1 else ''} that stay{'' if number > 1 else 's'}"
