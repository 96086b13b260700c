"""Turns the mends of findings into edits of their files, and applies them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator import writer
from generator.validate.document import BoardDocument
from generator.validate.edit import Add, Edit, Remove, Set, SetText, edit
from generator.validate.edit_style import EditError
from generator.validate.found import Mend
from generator.validate.run import Judgement


def mend_file(path: Path, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Mends a file in its place, all of it or nothing, and says which findings are mended."""
    data, mended = mend(path.read_bytes(), judgements)
    if mended:
        writer.write_file(path, data)
    return mended


def mend(data: bytes, judgements: Iterable[Judgement]) -> tuple[bytes, list[Judgement]]:
    """The bytes of a JSON file with every finding mended that can be, and those findings.

    Of two mends that speak of one place only the first is made: the next run finds what is left of the other.
    """
    mended: list[Judgement] = []
    edits: list[Edit] = []
    for one in judgements:
        if not one.mend or not isinstance(one.document, BoardDocument) or one.document.unfixable is not None:
            continue
        wanted = [_edit(step, one.document.pointer_base) for step in one.mend]
        try:
            edit(data, [*edits, *wanted])
        except EditError:
            continue
        edits += wanted
        mended.append(one)
    return (edit(data, edits), mended) if edits else (data, [])


def _edit(step: Mend, base: str) -> Edit:
    pointer = base + step.pointer
    if step.action == "set":
        return Set(pointer, step.value)
    if step.action == "add":
        return Add(pointer, step.key, step.value)
    if step.action == "remove":
        return Remove(pointer)
    start, end = step.span or (0, 0)
    return SetText(pointer, start, end, str(step.value))
