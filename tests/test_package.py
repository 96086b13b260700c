"""The wheel is enough by itself: definitions inside, nothing at the top level, commands in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_only_the_package_stands_at_the_top_level(unpacked: Path) -> None:
    assert [path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")] == ["generator"]


def test_it_renders_the_same_files_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "generator", "render"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    made = {path.relative_to(tmp_path) for path in (tmp_path / "provisioning").rglob("*") if path.is_file()}
    committed = {path.relative_to(ROOT) for path in (ROOT / "provisioning").rglob("*") if path.is_file()}
    assert made == committed
    for path in made:
        assert (tmp_path / path).read_bytes() == (ROOT / path).read_bytes(), path
