"""What programs read, and the schema that promises it."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.validate.summary import Skipped

from .sample import no_unit, rendered, type_error, unreadable

SCHEMA = json.loads((resources.files("generator.validate.reports") / "schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

TYPE_ERROR = {
    "file": "boards/overview.json",
    "line": 41,
    "column": 23,
    "end_line": 41,
    "end_column": 42,
    "pointer": "/panels/3/targets/0/expr",
    "rule": "promql/type",
    "severity": "error",
    "dashboard": "Overview",
    "row": ["Traffic"],
    "panel": "Requests",
    "panel_id": 7,
    "ref_id": "A",
    "message": "rate() takes a range of samples, not one sample",
    "fix": "write http_requests_total[$__rate_interval]",
    "fixable": True,
    "excerpt": {"text": "sum(rate(http_requests_total)) by (job)", "start": 9, "end": 28},
}
UNREADABLE = dict.fromkeys(TYPE_ERROR) | {
    "file": "boards/a.json",
    "rule": "file/json",
    "severity": "error",
    "message": "not JSON",
    "row": [],
    "fixable": False,
}


def document() -> Any:
    skipped = [Skipped("package.json", "not a dashboard")]
    return json.loads(rendered("json", type_error(), unreadable(), no_unit(), skipped=skipped, suppressed=2, fixed=1))


def test_everything_known_is_told_and_the_rest_is_null() -> None:
    first, second, _ = document()["findings"]
    assert first == UNREADABLE
    assert second == TYPE_ERROR
    assert list(second) == list(TYPE_ERROR)


def test_the_summary_has_the_numbers() -> None:
    assert document()["summary"] == {
        "files": 2,
        "boards": 2,
        "queries": 23,
        "skipped": [{"file": "package.json", "reason": "not a dashboard"}],
        "findings": {"error": 2, "warning": 1, "info": 0},
        "rules": {"file/json": 1, "panel/unit": 1, "promql/type": 1},
        "suppressed": 2,
        "fixed": 1,
    }


def test_a_clean_run_is_a_document_too() -> None:
    clean = json.loads(rendered("json"))
    VALIDATOR.validate(clean)
    assert (clean["schema_version"], clean["findings"]) == (1, [])


def objects(value: Any, pointer: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where in a document its objects with fixed keys are."""
    if pointer == ("summary", "rules"):
        return []
    found = [pointer] if isinstance(value, dict) else []
    for key, member in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        found += objects(member, (*pointer, key))
    return found


def test_the_schema_is_one_and_strict() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    good = document()
    VALIDATOR.validate(good)
    places = objects(good)
    assert len(places) == 8
    for place in places:
        for change in ("more", *_at(good, place)):
            bad = deepcopy(good)
            holder = _at(bad, place)
            if change == "more":
                holder["more"] = 1
            else:
                del holder[change]
            assert not VALIDATOR.is_valid(bad), (place, change)


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for key in place:
        value = value[key]
    return value


@pytest.mark.parametrize(
    ("key", "value"), [("line", 0), ("severity", "fatal"), ("row", None), ("file", None), ("pointer", "panels")]
)
def test_the_schema_refuses_other_values(key: str, value: Any) -> None:
    bad = document()
    bad["findings"][1][key] = value
    assert not VALIDATOR.is_valid(bad)
