"""Whatever is built from the grammar is accepted, whatever is broken is not, and nothing at all is too much."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promql_strategies import QUERIES, broken, words

from generator.languages.promql import parse, walk
from generator.languages.promql.analysis import label_sets, metric_names, parents, ranges, types, value_type

ANYTHING = st.one_of(
    st.text(),
    st.text(alphabet="ab5m.\"'`\\()[]{},=~!<>+-*/^@#: \n\t\x00é\ud800"),
    st.lists(
        st.sampled_from(
            [
                "a",
                "sum",
                "rate",
                "(",
                ")",
                "[5m]",
                "{",
                "}",
                '"b"',
                ",",
                "=",
                "=~",
                "by",
                "on",
                "+",
                "and",
                "5m",
                "@",
                " ",
            ]
        )
    ).map("".join),
)


@settings(deadline=None)
@given(QUERIES)
def test_what_the_grammar_builds_is_accepted(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert value_type(parsed.tree) == "vector"


@settings(deadline=None)
@given(QUERIES, st.sampled_from([" ", "\n", "\t # comment\n", "  "]))
def test_space_between_tokens_changes_nothing(query: str, space: str) -> None:
    spread = "".join(piece if piece.isspace() else f"{space}{piece}" for piece in words(query))
    once, again = parse(query).tree, parse(spread).tree
    assert once is not None
    assert again is not None
    assert [type(node) for node in walk(again)] == [type(node) for node in walk(once)]


@settings(deadline=None)
@given(broken())
def test_what_is_broken_in_one_place_is_refused(query: str) -> None:
    problems = parse(query).problems
    assert problems
    for problem in problems:
        assert 0 <= problem.start < problem.end <= len(query)
        assert problem.message


@settings(deadline=None, max_examples=300)
@given(ANYTHING)
def test_any_text_has_a_verdict(text: str) -> None:
    parsed = parse(text)
    assert (parsed.tree is not None) or parsed.problems
    for problem in parsed.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.start < problem.end or not text


@settings(deadline=None)
@given(st.one_of(QUERIES, broken(), ANYTHING))
def test_the_same_text_has_the_same_verdict(text: str) -> None:
    assert parse(text).problems == parse(text).problems


LONG = 60_000


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "-",
            "+",
            "^",
            ",",
            '"',
            "'",
            "`",
            "\\",
            "#",
            " ",
            "\n",
            "\x00",
            "\ud800",
            "é",
            "$",
        ),
        *(
            "a+",
            "a^",
            "a or ",
            "- ",
            "sum(",
            "rate(",
            "a[5m:]",
            "[5m:]",
            "9",
            "1_",
            "0x",
            "5m",
            "1.",
            "a.",
            "a ",
            "offset 5m ",
        ),
        *("{a=", 'a="', "sum by (", "a,", "on(", "a * on (x) group_left (", "@ ", "#\n", '"\\', "1==1+", "nosuch(x)+"),
        *('{a=~"("} or ', 'a{b="c"} or ', "a == 1 and "),
    ],
)
def test_any_amount_of_anything_has_a_verdict(unit: str) -> None:
    text = unit * (LONG // len(unit))
    for query in (text, f"x{text}", f"x {text}"):
        parsed = parse(query)
        assert parsed.problems or parsed.tree is not None
        assert len(parsed.problems) <= 20


def test_a_megabyte_is_read() -> None:
    query = "x" + " or a{b='c'}" * 85_000
    assert len(query) > 1_000_000
    assert parse(query).problems == ()


@pytest.mark.parametrize(
    "query",
    [
        "a" + "+a" * 20_000,
        "a" + " or b{c='d'}" * 10_000,
        "sum(x)" + "".join(f" * on () group_left (l{index}) y" for index in range(10_000)),
        "sum(x)" + "".join(f" or sum without (l{index}) (y)" for index in range(10_000)),
        "x{" + 'a="b",' * 30_000 + "}",
        "sum by (" + "a," * 100_000 + "a) (x)",
        'label_join(x, "a", "b"' + ', "c"' * 30_000 + ")",
        'x{a=~"' + "(a|b)*" * 20_000 + '"}',
        'x{a="' + r"\n" * 100_000 + '"}',
        "(" * 190 + "x" + ")" * 190,
        "a" + "^a" * 190,
        "-" * 190 + "a",
    ],
    ids=lambda query: query[:12],
)
def test_long_queries_are_read_to_the_end(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    tree = parsed.tree
    assert tree is not None
    assert len(label_sets(tree)) == len(types(tree)) == len(list(walk(tree))) == len(parents(tree)) + 1
    assert list(ranges(tree)) == []
    assert {name.text for name in metric_names(tree)} <= {"a", "b", "x", "y"}


@pytest.mark.parametrize("unit", ["(", "sum(", "-", "a^", "(a + ", "abs(a * ", "rate(a[5m:] - "])
def test_deep_nesting_is_one_problem(unit: str) -> None:
    query = unit * 50_000
    (problem,) = parse(query).problems
    assert problem.message == "nested deeper than 200 levels"
    assert query[problem.start : problem.end] in ("(", "-", "^", "+", "*")


def test_a_query_has_its_limit() -> None:
    assert parse("a" * 2_000_000).problems == ()
    (problem,) = parse("a" * 2_000_001).problems
    assert (problem.message, problem.start, problem.end) == (
        "the query is longer than 2000000 characters",
        0,
        2_000_001,
    )
