"""Durations and steps."""

from __future__ import annotations

import pytest

from generator.interpolate.duration import coarse, parse, show
from generator.interpolate.interval import calculated, rate_interval


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60s", 60.0),
        ("1m", 60.0),
        ("1m30s", 90.0),
        ("1h", 3600.0),
        ("1d", 86_400.0),
        ("1w", 604_800.0),
        ("1M", 2_592_000.0),
        ("1y", 31_536_000.0),
        ("250ms", 0.25),
        ("1.5h", 5400.0),
        ("1h0m0s", 3600.0),
        ("15", 15.0),
        ("0", 0.0),
        (">30s", 30.0),
        (" 5m ", 300.0),
        ("", None),
        ("m", None),
        ("5 m", None),
        ("5x", None),
        ("-5m", None),
        ("5m!", None),
        ("$__interval", None),
        ("١m", None),
        ("9" * 100 + "s", None),
    ],
)
def test_parse(text: str, seconds: float | None) -> None:
    assert parse(text) == seconds


@pytest.mark.parametrize(
    ("seconds", "exact", "largest_unit"),
    [
        (0, "0s", "1ms"),
        (0.25, "250ms", "250ms"),
        (20, "20s", "20s"),
        (60, "1m", "1m"),
        (90, "1m30s", "1m"),
        (3600, "1h", "1h"),
        (3661.5, "1h1m1s500ms", "1h"),
        (604_800, "7d", "7d"),
        (31_536_000, "365d", "1y"),
    ],
)
def test_show(seconds: float, exact: str, largest_unit: str) -> None:
    assert (show(seconds), coarse(seconds)) == (exact, largest_unit)
    assert parse(exact) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("range_s", "points", "minimum_s", "step"),
    [
        (900, 200, 15, 15),  # 4.5 s rounds to 5 s; a running Grafana 12.2 took the 15 s that were asked for
        (900, 100, 0, 10),  # 9 s
        (3600, 1000, 0, 5),  # 3.6 s
        (3600, 1000, 60, 60),
        (21_600, 1000, 0, 20),  # 21.6 s
        (86_400, 300, 0, 300),  # 288 s
        (7 * 86_400, 100, 0, 7200),  # 6048 s
        (0.009, 1, 0, 0.001),
        (0.010, 1, 0, 0.01),
        (10 * 31_536_000, 1, 0, 31_536_000),
        (60, 0, 0, 60),  # no points: taken as one
    ],
)
def test_calculated(range_s: float, points: int, minimum_s: float, step: float) -> None:
    assert calculated(range_s, points, minimum_s) == pytest.approx(step)


@pytest.mark.parametrize(
    ("interval_s", "own", "source", "window"),
    [
        (15, None, None, 60),  # 4 * 15 > 15 + 15
        (15, None, "5s", 20),  # as a running Grafana 12.2 sent it: 15 + 5 and 4 * 5
        (15, None, "60s", 240),
        (300, None, "60s", 360),  # 300 + 60 > 240
        (15, "30s", "60s", 120),  # the query's own comes first
        (15, "", "60s", 240),
        (60, "$__interval", "15s", 240),
        (60, "${__interval}", "15s", 240),
        (60, "$__rate_interval", "15s", 60),
        (15, "$unknown", None, 0),
    ],
)
def test_rate_interval(interval_s: float, own: str | None, source: str | None, window: float) -> None:
    assert rate_interval(interval_s, own, source) == window
