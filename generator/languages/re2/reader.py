"""Reads a regular expression once, from left to right, with a stack of its own: no depth and no length hurts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.languages.problem import Problem
from generator.languages.re2.pieces import bracket, escape
from generator.languages.refused import RefusedError

_REPEAT = re.compile(r"\{(\d+)(?:(,)(\d*))?\}", re.ASCII)
_NAME = re.compile(r"\w+", re.ASCII)
_FLAGS = re.compile(r"(?:[imsU]*|[imsU]*-[imsU]+)(?=[:)])")
#: Bytes that are no UTF-8, as `surrogateescape` decodes them.
_BROKEN = re.compile("[\udc80-\udcff]")
_SPECIAL = re.compile(r"[\\^$.|?*+()\[]|\{\d", re.ASCII)

#: Go allows x{1000} and no more, the product of nested ones included.
_MOST_REPEATS = 1000
#: Captures and repetitions inside each other, as Go counts them; and groups that are open at once, which Go does not
#: count.
_DEEPEST = 999
_MOST_OPEN = 10_000


@dataclass(frozen=True, slots=True)
class Regex:
    """What a valid expression promises.

    `names` are its named groups in order; `matches_empty` says whether it matches the empty text, anchored at both
    ends as label matchers are.
    """

    names: tuple[str, ...]
    matches_empty: bool


@dataclass(slots=True)
class _Item:
    empty: bool
    repeats: int = 1
    depth: int = 1


@dataclass(slots=True)
class _Group:
    start: int
    capturing: bool
    #: The last thing read, still open to a `*`.
    item: _Item | None = None
    #: Whether everything before `item` in this branch matches the empty text, and whether an earlier branch does.
    branch_empty: bool = True
    any_empty: bool = False
    repeats: int = 1
    depth: int = 0

    def push(self, item: _Item | None) -> None:
        last = self.item
        if last:
            self.branch_empty = self.branch_empty and last.empty
            self.repeats = max(self.repeats, last.repeats)
            self.depth = max(self.depth, last.depth)
        self.item = item

    def close_branch(self) -> None:
        self.push(None)
        self.any_empty = self.any_empty or self.branch_empty
        self.branch_empty = True

    def as_item(self) -> _Item:
        self.close_branch()
        return _Item(self.any_empty, self.repeats, self.depth + self.capturing)


@dataclass(slots=True)
class _Reader:
    text: str
    position: int = 0
    groups: list[_Group] = field(default_factory=lambda: [_Group(0, False)])
    names: list[str] = field(default_factory=list)
    #: Where the repetition operator began that was read last, if nothing came after it.
    repeated_at: int | None = None

    def read(self) -> Regex:
        if broken := _BROKEN.search(self.text):
            raise RefusedError("it has a byte that is not UTF-8", broken.start(), broken.end())
        while self.position < len(self.text):
            before, repeated = self.position, self.repeated_at
            self.repeated_at = None
            self._step(repeated)
            if self.groups[-1].item and self.groups[-1].item.depth > _DEEPEST:
                raise RefusedError("it nests deeper than 1000 levels", before, self.position)
        if len(self.groups) > 1:
            start = self.groups[-1].start
            raise RefusedError(
                'the group "(" is never closed', start, start + 1, r'add ")", or write "\(" for the character'
            )
        return Regex(tuple(self.names), self.groups[0].as_item().empty)

    def _step(self, repeated: int | None) -> None:
        text, start = self.text, self.position
        group = self.groups[-1]
        char = text[start]
        if char == "(":
            self._open()
        elif char == ")":
            self._close()
        elif char == "|":
            group.close_branch()
            self.position += 1
        elif char == "[":
            self.position = bracket(text, start)
            group.push(_Item(False))
        elif char == "\\":
            self.position, things = escape(text, start)
            for empty in things:
                group.push(_Item(empty))
        elif char in "*+?":
            self._repeat(start + 1, None, repeated)
        elif char == "{" and (match := _REPEAT.match(text, start)):
            self._repeat(match.end(), match, repeated)
        elif char in "^$":
            group.push(_Item(True))
            self.position += 1
        else:
            self._literal()

    def _literal(self) -> None:
        """A run of ordinary characters; the last of them stays open to a repetition."""
        start = self.position
        special = _SPECIAL.search(self.text, start + 1)
        end = special.start() if special else len(self.text)
        for _ in range(min(end - start, 2)):
            self.groups[-1].push(_Item(False))
        self.position = end

    def _open(self) -> None:
        text, start = self.text, self.position
        if len(self.groups) > _MOST_OPEN:
            raise RefusedError(f"it nests deeper than {_MOST_OPEN} levels", start, start + 1)
        if not text.startswith("(?", start):
            self.groups.append(_Group(start, True))
            self.position += 1
            return
        if text.startswith(("(?P<", "(?<"), start) and not text.startswith(("(?<=", "(?<!"), start):
            self._open_named()
            return
        flags = _FLAGS.match(text, start + 2)
        if flags is None:
            raise RefusedError(_unsupported(text[start : start + 4]), start, min(start + 3, len(text)))
        self.position = flags.end() + 1
        if text[flags.end()] == ":":
            self.groups.append(_Group(start, False))

    def _open_named(self) -> None:
        text, start = self.text, self.position
        opening = text.index("<", start) + 1
        name = _NAME.match(text, opening)
        end = name.end() if name else opening
        if name is None or not text.startswith(">", end):
            raise RefusedError(
                "a group's name is letters, digits and _ between < and >", start, min(end + 1, len(text))
            )
        self.names.append(name[0])
        self.groups.append(_Group(start, True))
        self.position = end + 1

    def _close(self) -> None:
        if len(self.groups) == 1:
            raise RefusedError(
                'a ")" that closes nothing', self.position, self.position + 1, r'write "\)" for the character'
            )
        item = self.groups.pop().as_item()
        self.groups[-1].push(item)
        self.position += 1

    def _repeat(self, end: int, count: re.Match[str] | None, repeated: int | None) -> None:
        start = self.position
        item = self.groups[-1].item
        if item is None:
            operator = self.text[start:end]
            raise RefusedError(
                f'nothing to repeat before "{operator}"', start, end, rf'write "\{operator}" for the character'
            )
        lazy = self.text.startswith("?", end)
        if repeated is not None:
            twice = self.text[repeated:end]
            raise RefusedError(f'two repetitions in a row: "{twice}"', repeated, end)
        self.position = end + lazy
        self.repeated_at = start
        item.depth += 1
        if count:
            self._count(item, count)
        else:
            item.empty = item.empty or self.text[start] != "+"

    def _count(self, item: _Item, count: re.Match[str]) -> None:
        least = _number(count[1])
        most = _number(count[3]) if count[3] else (least if count[2] is None else None)
        written = count[0] if len(count[0]) < 20 else count[0][:16] + "...}"
        if least > _MOST_REPEATS or (most is not None and most > _MOST_REPEATS):
            raise RefusedError(f'"{written}" repeats more than 1000 times', count.start(), count.end())
        if most is not None and least > most:
            raise RefusedError(f'"{written}" has its limits the wrong way round', count.start(), count.end())
        product = item.repeats * max(1, least if most is None else most)
        if most == 0:
            product = 1
        elif product > _MOST_REPEATS and (least > 1 or (most or 0) > 1):
            message = f'"{written}" repeats {product} times in all, more than 1000'
            raise RefusedError(message, count.start(), count.end())
        item.repeats = product
        item.empty = item.empty or least == 0


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 9 else 10**9


def _unsupported(opening: str) -> str:
    for prefix, name in _FOREIGN.items():
        if opening.startswith(prefix):
            return f'RE2 has no {name}: "{prefix}"'
    return f'"{opening[:3]}" does not begin a group that RE2 knows'


_FOREIGN = {
    "(?=": "look-ahead",
    "(?!": "look-ahead",
    "(?<=": "look-behind",
    "(?<!": "look-behind",
    "(?>": "atomic group",
    "(?#": "comment",
    "(?P=": "back-reference",
    "(?P>": "recursion",
    "(?R": "recursion",
    "(?(": "conditional",
    "(?|": "branch reset",
}


def read(text: str) -> Regex | Problem:
    """The expression, or what Go would refuse in it (offsets into `text`). Linear in the text's length."""
    try:
        return _Reader(text).read()
    except RefusedError as refused:
        return refused.problem
