"""Reads a whole expression: operators by how tightly they bind, parentheses with a stack of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from generator.languages.promql import selectors, unexpected
from generator.languages.promql.cursor import Cursor
from generator.languages.promql.labels import grouping, matching, returns_bool, string
from generator.languages.promql.tokens import DURATION, END, METRIC, NAME, NUMBER, STRING, Token
from generator.languages.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Grouping,
    Matching,
    Node,
    Number,
    Paren,
    String,
    Unary,
    Word,
)
from generator.languages.promql.words import (
    AGGREGATIONS,
    BINDING,
    METRIC_WORDS,
    RIGHT_BINDING,
    SIGN_BINDING,
    SIGNS,
)

#: Parentheses, signs and unfinished operators inside each other.
_DEEPEST = 200

_SELECTORS = METRIC_WORDS | {NAME, METRIC, "{"}
#: Names that a `(` makes a function.
_CALLABLE = frozenset({NAME, "start", "end"})
_AGGREGATED = frozenset({"(", "by", "without"})


@dataclass(slots=True)
class _Waiting:
    """An operator whose right side is not read yet. A sign has nothing on its left."""

    binding: int
    word: Word
    is_sign: bool = False
    returns_bool: bool = False
    matching: Matching | None = None


@dataclass(slots=True)
class _Open:
    """A parenthesis that is not closed yet, or the query as a whole; what it holds so far."""

    what: Literal["query", "paren", "call", "aggregate"]
    start: int
    depth: int
    paren: Token
    word: Word | None = None
    grouping: Grouping | None = None
    arguments: list[Node] = field(default_factory=list)
    operands: list[Node] = field(default_factory=list)
    operators: list[_Waiting] = field(default_factory=list)


def read(cursor: Cursor) -> Node:
    """The tree of the whole text. Raises `UnreadableError`; lesser problems are left with the cursor."""
    return _Reader(cursor).read()


class _Reader:
    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.stack = [_Open("query", 0, 0, cursor.token)]

    def read(self) -> Node:
        cursor = self.cursor
        while True:
            node: Node | None = self._operand()
            while node is not None:
                opened = self.stack[-1]
                opened.operands.append(selectors.modified(cursor, node))
                node = None
                if cursor.kind in BINDING:
                    self._operator(opened)
                elif cursor.kind == ")" and opened.what != "query":
                    node = self._closed(self._finished(opened))
                elif cursor.kind == "," and opened.what in ("call", "aggregate"):
                    cursor.take()
                    opened.arguments.append(self._finished(opened))
                elif cursor.kind == END and opened.what == "query":
                    return self._finished(opened)
                else:
                    raise unexpected.behind_operand(cursor, opened.operands[-1], opened.paren, opened.what)

    def _operand(self) -> Node:
        """The next value; signs and parentheses before it go to the stack."""
        while (found := self._literal() or self._opened()) is None:
            pass
        return found

    def _literal(self) -> Node | None:
        """The number, string or selector that begins here, if one does."""
        cursor = self.cursor
        kind = cursor.kind
        if kind in (NUMBER, DURATION):
            start = cursor.token.start
            return Number(selectors.number(cursor), start, cursor.end)
        if kind == STRING:
            text = string(cursor)
            return String(text.text, text.start, text.end)
        if kind not in _SELECTORS or (kind in _CALLABLE and cursor.ahead.kind == "("):
            return None
        return None if kind in AGGREGATIONS and cursor.ahead.kind in _AGGREGATED else selectors.selector(cursor)

    def _opened(self) -> Node | None:
        """Takes what stands before a value: a sign, or what opens a parenthesis. A call of nothing is a value."""
        cursor, opened = self.cursor, self.stack[-1]
        kind = cursor.kind
        if kind in SIGNS:
            token = cursor.take()
            self._wait(opened, _Waiting(SIGN_BINDING, Word(kind, token.start, token.end), is_sign=True))
        elif kind in _CALLABLE:
            name = cursor.take()
            self._push("call", name.start, Word(cursor.written(name), name.start, name.end))
            return self._closed(None) if cursor.kind == ")" else None
        elif kind in AGGREGATIONS:
            self._aggregation()
        elif kind == "(":
            self._push("paren", cursor.token.start, None)
        elif opened.operators:
            raise unexpected.behind_operator(cursor, opened.operators[-1].word, opened.operators[-1].matching)
        else:
            raise unexpected.at_start(cursor, opened.paren, opened.what, bool(opened.arguments))
        return None

    def _aggregation(self) -> None:
        cursor = self.cursor
        token = cursor.take()
        group = None if cursor.kind == "(" else grouping(cursor)
        if cursor.kind != "(":
            message = f'"{token.kind}" has nothing to aggregate'
            raise cursor.unreadable(message, token.start, cursor.end, f"write {token.kind} by (label) (expression)")
        self._push("aggregate", token.start, Word(token.kind, token.start, token.end), group)

    def _push(
        self, what: Literal["paren", "call", "aggregate"], start: int, word: Word | None, group: Grouping | None = None
    ) -> None:
        opened = self.stack[-1]
        paren = self.cursor.take()
        depth = opened.depth + len(opened.operators) + 1
        self._check_depth(depth, paren)
        self.stack.append(_Open(what, start, depth, paren, word, group))

    def _wait(self, opened: _Open, operator: _Waiting) -> None:
        opened.operators.append(operator)
        self._check_depth(opened.depth + len(opened.operators), operator.word)

    def _check_depth(self, depth: int, place: Token | Word) -> None:
        if depth > _DEEPEST:
            raise self.cursor.unreadable(f"nested deeper than {_DEEPEST} levels", place.start, place.end)

    def _operator(self, opened: _Open) -> None:
        cursor = self.cursor
        token = cursor.take()
        binding = BINDING[token.kind]
        self._combine(opened, binding, groups_right=binding == RIGHT_BINDING)
        word = Word(token.kind, token.start, token.end)
        self._wait(opened, _Waiting(binding, word, False, returns_bool(cursor), matching(cursor)))

    def _combine(self, opened: _Open, binding: int, *, groups_right: bool) -> None:
        """Gives the operators that bind more tightly than the coming one what they waited for."""
        operators, operands = opened.operators, opened.operands
        while operators and (
            operators[-1].binding > binding or (operators[-1].binding == binding and not groups_right)
        ):
            operator = operators.pop()
            right = operands.pop()
            if operator.is_sign:
                operands.append(Unary(operator.word, right, operator.word.start, right.end))
                continue
            left = operands.pop()
            operands.append(
                Binary(operator.word, left, right, operator.returns_bool, operator.matching, left.start, right.end)
            )

    def _finished(self, opened: _Open) -> Node:
        self._combine(opened, 0, groups_right=False)
        return opened.operands.pop()

    def _closed(self, last: Node | None) -> Node:
        """What the parenthesis makes that the present token closes; `last` is what stands before the token."""
        opened, cursor = self.stack.pop(), self.cursor
        cursor.take()
        if last is not None:
            opened.arguments.append(last)
        if opened.word is None:
            return Paren(opened.arguments[0], opened.start, cursor.end)
        if opened.what == "call":
            return Call(opened.word, tuple(opened.arguments), opened.start, cursor.end)
        group = opened.grouping
        if group is None and cursor.kind in ("by", "without"):
            group = grouping(cursor)
        parameter, expression = self._aggregated(opened.word, opened.arguments, opened.start)
        return Aggregate(opened.word, parameter, expression, group, opened.start, cursor.end)

    def _aggregated(self, word: Word, arguments: list[Node], start: int) -> tuple[Node | None, Node]:
        takes = AGGREGATIONS[word.text]
        wanted = 1 if takes is None else 2
        if len(arguments) != wanted:
            raise unexpected.wrong_count(self.cursor, word, len(arguments), start)
        return (None if takes is None else arguments[0]), arguments[-1]
