"""The names that Grafana 12 knows: panel types, units, transformations, matchers, reducers.

These lists are closed on Grafana's side, except for panel types, which plugins add to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

#: Units with a text of one's own: `suffix:req`, `prefix:$`, `time:YYYY`, `si:mF`, `currency:$`, `bool:on/off`.
_OWN_UNIT = re.compile(r"(suffix|prefix|time|si|count|currency|bool):.+", re.DOTALL)


@cache
def _registry() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads(Path(__file__).with_name("registry.json").read_bytes())
    return loaded


@cache
def names(of: str) -> frozenset[str]:
    """The names of a kind: panels, units, transformations, field_matchers, frame_matchers, reducers, ..."""
    return frozenset(_registry()[of])


def successor(panel_type: str) -> str | None:
    """What took the place of a panel type that Grafana no longer has; None for every other type."""
    found: str | None = _registry()["removed_panels"].get(panel_type)
    return found


def is_unit(unit: str) -> bool:
    """Whether Grafana formats numbers with it; anything else it would print behind the number as a text."""
    return unit == "" or unit in names("units") or _OWN_UNIT.fullmatch(unit) is not None
