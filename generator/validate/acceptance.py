"""What is accepted: in generator.toml for any file, in the definitions for the project's own boards."""

from __future__ import annotations

from collections.abc import Iterator

from generator.board.board import Board
from generator.config.model import Acceptance, Config
from generator.render.layout import panel_id
from generator.validate.suppression import Suppression


def of_config(config: Config) -> tuple[Suppression, ...]:
    """The acceptances of a generator.toml."""
    name = str(config.path) if config.path else "generator.toml"
    return tuple(_suppression(one, name, one.line) for one in config.acceptances)


def of_boards(boards: tuple[Board, ...], config: Config) -> Iterator[Suppression]:
    """The acceptances of definitions: of a whole board, and of single panels."""
    for board in boards:
        uid = f"{config.project.uid}-{board.key}"
        for one in board.accept:
            yield Suppression(one.rule, one.reason, f'board "{board.key}"', dashboard=uid, until=one.until)
        for panel in board.panels:
            for one in panel.accept:
                yield Suppression(
                    one.rule,
                    one.reason,
                    f'board "{board.key}" › panel "{panel.key}"',
                    dashboard=uid,
                    panel=str(panel_id(board.key, panel.key)),
                    until=one.until,
                )


def _suppression(one: Acceptance, file: str, line: int | None) -> Suppression:
    return Suppression(one.rule, one.reason, file, line, one.file, one.dashboard, one.panel, one.until)
