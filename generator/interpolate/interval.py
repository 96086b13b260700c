"""How long one step of a query is, and the window that a rate needs."""

from __future__ import annotations

from bisect import bisect_right

from generator.interpolate import duration

#: (below this many ms, take this many ms): the steps of a Grafana time axis, as `roundInterval` of
#: `@grafana/data` has them.
_STEPS: tuple[tuple[int, int], ...] = (
    (10, 1),
    (15, 10),
    (35, 20),
    (75, 50),
    (150, 100),
    (350, 200),
    (750, 500),
    (1500, 1000),
    (3500, 2000),
    (7500, 5000),
    (12_500, 10_000),
    (17_500, 15_000),
    (25_000, 20_000),
    (45_000, 30_000),
    (90_000, 60_000),
    (210_000, 120_000),
    (450_000, 300_000),
    (750_000, 600_000),
    (1_050_000, 900_000),
    (1_500_000, 1_200_000),
    (2_700_000, 1_800_000),
    (5_400_000, 3_600_000),
    (9_000_000, 7_200_000),
    (16_200_000, 10_800_000),
    (32_400_000, 21_600_000),
    (86_400_000, 43_200_000),
    (604_800_000, 86_400_000),
    (1_814_400_000, 604_800_000),
    (3_628_800_000, 2_592_000_000),
)
_LIMITS = [limit for limit, _ in _STEPS]
_YEAR_MS = 31_536_000_000

#: What Grafana assumes of a Prometheus whose data source does not say how often it scrapes.
DEFAULT_SCRAPE = "15s"


def calculated(range_s: float, points: int, minimum_s: float = 0.0) -> float:
    """The step in seconds for at most `points` points over a range: rounded to Grafana's steps, never below
    the minimum (the panel's or the data source's "min interval")."""
    raw = range_s * 1000 / max(1, points)
    found = bisect_right(_LIMITS, raw)
    rounded = _STEPS[found][1] if found < len(_STEPS) else _YEAR_MS
    return max(rounded / 1000, minimum_s)


def rate_interval(interval_s: float, query_interval: str | None, source_interval: str | None) -> float:
    """`$__rate_interval` in seconds: `max(interval + scrape, 4 * scrape)`.

    `scrape` is the query's own minimal step, else the data source's `timeInterval`, else 15 s. A minimal
    step of `$__interval` stands for the step itself, and one of `$__rate_interval` makes the step the answer.
    A step that is no duration gives 0, as in Grafana, and Prometheus then refuses the query.
    """
    own = (query_interval or "").strip()
    if own in ("$__rate_interval", "${__rate_interval}"):
        return interval_s
    scrape: float | None
    if own in ("$__interval", "${__interval}"):
        scrape = interval_s
    else:
        scrape = duration.parse(own or source_interval or DEFAULT_SCRAPE)
    return 0.0 if scrape is None else max(interval_s + scrape, 4 * scrape)
