"""The mark by which we know our own dashboards again, and whether somebody edited them since. Pure.

It is a hidden constant variable: a save in Grafana's UI keeps its value, while unknown keys of a dashboard
vanish with the first save (seen on 12.2). It names the project and the content as we wrote it, never a version
of this tool: a new version must not turn everything into somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.deploy.content import MARK, digest, is_mark

_VALUE = re.compile(r"(\S+) sha256:([0-9a-f]{64})(?: in:(\S+))?")

#: The key in `jsonData` of the data sources that we created; its value is the uid of the project.
MANAGED_BY = "managedBy"

#: The key in `jsonData` of a data source that holds a digest of each field as we wrote it.
APPLIED = "managedFields"


@dataclass(frozen=True)
class Marker:
    """Whose dashboard it is (`project`, a uid), the digest of its content when it was written, and the uid of the
    folder that it was put into; empty where the mark does not say."""

    project: str
    digest: str
    folder: str = ""


def stamp(dashboard: Mapping[str, Any], project_uid: str, folder_uid: str = "") -> dict[str, Any]:
    """The dashboard with the mark of this project, its own content and place; an older mark is replaced."""
    place = f" in:{folder_uid}" if folder_uid else ""
    variable = {
        "hide": 2,
        "name": MARK,
        "query": f"{project_uid} sha256:{digest(dashboard)}{place}",
        # As Grafana itself writes a hidden constant.
        "skipUrlSync": True,
        "type": "constant",
    }
    templating = dashboard.get("templating") or {}
    variables = [other for other in templating.get("list") or [] if not is_mark(other)]
    return {**dashboard, "templating": {**templating, "list": [*variables, variable]}}


def read(dashboard: Mapping[str, Any]) -> Marker | None:
    """The mark of a dashboard, None when it has none that we wrote."""
    variables = (dashboard.get("templating") or {}).get("list") or []
    for variable in variables:
        found = _VALUE.fullmatch(str(variable.get("query", ""))) if is_mark(variable) else None
        if found:
            return Marker(project=found.group(1), digest=found.group(2), folder=found.group(3) or "")
    return None


def edited(live: Mapping[str, Any]) -> bool:
    """Whether a dashboard that we wrote says something else now than we wrote."""
    mark = read(live)
    return mark is not None and mark.digest != digest(live)
