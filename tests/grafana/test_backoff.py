from datetime import datetime, timezone

import pytest

from generator.grafana.backoff import pause, retry_after

NOW = datetime(2026, 11, 22, 10, 0, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(("attempt", "ceiling"), [(1, 0.5), (2, 1.0), (3, 2.0), (9, 8.0)])
def test_jitter_is_anything_up_to_a_ceiling_that_doubles(attempt: int, ceiling: float) -> None:
    assert pause(attempt, None, lambda: 0.0) == 0.0
    assert pause(attempt, None, lambda: 1.0) == ceiling


def test_what_the_server_asks_for_is_waited_in_full() -> None:
    assert pause(1, 7.0, lambda: 0.0) == 7.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds
