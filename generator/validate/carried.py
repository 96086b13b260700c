"""Documents that stand in a text of another one: JSON in a ConfigMap, in a resource of the Grafana Operator."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.validate import json_outline, json_text, yaml_text
from generator.validate.fault import Fault
from generator.validate.finding import Finding
from generator.validate.lines import Text
from generator.validate.outline import Outline
from generator.validate.source import Format, Source

#: Bytes that a compressed dashboard may have: more is a bomb.
MOST_UNZIPPED = 64 * 1024 * 1024

#: Gzip's own framing, in zlib's terms.
_GZIP = 31


@dataclass(frozen=True, slots=True)
class Carried:
    """What a text carries: a document, unless it cannot be read, and what is to be said of it."""

    document: Source | None
    finding: Finding | None


def carry(source: Source, pointer: str, content: str, read_as: Format, *, hidden: bool = False) -> Carried:
    """The document that the text at `pointer` carries.

    `source` knows from then on where the values of the document stand; not when they are `hidden`, because the text
    is not written as it reads. An empty YAML text, and one of several documents, give a document of null.
    """
    fault, value, outline, repeated = _json(content) if read_as == "json" else _yaml(content)
    defect = fault or repeated
    said = None if defect is None else finding(source, pointer, defect, hidden=hidden)
    if fault is not None:
        return Carried(None, said)
    document = Source(Text(source.file, content), read_as, value, outline)
    if not hidden:
        source.carried[pointer] = document
    return Carried(document, said)


_Read = tuple[Fault | None, Any, Callable[[], Outline], Fault | None]


def _json(content: str) -> _Read:
    read = json_text.parse(content)
    return read.fault, read.value, partial(json_outline.build, content), read.repeated


def _yaml(content: str) -> _Read:
    read = yaml_text.parse(content)
    if len(read.documents) != 1:
        return read.fault, None, partial(json_outline.build, ""), None
    return read.fault, read.documents[0].value, read.documents[0].get_outline, read.repeated


def finding(source: Source, pointer: str, fault: Fault, *, hidden: bool = False) -> Finding:
    """A fault of the text at `pointer`, in its place in the file."""
    span = None if hidden else (fault.start, fault.end)
    return fault.finding(source.file, source.place(pointer, span), pointer)


def unpacked(content: str, *, gzipped: bool) -> str | Fault:
    """The text in base64, and compressed if `gzipped`; or what is wrong with it."""
    how = "gzip in base64" if gzipped else "base64"
    broken = Fault("file/packed", f"not {how}", 0, 0, f"pack it again: {'gzip -c' if gzipped else 'cat'} FILE | base64")
    try:
        data = base64.b64decode("".join(content.split()), validate=True)
        if gzipped:
            unzip = zlib.decompressobj(_GZIP)
            data = unzip.decompress(data, MOST_UNZIPPED)
            if not unzip.eof and len(data) == MOST_UNZIPPED:
                size = f"unpacks to more than {MOST_UNZIPPED // 1024 // 1024} MiB"
                return Fault("file/too-large", size, 0, 0, "no dashboard is that large: take it apart")
            if not unzip.eof:
                return broken
        return data.decode()
    except (binascii.Error, zlib.error, ValueError):
        return broken
