"""The queries of variables: their own small language, and what stands inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import promql_parser
import pytest

from generator.interpolate import Scope, Value
from generator.languages.holes.tokens import Kind
from generator.languages.problem import Problem
from generator.languages.variable_judge import JudgedVariable, judge_variable
from generator.languages.variable_query import Form, Part, VariableQuery, read_object, read_text, tempo_label


@dataclass(frozen=True)
class Parsed:
    tree: object
    problems: tuple[Problem, ...] = ()


def promql(text: str) -> Parsed:
    try:
        return Parsed(promql_parser.parse(text))
    except ValueError as error:
        return Parsed(None, (Problem(str(error), 0, len(text)),))


def asked(text: str, kind: Kind = "prometheus") -> JudgedVariable:
    return judge_variable(read_text(text, kind), kind, Scope({"job": Value("job", None)}), promql)


@pytest.mark.parametrize(
    ("text", "form", "inner", "label"),
    [
        ("label_values(job)", "label_values", None, Part("job", 13, 16)),
        ("label_values(up, job)", "label_values", Part("up", 13, 15), Part("job", 17, 20)),
        (
            ' label_values( up{a="x,)",b=~"$b"} ,job ) ',
            "label_values",
            Part('up{a="x,)",b=~"$b"}', 15, 34),
            Part("job", 36, 39),
        ),
        ("label_values($metric, $label)", "label_values", Part("$metric", 13, 20), Part("$label", 22, 28)),
        ('label_values(up, "service.name")', "label_values", Part("up", 13, 15), Part('"service.name"', 17, 31)),
        ("label_values({a=~`x`}, ${label})", "label_values", Part("{a=~`x`}", 13, 21), Part("${label}", 23, 31)),
        ("label_names()", "label_names", None, None),
        ("label_names(node_.*)", "label_names", Part("node_.*", 12, 19), None),
        ("metrics(node_(cpu|disk).*)", "metrics", Part("node_(cpu|disk).*", 8, 25), None),
        ("query_result(sum(up) by (a))", "query_result", Part("sum(up) by (a)", 13, 27), None),
        ('up{job="$job"}', "series", Part('up{job="$job"}', 0, 14), None),
        ('{__name__="up"}', "series", Part('{__name__="up"}', 0, 15), None),
        ("node:$metric:rate", "series", Part("node:$metric:rate", 0, 17), None),
        ("", None, None, None),
        ("$query(up)", None, None, None),
    ],
)
def test_parts_of_a_text(text: str, form: Form | None, inner: Part | None, label: Part | None) -> None:
    assert read_text(text, "prometheus") == VariableQuery(form, inner, label)
    for part in (inner, label):
        assert part is None or text[part.start : part.end] == part.text


@pytest.mark.parametrize(
    ("text", "form", "inner", "label"),
    [
        ("label_names()", "label_names", None, None),
        ("label_values(job)", "label_values", None, Part("job", 13, 16)),
        ("label_values({}, job)", "label_values", None, Part("job", 17, 20)),
        ('label_values({a="b"}, job)', "label_values", Part('{a="b"}', 13, 20), Part("job", 22, 25)),
    ],
)
def test_parts_of_a_loki_text(text: str, form: Form, inner: Part | None, label: Part | None) -> None:
    assert read_text(text, "loki") == VariableQuery(form, inner, label)


@pytest.mark.parametrize(
    ("kind", "fields", "form", "inner", "label"),
    [
        ("loki", {"type": 0}, "label_names", None, None),
        ("loki", {"type": 1, "label": "a", "stream": ""}, "label_values", None, Part("a", 0, 1, "label")),
        (
            "loki",
            {"type": 1, "label": "a", "stream": '{b="c"}'},
            "label_values",
            Part('{b="c"}', 0, 7, "stream"),
            Part("a", 0, 1, "label"),
        ),
        ("tempo", {"type": 1, "label": "a", "stream": "{}"}, "label_values", None, Part("a", 0, 1, "label")),
        ("tempo", {"type": 0, "label": 5}, "label_names", None, None),
        ("tempo", {"type": "1"}, None, None, None),
        ("tempo", {}, None, None, None),
    ],
)
def test_parts_of_an_object(
    kind: Kind, fields: dict[str, Any], form: Form | None, inner: Part | None, label: Part | None
) -> None:
    assert read_object(fields, kind) == VariableQuery(form, inner, label)


NO_SELECTOR = "label_values takes a selector, not an expression"


def test_an_object_without_its_label() -> None:
    assert read_object({"type": 1, "label": " "}, "loki").problems == (Problem("the query names no label", 0, 0),)


@pytest.mark.parametrize(
    ("kind", "text", "place", "message", "fix"),
    [
        (
            "prometheus",
            "label_value(up, job)",
            "label_value",
            '"label_value" is no function of a variable\'s query; did you mean "label_values"?',
            "label_values",
        ),
        (
            "prometheus",
            "QueryResult(up)",
            "QueryResult",
            '"QueryResult" is no function of a variable\'s query; did you mean "query_result"?',
            "query_result",
        ),
        ("prometheus", "label_values(up, job", "label_values(", '"label_values(" is never closed', ""),
        ("prometheus", "query_result(a) + 1", "+ 1", "nothing may follow query_result(...)", ""),
        (
            "prometheus",
            "label_values(up,)",
            "label_values(up,)",
            "label_values needs a label inside",
            "label_values(METRIC, LABEL)",
        ),
        (
            "prometheus",
            "query_result( )",
            "query_result( )",
            "query_result needs a query inside",
            "query_result(...)",
        ),
        (
            "prometheus",
            'label_values(up{a="b"})',
            'up{a="b"}',
            '"up{a="b"}" is no label',
            'label_values(up{a="b"}, LABEL)',
        ),
        ("prometheus", "label_values(up, a b)", "a b", '"a b" is no label', ""),
        (
            "prometheus",
            "sum(up) by (job)",
            "sum(up) by (job)",
            "a variable's query takes an expression in query_result(...) only",
            "query_result(sum(up) by (job))",
        ),
        (
            "prometheus",
            'label_replace(up, "a", "", "", "")',
            'label_replace(up, "a", "", "", "")',
            "a variable's query takes an expression in query_result(...) only",
            'query_result(label_replace(up, "a", "", "", ""))',
        ),
        (
            "prometheus",
            "label_values(rate(up[5m]), job)",
            "rate(up[5m])",
            "label_values takes a selector, not an expression",
            "",
        ),
        ("loki", '{a="b"}', '{a="b"}', "a Loki variable takes label_names() or label_values(...)", ""),
    ],
)
def test_problems(kind: Kind, text: str, place: str, message: str, fix: str) -> None:
    start = text.index(place)
    assert asked(text, kind).problems == (Problem(message, start, start + len(place), fix),)


def test_what_is_wrong_inside_has_its_place_in_the_whole_text() -> None:
    judged = asked("query_result(rate(up))")
    assert [(one.start, one.end) for one in judged.problems] == [(13, 21)]
    assert judged.inner is not None
    assert [(one.start, one.end) for one in judged.inner.problems] == [(0, 8)]


@pytest.mark.parametrize(
    "text",
    [
        'label_values(up{job=~"$job"}, instance)',
        "label_values(${metric}_total{}, $label)",
        "label_values($metric, job)",
        "query_result(topk($n, sum by ($g) (up)))",
        "metrics(it's [^)]+)",
        'up{a="b",c!~"$d"}',
        "label_names()",
        "$all",
    ],
)
def test_good_ones(text: str) -> None:
    assert asked(text).problems == ()


def test_an_unknown_variable_inside_is_told() -> None:
    judged = asked('label_values(up{a="$nobody",b="$job"}, c)')
    assert judged.inner is not None
    assert [reference.name for reference in judged.inner.unknown] == ["nobody"]


def test_a_scope_in_a_label_of_tempo() -> None:
    assert tempo_label("resource.service.name") == "service.name"
    assert tempo_label("span.http.method") == "http.method"
    assert tempo_label("service.name") is None


@pytest.mark.parametrize("kind", ["prometheus", "loki", "tempo"])
@pytest.mark.parametrize(
    "text", ["label_values(", "(", "label_values({", "a,", ")", '"', "$a", "label_values(a)", "\ud800\0"]
)
def test_hostile_texts(kind: Kind, text: str) -> None:
    read_text(text * 5_000, kind)
