"""Regular expressions: what Go's regexp package takes, and what is said of the rest. Verdicts are Go 1.26's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.languages.problem import Problem
from generator.languages.re2 import Regex, read

#: The expression, whether it matches the empty text from end to end, its named groups.
VALID = [
    ("", True, ()),
    ("a", False, ()),
    (".*", True, ()),
    (".+", False, ()),
    ("a|", True, ()),
    ("|", True, ()),
    ("a|b", False, ()),
    ("()", True, ()),
    ("(?:)*", True, ()),
    ("^$", True, ()),
    (r"\A\z", True, ()),
    (r"\b", False, ()),
    (r"\B", True, ()),
    ("a?b", False, ()),
    ("ab*", False, ()),
    ("(ab)*", True, ()),
    ("(a|b*)c?", True, ()),
    ("a{0,3}", True, ()),
    ("a{2,}?", False, ()),
    ("a{1000}", False, ()),
    ("(a{100}){10}", False, ()),
    ("a{,2}", False, ()),
    ("a{", False, ()),
    ("{", False, ()),
    ("]", False, ()),
    ("}", False, ()),
    ("^*", True, ()),
    (r"a*\Q\E*", True, ()),
    ("a(?i)*", True, ()),
    ("(?)", True, ()),
    ("(?i)a", False, ()),
    ("(?is-mU:a)b", False, ()),
    ("(?P<a>x)(?P<b_1>y)", False, ("a", "b_1")),
    ("(?<a>x)", False, ("a",)),
    ("[abc]", False, ()),
    ("[]a]", False, ()),
    ("[^]a]", False, ()),
    ("[a-]", False, ()),
    ("[--a]", False, ()),
    (r"[\d-z]", False, ()),
    (r"[\]\-\\]", False, ()),
    ("[[:alpha:]_]", False, ()),
    ("[[:^digit:]]", False, ()),
    ("[[.a.]]", False, ()),
    ("[:alpha:]", False, ()),
    (r"\d\D\s\S\w\W", False, ()),
    (r"\pL\p{Greek}\P{^Han}\pN", False, ()),
    (r"\x41\x{1F600}\07\12\377", False, ()),
    (r"\a\f\t\n\r\v", False, ()),
    (r"\.\-\/\_\"\@", False, ()),
    (r"\Qa.b(\E+", False, ()),
    (r"\Qabc", False, ()),
    ("é+", False, ()),
    ("(" * 900 + ")" * 900, True, ()),
]

#: The expression, the message, the place.
INVALID = [
    ("(", 'the group "(" is never closed', "("),
    ("a)", 'a ")" that closes nothing', ")"),
    ("[a", 'the class "[" is never closed', "["),
    ("[]", 'the class "[" is never closed', "["),
    ("*a", 'nothing to repeat before "*"', "*"),
    ("a|*", 'nothing to repeat before "*"', "*"),
    ("(?i)+", 'nothing to repeat before "+"', "+"),
    ("{2}", 'nothing to repeat before "{2}"', "{2}"),
    ("a**", 'two repetitions in a row: "**"', "**"),
    ("a++", 'two repetitions in a row: "++"', "++"),
    ("a{2}{3}", 'two repetitions in a row: "{2}{3}"', "{2}{3}"),
    ("a{1001}", '"{1001}" repeats more than 1000 times', "{1001}"),
    ("(a{100}){11}", '"{11}" repeats 1100 times in all, more than 1000', "{11}"),
    ("a{2,1}", '"{2,1}" has its limits the wrong way round', "{2,1}"),
    ("[z-a]", 'the range "z-a" is the wrong way round', "z-a"),
    (r"[\x{42}-\101]", r'the range "\x{42}-\101" is the wrong way round', r"\x{42}-\101"),
    ("[[:foo:]]", '"[:foo:]" is no class', "[:foo:]"),
    ("[[:alhpa:]]", '"[:alhpa:]" is no class; did you mean "alpha"?', "[:alhpa:]"),
    (r"\p{Greke}", '"Greke" is no Unicode class; did you mean "Greek"?', r"\p{Greke}"),
    (r"\p", "a Unicode class has no name", r"\p"),
    ("a(?=b)", 'RE2 has no look-ahead: "(?="', "(?="),
    ("a(?!b)", 'RE2 has no look-ahead: "(?!"', "(?!"),
    ("(?<=a)b", 'RE2 has no look-behind: "(?<="', "(?<"),
    ("(?<!a)b", 'RE2 has no look-behind: "(?<!"', "(?<"),
    ("(?>a)", 'RE2 has no atomic group: "(?>"', "(?>"),
    ("(?#c)", 'RE2 has no comment: "(?#"', "(?#"),
    ("(?P=a)", 'RE2 has no back-reference: "(?P="', "(?P"),
    ("(?x)a", '"(?x" does not begin a group that RE2 knows', "(?x"),
    ("(?i-)", '"(?i" does not begin a group that RE2 knows', "(?i"),
    ("(?P<a-b>x)", "a group's name is letters, digits and _ between < and >", "(?P<a-"),
    ("(?P<>x)", "a group's name is letters, digits and _ between < and >", "(?P<>"),
    (r"(a)\1", r'RE2 has no back-references: "\1"', r"\1"),
    (r"a\Z", r'RE2 has no "\Z"', r"\Z"),
    (r"a\y", r'"\y" is no escape that RE2 knows', r"\y"),
    (r"[\b]", r'"\b" is no escape that RE2 knows', r"\b"),
    (r"\x{110000}", r'"\x" is no escape that RE2 knows', r"\x"),
    ("a\\", "a backslash at the very end", "\\"),
    ("a\udcff", "it has a byte that is not UTF-8", "\udcff"),
    ("(" * 1100 + ")" * 1100, "it nests deeper than 1000 levels", ")"),
]


@pytest.mark.parametrize(("expression", "empty", "names"), VALID)
def test_valid(expression: str, empty: bool, names: tuple[str, ...]) -> None:
    assert read(expression) == Regex(names, empty)


@pytest.mark.parametrize(("expression", "message", "place"), INVALID)
def test_invalid(expression: str, message: str, place: str) -> None:
    problem = read(expression)
    assert isinstance(problem, Problem)
    assert (problem.message, expression[problem.start : problem.end]) == (message, place)


@settings(deadline=None, max_examples=150)
@given(st.text("ab.*+?()[]{}|^$\\-,:123dDwWbBpPQEiU<>=!", max_size=20))
def test_the_empty_text_as_python_has_it(expression: str) -> None:
    """Python's syntax differs in escapes, classes and groups of a kind; the rest means the same."""
    result = read(expression)
    if isinstance(result, Problem):
        assert 0 <= result.start < result.end <= len(expression)
    elif not re.search(r"[\\{\[]|\(\?|[*+?]{2}|\^\*|\$\*|[$^][*+?]", expression):
        assert (re.fullmatch(expression, "") is not None) == result.matches_empty


@pytest.mark.parametrize(
    "piece", ["(", "[", "[[:", "a{", "{", "{1", "(?", "(?P<", "\\", "\\Q", "\\x{", "*", "a*", "|", "(a)"]
)
def test_one_piece_over_and_over(piece: str) -> None:
    result = read(piece * 20_000)
    assert isinstance(result, Regex) or len(result.message) < 200
