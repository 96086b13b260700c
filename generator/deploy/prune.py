"""Takes away what this project put there and no longer wants. Nothing else, and never much at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.deploy.desired import Desired
from generator.deploy.kinds import datasource
from generator.deploy.kinds.documents import KINDS
from generator.deploy.owned import Owned
from generator.deploy.step import EditedError, RefusedError, Step
from generator.errors import GeneratorError

#: As many resources are deleted at once unless more are allowed.
MOST = 5


def draw_up(found: Iterable[Owned], desired: Desired, *, force: bool = False) -> tuple[Step, ...]:
    """A step for each resource of ours that `desired` does not name. Pure."""
    wanted = {
        *(f"dashboard/{uid}" for uid in desired.boards),
        *(f"datasource/{source.uid}" for source in desired.datasources),
        *(f"library-panel/{panel.uid}" for panel in desired.library),
        *(f"alert-rules/{desired.folder.uid}/{group.title}" for group in desired.alerts),
    }
    return tuple(_step(one, force) for one in found if f"{one.kind}/{one.uid}" not in wanted)


def orphans(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same, as a plan shows them that deletes nothing."""
    note = "no longer wanted: `generator prune` deletes it"
    return tuple(replace(step, action="orphan", write=None, failure=None, note=note) for step in steps)


def require_few(steps: Iterable[Step], most: int) -> None:
    """Return if no more than `most` are deleted; GeneratorError otherwise, and nothing is."""
    number = sum(step.action == "delete" for step in steps)
    if number > most:
        raise GeneratorError(
            f"{number} resources would be deleted, and {most} are allowed: nothing was deleted",
            f"look at the list; if it is right: --max-delete {number}",
        )


def _step(one: Owned, force: bool) -> Step:
    step = Step(one.kind, one.uid, one.title, "delete", url=one.url, exists=True, before=one.document)
    if one.kind == "datasource" and datasource.holds_secrets(one.document):
        error = RefusedError(
            f"data source {one.uid} has secrets, which cannot be read back: not deleted",
            "delete it in Grafana if it may go",
        )
        return replace(step, action="refused", failure=error)
    if one.edited and not force:
        edited = EditedError(
            f"{one.kind} {one.uid} was edited since we wrote it: not deleted", "--force deletes it; a backup is kept"
        )
        return replace(step, action="edited", failure=edited)
    return replace(step, write=KINDS[one.kind].delete(one.uid, one.document))
