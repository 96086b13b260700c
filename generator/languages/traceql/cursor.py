"""Reads the tokens of a text one after the other, and refuses what cannot stand where it stands."""

from __future__ import annotations

from typing import NoReturn

from generator.languages.nesting import Placed, too_deep
from generator.languages.refused import RefusedError
from generator.languages.traceql.tokens import Token, tokens


class Cursor:
    """A place in the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rest = tokens(text)
        self._depth = 0
        #: The token that was read last, the one to be read next, and the one behind it. At the end they stay.
        self.previous: Token | None = None
        self.token = next(self._rest)
        self.following = next(self._rest, self.token)

    @property
    def end(self) -> int:
        """Where the token ends that was read last."""
        return self.previous.end if self.previous else 0

    @property
    def ends_in_comment(self) -> bool:
        """Whether nothing but a comment follows what was read."""
        return self.token.kind == "end" and "//" in self._text[self.end :]

    def take(self) -> Token:
        """Read the next token."""
        token = self.token
        if token.problem is not None:
            self.fail(token.problem.message)
        if token.kind != "end":
            self.previous, self.token = token, self.following
            self.following = next(self._rest, self.token)
        return token

    def at(self, *symbols: str) -> bool:
        """Whether one of these symbols is next."""
        return self.token.kind == "symbol" and self.token.text in symbols

    def at_word(self, *words: str) -> bool:
        """Whether one of these words is next."""
        return self.token.kind == "word" and self.token.text in words

    def accept(self, symbol: str) -> bool:
        """Read a symbol if it is next."""
        found = self.at(symbol)
        if found:
            self.take()
        return found

    def fail(self, message: str, fix: str = "", place: Placed | None = None) -> NoReturn:
        """Refuse what stands in a place, by default the next token. If that is no token at all, it says so itself."""
        where = place or self.token
        problem = self.token.problem
        if problem is not None:
            raise RefusedError(problem.message, problem.start, problem.end, problem.fix)
        raise RefusedError(message, where.start, where.end, fix)

    def descend(self) -> None:
        """Go one level deeper."""
        self._depth += 1
        too_deep(self._depth, self.token)

    def ascend(self) -> None:
        """Come back from a level."""
        self._depth -= 1
