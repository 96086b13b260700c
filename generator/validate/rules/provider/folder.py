"""A provider says once where its boards go: by a folder, or by the folders of its files.

With `foldersFromFilesStructure` Grafana takes the name of the last folder of each file: it does not look at `folder`,
and refuses the provider where `folder` and `folderUid` are given as well.

Passes:

    provider: {folder: Shop, folderUid: shop}
    ---
    provider: {folder: null, options: {foldersFromFilesStructure: true}}

Fails:

    provider: {folder: Shop, folderUid: shop, options: {foldersFromFilesStructure: true}}
    ---
    provider: {folder: Shop, options: {foldersFromFilesStructure: true}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import ProviderView


def _check(view: ProviderView) -> Iterator[Found]:
    options = view.raw.get("options")
    by_files = isinstance(options, dict) and options.get("foldersFromFilesStructure") is True
    named = [key for key in ("folder", "folderUid") if view.raw.get(key)]
    if by_files and named:
        yield Found(
            view.at(named[0]),
            f"{' and '.join(named)} and foldersFromFilesStructure contradict each other",
            "keep one of them",
            unsure=len(named) == 1 and not view.ours,
        )


rule = Rule(ProviderView, "error", _check)
