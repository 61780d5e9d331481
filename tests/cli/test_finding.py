"""Which record is meant, and how one is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.command_line import REPORTS, Run, write_reports
from truceline.ledger import Record


def test_the_nearest_record_upwards_is_meant(record: Path, truceline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person may stand in any folder inside the record."""
    inside = record / "notes" / "today"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert truceline("incidents", "--with-proposals").code == 0


def test_the_environment_names_a_record(record: Path, truceline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRUCELINE_RECORD comes before the folder one stands in."""
    monkeypatch.setenv("TRUCELINE_RECORD", str(record))
    assert truceline("verify").code == 0


def test_an_option_comes_before_the_environment(record: Path, truceline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is named on the line is meant."""
    monkeypatch.setenv("TRUCELINE_RECORD", "/nowhere")
    assert truceline("verify", "--record", record).code == 0


@pytest.mark.parametrize(
    "command", [["incidents"], ["show", "i1"], ["claims"], ["sources"], ["verify"], ["link"], ["review"], ["rebuild"]]
)
def test_without_a_record_looking_ends_with_nothing_found(truceline: Run, command: list[str]) -> None:
    """Nothing is made by looking; the message says how to make one."""
    done = truceline(*command)
    assert (done.code, done.out) == (4, "")
    assert "truceline init" in done.err
    assert not Path(".truceline").exists()


def test_init_makes_a_record_of_the_kind_and_theatre_asked_for(truceline: Run, tmp_path: Path) -> None:
    """Both stand in truceline.toml and cannot change later."""
    done = truceline("init", "drill", "--theatre", "syria_2016", "--kind", "exercise")
    assert done.code == 0
    settings = (tmp_path / "drill" / "truceline.toml").read_text(encoding="utf-8")
    assert 'kind = "exercise"' in settings
    assert 'theatre = "syria_2016"' in settings


def test_init_twice_is_refused(record: Path, truceline: Run) -> None:
    """A record is never made over another."""
    done = truceline("init", record)
    assert done.code == 2
    assert "record" in done.err


def test_a_kind_that_is_none_is_refused_before_anything_is_made(truceline: Run, tmp_path: Path) -> None:
    """The three kinds are named."""
    done = truceline("init", "x", "--kind", "real")
    assert done.code == 2
    assert "actual, exercise, demonstration" in done.err
    assert not (tmp_path / "x").exists()


def test_an_unknown_theatre_names_those_there_are(truceline: Run, tmp_path: Path) -> None:
    """A slip in the name leaves no half-made record behind."""
    done = truceline("init", "x", "--theatre", "atlantis")
    assert done.code == 3
    assert "syria_2016" in done.err
    assert not (tmp_path / "x").exists()


def test_ingest_makes_a_record_here_and_says_so(truceline: Run, tmp_path: Path) -> None:
    """The first command a person types may be ingest."""
    done = truceline("ingest", write_reports(tmp_path, REPORTS[2:]))
    assert done.code == 0
    assert f"made a record in {tmp_path}" in done.err
    assert (tmp_path / "truceline.toml").is_file()


def test_another_theatre_for_an_existing_record_is_refused(record: Path, truceline: Run) -> None:
    """Names would be resolved differently half-way."""
    done = truceline("ingest", record / "reports.jsonl", "--record", record, "--theatre", "world")
    assert done.code == 2
    assert "syria_2016" in done.err


def test_a_making_that_was_interrupted_is_finished_by_the_next_ingest(truceline: Run, tmp_path: Path) -> None:
    """A record whose theatre pack was not yet archived gets it before anything is read."""
    with Record.create(tmp_path, "actual", "syria_2016"):
        pass
    assert truceline("ingest", write_reports(tmp_path, REPORTS[:1])).code == 0
    actors = {(claim["speaker"] or {}).get("actor") for claim in truceline("claims", "--json").lines}
    assert "ru.mod" in actors
