"""Random JSON values, and random ways to write each of them."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import strategies as st

CHARACTERS = st.one_of(
    st.sampled_from([*'ab/~"\\{}[]:, \n\t\r\0éµ€\u2028\u2029\x85\ufeff日😀𝄞', "\ud83d", "\ude00"]),
    st.characters(codec="utf-8"),
)
TEXTS = st.text(CHARACTERS, max_size=12).map(lambda text: json.loads(json.dumps(text)))
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=25,
)
CONTAINERS = VALUES.filter(lambda value: isinstance(value, (dict, list)))


def written(value: Any, seed: int) -> str:
    """A JSON text of `value`: blanks, escapes and the order of keys are the seed's."""
    rng = random.Random(seed)  # noqa: S311
    newline = rng.choice(("\n", "\r\n", "\r"))
    blanks = rng.choice(((""), ("", " "), ("", " ", "  ", "\t", newline, newline + "  ")))

    def gap() -> str:
        return "".join(rng.choice(blanks) for _ in range(rng.randrange(3))) if blanks else ""

    def text(value: str) -> str:
        return '"' + "".join(character(each) for each in value) + '"'

    def character(each: str) -> str:
        units = [f"\\u{unit:04x}" for unit in _units(each)]
        escaped = "".join(unit.upper().replace("U", "u") if rng.random() < 0.5 else unit for unit in units)
        short = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b"}.get(each)
        if each < " " or "\ud800" <= each <= "\udfff" or each in '"\\':
            return rng.choice((short or escaped, escaped))
        return rng.choice((each, each, each, short or each, escaped))

    def number(value: float) -> str:
        plain = json.dumps(value)
        return rng.choice((plain, plain.replace("e", "E")))

    def write(value: Any) -> str:
        if isinstance(value, str):
            return text(value)
        if isinstance(value, dict):
            names = list(value)
            rng.shuffle(names)
            inside = (f"{gap()}{text(name)}{gap()}:{gap()}{write(value[name])}{gap()}" for name in names)
            return "{" + (",".join(inside) or gap()) + "}"
        if isinstance(value, list):
            return "[" + (",".join(f"{gap()}{write(entry)}{gap()}" for entry in value) or gap()) + "]"
        return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else json.dumps(value)

    return gap() + write(value) + gap()


def _units(character: str) -> list[int]:
    if ord(character) < 0x10000:
        return [ord(character)]
    above = ord(character) - 0x10000
    return [0xD800 + (above >> 10), 0xDC00 + (above & 0x3FF)]
