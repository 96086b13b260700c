"""A mapping whose values are made when they are asked for, and not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

_Value = TypeVar("_Value")


class Lazy(Mapping[str, _Value]):
    """Makes each value anew whenever it is looked up: thousands of boards never stand in memory together."""

    def __init__(self, makers: Mapping[str, Callable[[], _Value]]) -> None:
        self._makers = dict(makers)

    def __getitem__(self, key: str) -> _Value:
        return self._makers[key]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
