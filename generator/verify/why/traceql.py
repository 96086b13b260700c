"""Why a TraceQL query has no result: the conditions of its spans, added one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.live.problem import StoreError
from generator.live.tempo import Tempo
from generator.verify.result import Reason
from generator.verify.why.words import known, short

_TROUBLE = re.compile(
    r"status\s*=\s*error|status_?code\s*(?:>=?|=)\s*[45]\d\d|exception|statusMessage|error\.type", re.IGNORECASE
)
_LIMIT = re.compile(r"\b(?:duration|traceDuration|rootDuration)\s*[<>]")
_SERVICE = re.compile(r'resource\.service\.name\s*(?:=~|=)\s*"((?:[^"\\]|\\.)*)"')
_STRUCTURE = re.compile(r"\}\s*(?:!?(?:>>|<<|>|<|~)|&>>|&<<|&&|\|\|)\s*\{")


@dataclass(frozen=True)
class TraceqlReasons:
    """Finds reasons on one Tempo."""

    tempo: Tempo

    def why(self, text: str, start: float, end: float) -> Reason:
        """Why `text` gave nothing between two moments."""
        service = next((match[0] for match in _SERVICE.finditer(text)), "")
        if service and not self._any(f"{{ {service} }}", start, end):
            wanted = next(match[1] for match in _SERVICE.finditer(text))
            there = self.tempo.tag_values("resource.service.name", start, end)
            if not there:
                return Reason("empty", "no-traces", "Tempo has no trace in the range", "look at the trace exporter")
            return Reason(
                "empty",
                "value-unknown",
                f"no trace of {short(wanted, 60)}; there is {known(wanted, there)}",
                "send traces of it, or correct the name",
            )
        if not service and not self._any("{ }", start, end):
            return Reason("empty", "no-traces", "Tempo has no trace in the range", "look at the trace exporter")
        if _TROUBLE.search(text):
            return Reason("zero", "nothing-failed", "no span failed so")
        conditions = _conditions(text)
        kept: list[str] = []
        for condition in sorted(conditions, key=lambda one: (_LIMIT.search(one) is not None, "resource." not in one)):
            if self._any("{ " + " && ".join([*kept, condition]) + " }", start, end):
                kept.append(condition)
                continue
            written = short(condition, 70)
            if _LIMIT.search(condition):
                return Reason("zero", "filtered", f"none with {written}")
            return Reason(
                "empty", "value-unknown", f"no span with {written}", "look at a trace: what are its attributes called?"
            )
        if _STRUCTURE.search(text):
            return Reason(
                "empty",
                "no-match",
                "spans of both sides are there, but none stand in this relation",
                "look at a trace: is the context passed on between them?",
            )
        return Reason("empty", "unexplained", "the spans are there, but nothing is made of them")

    def _any(self, query: str, start: float, end: float) -> bool:
        try:
            return bool(self.tempo.search(query, start, end, 1))
        except StoreError as error:
            # A condition that cannot stand alone says nothing about the whole.
            if error.why == "refused":
                return True
            raise


def _conditions(text: str) -> list[str]:
    """The conditions of the first pair of braces, split where `&&` stands outside of brackets and quotes."""
    opened = text.find("{")
    parts: list[str] = []
    depth, quote, began, at = 0, "", opened + 1, opened + 1
    while 0 <= opened < at < len(text):
        sign = text[at]
        if quote:
            at += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"`'":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif depth == 0 and (sign == "}" or text.startswith("&&", at)):
            parts.append(text[began:at].strip())
            if sign == "}":
                break
            began = at + 2
            at += 1
        at += 1
    return [part for part in parts if part]
