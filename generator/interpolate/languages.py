"""How a value is written where the reference names no format: each query language has its own rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.interpolate import formats, quoting
from generator.interpolate.formats import Many
from generator.interpolate.scope import Language, Value

#: The formats of the languages that have no rule of their own. Tempo takes `a|b`, unescaped.
_DEFAULTS: Mapping[Language, str] = {"tempo": "pipe", "text": "text", "url": "uriencode", "other": "glob"}


def write(values: Many, language: Language, variable: Value) -> str:
    """The value or values as the data source of that language would have them."""
    if language == "prometheus":
        return _prometheus(values, variable)
    if language == "loki":
        return _loki(values, variable)
    return formats.write(values, _DEFAULTS[language], variable)


def _prometheus(values: Many, variable: Value) -> str:
    """Escaped for a quoted text; where several values can be chosen, also for a regex matcher.

    The rule without the toggle `prometheusSpecialCharsInLabelValues`, which is off by default: a double
    quote in a value is not escaped and breaks the query.
    """
    if not (variable.multi or variable.include_all):
        return _apply(values, quoting.prometheus_plain, ",")
    escaped = _apply(values, quoting.prometheus_regex, "|")
    return escaped if isinstance(values, str) or len(values) == 1 else f"({escaped})"


def _loki(values: Many, variable: Value) -> str:
    """Like Prometheus, but several values get no brackets around them."""
    if not (variable.multi or variable.include_all):
        return _apply(values, quoting.loki_plain, ",")
    return _apply(values, quoting.loki_regex, "|")


def _apply(values: Many, escape: Callable[[str], str], separator: str) -> str:
    return escape(values) if isinstance(values, str) else separator.join(escape(one) for one in values)
