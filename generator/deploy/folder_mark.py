"""The mark of a folder, in its description: whose it is, and a digest of each thing that we set. Pure.

Grafana shows a folder's description nowhere and keeps it when the folder is renamed or moved (seen on 12.2). It has
room for 255 characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.deploy.digests import LENGTH, short

_MARK = re.compile(rf"managed_by: (\S+)((?: [a-z]+:[0-9a-f]{{{LENGTH}}})*)")

#: The digest of the list of all that was uploaded together with the folder.
LISTING = "list"


@dataclass(frozen=True)
class FolderMark:
    """The project, and the digests: of `title`, `parent`, `team` where one was let in, and the `list`."""

    project: str
    digests: Mapping[str, str]

    def changed(self, name: str, value: Any) -> bool:
        """Whether we once set this to something else than it is now."""
        return name in self.digests and self.digests[name] != short(value)


def text(project: str, digests: Mapping[str, str]) -> str:
    """The description that marks a folder."""
    return " ".join([f"managed_by: {project}", *(f"{name}:{digest}" for name, digest in digests.items() if digest)])


def read(description: str) -> FolderMark | None:
    """The mark in a description, None when it is none of ours."""
    found = _MARK.fullmatch(description.strip())
    if found is None:
        return None
    pairs = (pair.partition(":") for pair in found.group(2).split())
    return FolderMark(found.group(1), {name: digest for name, _colon, digest in pairs})
