"""A small record made once through the command line, and a way to run commands on copies of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fakes.command_line import Run, make_record, runner
from truceline.workflow import demo


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record. Copy it before you change it."""
    return make_record(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the demonstration, made once. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("demo") / "demo-record"
    demo.demonstrate(folder)
    return folder


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    """A copy of the small record, to do with as one likes."""
    return Path(shutil.copytree(made, tmp_path / "record"))


@pytest.fixture
def truceline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRUCELINE_RECORD", raising=False)
    return runner(monkeypatch, capsys)
