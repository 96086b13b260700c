"""Texts that nobody writes by hand end in a described problem, or are read."""

from __future__ import annotations

import pytest

from generator.languages.logql import parse, walk
from generator.languages.logql.analysis import labels_after
from generator.languages.logql.parse import LONGEST

R = 'rate({app="shop"}[5m])'
MANY = 3000


@pytest.mark.parametrize(
    ("open_", "inner", "close"),
    [
        ("(", R, ")"),
        ("sum(", R, ")"),
        ("sum by (a) (", R, ")"),
        ("label_replace(", R, ', "a", "b", "c", "d")'),
        ('{a="b"} | (', "c>1", ")"),
    ],
)
def test_nesting_has_a_limit(open_: str, inner: str, close: str) -> None:
    head, repeated = ('{a="b"} | ', "(") if open_.startswith("{") else ("", open_)
    assert parse(head + repeated * 150 + inner + close * 150).problems == ()
    for count in (250, 3000):
        (problem,) = parse(head + repeated * count + inner + close * count).problems
        assert problem.message == "nested deeper than 200 levels"
    assert parse(head + repeated * 5000).problems != ()


@pytest.mark.parametrize(
    "query",
    [
        " + ".join(["1"] * 10_000),
        " or ".join(["vector(1)"] * 5000),
        "^".join(["2"] * 10_000),
        '{a="b"}' + ' |= "x"' * 9000,
        '{a="b"} |= "x"' + ' or "x"' * 9000,
        '{a="b"} | ' + " and ".join(["b>1"] * 8000),
        "{" + ",".join(['a="b"'] * 8000) + "}",
        '{a="b"} |= "' + "x" * 130_000 + '"',
        '{a="b"} |~ "' + r"\\." * 40_000 + '"',
        '{a="b"} | line_format "' + "{{.a}}" * 20_000 + '"',
        '{a="b"} | line_format "' + "{{if .a}}" * 5000 + "{{end}}" * 5000 + '"',
        '{a="b"} | pattern "' + " ".join(f"<a{index}>" for index in range(10_000)) + '"',
        '{a="b"} | regexp "' + "".join(f"(?P<a{index}>x)" for index in range(8000)) + '"',
        '{a="b"} | json x="' + "a." * 20_000 + 'a"',
        "sum by (" + ",".join(["a"] * 20_000) + f") ({R})",
        '{a="b"}' + "# comment\n" * 12_000,
        '{a="b"} | x>1' + " " * 130_000,
    ],
    ids=lambda query: query[:24],
)
def test_long_queries_are_read(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert sum(1 for _ in walk(parsed.tree)) > 1
    labels_after(parsed.tree)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "(",
            "[",
            "{",
            '"',
            "`",
            "/*",
            "//",
            "#",
            "[5m",
            "5.",
            "1d",
            "-5",
            "5",
            ".",
            "5B",
            "sum by ",
            "rate ",
            "a ",
            "\0",
        ),
        *("\ud800", "|", "| json ", '{a="b"} ', "{{", "<a", "é", "\u00a0", "label_replace(", "topk(1, ", "on (", "!"),
    ],
)
def test_one_piece_over_and_over(piece: str) -> None:
    for prefix in ("", '{a="b"} | x>', '{a="b"} |~ "', '{a="b"} | pattern "', '{a="b"} | line_format `{{', "rate({"):
        problems = parse(prefix + piece * (MANY // len(piece))).problems
        assert len(problems) <= 20
        for problem in problems:
            assert (problem.message + problem.fix).isprintable() or "\ud800" in piece
            assert max(len(problem.message), len(problem.fix)) < 200


def test_what_loki_does_not_read_at_all() -> None:
    most = '{a="' + "x" * (LONGEST - 6) + '"}'
    assert parse(most).problems == ()
    for longer in (most + " ", '{a="' + "é" * (LONGEST // 2) + '"}', most * 500, "\ud800" * LONGEST):
        (problem,) = parse(longer).problems
        assert problem.message == "the query is longer than 131071 bytes, the most that Loki reads"


@pytest.mark.parametrize(
    "query",
    [
        '{a="b"} | `x\ny`',
        '{a="b"} | c==`x\ny`',
        '{a="b"} | line_format `{{ .a "x" = \n 1 }}`',
        '{a="b"} | line_format "{{ .a `' + "x\\n" * 100 + '` = 1 }}"',
        "{" + "a" * 1000 + ".b}",
        "{a=" + "b" * 1000 + "}",
        '{a="b"} | ' + "c" * 1000,
        '{a="b"} |~ "a{' + "9" * 1000 + '}"',
        '{a="b"} |~ "x(?P<a>' + "[[:" + "x" * 1000 + ':]])"',
    ],
)
def test_messages_are_one_line(query: str) -> None:
    (problem,) = parse(query).problems
    assert (problem.message + problem.fix).isprintable()
    assert max(len(problem.message), len(problem.fix)) <= 180


def test_lone_surrogates() -> None:
    assert parse('{a="\ud800"}').problems == ()
    assert parse('{a=~"\ud800"}').problems == ()
    assert parse('\ud800{a="b"}').problems != ()
