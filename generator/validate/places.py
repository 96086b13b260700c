"""Where panels stand and which of them meet: the grid of 24 columns, once for the board and once in each closed row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.board_json import Dashboard, Grid, Panel, Row
from generator.board_json.pointer import join

COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Tile:
    """A panel, or a row's heading, on a grid."""

    grid: Grid
    name: str
    pointer: str
    panel: Panel | None

    def meets(self, other: Tile) -> bool:
        """Whether the two share a cell."""
        mine, theirs = self.grid, other.grid
        return (
            mine.x < theirs.x + theirs.w
            and theirs.x < mine.x + mine.w
            and mine.y < theirs.y + theirs.h
            and theirs.y < mine.y + mine.h
        )


def placed(board: Dashboard) -> bool:
    """Whether the board uses the grid at all: boards of before Grafana 5 do not."""
    return any(panel.grid is not None for panel in board.panels)


def surfaces(board: Dashboard) -> Iterator[tuple[Tile, ...]]:
    """The grids of a board, each with what stands on it, from top to bottom.

    Of a classic board these are its own and the inside of each closed row, whose panels are on no other; of one of the
    new model each layout that is a grid.
    """
    top: list[Tile] = []
    inside: dict[str, list[Tile]] = defaultdict(list)
    for row in board.rows:
        if row.grid is not None and row.kind == "row":
            top.append(Tile(Grid(0, row.grid.y, COLUMNS, max(row.grid.h, 1)), row.title or "", row.pointer, None))
    if board.placements:
        yield from _layouts(board)
        return
    for panel in board.panels:
        if panel.grid is None or not _has_size(panel.grid):
            continue
        tile = Tile(panel.grid, panel.title or f"panel {panel.id}", panel.pointer, panel)
        holder = _holder(panel)
        if holder is None:
            top.append(tile)
        else:
            inside[holder.pointer].append(tile)
    for tiles in (top, *inside.values()):
        yield tuple(sorted(tiles, key=lambda tile: (tile.grid.y, tile.grid.x)))


def place(board: Dashboard, tile: Tile) -> str:
    """The pointer to what says where a tile stands."""
    return join(tile.pointer, "spec" if board.placements else "gridPos")


def _layouts(board: Dashboard) -> Iterator[tuple[Tile, ...]]:
    panels = {panel.element: panel for panel in board.panels}
    grids: dict[str, list[Tile]] = defaultdict(list)
    for one in board.placements:
        if one.grid is not None and _has_size(one.grid):
            panel = panels.get(one.element)
            name = (panel.title if panel else None) or one.element or ""
            grids[one.pointer.rpartition("/")[0]].append(Tile(one.grid, name, one.pointer, panel))
    for tiles in grids.values():
        yield tuple(sorted(tiles, key=lambda tile: (tile.grid.y, tile.grid.x)))


def _has_size(grid: Grid | None) -> bool:
    return grid is not None and grid.w > 0 and grid.h > 0


def _holder(panel: Panel) -> Row | None:
    """The row in whose own object a panel stands: the closed one."""
    row = panel.row
    return row if row is not None and panel.pointer.startswith(f"{row.pointer}/") else None


def overlaps(tiles: Sequence[Tile]) -> Iterator[tuple[Tile, Tile]]:
    """Each tile that lies on one before it, with the first such one. The tiles are sorted from top to bottom."""
    open_: list[Tile] = []
    for tile in tiles:
        open_ = [one for one in open_ if one.grid.y + one.grid.h > tile.grid.y]
        on = next((one for one in open_ if one.meets(tile)), None)
        if on is not None:
            yield tile, on
        open_.append(tile)


def holes(tiles: Sequence[Tile]) -> Iterator[tuple[Tile, str]]:
    """Gaps between tiles: empty columns beside one, and empty lines above one."""
    bands: list[list[Tile]] = []
    bottom = 0.0
    for tile in tiles:
        if not bands or tile.grid.y >= bottom:
            if bands and tile.grid.y > bottom:
                yield tile, f"there are {tile.grid.y - bottom:g} empty lines above it"
            bands.append([])
        bands[-1].append(tile)
        bottom = max(bottom, tile.grid.y + tile.grid.h)
    for band in bands:
        yield from _beside(band)


def _beside(band: Sequence[Tile]) -> Iterator[tuple[Tile, str]]:
    top = min(tile.grid.y for tile in band)
    height = max(tile.grid.y + tile.grid.h for tile in band) - top
    covered = sum(tile.grid.w * tile.grid.h for tile in band)
    if covered < COLUMNS * height:
        last = band[-1]
        yield last, f"its row of the grid has {COLUMNS * height - covered:g} of {COLUMNS * height:g} cells empty"
