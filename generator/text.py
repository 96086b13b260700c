"""The words of the boards, in one language or another.

Every text a board shows has a key (`signal.http.rate.title`, `board.overview.map.title`) and stands in English
where it is used. A language is a catalogue of other words under the same keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import tomlkit

from generator.errors import UsageError

ENGLISH = "en"


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


@dataclass(frozen=True)
class Language:
    """A catalogue of texts by key. What it lacks is said in English."""

    name: str = ENGLISH
    texts: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, english: str) -> str:
        """The text of that key in this language."""
        return self.texts.get(key, english)


def language(name: str) -> Language:
    """The language of that name from the package's catalogues (`generator/texts/<name>.toml`)."""
    if name == ENGLISH:
        return Language()
    catalogue = resources.files("generator") / "texts" / f"{name}.toml"
    if not catalogue.is_file():
        raise UsageError(f'no texts for the language "{name}"', f'add generator/texts/{name}.toml, or use "{ENGLISH}"')
    return Language(name, dict(_flatten(tomlkit.parse(catalogue.read_text("utf-8")).unwrap())))
