"""The scope that a board opens with: each variable set as its JSON says, or as somebody else wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.board_json import Dashboard, Query, Variable
from generator.board_json.shape import integer, text
from generator.interpolate import duration
from generator.interpolate.expand import interpolate
from generator.interpolate.options import custom_options, interval_options
from generator.interpolate.scope import ALL, Auto, Chosen, Scope, Value, Viewer, Window, chosen

#: What somebody sets a variable to: a value, several, or `ALL` (also as the text `$__all`).
Override = Chosen | list[str]


def scope_of(
    dashboard: Dashboard, overrides: Mapping[str, Override] | None = None, *, window: Window | None = None
) -> Scope:
    """The board's variables with their current values, those in `overrides` set to what stands there.

    An override is taken as it is, as Grafana takes a value from the URL; one that the board has no variable
    for becomes a plain variable. Without an override a custom variable falls back to "All" or to its first
    entry when its current value is none of its list. A query or data source variable without a current value
    has none here: only a running Grafana can fill it. Ad hoc filters have no value of their own.
    """
    wanted = {name: chosen(value) for name, value in (overrides or {}).items()}
    values: dict[str, Value] = {}
    for variable in dashboard.variables:
        # Of two variables with one name Grafana finds the first.
        if variable.name and variable.name not in values:
            values[variable.name] = _value(variable, variable.name, wanted.get(variable.name))
    for entry in dashboard.inputs:
        if entry.name and entry.value is not None:
            values.setdefault(entry.name, Value(entry.name, entry.value, type="constant"))
    for name, choice in wanted.items():
        values.setdefault(name, Value(name, choice, multi=isinstance(choice, tuple)))
    viewer = Viewer(dashboard_title=dashboard.title, dashboard_uid=dashboard.uid)
    return Scope(MappingProxyType(values), window, viewer)


def for_query(scope: Scope, query: Query) -> Scope:
    """The scope with the query's own minimal step, and whether it runs only once. Without a window: unchanged."""
    if scope.window is None:
        return scope
    own = None if query.interval is None else interpolate(query.interval, scope, "other")
    return replace(scope, window=replace(scope.window, query_interval=own, instant=query.instant and not query.range))


def _value(variable: Variable, name: str, wanted: Chosen | None) -> Value:
    options = _options(variable)
    choice = _current(variable, options) if wanted is None else wanted
    if variable.multi and isinstance(choice, str):
        choice = (choice,)
    return Value(
        name=name,
        value=choice,
        text=_shown(variable, choice) if wanted is None else None,
        type=variable.type or "custom",
        multi=variable.multi,
        include_all=variable.include_all,
        all_value=variable.all_value or None,
        options=options,
        auto=_auto(variable, choice),
        skip_url_sync=variable.skip_url_sync,
    )


def _options(variable: Variable) -> tuple[str, ...] | None:
    if variable.type == "custom":
        listed = custom_options(variable.text or "", text(variable.raw.get("valuesFormat")))
        return tuple(option.value for option in listed) or None
    if variable.type == "interval":
        return interval_options(variable.text or "")
    stored = tuple(option.value for option in variable.options if option.value != ALL.value)
    return stored or None


def _current(variable: Variable, options: tuple[str, ...] | None) -> Chosen | None:
    current = None if variable.current is None else chosen(variable.current.value)
    if variable.type == "constant":
        return variable.text if variable.text is not None else current
    if variable.type == "textbox":
        return current or variable.text or ""
    if variable.type == "interval":
        return current or (options[0] if options else "")
    if variable.type == "custom":
        return _listed(variable, current, options or ())
    if variable.type == "adhoc":
        return None
    # An empty value is what Grafana saves when a query variable has not run yet.
    return current or (ALL if variable.include_all else None)


def _listed(variable: Variable, current: Chosen | None, options: tuple[str, ...]) -> Chosen:
    """A custom variable's choice, checked against its list as Grafana does on load; without a list unchecked."""
    if not options:
        return current or (ALL if variable.include_all else "")
    if current is ALL and variable.include_all:
        return ALL
    if isinstance(current, tuple):
        kept = tuple(one for one in current if one in options)
        if kept:
            return kept
    elif isinstance(current, str) and current in options:
        return current
    return ALL if variable.include_all else options[0]


def _shown(variable: Variable, choice: Chosen | None) -> str | None:
    """The text beside a current value, unless the choice is another one by now."""
    current = variable.current
    if current is None or current.text is None or choice is None or choice is ALL:
        return None
    stored = (current.value,) if isinstance(choice, tuple) and isinstance(current.value, str) else current.value
    if stored != choice:
        return None
    return current.text if isinstance(current.text, str) else " + ".join(current.text)


def _auto(variable: Variable, choice: Chosen | None) -> Auto | None:
    if variable.type != "interval" or not isinstance(choice, str) or not choice.startswith("$__auto"):
        return None
    count = integer(variable.raw.get("auto_count"))
    minimum = duration.parse(text(variable.raw.get("auto_min")) or "")
    default = Auto()
    return Auto(count or default.count, default.minimum_s if minimum is None else minimum)
