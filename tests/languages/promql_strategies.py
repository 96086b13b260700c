"""Valid queries for hypothesis, built from the grammar; and the ways to break one in one place."""

from __future__ import annotations

import re

from hypothesis import strategies as st

NAMES = st.sampled_from(["up", "http_requests_total", "job:rate5m", "x", "sum", "offset", "start"])
LABELS = st.sampled_from(["job", "instance", "le", "by", "on", "__name__", '"k8s.pod.name"'])
DURATIONS = st.sampled_from(["5m", "1h30m", "300", "1d", "500ms", "0.5"])
NUMBERS = st.sampled_from(["0", "1", "0.95", "1e3", ".5", "0x1F", "Inf", "NaN", "5m"])
STRINGS = st.sampled_from(['"a"', "'b'", '"$1-$2"', '"(.*)"', '"\\\\d"', '""'])
REGEXES = st.sampled_from(['".*"', '".+"', '"a|b"', '"5.."', '"[^a-z]+x?"', '"(?i)abc"', '"\\\\d{2,3}"'])

ONE_VECTOR = st.sampled_from(["abs", "ceil", "sort", "timestamp", "absent", "hour", "histogram_count"])
ONE_RANGE = st.sampled_from(["rate", "increase", "max_over_time", "changes", "absent_over_time"])
AGGREGATIONS = st.sampled_from(["sum", "avg", "count", "max", "group", "stddev"])
ARITHMETIC = st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2"])
COMPARISONS = st.sampled_from(["==", "!=", ">", "<", ">=", "<="])
SETS = st.sampled_from(["and", "or", "unless"])


@st.composite
def matchers(draw: st.DrawFn) -> str:
    label = draw(LABELS.filter(lambda one: one != "__name__"))
    if draw(st.booleans()):
        return label + draw(st.sampled_from(["=", "!="])) + draw(STRINGS)
    return label + draw(st.sampled_from(["=~", "!~"])) + draw(REGEXES)


@st.composite
def selectors(draw: st.DrawFn) -> str:
    found = draw(st.lists(matchers(), max_size=3))
    if draw(st.integers(0, 9)) == 0:
        return "{" + ", ".join([*found, 'job="a"']) + "}"
    return draw(NAMES) + ("{" + ", ".join(found) + "}" if found else "")


MODIFIERS = st.sampled_from(["", "", "", " offset 5m", " offset -1d", " @ end()", " @ 1600000000 offset 1h"])


@st.composite
def label_lists(draw: st.DrawFn) -> str:
    return "(" + ", ".join(draw(st.lists(LABELS, max_size=3))) + ")"


@st.composite
def matrices(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 4)):
        return f"{draw(selectors())}[{draw(DURATIONS)}]{draw(MODIFIERS)}"
    return f"({draw(vectors())})[{draw(DURATIONS)}:{draw(st.sampled_from(['', '1m']))}]"


@st.composite
def scalars(draw: st.DrawFn) -> str:
    form = draw(st.integers(0, 6))
    if form == 0:
        return f"scalar({draw(vectors())})"
    if form == 1:
        return f"({draw(scalars())} {draw(ARITHMETIC)} {draw(scalars())})"
    if form == 2:
        return "time()"
    return draw(NUMBERS)


@st.composite
def calls(draw: st.DrawFn) -> str:
    form = draw(st.integers(0, 5))
    if form == 0:
        return f"{draw(ONE_VECTOR)}({draw(vectors())})"
    if form == 1:
        return f"histogram_quantile({draw(scalars())}, {draw(vectors())})"
    if form == 2:
        return f"label_replace({draw(vectors())}, {draw(STRINGS)}, {draw(STRINGS)}, {draw(STRINGS)}, {draw(STRINGS)})"
    if form == 3:
        return f"clamp({draw(vectors())}, {draw(scalars())}, {draw(scalars())})"
    return f"{draw(ONE_RANGE)}({draw(matrices())})"


@st.composite
def aggregations(draw: st.DrawFn) -> str:
    grouping = draw(st.sampled_from(["by", "without"])) + " " + draw(label_lists())
    form = draw(st.integers(0, 4))
    if form == 0:
        return f"topk({draw(scalars())}, {draw(vectors())}) {grouping}"
    if form == 1:
        return f"count_values({draw(STRINGS)}, {draw(vectors())})"
    if form == 2:
        return f"{draw(AGGREGATIONS)}({draw(vectors())})"
    return f"{draw(AGGREGATIONS)} {grouping} ({draw(vectors())})"


@st.composite
def binaries(draw: st.DrawFn) -> str:
    form = draw(st.integers(0, 3))
    left, right = draw(vectors()), draw(vectors())
    on = draw(st.sampled_from(["", " on ", " ignoring "]))
    matching = on + draw(label_lists()) if on else ""
    if form == 0:
        return f"({left} {draw(SETS)}{matching} {right})"
    if form == 1:
        return f"({left} {draw(COMPARISONS)}{draw(st.sampled_from(['', ' bool']))} {draw(scalars())})"
    many = draw(st.sampled_from(["", " group_left (node)", " group_right (node, zone)"])) if matching else ""
    return f"({left} {draw(ARITHMETIC)}{matching}{many} {right})"


@st.composite
def vectors(draw: st.DrawFn) -> str:
    form = draw(st.integers(0, 9))
    if form == 0:
        return draw(calls())
    if form == 1:
        return draw(aggregations())
    if form == 2:
        return draw(binaries())
    if form == 3:
        return draw(st.sampled_from(["-", "+"])) + draw(vectors())
    return draw(selectors()) + draw(MODIFIERS)


#: Whole queries, all of them instant vectors.
QUERIES = st.one_of(calls(), aggregations(), binaries(), vectors())

_STRINGS = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_TOKENS = r"[\w:]+|=~|!~|[=!<>]=|\s+|."
_PIECES = re.compile(f"{_STRINGS}|{_TOKENS}")
#: A range is one word: in it, a sign belongs to its number.
_WORDS = re.compile(rf"{_STRINGS}|\[[^]]*\]|(?:[0-9]|\.[0-9])[\w.]*|{_TOKENS}")
_BRACKETS = frozenset("(){}[]")


def pieces(query: str) -> list[str]:
    """The query cut between its tokens."""
    return _PIECES.findall(query)


def words(query: str) -> list[str]:
    """The query cut where space may stand."""
    return _WORDS.findall(query)


def _without(parts: list[str], place: int) -> str:
    return "".join(parts[:place] + parts[place + 1 :])


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A valid query with one mistake in it."""
    query = draw(QUERIES)
    parts = pieces(query)
    brackets = [place for place, part in enumerate(parts) if part in _BRACKETS]
    commas = [place for place, part in enumerate(parts) if part == ","]
    choices = [
        query + draw(st.sampled_from([" +", " and", ")", "}", "]", " x y", ", x", " == == x", " offset"])),
        draw(st.sampled_from(["* ", "== ", "atan2 ", ") ", "] ", ", ", "x ", "5 "])) + query,
        f"rate({query})",
        f"nosuch({query})",
        f"sum(1, {query})",
        f"topk({query})",
        f"({query})[5m]",
        f"({query}) offset 5m",
        f"1 and ({query})",
        f'"a" + ({query})',
        f"({query}) == on (a) group_left (a) x",
    ]
    place = draw(st.integers(0, len(parts)))
    choices.append("".join([*parts[:place], draw(st.sampled_from([" $ ", " ; ", " ~ ", " ? "])), *parts[place:]]))
    if brackets:
        choices.append(_without(parts, draw(st.sampled_from(brackets))))
    if commas:
        at = draw(st.sampled_from(commas))
        choices += [_without(parts, at), "".join([*parts[:at], ",,", *parts[at + 1 :]])]
    return draw(st.sampled_from(choices))
