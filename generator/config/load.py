"""Reads `generator.toml`: text, then document, then checked values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.config.build import build
from generator.config.check import check
from generator.config.document import read
from generator.config.model import Config
from generator.config.places import scan
from generator.config.secret import refuse_secrets
from generator.errors import UsageError

#: What the file is called, and what messages call a text without a path.
NAME = "generator.toml"
#: The table of how boards are checked.
CHECKS = "validate"


def load(path: Path | None) -> Config:
    """The configuration in the file at `path`; None is the AKS Demo's own, which comes with the product.

    Raises UsageError when the file cannot be read, or for the first thing in it that is wrong.
    """
    if path is None:
        return parse(_own(), None)
    return parse(_text(path), path)


def parse(text: str, path: Path | None) -> Config:
    """The configuration in `text`; messages call it by `path`, or `generator.toml` when there is none.

    A file with nothing but `[validate]` is for checking boards of others: the rest is the AKS Demo's.

    Raises UsageError for the first thing that is wrong, with its line. No message repeats a secret.
    """
    document = read(text, NAME if path is None else str(path))
    refuse_secrets(document)
    only_checks = document.data.keys() == {CHECKS}
    if only_checks:
        document = replace(document, data={**read(_own(), NAME).data, **document.data})
    check(document)
    return replace(build(document, path), only_checks=only_checks)


def place(path: Path, *key: str) -> str:
    """Where a key stands, `FILE:LINE`: for what only a later stage can find wrong with its value."""
    return f"{path}:{scan(_text(path)).line(key)}"


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file", "name the right file with --config, or leave --config out") from None
    except IsADirectoryError:
        raise UsageError(f"{path}: is a directory", f"name the file in it: --config {path / NAME}") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", "mend that, or name another file") from None
    try:
        # Editors on Windows put a byte order mark before the first key.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: not UTF-8 text", "save the file in UTF-8") from None


def _own() -> str:
    """The text of the AKS Demo's file: in a wheel it lies inside the package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    inside = package / "_project" / NAME
    return _text(inside if inside.exists() else package.parent / NAME)
