"""A hint at a name is given where it is nearly the same, not where two names merely end alike."""

from __future__ import annotations

import pytest

from generator.verify.why.words import meant


@pytest.mark.parametrize(
    ("name", "there", "found"),
    [
        ("legacy-bakend", "legacy-backend", True),
        ("order-backend", "orders-backend", True),
        ("hyunjin-backend", "hyunjun-backend", True),
        ("shop-backend", "shop-backend-v2", True),
        ("cart-backend", "shop-backend", False),
        ("a-backend", "b-backend", False),
        ("team1-backend", "team2-backend", False),
        ("jiwoo-frontend", "jiwoo-backend", False),
        ("http_server_duration_milliseconds_cont", "http_server_duration_milliseconds_count", True),
        ("traces_spanmetric_calls_total", "traces_spanmetrics_calls_total", True),
        ("redis_memory_fragmentation_ratio", "redis_mem_fragmentation_ratio", True),
        ("redis_memory_used", "redis_memory_used_bytes", True),
        ("redis_memory_used_bytes", "redis_memory_max_bytes", False),
        ("", "x", False),
    ],
)
def test_only_a_misspelling_is_one(name: str, there: str, found: bool) -> None:
    assert (meant(name, ("quite-another", there)) == there) is found
