"""What is wrong with the right side of `=~` and `!~`."""

from __future__ import annotations

from generator.languages.go_strings import BadEscape, unquote
from generator.languages.problem import Problem
from generator.languages.re2 import Regex, read
from generator.languages.traceql.tree import FieldBinary, Static
from generator.languages.traceql.words import Type


def regex_problem(node: FieldBinary, text: str) -> Problem | None:
    """Tempo wants a text there, and Go has to be able to read it as a regular expression."""
    pattern = node.right
    if not isinstance(pattern, Static) or pattern.type is not Type.STRING:
        message = f'the right side of "{node.operator}" is a text, not a field'
        return Problem(
            message, pattern.start, pattern.end, f'write {node.operator} "..." there, or = between two fields'
        )
    written = text[pattern.start : pattern.end]
    unquoted = unquote(written)
    if isinstance(unquoted, BadEscape):
        return None
    fault = read(unquoted.value)
    if isinstance(fault, Regex):
        return None
    start = pattern.start + unquoted.written(fault.start)
    end = max(pattern.start + unquoted.written(fault.end), start + 1)
    return Problem(f"not a regular expression that Go reads: {fault.message}", start, end, fault.fix)
