"""What a query variable asks its data source for: the small language of `label_values(...)` and its like.

It is Grafana's own and no part of PromQL or LogQL, which stand inside it. Tempo has it as an object only, Loki as an
object and as text, Prometheus as text, be it in an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.board_json.shape import text as text_of
from generator.config.nearest import nearest
from generator.interpolate import find
from generator.languages.holes.tokens import Kind, Region, Token, tokens
from generator.languages.problem import Problem

#: "series" is a selector alone, whose series become the options.
Form = Literal["label_names", "label_values", "metrics", "query_result", "series"]

_FUNCTIONS: Mapping[Kind, tuple[Form, ...]] = {
    "prometheus": ("label_names", "label_values", "metrics", "query_result"),
    "loki": ("label_names", "label_values"),
    "tempo": (),
}
#: What each function must have inside, in words.
_NEEDS: Mapping[Form, str] = {
    "label_values": "a label",
    "metrics": "a regular expression for the metrics' names",
    "query_result": "a query",
}
#: PromQL's functions that look like misspelt ones of these.
_PROMQL = frozenset({"label_join", "label_replace"})
_LABEL = re.compile(r"""[\w.:/"\\-]*""")
_SCOPES = ("resource.", "span.")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a variable's query: `text` stands at `start` to `end` of the query's text.

    Of a query that is an object, `key` names the field that it is the part of.
    """

    text: str
    start: int
    end: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class VariableQuery:
    """A variable's query in parts.

    `form` is None for what is no query of these kinds, or only at run time (`$query`). `inner` is the selector, the
    expression of `query_result`, or the regular expression of `metrics`. Problems have their places in the text; those
    of an object in no text at all (0, 0).
    """

    form: Form | None
    inner: Part | None = None
    label: Part | None = None
    problems: tuple[Problem, ...] = ()


def read_text(text: str, kind: Kind) -> VariableQuery:
    """The query of a Prometheus or Loki variable from its text."""
    row = list(tokens(text, [Region(one.start, one.end) for one in find(text)], kind))
    if not row or kind == "tempo" or (row[0].kind == "hole" and not _is_selector(row)):
        return VariableQuery(None)
    name = row[0].value
    if len(row) > 1 and row[0].kind == "word" and row[1].value == "(":
        known = next((form for form in _FUNCTIONS[kind] if form == name), None)
        if known is not None:
            return _call(text, known, row, kind)
        meant = None if name in _PROMQL else nearest(name, _FUNCTIONS[kind])
        if meant is not None:
            message = f'"{name}" is no function of a variable\'s query; did you mean "{meant}"?'
            return VariableQuery(None, problems=(Problem(message, row[0].start, row[0].end, meant),))
    whole = _part(text, row[0].start, row[-1].end)
    if kind == "loki":
        message = "a Loki variable takes label_names() or label_values(...)"
        return VariableQuery(None, problems=(Problem(message, whole.start, whole.end),))
    if _is_selector(row):
        return VariableQuery("series", whole)
    message = "a variable's query takes an expression in query_result(...) only"
    return VariableQuery(None, problems=(Problem(message, whole.start, whole.end, f"query_result({whole.text})"),))


def read_object(fields: Mapping[str, Any], kind: Kind) -> VariableQuery:
    """The query of a Loki or Tempo variable from the object that Grafana's editor writes.

    Its `type` is 0 for names and 1 for values of the `label`; Loki's may narrow them by a `stream` selector.
    """
    label, stream = text_of(fields.get("label")) or "", text_of(fields.get("stream")) or ""
    if fields.get("type") == 0:
        return VariableQuery("label_names")
    if fields.get("type") != 1:
        return VariableQuery(None)
    if not label.strip():
        return VariableQuery("label_values", problems=(Problem("the query names no label", 0, 0),))
    inner = Part(stream, 0, len(stream), "stream") if kind == "loki" and not _is_everything(stream) else None
    return VariableQuery("label_values", inner, Part(label, 0, len(label), "label"))


def tempo_label(label: str) -> str | None:
    """The label as Tempo's variables want it, when it is written with a scope: its list is empty then, without error.

    `service.name` for `resource.service.name`, as a real Grafana showed; in TraceQL it is the other way around.
    """
    scope = next((scope for scope in _SCOPES if label.startswith(scope)), None)
    return None if scope is None else label.removeprefix(scope)


def is_selector(text: str, kind: Kind) -> bool:
    """Whether the text is a selector of series or streams by its looks, rather than an expression."""
    row = list(tokens(text, [Region(one.start, one.end) for one in find(text)], kind))
    return bool(row) and _is_selector(row)


def _call(text: str, form: Form, row: list[Token], kind: Kind) -> VariableQuery:
    body = row[1].end
    if form in ("metrics", "label_names"):
        # A regular expression, in which brackets and quotes need not match.
        end = len(text.rstrip()) - 1 if text.rstrip().endswith(")") else None
    else:
        closing = _closing(row)
        end = None if closing is None else row[closing].start
        if closing is not None and closing + 1 < len(row):
            message = f"nothing may follow {form}(...)"
            return VariableQuery(form, problems=(Problem(message, row[closing + 1].start, row[-1].end),))
    if end is None:
        return VariableQuery(form, problems=(Problem(f'"{form}(" is never closed', row[0].start, body),))
    inner = _part(text, body, end)
    if form == "label_values":
        comma = _last_comma(token for token in row[2:] if token.end <= end)
        return _label_values(text, inner, comma, kind)
    if form in _NEEDS and not inner.text:
        return VariableQuery(form, problems=(_lacking(form, row[0].start, end + 1),))
    return VariableQuery(form, inner if inner.text else None)


def _label_values(text: str, inner: Part, comma: Token | None, kind: Kind) -> VariableQuery:
    label = inner if comma is None else _part(text, comma.end, inner.end)
    selector = None if comma is None else _part(text, inner.start, comma.start)
    if not label.text or (selector is not None and not selector.text):
        return VariableQuery("label_values", problems=(_lacking("label_values", 0, len(text)),))
    if not _is_label(label.text):
        message = f'"{label.text[:40]}" is no label'
        fix = f"label_values({label.text}, LABEL)" if selector is None else ""
        return VariableQuery("label_values", selector, problems=(Problem(message, label.start, label.end, fix),))
    everything = kind == "loki" and selector is not None and _is_everything(selector.text)
    return VariableQuery("label_values", None if everything else selector, label)


def _lacking(form: Form, start: int, end: int) -> Problem:
    example = {"label_values": "label_values(METRIC, LABEL)"}.get(form, f"{form}(...)")
    return Problem(f"{form} needs {_NEEDS[form]} inside", start, end, example)


def _part(text: str, start: int, end: int) -> Part:
    """The part without the white space at its ends."""
    written = text[start:end]
    start += len(written) - len(written.lstrip())
    return Part(written.strip(), start, start + len(written.strip()))


def _is_label(text: str) -> bool:
    taken = 0
    for reference in find(text):
        if not _LABEL.fullmatch(text, taken, reference.start):
            return False
        taken = reference.end
    return _LABEL.fullmatch(text, taken) is not None


def _is_everything(selector: str) -> bool:
    """Whether it is Loki's `{}`, which Grafana leaves away when it asks for labels."""
    return selector.strip().strip("{}").strip() == ""


def _closing(row: list[Token]) -> int | None:
    """Which token closes the bracket that the second one opens."""
    depth = 0
    for index, token in enumerate(row):
        if token.kind == "mark" and token.value in ("(", "[", "{"):
            depth += 1
        elif token.kind == "mark" and token.value in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                return index
    return None


def _last_comma(row: Iterable[Token]) -> Token | None:
    depth, last = 0, None
    for token in row:
        if token.kind != "mark":
            continue
        if token.value in ("(", "[", "{"):
            depth += 1
        elif token.value in (")", "]", "}"):
            depth -= 1
        elif token.value == "," and depth == 0:
            last = token
    return last


def _is_selector(row: list[Token]) -> bool:
    """A name, or `{...}`, or both."""
    name = 0
    while name < len(row) and (row[name].kind in ("word", "hole") or row[name].value in (":", ".")):
        if name and row[name].start != row[name - 1].end:
            return False
        name += 1
    if name == len(row):
        return True
    return row[name].value == "{" and row[-1].value == "}" and all(token.value != "}" for token in row[name:-1])
