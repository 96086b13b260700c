"""From the bytes of a file to its text."""

from __future__ import annotations

import codecs

from generator.validate.finding import Finding
from generator.validate.lines import Text

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

#: How a JSON or YAML text begins that has no mark: its first character is always ASCII.
_WIDE = (
    (b"\0\0\0", "UTF-32BE"),
    (b"\0", "UTF-16BE"),
)


def decode(file: str, data: bytes) -> Text | Finding:
    """The text of a file, or the finding that it is not UTF-8, which is all that Grafana and Kubernetes read."""
    wide = _wide(data)
    if wide is not None:
        fix = f"save it as UTF-8: iconv -f {wide} -t UTF-8"
        return Finding("file/encoding", "error", f"the text is {wide}, not UTF-8", file, fix, line=1, column=1)
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        return Text(file, data[len(codecs.BOM_UTF8) :].decode() if bom else data.decode(), bom)
    except UnicodeDecodeError as error:
        start = error.start + (len(codecs.BOM_UTF8) if bom else 0)
    line_start = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    column = len(data[line_start:start].decode("utf-8-sig")) + 1
    return Finding(
        "file/encoding",
        "error",
        f"the text is not UTF-8: byte 0x{data[start]:02X} stands for no character (perhaps it is ISO-8859-1)",
        file,
        "save it as UTF-8: iconv -f ISO-8859-1 -t UTF-8",
        line=before.count(b"\n") + 1,
        column=column,
        end_line=before.count(b"\n") + 1,
        end_column=column + 1,
    )


def _wide(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    for zeros, name in _WIDE:
        if data.startswith(zeros):
            return name
    if data[1:4] == b"\0\0\0":
        return "UTF-32LE"
    return "UTF-16LE" if data[1:2] == b"\0" else None
