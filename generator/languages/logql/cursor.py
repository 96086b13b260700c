"""Where reading stands in the words of a query, and what to say when the next word does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from generator.languages.logql.tokens import Token, not_a_quantity
from generator.languages.logql.tree import Label, Text
from generator.languages.refused import RefusedError


@dataclass(slots=True)
class Cursor:
    """The words of a query and the index of the next one."""

    text: str
    words: list[Token]
    index: int = 0

    @property
    def token(self) -> Token:
        """The next word."""
        return self.words[self.index]

    @property
    def following(self) -> Token:
        """The word after the next one."""
        return self.words[min(self.index + 1, len(self.words) - 1)]

    @property
    def last(self) -> Token:
        """The word that was taken last."""
        return self.words[self.index - 1]

    def take(self) -> Token:
        """The next word, which is then behind us."""
        token = self.token
        self.index += 1
        return token

    def at(self, *words: str) -> bool:
        """Whether the next word is one of these symbols or keywords."""
        return self.token.kind in ("symbol", "keyword") and self.token.text in words

    def accept(self, *words: str) -> Token | None:
        """Takes the next word if it is one of these symbols or keywords."""
        return self.take() if self.at(*words) else None

    def expect(self, word: str, fix: str = "") -> Token:
        """Takes this symbol or keyword; anything else is refused."""
        if self.at(word):
            return self.take()
        raise self.unexpected(f'"{word}"', fix)

    def quoted(self, fix: str = "") -> Text:
        """Takes a quoted text."""
        token = self.token
        if token.kind != "text":
            raise self.unexpected("a quoted text", fix)
        self.take()
        return Text(token.start, token.end, token.meaning)

    def label(self) -> Label:
        """Takes the name of a label."""
        token = self.token
        if token.kind == "name":
            self.take()
            return Label(token.start, token.end, token.text)
        if token.kind == "keyword":
            message = f'"{token.text}" is a word of the language and cannot name a label'
            raise RefusedError(message, token.start, token.end)
        if token.kind == "text":
            raise self.unexpected("the name of a label", f"write it without quotes: {token.text[1:-1]}")
        if token.text in (")", "}") and self.index and self.last.text == ",":
            raise RefusedError("nothing follows the comma", self.last.start, self.last.end, "remove the comma")
        raise self.unexpected("the name of a label")

    def unexpected(self, expected: str, fix: str = "") -> RefusedError:
        """What to raise when the next word is not what should stand here."""
        token = self.token
        before = self.words[self.index - 1] if self.index else None
        if before and before.end == token.start:
            if before.kind in ("number", "duration", "bytes") and token.kind in ("name", "number"):
                return not_a_quantity(self.text, before.start)
            if before.kind == "name" and token.text in (".", "-"):
                name = self.following.text if self.following.start == token.end else ""
                fix = f'Loki has "_" in its place: {before.text}_{name}'
                return RefusedError(f'"{token.text}" cannot stand in the name of a label', token.start, token.end, fix)
        if token.text == "-0":
            fix = 'write "- 0": Loki takes "-0" for a duration'
        if token.kind == "end":
            return RefusedError(f"the query ends where {expected} should follow", token.start, token.end, fix)
        shown = token.text if len(token.text) <= 40 else token.text[:37] + "..."
        found = shown if token.kind == "text" else f'"{shown}"'
        return RefusedError(f"{expected} should stand here, not {found}", token.start, token.end, fix)
