"""Finding the definitions of a project: modules that export `dashboard` or `datasource`."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.board.board import Board
from generator.config.model import SOURCES
from generator.datasource import DataSource
from generator.errors import GeneratorError


def _load(path: Path) -> ModuleType:
    # Folders of several projects hold modules of the same names: the path makes this one's name its own.
    name = f"_definition_{abs(hash(str(path.resolve()))):x}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise GeneratorError(f"{path}: not a Python module", "name the file like a module: letters, digits and _")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except GeneratorError as error:
        raise type(error)(f"{path}: {error.summary}", error.fix) from error
    except SyntaxError as error:
        raise GeneratorError(f"{error.filename}:{error.lineno}: {error.msg}", "mend the definition") from error
    except Exception as error:
        line = next((frame.lineno for frame in reversed(_frames(error)) if frame.filename == str(path)), 0)
        raise GeneratorError(f"{path}:{line}: {type(error).__name__}: {error}", "mend the definition") from error
    finally:
        sys.modules.pop(name, None)
    return module


def _frames(error: BaseException) -> list[Any]:
    import traceback

    return list(traceback.extract_tb(error.__traceback__))


def _modules(folder: Path) -> Iterator[tuple[Path, ModuleType]]:
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith("_"):
            yield path, _load(path)


def _exported(folder: Path, name: str, kind: type) -> Iterator[tuple[Path, Any]]:
    for path, module in _modules(folder):
        value = getattr(module, name, None)
        if not isinstance(value, kind):
            what = f"`{name}` is a {type(value).__name__}" if value is not None else f"no `{name}`"
            raise GeneratorError(
                f"{path}: {what}", f"export `{name} = {kind.__name__}(...)`, or start the file's name with _"
            )
        yield path, value


def located(folder: Path) -> Iterator[tuple[Path, Board]]:
    """Each board of a folder with its file."""
    return _exported(folder, "dashboard", Board)


def boards(folder: Path) -> tuple[Board, ...]:
    """The boards of a folder in their own order. Two of one key or title are an error that names both files."""
    found: dict[str, tuple[Path, Board]] = {}
    for path, board in located(folder):
        for other_path, other in found.values():
            if other.key == board.key or other.title == board.title:
                same = "key" if other.key == board.key else "title"
                raise GeneratorError(
                    f'{path} and {other_path}: both boards have the {same} "{getattr(board, same)}"',
                    f"give one of them another {same}",
                )
        found[board.key] = (path, board)
    return tuple(board for _, board in sorted(found.values(), key=lambda one: (one[1].order, one[1].key)))


def datasources(folder: Path) -> tuple[DataSource, ...]:
    """The data sources of a folder, Prometheus first: a Grafana that has none makes the first one its default."""
    found = (source for _, source in _exported(folder, "datasource", DataSource))
    return tuple(sorted(found, key=lambda source: SOURCES.index(source.kind)))
