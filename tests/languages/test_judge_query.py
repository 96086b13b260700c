"""The verdict on a query with variables in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import promql_parser
import pytest

from generator.interpolate import Scope, Value
from generator.languages.fill import MOST_CANDIDATES
from generator.languages.holes.tokens import Kind
from generator.languages.judge import LONGEST, Judged, judge
from generator.languages.problem import Problem

SCOPE = Scope({"known": Value("known", "up"), "list": Value("list", "(a|b)"), "empty": Value("empty", "")})


@dataclass(frozen=True)
class Parsed:
    tree: object
    problems: tuple[Problem, ...] = ()


def promql(text: str) -> Parsed:
    """A real parser, which tells no positions."""
    try:
        return Parsed(promql_parser.parse(text))
    except ValueError as error:
        return Parsed(None, (Problem(str(error), 0, len(text)),))


def refusing(*patterns: str) -> Callable[[str], Parsed]:
    """A parser that dislikes whatever matches one of the patterns, and quotes it."""

    def parse(text: str) -> Parsed:
        found = [match for pattern in patterns for match in re.finditer(pattern, text)]
        problems = tuple(Problem(f'unexpected "{match[0]}"', *match.span(), f"no {match[0]}") for match in found)
        return Parsed("tree", problems)

    return parse


def ask(text: str, parse: Callable[[str], Parsed] = promql, kind: Kind = "prometheus") -> Judged:
    return judge(text, kind, SCOPE, parse)


@pytest.mark.parametrize(
    "text",
    [
        'sum by ($g) (rate($metric{job=~"$job"}[$__rate_interval])) > ${thr}',
        "topk by (a) ($n, x)",
        "rate($x)",
        "x[$n$unit]",
        "$f(x[5m])",
        "$f(0.9, x[5m])",
        "sum($x) $by (job)",
        "a $op on (job) b",
        "x{a$op$v}",
        "x{$l$op$v}",
        'x{a="b"$more} offset $o',
        "sum by $list2 (x)",
        "max_over_time(x[1h:$step]) or vector($zero)",
    ],
)
def test_a_good_query_is_good_whatever_its_variables_are(text: str) -> None:
    judged = ask(text)
    assert judged.problems == ()
    assert judged.tree is not None
    assert judged.guessed
    assert judged.filled.author == text


@pytest.mark.parametrize("text", ["up", "rate(up[$__rate_interval])", 'up{a="$known"}', "sum($known)"])
def test_without_a_guess_the_verdict_is_sure(text: str) -> None:
    judged = ask(text)
    assert (judged.problems, judged.guessed) == ((), False)


@pytest.mark.parametrize(
    "text", ["rate(up{job=~'$job'})", "sum(rate($metric{}[5m])", "sum by ($g) (up[5m])", "rate(up) > $n"]
)
def test_what_no_guess_mends_is_sure(text: str) -> None:
    judged = ask(text)
    assert len(judged.problems) == 1
    assert not judged.guessed


def test_a_defect_before_the_guess_is_sure() -> None:
    judged = ask("foo bar $x", refusing("bar"))
    assert [(one.start, one.end) for one in judged.problems] == [(4, 7)]
    assert not judged.guessed


def test_what_a_guess_brought_about_is_not_sure() -> None:
    judged = ask("f($x) + $y", refusing(r"filled\w*", "7", "up"))
    assert judged.guessed
    assert [problem.message for problem in judged.problems] == ['unexpected "$x"', 'unexpected "$y"']


def test_only_what_every_candidate_has_is_reported() -> None:
    judged = ask("f($x) + bad", refusing("filled", "7", "bad"))
    assert not judged.guessed
    assert [(one.message, one.start, one.end) for one in judged.problems] == [('unexpected "bad"', 8, 11)]


def test_positions_and_words_are_the_authors() -> None:
    judged = ask("sum(x[$__rate_interval]) by ($list) bad", refusing(r"\[7919s\]", r"\|", "bad"))
    assert judged.problems == (
        Problem('unexpected "[$__rate_interval]"', 5, 23, "no [$__rate_interval]"),
        Problem('unexpected "|", where $list is "(a|b)"', 29, 34, "no |"),
        Problem('unexpected "bad"', 36, 39, "no bad"),
    )


def test_the_way_back_leads_from_the_tree_to_the_author() -> None:
    judged = ask("rate(x[$__rate_interval])", refusing())
    assert judged.filled.written(7, 12) == "$__rate_interval"


def test_unknown_names_are_told() -> None:
    judged = ask('x{a="$nobody",b="$known"} > $nobody2 or label_replace(x, "a", "$1", "b", "(.*)")')
    assert [reference.name for reference in judged.unknown] == ["nobody", "nobody2"]


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("loki", "rate({}[$__rate_interval])", ["__rate_interval"]),
        ("loki", "rate({}[$__auto])", []),
        ("loki", "rate({}[${__auto}])", ["__auto"]),
        ("prometheus", "rate(x[$__auto])", ["__auto"]),
        ("prometheus", "rate(x[$__interval]) + [[__interval]] + ${__user.login}", ["__interval"]),
        ("prometheus", 'x{a="$__searchFilter",b="${__data.fields.c}"}', ["__data"]),
        ("prometheus", "x[$__auto_interval_known] + x[$__auto_interval_other]", ["__auto_interval_other"]),
        ("tempo", "{ duration > $__range }", ["__range"]),
    ],
)
def test_names_of_grafana_that_it_does_not_replace_here(kind: Kind, text: str, names: list[str]) -> None:
    assert [reference.name for reference in ask(text, refusing(), kind).unreplaced] == names


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("prometheus", "  ", "empty"),
        ("prometheus", " $query ", "nothing but $query, whose value only a running Grafana knows"),
        ("prometheus", "${a}$b", "nothing but ${a}$b, whose value only a running Grafana knows"),
        ("prometheus", "$empty", "nothing but $empty, whose value only a running Grafana knows"),
        ("tempo", "${traceId}", "nothing but ${traceId}, whose value only a running Grafana knows"),
        ("tempo", " 0af7651916cd43dd8448eb211c80319c ", "a trace id, not TraceQL"),
        ("prometheus", "x" * (LONGEST + 1), "longer than 1,000,000 characters"),
    ],
)
def test_what_is_not_parsed(kind: Kind, text: str, reason: str) -> None:
    judged = ask(text, refusing("."), kind)
    assert (judged.tree, judged.problems, judged.skipped) == (None, (), reason)


@pytest.mark.parametrize(("kind", "text"), [("prometheus", "$known"), ("tempo", "{ }"), ("prometheus", "0af7")])
def test_what_is_parsed_all_the_same(kind: Kind, text: str) -> None:
    assert ask(text, refusing(), kind).tree == "tree"


def test_few_candidates_are_parsed() -> None:
    parsed: list[str] = []

    def parse(text: str) -> Parsed:
        parsed.append(text)
        return Parsed(None, (Problem("no", 0, 1),))

    ask(" + ".join(f"$v{number}" for number in range(50)) + " + 1", parse)
    assert len(parsed) == MOST_CANDIDATES
    parsed.clear()
    ask('x{job="$a"} + x[$b] + x[$__range] by ($c)', parse)
    assert len(parsed) == 1


def test_a_readable_candidate_is_better_than_an_unreadable_one() -> None:
    def parse(text: str) -> Parsed:
        if "filled" in text:
            return Parsed(None, (Problem(f"one of {text}", 0, 1),))
        return Parsed("tree", (Problem(f"two of {text}", 0, 1), Problem(f"three of {text}", 0, 1)))

    judged = ask("1 + $x", parse)
    assert judged.tree == "tree"
    assert len(judged.problems) == 2


def test_a_message_stays_short_whatever_the_query() -> None:
    judged = ask("$filled " * 5_000, refusing("^.*$"))
    assert judged.skipped
    judged = ask("bad " + "+ $filled " * 1_000, lambda text: Parsed(None, (Problem('"filled"', 0, len(text)),)))
    assert [problem.message for problem in judged.problems] == ['"$filled"']


def test_a_message_that_quotes_what_is_around_has_the_authors_words() -> None:
    around = Problem('no operator between "up{a=filled,b=filled_1}[7919s] > 7883s" and "7"', 0, 1)
    text = 'up{a="$a",b="$b"}[$__rate_interval] > x[$c] offset $d'
    judged = ask(text, lambda _: Parsed(None, (around,)))
    expected = 'no operator between "up{a=$a,b=$b}[$__rate_interval] > ..." and "7"'
    assert [problem.message for problem in judged.problems] == [expected]
