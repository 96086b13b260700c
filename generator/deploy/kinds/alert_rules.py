"""Groups of alert rules: each rule carries our mark, and Grafana, which has no lock here, is read before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.deploy.desired import Desired, DesiredRules
from generator.deploy.kind import Kind, Owned
from generator.deploy.rules import edited, group_changes, interval_of, owner, stamp
from generator.deploy.situation import Situation
from generator.deploy.step import EDITED_FIX, EditedError, RefusedError, Step, Write, failed
from generator.deploy.writes.alert_rules import DeleteRules, PutRules, document, read
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import ForbiddenError, UnauthorizedError, UnreachableError
from generator.grafana.rules import all_rules, rule_group

Json = dict[str, Any]


@dataclass(frozen=True)
class Watch:
    """What is true for all groups of a run."""

    project: str
    folder_uid: str
    force: bool = False
    take_theirs: bool = False


def plan(situation: Situation) -> Iterator[Step]:
    """A step for each group of rules."""
    client, desired, options = situation.client, situation.desired, situation.options
    if not desired.alerts:
        return
    watch = Watch(desired.project, desired.folder.uid, options.force, options.take_theirs)
    denied: GeneratorError | None = None
    rules: Sequence[Mapping[str, Any]] = ()
    try:
        rules = all_rules(client)
    except ForbiddenError as error:
        denied = error
    for wanted in desired.alerts:
        uid = f"{watch.folder_uid}/{wanted.title}"
        if denied is not None:
            yield failed("alert-rules", uid, wanted.title, denied)
            continue
        try:
            yield compare(wanted, *_there(client, wanted, watch.folder_uid, rules), watch)
        except (UnauthorizedError, UnreachableError):
            raise
        except GeneratorError as error:
            yield failed("alert-rules", uid, wanted.title, error)


def _there(
    client: Client, wanted: DesiredRules, folder_uid: str, rules: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[Mapping[str, Any]], int | None]:
    """The rules of a group, and how often it is evaluated, which the list of all rules does not say."""
    uids = {rule.get("uid") for rule in wanted.rules}
    filed = [one for one in rules if one.get("uid") in uids and one.get("provenance") == "file"]
    there = [one for one in rules if (one.get("folderUID"), one.get("ruleGroup")) == (folder_uid, wanted.title)]
    if filed or not there:
        return filed or there, None
    group = rule_group(client, folder_uid, wanted.title)
    return there, int(group.get("interval") or 0) or None if group else None


def compare(wanted: DesiredRules, live: Sequence[Mapping[str, Any]], interval: int | None, watch: Watch) -> Step:
    """The step from the rules that stand in a group to those that shall. Pure. `interval`: as it is evaluated now, in
    seconds, None when that is not known."""
    uid = f"{watch.folder_uid}/{wanted.title}"
    body = {
        "title": wanted.title,
        "folderUid": watch.folder_uid,
        "interval": wanted.interval,
        "rules": [
            {**stamp(rule, watch.project, wanted.interval), "folderUID": watch.folder_uid, "ruleGroup": wanted.title}
            for rule in wanted.rules
        ],
    }
    before = document(watch.folder_uid, wanted.title, live, interval) if live else None
    write = PutRules(watch.folder_uid, wanted.title, body, before)
    step = Step("alert-rules", uid, wanted.title, "create", write=write, needs=(f"folder/{watch.folder_uid}",))
    if before is None:
        return replace(step, changes=tuple(f"rule '{rule.get('title')}' added" for rule in wanted.rules))
    changes = group_changes(before, body)
    step = replace(step, exists=True, before=before, changes=changes)
    strangers = [str(rule.get("title")) for rule in live if owner(rule) != watch.project]
    touched = [str(rule.get("title")) for rule in live if edited(rule)]
    filed = any(rule.get("provenance") == "file" for rule in live)
    given = {interval_of(rule) for rule in live} - {None, interval} if interval is not None else set()
    if not changes and (strangers or filed or not (touched or given)):
        return replace(step, action="unchanged", write=None, before=None)
    if not changes:
        return replace(step, action="update", note="only our mark is renewed: they say what we want")
    if filed:
        error = RefusedError(
            f"alert rules {wanted.title} are provisioned from a file: Grafana refuses to save them",
            "change them in that file, or leave the rules out here: --skip alerts",
        )
        return replace(step, action="refused", failure=error, write=None)
    retimed = bool(given) and interval != wanted.interval
    if watch.force or not (strangers or touched or retimed):
        return replace(step, action="update")
    who = ", ".join([f"“{title}” was edited" for title in touched] + [f"“{title}” is not ours" for title in strangers])
    who += f"{', ' if who else ''}the interval was changed" if retimed else ""
    theirs = group_changes(body, before)
    if watch.take_theirs:
        return replace(step, action="skip", note=f"left as it is: {who}", write=None, changes=theirs)
    error = EditedError(f"alert rules {wanted.title}: {who}: not overwritten", EDITED_FIX)
    return replace(step, action="edited", failure=error, write=None, changes=theirs)


def _wanted(desired: Desired) -> Iterator[str]:
    return (f"{desired.folder.uid}/{group.title}" for group in desired.alerts)


def _owned(client: Client, project: str, but: Collection[str]) -> Iterator[Owned]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for rule in all_rules(client):
        groups.setdefault((str(rule.get("folderUID")), str(rule.get("ruleGroup"))), []).append(rule)
    for (folder_uid, title), rules in groups.items():
        # A group that holds a rule of somebody else is not ours to take away.
        uid = f"{folder_uid}/{title}"
        if f"alert-rules/{uid}" not in but and all(owner(rule) == project for rule in rules):
            kept = read(client, folder_uid, title) or document(folder_uid, title, rules)
            touched = any(edited(rule) for rule in rules)
            yield Owned("alert-rules", uid, title, kept, touched, inside=folder_uid, size=len(rules))


def _read(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    folder_uid, _slash, title = uid.partition("/")
    return read(client, folder_uid, title)


def _put(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    folder_uid, _slash, title = uid.partition("/")
    placed = [{**rule, "folderUID": folder_uid, "ruleGroup": title} for rule in before["rules"]]
    body = {"title": title, "folderUid": folder_uid, "interval": before.get("interval") or 60, "rules": placed}
    return PutRules(folder_uid, title, body, now)


def _delete(uid: str, now: Mapping[str, Any]) -> Write:
    folder_uid, _slash, title = uid.partition("/")
    return DeleteRules(folder_uid, title, now)


kind = Kind(
    "alert-rules",
    ("folder", "datasource", "dashboard"),
    plan,
    _wanted,
    _owned,
    _read,
    _put,
    _delete,
    group_changes,
    skip="alerts",
)
