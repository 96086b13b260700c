"""Whether a query is good, whatever its variables are set to, and what is wrong with it where its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib import import_module
from itertools import chain
from typing import Any, Protocol

from generator.interpolate import Reference, Scope
from generator.interpolate.macros import is_known
from generator.languages.fill import fill
from generator.languages.filled import Filled, Hole
from generator.languages.holes.tokens import Kind
from generator.languages.holes.words import DURATION, TEXT
from generator.languages.problem import Problem
from generator.languages.stand_in import is_replaced

#: A longer text is no query that a person wrote, and no server takes it.
LONGEST = 1_000_000

#: Where the parser of each kind is.
_PARSERS: Mapping[Kind, str] = {
    "prometheus": "generator.languages.promql",
    "loki": "generator.languages.logql",
    "tempo": "generator.languages.traceql",
}
_TRACE_ID = re.compile(r"[0-9a-fA-F]{1,32}")

#: As much of a value as a message shows.
_SHOWN = 40

#: Guesses with one of these in them are found again in any message; others only in quotes at their place.
_TELLING = (TEXT, DURATION)

#: Characters of a text whose tree is kept for the next board that has it.
_REMEMBERED = 4_000

#: So many holes of a problem's region are looked at for its wording.
_MOST_HOLES = 20


class Parsed(Protocol):
    """What every parser gives: a tree, None when the text is unreadable, and what is wrong with the text."""

    @property
    def tree(self) -> Any: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...


Parse = Callable[[str], Parsed]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a query turned out to be.

    `tree` is that of `filled.text`: `filled.origin` leads from its nodes to the author's text. It is None when the
    text is unreadable, or was not parsed at all: `skipped` then says why, in words. `problems` have their places in
    the author's text. `guessed`: the problems, or that there are none, depend on what was guessed for variables whose
    value nobody knows; other values may change the verdict. `unknown` are references to what nobody declared;
    `unreplaced` names of Grafana's own that reach this data source as they stand.
    """

    filled: Filled
    tree: Any = None
    problems: tuple[Problem, ...] = ()
    guessed: bool = False
    unknown: tuple[Reference, ...] = ()
    unreplaced: tuple[Reference, ...] = ()
    skipped: str = ""


def judge(text: str, kind: Kind, scope: Scope, parse: Parse | None = None) -> Judged:
    """Parses the query with its variables filled in, with another guess as long as one does not parse.

    When none does, the problems are those that no guess makes go away; when there are no such, those of the candidate
    that has the fewest, and `guessed` is true.
    """
    if len(text) > LONGEST:
        return Judged(Filled(text, text, ()), skipped=f"longer than {LONGEST:,} characters")
    candidates = fill(text, kind, scope)
    first = next(candidates)
    judged = Judged(
        first,
        unknown=tuple(hole.reference for hole in first.holes if hole.source == "unknown"),
        unreplaced=tuple(hole.reference for hole in first.holes if not _is_replaced(hole, scope, kind)),
        skipped=_skipped(first, kind),
    )
    if judged.skipped:
        return judged
    parse = parse or partial(_parsed, kind)
    tried: list[Judged] = []
    for filled in chain((first,), candidates):
        parsed = parse(filled.text)
        problems = tuple(_placed(problem, filled) for problem in parsed.problems)
        guessed = any(hole.guessed for hole in filled.holes)
        tried.append(replace(judged, filled=filled, tree=parsed.tree, problems=problems, guessed=guessed))
        if not problems:
            return tried[-1]
    best = min(tried, key=lambda one: (one.tree is None, len(one.problems)))
    certain = frozenset(best.problems).intersection(*(one.problems for one in tried))
    if not certain:
        return best
    return replace(best, problems=tuple(one for one in best.problems if one in certain), guessed=False)


def _parsed(kind: Kind, text: str) -> Parsed:
    return _parsed_before(kind, text) if len(text) <= _REMEMBERED else _parser(kind)(text)


# Boards that were copied from one another ask the same.
@lru_cache(maxsize=1024)
def _parsed_before(kind: Kind, text: str) -> Parsed:
    return _parser(kind)(text)


def _parser(kind: Kind) -> Parse:
    found: Parse = import_module(_PARSERS[kind]).parse
    return found


def _is_replaced(hole: Hole, scope: Scope, kind: Kind) -> bool:
    reference = hole.reference
    return reference.name in scope.variables or not is_known(reference.name) or is_replaced(reference, scope, kind)


def _skipped(filled: Filled, kind: Kind) -> str:
    """Why there is nothing to parse, or nothing."""
    if kind == "tempo" and _TRACE_ID.fullmatch(filled.text.strip()):
        return "a trace id, not TraceQL"
    if not filled.author.strip():
        return "empty"
    if not filled.text.strip() or _is_all_guess(filled):
        return f"nothing but {filled.author.strip()[:_SHOWN]}, whose value only a running Grafana knows"
    return ""


def _is_all_guess(filled: Filled) -> bool:
    taken = 0
    for hole in filled.holes:
        if not hole.guessed or filled.text[taken : hole.start].strip():
            return False
        taken = hole.end
    return bool(filled.holes) and not filled.text[taken:].strip()


def _placed(problem: Problem, filled: Filled) -> Problem:
    """The problem in the author's text and words."""
    start, end = filled.origin(problem.start, problem.end)
    near = filled.holes_in(problem.start, problem.end)[:_MOST_HOLES]
    # A message may quote what stands around the place; what is quoted there is known by its looks only.
    words = {**_words(filled, filled.holes[:_MOST_HOLES], telling=True), **_words(filled, near, telling=False)}
    return Problem(
        _reworded(problem.message, words) + _value(problem, filled, near), start, end, _reworded(problem.fix, words)
    )


def _words(filled: Filled, holes: Sequence[Hole], *, telling: bool) -> dict[str, str]:
    """What the author wrote, for each stand-in and guess that a message may quote; "..." for one of several."""
    words: dict[str, str] = {}
    for hole in holes:
        put, written = filled.text[hole.start : hole.end], hole.reference.written
        if hole.source == "value":
            continue
        if hole.source != "grafana" and not any(word in put for word in _TELLING):
            if telling:
                continue
            put, written = f'"{put}"', f'"{written}"'
        words[put] = written if words.get(put, written) == written else "..."
    return words


def _value(problem: Problem, filled: Filled, near: Sequence[Hole]) -> str:
    """The value that a problem is in, which the author does not see in the query."""
    for hole in near:
        if hole.source == "value" and hole.start <= problem.start and problem.end <= hole.end:
            return f', where {hole.reference.written} is "{filled.text[hole.start : hole.end][:_SHOWN]}"'
    return ""


def _reworded(text: str, words: Mapping[str, str]) -> str:
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    # What is numbered is another variable's, however it begins.
    pattern = rf"(?:{'|'.join(map(re.escape, longest_first))})(?!_\d)"
    return re.sub(pattern, lambda match: words[match[0]], text)
