"""What a target has no word for, said so that nobody looks for it in the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.targets.model import Model, board_of
from generator.targets.target import Limit

_UPLOAD = "generator upload adds them, and writes nothing else that is in place"


#: An end of a line to readers of YAML 1.1, which Go's writers of YAML put out as it is.
_NEXT_LINE = "\x85"


def without_next_line(texts: Mapping[str, Any], whose: str) -> Iterator[Limit]:
    """Texts that stand in YAML and not in JSON inside of it: one character of them would arrive as a space."""
    for what, said in texts.items():
        if _NEXT_LINE in json.dumps(said, ensure_ascii=False):
            lost = f"{what} has the character U+0085, which {whose} turns into a space"
            yield Limit(lost, "write a space or a line break in its place")


def in_yaml(model: Model) -> dict[str, Any]:
    """What of a model stands in YAML itself, by what a person calls it. Boards are JSON inside of it."""
    return {
        **{f'folder "{one.uid}"': one.title for one in (model.folder, *(each.folder for each in model.folders))},
        **{f'data source "{source.kind}"': source.body for source in model.datasources},
        **{f'alert group "{board_of(group)}"': group for group in model.alert_groups},
    }


def without_correlations(model: Model, whose: str) -> Iterator[Limit]:
    """The correlations."""
    count = sum(len(source.correlations) for source in model.datasources)
    if count:
        yield Limit(f"{count} correlations are left out: {whose} cannot write them", _UPLOAD, fatal=False)


def without_folders(model: Model, whose: str) -> Iterator[Limit]:
    """The folders of tenants, and with them who may edit there."""
    named = ", ".join(one.folder.title for one in model.folders)
    if named:
        yield Limit(f"folders of tenants are left out ({named}): {whose} cannot write them", _UPLOAD, fatal=False)


def without_teams(model: Model, whose: str) -> Iterator[Limit]:
    """Who may edit in the folder of a tenant, where the folder itself is written."""
    named = ", ".join(one.team for one in model.folders if one.team)
    if named:
        what = f"teams are not let into the folders of tenants ({named}): {whose} does not know them by name"
        yield Limit(what, "generator upload lets them in, and writes nothing else that is in place", fatal=False)


def without_library(model: Model, whose: str) -> Iterator[Limit]:
    """The panels of the library. On their boards they are all the same."""
    count = len(model.library)
    if count:
        yield Limit(f"{count} library panels are left out: {whose} cannot write them", _UPLOAD, fatal=False)
