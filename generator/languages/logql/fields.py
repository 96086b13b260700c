"""Judges the paths that `json` and `logfmt` extract: `request.headers["User-Agent"]`, `servers[0]`."""

from __future__ import annotations

import re

from generator.languages.problem import Problem

_WORD = re.compile(r'\s*(?:(?P<field>[a-zA-Z_][a-zA-Z0-9_]*)|(?P<text>"[^"]*")|(?P<index>\d+)|(?P<sign>[.\[\]])|$)')
_KEY = re.compile(r'\s*(?:[a-zA-Z_][a-zA-Z0-9_]*\s*)?(?:"[^"]*"?\s*)?')
_LARGEST = 2**63 - 1

#: After a word of one kind, what can follow.
_NEXT = {
    "start": {"field": "done", "[": "inside"},
    "done": {".": "dot", "[": "inside"},
    "dot": {"field": "done"},
    "inside": {"text": "closing", "index": "closing"},
    "closing": {"]": "done"},
}
_EXPECTED = {
    "start": "a field or [...]",
    "done": '"." or "["',
    "dot": "a field",
    "inside": 'an index or a quoted field: [0], ["name"]',
    "closing": '"]"',
}


def judge_json(text: str) -> Problem | None:
    """What is wrong with a path into a JSON document; None when it is right."""
    state, position = "start", 0
    while True:
        match = _WORD.match(text, position)
        if match is None:
            blank = len(text) - len(text[position:].lstrip())
            return _unexpected(text, blank, blank + 1, state)
        if match.lastgroup is None:
            return None if state == "done" else _unexpected(text, len(text), len(text), state)
        group = match.lastgroup
        kind = match[group] if group == "sign" else group
        start = match.start(group)
        if kind not in _NEXT[state] or (kind == "index" and _too_large(match[group])):
            return _unexpected(text, start, match.end(), state)
        state, position = _NEXT[state][kind], match.end()


def judge_logfmt(text: str) -> Problem | None:
    """What is wrong with the name of a logfmt field; None when it is right."""
    match = _KEY.match(text)
    end = match.end() if match else 0
    if end < len(text):
        return Problem(f'"{text[end]}" cannot stand in the name of a field', end, end + 1, "use a-z, A-Z, 0-9 and _")
    return None if text.strip() else Problem("it names no field", 0, end)


def _unexpected(text: str, start: int, end: int, state: str) -> Problem:
    found = f'"{text[start:end][:40]}"' if start < len(text) else "the end"
    fix = (
        'write fields with other letters as ["..."]' if state in ("done", "start", "dot") and start < len(text) else ""
    )
    return Problem(f"{_EXPECTED[state]} should stand here, not {found}", start, end, fix)


def _too_large(digits: str) -> bool:
    return len(digits) > 19 or int(digits) > _LARGEST
