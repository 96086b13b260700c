"""Reads the stages behind a selector."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.config.nearest import did_you_mean
from generator.languages.logql.cursor import Cursor
from generator.languages.logql.label_filter import read_label_filter
from generator.languages.logql.quantities import read_ip
from generator.languages.logql.selector import listed, read_selector, read_target
from generator.languages.logql.tokens import Token
from generator.languages.logql.tree import (
    Assignment,
    Decolorize,
    Drop,
    Extraction,
    Ip,
    Keep,
    LabelFilter,
    LabelFormat,
    LineFilter,
    LineFormat,
    LogQuery,
    Parser,
    Stage,
    Text,
    Unwrap,
)
from generator.languages.logql.words import COMPARING, CONVERSIONS, LINE_FILTERS, STAGES
from generator.languages.refused import RefusedError


def read_log_query(cursor: Cursor) -> LogQuery:
    """A selector and all stages behind it."""
    selector = read_selector(cursor)
    stages = read_stages(cursor)
    return LogQuery(selector.start, stages[-1].end if stages else selector.end, selector, stages)


def read_stages(cursor: Cursor) -> tuple[Stage, ...]:
    """All stages that stand here, maybe none."""
    stages: list[Stage] = []
    unwrapped = False
    while cursor.at("|", *LINE_FILTERS):
        start = cursor.token.start
        stage = _line_filter(cursor) if cursor.at(*LINE_FILTERS) else _stage(cursor)
        if unwrapped and not isinstance(stage, LabelFilter):
            message = "only label filters can follow unwrap"
            raise RefusedError(message, start, stage.end, "move it before unwrap")
        unwrapped = unwrapped or isinstance(stage, Unwrap)
        stages.append(stage)
    return tuple(stages)


def _line_filter(cursor: Cursor) -> LineFilter:
    operator = cursor.take()
    values = [_searched(cursor, operator)]
    while cursor.accept("or"):
        values.append(_searched(cursor, operator))
    return LineFilter(operator.start, values[-1].end, operator.text, tuple(values))


def _searched(cursor: Cursor, operator: Token) -> Text | Ip:
    token = cursor.token
    if token.kind == "function" and token.text == "ip":
        return read_ip(cursor)
    if token.kind != "text":
        bare = token.kind in ("name", "number", "keyword", "duration", "bytes")
        fix = f'write {operator.text} "{token.text}"' if bare else ""
        if cursor.at(*LINE_FILTERS) and cursor.last.text == "or":
            fix = 'write |= "a" or "b"'
        raise cursor.unexpected('a quoted text or ip("...")', fix)
    return cursor.quoted()


def _stage(cursor: Cursor) -> Stage:
    bar = cursor.take()
    token = cursor.token
    if token.kind == "keyword" and token.text in _READERS:
        cursor.take()
        return _READERS[token.text](cursor, bar)
    if cursor.at("("):
        return _placed(read_label_filter(cursor), bar)
    if token.kind == "name":
        following = cursor.following
        if following.kind != "symbol" or following.text not in {*COMPARING, ".", "-"}:
            raise _unknown_stage(cursor)
        return _placed(read_label_filter(cursor), bar)
    if token.text == "|":
        raise cursor.unexpected("a stage or a label filter", 'write "or" between two filters')
    if token.kind == "text":
        raise cursor.unexpected("a stage or a label filter", f"write |= {token.text}")
    if token.text in LINE_FILTERS:
        raise cursor.unexpected("a stage or a label filter", 'remove the "|" before it')
    if token.kind == "keyword":
        raise RefusedError(f'"{token.text}" is a word of the language, not a stage or a label', token.start, token.end)
    raise cursor.unexpected("a stage or a label filter")


def _placed(condition: LabelFilter, bar: Token) -> LabelFilter:
    return LabelFilter(bar.start, condition.end, condition.condition)


def _unknown_stage(cursor: Cursor) -> RefusedError:
    token = cursor.token
    hint = did_you_mean(token.text, STAGES)
    fix = "" if hint else f'to filter on a label, write | {token.text}="..."'
    return RefusedError(f'there is no stage "{token.text}"{hint}', token.start, token.end, fix)


def _json(cursor: Cursor, bar: Token) -> Parser:
    word = cursor.last
    extractions = _extractions(cursor)
    return Parser(bar.start, extractions[-1].end if extractions else word.end, word.text, (), extractions)


def _logfmt(cursor: Cursor, bar: Token) -> Parser:
    word = cursor.last
    flags: list[str] = []
    while cursor.token.kind == "flag":
        flags.append(cursor.take().text)
    extractions = _extractions(cursor)
    return Parser(bar.start, cursor.last.end, word.text, tuple(flags), extractions)


def _extractions(cursor: Cursor) -> tuple[Extraction, ...]:
    return listed(cursor, _extraction) if cursor.token.kind == "name" else ()


def _extraction(cursor: Cursor) -> Extraction:
    label = cursor.label()
    expression = cursor.quoted(f'write {label.name}="{cursor.token.text}"') if cursor.accept("=") else None
    return Extraction(label.start, expression.end if expression else label.end, label, expression)


def _with_expression(cursor: Cursor, bar: Token) -> Parser:
    word = cursor.last
    expression = cursor.quoted(f"{word.text} needs what to look for")
    return Parser(bar.start, expression.end, word.text, expression=expression)


def _unpack(cursor: Cursor, bar: Token) -> Parser:
    return Parser(bar.start, cursor.last.end, "unpack")


def _decolorize(cursor: Cursor, bar: Token) -> Decolorize:
    return Decolorize(bar.start, cursor.last.end)


def _line_format(cursor: Cursor, bar: Token) -> LineFormat:
    template = cursor.quoted('line_format needs a template: line_format "{{.message}}"')
    return LineFormat(bar.start, template.end, template)


def _label_format(cursor: Cursor, bar: Token) -> LabelFormat:
    assignments = listed(cursor, _assignment)
    return LabelFormat(bar.start, assignments[-1].end, assignments)


def _assignment(cursor: Cursor) -> Assignment:
    label = cursor.label()
    cursor.expect("=", f'write {label.name}=other or {label.name}="{{{{.other}}}}"')
    if cursor.token.kind == "name":
        source = cursor.label()
        return Assignment(label.start, source.end, label, source)
    if cursor.token.kind != "text":
        raise cursor.unexpected("a label or a quoted template")
    value = cursor.quoted()
    return Assignment(label.start, value.end, label, value)


def _drop(cursor: Cursor, bar: Token) -> Drop:
    targets = listed(cursor, read_target)
    return Drop(bar.start, targets[-1].end, targets)


def _keep(cursor: Cursor, bar: Token) -> Keep:
    targets = listed(cursor, read_target)
    return Keep(bar.start, targets[-1].end, targets)


def _unwrap(cursor: Cursor, bar: Token) -> Unwrap:
    token = cursor.token
    if token.kind == "function" and token.text in CONVERSIONS:
        cursor.take()
        cursor.expect("(")
        label = cursor.label()
        return Unwrap(bar.start, cursor.expect(")").end, label, token.text)
    label = cursor.label()
    if cursor.at("("):
        hint = did_you_mean(label.name, CONVERSIONS)
        message = f'unwrap knows no conversion "{label.name}"{hint}'
        raise RefusedError(message, label.start, label.end, f"use {', '.join(CONVERSIONS[:-1])} or {CONVERSIONS[-1]}")
    return Unwrap(bar.start, label.end, label, None)


_READERS: Mapping[str, Callable[[Cursor, Token], Stage]] = {
    "decolorize": _decolorize,
    "drop": _drop,
    "json": _json,
    "keep": _keep,
    "label_format": _label_format,
    "line_format": _line_format,
    "logfmt": _logfmt,
    "pattern": _with_expression,
    "regexp": _with_expression,
    "unpack": _unpack,
    "unwrap": _unwrap,
}
