"""Any query that is built from the grammar is read, and stops being read when it is broken in one place."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.languages.logql import kind_of, parse, walk
from generator.languages.logql.words import AGGREGATIONS, FUNCTIONS, KEYWORDS, RANGE_FUNCTIONS

blanks = st.sampled_from(["", "", " ", "\n  ", "\t", " # note\n", " /* note */ "])
space = st.sampled_from([" ", "  ", "\n"])
labels = st.one_of(
    st.text(string.ascii_letters + "_", min_size=1, max_size=6).filter(lambda name: name.lower() not in KEYWORDS),
    st.sampled_from(sorted(FUNCTIONS)),
)
raw_texts = st.text(st.characters(exclude_characters="`\0\r", exclude_categories=["Cs"]), max_size=8)


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


texts = st.one_of(raw_texts.map(quoted), raw_texts.map(lambda value: f"`{value}`"))
regexes = st.sampled_from(["a.*", "(a|b)+", "[^x]{2,5}", r"\d+\.\w", "(?i)err", "(?P<n>x)?y"]).map(
    lambda value: f"`{value}`"
)
numbers = st.sampled_from(["1", "0.5", ".5", "2.", "1e3", "200", "1_000"])
durations = st.sampled_from(["5s", "250ms", "1m30s", "1.5h", "10us", "2d"])
sizes = st.sampled_from(["20B", "5KB", "1.5KiB", "3GB", "7k"])
ranges = st.sampled_from(["[5m]", "[1h30m]", "[250ms]", "[1w2d]", "[0]"])


@st.composite
def matchers(draw: st.DrawFn) -> str:
    operator = draw(st.sampled_from(["=", "!=", "=~", "!~"]))
    value = draw(regexes if "~" in operator else texts)
    return draw(labels) + draw(blanks) + operator + draw(blanks) + value


@st.composite
def selectors(draw: st.DrawFn) -> str:
    strict = f'{draw(labels)}=~".+"'
    return "{" + ("," + draw(blanks)).join([*draw(st.lists(matchers(), max_size=2)), strict]) + "}"


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return draw(matchers())
    operator = draw(st.sampled_from(["==", "=", "!=", ">", ">=", "<", "<="]))
    return draw(labels) + draw(blanks) + operator + draw(blanks) + draw(st.one_of(numbers, durations, sizes))


def joined_conditions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joint = st.sampled_from([" and ", " or ", ", ", " "])
    return st.one_of(
        st.tuples(inner, joint, inner).map("".join),
        inner.map(lambda condition: f"({condition})"),
    )


conditions = st.recursive(comparisons(), joined_conditions, max_leaves=4)


@st.composite
def line_filters(draw: st.DrawFn) -> str:
    operator = draw(st.sampled_from(["|=", "!=", "|~", "!~", "|>", "!>"]))
    values = {"=": texts, "~": regexes, ">": st.sampled_from(['"<_> a <_>"', "`b`"])}[operator[1]]
    return operator + draw(blanks) + " or ".join(draw(st.lists(values, min_size=1, max_size=3)))


names = st.lists(labels, min_size=1, max_size=3).map(", ".join)
# A "!=" behind a bare label belongs to that label, so the last one is never bare.
targets = st.tuples(st.lists(st.one_of(labels, matchers()), max_size=2), matchers()).map(
    lambda parts: ", ".join([*parts[0], parts[1]])
)
stages = st.one_of(
    line_filters(),
    conditions.map(lambda condition: f"| {condition}"),
    st.sampled_from(["| json", "| logfmt", "| logfmt --strict", "| unpack", "| decolorize", "| pattern `<a> <_>`"]),
    st.sampled_from(["| regexp `(?P<a>x)`", '| line_format "{{.a}}"', "| label_format a=b, c=`{{ .d | lower }}`"]),
    names.map(lambda listed: f"| json {listed}"),
    names.map(lambda listed: f"| logfmt {listed}"),
    targets.map(lambda listed: f"| drop {listed}"),
    targets.map(lambda listed: f"| keep {listed}"),
)


@st.composite
def log_queries(draw: st.DrawFn) -> str:
    return draw(selectors()) + "".join(draw(space) + stage for stage in draw(st.lists(stages, max_size=3)))


@st.composite
def groupings(draw: st.DrawFn) -> str:
    # Loki does not look behind a comment for the parenthesis.
    return draw(st.sampled_from(["by", "without"])) + draw(space) + "(" + draw(st.one_of(st.just(""), names)) + ")"


@st.composite
def range_aggregations(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(sorted(RANGE_FUNCTIONS)))
    takes = RANGE_FUNCTIONS[name]
    query = draw(log_queries())
    if takes.unwrap == "needed" or (takes.unwrap == "allowed" and draw(st.booleans())):
        label = draw(labels)
        query += f" | unwrap {draw(st.sampled_from([label, f'duration({label})', f'bytes({label})']))}"
        query += draw(st.sampled_from(["", ' | __error__=""']))
    query += draw(space) + draw(ranges) + draw(st.sampled_from(["", " offset 5m", " offset -1h"]))
    inside = f"({query})" if draw(st.booleans()) else query
    grouping = draw(st.one_of(st.just(""), groupings())) if takes.groups else ""
    return f"{name}({'0.9, ' if takes.parameter else ''}{inside}) {grouping}".rstrip()


@st.composite
def aggregations(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    name = draw(st.sampled_from(sorted(AGGREGATIONS)))
    takes = AGGREGATIONS[name]
    query = ("5, " if takes.parameter else "") + draw(inner)
    if not takes.groups:
        return f"{name}({query})"
    before = draw(st.booleans())
    grouping = draw(groupings())
    return f"{name} {grouping} ({query})" if before else f"{name}({query}) {grouping}"


@st.composite
def operations(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    operator = draw(st.sampled_from(["+", "-", "*", "/", "%", "^", "==", "!=", ">", "<=", "and", "or", "unless"]))
    matching = draw(st.sampled_from(["", "", "bool", "on (a)", "ignoring ()", "on (a, b) group_left (c)"]))
    return f"{draw(inner)} {operator} {matching} {draw(inner)}"


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        aggregations(inner),
        operations(inner),
        inner.map(lambda query: f"({query})"),
        inner.map(lambda query: f'label_replace({query}, "a", "$1", "b", "(.*)")'),
        st.tuples(inner, st.sampled_from([" * 100", " > bool 5", " - -1"])).map("".join),
    )


metric_queries = st.recursive(st.one_of(range_aggregations(), st.just("vector(1)")), grown, max_leaves=4)
queries = st.one_of(log_queries(), metric_queries)

#: What makes any query unreadable, before it or behind it.
broken_before = st.sampled_from(["(", "| ", ") ", ", ", "rate ", "json ", "by (a) ", "= ", "] ", "-", '"x" ', "5m "])
broken_behind = st.sampled_from(
    [")", " |", ",", " +", "\n[5m]", "\noffset 5m", "\n}", '\n"', "\n`", "\n[", "\n5", "\n/*", "\n\0"]
)


@settings(deadline=None, max_examples=100)
@given(queries)
def test_what_the_grammar_allows_is_read(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert kind_of(parsed.tree) == ("log" if query.startswith("{") else "metric")
    nodes = list(walk(parsed.tree))
    assert nodes[0] is parsed.tree
    assert query[parsed.tree.start : parsed.tree.end].strip() == query.strip()
    assert all(nodes[0].start <= node.start < node.end <= nodes[0].end for node in nodes)


@settings(deadline=None, max_examples=100)
@given(queries, st.one_of(broken_before.map(lambda added: (added, "")), broken_behind.map(lambda added: ("", added))))
def test_one_word_too_many_is_found(query: str, added: tuple[str, str]) -> None:
    before, behind = added
    assert parse(before + query + behind).problems != ()


@settings(deadline=None, max_examples=100)
@given(queries, st.data())
def test_one_bracket_too_few_is_found(query: str, data: st.DataObject) -> None:
    tree = parse(query).tree
    assert tree is not None
    texts_at = {at for node in walk(tree) if type(node).__name__ == "Text" for at in range(node.start, node.end)}
    code = [at for at, char in enumerate(query) if char in "{}()[]" and at not in texts_at]
    at = data.draw(st.sampled_from(code))
    assert parse(query[:at] + query[at + 1 :]).problems != ()


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    *(
                        '{a="b"}',
                        "{",
                        "}",
                        "(",
                        ")",
                        "[5m]",
                        "|",
                        "|=",
                        '"x"',
                        "`",
                        "json",
                        "sum",
                        "rate",
                        "by",
                        "on",
                        ",",
                    ),
                    *(
                        "5",
                        "5m",
                        "unwrap",
                        "offset",
                        "=",
                        "!=",
                        "-",
                        " ",
                        "\n",
                        "#",
                        "topk",
                        "vector",
                        "a",
                        "label_format",
                    ),
                ]
            ),
            max_size=25,
        ).map(" ".join),
    )
)
def test_nothing_makes_it_raise(text: str) -> None:
    for problem in parse(text).problems:
        assert problem.message
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.start < problem.end or problem.start == len(text)
