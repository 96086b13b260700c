"""In which language a query is written.

The wrong answer is worse than none: LogQL judged as PromQL gives errors about a query that works. So what
the board says outright counts first (the query's own data source, then the panel's), then what its data
source variables are for, then the name of the data source, and only then the look of the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json.parts import Evidence, SourceRef

#: Plugins that speak a known language under another name.
_SAME_LANGUAGE: Mapping[str, str] = {
    "grafana-amazonprometheus-datasource": "prometheus",
    "grafana-azureprometheus-datasource": "prometheus",
}

#: Words in a data source's name that tell its language; Mimir, Thanos and Cortex answer PromQL.
_TELLING_NAMES: Mapping[str, str] = {
    "prometheus": "prometheus",
    "mimir": "prometheus",
    "thanos": "prometheus",
    "cortex": "prometheus",
    "loki": "loki",
    "tempo": "tempo",
}

_SPECIAL_KINDS: Mapping[str, str] = {"expression": "__expr__", "grafana": "grafana", "dashboard": "dashboard"}

_TEMPO_QUERY_TYPES = frozenset({"traceql", "traceqlSearch", "traceId", "serviceMap", "nativeSearch"})
_LOKI_KEYS = frozenset({"maxLines", "direction"})

_VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\]", re.ASCII)

#: A selector that follows no metric name. PromQL has it too (`{__name__=~"a.+"}`), but rarely.
_NAMELESS_SELECTOR = re.compile(r"(?:^|[(,+*/%^<>=-])\s*\{[^{}]*\}")
_PROMETHEUS_LIST = re.compile(r"\s*(?:query_result|metrics)\s*\(|\s*label_values\s*\(\s*[^{\s][^,]*,")


@dataclass(frozen=True, slots=True)
class Sources:
    """The plugin type behind each data source variable and each import input of a board, by name."""

    types: Mapping[str, str]

    def of(self, ref: SourceRef) -> str | None:
        """The plugin type behind a reference that is one variable and nothing else."""
        match = _VARIABLE.fullmatch(ref.uid or "")
        return self.types.get(match[1] or match[2] or match[3]) if match else None


def sources_of(pickers: Iterable[tuple[str | None, str | None]]) -> Sources:
    """Collect from (name, plugin type) of data source variables and inputs; the first of a name wins."""
    types: dict[str, str] = {}
    for name, plugin in pickers:
        if name and plugin:
            types.setdefault(name, plugin)
    return Sources(types)


def kind_of(
    own: SourceRef | None,
    panel: SourceRef | None,
    fields: Mapping[str, Any],
    panel_type: str | None,
    sources: Sources,
) -> tuple[str | None, Evidence | None]:
    """The kind of a query and what told it; (None, None) when nothing does.

    `own` is the query's data source, `panel` its panel's, `fields` the query's JSON object.
    """
    if own is not None and own.special != "mixed":
        told = _outright(own, sources)
        if told is not None:
            return told[0], "target" if told[1] else "variable"
    # A uid of its own without a type: the panel's type speaks for it only when it is the same uid.
    shared = own is None or own.uid is None or own.special == "mixed" or (panel is not None and panel.uid == own.uid)
    if panel is not None and shared and panel.special != "mixed":
        told = _outright(panel, sources)
        if told is not None:
            return told[0], "panel" if told[1] else "variable"
    named = _by_name(own) or (_by_name(panel) if shared else None)
    if named is not None:
        return named, "name"
    shaped = _by_shape(fields, panel_type)
    return shaped, None if shaped is None else "shape"


def kind_of_variable(ref: SourceRef | None, text: str | None, sources: Sources) -> str | None:
    """The language of a query variable."""
    told = None if ref is None else _outright(ref, sources)
    if told is not None:
        return told[0]
    named = _by_name(ref)
    if named is not None or text is None:
        return named
    # `label_values({...}, label)` and `label_values(label)` are good in Loki and in Prometheus.
    return "prometheus" if _PROMETHEUS_LIST.match(text) else None


def _outright(ref: SourceRef, sources: Sources) -> tuple[str, bool] | None:
    """(kind, whether the reference says it itself rather than through a variable)."""
    if ref.special is not None:
        special = _SPECIAL_KINDS.get(ref.special)
        return None if special is None else (special, True)
    if ref.type and ref.type != "datasource" and "$" not in ref.type:
        return _SAME_LANGUAGE.get(ref.type, ref.type), True
    plugin = sources.of(ref)
    return None if plugin is None else (_SAME_LANGUAGE.get(plugin, plugin), False)


def _by_name(ref: SourceRef | None) -> str | None:
    name = "" if ref is None or ref.special is not None else (ref.uid or "").lower()
    return next((kind for word, kind in _TELLING_NAMES.items() if word in name), None)


def _by_shape(fields: Mapping[str, Any], panel_type: str | None) -> str | None:
    expr, query_type = fields.get("expr"), fields.get("queryType")
    if isinstance(expr, str) and expr.strip():
        if panel_type == "logs" or not _LOKI_KEYS.isdisjoint(fields):
            return "loki"
        nameless = _NAMELESS_SELECTOR.search(expr)
        return "loki" if nameless and "__name__" not in nameless[0] else "prometheus"
    if isinstance(query_type, str) and query_type in _TEMPO_QUERY_TYPES:
        return "tempo"
    return "tempo" if panel_type == "traces" and isinstance(fields.get("query"), str) else None
