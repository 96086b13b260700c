"""Reads what stands between the braces of a filter: fields, constants, and the operators between them.

Two things are unlike most languages: `&&` and `||` bind equally, and a sign binds no tighter than `+`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from generator.languages.traceql.constants import constant
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.mistakes import refuse_field, refuse_rest, refuse_value
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.tree import Attribute, Field, FieldBinary, FieldUnary, Intrinsic, Static
from generator.languages.traceql.words import INTRINSICS, NIL, PARENT, Type

_COMPARISON = 2
_SIGN = 3
_BINDING = {
    **dict.fromkeys(("&&", "||"), 1),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "=~", "!~"), _COMPARISON),
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/", "%"), 4),
    "^": 5,
}


def field_expression(cursor: Cursor) -> Field:
    """One expression, up to the first token that cannot belong to it."""
    expression = _Expression(cursor)
    while True:
        expression.read_operand()
        expression.read_suffixes()
        if not expression.read_operator():
            return expression.whole()


def plain_field(cursor: Cursor) -> Attribute | Intrinsic:
    """An attribute or an intrinsic, where nothing may be computed."""
    found = _field(cursor.token)
    if found is None:
        refuse_field(cursor)
    cursor.take()
    return found


def _field(token: Token) -> Attribute | Intrinsic | None:
    if token.kind == "attribute":
        parent = token.prefix.startswith(f"{PARENT}.")
        scope = token.prefix.removeprefix(f"{PARENT}.").rstrip(".")
        return Attribute(token.start, token.end, scope, token.value, parent)
    if token.kind in ("word", "intrinsic") and token.value in INTRINSICS:
        return Intrinsic(token.start, token.end, token.value)
    return None


class _Waiting(NamedTuple):
    """What waits for its right side: an operator, a sign, `nil =`, or a bracket, which binds nothing."""

    token: Token
    binding: int
    sign: bool = False
    nil: Static | None = None


class _Part(NamedTuple):
    """An operand, and where it stands with the brackets around it."""

    node: Field
    start: int
    end: int


@dataclass(slots=True)
class _Expression:
    """Operands and operators on two stacks: no length is too much for it."""

    cursor: Cursor
    parts: list[_Part] = field(default_factory=list)
    waiting: list[_Waiting] = field(default_factory=list)
    brackets: int = 0

    def read_operand(self) -> None:
        """One field or constant, with what may stand before it: brackets, signs, `nil =`."""
        while True:
            if self.cursor.at("("):
                self._open(0)
                self.brackets += 1
            elif self.cursor.at("-", "!"):
                self._open(_SIGN, sign=True)
            elif self.cursor.at_word(NIL):
                nil = self._nil()
                if not self.cursor.at("=", "!="):
                    self.cursor.fail('"nil" can only be compared', "write = nil or != nil behind a field", nil)
                if self._before_nil():
                    operator = self.cursor.take()
                    return self._push(_compared(nil, operator, self._nil()))
                self._open(_COMPARISON, nil=nil)
            else:
                break
        node = _field(self.cursor.token) or constant(self.cursor.token)
        if node is None:
            refuse_value(self.cursor)
        self.cursor.take()
        return self._push(node)

    def read_suffixes(self) -> None:
        """Closing brackets and comparisons with `nil`, which bind what stands before them."""
        while True:
            if self.brackets and self.cursor.at(")"):
                self._reduce(1)
                opened = self.waiting.pop().token
                closed = self.cursor.take()
                self.parts.append(_Part(self.parts.pop().node, opened.start, closed.end))
                self.brackets -= 1
                self.cursor.ascend()
            elif self.cursor.at("=", "!=") and self._before_nil():
                self._reduce(_COMPARISON)
                operator = self.cursor.take()
                left, nil = self.parts.pop(), self._nil()
                self._push(FieldBinary(left.start, nil.end, left.node, operator.text, nil))
            else:
                return

    def read_operator(self) -> bool:
        """The next operator, if one is there."""
        token = self.cursor.token
        binding = _BINDING.get(token.text, 0) if token.kind == "symbol" else 0
        if binding:
            self._reduce(binding)
            self.waiting.append(_Waiting(self.cursor.take(), binding))
        return bool(binding)

    def whole(self) -> Field:
        if self.brackets:
            refuse_rest(self.cursor, ")")
        self._reduce(1)
        return self.parts[0].node

    def _open(self, binding: int, *, sign: bool = False, nil: Static | None = None) -> None:
        self.cursor.descend()
        self.waiting.append(_Waiting(self.cursor.take(), binding, sign, nil))

    def _push(self, node: Field) -> None:
        self.parts.append(_Part(node, node.start, node.end))

    def _nil(self) -> Static:
        token = self.cursor.take()
        return Static(token.start, token.end, Type.NIL, None)

    def _before_nil(self) -> bool:
        following = self.cursor.following
        return following.kind == "word" and following.text == NIL

    def _reduce(self, binding: int) -> None:
        """Join everything that binds at least so tightly."""
        while self.waiting and self.waiting[-1].binding >= binding:
            operator = self.waiting.pop()
            right = self.parts.pop()
            text = operator.token.text
            if operator.nil is not None:
                self.cursor.ascend()
                self._push(FieldBinary(operator.nil.start, right.end, operator.nil, text, right.node))
            elif operator.sign:
                self.cursor.ascend()
                self._push(FieldUnary(operator.token.start, right.end, text, right.node))
            else:
                left = self.parts.pop()
                self._push(FieldBinary(left.start, right.end, left.node, text, right.node))


def _compared(left: Static, operator: Token, right: Static) -> FieldBinary:
    return FieldBinary(left.start, right.end, left, operator.text, right)
