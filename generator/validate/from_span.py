"""What a Tempo data source makes of a span on the way to its logs, metrics or profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from generator.config.nearest import did_you_mean
from generator.interpolate import Scope, find
from generator.interpolate.macros import LANGUAGES
from generator.languages.judge import judge
from generator.validate.found import Found
from generator.validate.view import SourceView

_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_SHIFT = re.compile(r"-?\d+(?:\.\d+)?(?:ms|[yMwdhms])?", re.ASCII)
#: What Grafana 12 fills in on the way from a span; `__span.tags` takes a tag's name.
_KNOWN = (
    "__span.traceId",
    "__span.spanId",
    "__span.name",
    "__span.duration",
    "__trace.traceId",
    "__trace.name",
    "__trace.duration",
    "__tags",
)
_TAGS = re.compile(r"\$\{__tags\}|\$__tags\b")


def settings(view: SourceView, key: str) -> dict[str, Any] | None:
    """The settings of one such way; None where a Tempo data source has none, and in any other."""
    said = view.json_data.get(key) if view.type == "tempo" else None
    return said if isinstance(said, dict) else None


def form(view: SourceView, key: str) -> Iterator[Found]:
    """What any of the ways needs: where it leads to, tags that become labels, shifts that are durations."""
    said = settings(view, key) or {}
    if not said.get("datasourceUid"):
        yield Found(
            view.at("jsonData", key), f"{key} leads to no data source: no span has the link", "add datasourceUid"
        )
    tags = said.get("tags")
    for index, tag in enumerate(tags if isinstance(tags, list) else ()):
        yield from _tag(tag, view.at("jsonData", key, "tags", index))
    for name in ("spanStartTimeShift", "spanEndTimeShift"):
        shift = said.get(name)
        if isinstance(shift, str) and shift and "$" not in shift and not _SHIFT.fullmatch(shift):
            at = view.at("jsonData", key, name)
            yield Found(at, f'{name} "{shift}" is no duration that Grafana reads', "write one like -5m or 1h")


def query(view: SourceView, pointer: str, written: str, language: Literal["loki", "prometheus"]) -> Iterator[Found]:
    """What is wrong with a query that Grafana fills in from a span: the first thing only."""
    text = written.replace("$$", "$") if view.escaped else written
    doubled = len(text) != len(written)
    given = {"__value": ""}
    for reference in find(text):
        name = reference.name + (f".{reference.path}" if reference.path else "")
        if name.startswith("__span.tags") or name in _KNOWN:
            given[name] = "x"
        elif language not in LANGUAGES.get(reference.name, ()):
            yield Found(
                pointer,
                f"Grafana does not fill in {reference.written} here, and hides the link{did_you_mean(name, _KNOWN)}",
                f"use one of: {', '.join(_KNOWN)}",
                None if doubled else (reference.start, reference.end),
            )
            return
    filled = _TAGS.sub('a="b"', text)
    for problem in judge(filled, language, Scope({}, given=given)).problems:
        name = "LogQL" if language == "loki" else "PromQL"
        yield Found(pointer, f"the query is no {name}: {problem.message}", problem.fix)
        return


def _tag(tag: Any, pointer: str) -> Iterator[Found]:
    key, value = (tag.get("key"), tag.get("value")) if isinstance(tag, dict) else (None, None)
    if not key:
        yield Found(pointer, "the tag has no key", 'write {key: "service.name", value: "service_name"}')
    elif not _LABEL.fullmatch(str(value or key)):
        yield Found(
            pointer,
            f'the tag "{key}" becomes the label "{value or key}", which no store has',
            f'add value: "{str(key).replace(".", "_")}"',
        )
