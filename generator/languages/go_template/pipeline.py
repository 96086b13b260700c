"""What one action computes: commands, chained with `|`, and the variables it sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.languages.go_template.tokens import Token
from generator.languages.refused import RefusedError

_LITERALS = frozenset(("bool", "dot", "nil", "number", "text"))
_OPERANDS = _LITERALS | {"field", "variable", "name"}

_FIXES = {
    "=": 'compare with {{ if eq .a "b" }}',
    "(": "put a blank before it: {{ f (g .a) }}",
    ",": "separate arguments with blanks",
    "|": 'for "or", write {{ or .a .b }}',
}


_EMPTY = {"action": "there is nothing in the action", "parentheses": "there is nothing between the parentheses"}


@dataclass(slots=True)
class _Level:
    """The action itself, or what is read between parentheses. `index` is where it begins in the words."""

    context: str
    index: int
    commands: int = 0
    arguments: int = 0


@dataclass(slots=True)
class Pipeline:
    """Reads the words of an action from `index` to its end.

    `variables` are those that are set by now; reading adds to them. `check_name` refuses unknown functions.
    """

    words: Sequence[Token]
    variables: list[str]
    check_name: Callable[[Token], None]
    index: int = 0
    levels: list[_Level] = field(default_factory=list)
    #: Whether the word before is a value, which a field may directly follow.
    after: Literal["start", "value"] = "start"

    def read(self, index: int, context: str) -> None:
        self.index = index
        self._open(context)
        while self.levels:
            word = self.words[self.index]
            self._one(word)
            self.index += 1

    def _one(self, word: Token) -> None:
        level, touching = self.levels[-1], self.after == "value" and not word.spaced
        if word.kind == "end":
            self._finish(word)
        elif word.kind == ")":
            self._close(word)
        elif word.kind == "pipe":
            if level.arguments == 0:
                raise _unexpected(word)
            level.commands, level.arguments, self.after = level.commands + 1, 0, "start"
        elif touching and word.kind == "field":
            before = self.words[self.index - 1]
            if before.kind in _LITERALS:
                raise RefusedError(f'"{before.text}" has no fields', word.start, word.end)
        elif touching:
            raise _unexpected(word)
        elif word.kind == "(":
            self.index += 1
            self._open("parentheses")
            self.index -= 1
        else:
            self._operand(word, level)

    def _open(self, context: str) -> None:
        self.levels.append(_Level(context, self.index))
        self._declared(context)
        self.after = "start"

    def _declared(self, context: str) -> None:
        """`$x :=` or, in a range, `$i, $x :=`."""
        count = 0
        while self.words[self.index].kind == "variable":
            name, following = self.words[self.index], self.words[self.index + 1]
            if following.kind != "assign" and (following.kind, following.text) != ("sign", ","):
                return
            self.variables.append(name.text)
            self.index += 2
            if following.kind == "assign":
                return
            count += 1
            if context != "range" or count > 1:
                raise RefusedError("too many variables before the value", name.start, following.end)
            after = self.words[self.index]
            if after.kind not in ("variable", "end", ")"):
                raise RefusedError("a variable should follow the comma", after.start, after.end)

    def _operand(self, word: Token, level: _Level) -> None:
        if word.kind not in _OPERANDS:
            raise _unexpected(word)
        if word.kind == "name":
            self.check_name(word)
        elif word.kind == "variable" and word.text not in self.variables:
            raise RefusedError(f"the variable {word.text} is not set here", word.start, word.end)
        if level.arguments == 0 and level.commands and word.kind in _LITERALS:
            raise RefusedError(f'"{word.text}" takes nothing from a pipe', word.start, word.end)
        level.arguments += 1
        self.after = "value"

    def _close(self, word: Token) -> None:
        if len(self.levels) == 1:
            raise RefusedError('a ")" that closes nothing', word.start, word.end)
        self._check_content(word)
        self.levels.pop()
        self.levels[-1].arguments += 1
        self.after = "value"

    def _finish(self, word: Token) -> None:
        if len(self.levels) > 1:
            opening = self.words[self.levels[-1].index - 1]
            raise RefusedError('"(" is never closed', opening.start, opening.end, 'add ")"')
        self._check_content(word)
        self.levels.pop()

    def _check_content(self, word: Token) -> None:
        level = self.levels[-1]
        if level.commands + level.arguments == 0:
            what = _EMPTY.get(level.context, f"{level.context} needs a value")
            raise RefusedError(what, word.start, word.end)


def _unexpected(word: Token) -> RefusedError:
    return RefusedError(f'"{word.text}" cannot stand here', word.start, word.end, _FIXES.get(word.text, ""))
