"""What type a field expression has, and what is wrong with the types in it."""

from __future__ import annotations

from typing import NamedTuple

from generator.languages.problem import Problem
from generator.languages.traceql.regexes import regex_problem
from generator.languages.traceql.tree import Attribute, Field, FieldBinary, FieldUnary, Intrinsic, Node, Static, walk
from generator.languages.traceql.wording import clipped
from generator.languages.traceql.words import ALWAYS_THERE, ARITHMETIC, KINDS, LOGICAL, NUMERIC, PARENT, STATUSES, Type

_ORDER = ("<", "<=", ">", ">=")
_REGEX = ("=~", "!~")

#: What an operator works on, and how a person says it. `=` and `!=` work on everything.
_WORKS_ON: dict[str, tuple[frozenset[Type], str]] = {
    **dict.fromkeys(_ORDER, (NUMERIC | {Type.STRING}, "numbers, durations or strings")),
    **dict.fromkeys(_REGEX, (frozenset({Type.STRING}), "strings")),
    **dict.fromkeys(ARITHMETIC, (NUMERIC, "numbers or durations")),
    **dict.fromkeys((*LOGICAL, "!"), (frozenset({Type.BOOLEAN}), "conditions")),
}

_WORDS = {Type.STATUS: STATUSES, Type.KIND: KINDS, Type.BOOLEAN: ("false", "true")}


class Judged(NamedTuple):
    """The type of a field expression, and what Tempo refuses in it."""

    type: Type
    problems: tuple[Problem, ...]


def judged(field: Field, text: str) -> Judged:
    """Judge an expression of any depth. Attributes go with everything; between two of them nobody knows the type."""
    types: dict[int, Type] = {}
    found: list[Problem] = []
    for node in reversed(tuple(walk(field))):
        problem = None
        if isinstance(node, FieldBinary):
            left, right = types[id(node.left)], types[id(node.right)]
            problem = _binary_problem(node, left, right, text)
            if node.operator not in ARITHMETIC:
                types[id(node)] = Type.BOOLEAN
            else:
                types[id(node)] = Type.ANY if problem else right if left is Type.ANY else left
        elif isinstance(node, FieldUnary):
            type_ = types[id(node.operand)]
            problem = _unusable(node, node.operand, type_, text)
            types[id(node)] = Type.ANY if problem else type_
        else:
            types[id(node)] = node.type if isinstance(node, (Intrinsic, Static)) else Type.ANY
            problem = parent_problem(node)
        if problem:
            found.append(problem)
    return Judged(types[id(field)], tuple(reversed(found)))


def excerpt(node: Node, text: str) -> str:
    """How a node is written, on one line and not too long."""
    return clipped(text[node.start : node.end])


def parent_problem(node: Node) -> Problem | None:
    """Tempo reads fields of the parent, and has no answer to them."""
    if (isinstance(node, Attribute) and node.parent) or (isinstance(node, Intrinsic) and node.name == PARENT):
        fix = "write { condition on the parent } > { condition on the span }"
        return Problem("Tempo does not know the fields of the parent yet", node.start, node.end, fix)
    return None


def _binary_problem(node: FieldBinary, left: Type, right: Type, text: str) -> Problem | None:
    if Type.NIL in (left, right):
        return _nil_problem(node, text)
    unusable = _unusable(node, node.left, left, text) or _unusable(node, node.right, right, text)
    if unusable:
        return unusable
    if not _alike(left, right):
        one, other = excerpt(node.left, text), excerpt(node.right, text)
        message = f'"{node.operator}" compares {one} ({left.called}) with {other} ({right.called})'
        return Problem(message, node.start, node.end, _mismatch_fix(node, left, right, text))
    if node.operator in _REGEX:
        return regex_problem(node, text)
    return None


def _alike(left: Type, right: Type) -> bool:
    return Type.ANY in (left, right) or left is right or (left in NUMERIC and right in NUMERIC)


def _nil_problem(node: FieldBinary, text: str) -> Problem | None:
    for side in (node.left, node.right):
        never = isinstance(side, Intrinsic) or (isinstance(side, Attribute) and (side.scope, side.name) == ALWAYS_THERE)
        if never and node.operator == "=":
            message = f"{excerpt(side, text)} is never nil: every span has it"
            return Problem(message, node.start, node.end, "compare another attribute with nil, or leave this out")
    return None


def _unusable(node: FieldBinary | FieldUnary, operand: Field, type_: Type, text: str) -> Problem | None:
    works_on, name = _WORKS_ON.get(node.operator, (None, ""))
    if works_on is None or type_ is Type.ANY or type_ in works_on:
        return None
    message = f'"{node.operator}" needs {name}; {excerpt(operand, text)} is {type_.called}'
    if node.operator == "!" and text[node.start - 1 : node.start] == "=":
        return Problem(message, node.start - 1, node.start + 1, "write !=")
    return Problem(message, operand.start, operand.end, _unusable_fix(node.operator, operand, type_, text))


def _unusable_fix(operator: str, operand: Field, type_: Type, text: str) -> str:
    written = excerpt(operand, text)
    if isinstance(operand, Static) and operator in (*LOGICAL, "!"):
        return "compare a field with it"
    if operator in _ORDER:
        return "write = or !="
    if operator in _REGEX and type_ in _WORDS:
        words = _WORDS[type_]
        return f"write {written} = {words[0]} || {written} = {words[-1]}"
    if operator in _REGEX:
        return "write =, < or >"
    if operator in LOGICAL:
        return f"compare it, as in {written} {comparison(type_)}"
    if operator == "!":
        return f"write !({written} {comparison(type_)})"
    return ""


def comparison(type_: Type) -> str:
    """What could stand behind a field of a type to make a condition of it."""
    if type_ in _WORDS:
        return f"= {_WORDS[type_][0]}"
    return {Type.STRING: '= "..."', Type.DURATION: "> 1s", Type.NIL: "= nil"}.get(type_, "> 0")


def _mismatch_fix(node: FieldBinary, left: Type, right: Type, text: str) -> str:
    for side, type_, wanted in ((node.right, right, left), (node.left, left, right)):
        if not isinstance(side, Static):
            continue
        value = clipped(str(side.value))
        if type_ is Type.STRING and wanted in _WORDS and value.lower() in _WORDS[wanted]:
            return f"write {value.lower()} without quotes"
        if type_ is Type.STRING and wanted in NUMERIC and value[:1].isdecimal():
            return f"write {value} without quotes"
        if wanted is Type.STRING:
            return f'write "{excerpt(side, text)}" in quotes'
        if wanted in _WORDS:
            return f"write one of {', '.join(_WORDS[wanted])}"
    return ""
