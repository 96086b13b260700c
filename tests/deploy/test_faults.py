"""A few of the uploads in which anything may go wrong; `make faults` runs a thousand."""

import pytest

from . import faults


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_clobbered_or_doubled(seed: int) -> None:
    assert faults.one(seed) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_upload_converges(seed: int) -> None:
    assert faults.one(seed, kill=True) == []
