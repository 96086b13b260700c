"""A store that says no is told once, with what mends it."""

from __future__ import annotations

from typing import Any

import pytest
from store_answers import Canned

from generator.live.desk import Desk
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.verify import reach


class Only:
    """Stores of which only Loki is there."""

    def __init__(self, answer: Any) -> None:
        self.desk = Desk()
        self.answer = answer

    def loki(self, uid: str) -> Loki:  # noqa: ARG002
        return Loki(Canned({"/loki/api/v1/labels": self.answer}), self.desk)


@pytest.mark.parametrize(
    ("answer", "ok", "fix"),
    [
        ({"data": []}, True, ""),
        (StoreError("denied", "not authorised: the text “no org id” (status 401)"), False, "org_id, the X-Scope-OrgID"),
        (StoreError("refused", "multiple org IDs present"), False, "name one tenant"),
        (StoreError("refused", "Authentication to data source failed"), False, "org_id"),
        (StoreError("unreachable", "connection refused", "start it there"), False, "start it there"),
    ],
)
def test_a_store_is_asked_once_and_told_once(answer: Any, ok: bool, fix: str) -> None:
    (check,) = reach.stores(Only(answer), {"loki": "loki"}, None, 100.0)  # type: ignore[arg-type]
    assert (check.what, check.ok) == ("Loki", ok)
    assert fix in check.fix
