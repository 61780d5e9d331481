"""``truceline export`` and ``--happened``: what a person types, what is said, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakes.command_line import Run


def test_lines_of_json_say_beside_them_which_record_they_are(record: Path, truceline: Run) -> None:
    """On stderr, so that stdout stays one object a line."""
    for command in ("incidents", "claims"):
        done = truceline(command, "--record", record, "--json", "--with-proposals")
        assert done.code == 0
        assert done.lines
        (said,) = [line.removeprefix("record ") for line in done.err.splitlines() if line.startswith("record {")]
        assert json.loads(said)["filter"]["with_proposals"] is True
        assert len(json.loads(said)["root"]) == 64
    assert "record {" not in truceline("incidents", "--record", record, "--with-proposals").err


def test_an_export_holds_what_the_command_prints(record: Path, truceline: Run, tmp_path: Path) -> None:
    """The same lines, after one that says where they are from."""
    out = tmp_path / "incidents.jsonl"
    done = truceline("export", "incidents", "-o", out, "--record", record, "--with-proposals")
    assert (done.code, done.out) == (0, "")
    assert str(out) in done.err
    _, _, rows = out.read_text(encoding="utf-8").partition("\n")
    assert rows == truceline("incidents", "--record", record, "--json", "--with-proposals").out


def test_a_table_is_chosen_by_the_ending_or_by_name(record: Path, truceline: Run, tmp_path: Path) -> None:
    """Each with its manifest."""
    assert truceline("export", "claims", "-o", tmp_path / "a.csv", "--record", record, "--with-proposals").code == 0
    named = truceline("export", "claims", "-o", tmp_path / "b.txt", "--format", "csv", "--record", record, "--with-proposals")
    assert named.code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.txt").read_bytes()
    assert (tmp_path / "a.csv.manifest.json").read_bytes() == (tmp_path / "b.txt.manifest.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("export", "violations", "-o", "x.jsonl"), "incidents, claims, sources"),
        (("export", "claims", "-o", "x.jsonl", "--format", "xlsx"), "jsonl, csv"),
        (("export", "claims", "-o", "absent/x.jsonl"), "no folder"),
        (("export", "claims", "-o", "x.jsonl", "--happened", "soon"), "expected 2016-09-19"),
        (("incidents", "--happened", "2016-09-21..2016-09-20"), "ends before it begins"),
        (("report", "x.html", "--happened", ".."), "names no days"),
    ],
)
def test_slips_end_with_two_and_a_sentence(record: Path, truceline: Run, arguments: tuple[str, ...], match: str) -> None:
    """And leave no file."""
    done = truceline(*arguments, "--record", record)
    assert done.code == 2
    assert match in " ".join(done.err.replace("│", " ").split())
    assert not Path("x.jsonl").exists()
    assert not Path("x.html").exists()


def test_an_export_is_not_written_over_unless_asked(record: Path, truceline: Run, tmp_path: Path) -> None:
    """A second run says --force; with it the file is written anew."""
    arguments = ("export", "sources", "-o", tmp_path / "x.jsonl", "--record", record, "--with-proposals")
    assert truceline(*arguments).code == 0
    refused = truceline(*arguments)
    assert refused.code == 2
    assert "--force" in refused.err
    assert truceline(*arguments, "--force").code == 0


def test_nothing_to_export_ends_with_four_and_says_what_waits(record: Path, truceline: Run, tmp_path: Path) -> None:
    """Nobody has decided on anything yet; the file says that there is nothing, and of which record."""
    done = truceline("export", "incidents", "-o", tmp_path / "x.jsonl", "--record", record)
    assert done.code == 4
    assert "truceline review" in done.err
    (head,) = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(head)["rows"] == 0


def test_the_days_of_happening_choose_incidents_and_say_what_nothing_dates(record: Path, truceline: Run) -> None:
    """The convoy of 19 September is there on its day and not on another; what has no day is counted."""
    shown = {
        day: {i["id"] for i in truceline("incidents", "--record", record, "--json", "--with-proposals", "--happened", day).lines}
        for day in ("2016-09-19", "2016-09-01..2016-09-10", "2016-09-19..2016-09-19")
    }
    assert shown["2016-09-19"] == shown["2016-09-19..2016-09-19"] != set()
    assert shown["2016-09-01..2016-09-10"].isdisjoint(shown["2016-09-19"])
    every = truceline("incidents", "--record", record, "--json", "--with-proposals").lines
    undated = [i for i in every if not i["time"] or not (i["time"]["start"] or i["time"]["end"])]
    said = truceline("incidents", "--record", record, "--with-proposals", "--happened", "2016-09-19").err
    assert (f"{len(undated)} incident" in said) == bool(undated)
