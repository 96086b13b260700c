"""What is said of typical mistakes, which part of the text is meant, and how to mend it."""

from __future__ import annotations

import pytest

from generator.languages.promql import parse

EXPERIMENTAL = "is experimental, and refused by a server without --enable-feature=promql-experimental-functions"

MISTAKES = [
    ("", "the query is empty", "", ""),
    # functions
    (
        "rate(x)",
        "rate() takes a range vector such as x[5m], and this is an instant vector",
        "x",
        "add a range such as [5m]",
    ),
    (
        "rate(sum(x))",
        "rate() takes a range vector such as x[5m], and this is an instant vector",
        "sum(x)",
        "make it a subquery, such as (...)[5m:]",
    ),
    (
        "sum(x[5m])",
        "sum() takes an instant vector, and this is a range vector",
        "x[5m]",
        "remove the range, or put a function such as rate() around it",
    ),
    (
        "abs(x[5m:])",
        "abs() takes an instant vector, and this is a range vector",
        "x[5m:]",
        "remove the subquery, or put a function such as rate() around it",
    ),
    (
        "histogram_quantile(x, 0.9)",
        "histogram_quantile() takes a number as its first argument, and this is an instant vector",
        "x",
        "swap the arguments",
    ),
    (
        "topk(x, 5)",
        "topk() takes a number as its first argument, and this is an instant vector",
        "x",
        "swap the arguments",
    ),
    (
        "topk(5, 1)",
        "topk() takes an instant vector as its second argument, and this is a number",
        "1",
        "write vector(...) around it",
    ),
    (
        "clamp_min(x, y)",
        "clamp_min() takes a number as its second argument, and this is an instant vector",
        "y",
        "write scalar(...) around it",
    ),
    (
        "count_values(v, x)",
        "count_values() takes a string as its first argument, and this is an instant vector",
        "v",
        'write "v"',
    ),
    (
        'label_replace(x, "a", "b", "c", 5)',
        "label_replace() takes a string as its fifth argument, and this is a number",
        "5",
        "",
    ),
    ("rate()", "rate() takes one argument, and has none", "rate()", "write rate(x[5m])"),
    ("clamp(x, 1)", "clamp() takes 3 arguments, and has 2", "clamp(x, 1)", "write clamp(x, 0.5, 0.5)"),
    ("round(x, 1, 2)", "round() takes 1 or 2 arguments, and has 3", "round(x, 1, 2)", "write round(x)"),
    ("hour(x, y)", "hour() takes at most one argument, and has 2", "hour(x, y)", "write hour()"),
    ("time(5)", "time() takes no arguments, and has 1", "time(5)", "write time()"),
    (
        'label_join(x, "a")',
        "label_join() takes at least 3 arguments, and has 2",
        'label_join(x, "a")',
        'write label_join(x, "a", "a")',
    ),
    ("topk(x)", "topk() takes 2 arguments, and has 1", "topk(x)", "write topk(5, x)"),
    ("sum(x, y)", "sum() takes one argument, and has 2", "sum(x, y)", "write sum(x)"),
    ("quantile(x)", "quantile() takes 2 arguments, and has 1", "quantile(x)", "write quantile(0.9, x)"),
    ("rates(x[5m])", 'there is no function "rates"; did you mean "rate"?', "rates", ""),
    ("Rate(x[5m])", 'there is no function "Rate": capitals count', "Rate", "write rate"),
    ("mean(x)", 'there is no function "mean"', "mean", "write avg"),
    ("zzz(x)", 'there is no function "zzz"', "zzz", ""),
    (
        "label_values(x, a)",
        "label_values() is no PromQL: Grafana knows it in the query of a variable, and nowhere else",
        "label_values",
        "",
    ),
    ("limitk(5, x)", f"limitk() {EXPERIMENTAL}", "limitk", ""),
    ("mad_over_time(x[5m])", f"mad_over_time() {EXPERIMENTAL}", "mad_over_time", ""),
    ("a:b(x)", '"a:b" is no function', "a:b", ""),
    ("rate(x[5m],)", 'a comma stands right before ")"', ")", "remove the comma"),
    ("rate(,x)", "nothing stands before the comma", ",", "remove the comma"),
    # aggregations
    ("sum by a (x)", '"by" takes labels in parentheses', "by", "write by (label, label)"),
    ("sum by (a)", '"sum" has nothing to aggregate', "sum by (a)", "write sum by (label) (expression)"),
    ("sum by (a b) (x)", '"b" stands where a comma or ")" is expected, in the labels of "by"', "b", ""),
    (
        "sum by (inf) (x)",
        '"inf" stands where a label or ")" is expected, in the labels of "by"',
        "inf",
        'write "inf" with quotes',
    ),
    ('sum by ("") (x)', "no label can have this name", '""', ""),
    ("sum by (a) (x) by (b)", "sum() has its labels already", "by", "remove one of the two lists"),
    ("rate(x[5m]) by (a)", '"by" belongs to an aggregation, and not to rate()', "by", "write sum by (...) (...)"),
    # selectors
    ("{}", "this selects every series: it has no condition", "{}", "name the metric"),
    (
        '{a=~".*", b!="c"}',
        "this selects every series: each condition is true of series without its label",
        '{a=~".*", b!="c"}',
        'write ".+" for ".*"',
    ),
    ('x{__name__="y"}', 'the metric has a name already: "x"', '__name__="y"', "remove one of the two names"),
    ("x{a=b}", 'the value of "a" has no quotes', "b", 'write "b"'),
    (
        "x{a=5}",
        '"5" cannot stand here: values have quotes, and a label begins with a letter',
        "5",
        'write label="value"',
    ),
    ("x{a}", 'the label "a" has no condition', "a", 'write a="...", or remove it'),
    ("x{a=}", 'the condition on "a" has no value', "a=}", 'write "..."'),
    ('x{a=="b"}', "two comparisons in a row", "=", "the comparisons are =, !=, =~ and !~"),
    ('x{a="b" c="d"}', 'a comma is missing before "c"', "c", 'write ","'),
    ('x{a="b"', '"{" is never closed', "{", 'add "}"'),
    ('x{a="b}', 'the string that begins here has no closing "', '"', 'add "'),
    ('x{a.b="c"}', '"." cannot stand here', ".", 'write a label with such characters in quotes: "a.b"="c"'),
    ("http.requests", '"." cannot stand here', ".", 'write a metric as {"a.b"}, and a label as "a.b"'),
    (
        r'x{a=~"\d+"}',
        r"\d is no escape that PromQL knows",
        r"\d",
        r"write \\d, or put the string between backticks",
    ),
    (
        r'"\x4"',
        r"the escape \x is no character: its digits are too few or wrong",
        r"\x",
        r"write \xHH, \uHHHH, \UHHHHHHHH or three octal digits",
    ),
    ('x{a=~"b(?=c)"}', 'the regular expression of "a" is wrong: RE2 has no look-ahead: "(?="', "(?=", ""),
    (
        r'x{a=~"(b)\\1"}',
        r'the regular expression of "a" is wrong: RE2 has no back-references: "\1"',
        r'"(b)\\1"',
        "",
    ),
    ("x{a=“b”}", "“ is no quotation mark in PromQL", "“", "write \" or '"),
    ("$x", 'PromQL has no "$"', "$", "a variable of the dashboard has no value here"),
    ("on", '"on" is a keyword and no value', "on", 'write {__name__="on"} for a metric of this name'),
    # ranges
    ("x[0s]", "a range is longer than nothing", "0s", "write a duration such as 5m"),
    ("x[]", "the range has no duration", "[]", "write a duration such as 5m"),
    ("x[5m", '"[" is never closed', "[", 'add "]"'),
    ("x[1.5h]", '"1.5h" is no duration: it has a fraction', "1.5h", "write whole units, such as 1h30m"),
    (
        "x[30m1h]",
        '"30m1h" is no duration: units go from the largest to the smallest, each once',
        "30m1h",
        "write 1h30m",
    ),
    ("x[5min]", '"5min" is neither a number nor a duration', "5min", "the units are ms, s, m, h, d, w and y"),
    ("x[300y]", "the duration is too large for Prometheus", "300y", ""),
    ("x[5 m]", '"m" stands where a range ends', "m", "write the unit right behind the number"),
    ("x[2 * 5m]", "arithmetic with durations needs --enable-feature=promql-duration-expr", "*", "write the result"),
    ('x["5m"]', "a duration has no quotes", '"', "write [5m]"),
    ("sum(x)[5m]", "a range follows a metric, and not sum()", "[5m]", "write [5m:] for a subquery"),
    ("x offset 1h[5m]", 'the range stands behind "offset"', "[5m]", "write x[5m] offset ..."),
    ("x[5m][5m]", "a second range behind the first", "[5m]", "remove it"),
    (
        "x[5m][1h:]",
        "a subquery takes an instant vector, and this is a range vector",
        "x[5m]",
        "put a function such as rate() around it",
    ),
    (
        "sum(x) offset 5m",
        '"offset" follows a metric, a range or a subquery, and not sum()',
        "offset 5m",
        "write it right behind the metric: x[5m] offset 5m",
    ),
    ("x offset 1h offset 2h", "a second offset behind the first", "offset 2h", "remove one"),
    ("x offset y", "the offset has no duration", "offset y", "write a duration such as 5m"),
    ("x @ now", '"@" has no time', "@ now", "write seconds since 1970, start() or end()"),
    ("x @ inf", 'the time behind "@" is out of bounds', "inf", "write seconds since 1970"),
    ("x smoothed", '"smoothed" needs --enable-feature=promql-extended-range-selectors', "smoothed", ""),
    # operators
    ("a +", 'nothing stands on the right of "+"', "+", ""),
    ("* a", 'nothing stands on the left of "*"', "*", ""),
    ("a * / b", 'two operators in a row: "*" and "/"', "* /", "remove one"),
    ("a b", 'no operator stands between "a" and "b"', "b", ""),
    ("(a", '"(" is never closed', "(", 'add ")"'),
    ("a)", '")" closes nothing', ")", "remove it"),
    ("a = b", '"=" compares labels inside of {}', "=", "write == to compare values"),
    ("a && b", 'PromQL has no "&&"', "&&", 'write "and"'),
    ("1 > 2", 'a comparison of two numbers needs "bool"', ">", "write > bool"),
    ("a + bool b", '"bool" belongs to comparisons, and not to "+"', "+", "remove bool"),
    ("a or 0", '"or" joins instant vectors, and on its right is a number', "0", "write vector(...) around it"),
    (
        "a[5m] / b",
        '"/" joins numbers and instant vectors, and on its left is a range vector',
        "a[5m]",
        "put a function such as rate() around it",
    ),
    ('-"a"', '"-" takes a number or an instant vector, and this is a string', '"a"', ""),
    (
        "a * group_left b",
        '"group_left" needs on (...) or ignoring (...) before it',
        "group_left",
        "write on (label) group_left",
    ),
    (
        "a and on(x) group_left b",
        '"group_left" cannot go with "and", which matches many with many',
        "on(x) group_left",
        "remove group_left",
    ),
    ("a * on(x) group_left(x) b", 'the label "x" stands both in "on" and in "group_left"', "x", "remove one"),
    (
        "a * on(x) group_left (b)",
        'nothing stands on the right of "*"',
        "*",
        "the parenthesis behind group_left holds its labels",
    ),
    ("a == on(x) bool b", '"bool" stands right behind the operator', "bool", "write == bool"),
    ("a + on(x) 1", '"on" matches the series of two instant vectors, and one side is none', "on(x)", "remove it"),
    ("1e400", "the number is too large for Prometheus", "1e400", ""),
]


@pytest.mark.parametrize(("query", "message", "marked", "fix"), MISTAKES)
def test_message(query: str, message: str, marked: str, fix: str) -> None:
    (problem,) = parse(query).problems
    assert (problem.message, query[problem.start : problem.end], problem.fix) == (message, marked, fix)


def test_the_place_is_the_right_one_of_several() -> None:
    (problem,) = parse("rate(x[5m]) + rate(x)").problems
    assert (problem.start, problem.end) == (19, 20)


@pytest.mark.parametrize(
    "query",
    [
        '{"a\\nb"=~"("}',
        '{"a\\nb"}[5m] + 1',
        'x{a=~"(?\\n"}',
        'x{"a\\u2028b"}',
        "x{`a\nb`",
        "x{`a\nb` 5}",
        "`a\nb` `c\nd`",
        "a\n+\nb c",
        "x{`%s`=~`(`}" % ("a\n" * 1000),
        'sum by ("a\\nb" 5) (x)',
        'a + on ("b\\n") group_left ("b\\n") c',
    ],
)
def test_one_line_whatever_the_names(query: str) -> None:
    for problem in parse(query).problems:
        assert (problem.message + problem.fix).isprintable()
        assert len(problem.message) < 310


def test_a_long_name_does_not_fill_the_screen() -> None:
    (problem,) = parse(f"{'a' * 5000}(x)").problems
    assert len(problem.message) < 120
    (problem,) = parse(f"x {'a' * 5000}").problems
    assert len(problem.message) < 120
