"""``truceline doctor``: a list that can be read out on the telephone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fakes.command_line import Run
from truceline.ledger import Record
from truceline.workflow.doctor import examine, worst


def made(folder: Path) -> Path:
    """Make an empty record."""
    Record.create(folder, "exercise", "world").close()
    return folder


def state_of(findings: list[dict[str, str]], what: str) -> set[str]:
    """Return the states of the findings of that name."""
    return {finding["state"] for finding in findings if finding["what"] == what}


def test_a_sound_machine_and_record_are_fit_for_work(truceline: Run, tmp_path: Path) -> None:
    """Every line says something, and nothing is left behind."""
    folder = made(tmp_path / "record")
    before = sorted(path.name for path in folder.rglob("*"))
    done = truceline("doctor", "--record", str(folder), "--json")
    assert done.code == 0
    assert all(finding["says"] for finding in done.lines)
    assert {"program", "SQLite", "keys", "disk", "writing", "record", "privacy", "clock"} <= {f["what"] for f in done.lines}
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_without_a_record_the_machine_alone_is_looked_at(truceline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has not begun yet may ask too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRUCELINE_RECORD", raising=False)
    done = truceline("doctor", "--json")
    assert done.code == 0
    assert not state_of(done.lines, "record")


def test_a_folder_without_a_record_is_a_fault_and_says_what_to_do(truceline: Run, tmp_path: Path) -> None:
    """What was named is looked at, even if it is not there."""
    done = truceline("doctor", "--record", str(tmp_path / "none"), "--json")
    assert done.code == 1
    (finding,) = [each for each in done.lines if each["what"] == "record"]
    assert "truceline init" in finding["says"]


def test_keys_that_others_can_read_are_a_fault(truceline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that the whole office can read seals nothing."""
    home = tmp_path / "keys"
    home.mkdir(mode=0o755)
    monkeypatch.setenv("TRUCELINE_KEYS", str(home))
    done = truceline("doctor", "--json")
    assert done.code == 1
    assert state_of(done.lines, "keys") == {"fault"}


def test_keys_inside_the_record_are_a_fault(truceline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who copies the record would copy the keys with it."""
    folder = made(tmp_path / "record")
    monkeypatch.setenv("TRUCELINE_KEYS", str(folder / "keys"))
    done = truceline("doctor", "--record", str(folder), "--json")
    assert done.code == 1
    assert "fault" in state_of(done.lines, "keys")


def test_a_clock_that_stands_before_the_newest_entry_is_told(tmp_path: Path) -> None:
    """It was wrong then or is wrong now; work can go on."""
    folder = made(tmp_path / "record")
    ten_years_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=3650)
    findings = examine(folder, clock=lambda: ten_years_ago)
    assert [finding.state for finding in findings if finding.what == "clock"] == ["attention"]
    assert worst(findings) == "attention"


def test_a_record_that_others_can_read_is_a_fault(truceline: Run, tmp_path: Path) -> None:
    """Sealed values and unreleased claims lie in it."""
    folder = made(tmp_path / "record")
    (folder / ".truceline").chmod(0o755)
    done = truceline("doctor", "--record", str(folder))
    assert done.code == 1
    assert "chmod go-rwx" in done.out
    assert "not fit for work" in done.err
