"""What the pickers of the boards list: label values, in the names that telemetry has by default."""

from __future__ import annotations

from dataclasses import dataclass

from generator.signals.kafka import BROKERS
from generator.signals.mariadb import UP as MARIADB_UP
from generator.signals.redis import UP as REDIS_UP
from generator.signals.spans import DIALECTS, SERVER


@dataclass(frozen=True)
class LabelQuery:
    """A `label_values(...)` query, and the regular expression that picks the part to show."""

    query: str
    regex: str = ""


_TEMPO = DIALECTS["tempo"]

#: Routes of the picked services, from the names of their server spans ("/api/login", "POST /api/login").
ROUTES = LabelQuery(
    f'label_values({_TEMPO.calls}{{{_TEMPO.service}=~"$service", {SERVER}}}, span_name)', r"/(?:[A-Z]+ )?(\/.*)/"
)

#: Servers that an exporter reports on.
DATABASES = LabelQuery(f'label_values({{__name__=~"{MARIADB_UP}|{REDIS_UP}|{BROKERS}"}}, instance)')
