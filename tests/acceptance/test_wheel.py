"""What is installed is whole and small: everything that a page needs is in the wheel, and nothing that only we need."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

MOST = 10_000_000
NEEDED = (
    "truceline/web/templates/base.html",
    "truceline/web/static/css/room.css",
    "truceline/web/static/vendor/VENDOR.toml",
    "truceline/web/maps/basemap.zip",
    "truceline/web/locale/ar/LC_MESSAGES/django.mo",
    "truceline/web/accounts/migrations/0001_initial.py",
    "truceline/packs/syria_2016/reports/demo.jsonl",
    "truceline/outputs/labels/ar.yaml",
)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that an installation comes from."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(folder),
        str(root),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_a_wheel_is_small_enough_for_a_poor_line(wheel: Path) -> None:
    """Ten megabytes at most, with the map of the world and every page in it."""
    assert wheel.stat().st_size <= MOST


def test_a_wheel_has_all_that_a_page_needs(wheel: Path) -> None:
    """Templates, style, map, translations and tables travel with the program; no Node and no tests do."""
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    assert set(NEEDED) <= names, set(NEEDED) - names
    assert not [name for name in names if "node_modules" in name or name.startswith(("tests/", "frontend/", "bench/"))]
