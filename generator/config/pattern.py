"""A regular expression for span names, as Prometheus, Loki and Tempo understand it."""

from __future__ import annotations

import re

#: What Python's patterns have and those of the three stores (RE2) do not.
NOT_RE2 = re.compile(r"\(\?(=|!|<=|<!|>|P=)|\\[1-9]")


def span_pattern(text: str) -> str:
    """The pattern as it is. It stands for the whole name, so it has no anchors.

    Raises ValueError with what is wrong, as an end of the sentence "KEY ...".
    """
    if text.startswith("^") or "$" in text:
        raise ValueError("has ^ or $ in it, but always stands for the whole name")
    if NOT_RE2.search(text):
        raise ValueError("looks around or refers back, which Prometheus, Loki and Tempo cannot do")
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error.msg}") from None
    return text
