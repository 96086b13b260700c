"""Queries built from the grammar are read; broken in one place they are not; nothing makes the reader fail."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.languages.traceql import kind_of, parse, walk
from generator.languages.traceql.tokens import tokens
from generator.languages.traceql.tree import Node, SpansetFilter, children
from generator.languages.traceql.words import STRUCTURAL

PROFILE = settings(max_examples=150, deadline=None)

NAMES = ("http.route", "service.name", "a_1", "k8s-pod", '"a b"', 'x."y z"', "count", "status", "9", "ü")
ATTRIBUTES = st.builds(
    "{}.{}".format,
    st.sampled_from(("span", "resource", "event", "link", "instrumentation")),
    st.sampled_from(NAMES),
) | st.sampled_from((".http.route", '."a b"', ".x"))

#: Tempo refuses to look for spans without a service name: none is.
SOMETIMES_THERE = ATTRIBUTES.filter(lambda attribute: attribute != "resource.service.name")

TEXTS = st.sampled_from(('"GET"', "`raw\\d`", '""', '"a\\"b\\n"', '"(x|y).*"'))
NUMBERS = st.sampled_from(("0", "-1", ".5", "1.5", "1e3", "10 * 1024", "maxInt", "5ms", "1h30m", "-2s", "(1 + 2) / 4"))
STRINGS = st.sampled_from(("name", "span:name", "statusMessage", "trace:rootService", "trace:id", "event:name"))
AMOUNTS = st.sampled_from(("duration", "span:duration", "traceDuration", "nestedSetLeft", "span:childCount"))
ORDER = ("=", "!=", "<", "<=", ">", ">=")


BLANK = st.sampled_from((" ", "", "\n\t", "/* c */"))


def compared(
    left: st.SearchStrategy[str], operators: tuple[str, ...], right: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    # A comment right behind an attribute would be part of its name.
    before = st.sampled_from((" ", ""))
    return st.builds("{}{}{}{}{}".format, left, before, st.sampled_from(operators), BLANK, right)


COMPARISONS = st.one_of(
    compared(ATTRIBUTES | STRINGS, ("=", "!=", "<", ">=", "=~", "!~"), TEXTS),
    compared(ATTRIBUTES | AMOUNTS, ORDER, NUMBERS | AMOUNTS),
    compared(ATTRIBUTES, ("=", "!="), st.sampled_from(("true", "error", "server", ".y"))),
    compared(SOMETIMES_THERE, ("=", "!="), st.just("nil")),
    compared(st.sampled_from(("status", "span:status")), ("=", "!="), st.sampled_from(("error", "ok", "unset"))),
    compared(st.sampled_from(("kind", "span:kind")), ("=", "!="), st.sampled_from(("server", "internal"))),
    st.builds("nil != {}".format, ATTRIBUTES | AMOUNTS),
)


def extended(conditions: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {} {}".format, conditions, st.sampled_from(("&&", "||")), conditions),
        st.builds("({})".format, conditions),
        st.builds("!({})".format, conditions),
    )


CONDITIONS = st.recursive(COMPARISONS | ATTRIBUTES, extended, max_leaves=6)
FILTERS = st.builds("{{ {} }}".format, CONDITIONS) | st.sampled_from(("{ }", "{}"))
SPANS = st.recursive(
    FILTERS,
    lambda inner: (
        st.builds("{} {} {}".format, inner, st.sampled_from((*STRUCTURAL, "&&", "||")), inner)
        | st.builds("({})".format, inner)
    ),
    max_leaves=4,
)
FIELDS = ATTRIBUTES | STRINGS | AMOUNTS | st.sampled_from(("status", "kind"))
LISTS = st.lists(FIELDS, min_size=1, max_size=4).map(", ".join)
SPAN_STAGES = st.one_of(
    st.builds("by({})".format, FIELDS | CONDITIONS),
    st.builds("select({})".format, LISTS),
    st.just("coalesce()"),
    st.builds("count() {} {}".format, st.sampled_from(ORDER), st.sampled_from(("2", "-1.5", "(1 + 1) * 3"))),
    st.builds("avg({}) > {}".format, AMOUNTS | ATTRIBUTES, st.sampled_from(("1s", "5"))),
    SPANS,
)
SEARCHES = st.builds(lambda first, rest: " | ".join((first, *rest)), SPANS, st.lists(SPAN_STAGES, max_size=3))
FUNCTIONS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(("rate()", "count_over_time()")), st.just("")),
    st.builds("{}_over_time({})".format, st.sampled_from(("min", "max", "sum", "avg", "histogram")), FIELDS),
    st.builds("quantile_over_time({}, .5, 0.99)".format, AMOUNTS),
)
BY = st.builds(" by ({})".format, LISTS) | st.just("")
SECOND_STAGES = st.lists(st.sampled_from((" | topk(5)", " | bottomk(3)", " > 5", " <= 1.5", " != 2s")), max_size=3)
METRICS = st.builds("{} | {}{}{}".format, SEARCHES, FUNCTIONS, BY, SECOND_STAGES.map("".join))
ARITHMETIC = st.recursive(
    st.builds("({})".format, METRICS),
    lambda inner: (
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner)
        | st.builds("({} * 100)".format, inner)
        | st.builds("-2.5 + {}".format, inner)
    ),
    max_leaves=3,
)
SERIES = METRICS | st.builds("{}{}".format, ARITHMETIC, SECOND_STAGES.map("".join))
HINTS = st.sampled_from(("", " with (exemplars=true)", " with(sample=0.1, most_recent=false)"))
QUERIES = st.builds("{}{}".format, SEARCHES | SERIES, HINTS)

WORDS = ("nil", "1", ".5", "1s", "`x`", ".a", "name", "status", "error", "rate()", "by", "topk(1)", "with")
HEAP = (*"{}()|,=>!-+", "!=", "=~", ">>", "&&", "||", *WORDS)


def outline(node: Node) -> Any:
    """A tree without its places."""
    own = [getattr(node, name) for name in node.__slots__ if name not in ("start", "end")]
    plain = [value for value in own if not isinstance(value, (Node, tuple))]
    return type(node).__name__, plain, [outline(child) for child in children(node)]


@PROFILE
@given(SEARCHES)
def test_a_search_is_read(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert kind_of(parsed.tree) == "search"


@PROFILE
@given(SERIES)
def test_a_metrics_query_is_read(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert kind_of(parsed.tree) == "metrics"


@PROFILE
@given(QUERIES)
def test_blanks_and_comments_change_nothing(query: str) -> None:
    pieces = [token.text for token in tokens(query)]
    tree = parse(query).tree
    spaced = parse("\n// c\n".join(pieces)).tree
    assert tree is not None
    assert spaced is not None
    assert outline(spaced) == outline(tree)


@PROFILE
@given(QUERIES)
def test_every_filter_is_a_query_of_its_own(query: str) -> None:
    tree = parse(query).tree
    assert tree is not None
    for node in walk(tree):
        if isinstance(node, SpansetFilter):
            assert parse(query[node.start : node.end]).problems == ()


@PROFILE
@given(QUERIES, st.data())
def test_a_missing_bracket_is_noticed(query: str, data: st.DataObject) -> None:
    brackets = [token for token in tokens(query) if token.kind == "symbol" and token.text in "(){}"]
    gone = data.draw(st.sampled_from(brackets))
    assert parse(query[: gone.start] + " " + query[gone.end :]).problems


@PROFILE
@given(QUERIES, st.data())
def test_a_foreign_word_is_noticed(query: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([token.start for token in tokens(query)]))
    assert parse(f"{query[:place]} oops {query[place:]}").problems


@PROFILE
@given(QUERIES, st.data())
def test_a_query_that_breaks_off_is_noticed(query: str, data: st.DataObject) -> None:
    open_ends = [token for token in tokens(query) if token.kind == "symbol" and token.text not in (")", "}")]
    last = data.draw(st.sampled_from(open_ends))
    (problem,) = parse(query[: last.end]).problems
    assert problem.message


@PROFILE
@given(st.text() | st.text(alphabet="{}()|&=~!<>.,:\"'`+-*/^%a1s \n\\"))
def test_any_text_gets_an_answer(text: str) -> None:
    for problem in parse(text).problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert "\n" not in problem.message + problem.fix


@PROFILE
@given(st.lists(st.sampled_from(HEAP), max_size=12))
def test_any_heap_of_tokens_gets_an_answer(pieces: list[str]) -> None:
    text = " ".join(pieces)
    parsed = parse(text)
    assert parsed.tree or parsed.problems
    for problem in parsed.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
