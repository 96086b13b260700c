"""Variables with a known value stand as Grafana would write them."""

from __future__ import annotations

import pytest

from generator.interpolate import ALL, Auto, Scope, Value, Window
from generator.languages.fill import fill
from generator.languages.holes.tokens import Kind

SCOPE = Scope(
    {
        "job": Value("job", "api"),
        "path": Value("path", r"C:\x"),
        "pods": Value("pods", ("a.b", "c"), multi=True),
        "one": Value("one", ("a.b",), multi=True),
        "all": Value("all", ALL, multi=True, include_all=True, options=("x", "y")),
        "any": Value("any", ALL, multi=True, include_all=True, all_value=".+"),
        "every": Value("every", ALL, multi=True, include_all=True),
        "unset": Value("unset", None),
        "nothing": Value("nothing", ()),
        "offered": Value("offered", None, options=("first", "second")),
        "step": Value("step", "$__auto_interval_step", type="interval", auto=Auto()),
        "fixed": Value("fixed", "10m", type="interval"),
        "clause": Value("clause", "", type="textbox"),
        "matchers": Value("matchers", 'a="b",'),
        "1": Value("1", "digit"),
        "window": Value("window", "$__rate_interval"),
    },
    Window(0, 60_000, 15),
)


@pytest.mark.parametrize(
    ("kind", "text", "filled"),
    [
        ("prometheus", 'x{job="$job"} > ${job}', 'x{job="api"} > api'),
        ("prometheus", 'x{a="$path"}', r'x{a="C:\\x"}'),
        ("prometheus", 'x{pod=~"$pods"}', r'x{pod=~"(a\\.b|c)"}'),
        ("loki", '{pod=~"$pods"}', r'{pod=~"a\\.b|c"}'),
        ("tempo", '{ .pod =~ "$pods" }', '{ .pod =~ "a.b|c" }'),
        ("prometheus", 'x{pod=~"$one"}', r'x{pod=~"a\\.b"}'),
        ("prometheus", 'x{a=~"${pods:regex}"}', r'x{a=~"(a\.b|c)"}'),
        ("prometheus", 'x{a=~"${pods:pipe}"}', 'x{a=~"a.b|c"}'),
        ("prometheus", "by (${pods:csv}) ${pods:raw}", "by (a.b,c) a.b,c"),
        ("prometheus", "f(${pods:doublequote}, [[job:singlequote]])", 'f("a.b","c", \'api\')'),
        ("prometheus", 'x{a=~"$all",b=~"$any",c=~"$every"}', 'x{a=~"(x|y)",b=~".+",c=~"filled"}'),
        ("prometheus", 'x{a="$unset",b="$nothing",c="$offered"}', 'x{a="filled",b="filled_1",c="first"}'),
        ("prometheus", "x[$step] + x[$fixed]", "x[7877s] + x[10m]"),
        ("prometheus", "x $clause", "x "),
        ("prometheus", "x{$matchers c=$unset}", 'x{a="b", c="filled"}'),
        ("prometheus", 'label_replace(x, "a", "$1", "b", "(.*)")', 'label_replace(x, "a", "digit", "b", "(.*)")'),
        ("prometheus", "x[$__rate_interval] + x[$window]", "x[7919s] + x[7919s]"),
    ],
)
def test_values(kind: Kind, text: str, filled: str) -> None:
    assert next(fill(text, kind, SCOPE)).text == filled


def test_a_known_value_has_no_other() -> None:
    assert len(list(fill("topk($job, x)", "prometheus", SCOPE))) == 1


def test_an_empty_value_is_tried_and_then_guessed() -> None:
    first, second, *_ = fill("x > $clause", "prometheus", SCOPE)
    assert (first.text, first.holes[0].source) == ("x > ", "value")
    assert (second.text, second.holes[0].source) == ("x > 7", "guess")


def test_where_each_text_comes_from() -> None:
    filled = next(fill("$job$unset$step$__range", "prometheus", SCOPE))
    assert [hole.source for hole in filled.holes] == ["value", "guess", "grafana", "grafana"]
