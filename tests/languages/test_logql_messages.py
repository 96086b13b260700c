"""What is said of the mistakes that people make, where, and how to mend them."""

from __future__ import annotations

import pytest

from generator.languages.logql import parse

R = 'rate({app="shop"}[5m])'
UNITS = "durations have ns, us, ms, s, m, h, d, w or y; sizes have B, KB, MB, GB, TB, KiB, MiB, GiB or TiB"
RANGE = "write whole numbers with ms, s, m, h, d, w or y, the largest first, without blanks: [1h30m]"
COUNT = "count them first: count_over_time({...}[5m])"
REPLACE = 'write label_replace(query, "target", "$1", "source", "(.*)")'

#: The query, the place, the message, the fix.
SELECTORS = [
    ("{}", "{}", "{} would read every stream", 'write {app="..."}'),
    (
        '{app=~".*", env!="prod"}',
        '{app=~".*", env!="prod"}',
        "the selector would read every stream: each of its matchers accepts an empty value",
        'use one that needs a value, such as app=~".+"',
    ),
    ('{app="shop"', "{", '"{" is never closed', 'add "}"'),
    ("{app=shop}", "shop", 'a quoted text should stand here, not "shop"', 'write app="shop"'),
    ("{app='shop'}", "'", "texts stand in double quotes or backticks, not in single quotes", ""),
    ('{app.name="x"}', ".", '"." cannot stand in the name of a label', 'Loki has "_" in its place: app_name'),
    ('{by="x"}', "by", '"by" is a word of the language and cannot name a label', ""),
    ('{app=="shop"}', "==", '=, !=, =~ or !~ should stand here, not "=="', 'write app="shop"'),
    ('{app="shop",}', ",", "nothing follows the comma", "remove the comma"),
    ('{app="shop" env="x"}', "env", '"," or "}" should stand here, not "env"', "separate matchers with commas"),
    ('{app: "shop"}', ":", '":" has no meaning in LogQL', 'write label="value"'),
    (
        '{app="shop"}{env="x"}',
        "{",
        'an operator or the end of the query should stand here, not "{"',
        "write all matchers into one selector",
    ),
    ('up{job="x"}', "up", '"up" cannot begin a query', 'Loki has no metric names: write {app="up"}'),
    ('{app="$"} | $x', "$", '"$" has no meaning in LogQL', "a variable of Grafana that nothing has filled"),
]
TEXTS = [
    ('{app="shop} | json', '"', 'the quote " is never closed', 'add " at its end'),
    (r'{app=~"a\.b"}', r"\.", r"\. is not an escape", r"write \\., or put the text in backticks"),
    (
        '{app=~"("}',
        "(",
        'invalid regular expression: the group "(" is never closed',
        r'add ")", or write "\(" for the character',
    ),
    ('{app="x"} |~ "a(?!b)"', "(?!", 'invalid regular expression: RE2 has no look-ahead: "(?!"', ""),
    (r'{app="x"} |~ `(a)\1`', r"\1", r'invalid regular expression: RE2 has no back-references: "\1"', ""),
    (r'{app="x"} |~ "\\d\\y"', r"\\y", r'invalid regular expression: "\y" is no escape that RE2 knows', ""),
]
STAGES = [
    ('{app="x"} |= error', "error", 'a quoted text or ip("...") should stand here, not "error"', 'write |= "error"'),
    (
        '{app="x"} |= "a" or |= "b"',
        "|=",
        'a quoted text or ip("...") should stand here, not "|="',
        'write |= "a" or "b"',
    ),
    ('{app="x"} |= "a" and "b"', 'and "b"', '"and" cannot stand between texts', 'write two filters: |= "a" |= "b"'),
    ('{app="x"} | jsn', "jsn", 'there is no stage "jsn"; did you mean "json"?', ""),
    ('{app="x"} | level', "level", 'there is no stage "level"', 'to filter on a label, write | level="..."'),
    (
        '{app="x"} | level=error',
        "error",
        'a text, a number, a duration or a size should stand here, not "error"',
        'write level="error"',
    ),
    ('{app="x"} | level=="error"', '=="error"', '"==" compares numbers, not texts', 'write level="error"'),
    ('{app="x"} | level>"error"', '>"error"', '">" compares numbers, not texts', "compare with a number, 5s or 10KB"),
    (
        '{app="x"} | a="b" || c="d"',
        "|",
        'a stage or a label filter should stand here, not "|"',
        'write "or" between two filters',
    ),
    ('{app="x"} | a="b" && c="d"', "&", '"&" has no meaning in LogQL', 'write "and"'),
    ('{app="x"} | took > 5sec', "5sec", '"5sec" is not a number, a duration or a size', UNITS),
    ('{app="x"} | size > 5kb', "5kb", '"5kb" is not a number, a duration or a size', UNITS),
    ('{app="x"} | size > 5PB', "5PB", '"5PB" is not a number, a duration or a size', UNITS),
    (
        '{app="x"} | json y="a-b"',
        "-",
        'invalid json expression: "." or "[" should stand here, not "-"',
        'write fields with other letters as ["..."]',
    ),
    (
        '{app="x"} | regexp "abc"',
        "abc",
        "invalid regular expression: it captures no label",
        "name what to extract: (?P<status>[0-9]+)",
    ),
    ('{app="x"} | pattern "abc"', "abc", "invalid pattern: it captures no label", "name what to extract: <status>"),
    (
        '{app="x"} | pattern "<a><b>"',
        "<a><b>",
        "invalid pattern: <a><b> have nothing between them",
        "put the text that separates them between",
    ),
    ('{app="x"} |> "<a> x"', "<a>", "invalid pattern: a filter captures no labels: <a>", "write <_>"),
    (
        '{app="x"} |= ip("10.0.0.256")',
        "10.0.0.256",
        'invalid ip pattern: "10.0.0.256" is no IP address',
        "write an address, a range (10.0.0.1-10.0.0.9) or a network (10.0.0.0/8)",
    ),
    (
        '{app="x"} | label_format a=b, a="c"',
        "a",
        "label_format sets a twice",
        "write a second | label_format behind it",
    ),
    (
        '{app="x"} | unwrap took',
        "| unwrap took",
        "unwrap needs a function over a range around it",
        "write sum_over_time({...} | unwrap label [5m])",
    ),
    ('{app="x"} | filter a="b"', "filter", 'there is no stage "filter"', 'to filter on a label, write | filter="..."'),
]
TEMPLATES = [
    ("{{.msg", "{{", 'invalid template: the action "{{" is never closed', 'add "}}"'),
    (
        "{{ .http-status }}",
        "-",
        'invalid template: "-" cannot follow ".http"',
        'the names of labels have "_" in its place',
    ),
    (
        "{{ trunk 5 .a }}",
        "trunk",
        'invalid template: no template function is called "trunk"; did you mean "trunc"?',
        "",
    ),
    ("{{ msg }}", "msg", 'invalid template: no template function is called "msg"', "write .msg for the label"),
    ("{{ if .a }}x", "if", "invalid template: {{if}} has no {{end}}", "add {{end}}"),
    ("{{ .a }}{{ end }}", "end", "invalid template: an {{end}} that closes nothing", ""),
    ("{{ $x }}", "$x", "invalid template: the variable $x is not set here", ""),
]
RANGES = [
    ('rate({app="x"})', ")", "rate needs a range behind its log query", "write rate({...}[5m])"),
    ('rate({app="x"}[5])', "[5]", "[5] is not a range", RANGE),
    ('rate({app="x"}[1.5h])', "[1.5h]", "[1.5h] is not a range", RANGE),
    ('rate({app="x"}[5m:1m])', "[5m:1m]", "LogQL has no subqueries: [5m:1m]", "write [5m]"),
    (
        '{app="x"}[5m]',
        "[5m]",
        "a range can only stand inside of a function over lines",
        "write count_over_time({...}[5m])",
    ),
    (
        'rate({app="x"}[5m]) offset 5m',
        "offset",
        "offset belongs to a range",
        "write it directly behind the range: [5m] offset 1h",
    ),
    ('rate({app="x"}[5m] offset 5)', "5", 'a duration should stand here, not "5"', "add a unit: offset 5m"),
    (
        f"rate(sum({R}))",
        "sum",
        "rate works on log lines, but sum(...) returns numbers",
        "write rate({...}[5m]), or use an aggregation such as sum",
    ),
    ('rate({app="x"}[5m]', "(", '"(" of rate is never closed', 'add ")"'),
    ('increase({app="x"}[5m])', "increase", 'LogQL has no function "increase"', "use count_over_time"),
    (
        'count_over_tme({app="x"}[5m])',
        "count_over_tme",
        'LogQL has no function "count_over_tme"; did you mean "count_over_time"?',
        "",
    ),
    (
        'sum_over_time({app="x"}[5m])',
        "sum_over_time",
        "sum_over_time needs an unwrap that says which label holds its numbers",
        'add "| unwrap label" before the range; count_over_time counts the lines themselves',
    ),
    (
        'count_over_time({app="x"} | unwrap y [5m])',
        "| unwrap y",
        "count_over_time counts lines and takes no unwrap",
        "use sum_over_time",
    ),
    (
        'sum_over_time({app="x"} | unwrap y [5m]) by (pod)',
        "by (pod)",
        "sum_over_time cannot group by labels",
        "write sum by (pod) (sum_over_time(...))",
    ),
    (
        'quantile_over_time({app="x"} | unwrap y [5m])',
        "quantile_over_time",
        "quantile_over_time needs a quantile first",
        "write quantile_over_time(0.95, ...)",
    ),
    (
        'rate({app="x"} | unwrap y | json [5m])',
        "| json",
        "only label filters can follow unwrap",
        "move it before unwrap",
    ),
    (
        'sum_over_time({app="x"} | unwrap seconds(y) [5m])',
        "seconds",
        'unwrap knows no conversion "seconds"; did you mean "duration_seconds"?',
        "use bytes, duration or duration_seconds",
    ),
]
METRICS = [
    ('sum({app="shop"})', '{app="shop"}', "sum works on series, not on log lines", COUNT),
    ("sum(1)", "1", "sum works on series, not on a number", "write vector(...)"),
    (f"sum by pod ({R})", "by", "the labels of by stand in parentheses", "write sum by (label) (...)"),
    (
        f'sum by ("pod") ({R})',
        '"pod"',
        'the name of a label should stand here, not "pod"',
        "write it without quotes: pod",
    ),
    (f"topk({R})", "topk", "topk needs how many series first", "write topk(10, ...)"),
    (f"topk({R}, 5)", ",", "topk takes a whole number and one query", "write topk(5, ...)"),
    (f"topk(1.5, {R})", "1.5", "topk needs a whole number above 0, not 1.5", ""),
    (f"sort({R}) by (app)", "by (app)", "sort cannot group by labels", "write sort(sum by (...) (...))"),
    (f"sum(5, {R})", "5", "sum takes no number before its query", "remove it"),
    (f"{R} and 1", "1", '"and" works between series, not with a number', "write vector(...)"),
    ('{app="shop"} + 1', '{app="shop"}', '"+" cannot be applied to log lines', COUNT),
    (f"-{R}", "-", "a sign can only stand before a number", "write -1 * (...)"),
    (
        f"{R} = 5",
        "=",
        'an operator should stand here, not "="',
        'numbers are compared with "=="',
    ),
    (f"{R} | json", "|", "a metric has no lines, so no stage can follow it", "move it inside, before the range"),
    (f'label_replace({R}, "a", "b")', ")", "label_replace needs a query and four texts", REPLACE),
    (f"{R} + group_left {R}", "group_left", "group_left needs on (...) or ignoring (...) before it", ""),
    (
        f"{R} > on (a) bool {R}",
        "bool",
        '"bool" cannot stand behind on (...)',
        "write bool directly behind the operator",
    ),
    (f"({R}", "(", '"(" is never closed', 'add ")"'),
    (f"{R})", ")", 'a ")" that closes nothing', "remove it"),
    (f"{R} +", "", "the query ends where a query or a number should follow", ""),
    (f"by (x) ({R})", "by", '"by" needs an aggregation before it', "write sum by (...) (...)"),
    ("0x1F", "0x1F", "0x1F is not a decimal number", "write 31"),
    (
        "error",
        "error",
        'a query or a number should stand here, not "error"',
        'write {app="..."} |= "error" to look for a word',
    ),
    ("json", "json", "a query begins with a selector", 'write {app="..."} | json'),
]


@pytest.mark.parametrize(("query", "place", "message", "fix"), [*SELECTORS, *TEXTS, *STAGES, *RANGES, *METRICS])
def test_message(query: str, place: str, message: str, fix: str) -> None:
    (problem,) = parse(query).problems
    assert (problem.message, problem.fix, query[problem.start : problem.end]) == (message, fix, place)


@pytest.mark.parametrize(("template", "place", "message", "fix"), TEMPLATES)
def test_message_of_a_template(template: str, place: str, message: str, fix: str) -> None:
    for stage in ("line_format ", "label_format a="):
        test_message(f'{{app="shop"}} | {stage}"{template}"', place, message, fix)
        test_message(f'{{app="shop"}} | {stage}`{template}`', place, message, fix)


def test_the_place_of_a_repeated_label_is_the_second() -> None:
    query = '{app="shop"} | label_format a=b, a="c"'
    assert parse(query).problems[0].start == query.rindex("a=")


def test_a_place_behind_escapes_is_the_one_that_was_written() -> None:
    query = r'{app="x"} |~ "\"\u00e9\x41\\.(?=y)"'
    (problem,) = parse(query).problems
    assert query[problem.start : problem.end] == "(?="


def test_all_defects_beyond_the_grammar_are_told_at_once_in_order() -> None:
    query = 'sum({app=~"("}) / sum_over_time({} |~ "*" [5m]) by (pod)'
    assert [problem.message.partition(":")[0] for problem in parse(query).problems] == [
        "sum works on series, not on log lines",
        "invalid regular expression",
        "sum_over_time needs an unwrap that says which label holds its numbers",
        "{} would read every stream",
        "invalid regular expression",
        "sum_over_time cannot group by labels",
    ]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("{app=shop} |= 'x'", "shop"),
        ('{app="shop"} | jsn | a > 5PB', "jsn"),
        ('rate({app="shop"}) $', ")"),
        ('(rate({app="shop"}[5m]) $)', "$"),
        ('sum(rate({app="shop"}[5 m]))', "[5 m]"),
        ('{app="shop"} $', "$"),
    ],
)
def test_the_first_defect_is_the_one_that_is_told(query: str, place: str) -> None:
    (problem,) = parse(query).problems
    assert query[problem.start : problem.end] == place


def test_at_most_twenty_are_told() -> None:
    assert len(parse("{" + ", ".join(['a=~"("'] * 100) + "}").problems) == 20


def test_a_text_that_cannot_be_read_has_no_tree() -> None:
    assert parse("{").tree is None
    assert parse("{}").tree is not None
