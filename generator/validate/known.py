"""What is known beyond the file that is judged: the other boards, the data sources, the names of the telemetry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Card:
    """A board as others see it. `where` is its file; `folder` the folder it stands in, as far as one can tell."""

    uid: str | None
    title: str | None
    tags: tuple[str, ...]
    variables: tuple[str, ...]
    folder: str
    where: str


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A data source that a board may name; `made_up` says that its uid is one of Grafana's."""

    uid: str
    name: str
    type: str
    made_up: bool = False

    @property
    def called(self) -> str:
        """What a person calls it by: its uid, unless nobody chose that."""
        return self.name if self.made_up else self.uid


@dataclass(frozen=True)
class Known:
    """Everything a rule may ask beside the document itself.

    Where `sources` is empty nobody has said which data sources there are, and a rule must not complain about an
    unknown one. Where `complete` is false there may be others, in files that were not given.
    """

    cards: tuple[Card, ...] = ()
    sources: tuple[KnownSource, ...] = ()
    complete: bool = False
    #: The cards by uid, and by folder and title.
    uids: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)
    titles: Mapping[tuple[str, str], tuple[Card, ...]] = field(default_factory=dict)
    #: `where` of a card -> its folder.
    places: Mapping[str, str] = field(default_factory=dict)

    def folder(self, where: str) -> str:
        """The folder of the board that is called so; empty where nobody knows it."""
        return self.places.get(where, "")

    def titled(self, folder: str, title: str) -> tuple[Card, ...]:
        """The boards of that title in that folder."""
        return self.titles.get((folder, title), ())

    def source(self, uid: str) -> KnownSource | None:
        """The data source of that uid, or else of that name: Grafana takes either."""
        by_uid = next((one for one in self.sources if one.uid == uid), None)
        return by_uid or next((one for one in self.sources if one.name == uid), None)

    def could_be_elsewhere(self, types: Collection[str], asking: str = "") -> bool:
        """Whether an unknown data source of one of the types may stand in a file that was not given.

        Files that have one of the type are taken to have all of it; `asking` is the uid of the one that asks.
        """
        return not self.complete and not any(one.type in types for one in self.sources if one.uid != asking)


def known(cards: tuple[Card, ...] = (), sources: tuple[KnownSource, ...] = (), *, complete: bool = False) -> Known:
    """The same, with its indexes."""
    uids: dict[str, tuple[Card, ...]] = {}
    titles: dict[tuple[str, str], tuple[Card, ...]] = {}
    for card in cards:
        if card.uid:
            uids[card.uid] = (*uids.get(card.uid, ()), card)
        if card.title and card.title.strip():
            key = (card.folder, card.title.strip())
            titles[key] = (*titles.get(key, ()), card)
    places = {card.where: card.folder for card in cards}
    return Known(cards, sources, complete, uids, titles, places)
