"""A set of label names that may be open: "exactly these", or "anything but those"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """`only` names every label that there can be; None: any label, except those of `never`.

    A label that can be there need not be on every series.
    """

    only: frozenset[str] | None
    never: frozenset[str] = frozenset()

    def may_have(self, name: str) -> bool:
        """Whether a series can carry this label."""
        return name not in self.never if self.only is None else name in self.only

    def adding(self, names: Collection[str]) -> Labels:
        """These labels and some more."""
        if self.only is None:
            return Labels(None, self.never - frozenset(names))
        return Labels(self.only | frozenset(names))

    def removing(self, names: Collection[str]) -> Labels:
        """These labels without some."""
        if self.only is None:
            return Labels(None, self.never | frozenset(names))
        return Labels(self.only - frozenset(names))

    def keeping(self, names: Collection[str]) -> Labels:
        """Of these labels, no others than some."""
        return Labels(frozenset(name for name in names if self.may_have(name)))

    def or_those_of(self, other: Labels) -> Labels:
        """What either of two results can carry."""
        if self.only is not None and other.only is not None:
            return Labels(self.only | other.only)
        return Labels(None, frozenset(name for name in self.never | other.never if not self._or(other, name)))

    def _or(self, other: Labels, name: str) -> bool:
        return self.may_have(name) or other.may_have(name)


#: Nothing is known of the labels.
ANYTHING = Labels(None)
