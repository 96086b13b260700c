"""The schema files, read when they are asked for."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def names(folder: str) -> frozenset[str]:
    """The kinds that have a file of their own in that folder: of panels, queries, variables or data sources."""
    return frozenset(path.stem for path in (_FOLDER / folder).glob("*.json"))


@cache
def keys(file: str, *place: str) -> frozenset[str]:
    """The keys of the object at that place in a file; none where nothing is there."""
    return frozenset(_at(_FOLDER / f"{file}.json", place))


@cache
def schema(file: str, *place: str) -> Any:
    """The schema at that place in a file, with everything it refers to put where it is referred to."""
    path = _FOLDER / f"{file}.json"
    return _whole(_at(path, place), path)


@cache
def _document(path: Path) -> Any:
    document = json.loads(path.read_bytes())
    # It would make jsonschema go on with a plain validator of that draft instead of ours.
    del document["$schema"]
    return document


def _at(path: Path, place: tuple[str, ...]) -> Any:
    node = _document(path)
    for key in place:
        node = node.get(key, {})
    return node


def _whole(node: Any, path: Path) -> Any:
    if isinstance(node, dict):
        return _referred(path, node["$ref"]) if "$ref" in node else {key: _whole(node[key], path) for key in node}
    return [_whole(member, path) for member in node] if isinstance(node, list) else node


@cache
def _referred(path: Path, reference: str) -> Any:
    file, _, pointer = reference.partition("#")
    target = (path.parent / file).resolve() if file else path
    return _whole(_at(target, tuple(pointer.split("/")[1:])), target)
