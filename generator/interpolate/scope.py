"""What a text is interpolated with: the chosen values, the time range, the step, and who looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal

#: What the text is written in; it decides how a value is written where the reference names no format.
#: "text" is a title, "url" a link, "other" the query of any other data source.
Language = Literal["prometheus", "loki", "tempo", "text", "url", "other"]


class _Everything(Enum):
    ALL = "$__all"


#: The choice "All". Grafana stores it as the text `$__all`.
ALL: Final = _Everything.ALL

Chosen = str | tuple[str, ...] | _Everything


@dataclass(frozen=True, slots=True)
class Auto:
    """An interval variable set to "auto": so many steps over the range, none shorter than the minimum."""

    count: int = 30
    minimum_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Value:
    """What one variable is set to.

    `value` is None when nobody knows (a query variable that never ran). `options` are the values to choose
    from without "All", None when unknown; they are what "All" stands for unless `all_value` says otherwise.
    `text` is what the picker shows, when that differs from the value.
    """

    name: str
    value: Chosen | None
    text: str | None = None
    type: str = "custom"
    multi: bool = False
    include_all: bool = False
    all_value: str | None = None
    options: tuple[str, ...] | None = None
    auto: Auto | None = None
    skip_url_sync: bool = False

    def values(self) -> str | tuple[str, ...] | None:
        """The value or values without regard to `all_value`; None when unknown."""
        return self.options if self.value is ALL else self.value


@dataclass(frozen=True, slots=True)
class Window:
    """The time range in epoch ms and the step of the query in seconds.

    `source_interval` is the data source's `timeInterval`, `query_interval` the query's own minimal step (of
    a Loki query its `step`), `instant` whether the query runs once, at the end of the range.
    """

    from_ms: int
    to_ms: int
    interval_s: float
    source_interval: str | None = None
    query_interval: str | None = None
    instant: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at which board; None is not known, and leaves the reference as it stands."""

    dashboard_title: str | None = None
    dashboard_uid: str | None = None
    org_id: str | None = None
    org_name: str | None = None
    user_id: str | None = None
    user_login: str | None = None
    user_email: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything a text may refer to.

    `variables` are by name, in the board's order. `given` holds what only a single point of a panel can
    tell, by the reference's name and path: `{"__field.labels.service_name": "api"}`.
    """

    variables: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    window: Window | None = None
    viewer: Viewer = Viewer()
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def chosen(value: object) -> Chosen | None:
    """A choice as anybody writes it (text, list, `$__all`, `ALL`) as one of ours; None for anything else.

    A list that starts with `$__all` is "All", as in Grafana.
    """
    if value is ALL or value == ALL.value:
        return ALL
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value):
        return ALL if value and value[0] == ALL.value else tuple(value)
    return None
