"""The links between logs, traces and metrics exactly as Grafana makes them out of the data sources' settings. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json.shape import flag, mapping, objects, text
from generator.interpolate import Scope, duration, expand
from generator.live.loki import Line
from generator.live.tempo import Span

#: The tags that Grafana takes where the settings name none.
_DEFAULT_TAGS: tuple[tuple[str, str], ...] = (
    ("cluster", ""),
    ("hostname", ""),
    ("namespace", ""),
    ("pod", ""),
    ("service.name", "service_name"),
    ("service.namespace", "service_namespace"),
)
_CONTAINS = (
    ' | label_format log_line_contains_trace_id=`{{ contains "%s" __line__ }}`'
    ' | log_line_contains_trace_id="true" or trace_id="%s"'
)
#: What a link's text may refer to. An undefined one hides the link.
_OWN = ("__span", "__trace", "__tags", "__value")


@dataclass(frozen=True)
class Link:
    """A query on another data source. `problem` says why Grafana would show no link; the query is then empty."""

    uid: str
    query: str
    start: float
    end: float
    problem: str = ""
    fix: str = ""
    #: Sort of the problem.
    reason: str = ""


def logs_of_span(settings: Mapping[str, Any], span: Span) -> Link:
    """The logs query of a span, by the settings of its Tempo data source."""
    wired = mapping(settings.get("tracesToLogsV2")) or mapping(settings.get("tracesToLogs"))
    if not wired:
        fix = "set tracesToLogsV2 of the Tempo data source; `generator upload` does"
        return _none("", "the Tempo data source has no link to logs", "no-link", fix)
    uid = text(wired.get("datasourceUid")) or ""
    tags = _tags(wired, span)
    start = span.start + _shift(wired.get("spanStartTimeShift"))
    end = span.end + _shift(wired.get("spanEndTimeShift")) + 1.0
    if not flag(wired.get("customQuery")):
        if not tags:
            return _none(uid, f"no tag of the settings ({_tag_names(wired)}) is on the span", "tag-mapping", _TAG_FIX)
        query = "{" + tags + "}"
        if flag(wired.get("filterByTraceID")):
            query += _CONTAINS % (span.trace_id, span.trace_id)
        return Link(uid, query, start, end)
    written = text(wired.get("query")) or ""
    if "${__tags}" in written and not tags:
        return _none(uid, f"no tag of the settings ({_tag_names(wired)}) is on the span", "tag-mapping", _TAG_FIX)
    query, undefined = _said(written, _of_span(span, tags))
    if undefined:
        return _none(uid, f"{undefined} is not defined on this span, so Grafana hides the link", "undefined", _VAR_FIX)
    wrong = _dollars(written, ("__tags", "__trace.traceId", "__span.traceId", "__span.tags"))
    if wrong:
        return Link(uid, query, start, end, wrong, _DOLLAR_FIX, "wrong-dollar")
    return Link(uid, query, start, end)


def metrics_of_span(settings: Mapping[str, Any], span: Span) -> tuple[Link, ...]:
    """The metrics queries of a span; none where the settings have no such link."""
    wired = mapping(settings.get("tracesToMetrics"))
    uid = text(wired.get("datasourceUid")) or ""
    tags = _tags(wired, span)
    start, end = span.start + _shift(wired.get("spanStartTimeShift") or "-2m"), span.end + 120.0
    links = []
    for _, entry in objects(wired.get("queries"), ""):
        written = text(entry.get("query")) or ""
        query, undefined = _said(written, _of_span(span, tags))
        problem = f"{undefined} is not defined on this span" if undefined else _dollars(written, ("__tags",))
        reason = "undefined" if undefined else "wrong-dollar" if problem else ""
        links.append(Link(uid, query, start, end, problem, _DOLLAR_FIX if problem else "", reason))
    return tuple(links)


@dataclass(frozen=True)
class Derived:
    """What a derived field found in a line: the value, and the query that its link opens on `uid`."""

    name: str
    value: str
    uid: str
    query: str


def derived_fields(settings: Mapping[str, Any], line: Line) -> tuple[Derived, ...]:
    """The links of a log line, by the settings of its Loki data source. Of several with one name the first counts."""
    found: dict[str, Derived] = {}
    matchers: dict[str, Mapping[str, Any]] = {}
    for _, entry in objects(settings.get("derivedFields"), ""):
        name = text(entry.get("name")) or ""
        value = _derived(matchers.setdefault(name, entry), line)
        uid = text(entry.get("datasourceUid")) or ""
        if value is None or not uid or name in found:
            continue
        query, _ = _said(text(entry.get("url")) or "", {"__value.raw": value})
        found[name] = Derived(name, value, uid, query)
    return tuple(found.values())


_ID_KEYS = re.compile(r"(?i)^(?:otel_?)?trace_?id(?:_extracted)?$|^traceid$")
_ID_IN_LINE = re.compile(r"""(?i)["']?((?:\w*trace[_.-]?id))["']?\s*[:=]\s*["']?([0-9a-f]{16,32})\b""")


def trace_id_of(line: Line) -> tuple[str, str] | None:
    """(the field's name, the id) where a line carries a trace id, by whatever name; None where it carries none."""
    for label, value in line.labels.items():
        if _ID_KEYS.match(label) and re.fullmatch(r"[0-9a-fA-F]{16,32}", value) and value.strip("0"):
            return label, value
    match = _ID_IN_LINE.search(line.text[:20_000])
    return (match[1], match[2]) if match and match[2].strip("0") else None


def _derived(entry: Mapping[str, Any], line: Line) -> str | None:
    pattern = text(entry.get("matcherRegex")) or ""
    try:
        matcher = re.compile(pattern)
    except re.error:
        return None
    if entry.get("matcherType") == "label":
        return next((value for label, value in line.labels.items() if matcher.search(label)), None)
    match = matcher.search(line.text)
    return match[1] if match and match.groups() else None


def _tags(wired: Mapping[str, Any], span: Span) -> str:
    pairs = [(text(one.get("key")) or "", text(one.get("value")) or "") for _, one in objects(wired.get("tags"), "")]
    written = []
    for key, label in pairs or _DEFAULT_TAGS:
        if key in span.tags:
            value = span.tags[key].replace("\\", "\\\\").replace('"', '\\"')
            written.append(f'{label or key}="{value}"')
    return ", ".join(written)


def _tag_names(wired: Mapping[str, Any]) -> str:
    names = [text(one.get("key")) or "" for _, one in objects(wired.get("tags"), "")]
    return ", ".join(names or [key for key, _ in _DEFAULT_TAGS])


def _of_span(span: Span, tags: str) -> dict[str, str]:
    given = {
        "__tags": tags,
        "__trace.traceId": span.trace_id,
        "__span.traceId": span.trace_id,
        "__span.spanId": span.span_id,
        "__span.name": span.name,
        "__trace.name": span.name,
    }
    for name, value in span.tags.items():
        given[f'__span.tags["{name}"]'] = value
        given[f"__span.tags['{name}']"] = value
        given[f"__span.tags.{name}"] = value
    return given


def _said(written: str, given: Mapping[str, str]) -> tuple[str, str]:
    """The text with its references filled in, and the first that is not defined (empty: all are)."""
    expansion = expand(written, Scope(given=dict(given)), "text")
    undefined = next((written[one.start : one.end] for one in expansion.left if one.name.startswith(_OWN)), "")
    return expansion.text, undefined


def _dollars(written: str, names: tuple[str, ...]) -> str:
    """What is wrong with the dollar signs of a stored text: `$${x}` is for provisioning files, `{x}` lost its own."""
    for name in names:
        if f"$${{{name}" in written:
            return f"the stored query has $${{{name}…}}: the second $ stays in the query"
        if name in written and f"${{{name}" not in written and f"${name}" not in written:
            return f"the stored query has {name} without its ${{...}}"
    if written and "$" not in written and "{}" in written.replace(" ", ""):
        return "the stored query has lost its ${...} variables: a provisioning file expanded them to nothing"
    return ""


def _shift(value: Any) -> float:
    written = (text(value) or "").strip()
    seconds = duration.parse(written.lstrip("+-")) or 0.0
    return -seconds if written.startswith("-") else seconds


def _none(uid: str, problem: str, reason: str, fix: str) -> Link:
    return Link(uid, "", 0.0, 0.0, problem, fix, reason)


_TAG_FIX = "map a tag that every span has, service.name, to the label of the log streams, service_name"
_VAR_FIX = "use a variable that every span has, such as ${__trace.traceId}"
_DOLLAR_FIX = "write ${...} where the settings are stored (API, UI), and $${...} in a provisioning file only"
