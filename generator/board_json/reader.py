"""Any dashboard JSON in, one shape out."""

from __future__ import annotations

from typing import Any

from generator.board_json.classic import read_classic
from generator.board_json.dashboard import Dashboard
from generator.board_json.form import frame
from generator.board_json.v2 import read_v2


def read(document: Any) -> Dashboard:
    """The board in a parsed JSON document, located part by part.

    Reads classic JSON of every age, the API's `{"dashboard": ...}`, and resources of `dashboard.grafana.app`
    in v0alpha1, v1beta1, v1 (classic inside) and v2alpha1, v2beta1, v2. Entries of a wrong shape are left
    out or given as None; the work is linear in the size of the document, and its depth does not matter.

    Raises `NotADashboard` when the document holds no dashboard, and nothing else.
    """
    found = frame(document)
    return read_v2(found) if found.is_v2 else read_classic(found)
