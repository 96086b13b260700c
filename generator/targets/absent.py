"""What a target has no word for, said so that nobody looks for it in the files."""

from __future__ import annotations

from collections.abc import Iterator

from generator.targets.model import Model
from generator.targets.target import Limit

_UPLOAD = "generator upload adds them, and writes nothing else that is in place"


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
