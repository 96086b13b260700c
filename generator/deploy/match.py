"""Which data source of a Grafana is which of ours. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.deploy.desired import DesiredSource
from generator.errors import UsageError
from generator.grafana.live import LiveSource


def match(wanted: Sequence[DesiredSource], live: Sequence[LiveSource]) -> dict[str, LiveSource | None]:
    """For each kind the one that stands there: by uid, then by name, then as the only one of its type.

    None where Grafana has none of that type. UsageError when there are several and nothing tells which.
    """
    found: dict[str, LiveSource | None] = {}
    unclear: list[str] = []
    for source in wanted:
        candidates = [other for other in live if other.type == source.type]
        by_uid = [other for other in candidates if other.uid == source.uid]
        by_name = [other for other in candidates if other.name == source.name]
        chosen = by_uid or by_name or candidates
        if len(chosen) > 1:
            listed = ", ".join(f"{other.uid} (“{other.name}”)" for other in chosen)
            unclear.append(f"{source.kind}: {listed}")
        found[source.kind] = chosen[0] if len(chosen) == 1 else None
    if unclear:
        kinds = [entry.partition(":")[0] for entry in unclear]
        tables = " and ".join(f"[datasources.{kind}] uid" for kind in kinds)
        raise UsageError(
            f"several data sources could be meant; {'; '.join(unclear)}",
            f"set {tables} in generator.toml to the one that holds this project's telemetry",
        )
    return found


def resolved(wanted: Sequence[DesiredSource], found: Mapping[str, LiveSource | None]) -> dict[str, str]:
    """Kind -> the uid under which this Grafana knows it, or will know it."""
    uids = {}
    for source in wanted:
        there = found.get(source.kind)
        uids[source.kind] = source.uid if there is None else there.uid
    return uids
