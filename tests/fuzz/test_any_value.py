"""Any value of a file may be any JSON value: the validator says something about it, and does not break."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.trial import seeds, try_file
from tests.validate.any_json import VALUES

JSON_SEEDS = [(name, value) for name, value in seeds() if name.endswith(".json") and isinstance(value, dict)]


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, Any]:
    """A document of the samples with one value of it, at any depth, replaced."""
    name, document = draw(st.sampled_from(JSON_SEEDS))
    holder = {"": copy.deepcopy(document)}
    around: Any = holder
    key: Any = ""
    while isinstance(around[key], (dict, list)) and around[key] and draw(st.integers(0, 9)):
        around = around[key]
        key = draw(st.sampled_from(list(around) if isinstance(around, dict) else range(len(around))))
    around[key] = draw(VALUES)
    return name, holder[""]


@given(replaced())
@settings(max_examples=300)
def test_any_value_may_stand_anywhere(case: tuple[str, Any]) -> None:
    name, document = case
    try_file(name, json.dumps(document).encode())
