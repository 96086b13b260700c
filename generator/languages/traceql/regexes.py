"""What is wrong with the right side of `=~` and `!~`."""

from __future__ import annotations

from generator.languages.go_strings import Unquoted, unquote
from generator.languages.problem import Problem
from generator.languages.re2 import Regex, read
from generator.languages.traceql.tree import FieldBinary, Static
from generator.languages.traceql.words import Type


def regex_problem(node: FieldBinary, text: str) -> Problem | None:
    """Tempo wants a text there, and Go has to be able to read it as a regular expression."""
    pattern = node.right
    place = (pattern.start, pattern.end)
    if not isinstance(pattern, Static) or pattern.type is not Type.STRING:
        fix = f'write {node.operator} "..." there, or = between two fields'
        return Problem(f'the right side of "{node.operator}" is a text, not a field', *place, fix)
    fault = read(str(pattern.value))
    if isinstance(fault, Regex):
        return None
    written = unquote(text[pattern.start : pattern.end])
    if isinstance(written, Unquoted):
        start = pattern.start + written.written(fault.start)
        place = (start, max(pattern.start + written.written(fault.end), start + 1))
    return Problem(f"not a regular expression that Go reads: {fault.message}", *place, fault.fix)
