"""The variables of a board, one class for each kind that Grafana has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.board.imported.parts import CHOICES, SOURCE, Source
from generator.board.imported.words import JSON, Words, first, many, word


@dataclass(frozen=True, kw_only=True)
class _Variable(Words):
    name: str | None = word("name")
    label: str | None = word("label")
    description: str | None = word("description")
    hide: int | None = word("hide")
    skip_url_sync: bool | None = word("skipUrlSync")
    error: Any = word("error", form=JSON)
    query: Any = word("query", form=JSON)
    current: Any = word("current", form=JSON)


@dataclass(frozen=True, kw_only=True)
class _Choice(_Variable):
    multi: bool | None = word("multi")
    include_all: bool | None = word("includeAll")
    all_value: str | None = word("allValue")
    allow_custom_value: bool | None = word("allowCustomValue")
    refresh: Any = word("refresh")
    options: tuple[tuple[Any, ...], ...] | None = word("options", form=CHOICES)


@dataclass(frozen=True, kw_only=True)
class QueryVariable(_Choice):
    """The answer of a data source."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "query"}

    datasource: Source | str | None = word("datasource", form=SOURCE)
    definition: str | None = word("definition")
    regex: str | None = word("regex")
    sort: int | None = word("sort")
    use_tags: bool | None = word("useTags")
    tags: Any = word("tags", form=JSON)
    tags_query: str | None = word("tagsQuery")
    tag_values_query: str | None = word("tagValuesQuery")


@dataclass(frozen=True, kw_only=True)
class Custom(_Choice):
    """A fixed list."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "custom"}

    query_value: str | None = word("queryValue")


@dataclass(frozen=True, kw_only=True)
class DataSourceVariable(_Choice):
    """The data sources of a type, which is its `query`."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "datasource"}

    regex: str | None = word("regex")
    query_value: str | None = word("queryValue")


@dataclass(frozen=True, kw_only=True)
class Interval(_Choice):
    """A length of time from a list."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "interval"}

    auto: bool | None = word("auto")
    auto_count: int | None = word("auto_count")
    auto_min: str | None = word("auto_min")
    query_value: str | None = word("queryValue")


@dataclass(frozen=True, kw_only=True)
class TextBox(_Choice):
    """Free text."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "textbox"}


@dataclass(frozen=True, kw_only=True)
class Constant(_Choice):
    """A text that nobody changes."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "constant"}


@dataclass(frozen=True, kw_only=True)
class AdHoc(_Variable):
    """Filters that are added to every query of a data source."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "adhoc"}

    datasource: Source | str | None = word("datasource", form=SOURCE)
    filters: Any = word("filters", form=JSON)
    base_filters: Any = word("baseFilters", form=JSON)
    default_keys: Any = word("defaultKeys", form=JSON)
    apply_mode: str | None = word("applyMode")


@dataclass(frozen=True, kw_only=True)
class OtherVariable(_Choice):
    """A variable of another kind."""

    type: str | None = word("type")


_KINDS = (QueryVariable, Custom, DataSourceVariable, Interval, TextBox, Constant, AdHoc, OtherVariable)


def _variable(data: Any) -> Words:
    return first(data, *_KINDS)


VARIABLES = many(_variable)
