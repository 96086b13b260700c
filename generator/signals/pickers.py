"""What the pickers of the boards list: label values, in the names that telemetry has by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.signals.kafka import BROKERS
from generator.signals.kafka import R_BROKERS as KAFKA_BROKERS
from generator.signals.mariadb import R_UPTIME as MARIADB_UPTIME
from generator.signals.mariadb import UP as MARIADB_UP
from generator.signals.redis import R_UPTIME as REDIS_UPTIME
from generator.signals.redis import UP as REDIS_UP
from generator.signals.signal import View
from generator.signals.spans import SERVER, calls_metric, selector


@dataclass(frozen=True)
class LabelQuery:
    """A `label_values(...)` query, and the regular expression that picks the part to show."""

    query: Callable[[View], str]
    regex: str = ""


def _routes(view: View) -> str:
    return f"label_values({calls_metric(view)}{selector(view, SERVER)}, span_name)"


def _servers(view: View) -> str:
    received = (one.metric(suffixes=view.profile.suffixes) for one in (MARIADB_UPTIME, REDIS_UPTIME, KAFKA_BROKERS))
    names = "|".join(dict.fromkeys((MARIADB_UP, REDIS_UP, BROKERS, *received)))
    return f'label_values({{__name__=~"{names}"}}, instance)'


#: Routes of the picked services, from the names of their server spans ("/api/login", "POST /api/login").
ROUTES = LabelQuery(_routes, r"/(?:[A-Z]+ )?(\/.*)/")

#: Servers that an exporter or a receiver reports on.
DATABASES = LabelQuery(_servers)
