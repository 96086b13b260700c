"""What a person reads for a typical mistake: the place, what is wrong, how to mend it."""

from __future__ import annotations

import pytest

from generator.languages.traceql import parse

#: query, the piece that is marked, message, fix
MISTAKES = [
    # brackets, quotes, ends
    ("", "", "the query is empty", "write { } for all spans"),
    ("{ status = error", "", 'a "}" is missing', "write } at the end"),
    ("{ (.a = 1 }", "}", 'a ")" is missing', "write ) before it"),
    ("{ .a = 1) }", ")", 'no bracket is open that ")" could close', "delete it"),
    ("{ .a = 1 }}", "}", 'nothing is open that "}" could close', "delete it"),
    ('{ name = "a }', '"a }', "the string has no closing quote", 'close it with "'),
    ("{ name = 'a' }", "'a'", "a string stands in double quotes", 'write "a"'),
    ('{ span."a b = 1 }', 'span."a b = 1 }', "the quoted name has no closing quote", 'close it with "'),
    ("{ .a = 1 // }", "", 'a "}" is missing', "everything behind // is a comment"),
    ("{ /* }", "/* }", "the comment has no end", "close it with */"),
    ("{ .a = }", "=", 'nothing follows "="', 'write a value behind it, such as 500, "GET" or error'),
    ("{ .a && }", "&&", 'nothing follows "&&"', "delete it"),
    ("{ } |", "|", 'nothing follows "|"', "delete it"),
    # operators of other languages
    ('{ name == "a" }', "==", '"==" is no operator of TraceQL', "write ="),
    ("{ .a => 1 }", "=>", '"=>" is no operator of TraceQL', "write >="),
    ("{ .a <> 1 }", "<>", '"<>" is no operator of TraceQL', "write !="),
    ("{ .a =! 1 }", "=!", '"!" needs conditions; 1 is a number', "write !="),
    ("{ .a = 1 and .b = 2 }", "and", '"and" is no operator of TraceQL', "write &&"),
    ("{ .a = 1 OR .b = 2 }", "OR", '"OR" is no operator of TraceQL', "write ||"),
    ("{ .a = 1 & .b = 2 }", "&", '"&" means nothing in TraceQL', "write &&"),
    (
        '{ .a in ("x", "y") }',
        "in",
        '"in" is no operator of TraceQL',
        'write =~ with a regular expression, such as "a|b"',
    ),
    ("{ not .a }", "not", '"not" is no operator of TraceQL', "write ! and brackets: !(...)"),
    ("{ .a = 1, .b = 2 }", ",", "conditions are not separated by commas", "write && or ||"),
    (
        "{ .a = 1 | .b = 2 }",
        "|",
        '"|" stands between stages, not inside a filter',
        "write ||, or close the filter before it",
    ),
    ("{ .a >> .b }", ">>", '">>" stands between filters, not inside one', "close the filter before it"),
    ('{ name = "a" kind = server }', "kind", 'an operator is missing before "kind"', "write && between conditions"),
    ('{ } |= "error"', "|=", '"|=" is no operator of TraceQL', "put conditions on spans in { }"),
    # names
    (
        '{ service.name = "x" }',
        "service.name",
        '"service.name" has no scope',
        "write resource.service.name, or .service.name to look in every scope",
    ),
    (
        "{ http.status_code = 500 }",
        "http.status_code",
        '"http.status_code" has no scope',
        "write span.http.status_code, or .http.status_code to look in every scope",
    ),
    ("{ spam.http = 1 }", "spam.http", 'there is no scope "spam"', "write span.http"),
    ('{ resource:pod = "a" }', "resource", '"resource" has attributes only', "write resource. instead of resource:"),
    ("{ trace.duration > 1s }", "trace.duration", "a trace has no attributes", "write trace:duration"),
    ('{ span:nam = "a" }', "span:nam", 'there is no field "span:nam"', "write span:name"),
    (
        "{ statuss = error }",
        "statuss",
        'there is no field "statuss"',
        "write status, or .statuss for an attribute",
    ),
    (
        "{ childCount = 0 }",
        "childCount",
        'there is no field "childCount"',
        "write span:childCount, or .childCount for an attribute",
    ),
    ('{service_name="x"}', "service_name", 'there is no field "service_name"', "write resource.service.name"),
    ("{ span = 1 }", "span", '"span" is a scope, not a field', "write span. and the name of an attribute"),
    ("{ span. = 1 }", "span.", '"span." is not followed by the name of an attribute', ""),
    ("{ name.x = 1 }", "name", '"name" has no attributes', "write span.name.x"),
    ("{ status = Error }", "Error", '"Error" is no value of TraceQL', 'write error, or "Error" for a text'),
    ("{ name = checkout }", "checkout", '"checkout" is no value of TraceQL', 'write "checkout" for a text'),
    ("{ .a = null }", "null", '"null" is no value of TraceQL', "write nil"),
    # literals
    ("{ .a = 5sec }", "5sec", '"5sec" is neither a number nor a duration', "write a duration as in 1h30m"),
    ("{ duration > 5 s }", "5 s", "a duration has no blank in it", "write 5s"),
    ("{ .a = 1_000 }", "1_000", '"1_000" is no number that Tempo reads', "write 1000"),
    ("{ .a = 007 + 08 }", "08", '"08" is no number that Tempo reads', "write 8"),
    ("{ .a = 0x1F }", "0x", "TraceQL has decimal numbers only", "write the number in decimal digits"),
    (r'{ .a =~ "\d+" }', r"\d", r'"\d" is no escape in a string', r"write \\d, or put the string in `"),
    ("{ .a = [1] }", "[", '"[" means nothing in TraceQL', 'write =~ "a|b" instead of a list'),
    # types
    ("{ status }", "status", "a filter needs a condition; status is a status", "write status = error"),
    ("{ duration }", "duration", "a filter needs a condition; duration is a duration", "write duration > 1s"),
    ('{ "a" }', '"a"', 'a filter needs a condition; "a" is a string', 'write name = "a"'),
    ("{ error }", "error", "a filter needs a condition; error is a status", "write status = error"),
    (
        '{ status = "error" }',
        'status = "error"',
        '"=" compares status (a status) with "error" (a string)',
        "write error without quotes",
    ),
    (
        '{ kind = "SERVER" }',
        'kind = "SERVER"',
        '"=" compares kind (a kind) with "SERVER" (a string)',
        "write server without quotes",
    ),
    (
        '{ duration > "5s" }',
        'duration > "5s"',
        '">" compares duration (a duration) with "5s" (a string)',
        "write 5s without quotes",
    ),
    ("{ name = 7 }", "name = 7", '"=" compares name (a string) with 7 (a number)', 'write "7" in quotes'),
    (
        "{ kind = ok }",
        "kind = ok",
        '"=" compares kind (a kind) with ok (a status)',
        "write one of client, consumer, internal, producer, server, unspecified",
    ),
    ("{ status > ok }", "status", '">" needs numbers, durations or strings; status is a status', "write = or !="),
    (
        '{ status =~ "err.*" }',
        "status",
        '"=~" needs strings; status is a status',
        "write status = error || status = unset",
    ),
    ('{ duration =~ "5.*" }', "duration", '"=~" needs strings; duration is a duration', "write =, < or >"),
    ("{ .a && name }", "name", '"&&" needs conditions; name is a string', 'compare it, as in name = "..."'),
    ('{ "a" + 1 = 2 }', '"a"', '"+" needs numbers or durations; "a" is a string', ""),
    (
        "{ .a =~ .b }",
        ".b",
        'the right side of "=~" is a text, not a field',
        'write =~ "..." there, or = between two fields',
    ),
    (
        "{ name = nil }",
        "name = nil",
        "name is never nil: every span has it",
        "compare another attribute with nil, or leave this out",
    ),
    ("{ .a > nil }", "nil", '"nil" can only be compared', "write = nil or != nil behind a field"),
    (
        "{ parent.a = 1 }",
        "parent.a",
        "Tempo does not know the fields of the parent yet",
        "write { condition on the parent } > { condition on the span }",
    ),
    # stages
    ("{ } { }", "{", "an operator is missing between two filters", "write && between them, or >> for descendants"),
    ("{ } | count()", "count()", "a function of spans is compared with a number", "write count() > 2"),
    ("{ } | count(name) > 1", "name", "count() takes no field: it counts the spans", "write count()"),
    ("{ } | avg() > 1", ")", "avg() wants a field", "write avg(duration)"),
    ("{ } | avg(name) > 1", "name", "avg() needs a number or a duration; name is a string", "write avg(duration)"),
    (
        "{ } | avg(1) > 1",
        "1",
        "avg() needs a field of the span; 1 is the same for all",
        "write an attribute or an intrinsic",
    ),
    ('{ } | avg(duration) > "1s"', '"1s"', 'a number or a duration is wanted, not "1s"', "write 1s without quotes"),
    (
        "{ } | max(duration) > min(duration)",
        ">",
        "a function of spans stands left of a comparison, a number right",
        "write count() > 2",
    ),
    ("{ } | counts() > 1", "counts", 'there is no stage "counts"', "write count"),
    (
        "{ } | json",
        "json",
        'there is no stage "json"',
        "stages are by, coalesce, select, count() > 2, metrics such as rate()",
    ),
    (
        "{ } | by(name, kind)",
        ",",
        "by() groups by one field",
        "write one by() after the other: | by(a) | by(b)",
    ),
    ("{ } | by(1)", "1", "by() needs a field of the span; 1 is the same for all", "write an attribute or an intrinsic"),
    ("{ } | select()", ")", "select() wants a field", "write select(resource.service.name)"),
    ('{ } | select("a")', '"a"', 'a field is wanted, not "a"', 'write ."a" if it is an attribute'),
    ("{ } | select(.a + 1)", "+", "nothing is computed in a list of fields", "write the field alone"),
    ("coalesce()", "coalesce", "coalesce() needs spans before it", "write { } | coalesce(...)"),
    (
        "({ } | count() > 1) | rate()",
        "|",
        "no stage can follow a pipeline in brackets",
        "move the closing bracket behind the last stage",
    ),
    (
        "({ } | count() > 1) && { .b }",
        "{ .b }",
        "beside a pipeline a filter stands in brackets",
        "write ({ ... })",
    ),
    # metrics
    ("{ } | rate", "rate", 'the brackets of "rate" are missing', "write rate(...)"),
    ("{ } rate()", "rate", '"|" is missing before "rate"', "write | rate"),
    (
        "{ } | rate(5m)",
        "5m",
        "rate() takes nothing",
        "the window is the step of the query, which the panel sets",
    ),
    ("{ } | sum by (name) (rate())", "sum", "functions group behind their brackets", "write | rate() by (name)"),
    (
        "{ } | rate() by (service.name)",
        "service.name",
        '"service.name" has no scope',
        "write resource.service.name, or .service.name to look in every scope",
    ),
    (
        "{ } | rate() by (.a, .b, .c, .d, .e, .f)",
        ".f",
        "Tempo groups rate() by 5 fields at most",
        "leave out the fields that matter least",
    ),
    (
        "{ } | quantile_over_time(duration)",
        ")",
        "quantile_over_time() wants at least one quantile",
        "write quantile_over_time(duration, .95)",
    ),
    ("{ } | quantile_over_time(duration, 95)", "95", "a quantile is a number from 0 to 1", "write 0.95"),
    (
        "{ } | rate() | count() > 1",
        "count",
        "only topk and bottomk can follow a metrics function",
        "write | topk(10)",
    ),
    ("{ } | topk(5)", "topk", "topk() needs a metrics function before it", "write { } | rate() | topk(10)"),
    ("{ } | rate() | topk(0)", "0", "topk() keeps at least 1 series", "write topk(10)"),
    ("{ } | rate() | topk(2.5)", "2.5", "topk() wants a whole number", "write topk(10)"),
    (
        "{ } | compare({ status = error }) | topk(5)",
        "compare({ status = error })",
        "compare() goes with nothing else: no arithmetic, no topk, no threshold",
        "leave the rest out",
    ),
    (
        "{ } | rate() / { } | rate()",
        "/",
        '"/" stands between metrics queries in brackets',
        "write ({ } | rate()) / ({ } | rate())",
    ),
    (
        "({ } | rate()) > ({ } | rate())",
        ">",
        "a metrics query can only be compared with a number",
        "divide one by the other first",
    ),
    (
        "({ } | rate()) * 10s",
        "*",
        "a duration cannot be computed with a metrics query",
        "write the number of seconds",
    ),
    # hints
    ("{ } with exemplars=true", "with", 'the brackets of "with" are missing', "write with(...)"),
    ("{ } with (exemplars)", "exemplars", 'the hint "exemplars" has no value', "write exemplars=true"),
    (
        "{ } with (exemplars=true) | rate()",
        "|",
        "hints stand at the end of the query",
        "move with (...) to the end",
    ),
]


@pytest.mark.parametrize(("query", "marked", "message", "fix"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES])
def test_a_mistake_is_named_where_it_stands(query: str, marked: str, message: str, fix: str) -> None:
    (problem,) = parse(query).problems
    assert (problem.message, problem.fix) == (message, fix)
    assert query[problem.start : problem.end] == marked


def test_a_bad_regular_expression_is_marked_inside_its_text() -> None:
    query = '{ .a =~ "x\\\\d(y" }'
    (problem,) = parse(query).problems
    assert problem.message == 'not a regular expression that Go reads: the group "(" is never closed'
    assert query[problem.start : problem.end].startswith("(")


def test_all_wrong_types_are_told_in_the_order_of_the_text() -> None:
    query = '{ status = "a" && name = 1 } | by(kind > 1) | avg(name) > 1 | rate() | topk(0)'
    places = [query[problem.start : problem.end] for problem in parse(query).problems]
    assert places == ['status = "a"', "name = 1", "kind", "name", "0"]


def test_a_stranger_s_text_has_no_more_than_twenty() -> None:
    assert len(parse("{ " + " && ".join(["name = 1"] * 100) + " }").problems) == 20


def test_messages_show_no_more_of_a_long_text_than_a_line() -> None:
    for query in (
        "{ .a = " + "1" * 100_000 + " }",
        "{ " + "x" * 100_000 + " = 1 }",
        "{ name = `" + "y" * 1000 + "` + 1 }",
    ):
        (problem,) = parse(query).problems
        assert len(problem.message + problem.fix) < 400


@pytest.mark.parametrize(
    "query",
    ["{ .a = 'x\ny' }", '{ .a = "\\\n" }', "{ \u2028 }", '{ name > "5\\n5" + 1 }', "{ name = `a\nb` && 1 }", "{ \r'\n"],
)
def test_messages_stay_on_one_line(query: str) -> None:
    problems = parse(query).problems
    assert problems
    assert all(len((problem.message + problem.fix).splitlines()) == 1 for problem in problems)
