"""What an alert rule says, and the mark by which we know our own again. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.deploy.content import canonical, seconds, written
from generator.deploy.diff import path_changes

Json = dict[str, Any]

#: The annotation of each rule that names the project and the rule as we wrote it. Grafana keeps annotations with
#: such a name out of notifications.
MARK = "__managed_by__"

_VALUE = re.compile(r"(\S+) sha256:([0-9a-f]{64})(?: every:(\d+)s)?")

#: What a rule says, with what it is when nobody says.
RULE: Mapping[str, Any] = {
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


def stamp(rule: Mapping[str, Any], project: str, interval: int) -> Json:
    """The rule with the mark of this project, its own content, and how often its group is evaluated."""
    annotations = {key: value for key, value in (rule.get("annotations") or {}).items() if key != MARK}
    mark = f"{project} sha256:{_digest(rule)} every:{interval}s"
    return {**rule, "annotations": {**annotations, MARK: mark}}


def owner(rule: Mapping[str, Any]) -> str:
    """The project that wrote a rule, nothing when it has no mark of ours."""
    found = _mark(rule)
    return found.group(1) if found else ""


def edited(rule: Mapping[str, Any]) -> bool:
    """Whether a rule that we wrote says something else now."""
    found = _mark(rule)
    return found is not None and found.group(2) != _digest(rule)


def interval_of(rule: Mapping[str, Any]) -> int | None:
    """The seconds between evaluations that we gave to the group of a rule; None when its mark does not say."""
    found = _mark(rule)
    return int(found.group(3)) if found and found.group(3) else None


def _mark(rule: Mapping[str, Any]) -> re.Match[str] | None:
    return _VALUE.fullmatch(str((rule.get("annotations") or {}).get(MARK, "")))


def normal(rule: Mapping[str, Any]) -> Json:
    """What a rule says, without our mark and without what Grafana adds when it stores it."""
    plain: Json = {key: rule.get(key) if rule.get(key) is not None else default for key, default in RULE.items()}
    for key in ("for", "keep_firing_for"):
        length = seconds(str(plain[key]))
        plain[key] = plain[key] if length is None else f"{length:g}s"
    plain["annotations"] = {key: value for key, value in plain["annotations"].items() if key != MARK}
    plain["data"] = [_query(one) for one in plain["data"]]
    result: Json = canonical(plain)
    return result


def group_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """What differs between two groups as backups keep them."""
    intervals = (before.get("interval"), after.get("interval"))
    apart = None not in intervals and intervals[0] != intervals[1]
    lines = (f"evaluated every {intervals[0]} s -> every {intervals[1]} s",) if apart else ()
    return lines + rule_changes(before["rules"], after["rules"])


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
