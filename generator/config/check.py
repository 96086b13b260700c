"""Holds a document against `schema.json`, and says what does not fit in the words of the schema.

Every node of the schema has a `title`, which completes "KEY is VALUE, not ...", and a `description`, which is the
fix. What a schema cannot say is checked where the values are made, in `generator.config.build`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.config.document import Document, dotted, quoted
from generator.config.nearest import did_you_mean
from generator.config.places import KeyPath

#: The longest text that a message repeats, in characters.
SHOWN = 60

#: The keys of what is said of a signal.
EXPECTATION = ("expected", "tenants")


@dataclass(frozen=True)
class _Finding:
    path: KeyPath
    summary: str
    fix: str
    unknown: bool = False


def check(document: Document) -> None:
    """Raise a UsageError for what does not fit the schema: the first unknown key, or else the first bad value."""
    findings = list(_findings(document.data))
    if findings:
        # An unknown key comes first, for it is why a required one seems to be missing.
        first = min(findings, key=lambda finding: (not finding.unknown, document.places.line(finding.path)))
        raise document.error(first.path, first.summary, first.fix)


def _findings(data: Mapping[str, Any]) -> Iterator[_Finding]:
    for error in _validator().iter_errors(data):
        path: KeyPath = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = error.schema["properties"]
            yield from (_unknown((*path, key), known) for key in error.instance if key not in known)
        elif error.validator == "type" and _misspelt(path):
            yield _unknown(path, EXPECTATION if path[0] == "signals" else ("enabled",))
        elif error.validator in ("required", "dependentRequired"):
            yield _missing(path, error)
        elif "propertyNames" in error.absolute_schema_path:
            summary = f"{quoted(error.instance)} in {_table(path)} is not {error.schema['title']}"
            yield _Finding((*path, error.instance), summary, error.schema["description"])
        elif error.validator == "uniqueItems":
            twice = next(item for index, item in enumerate(error.instance) if item in error.instance[:index])
            yield _Finding(path, f"{dotted(path)} names {_shown(twice)} twice", "name it once")
        else:
            summary = f"{dotted(path)} is {_shown(error.instance)}, not {error.schema['title']}"
            yield _Finding(path, summary, error.schema["description"])


def _misspelt(path: KeyPath) -> bool:
    """Whether a plain value stands where any key may be one of the user's own, but only with a table.

    Under a signal a key is a part of an id; under [alerts] it is that of an alert.
    """
    if path[0] == "alerts":
        return len(path) == 2 and path[-1] != "enabled"
    return path[0] == "signals" and len(path) > 2 and isinstance(path[-1], str) and path[-1] not in EXPECTATION


def _unknown(path: KeyPath, known: Iterable[str]) -> _Finding:
    key = str(path[-1])
    return _Finding(
        path,
        f"unknown key {_shown(key)} in {_table(path[:-1])}{did_you_mean(key, known)}",
        f"known here: {', '.join(known)}",
        unknown=True,
    )


def _missing(path: KeyPath, error: Any) -> _Finding:
    wanted = error.validator_value
    keys = wanted if isinstance(wanted, list) else [key for needed in wanted.values() for key in needed]
    key = next(key for key in keys if key not in error.instance)
    return _Finding(path, f'{_table(path)} lacks "{key}"', f"add {key}: {_described(error.schema['properties'][key])}")


def _described(node: Mapping[str, Any]) -> str:
    reference: str = node.get("$ref", "")
    target = _schema()["$defs"][reference.rpartition("/")[2]] if reference else node
    description: str = target["description"]
    return description


def _table(path: KeyPath) -> str:
    return f"[{dotted(path)}]" if path else "the top level"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if len(value) <= SHOWN else f"a text of {len(value)} characters"
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    if isinstance(value, (list, Mapping)):
        return ("a " if value else "an empty ") + ("list" if isinstance(value, list) else "table")
    return "a date or time"


@cache
def _schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_bytes())
    return schema


@cache
def _validator() -> Any:
    # Any: the types of jsonschema let every field of an error be unset.
    from jsonschema import Draft202012Validator, validators

    extend: Any = validators.extend
    numbers = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_json_number)
    return extend(Draft202012Validator, type_checker=numbers)(_schema())


def _is_json_number(_: object, value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
