"""What is found in a classic board is found in the same board of the new model (v2), or a rule says that it cannot."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.validate.document import Document
from generator.validate.finding import Finding
from generator.validate.origin import Files
from generator.validate.rule import NamedRule, rules
from generator.validate.run import Run, Settings
from generator.validate.sample import FAILS, PASSES, samples
from generator.validate.survey import survey
from tests.validate.new_model import new_model
from tests.validate.samples import case

#: Rules about what the new model does not have: each with what it has instead, or why there is nothing to find.
CLASSIC = {
    "board/inputs": "the import dialogue fills in no inputs of it",
    "board/schema-version": "its version stands in apiVersion",
    "board/server-keys": "a server's keys stand in metadata",
    "datasource/picked": "a panel has no data source beside those of its queries",
    "layout/row": "rows hold their panels, open or closed",
    "schema/dashboard": "says itself that it cannot judge",
}


def found(text: str, folder: Path, rule: NamedRule) -> list[Finding] | None:
    """What a rule finds in a sample in the new model; None where the sample is about something else."""
    sample = case(text)
    boards = {
        name: json.loads(data) for name, data in sample.files.items() if name.endswith(".json") and data[:1] == b"{"
    }
    if not boards or len(boards) < len(sample.files) or sample.accepted:
        return None
    # Older boards are migrated by Grafana before they become new ones.
    if not all("templating" in board and board.get("panels") and _of_today(board) for board in boards.values()):
        return None
    if not all(_can_be_said(panel) for board in boards.values() for panel in board["panels"]):
        return None
    for name, board in boards.items():
        (folder / name).write_text(json.dumps(new_model(board), indent=2), "utf-8")
    paths = [folder / name for name in boards]
    known = survey(Files(tuple(map(str, paths)), io.BytesIO()).documents(), sources=sample.sources)
    run = Run(Settings((rule,), date(2026, 6, 1)), known)
    documents = [one for one in Files(tuple(map(str, paths)), io.BytesIO()).documents() if isinstance(one, Document)]
    assert len(documents) == len(boards)
    return [one.finding for document in documents for one in run.judge(document, ours=sample.ours)]


def _of_today(board: Any) -> bool:
    version = board.get("schemaVersion", 41)
    return not isinstance(version, int) or version >= 29


def _can_be_said(panel: Any) -> bool:
    """Whether the new model has words for a panel: no row, on the grid, each query's data source the panel's own."""
    sources = [target.get("datasource", panel.get("datasource")) for target in panel.get("targets") or ()]
    of_today = panel.get("type") not in ("row", None) and "transform" not in panel
    return of_today and "gridPos" in panel and all(source == panel.get("datasource") for source in sources)


CASES = [
    (rule, heading, text)
    for rule in rules().values()
    if rule.id.partition("/")[0] not in ("file", "configmap", "provider", "suppression") and rule.id not in CLASSIC
    for heading in (PASSES, FAILS)
    for text in samples(rule.documentation, heading)
]


@pytest.mark.parametrize(
    ("rule", "heading", "text"), CASES, ids=[f"{rule.id} {heading} {text[:40]}" for rule, heading, text in CASES]
)
def test_sample_in_the_new_model(rule: NamedRule, heading: str, text: str, tmp_path: Path) -> None:
    findings = found(text, tmp_path, rule)
    if findings is None:
        pytest.skip("no board in the classic model")
    if heading == PASSES:
        assert findings == []
    else:
        assert findings
        assert all(one.pointer and one.pointer.startswith(("/spec", "/metadata")) for one in findings)
