"""A plan as a file: reviewed by people, and applied only while the world is as it was. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.deploy.result import SCHEMA_VERSION, Report, planned
from generator.deploy.step import Step
from generator.errors import GeneratorError, UsageError

Json = dict[str, Any]

#: As many resources that changed are named.
_NAMED = 10


def to_file(steps: Sequence[Step], url: str, options: Mapping[str, Any]) -> Json:
    """The plan with a fingerprint of each resource: of what was read, and of what would be written."""
    shown = Report(tuple(planned(step) for step in steps)).to_json()
    for resource, step in zip(shown["resources"], steps, strict=True):
        resource["fingerprint"] = step.fingerprint
    return {"kind": "plan", "grafana": url, "options": dict(options), **shown}


def options_of(document: Any, url: str) -> Json:
    """The options that a plan was made with. UsageError when it is none, or one for another Grafana."""
    if not isinstance(document, dict) or document.get("kind") != "plan":
        raise UsageError("the file is no plan", "make one with `generator plan --save FILE`")
    if document.get("schema_version") != SCHEMA_VERSION or not isinstance(document.get("options"), dict):
        raise UsageError(
            "the plan is of another version of this tool", "make it again with `generator plan --save FILE`"
        )
    if document.get("grafana") != url:
        raise UsageError(f"the plan is for {document.get('grafana')}, not for {url}", "give the same --grafana-url")
    options: Json = document["options"]
    return options


def require_same(steps: Sequence[Step], document: Mapping[str, Any]) -> None:
    """Return if the plan drawn up now is the reviewed one; GeneratorError with what differs otherwise."""
    reviewed = {
        (str(one.get("kind")), str(one.get("uid")), str(one.get("title"))): one.get("fingerprint")
        for one in document.get("resources") or ()
        if isinstance(one, dict) and one.get("action") != "orphan"
    }
    now: dict[tuple[str, str, str], Any] = {(step.kind, step.uid, step.title): step.fingerprint for step in steps}
    names = [f"{key[0]} {key[2]}" for key in {**reviewed, **now} if reviewed.get(key) != now.get(key)]
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        raise GeneratorError(
            f"since the plan was made, this changed: {', '.join(names[:_NAMED])}{more}; nothing was written",
            "make the plan again with `generator plan --save FILE` and look at it",
        )
