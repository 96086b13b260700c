"""What a plain word of YAML means to Grafana, whose parser follows YAML 1.2: `yes` and `2020-01-01` are texts."""

from __future__ import annotations

import re

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{f"{sign}{word}": float("inf") for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_WHOLE = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)")
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

#: A longer number is somebody's text.
_LONGEST = 400


def meant(word: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _LONGEST:
        return word
    if _WHOLE.fullmatch(word):
        return _whole(word)
    return float(word) if _REAL.fullmatch(word) else word


def _whole(word: str) -> str | int:
    digits = word.lstrip("+-").replace("_", "")
    base = {"0b": 2, "0o": 8, "0x": 16}.get(digits[:2], 10)
    if base != 10:
        digits = digits[2:]
    elif digits.startswith("0") and not set(digits) & {"8", "9"}:
        base = 8
    if not digits:
        return word
    return -int(digits, base) if word.startswith("-") else int(digits, base)
