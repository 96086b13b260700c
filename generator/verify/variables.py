"""A board's variables with the values that they have on the live stack, filled in the order in which Grafana does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from generator.board_json import Dashboard, Variable
from generator.board_json.parts import SourceRef
from generator.board_json.shape import mapping, text
from generator.interpolate import ALL, Chosen, Scope, Value, Window, find, interpolate, resolve_order, scope_of
from generator.languages.variable_query import Form, VariableQuery, read_object, read_text, tempo_label
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Prometheus
from generator.live.stores import LiveSource, Stores
from generator.live.tempo import Tempo
from generator.verify.options import options, rows
from generator.verify.result import QueryVerdict, Verdict
from generator.verify.why.promql import PromqlReasons
from generator.verify.why.words import known

#: Kinds of variables that are filled by asking.
_ASKED = ("prometheus", "loki", "tempo")


@dataclass(frozen=True)
class Filled:
    """The scope to interpolate the board's queries in, and what became of each variable that was asked for."""

    scope: Scope
    verdicts: tuple[tuple[Variable, QueryVerdict], ...]
    #: Variables that have no value because their store gave no list, each with the reason.
    unknown: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def missing(self, written: str) -> str:
        """Why a text cannot be asked: a variable in it has no value. Empty where all have."""
        return _missing(written, self.unknown)


@dataclass(frozen=True)
class Sources:
    """Which data source a reference of a board means on this stack. `preferred` is by kind: the project's own."""

    sources: tuple[LiveSource, ...]
    preferred: Mapping[str, str]

    def uid(self, kind: str) -> str:
        """The data source of a kind where a board leaves the choice open; empty when there is none."""
        there = [one for one in self.sources if one.kind == kind]
        chosen = [one for one in there if one.uid == self.preferred.get(kind)]
        chosen = chosen or [one for one in there if one.default] or there
        return chosen[0].uid if chosen else ""

    def of(self, ref: SourceRef | None, kind: str, scope: Scope) -> str:
        """The uid behind a reference: by uid, by name, by variable, else whatever there is of its kind."""
        written = "" if ref is None or ref.uid is None else interpolate(ref.uid, scope, "other")
        for one in self.sources:
            if written and written in (one.uid, one.name):
                return one.uid
        # A uid of another Grafana: what the import dialog would ask for.
        return self.uid(kind)

    def of_kind(self, kind: str) -> tuple[LiveSource, ...]:
        """All data sources of a kind."""
        return tuple(one for one in self.sources if one.kind == kind)


def fill(
    board: Dashboard,
    stores: Stores,
    sources: Sources,
    overrides: Mapping[str, Chosen | list[str]],
    window: Window,
) -> Filled:
    """The board's variables on this stack; those in `overrides` are set to what stands there."""
    scope = scope_of(board, overrides, window=window)
    values = dict(scope.variables)
    verdicts: list[tuple[Variable, QueryVerdict]] = []
    unknown: dict[str, str] = {}
    for variable in resolve_order(board).variables:
        name = variable.name or ""
        if name not in values:
            continue
        scope = replace(scope, variables=MappingProxyType(values))
        if variable.type == "datasource":
            values[name] = _picked_source(variable, values[name], sources)
        elif variable.type == "query" and variable.kind in _ASKED:
            missing = _missing(variable.text or _object_text(variable), unknown)
            if missing:
                verdict, found = QueryVerdict(name, variable.text or "", "unchecked", missing, "no-value"), None
            else:
                verdict, found = _listed(variable, variable.kind, stores, sources, scope)
            verdicts.append((variable, verdict))
            before = values[name]
            values[name] = _chosen(before, variable, found, given=name in overrides)
            if found is None and name not in overrides and before.value in (None, ALL) and not before.all_value:
                unknown[name] = verdict.cause
    return Filled(replace(scope, variables=MappingProxyType(values)), tuple(verdicts), MappingProxyType(unknown))


def _missing(written: str, unknown: Mapping[str, str]) -> str:
    name = next((one.name for one in find(written) if one.name in unknown), "") if unknown else ""
    return f"${name} has no value: {unknown[name]}" if name else ""


def _picked_source(variable: Variable, value: Value, sources: Sources) -> Value:
    kind = variable.text or ""
    there = sources.of_kind(kind)
    names = options([one.name for one in there], variable.regex, None)
    offered = [one for one in there if one.name in names]
    current = value.value if isinstance(value.value, str) else ""
    if isinstance(value.value, tuple) and value.value:
        current = value.value[0]
    match = [one for one in offered if current in (one.uid, one.name)]
    preferred = [one for one in offered if one.uid == sources.preferred.get(kind)]
    chosen = (match or preferred or [one for one in offered if one.default] or offered)[:1]
    uid = chosen[0].uid if chosen else None
    return replace(value, value=uid, text=chosen[0].name if chosen else None, options=tuple(o.uid for o in offered))


def _listed(
    variable: Variable, kind: str, stores: Stores, sources: Sources, scope: Scope
) -> tuple[QueryVerdict, tuple[str, ...] | None]:
    query = _query(variable, kind)
    shown = variable.text or _object_text(variable)
    uid = sources.of(variable.datasource, kind, scope)
    try:
        values = _ask(query, shown, kind, uid, stores, scope)
    except StoreError as error:
        verdict: Verdict = "error" if error.why == "refused" else "unchecked"
        return QueryVerdict(variable.name or "", shown, verdict, error.said, error.why, error.fix), None
    regex = interpolate(variable.regex, scope, "other") if variable.regex else None
    sort = variable.raw.get("sort")
    found = options(values, regex, sort if isinstance(sort, int) else None)
    if found:
        return QueryVerdict(variable.name or "", shown, "data"), found
    label = query.label.text if query.label else ""
    if kind == "tempo" and tempo_label(label):
        cause, fix = f"Tempo's lists do not know scopes: {label}", f"ask for {tempo_label(label)}"
    elif values:
        cause = f"its regex {variable.regex} fits none of {len(values)} values, such as {values[0][:60]}"
        fix = "correct the regex"
    else:
        cause, fix = _why_empty(query, kind, uid, stores, scope)
    return QueryVerdict(variable.name or "", shown, "empty", cause, "empty-list", fix), found


def _why_empty(query: VariableQuery, kind: str, uid: str, stores: Stores, scope: Scope) -> tuple[str, str]:
    """Why the values of a label of some series are none: the series are missing, or they lack the label."""
    window, inner = scope.window, query.inner.text if query.inner else ""
    if kind != "prometheus" or query.form != "label_values" or not inner or window is None:
        return "the list is empty", "send what it lists, or correct its query"
    asked = interpolate(inner, scope, "prometheus")
    start, end = window.from_ms / 1000, window.to_ms / 1000
    try:
        there = stores.prometheus(uid).series(asked, start, end)
        if not there:
            reason = PromqlReasons(stores.prometheus(uid), "").why(asked, start, end, instant=True, hollow=False)
            return reason.words, reason.fix
    except StoreError as error:
        return f"the list is empty, and asking why failed: {error.said}", error.fix
    label = query.label.text if query.label else ""
    names = sorted({name for one in there for name in one if not name.startswith("__")})
    return f"{asked} has no label {label}; there is {known(label, names)}", "correct the label, or have it set"


def _query(variable: Variable, kind: str) -> VariableQuery:
    raw = variable.raw.get("query")
    if kind in ("loki", "tempo") and isinstance(raw, dict):
        return read_object(raw, kind)  # type: ignore[arg-type]
    return read_text(variable.text or "", kind)  # type: ignore[arg-type]


def _object_text(variable: Variable) -> str:
    raw = mapping(variable.raw.get("query"))
    return text(raw.get("label")) or text(raw.get("query")) or ""


def _ask(query: VariableQuery, shown: str, kind: str, uid: str, stores: Stores, scope: Scope) -> tuple[str, ...]:
    window = scope.window
    start, end = (window.from_ms / 1000, window.to_ms / 1000) if window else (0.0, 0.0)

    def said(part: str) -> str:
        return interpolate(part, scope, kind)  # type: ignore[arg-type]

    inner = said(query.inner.text) if query.inner else ""
    label = said(query.label.text) if query.label else ""
    if query.problems:
        raise StoreError("refused", query.problems[0].message, query.problems[0].fix)
    if kind == "prometheus":
        found = _of_prometheus(stores.prometheus(uid), query.form, inner, label, (start, end))
    elif kind == "loki":
        found = _of_loki(stores.loki(uid), query.form, inner, label, (start, end))
    else:
        found = _of_tempo(stores.tempo(uid), query.form, label, (start, end))
    if found is None:
        raise StoreError("refused", f"no query of a variable: {shown[:60]}", "write label_values(METRIC, LABEL)")
    return found


_Span = tuple[float, float]


def _of_prometheus(
    prometheus: Prometheus, form: Form | None, inner: str, label: str, span: _Span
) -> tuple[str, ...] | None:
    if form == "label_values":
        return prometheus.label_values(label, (inner,) if inner else (), *span)
    if form == "label_names":
        return prometheus.label_names(*span)
    if form == "metrics":
        return tuple(name for name in prometheus.label_values("__name__", (), *span) if _found(inner, name))
    if form == "query_result":
        return rows(prometheus.query(inner, span[1]))
    if form == "series":
        return tuple(_series_text(one) for one in prometheus.series(inner, *span))
    return None


def _of_loki(loki: Loki, form: Form | None, inner: str, label: str, span: _Span) -> tuple[str, ...] | None:
    if form == "label_values":
        return loki.label_values(label, inner, *span)
    return loki.label_names(*span) if form == "label_names" else None


def _of_tempo(tempo: Tempo, form: Form | None, label: str, span: _Span) -> tuple[str, ...] | None:
    if form == "label_values":
        return () if tempo_label(label) else tempo.tag_values(f".{label}", *span)
    return tempo.tags(*span) if form == "label_names" else None


def _found(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def _series_text(labels: Mapping[str, str]) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in labels.items() if name != "__name__")
    return f"{labels.get('__name__', '')}{{{inside}}}"


def _chosen(value: Value, variable: Variable, found: tuple[str, ...] | None, *, given: bool) -> Value:
    if found is None:
        return value
    choice = value.value
    if not given:
        if choice is ALL or (choice is None and variable.include_all):
            choice = ALL
        else:
            wanted = (choice,) if isinstance(choice, str) else choice if isinstance(choice, tuple) else ()
            kept = tuple(one for one in wanted if one in found)
            first = kept or (found[:1] if found else ())
            choice = ALL if not kept and variable.include_all else first if variable.multi else (first or ("",))[0]
    return replace(value, value=choice, text=None, options=found)
