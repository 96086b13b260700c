"""What an application calls its own spans and log events: what is seen on the stack, else words of any application."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from generator.config.defaults import EVENTS, TRACING
from generator.detect.dialects import SPANS
from generator.detect.survey import LOOK_BACK, Asked
from generator.live.problem import StoreError
from generator.signals import logql

#: Defaults that only the application they come from uses: they are written down where they are seen.
_OWN_SPANS = ("trackUserAction.*", "trackApiCall.*", "trackPageView.*")
_OWN_EVENTS = ("save_message", "list_messages", "log_query")
#: A list may not be empty: what stands in one of which nothing is left.
_PLAIN_EVENTS = {"data": ("save", "list", "search")}


@dataclass(frozen=True)
class Seen:
    """Names of spans, values of the log field `event`, and Redis lists whose length is measured: what arrives."""

    spans: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """Keys of `[tracing]` and `[events]` that have to differ from the defaults, with their values.

    `log_list` is the Redis list that is measured; empty where none is.
    """

    tracing: dict[str, tuple[str, ...]]
    events: dict[str, tuple[str, ...]]
    log_list: str = ""


def seen(asked: Asked) -> Seen:
    """What is seen on the stack: three questions, and none where nobody answers."""
    spans: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    window = (asked.now - LOOK_BACK, asked.now)
    try:
        if asked.prometheus is not None:
            metrics = "|".join(re.escape(one.metric) for one in SPANS)
            selectors = (f'{{__name__=~"{metrics}", span_name=~"track.+"}}',)
            spans = frozenset(asked.prometheus.label_values("span_name", selectors, *window))
            lists = asked.prometheus.label_values("key", ("redis_key_size",), *window)
        if asked.loki is not None:
            own = "|".join(_OWN_EVENTS)
            lines = f'{{service_name=~".+"}} {logql.fields("event")} | event =~ "{own}"'
            counted = asked.loki.query(f"sum by (event) (count_over_time({lines} [{LOOK_BACK:.0f}s]))", asked.now)
            events = frozenset(one.labels.get("event", "") for one in counted)
    except StoreError:
        # The survey has told of this store already; what is not seen is not written.
        pass
    return Seen(spans, events, lists)


def wording(there: Seen) -> Wording:
    """The lists without what is only another application's, unless it is seen here."""
    foreign = {one for one in _OWN_SPANS if not any(re.fullmatch(one, name) for name in there.spans)}
    unsaid = frozenset(_OWN_EVENTS) - there.events
    tracing: dict[str, tuple[str, ...]] = {}
    for key in (one.name for one in fields(TRACING)):
        patterns: tuple[str, ...] = getattr(TRACING, key)
        if foreign & set(patterns):
            tracing[key] = tuple(one for one in patterns if one not in foreign)
    told: dict[str, tuple[str, ...]] = {}
    for key in (one.name for one in fields(EVENTS)):
        words: tuple[str, ...] = getattr(EVENTS, key)
        if unsaid & set(words):
            kept = tuple(one for one in words if one not in unsaid)
            told[key] = kept if set(kept) & set(_OWN_EVENTS) else _PLAIN_EVENTS.get(key, kept)
    # A list of log entries is probably called so.
    usable = (name for name in there.lists if not set(name) & set('"$\\') and name.isprintable())
    listed = sorted(usable, key=lambda name: ("log" not in name.lower(), name))
    return Wording(tracing, told, listed[0] if listed else "")
