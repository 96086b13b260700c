"""The place in a query where reading has come to, and the problems found so far."""

from __future__ import annotations

from generator.languages.problem import Problem
from generator.languages.promql.tokens import BROKEN, STRING, Token, tokens

_LONGEST_SHOWN = 40


class UnreadableError(Exception):
    """The query's shape is wrong: there is no tree."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Cursor:
    """Goes over the tokens of a query, one at a time, and sees one ahead."""

    __slots__ = ("_rest", "ahead", "end", "kind", "problems", "text", "token")

    def __init__(self, text: str) -> None:
        self.text = text
        #: What is wrong although the shape is right.
        self.problems: list[Problem] = []
        self._rest = tokens(text)
        self.token = next(self._rest)
        #: The kind of the present token.
        self.kind = self.token.kind
        #: The next one; the present one again when that is the last.
        self.ahead = next(self._rest, self.token)
        #: Where the last token ended that was taken.
        self.end = 0

    def take(self) -> Token:
        """The present token; the cursor goes on to the next."""
        taken = self.token
        self.end = taken.end
        self.token = self.ahead
        self.kind = self.token.kind
        self.ahead = next(self._rest, self.token)
        return taken

    def written(self, token: Token) -> str:
        """The token as it stands in the text."""
        return self.text[token.start : token.end]

    def shown(self, token: Token) -> str:
        """The token in quotation marks, shortened, for a message."""
        text = self.written(token)
        if not text:
            return token.kind
        shortened = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
        return shortened if token.kind == STRING else f'"{shortened}"'

    def report(self, message: str, start: int, end: int, fix: str = "") -> None:
        """Notes a problem that does not stop the reading."""
        self.problems.append(Problem(message, start, end, fix))

    def unreadable(self, message: str, start: int, end: int, fix: str = "") -> UnreadableError:
        """The error to raise. When the present token cannot be read at all, that is what is wrong."""
        if self.kind == BROKEN and self.token.problem:
            return UnreadableError(self.token.problem)
        return UnreadableError(Problem(message, start, end, fix))
