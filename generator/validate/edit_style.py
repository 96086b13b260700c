"""How a JSON file is written, so that what is added to it looks as if it had been there before."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from generator.errors import GeneratorError
from generator.validate.json_text import nested
from generator.validate.outline import DEPTH, Outline

_SURROGATE = re.compile("[\ud800-\udfff]")


class EditError(GeneratorError):
    """The edits cannot be made as they were asked for; none of them is."""


@dataclass(frozen=True, slots=True)
class Style:
    """The line end, what each level is indented by (None where all stands on one line), and the colon of a file."""

    newline: str
    unit: str | None
    colon: str

    @property
    def space(self) -> str:
        """What stands after a comma on a line."""
        return " " if self.colon.endswith(" ") else ""

    def written(self, value: Any, indent: str | None) -> str:
        """A value as JSON, its lines indented by `indent`; on one line without it. EditError if it is not JSON."""
        many = indent is not None and self.unit is not None
        if nested(value) > DEPTH:
            raise EditError(f"the new value is nested deeper than {DEPTH} levels", "flatten it")
        try:
            written = json.dumps(
                value,
                ensure_ascii=False,
                allow_nan=False,
                indent=self.unit if many else None,
                separators=("," if many else f",{self.space}", self.colon),
            )
        except (TypeError, ValueError) as error:
            raise EditError(f"the new value is not JSON: {error}", "use null, true, false, numbers, texts") from error
        written = _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
        return written.replace("\n", f"{self.newline}{indent}") if many else written


def style_of(text: str, outline: Outline) -> Style:
    """The style of a file, as its first values show it."""
    newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    keyed = next((node for node in range(len(outline.kinds)) if outline.keys[node] < outline.starts[node]), None)
    colon = ": " if keyed is None else text[outline.key_ends[keyed] : outline.starts[keyed]]
    if len(outline.kinds) == 1:
        return Style(newline, "  ", colon)
    return Style(newline, indent_at(text, outline.keys[1]), colon)


def indent_at(text: str, offset: int) -> str | None:
    """The blanks at the beginning of a line, if nothing else stands between them and `offset`; None otherwise."""
    start = offset
    while start and text[start - 1] in " \t":
        start -= 1
    return text[start:offset] if not start or text[start - 1] in "\r\n" else None
