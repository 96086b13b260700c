"""Every format, with one value and with several; what stands for "All"; what each language does."""

from __future__ import annotations

import pytest

from generator.interpolate import ALL, Language, Scope, Value, interpolate
from generator.interpolate.formats import NAMES, is_known

ONE = Value("v", "a.b c", text="A")
TWO = Value("v", ("a.b", "c'd\"e"), multi=True)
WINDOW_START = Value("v", "1594671549254")


def written(reference: str, *variables: Value, language: Language = "other") -> str:
    return interpolate(reference, Scope({one.name: one for one in variables}), language)


@pytest.mark.parametrize(
    ("named", "one", "two"),
    [
        ("raw", "a.b c", "a.b,c'd\"e"),
        ("glob", "a.b c", "{a.b,c'd\"e}"),
        ("csv", "a.b c", "a.b,c'd\"e"),
        ("pipe", "a.b c", "a.b|c'd\"e"),
        ("regex", r"a\.b c", "(a\\.b|c'd\"e)"),
        ("json", "a.b c", '["a.b","c\'d\\"e"]'),
        ("doublequote", '"a.b c"', '"a.b","c\'d\\"e"'),
        ("singlequote", "'a.b c'", "'a.b','c\\'d\"e'"),
        ("sqlstring", "'a.b c'", "'a.b','c''d\\\"e'"),
        ("lucene", r"a.b\ c", '("a.b" OR "c\'d\\"e")'),
        ("distributed", "a.b c", "a.b,v=c'd\"e"),
        ("html", "a.b c", "a.b, c&#39;d&quot;e"),
        ("percentencode", "a.b%20c", "%7Ba.b%2Cc%27d%22e%7D"),
        ("uriencode", "a.b%20c", "%7Ba.b,c%27d%22e%7D"),
        ("queryparam", "var-v=a.b%20c", "var-v=a.b&var-v=c%27d%22e"),
        ("customqueryparam", "v=a.b%20c", "v=a.b&v=c%27d%22e"),
        ("customqueryparam:p:x-", "p=x-a.b%20c", "p=x-a.b&p=x-c%27d%22e"),
        ("join", "a.b c", "a.b,c'd\"e"),
        ("join: and ", "a.b c", "a.b and c'd\"e"),
        ("text", "A", "a.b + c'd\"e"),
        ("date", "NaN", "NaN"),
        ("nonsense", "a.b c", "{a.b,c'd\"e}"),
    ],
)
def test_formats(named: str, one: str, two: str) -> None:
    assert (written(f"${{v:{named}}}", ONE), written(f"${{v:{named}}}", TWO)) == (one, two)


def test_every_format_is_in_the_table_above() -> None:
    (mark,) = (mark for mark in test_formats.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    assert {named.split(":")[0] for named, _, _ in mark.args[1]} - {"nonsense"} == NAMES
    assert is_known("date:YYYY")
    assert not is_known("nonsense")


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("date", "2020-07-13T20:19:09.254Z"),
        ("date:iso", "2020-07-13T20:19:09.254Z"),
        ("date:seconds", "1594671549"),
        ("date:ms", "1594671549254"),
        ("date:YYYY-MM", "2020-07"),
        ("date:DD/MM/YY hh:mm:ss a [at] dddd", "13/07/20 08:19:09 pm at Monday"),
        ("date:MMM D, H[h]", "Jul 13, 20h"),
        ("date:X x Z SSS", "1594671549 1594671549254 +00:00 254"),
    ],
)
def test_dates(named: str, expected: str) -> None:
    assert written(f"${{v:{named}}}", WINDOW_START) == expected


def test_a_date_beyond_the_calendar() -> None:
    assert written("${v:date}", Value("v", "8640000000000000")) == "Invalid date"
    assert written("${v:date}", Value("v", "-1")) == "1969-12-31T23:59:59.999Z"
    assert written("${v:date}", Value("v", "9" * 5000)) == "NaN"


EMPTY = Value("v", (), multi=True)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("${v:regex}", "()"),
        ("${v:glob}", ""),
        ("${v:lucene}", "__empty__"),
        ("${v:json}", "[]"),
        ("${v:queryparam}", "var-v="),
    ],
)
def test_no_value_at_all(reference: str, expected: str) -> None:
    assert written(reference, EMPTY) == expected


def test_a_number_is_not_escaped_for_lucene() -> None:
    assert written("${v:lucene}", Value("v", "-1.5")) == "-1.5"


def test_constants_and_variables_kept_out_of_the_url() -> None:
    assert written("${v:queryparam}", Value("v", "a:b", type="constant", skip_url_sync=True)) == "var-v=a%3Ab"
    assert written("${v:queryparam}", Value("v", "a:b")) == "var-v=a:b"
    assert written("x${v:queryparam}", Value("v", "a:b", skip_url_sync=True)) == "x"


SAID = Value("v", ALL, multi=True, include_all=True, all_value=".+", options=("a", "b"))
LISTED = Value("v", ALL, multi=True, include_all=True, options=("a.x", "b"))
UNKNOWN = Value("v", ALL, multi=True, include_all=True)


@pytest.mark.parametrize(
    ("reference", "language", "said", "listed", "unknown"),
    [
        ("$v", "prometheus", ".+", r"(a\\.x|b)", "$v"),
        ("$v", "loki", ".+", r"a\\.x|b", "$v"),
        ("$v", "tempo", ".+", "a.x|b", "$v"),
        ("$v", "text", "All", "All", "All"),
        ("$v", "url", ".+", "%7Ba.x,b%7D", "$v"),
        ("${v:regex}", "prometheus", ".+", r"(a\.x|b)", "${v:regex}"),
        ("${v:text}", "prometheus", "All", "All", "All"),
        ("${v:percentencode}", "url", ".%2B", "%7Ba.x%2Cb%7D", "${v:percentencode}"),
        ("${v:queryparam}", "url", "var-v=$__all", "var-v=$__all", "var-v=$__all"),
    ],
)
def test_all(reference: str, language: Language, said: str, listed: str, unknown: str) -> None:
    assert written(reference, SAID, language=language) == said
    assert written(reference, LISTED, language=language) == listed
    assert written(reference, UNKNOWN, language=language) == unknown


@pytest.mark.parametrize(
    ("variable", "language", "expected"),
    [
        # one value only: escaped for quotes, not for a regex
        (Value("v", "a.b"), "prometheus", "a.b"),
        (Value("v", "it's"), "prometheus", r"it\\'s"),
        (Value("v", "a\\b"), "prometheus", r"a\\b"),
        (Value("v", "it's a\\b"), "loki", r"it\\'s a\b"),
        # a choice of several: escaped for a regex inside quotes, also when one is chosen
        (Value("v", ("a.b",), multi=True), "prometheus", r"a\\.b"),
        (Value("v", "a.b", include_all=True), "prometheus", r"a\\.b"),
        (Value("v", ("a.b", "c+d"), multi=True), "prometheus", r"(a\\.b|c\\+d)"),
        (Value("v", ("a\\b", "it's"), multi=True), "prometheus", r"(a\\\\b|it\\'s)"),
        (Value("v", ("cryp{todep}ression",), multi=True), "prometheus", r"cryp\\{todep\\}ression"),
        (Value("v", ("/api/v1",), multi=True), "prometheus", "/api/v1"),
        (Value("v", ("a.b",), multi=True), "loki", r"a\\.b"),
        (Value("v", ("a.b", "c|d"), multi=True), "loki", r"a\\.b|c\\|d"),
        (Value("v", ("it's", "a\\b"), multi=True), "loki", r"it\\'s|a\\\\b"),
        (Value("v", ("a.b", "c"), multi=True), "tempo", "a.b|c"),
        (Value("v", "a.b"), "tempo", "a.b"),
        (Value("v", ("a", "b"), multi=True), "text", "a + b"),
        (Value("v", ("a", "b"), multi=True), "other", "{a,b}"),
        (Value("v", "a b&c"), "url", "a%20b&c"),
        (Value("v", (), multi=True), "prometheus", "()"),
    ],
)
def test_what_each_language_does(variable: Value, language: Language, expected: str) -> None:
    assert written("$v", variable, language=language) == expected
    assert written("[[v]]", variable, language=language) == expected
