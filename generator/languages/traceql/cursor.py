"""Reads the tokens of a text one after the other, and refuses what cannot stand where it stands."""

from __future__ import annotations

from typing import NoReturn, Protocol

from generator.languages.refused import RefusedError
from generator.languages.traceql.tokens import Token, tokens

#: How deep brackets and signs may nest. No person's query comes near.
DEEPEST = 200


class Placed(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Cursor:
    """A place in the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._index = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        """The token to be read next; at the end the one of the kind "end"."""
        return self._tokens[self._index]

    @property
    def following(self) -> Token:
        """The token behind the next one."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    @property
    def previous(self) -> Token | None:
        """The token that was read last."""
        return self._tokens[self._index - 1] if self._index else None

    @property
    def end(self) -> int:
        """Where that token ends."""
        return self._tokens[self._index - 1].end if self._index else 0

    @property
    def ends_in_comment(self) -> bool:
        """Whether nothing but a comment follows what was read."""
        return self.token.kind == "end" and "//" in self._text[self.end :]

    def take(self) -> Token:
        """Read the next token."""
        token = self.token
        if token.problem is not None:
            self.fail(token.problem.message)
        self._index += token.kind != "end"
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
        if self._depth > DEEPEST:
            self.fail(f"nested deeper than {DEEPEST} levels", "split the query")

    def ascend(self) -> None:
        """Come back from a level."""
        self._depth -= 1
