"""What to say of a token that cannot stand where it stands, in words that tell what was probably meant."""

from __future__ import annotations

from generator.languages.promql.cursor import Cursor, UnreadableError
from generator.languages.promql.selectors import described
from generator.languages.promql.tokens import DURATION, END, METRIC, NAME, NUMBER, STRING, Token
from generator.languages.promql.tree import Aggregate, Call, Matching, Node, Paren, Selector, String, Word
from generator.languages.promql.words import AGGREGATIONS, BINDING, RESERVED

_VALUES = frozenset({NAME, METRIC, NUMBER, DURATION, STRING, "(", "{"}) | frozenset(AGGREGATIONS)
#: Prometheus has them since 3.7; before, they are names like any other.
_MODIFIERS = frozenset({"anchored", "smoothed"})
_ENDS = frozenset({END, ")", ",", "]", "}"})


def at_start(cursor: Cursor, paren: Token, what: str, after_comma: bool) -> UnreadableError:
    """For a token where a value is expected: at the start of a query, of a parenthesis (`paren`) or of an argument."""
    token, kind = cursor.token, cursor.kind
    start, end = token.start, token.end
    if kind in BINDING:
        return cursor.unreadable(f'nothing stands on the left of "{kind}"', start, end)
    if kind in RESERVED:
        fix = f'write {{__name__="{kind}"}} for a metric of this name'
        return cursor.unreadable(f'"{kind}" is a keyword and no value', start, end, fix)
    if kind == END:
        return cursor.unreadable("the query is empty", 0, len(cursor.text)) if what == "query" else _open(cursor, paren)
    if kind == ")" and after_comma:
        return cursor.unreadable('a comma stands right before ")"', start, end, "remove the comma")
    if kind == ")" and what != "query":
        return cursor.unreadable("nothing stands between the parentheses", paren.start, end)
    if kind == "," and what != "query":
        return cursor.unreadable("nothing stands before the comma", start, end, "remove the comma")
    return _no_value(cursor)


def behind_operator(cursor: Cursor, operator: Word, matching: Matching | None) -> UnreadableError:
    """For a token where the right side of an operator is expected."""
    token, kind = cursor.token, cursor.kind
    if kind in BINDING:
        message = f'two operators in a row: "{operator.text}" and "{kind}"'
        return cursor.unreadable(message, operator.start, token.end, "remove one")
    if kind in ("group_left", "group_right"):
        message, fix = f'"{kind}" needs on (...) or ignoring (...) before it', f"write on (label) {kind}"
    elif kind == "bool":
        message, fix = '"bool" stands right behind the operator', f"write {operator.text} bool"
    elif kind in ("on", "ignoring"):
        message, fix = f'"{kind}" stands right behind the operator, and once', f"write {operator.text} {kind} (...)"
    elif kind in _ENDS:
        fix = ""
        if matching is not None and matching.include:
            fix = f"the parenthesis behind group_{matching.many} holds its labels"
        return cursor.unreadable(f'nothing stands on the right of "{operator.text}"', operator.start, operator.end, fix)
    else:
        return _no_value(cursor)
    return cursor.unreadable(message, token.start, token.end, fix)


def _no_value(cursor: Cursor) -> UnreadableError:
    token = cursor.token
    return cursor.unreadable(f"{cursor.shown(token)} stands where a value is expected", token.start, token.end)


def behind_operand(cursor: Cursor, node: Node, paren: Token, what: str) -> UnreadableError:
    """For a token behind a value, where an operator, a comma or the end is expected."""
    kind = cursor.kind
    if kind == END:
        return _open(cursor, paren)
    if kind == "(" and isinstance(node, Selector) and node.name and node.end == node.name.end:
        return cursor.unreadable(f'"{node.name.text}" is no function', node.start, node.end)
    if kind == NAME and cursor.written(cursor.token).lower() in _MODIFIERS and isinstance(node, Selector):
        message, fix = f"{cursor.shown(cursor.token)} needs --enable-feature=promql-extended-range-selectors", ""
    elif kind in _VALUES and kind != "{":
        before = described(node) if isinstance(node, Call | Paren) else _shortened(cursor.text, node)
        message, fix = f"no operator stands between {before} and {cursor.shown(cursor.token)}", ""
    else:
        message, fix = _misplaced(cursor, node, what)
    return cursor.unreadable(message, cursor.token.start, cursor.token.end, fix)


def _misplaced(cursor: Cursor, node: Node, what: str) -> tuple[str, str]:
    kind = cursor.kind
    if kind in RESERVED:
        return f'"{kind}" stands without an operator before it', ""
    if kind in ("by", "without") and isinstance(node, Aggregate):
        return f"{described(node)} has its labels already", "remove one of the two lists"
    if kind in ("by", "without"):
        message = f'"{kind}" belongs to an aggregation, and not to {described(node)}'
        return message, f"write sum {kind} (...) (...)"
    places = {
        ")": ('")" closes nothing', "remove it"),
        "=": ('"=" compares labels inside of {}', "write == to compare values"),
        "{": ("labels in braces stand right behind a metric's name", _braces_remedy(node)),
        "}": ('"}" closes nothing', "remove it"),
        "]": ('"]" closes nothing', "remove it"),
        ",": ("a comma outside of the arguments of a function", "")
        if what == "query"
        else ("a comma inside of a parenthesis that holds one value", ""),
    }
    return places.get(kind) or (f"{cursor.shown(cursor.token)} cannot stand behind {described(node)}", "")


def _braces_remedy(node: Node) -> str:
    return "write all conditions into one pair of braces" if isinstance(node, Selector) and node.matchers else ""


def wrong_count(cursor: Cursor, word: Word, count: int, start: int) -> UnreadableError:
    """For an aggregation with too few or too many arguments; it ends before the present token."""
    name = word.text
    takes = AGGREGATIONS[name]
    examples = {
        None: f"{name}(x)",
        "scalar": f"{name}({'0.9' if name in ('quantile', 'limit_ratio') else '5'}, x)",
        "string": f'{name}("label", x)',
    }
    wanted = "one argument" if takes is None else "2 arguments"
    message = f"{name}() takes {wanted}, and has {count or 'none'}"
    return cursor.unreadable(message, start, cursor.end, f"write {examples[takes]}")


def _open(cursor: Cursor, paren: Token) -> UnreadableError:
    return cursor.unreadable('"(" is never closed', paren.start, paren.end, 'add ")"')


def _shortened(text: str, node: Node) -> str:
    written = text[node.start : node.end]
    if isinstance(node, String):
        return written if len(written) <= 40 else "a string"
    return f'"{written}"' if len(written) <= 40 else f'"...{written[-37:]}"'
