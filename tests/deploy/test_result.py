import json

import pytest

from generator.deploy.result import Report, Result
from generator.errors import Exit

MADE = Result("dashboard", "a", "A", "create", url="http://g/d/a", attempts=1, duration_ms=12)
SAME = Result("datasource", "p", "P", "unchanged", url="http://g/p")
BAD = Result("dashboard", "b", "B", "failed", error="no", fix="do:\n- this")
REFUSED = Result("dashboard", "c", "C", "refused", error="not ours", fix="ask")
LEFT = Result("datasource", "l", "L", "skip", note="left alone")
WAITS = Result("dashboard", "d", "D", "skip", error="not written")


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ((), Exit.OK),
        ((MADE, SAME, LEFT), Exit.OK),
        ((LEFT,), Exit.OK),
        ((MADE, BAD), Exit.PARTIAL),
        ((SAME, REFUSED), Exit.PARTIAL),
        ((SAME, WAITS), Exit.PARTIAL),
        ((BAD,), Exit.FAILURE),
        ((BAD, REFUSED, WAITS, LEFT), Exit.FAILURE),
    ],
)
def test_the_exit_code(results: tuple[Result, ...], code: Exit) -> None:
    assert Report(results).exit_code is code


@pytest.mark.parametrize("ended", [Exit.CANCELLED, Exit.AUTH])
def test_why_a_run_ended_wins(ended: Exit) -> None:
    assert Report((MADE, BAD), ended).exit_code is ended


def test_json() -> None:
    document = json.loads(json.dumps(Report((MADE, BAD)).to_json()))
    assert document["schema_version"] == 1
    assert document["resources"][0] == {
        "kind": "dashboard",
        "uid": "a",
        "title": "A",
        "action": "create",
        "url": "http://g/d/a",
        "attempts": 1,
        "duration_ms": 12,
        "error": "",
        "fix": "",
        "note": "",
        "changes": [],
    }
    assert document["summary"] == {
        "total": 2,
        "create": 1,
        "update": 0,
        "move": 0,
        "wire": 0,
        "delete": 0,
        "unchanged": 0,
        "skip": 0,
        "edited": 0,
        "orphan": 0,
        "refused": 0,
        "failed": 1,
    }


def test_text() -> None:
    assert Report((MADE, LEFT, BAD)).to_text().splitlines() == [
        "create     dashboard    A  http://g/d/a",
        "skip       datasource   L",
        "           note: left alone",
        "failed     dashboard    B",
        "           error: no",
        "           fix: do:",
        "             - this",
        "3 resources: 1 created, 0 updated, 0 moved, 0 wired, 0 unchanged, 1 skipped, 0 refused, 1 failed",
    ]
