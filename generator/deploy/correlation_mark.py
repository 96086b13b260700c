"""What a correlation says, and the mark by which we know our own again. Pure.

The mark stands in the query that the correlation asks, where Grafana keeps any key: whose it is, which one it is, and a
digest of what we wrote. So it stands and falls with the correlation itself, also on a data source that is read-only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.deploy.digests import LENGTH, short
from generator.deploy.wiring import alike
from generator.grafana.live import LiveCorrelation

Json = dict[str, Any]

#: The key in the query of a correlation (`config.target`) that holds our mark.
MARK = "managedBy"

_VALUE = re.compile(rf"(\S+) ([0-9a-f]{{{LENGTH}}}) ([0-9a-f]{{{LENGTH}}})")


@dataclass(frozen=True)
class Mark:
    """Whose correlation it is, which one (a digest of target and label as we gave them), and what it said."""

    project: str
    name: str
    digest: str


def document(live: LiveCorrelation) -> Json:
    """A correlation as a backup keeps it."""
    return {
        "sourceUID": live.source_uid,
        "targetUID": live.target_uid,
        "label": live.label,
        "description": live.description,
        "type": live.type or "query",
        "config": dict(live.config),
    }


def mark_of(document: Mapping[str, Any]) -> Mark | None:
    """The mark of a correlation, None when it has none that we wrote."""
    target = document["config"].get("target")
    found = _VALUE.fullmatch(str(target.get(MARK, ""))) if isinstance(target, Mapping) else None
    return Mark(*found.groups()) if found else None


def edited(document: Mapping[str, Any]) -> bool:
    """Whether a correlation that we wrote says something else now."""
    mark = mark_of(document)
    return mark is not None and mark.digest != _digest(document)


def plain(body: Mapping[str, Any]) -> Json:
    """What of a correlation is shown when it differs."""
    return {key: body[key] for key in ("label", "description", "type")} | {"config": _settings(body["config"])}


def shape(document: Mapping[str, Any]) -> Json:
    """What a kept correlation says, however a Grafana answers it."""
    return {**document, "config": _settings(document["config"])}


def body_of(wanted: Mapping[str, Any], target_uid: str, project: str) -> dict[str, Any]:
    """What is sent, with our mark. The type stands at the root for Grafana 12 and in `config` for Grafana 10; an absent
    list would not clear one."""
    config = {**wanted["config"], "type": "query"}
    config["transformations"] = list(config.get("transformations") or [])
    body = {
        "targetUID": target_uid,
        "label": str(wanted["label"]),
        "description": str(wanted.get("description", "")),
        "type": "query",
        "config": config,
    }
    config["target"] = {**config["target"], MARK: f"{project} {called(body)} {_digest(body)}"}
    return body


def called(body: Mapping[str, Any]) -> str:
    """Which one it is among those of its source."""
    return short([body["targetUID"], body["label"]])


def _digest(document: Mapping[str, Any]) -> str:
    return short({**plain(document), "target": document["targetUID"]})


def says(live: LiveCorrelation, body: Mapping[str, Any]) -> bool:
    """Whether one that is there says what is sent, whoever wrote it."""
    kind_differs = live.type not in ("", body["type"])
    return (
        not kind_differs
        and live.label == body["label"]
        and live.description == body["description"]
        and alike(_settings(live.config), _settings(body["config"]))
    )


def _settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """Without our mark. Grafana leaves an empty list of transformations out when it answers, and its old `type` key
    in 12."""
    kept = {
        key: value for key, value in config.items() if key != "type" and not (key == "transformations" and not value)
    }
    if isinstance(kept.get("target"), Mapping):
        kept["target"] = {key: value for key, value in kept["target"].items() if key != MARK}
    return kept
