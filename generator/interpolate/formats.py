"""The formats that a reference can name: `${name:format}`, some with arguments (`date:YYYY-MM`).

What each does is what Grafana's format registry does, down to its oddities: `json` leaves a single value
unquoted, `percentencode` puts braces around any list. A format nobody knows is read as `glob`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from generator.interpolate import dates, quoting
from generator.interpolate.scope import ALL, Value

Many = str | tuple[str, ...]
_Writer = Callable[[Many, Sequence[str], Value], str]


def write(values: Many, named: str, variable: Value) -> str:
    """The value or values of a variable in a format as the reference names it, arguments included."""
    name, *arguments = named.split(":")
    return _WRITERS.get(name, _glob)(values, arguments, variable)


def is_known(named: str) -> bool:
    """Whether Grafana knows the format; arguments after a colon do not matter."""
    return named.split(":", 1)[0] in _WRITERS


def all_value(variable: Value, named: str | None) -> str:
    """What stands for "All" where the variable says so itself: unformatted, but for three formats.

    Needs a variable whose `all_value` is set.
    """
    custom = variable.all_value or ""
    if named == "text":
        return "All"
    if named == "percentencode":
        return quoting.component(custom)
    return query_parameters(variable) if named == "queryparam" else custom


def query_parameters(variable: Value) -> str:
    """`var-name=a&var-name=b`, as Grafana writes a choice into its own URL; "All" is `$__all` there.

    Empty for a variable that is kept out of URLs.
    """
    value = ALL.value if variable.value is ALL else variable.value
    if variable.skip_url_sync or value is None:
        return ""
    values = value if isinstance(value, tuple) else (value,)
    name = quoting.parameter(f"var-{variable.name}")
    return "&".join(f"{name}={quoting.parameter(one)}" for one in values or ("",))


def _each(values: Many, write_one: Callable[[str], str], separator: str) -> str:
    return write_one(values) if isinstance(values, str) else separator.join(write_one(one) for one in values)


def _glob(values: Many, _: Sequence[str], __: Value) -> str:
    if isinstance(values, str):
        return values
    return "{" + ",".join(values) + "}" if len(values) > 1 else "".join(values)


def _joined(values: Many, separator: str) -> str:
    return values if isinstance(values, str) else separator.join(values)


def _regex(values: Many, _: Sequence[str], __: Value) -> str:
    escaped = _each(values, quoting.regex, "|")
    return escaped if isinstance(values, str) or len(values) == 1 else f"({escaped})"


def _lucene(values: Many, _: Sequence[str], __: Value) -> str:
    if isinstance(values, str):
        return quoting.lucene(values)
    return "(" + " OR ".join(f'"{quoting.lucene(one)}"' for one in values) + ")" if values else "__empty__"


def _distributed(values: Many, _: Sequence[str], variable: Value) -> str:
    return _joined(values, f",{variable.name}=")


def _braced(values: Many, encode: Callable[[str], str]) -> str:
    return encode(values if isinstance(values, str) else "{" + ",".join(values) + "}")


def _html(values: Many, _: Sequence[str], __: Value) -> str:
    text = _joined(values, ", ")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text


def _json(values: Many, _: Sequence[str], __: Value) -> str:
    if isinstance(values, str):
        return values
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _quoted(values: Many, quote: str, inside: Callable[[str], str]) -> str:
    return _each(values, lambda one: f"{quote}{inside(one)}{quote}", ",")


def _date(values: Many, arguments: Sequence[str], _: Value) -> str:
    first = values if isinstance(values, str) else "".join(values[:1])
    if not first.removeprefix("-").isdecimal() or len(first) > len("-8640000000000000"):
        return "NaN"
    if arguments == ["ms"]:
        return first
    if arguments == ["seconds"]:
        return str((int(first) + 500) // 1000)
    if not arguments or arguments == ["iso"]:
        return dates.iso(int(first))
    return dates.write(int(first), ":".join(arguments))


def _text(values: Many, _: Sequence[str], variable: Value) -> str:
    if variable.value is ALL:
        return "All"
    return variable.text if variable.text is not None else _joined(values, " + ")


def _queryparam(values: Many, _: Sequence[str], variable: Value) -> str:
    # A constant has no place in Grafana's own URL and is written by a stricter rule.
    if variable.type == "constant":
        return _each(values, lambda one: f"var-{variable.name}={quoting.component(one)}", "&")
    return query_parameters(variable)


def _customqueryparam(values: Many, arguments: Sequence[str], variable: Value) -> str:
    name, prefix = (quoting.component(one) for one in ([*arguments, "", ""])[:2])
    name = name or quoting.component(variable.name)
    return _each(values, lambda one: f"{name}={prefix}{quoting.component(one)}", "&")


_WRITERS: Mapping[str, _Writer] = {
    "csv": lambda values, _, __: _joined(values, ","),
    "customqueryparam": _customqueryparam,
    "date": _date,
    "distributed": _distributed,
    "doublequote": lambda values, _, __: _quoted(values, '"', lambda one: one.replace('"', '\\"')),
    "glob": _glob,
    "html": _html,
    "join": lambda values, arguments, _: _joined(values, arguments[0] if arguments else ","),
    "json": _json,
    "lucene": _lucene,
    "percentencode": lambda values, _, __: _braced(values, quoting.component),
    "pipe": lambda values, _, __: _joined(values, "|"),
    "queryparam": _queryparam,
    "raw": lambda values, _, __: _joined(values, ","),
    "regex": _regex,
    "singlequote": lambda values, _, __: _quoted(values, "'", lambda one: one.replace("'", "\\'")),
    "sqlstring": lambda values, _, __: _quoted(values, "'", lambda one: one.replace("'", "''").replace('"', '\\"')),
    "text": _text,
    "uriencode": lambda values, _, __: _braced(values, quoting.uri),
}

#: Every format there is, for suggestions.
NAMES = frozenset(_WRITERS)
