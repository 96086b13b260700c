"""What stands in for a cluster says so, and says what the boards ask for."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from demo import cluster
from demo.exposition import text
from demo.tenant import TENANTS, tenant
from generator.signals import kubernetes

MORNING = 1_700_000_000.0


def test_every_help_line_says_that_it_is_made_up() -> None:
    page = text(cluster.families(MORNING))
    helped = re.findall(r"^# HELP \S+ (.*)$", page, re.MULTILINE)
    assert len(helped) > 8
    assert {line for line in helped if "Made up" not in line} == set()


def test_the_fixture_has_every_metric_of_the_boards() -> None:
    names = {
        value
        for name, value in vars(kubernetes).items()
        if name.isupper() and str(value).startswith(("kube_", "container_"))
    }
    assert names
    assert names <= {family.name for family in cluster.families(MORNING)}


def test_counters_never_fall() -> None:
    seen: dict[tuple[str, str], float] = {}
    for second in range(0, 3600, 5):
        for family in cluster.families(MORNING + second):
            for labels, value in family.samples if family.kind == "counter" else ():
                key = (family.name, str(labels))
                assert value >= seen.get(key, 0), key
                seen[key] = value
    assert seen


def test_prometheus_can_read_the_page() -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool not on the PATH: the page is not judged by Prometheus")
    page = text(cluster.families(MORNING))
    judged = subprocess.run(["promtool", "check", "metrics"], input=page, text=True, capture_output=True, check=False)
    assert "error" not in judged.stderr
    assert judged.returncode in (0, 3), judged.stderr  # 3: names that its linter would spell in another way


def test_a_tenant_takes_another_form() -> None:
    assert tenant("jiwoo=legacy").generation == "legacy"
    assert tenant("jiwoo=legacy").logs == TENANTS[1].logs
    assert tenant("hyunjun=stable/both") == type(TENANTS[0])("hyunjun", "stable", "both", kafka=True)


@pytest.mark.parametrize("wrong", ["", "jiwoo", "kim=legacy", "jiwoo=newest", "jiwoo=legacy/file", "jiwoo=legacy/"])
def test_a_form_that_is_not_one_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not NAME=GENERATION"):
        tenant(wrong)
