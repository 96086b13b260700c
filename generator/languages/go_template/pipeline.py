"""What one action computes: commands, chained with `|`, and the variables it sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.languages.go_template.tokens import Token
from generator.languages.refused import RefusedError

_LITERALS = frozenset(("bool", "dot", "nil", "number", "text"))
_OPERANDS = _LITERALS | {"field", "variable", "name", "group"}


@dataclass(slots=True)
class _Level:
    """A pipeline that is being read: the action's own, or one in parentheses."""

    context: str
    start: int
    commands: int = 0
    arguments: int = 0


@dataclass(slots=True)
class Pipelines:
    """Reads pipelines. `variables` is what is defined by now; reading adds to it. `check_name` refuses unknown names."""

    variables: list[str]
    check_name: Callable[[Token], None]

    def read(self, words: Sequence[Token], index: int, context: str) -> None:
        """Reads from `index` to the end of the action."""
        levels = [_Level(context, index)]
        index = self._declared(words, index, context)
        last = "start"
        while True:
            word = words[index]
            level = levels[-1]
            if last == "operand" and not word.spaced and word.kind not in ("end", ")", "pipe", "field"):
                raise _unexpected(word)
            if word.kind == "end":
                self._finish(level, word)
                if len(levels) > 1:
                    opening = words[level.start - 1]
                    raise RefusedError('"(" is never closed', opening.start, opening.end, 'add ")"')
                return
            if word.kind == ")":
                self._close(levels, words, index)
                last = "operand"
            elif word.kind == "(":
                levels.append(_Level("parentheses", index + 1))
                index = self._declared(words, index + 1, "parentheses") - 1
                last = "start"
            elif word.kind == "pipe":
                if level.arguments == 0:
                    raise _unexpected(word)
                level.commands, level.arguments = level.commands + 1, 0
                last = "start"
            elif word.kind == "field" and last == "operand" and not word.spaced:
                self._chain(words[index - 1], word)
            elif word.kind in _OPERANDS:
                self._operand(level, word)
                last = "operand"
            else:
                raise _unexpected(word)
            index += 1

    def _declared(self, words: Sequence[Token], index: int, context: str) -> int:
        """The index after `$x :=` or, in a range, `$i, $x :=`."""
        count = 0
        while words[index].kind == "variable" and "." not in words[index].text:
            following = words[index + 1]
            if following.kind == "assign":
                self.variables.append(words[index].text)
                return index + 2
            if following.text != "," or following.kind != "sign":
                return index
            count += 1
            if context != "range" or count > 1:
                raise RefusedError("too many variables before the value", words[index].start, following.end)
            self.variables.append(words[index].text)
            index += 2
            if words[index].kind not in ("variable", "end", ")"):
                raise RefusedError(
                    "a range can only set variables before its value", words[index].start, words[index].end
                )
        return index

    def _operand(self, level: _Level, word: Token) -> None:
        if word.kind == "name":
            self.check_name(word)
        elif word.kind == "variable" and word.text not in self.variables:
            raise RefusedError(f"the variable {word.text} is not set here", word.start, word.end)
        if level.arguments == 0 and level.commands and word.kind in _LITERALS:
            raise RefusedError(f'"{word.text}" cannot be called, so nothing can be piped into it', word.start, word.end)
        level.arguments += 1

    def _close(self, levels: list[_Level], words: Sequence[Token], index: int) -> None:
        word = words[index]
        if len(levels) == 1:
            raise RefusedError('a ")" that closes nothing', word.start, word.end)
        self._finish(levels.pop(), word)
        levels[-1].arguments += 1

    def _finish(self, level: _Level, word: Token) -> None:
        if level.commands + level.arguments == 0:
            what = "there is nothing in it" if level.context == "command" else f"{level.context}: a value is missing"
            raise RefusedError(what, word.start, word.end)

    def _chain(self, operand: Token, word: Token) -> None:
        if operand.kind in _LITERALS:
            raise RefusedError(f'"{operand.text}" has no fields', word.start, word.end)


def _unexpected(word: Token) -> RefusedError:
    return RefusedError(f'"{word.text}" cannot stand here', word.start, word.end, _FIXES.get(word.text, ""))


_FIXES = {
    "=": 'compare with {{ if eq .a "b" }}',
    "(": "put a blank before it: Go has {{ f (g .a) }}, not {{ f(g .a) }}",
    ",": "separate arguments with blanks",
    "|": 'write {{ or .a .b }} for "or"',
}
