"""Groups of alert rules: each rule carries our mark, and Grafana, which has no lock here, is read before and after."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.deploy.content import canonical, seconds, written
from generator.deploy.desired import DesiredRules
from generator.deploy.diff import path_changes
from generator.deploy.step import Done, EditedError, RefusedError, Step
from generator.deploy.wiring import alike
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import RejectedError
from generator.grafana.rules import delete_rule_group, put_rule_group, rule_group

Json = dict[str, Any]

#: The annotation of each rule that names the project and the rule as we wrote it. Grafana keeps annotations with
#: such a name out of notifications.
MARK = "__managed_by__"

_VALUE = re.compile(r"(\S+) sha256:([0-9a-f]{64})")

#: What a rule says, with what it is when nobody says.
_RULE: Mapping[str, Any] = {
    "annotations": {},
    "condition": "",
    "data": [],
    "execErrState": "Error",
    "for": "0s",
    "isPaused": False,
    "keep_firing_for": "0s",
    "labels": {},
    "noDataState": "NoData",
    "notification_settings": None,
    "record": None,
    "title": "",
    "uid": "",
}
#: What the server adds to each query.
_MODEL: Mapping[str, Any] = {"intervalMs": 1000, "maxDataPoints": 43200}

_EDITED_FIX = (
    "`generator pull` shows the edit and writes it as JSON; --take-theirs leaves it as it is; --force overwrites it"
)


@dataclass(frozen=True)
class Watch:
    """What is true for all groups of a run."""

    project: str
    folder_uid: str
    force: bool = False
    take_theirs: bool = False


def stamp(rule: Mapping[str, Any], project: str) -> Json:
    """The rule with the mark of this project and its own content."""
    annotations = {key: value for key, value in (rule.get("annotations") or {}).items() if key != MARK}
    return {**rule, "annotations": {**annotations, MARK: f"{project} sha256:{_digest(rule)}"}}


def owner(rule: Mapping[str, Any]) -> str:
    """The project that wrote a rule, nothing when it has no mark of ours."""
    found = _VALUE.fullmatch(str((rule.get("annotations") or {}).get(MARK, "")))
    return found.group(1) if found else ""


def edited(rule: Mapping[str, Any]) -> bool:
    """Whether a rule that we wrote says something else now."""
    found = _VALUE.fullmatch(str((rule.get("annotations") or {}).get(MARK, "")))
    return found is not None and found.group(2) != _digest(rule)


def normal(rule: Mapping[str, Any]) -> Json:
    """What a rule says, without our mark and without what Grafana adds when it stores it."""
    plain: Json = {key: rule.get(key) if rule.get(key) is not None else default for key, default in _RULE.items()}
    for key in ("for", "keep_firing_for"):
        length = seconds(str(plain[key]))
        plain[key] = plain[key] if length is None else f"{length:g}s"
    plain["annotations"] = {key: value for key, value in plain["annotations"].items() if key != MARK}
    plain["data"] = [_query(one) for one in plain["data"]]
    result: Json = canonical(plain)
    return result


def compare(wanted: DesiredRules, live: Sequence[Mapping[str, Any]], watch: Watch) -> Step:
    """The step from the rules that stand in a group to those that shall. Pure."""
    uid = f"{watch.folder_uid}/{wanted.title}"
    body = {
        "title": wanted.title,
        "folderUid": watch.folder_uid,
        "interval": wanted.interval,
        "rules": [
            {**stamp(rule, watch.project), "folderUID": watch.folder_uid, "ruleGroup": wanted.title}
            for rule in wanted.rules
        ],
    }
    before = document(watch.folder_uid, wanted.title, live) if live else None
    write = PutRules(watch.folder_uid, wanted.title, body, before)
    step = Step("alert-rules", uid, wanted.title, "create", write=write, needs=(f"folder/{watch.folder_uid}",))
    if before is None:
        return replace(step, changes=tuple(f"rule '{rule.get('title')}' added" for rule in wanted.rules))
    changes = rule_changes(live, wanted.rules)
    step = replace(step, exists=True, before=before, changes=changes)
    if not changes and not any(rule.get("provenance") == "file" for rule in live):
        return replace(step, action="unchanged", write=None, before=None)
    if any(rule.get("provenance") == "file" for rule in live):
        error = RefusedError(
            f"alert rules {wanted.title} are provisioned from a file: Grafana refuses to save them",
            "change them in that file, or leave the rules out here: --skip alerts",
        )
        return replace(
            step, action="refused" if changes else "unchanged", failure=error if changes else None, write=None
        )
    strangers = [str(rule.get("title")) for rule in live if owner(rule) != watch.project]
    touched = [str(rule.get("title")) for rule in live if edited(rule)]
    if watch.force or not (strangers or touched):
        return replace(step, action="update")
    who = ", ".join([f"“{title}” was edited" for title in touched] + [f"“{title}” is not ours" for title in strangers])
    theirs = rule_changes(wanted.rules, live)
    if watch.take_theirs:
        return replace(step, action="skip", note=f"left as it is: {who}", write=None, changes=theirs)
    error = EditedError(f"alert rules {wanted.title}: {who}: not overwritten", _EDITED_FIX)
    return replace(step, action="edited", failure=error, write=None, changes=theirs)


def rule_changes(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What differs between two groups, rule by rule."""
    old, new = ({str(rule.get("uid")): normal(rule) for rule in rules} for rules in (before, after))
    lines: list[str] = []
    for uid, rule in new.items():
        if uid in old:
            lines += (f"rule '{rule['title']}': {line}" for line in path_changes(old[uid], rule))
        else:
            lines.append(f"rule '{rule['title']}' added")
    lines += (f"rule '{rule['title']}' removed" for uid, rule in old.items() if uid not in new)
    return tuple(lines)


def document(folder_uid: str, title: str, rules: Sequence[Mapping[str, Any]], interval: int | None = None) -> Json:
    """A group as a backup keeps it."""
    kept = [{key: rule[key] for key in _RULE if rule.get(key) is not None} for rule in rules]
    return {"folderUid": folder_uid, "title": title, "rules": kept, **({"interval": interval} if interval else {})}


def read(client: Client, folder_uid: str, title: str) -> Json | None:
    """The group as it stands there."""
    live = rule_group(client, folder_uid, title)
    if live is None or not live.get("rules"):
        return None
    return document(folder_uid, title, live["rules"], int(live.get("interval") or 60))


@dataclass(frozen=True)
class PutRules:
    """Makes the group, or replaces it if it still is what was read."""

    folder_uid: str
    title: str
    body: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] | None = field(repr=False)

    def send(self, client: Client) -> Done:
        there = read(client, self.folder_uid, self.title)
        if not _same_rules(there, self.before) and not _same_rules(there, self.body):
            raise RefusedError(
                f"alert rules {self.title} were changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            )
        try:
            put_rule_group(client, self.folder_uid, self.title, self.body)
        except RejectedError as error:
            raise (_refusal(self.title, error) or error) from error
        done = self.landed(client)
        if done is None:
            raise RefusedError(
                f"alert rules {self.title} were changed by someone at the same moment: theirs stand there now",
                "run the upload again; Grafana has no lock for alert rules",
            )
        return done

    def landed(self, client: Client) -> Done | None:
        there = read(client, self.folder_uid, self.title)
        if there is None or not _same_rules(there, self.body):
            return None
        return Done(client.absolute("/alerting/list"), f"{self.folder_uid}/{self.title}", there)


@dataclass(frozen=True)
class DeleteRules:
    """Deletes the group, if it still is what was read."""

    folder_uid: str
    title: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        there = read(client, self.folder_uid, self.title)
        if there is not None and not _same_rules(there, self.before):
            raise RefusedError(
                f"alert rules {self.title} were changed by someone meanwhile: not deleted",
                "run the same command again: it starts from what stands there now",
            )
        if there is not None:
            delete_rule_group(client, self.folder_uid, self.title)
        return Done("", f"{self.folder_uid}/{self.title}")

    def landed(self, client: Client) -> Done | None:
        gone = read(client, self.folder_uid, self.title) is None
        return Done("", f"{self.folder_uid}/{self.title}") if gone else None


def _refusal(title: str, error: RejectedError) -> GeneratorError | None:
    if error.status != 409:
        return None
    return RefusedError(
        f"alert rules {title}: {error.message}",
        "they, or rules of the same uids, belong to a provisioning file or another group",
    )


def _same_rules(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    rules = [[normal(rule) for rule in (group or {}).get("rules") or ()] for group in (one, other)]
    return alike(*rules)


def _digest(rule: Mapping[str, Any]) -> str:
    return hashlib.sha256(written(normal(rule)).encode()).hexdigest()


def _query(query: Mapping[str, Any]) -> Json:
    model = dict(query.get("model") or {})
    for key, default in _MODEL.items():
        if model.get(key) == default:
            del model[key]
    kept = {key: query.get(key) for key in ("refId", "relativeTimeRange", "datasourceUid")}
    # The server takes the type out of the model where the query itself has none.
    return {**kept, "queryType": query.get("queryType") or model.get("queryType") or "", "model": model}
