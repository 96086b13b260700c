"""Reads a template's actions and the blocks they open and close. Its stack is its own: no depth hurts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from generator.config.nearest import did_you_mean
from generator.languages.go_template.pipeline import Pipeline
from generator.languages.go_template.tokens import Token, tokens
from generator.languages.problem import Problem
from generator.languages.refused import RefusedError

#: Go's own functions, which every template has.
_BUILT_IN = frozenset(
    (
        *("and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print"),
        *("printf", "println", "slice", "urlquery"),
    )
)
_OPENING = re.compile(r"\{\{(?:-[ \t\r\n])?(?P<comment>/\*)|\{\{(?:-(?=[ \t\r\n]))?")
_COMMENT_END = re.compile(r"\*/(?:[ \t\r\n]-)?\}\}")


@dataclass(slots=True)
class _Block:
    keyword: str
    start: int
    end: int
    #: How many variables were set when it began.
    variables: int = 0
    has_else: bool = False
    #: The variables of what is around a block that has none of them itself.
    outer: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    text: str
    functions: Collection[str]
    variables: list[str] = field(default_factory=lambda: ["$"])
    blocks: list[_Block] = field(default_factory=list)

    def read(self) -> None:
        position = 0
        while opening := _OPENING.search(self.text, position):
            if opening["comment"]:
                position = self._comment(opening)
                continue
            words = tokens(self.text, opening.start(), opening.end())
            self._action(words)
            position = words[-1].end
        if self.blocks:
            block = self.blocks[-1]
            raise RefusedError("{{%s}} has no {{end}}" % block.keyword, block.start, block.end, "add {{end}}")

    def _comment(self, opening: re.Match[str]) -> int:
        close = self.text.find("*/", opening.end())
        if close < 0:
            raise RefusedError("the comment is never closed", opening.start(), opening.start() + 2, 'add "*/}}"')
        end = _COMMENT_END.match(self.text, close)
        if end is None:
            raise RefusedError("a comment must end its action", close, close + 2, 'write "*/}}"')
        return end.end()

    def _action(self, words: Sequence[Token]) -> None:
        word = words[0]
        pipeline = Pipeline(words, self.variables, self._check_name)
        if word.kind != "keyword" or (word.text in ("break", "continue") and word.text in self.functions):
            pipeline.read(0, "action")
        elif word.text in ("if", "with", "range"):
            self.blocks.append(_Block(word.text, word.start, word.end, len(self.variables)))
            pipeline.read(1, word.text)
        elif word.text == "else":
            self._else(words, pipeline)
        elif word.text == "end":
            self._end(words)
        elif word.text in ("break", "continue"):
            self._leave(words)
        else:
            self._named(words, pipeline)

    def _else(self, words: Sequence[Token], pipeline: Pipeline) -> None:
        word, following = words[0], words[1]
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.has_else or block.keyword not in ("if", "with", "range"):
            raise RefusedError("an {{else}} that belongs to nothing", word.start, word.end)
        if following.text == block.keyword and following.kind == "keyword" and block.keyword != "range":
            pipeline.read(2, f"else {block.keyword}")
            return
        block.has_else = True
        _nothing_more(words)

    def _end(self, words: Sequence[Token]) -> None:
        if not self.blocks:
            raise RefusedError("an {{end}} that closes nothing", words[0].start, words[0].end)
        _nothing_more(words)
        block = self.blocks.pop()
        if block.outer:
            self.variables = block.outer
        else:
            del self.variables[block.variables :]

    def _leave(self, words: Sequence[Token]) -> None:
        _nothing_more(words)
        for block in reversed(self.blocks):
            if block.outer:
                break
            if block.keyword == "range" and not block.has_else:
                return
        raise RefusedError("{{%s}} outside of a {{range}}" % words[0].text, words[0].start, words[0].end)

    def _named(self, words: Sequence[Token], pipeline: Pipeline) -> None:
        """`template`, `define` and `block`: a name comes first."""
        word, name = words[0], words[1]
        if word.text == "define" and self.blocks:
            raise RefusedError("a {{define}} cannot stand inside of another block", word.start, word.end)
        if name.kind != "text":
            raise RefusedError("{{%s}} needs a name in quotes" % word.text, name.start, name.end)
        if word.text == "block" or (word.text == "template" and words[2].kind != "end"):
            pipeline.read(2, word.text)
        elif words[2].kind != "end":
            raise RefusedError(f'"{words[2].text}" cannot stand here', words[2].start, words[2].end)
        if word.text != "template":
            self.blocks.append(_Block(word.text, word.start, word.end, outer=self.variables))
            self.variables = ["$"]

    def _check_name(self, word: Token) -> None:
        if word.text not in self.functions and word.text not in _BUILT_IN:
            hint = did_you_mean(word.text, (*self.functions, *_BUILT_IN))
            fix = f"write .{word.text} for the label" if not hint else ""
            raise RefusedError(f'no template function is called "{word.text}"{hint}', word.start, word.end, fix)


def _nothing_more(words: Sequence[Token]) -> None:
    if words[1].kind != "end":
        raise RefusedError(f'"{words[1].text}" cannot stand after "{words[0].text}"', words[1].start, words[1].end)


def read(text: str, functions: Collection[str]) -> Problem | None:
    """What Go would refuse in a template with these functions besides Go's own; None when it takes it.

    Offsets are into `text`. What only fails when lines come by (a missing argument, a template of an unknown name) is
    not looked for.
    """
    try:
        _Reader(text, functions).read()
    except RefusedError as refused:
        return refused.problem
    return None
