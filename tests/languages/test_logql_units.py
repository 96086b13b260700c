"""Durations and sizes, as a running Loki reads them."""

from __future__ import annotations

import pytest

from generator.languages.logql.units import range_seconds, seconds, size


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5m", 300),
        ("1h30m", 5400),
        ("1y", 31_536_000),
        ("2w3d4h5m6s7ms", 1_483_506.007),
        ("0", 0),
        ("0s", 0),
        ("01h", 3600),
    ],
)
def test_ranges(text: str, expected: float) -> None:
    assert range_seconds(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["", "5", "1.5h", "30m1h", "1h1h", " 5m", "5M", "5min", "1us", "-5m", "293y", "5" * 500 + "s"]
)
def test_no_ranges(text: str) -> None:
    assert range_seconds(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5h", 5400),
        ("30s1m", 90),
        ("10us", 1e-5),
        ("10µs", 1e-5),
        ("20ns", 2e-8),
        ("1d12h", 129_600),
        (".5s", 0.5),
        ("5.s", 5),
    ],
)
def test_durations(text: str, expected: float) -> None:
    assert seconds(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "5", "1.5d", "12h1d", "1m5", "5S", "9223372037s", "300y", "1h.m"])
def test_no_durations(text: str) -> None:
    assert seconds(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20B", 20),
        ("20KB", 20_000),
        ("20kB", 20_000),
        ("5K", 5000),
        ("1.5KiB", 1536),
        ("2MiB", 2 * 1024**2),
        ("1TB", 1e12),
    ],
)
def test_sizes(text: str, expected: float) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("text", ["", "5", "5b", "5kb", "5PB", "5i", "5iB", "5 KB", "99999999999999GB", "-5KB"])
def test_no_sizes(text: str) -> None:
    assert size(text) is None
