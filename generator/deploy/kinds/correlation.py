"""Correlations: known again by source, target and label, since Grafana makes a second one without asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.deploy.base import Applied, nothing_applied
from generator.deploy.desired import DesiredSource, Mode
from generator.deploy.diff import path_changes
from generator.deploy.step import Done, EditedError, RefusedError, Step
from generator.deploy.wiring import alike
from generator.errors import GeneratorError, UsageError
from generator.grafana.client import Client
from generator.grafana.live import LiveCorrelation
from generator.grafana.problem import ForbiddenError, UnauthorizedError, UnreachableError

Json = dict[str, Any]

#: Where Grafana shows them.
_PAGE = "/datasources/correlations"


@dataclass(frozen=True)
class Wish:
    """What is true for all correlations of a run. Grafana keeps nothing in them that could tell who wrote them:
    `applied` gives one as it was uploaded from here last."""

    applied: Applied = nothing_applied
    force: bool = False
    take_theirs: bool = False


def plan(
    client: Client, source: DesiredSource, uids: Mapping[str, str], *, listed: bool, mode: Mode, wish: Wish
) -> tuple[Step, ...]:
    """What has to happen so that each correlation of a source is there once. Reads, never writes.

    `uids` is kind -> uid; `listed` says whether there can be any on the server yet.
    """
    url = client.absolute(_PAGE)
    live: tuple[LiveCorrelation, ...] = ()
    failure: GeneratorError | None = None
    try:
        live = client.correlations(uids[source.kind]) if listed else ()
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError as error:
        failure = error
    steps = tuple(compare(wanted, source.kind, uids, live, url, wish) for wanted in source.correlations)
    if mode == "skip":
        return tuple(replace(step, action="skip", note="left alone", write=None, needs=()) for step in steps)
    if failure is not None:
        return tuple(replace(step, action="failed", failure=failure, write=None, needs=()) for step in steps)
    return steps


def compare(
    wanted: Mapping[str, Any],
    kind: str,
    uids: Mapping[str, str],
    live: Sequence[LiveCorrelation],
    url: str,
    wish: Wish,
) -> Step:
    """The step for one correlation. Pure."""
    source_uid, label = uids[kind], str(wanted["label"])
    target_uid = uids.get(str(wanted["target"]))
    if target_uid is None:
        raise UsageError(
            f"correlation “{label}” of {kind} points to “{wanted['target']}”, which is no data source of the project",
            f"let it point to one of: {', '.join(uids)}",
        )
    title = f"{label} ({source_uid} -> {target_uid})"
    needs = (f"datasource/{source_uid}", f"datasource/{target_uid}")
    body = _body(wanted, target_uid)
    there = [
        other for other in live if (other.source_uid, other.target_uid, other.label) == (source_uid, target_uid, label)
    ]
    if not there:
        write = SaveCorrelation(source_uid, None, body)
        return Step("correlation", "", title, "create", url=url, write=write, needs=needs)
    if any(_says(other, body) for other in there):
        return Step("correlation", there[0].uid, title, "unchanged", url=url, exists=True)
    if there[0].provisioned:
        return Step("correlation", there[0].uid, title, "refused", url=url, failure=_provisioned(title), exists=True)
    before = document(there[0])
    write = SaveCorrelation(source_uid, there[0].uid, body, before)
    step = Step("correlation", there[0].uid, title, "update", url=url, exists=True, before=before)
    applied = wish.applied("correlation", there[0].uid)
    if applied is None or wish.force or alike(_shape(applied), _shape(before)):
        return replace(step, write=write, needs=needs, changes=path_changes(_plain(before), _plain(body)))
    theirs = path_changes(_plain(applied), _plain(before))
    if wish.take_theirs:
        return replace(step, action="skip", note="left as it is: it was edited by someone", changes=theirs)
    error = EditedError(
        f"correlation {title} was edited by someone since it was uploaded from here: not overwritten",
        "`generator pull` writes the edit as JSON; --take-theirs leaves it as it is; --force overwrites it",
    )
    return replace(step, action="edited", failure=error, changes=theirs)


def document(live: LiveCorrelation) -> Json:
    """A correlation as a backup keeps it."""
    return {
        "sourceUID": live.source_uid,
        "targetUID": live.target_uid,
        "label": live.label,
        "description": live.description,
        "type": live.type or "query",
        "config": dict(live.config),
    }


@dataclass(frozen=True)
class SaveCorrelation:
    """Creates one (`uid` None) or changes the one that is there.

    Grafana has no lock here and makes a second one without asking: it is looked for right before and after.
    """

    source_uid: str
    uid: str | None
    body: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] | None = field(default=None, repr=False)

    def send(self, client: Client) -> Done:
        there = self._there(client)
        if self.uid is None and there is not None:
            return self._done(client, there)
        if self.uid is not None and (there is None or not alike(document(there), self.before)):
            raise RefusedError(
                f"correlation {self.body['label']} was changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            )
        try:
            if self.uid is None:
                saved = client.create_correlation(self.source_uid, self.body)
            else:
                body = {key: value for key, value in self.body.items() if key not in ("targetUID", "sourceUID")}
                saved = client.update_correlation(self.source_uid, self.uid, body)
        except ForbiddenError as error:
            if "Permissions needed" in error.message:
                raise
            raise _provisioned(f"{self.body['label']} ({self.source_uid})") from error
        after = [one for one in client.correlations(self.source_uid) if one.uid == saved.uid]
        if not after or not _says(after[0], self.body):
            raise RefusedError(
                f"correlation {self.body['label']} was changed by someone at the same moment: theirs stands there now",
                "run the upload again; Grafana has no lock for correlations",
            )
        return self._done(client, after[0])

    def landed(self, client: Client) -> Done | None:
        there = self._there(client)
        return self._done(client, there) if there is not None and _says(there, self.body) else None

    def _there(self, client: Client) -> LiveCorrelation | None:
        """The one that is to be changed, or that is already what shall be created."""
        for one in client.correlations(self.source_uid):
            if self.uid is not None and one.uid == self.uid:
                return one
            named = (one.target_uid, one.label) == (self.body["targetUID"], self.body["label"])
            if self.uid is None and named and _says(one, self.body):
                return one
        return None

    def _done(self, client: Client, live: LiveCorrelation) -> Done:
        return Done(client.absolute(_PAGE), live.uid, document(live))


@dataclass(frozen=True)
class DeleteCorrelation:
    """Deletes a correlation, if it still is what was read."""

    source_uid: str
    uid: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        there = [one for one in client.correlations(self.source_uid) if one.uid == self.uid]
        if not there:
            return Done("", self.uid)
        if not alike(_shape(document(there[0])), _shape(self.before)):
            raise RefusedError(
                f"correlation {self.before['label']} was changed by someone meanwhile: not deleted",
                "run the same command again: it starts from what stands there now",
            )
        client.delete_correlation(self.source_uid, self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        gone = all(one.uid != self.uid for one in client.correlations(self.source_uid))
        return Done("", self.uid) if gone else None


def _plain(body: Mapping[str, Any]) -> Json:
    """What of a correlation is shown when it differs."""
    return {"description": body["description"], "type": body["type"], "config": _settings(body["config"])}


def _shape(document: Mapping[str, Any]) -> Json:
    """What a kept correlation says, however a Grafana answers it."""
    return {**document, "config": _settings(document["config"])}


def _body(wanted: Mapping[str, Any], target_uid: str) -> dict[str, Any]:
    """The type stands at the root for Grafana 12 and in `config` for Grafana 10; an absent list would not clear one."""
    config = {**wanted["config"], "type": "query"}
    config["transformations"] = list(config.get("transformations") or [])
    return {
        "targetUID": target_uid,
        "label": str(wanted["label"]),
        "description": str(wanted.get("description", "")),
        "type": "query",
        "config": config,
    }


def _says(live: LiveCorrelation, body: Mapping[str, Any]) -> bool:
    kind_differs = live.type not in ("", body["type"])
    return (
        not kind_differs
        and live.description == body["description"]
        and alike(_settings(live.config), _settings(body["config"]))
    )


def _settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """Grafana leaves an empty list of transformations out when it answers, and its old `type` key in 12."""
    return {
        key: value for key, value in config.items() if key != "type" and not (key == "transformations" and not value)
    }


def _provisioned(title: str) -> RefusedError:
    return RefusedError(
        f"correlation {title} is provisioned from a file: Grafana refuses to change it",
        "change it in the provisioning file of its data source",
    )
