"""The layout of a v2 board: which element stands where, under which rows and tabs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.board_json import pointer as pointers
from generator.board_json.dashboard import Placement
from generator.board_json.parts import Grid, Row
from generator.board_json.shape import flag, mapping, number, objects, text

#: Grafana's editor nests three layouts; one deeper than this is not followed.
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything a layout places, in reading order, and the rows and tabs it is made of."""

    placements: tuple[Placement, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A layout inside the layout, still to be read."""

    spec: Mapping[str, Any]
    pointer: str
    row: Row | None
    depth: int


def read_layout(value: Any, pointer: str) -> Layout:
    """Walk a layout of any kind. It is told by what it holds (items, rows, tabs), so a new kind reads too."""
    placements: list[Placement] = []
    rows: list[Row] = []
    waiting = [_Part(mapping(mapping(value).get("spec")), pointers.join(pointer, "spec"), None, 0)]
    while waiting:
        part = waiting.pop()
        placements += _items(part, rows)
        inner = list(_groups(part))
        rows += [found.row for found in inner if found.row is not None]
        # The last one in is read first.
        waiting += [found for found in reversed(inner) if found.depth <= _DEEPEST]
    return Layout(tuple(placements), tuple(rows))


def _groups(part: _Part) -> Iterator[_Part]:
    """The layouts under the rows and tabs of a layout."""
    kinds: tuple[tuple[Literal["row", "tab"], str], ...] = (("row", "rows"), ("tab", "tabs"))
    for kind, key in kinds:
        for at, entry in objects(part.spec.get(key), pointers.join(part.pointer, key)):
            spec, spec_at = mapping(entry.get("spec")), f"{at}/spec"
            row = _row(kind, spec, at, part.row)
            nested = mapping(mapping(spec.get("layout")).get("spec"))
            yield _Part(nested, f"{spec_at}/layout/spec", row, part.depth + 1)


def _row(kind: Literal["row", "tab"], spec: Mapping[str, Any], pointer: str, within: Row | None) -> Row:
    return Row(
        kind=kind,
        id=None,
        title=text(spec.get("title")),
        collapsed=flag(spec.get("collapse")) or flag(spec.get("collapsed")),
        repeat=_repeat(spec),
        grid=None,
        within=within,
        pointer=pointer,
        raw=spec,
    )


def _items(part: _Part, rows: list[Row]) -> Iterator[Placement]:
    for at, entry in objects(part.spec.get("items"), f"{part.pointer}/items"):
        spec = mapping(entry.get("spec"))
        if "elements" in spec:  # a row inside a grid, as v2alpha1 and v2beta1 have it
            row = _row("row", spec, at, part.row)
            rows.append(row)
            for place, item in objects(spec.get("elements"), f"{at}/spec/elements"):
                yield _placement(mapping(item.get("spec")), place, row)
        else:
            yield _placement(spec, at, part.row)


def _placement(spec: Mapping[str, Any], pointer: str, row: Row | None) -> Placement:
    x, y, w, h = (number(spec.get(key)) for key in ("x", "y", "width", "height"))
    return Placement(
        element=text(mapping(spec.get("element")).get("name")),
        row=row,
        grid=None if x is None or y is None or w is None or h is None else Grid(x, y, w, h),
        repeat=_repeat(spec),
        pointer=pointer,
    )


def _repeat(spec: Mapping[str, Any]) -> str | None:
    return text(mapping(spec.get("repeat")).get("value")) or None
