"""JSON as a text inside YAML: nothing in it that a reader of YAML could take for the end of a line."""

from __future__ import annotations

import json
import re
from typing import Any

#: Line ends for YAML 1.1 but not for JSON, marks of byte order, and halves of surrogate pairs.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def json_text(document: Any, *, compact: bool = False) -> str:
    """The document with sorted keys, two spaces deep unless compact, ending in a newline."""
    layout: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 2}
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, **layout)
    # Such a character can only stand inside a string, where JSON may spell it like this.
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
