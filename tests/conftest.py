"""The project under test, and a real Prometheus to ask its queries."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from live_prometheus import LivePrometheus, Serve, serving

from generator import project as projects
from generator.project import Project

ROOT = Path(__file__).parents[1]

# A busy machine is no defect: nothing fails for being slow.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def project() -> Project:
    """The project of this repository."""
    return projects.find(start=ROOT)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts a Prometheus over given series (OpenMetrics texts). All stop at the end of the run.

    Where Prometheus is not installed these tests are skipped, by name. Not in CI: there, a skip would pass
    for a proof.
    """
    missing = [program for program in ("prometheus", "promtool") if shutil.which(program) is None]
    if missing:
        words = f"{' and '.join(missing)} not on the PATH: queries are not proved on a real Prometheus"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    with ExitStack() as running:

        def start(*series: str) -> LivePrometheus:
            return running.enter_context(serving(series, tmp_path_factory.mktemp("prometheus")))

        yield start
