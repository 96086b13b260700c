"""Where references stand and how they are read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.interpolate import find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$a", [("a", None, None, "dollar", "$a")]),
        ("x${a}y", [("a", None, None, "brace", "${a}")]),
        ("[[a]]", [("a", None, None, "bracket", "[[a]]")]),
        ("[[a:csv]]", [("a", "csv", None, "bracket", "[[a:csv]]")]),
        ("${a:regex}", [("a", "regex", None, "brace", "${a:regex}")]),
        ("${__from:date:YYYY-MM}", [("__from", "date:YYYY-MM", None, "brace", "${__from:date:YYYY-MM}")]),
        ("${a.b.c:raw}", [("a", "raw", "b.c", "brace", "${a.b.c:raw}")]),
        (
            '${__data.fields["a b"]:percentencode}',
            [("__data", "percentencode", 'fields["a b"]', "brace", '${__data.fields["a b"]:percentencode}')],
        ),
        ("${__data.fields[0].text}", [("__data", None, "fields[0].text", "brace", "${__data.fields[0].text}")]),
        ("${__span.tags['x:y']}", [("__span", None, "tags['x:y']", "brace", "${__span.tags['x:y']}")]),
        ('${a["k"]}', [("a", None, '["k"]', "brace", '${a["k"]}')]),
        # regex groups are found, whether they mean anything is for others to say
        ('label_replace(x, "c", "${1}xx", "c", "(.)..")', [("1", None, None, "brace", "${1}")]),
        ("$1-$2", [("1", None, None, "dollar", "$1"), ("2", None, None, "dollar", "$2")]),
        # two dollars are a dollar and a reference
        ("$$a", [("a", None, None, "dollar", "$a")]),
        ("$${a}", [("a", None, None, "brace", "${a}")]),
        # a name is as long as it can be
        ("$a_b-c.$d", [("a_b", None, None, "dollar", "$a_b"), ("d", None, None, "dollar", "$d")]),
        ("[$__rate_interval]", [("__rate_interval", None, None, "dollar", "$__rate_interval")]),
        ("[[[a]]]", [("a", None, None, "bracket", "[[a]]")]),
        # no references
        ("", []),
        ("a $ b $", []),
        ("${}", []),
        ("${a", []),
        ("${a.}", []),
        ("${a:}", []),
        ("${a b}", []),
        ("${a^b}", []),
        ("${-a}", []),
        ("[[a b]]", []),
        ("[[a:]]", []),
        ("[[a.b]]", []),
        ("[a]", []),
        ("^foo$", []),
        ("$가", []),
        # what is unfinished does not hide what follows
        ("${a ${b}", [("b", None, None, "brace", "${b}")]),
        ("${a.${b}}", [("b", None, None, "brace", "${b}")]),
        ('${a["x ${b}', [("b", None, None, "brace", "${b}")]),
    ],
)
def test_find(text: str, expected: list[tuple[str, str | None, str | None, str, str]]) -> None:
    found = find(text)
    assert [(one.name, one.format, one.path, one.syntax, one.written) for one in found] == expected


def test_spans() -> None:
    assert [(one.start, one.end) for one in find('rate(a{b=~"$c"}[${d:raw}])')] == [(11, 13), (16, 24)]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["$", "{", "}", "[", "]", "a", "b1", ".", ":", '"', "'", " ", "^", "_", "$a", "${a"])))
def test_spans_are_right_and_never_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for one in find(text):
        assert one.start >= end
        assert text[one.start : one.end] == one.written
        assert one.name in one.written
        end = one.end


@pytest.mark.parametrize("piece", ["${a.", "${a[", '${a["', "${a:", "[[a", "[[a:", "$", "${a.b.b.b^", "${a[x]", "${"])
def test_nonsense_is_read_in_linear_time(piece: str) -> None:
    text = piece * 20_000
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 5
