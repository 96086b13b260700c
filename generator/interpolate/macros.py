"""Grafana's own names: what they are replaced by, and in which language.

Every name of Grafana's own starts with `__`. Some are replaced before a query is sent, some by the data
source's back end in one or two spellings only, and some exist only where a person points at a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.interpolate import dates, duration, formats, languages
from generator.interpolate.interval import rate_interval
from generator.interpolate.scope import Language, Scope, Value, Viewer, Window
from generator.interpolate.syntax import Reference

_PROMETHEUS: frozenset[Language] = frozenset({"prometheus"})
_LOKI: frozenset[Language] = frozenset({"loki"})
_BOTH = _PROMETHEUS | _LOKI
_EVERYWHERE: frozenset[Language] = frozenset({"prometheus", "loki", "tempo", "text", "url", "other"})
_QUERIES: frozenset[Language] = frozenset({"prometheus", "loki", "tempo", "other"})

#: Names with a value that can be computed, and the languages in which Grafana replaces them. Elsewhere they
#: reach the data source as they stand: Loki refuses `$__rate_interval`, Prometheus `$__auto`.
LANGUAGES: Mapping[str, frozenset[Language]] = {
    "__all_variables": _EVERYWHERE,
    "__auto": _LOKI,
    "__dashboard": _EVERYWHERE,
    "__from": _EVERYWHERE,
    "__interval": _QUERIES,
    "__interval_ms": _QUERIES,
    "__org": _EVERYWHERE,
    "__range": _BOTH,
    "__range_ms": _BOTH,
    "__range_s": _BOTH,
    "__rate_interval": _PROMETHEUS,
    "__rate_interval_ms": _PROMETHEUS,
    "__timezone": _EVERYWHERE,
    "__to": _EVERYWHERE,
    "__url_time_range": _EVERYWHERE,
    "__user": _EVERYWHERE,
}

#: Names that Grafana fills in where the text is used: links of a point or a row, links of a span, the text
#: typed into a picker, the page's own address, filters of SQL and InfluxDB queries, the panel's old title.
RUNTIME: frozenset[str] = frozenset(
    {
        "__cell",
        "__data",
        "__field",
        "__name",
        "__searchFilter",
        "__series",
        "__series_name",
        "__span",
        "__tags",
        "__theme",
        "__trace",
        "__url",
        "__value",
        "__value_raw",
        "timeFilter",
    }
)

#: Functions of the SQL data sources: `$__timeFilter(column)`.
SQL: frozenset[str] = frozenset(
    {
        "__time",
        "__timeEpoch",
        "__timeFilter",
        "__timeFrom",
        "__timeGroup",
        "__timeGroupAlias",
        "__timeTo",
        "__unixEpochFilter",
        "__unixEpochFrom",
        "__unixEpochGroup",
        "__unixEpochGroupAlias",
        "__unixEpochNanoFilter",
        "__unixEpochNanoFrom",
        "__unixEpochNanoTo",
        "__unixEpochTo",
    }
)

#: Replaced by the back ends of Prometheus and Loki, which look for these spellings only.
_BACK_END = frozenset(
    {
        "__auto",
        "__interval",
        "__interval_ms",
        "__range",
        "__range_ms",
        "__range_s",
        "__rate_interval",
        "__rate_interval_ms",
    }
)


def is_known(name: str) -> bool:
    """Whether Grafana itself gives the name a meaning, somewhere."""
    return name in LANGUAGES or name in RUNTIME or name in SQL or name.startswith("__auto_interval_")


def replaced(reference: Reference, scope: Scope, language: Language) -> str | None:
    """What one of Grafana's own names is replaced by; None when it is left as it stands."""
    if language not in LANGUAGES.get(reference.name, frozenset()):
        given = scope.given.get(_spelling(reference))
        return None if given is None else _formatted(given, reference, language)
    if language in _BOTH and reference.name in _BACK_END and not _back_end_reads(reference):
        return None
    if reference.name in _OF_VIEWER:
        told = _OF_VIEWER[reference.name](scope.viewer, reference.path)
    elif reference.name == "__all_variables":
        return all_variables(scope)
    elif scope.window is None:
        return None
    else:
        told = _OF_WINDOW[reference.name](scope.window)
    if told is None or reference.name == "__url_time_range":
        return told
    return _formatted(told, reference, language)


def all_variables(scope: Scope) -> str:
    """`var-a=1&var-b=2`: every choice that Grafana keeps in its URL, in the order of the variables."""
    written = (
        formats.query_parameters(value)
        for value in scope.variables.values()
        if value.type not in ("constant", "adhoc") and value.value not in (None, "", ())
    )
    return "&".join(one for one in written if one)


def _spelling(reference: Reference) -> str:
    """The name and path of a reference without its brackets and format: `__field.labels.service_name`."""
    if reference.path is None:
        return reference.name
    return reference.name + ("" if reference.path.startswith("[") else ".") + reference.path


def _formatted(value: str, reference: Reference, language: Language) -> str:
    shown = dates.write(int(value), "YYYY-MM-DD HH:mm:ss") if reference.name in ("__from", "__to") else None
    variable = Value(reference.name, value, text=shown)
    if reference.format is None:
        return languages.write(value, language, variable)
    return formats.write(value, reference.format, variable)


def _back_end_reads(reference: Reference) -> bool:
    if reference.format is not None or reference.path is not None or reference.syntax == "bracket":
        return False
    # Loki's `$__auto` came late, and only in this one spelling.
    return reference.syntax == "dollar" or reference.name != "__auto"


def _range_s(window: Window) -> int:
    return (window.to_ms - window.from_ms + 500) // 1000


def _rate_interval(window: Window) -> float:
    return rate_interval(window.interval_s, window.query_interval, window.source_interval)


def _auto(window: Window) -> str:
    if window.instant:
        return f"{_range_s(window)}s"
    step = duration.parse(window.query_interval or "")
    return duration.coarse(window.interval_s if step is None else step)


_OF_WINDOW: Mapping[str, Callable[[Window], str]] = {
    "__auto": _auto,
    "__from": lambda window: str(window.from_ms),
    "__interval": lambda window: duration.coarse(window.interval_s),
    "__interval_ms": lambda window: str(round(window.interval_s * 1000)),
    "__range": lambda window: f"{_range_s(window)}s",
    "__range_ms": lambda window: str(window.to_ms - window.from_ms),
    "__range_s": lambda window: str(_range_s(window)),
    "__rate_interval": lambda window: duration.show(_rate_interval(window)),
    "__rate_interval_ms": lambda window: str(round(_rate_interval(window) * 1000)),
    "__to": lambda window: str(window.to_ms),
    "__url_time_range": lambda window: f"from={window.from_ms}&to={window.to_ms}",
}

_OF_VIEWER: Mapping[str, Callable[[Viewer, str | None], str | None]] = {
    "__dashboard": lambda viewer, path: viewer.dashboard_uid if path == "uid" else viewer.dashboard_title,
    "__org": lambda viewer, path: viewer.org_name if path == "name" else viewer.org_id,
    "__timezone": lambda viewer, _: viewer.timezone,
    "__user": lambda viewer, path: {"login": viewer.user_login, "email": viewer.user_email}.get(
        path or "", viewer.user_id
    ),
}
