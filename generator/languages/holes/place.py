"""Where in a query a hole stands, as far as its neighbours and the brackets around it tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.languages.holes.tokens import Kind, Region, Token, tokens

#: What stands before the first token and behind the last.
_EDGE = Token("mark", "", -1, -1)


@dataclass(frozen=True, slots=True)
class Place:
    """`before` and `after` are the tokens next to the hole, `earlier` the one before `before`.

    For a hole inside a quoted text (`text`) they are the neighbours of that text. `bracket` is the innermost open
    bracket, `head` the word right before it in small letters, `argument` counts the commas since. Without a neighbour
    or a bracket their texts are empty. In a remark nothing of this is known.
    """

    hole: Region
    before: Token = _EDGE
    earlier: Token = _EDGE
    after: Token = _EDGE
    bracket: str = ""
    head: str = ""
    argument: int = 0
    text: Token | None = None
    #: Whether it stands in a Go template (`{{ }}`) inside a quoted text.
    templated: bool = False
    remark: bool = False

    @property
    def joined_before(self) -> bool:
        """Whether nothing stands between it and the token before it."""
        return self.before.end == self.hole.start

    @property
    def joined_after(self) -> bool:
        return self.after.start == self.hole.end


@dataclass(slots=True)
class _Bracket:
    """`owner` is the word before the head: `topk by (a) (5, x)` is a call of topk."""

    mark: str
    head: str
    owner: str = ""
    argument: int = 0


def places(text: str, holes: Sequence[Region], kind: Kind) -> list[Place]:
    """The place of each hole. Brackets that do not match are taken as they come."""
    found = [Place(hole, remark=True) for hole in holes]
    row = [_EDGE, _EDGE, *tokens(text, holes, kind), _EDGE]
    brackets = [_Bracket("", "")]
    closed = brackets[0]
    for index in range(2, len(row) - 1):
        token, before, inner = row[index], row[index - 1], brackets[-1]
        if token.holes:
            here = Place(
                holes[token.holes.start], before, row[index - 2], row[index + 1], inner.mark, inner.head, inner.argument
            )
            for hole in token.holes:
                found[hole] = here if token.kind == "hole" else _within(here, token, holes, hole)
        elif token.kind != "mark":
            continue
        elif token.value in "([{":
            brackets.append(_opened(token.value, before, row[index - 2], inner, closed))
        elif token.value in ")]}":
            closed = brackets.pop() if len(brackets) > 1 else inner
        elif token.value == ",":
            inner.argument += 1
    return found


def _opened(mark: str, before: Token, earlier: Token, inner: _Bracket, closed: _Bracket) -> _Bracket:
    if before.kind == "word":
        return _Bracket(mark, before.value.lower(), earlier.value.lower())
    if before.value == ")" and closed.head in ("by", "without"):
        return _Bracket(mark, closed.owner)
    # TraceQL's `{ (a || b) && c }`: what only groups is no bracket of its own.
    return _Bracket("{" if inner.mark == "{" else mark, "")


def _within(here: Place, text: Token, holes: Sequence[Region], hole: int) -> Place:
    return replace(here, hole=holes[hole], text=text, templated=hole in text.templated)
