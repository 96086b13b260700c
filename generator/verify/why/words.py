"""How reasons are said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.config.nearest import nearest

#: As many names as a line of reasons lists.
_FEW = 4
#: So much of two names has to be the same for one to be a misspelling of the other.
_ALIKE = 0.82


def few(names: Iterable[str]) -> str:
    """Some names, and how many more there are."""
    listed = list(dict.fromkeys(names))
    shown = ", ".join(listed[:_FEW])
    more = len(listed) - _FEW
    return f"{shown} and {more} more" if more > 0 else shown


def known(name: str, names: Iterable[str]) -> str:
    """What is there instead of `name`: the most similar first."""
    listed = sorted(set(names))
    match = nearest(name, listed)
    ordered = [match, *[one for one in listed if one != match]] if match else listed
    return few(ordered)


def meant(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, if there is one: what both share at their ends does not count.

    `cart-backend` is no misspelt `shop-backend`, however much of it is the same.
    """
    found = nearest(name, names, _ALIKE)
    if found is None:
        return None
    one, other = _apart(re.split(r"([-_./: ])", name.lower()), re.split(r"([-_./: ])", found.lower()))
    # A word that only one of them has was left away, or added; or it is written shorter.
    shortened = one[:3] == other[:3] and (one.startswith(other) or other.startswith(one))
    return found if not one or not other or shortened or nearest(one, (other,), _ALIKE) else None


def _apart(one: list[str], other: list[str]) -> tuple[str, str]:
    """The two without the words that they begin and end with alike."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return "".join(one), "".join(other)


def ago(seconds: float) -> str:
    """An age that a person can read: 42 s, 7 min, 3 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"


def short(text: str, most: int = 90) -> str:
    """A text on one line, cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def counted(number: int, what: str) -> str:
    """A number of things that form their plural with an s."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
