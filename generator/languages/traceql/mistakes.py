"""Says what a person probably meant by a token that cannot stand where it stands."""

from __future__ import annotations

from typing import NoReturn

from generator.config.nearest import nearest
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.literals import nanoseconds
from generator.languages.traceql.names import refuse_name
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.wording import clipped
from generator.languages.traceql.words import (
    AGGREGATES,
    ARITHMETIC,
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    LOGICAL,
    NIL,
    SECOND_STAGES,
    STAGES,
    STRUCTURAL,
)

#: Operators of other languages, and two symbols that belong together.
_WORDS = {"and": "&&", "or": "||", "eq": "=", "ne": "!=", "gt": ">", "lt": "<"}
_LISTS = ("in", "contains", "like", "matches", "startswith")
_PAIRS = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!="}
_OPERATORS = (*COMPARISONS, *STRUCTURAL, *LOGICAL, *ARITHMETIC, "=~", "!~", "|", ",")
_NUMBERS = ("integer", "float", "duration")
_VALUES = (*_NUMBERS, "word", "attribute", "intrinsic", "string")


def refuse_value(cursor: Cursor) -> NoReturn:
    """A field or a constant is wanted, and this is neither."""
    token, before = cursor.token, cursor.previous
    if token.kind in ("word", "intrinsic"):
        refuse_name(cursor)
    _refuse_pair(cursor)
    if token.text == "+":
        cursor.fail("a value has no plus sign", "leave it out")
    if before is not None and before.text in _OPERATORS and (token.kind == "end" or token.text in ("}", ")")):
        fix = "delete it" if before.text in LOGICAL else 'write a value behind it, such as 500, "GET" or error'
        cursor.fail(f'nothing follows "{before.text}"', fix, before)
    if token.kind == "end":
        cursor.fail("the query ends where a field or a value is wanted")
    cursor.fail(f"a field or a value is wanted, not {shown(token)}")


def refuse_field(cursor: Cursor) -> NoReturn:
    """An attribute or an intrinsic is wanted, and nothing else can stand here."""
    token = cursor.token
    if token.kind in ("word", "intrinsic") and token.text not in CONSTANTS and token.text != NIL:
        refuse_name(cursor)
    if token.kind == "end":
        cursor.fail("the query ends where a field is wanted")
    fix = "write an attribute such as span.http.route, or an intrinsic such as name"
    if token.kind == "string":
        fix = f"write .{clipped(token.text)} if it is an attribute"
    cursor.fail(f"a field is wanted, not {shown(token)}", fix)


def opening(cursor: Cursor, function: Token) -> None:
    """Read the bracket that follows a function's name."""
    if cursor.at("("):
        cursor.take()
        return
    if function.text in AGGREGATES and cursor.at_word("by", "without"):
        cursor.fail("functions group behind their brackets", "write | rate() by (name)", function)
    cursor.fail(f'the brackets of "{function.text}" are missing', f"write {function.text}(...)", function)


def closing(cursor: Cursor, symbol: str) -> None:
    """Read the bracket that closes what was opened."""
    if not cursor.at(symbol):
        refuse_rest(cursor, symbol)
    cursor.take()


def refuse_rest(cursor: Cursor, symbol: str) -> NoReturn:
    """An operator, or the bracket that closes, is wanted behind a value."""
    token = cursor.token
    if token.kind == "end":
        fix = f"write {symbol} at the end"
        if cursor.ends_in_comment:
            fix = "everything behind // is a comment"
        cursor.fail(f'a "{symbol}" is missing', fix)
    _refuse_foreign(cursor)
    _refuse_glued(cursor)
    if token.text == "|" and symbol == "}":
        cursor.fail('"|" stands between stages, not inside a filter', "write ||, or close the filter before it")
    if token.text == "," and symbol == "}":
        cursor.fail("conditions are not separated by commas", "write && or ||")
    if token.text == ")" and symbol == "}":
        cursor.fail('no bracket is open that ")" could close', "delete it")
    if token.text == "}" and symbol == ")":
        cursor.fail('a ")" is missing', "write ) before it")
    if token.kind == "symbol" and token.text in STRUCTURAL and token.text not in COMPARISONS:
        cursor.fail(f'"{token.text}" stands between filters, not inside one', "close the filter before it")
    if token.kind in _VALUES or token.text == "(":
        cursor.fail(f"an operator is missing before {shown(token)}", "write && between conditions")
    cursor.fail(f'an operator or "{symbol}" is wanted, not {shown(token)}')


def refuse_list_entry(cursor: Cursor) -> NoReturn:
    """A comma or the closing bracket is wanted behind a field that stands for itself."""
    token = cursor.token
    if token.kind == "end":
        cursor.fail('a ")" is missing', "write ) at the end")
    _refuse_glued(cursor)
    if token.text in (*ARITHMETIC, *COMPARISONS, *LOGICAL):
        cursor.fail("nothing is computed in a list of fields", "write the field alone")
    if token.kind in _VALUES:
        cursor.fail(f"a comma is missing before {shown(token)}", "write , between fields")
    cursor.fail(f'"," or ")" is wanted, not {shown(token)}')


def refuse_stage(cursor: Cursor) -> NoReturn:
    """A filter, a function of spans or a number is wanted, and this is none."""
    token, before = cursor.token, cursor.previous
    _refuse_pair(cursor)
    if before is not None and before.text in _OPERATORS and token.kind == "end":
        cursor.fail(f'nothing follows "{before.text}"', "delete it", before)
    if token.kind == "end":
        cursor.fail("the query ends where a filter is wanted", "write { } for all spans")
    if token.kind == "string" and before is not None and before.text in COMPARISONS:
        plain = nanoseconds(token.value) is not None or token.value.isdecimal()
        fix = f"write {clipped(token.value)} without quotes" if plain else ""
        cursor.fail(f"a number or a duration is wanted, not {shown(token)}", fix)
    if token.text in SECOND_STAGES:
        cursor.fail(f"{token.text}() needs a metrics function before it", f"write {{ }} | rate() | {token.text}(10)")
    if token.text == "!":
        cursor.fail("a filter has no sign", "write { !(...) }")
    after_pipe = before is not None and before.text == "|"
    if token.kind == "word" and token.text not in FUNCTIONS and (after_pipe or cursor.following.text == "("):
        near = nearest(token.text, FUNCTIONS)
        fix = f"write {near}" if near else f"stages are {', '.join(STAGES)}, count() > 2, metrics such as rate()"
        cursor.fail(f"there is no stage {shown(token)}", fix)
    if token.kind in ("word", "attribute", "intrinsic", "string"):
        cursor.fail(f"a filter is wanted, not {shown(token)}", "put conditions on spans in { }")
    cursor.fail(f"a filter or a function is wanted, not {shown(token)}")


def refuse_more(cursor: Cursor, *, hinted: bool) -> None:
    """Nothing may follow a query; `hinted` says whether it had hints."""
    token = cursor.token
    if token.kind == "end":
        return
    _refuse_foreign(cursor)
    _refuse_glued(cursor)
    if token.text in ("}", ")"):
        cursor.fail(f'nothing is open that "{token.text}" could close', "delete it")
    if hinted:
        cursor.fail("hints stand at the end of the query", "move with (...) to the end")
    if token.text == "{":
        cursor.fail("an operator is missing between two filters", "write && between them, or >> for descendants")
    if token.kind == "word" and token.text == "by":
        fix = "write it right behind a metrics function, or | by(...) as a stage"
        cursor.fail('"by" cannot stand here', fix)
    if token.kind == "word" and token.text in FUNCTIONS:
        cursor.fail(f'"|" is missing before "{token.text}"', f"write | {token.text}")
    cursor.fail(f"the query should end before {shown(token)}", "delete the rest")


def shown(token: Token) -> str:
    """A token as it stands in a message."""
    text = clipped(token.text)
    return text if token.kind == "string" else f'"{text}"'


def _refuse_pair(cursor: Cursor) -> None:
    """`==` and its like: two symbols that a person takes for one."""
    token, before = cursor.token, cursor.previous
    if before is None or before.end != token.start or {before.kind, token.kind} != {"symbol"}:
        return
    both = before.text + token.text
    whole = before._replace(text=both, end=token.end)
    if both in _PAIRS:
        cursor.fail(f'"{both}" is no operator of TraceQL', f"write {_PAIRS[both]}", whole)
    if both in ("|=", "|~"):
        cursor.fail(f'"{both}" is no operator of TraceQL', "put conditions on spans in { }", whole)


def _refuse_foreign(cursor: Cursor) -> None:
    """Operators that are words in other languages."""
    token = cursor.token
    word = token.text.lower()
    if token.kind == "word" and word in _WORDS:
        cursor.fail(f'"{token.text}" is no operator of TraceQL', f"write {_WORDS[word]}")
    if token.kind == "word" and word in _LISTS:
        cursor.fail(f'"{token.text}" is no operator of TraceQL', 'write =~ with a regular expression, such as "a|b"')


def _refuse_glued(cursor: Cursor) -> None:
    """What stands right behind a value and is no part of it: `5sec`, `5 s`, `name.x`."""
    token, before = cursor.token, cursor.previous
    if before is None:
        return
    glued = clipped(before.text + token.text)
    whole = before._replace(end=token.end)
    adjacent = before.end == token.start
    if before.kind in _NUMBERS and token.kind == "word" and not adjacent and nanoseconds(glued) is not None:
        cursor.fail("a duration has no blank in it", f"write {glued}", whole)
    if adjacent and before.kind in _NUMBERS and (token.kind in _NUMBERS or token.kind in ("word", "attribute")):
        cursor.fail(f'"{glued}" is neither a number nor a duration', "write a duration as in 1h30m", whole)
    if adjacent and token.kind == "attribute" and before.kind in ("word", "intrinsic"):
        cursor.fail(f'"{before.text}" has no attributes', f"write span.{glued}", before)
