"""A mission's table on the command line: in, listed, counted, and never telling where anybody stood."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from fakes.command_line import Run
from truceline.ledger import Record
from truceline.outputs.forms.write import FORMS, write_sheets
from truceline.workflow.opening import make
from truceline.workflow.rebuilding import rebuild

HEAD = ["Date", "Time", "Position", "Event at", "Range", "No.", "Unit", "How", "What", "Seen as", "Weapon", "Fire"]
ROWS = [
    ["11.01.2016", "19:29", "Svitlodarsk", "", "2-7km NNE", "48", "explosion", "Heard", "by the mill", "", "", "from W to E"],
    ["11.01.2016", "19:30", "Svitlodarsk", "", "2-7km NNE", "3", "explosion", "Heard", "by the mill", "OUT", "", "from E to W"],
    ["12.01.2016", "10:00", "", "Avdiivka", "", "", "other", "Saw", "", "", "152mm howitzer (2S3)", ""],
    ["12.01.2016", "11:00", "", "Bakhmut", "", "", "other", "Saw", "", "", "MLRS (BM-21 Grad)", ""],
    ["12.01.2016", "", "", "Avdiivka", "", "at least 2", "shot", "Heard", "", "INC", "", ""],
]
MAP = """\
about: observation
zone: "+02:00"
date: DD.MM.YYYY
fields:
  observer: {value: osce.smm}
  date: Date
  time: Time
  position: Position
  place: Event at
  range: Range
  count: No.
  unit: Unit
  sense: How
  description: What
  assessment: {column: Seen as, words: {INC: incoming, OUT: outgoing}}
  weapon: Weapon
  direction: Fire
"""
EXPOSURE = (
    'about: exposure\nzone: "+02:00"\nfields: {observer: {value: osce.smm}, sensor: S, date: D, hours: H, region: R, period: D}\n'
)


def written(folder: Path, rows: list[list[str]], name: str = "days.csv") -> Path:
    """Write a table and, beside it, its mapping."""
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    (folder / name).write_text(out.getvalue(), encoding="utf-8")
    (folder / "days.yaml").write_text(MAP, encoding="utf-8")
    return folder / name


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the theatre Ukraine, 2015, with nothing in it. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("empty")
    make(folder, theatre="ukraine_2015", kind="exercise").close()
    return folder


@pytest.fixture
def valley(empty: Path, tmp_path: Path) -> Path:
    """A copy of the empty record."""
    return Path(shutil.copytree(empty, tmp_path / "rec"))


def lines(truceline: Run, record: Path, kind: str, *more: str) -> list[dict[str, Any]]:
    done = truceline("observations", "--json", "--record", record, *more)
    return [each for each in done.lines if each["kind"] == kind]


def test_a_table_in_the_way_of_minsk_is_counted_per_day_and_held_against_the_lines(
    truceline: Run, valley: Path, tmp_path: Path
) -> None:
    """Days end at 19:30 at the place; a howitzer and a launcher near the line concern the clauses that name them."""
    table = written(tmp_path, ROWS)
    assert truceline("observations", "import", table, "--map", "days.yaml", "--record", valley).code == 0
    (tmp_path / "x.csv").write_text("S,D,H,R\ncamera,2016-01-11,24,Donetsk region\n", encoding="utf-8")
    (tmp_path / "x.yaml").write_text(EXPOSURE, encoding="utf-8")
    assert truceline("observations", "import", "x.csv", "--map", "x.yaml", "--record", valley).code == 0
    counted = {each["period"]: each for each in lines(truceline, valley, "count")}
    assert [(c["unit"], c["low"]) for c in counted["2016-01-11"]["counted"]] == [("explosion", 48)]
    assert counted["2016-01-11"]["looked"] == [{"sensor": "camera", "hours": 24, "sorties": None}]
    assert [(c["unit"], c["low"]) for c in counted["2016-01-12"]["counted"]] == [("explosion", 3)]
    before = counted["2016-01-12"]["before"]
    assert (before["period"], before["counted"][0]["low"]) == ("2016-01-11", 48)
    assert counted[None]["observations"] == 1
    concerned = {(each["observation"], each["clause"]) for each in lines(truceline, valley, "concern") if each["nearer"] == "yes"}
    assert {("o3", "artillery-ua"), ("o3", "artillery-areas"), ("o4", "rockets-ua")} <= concerned
    assert not any(observation == "o3" and str(clause).startswith("rockets") for observation, clause in concerned)
    (one,) = lines(truceline, valley, "observation", "--period", "2016-01-11")
    assert one["id"] == "o1"


def test_nothing_that_is_printed_or_readable_tells_where_the_observer_stood(truceline: Run, valley: Path, tmp_path: Path) -> None:
    """Not the lists, not the leaves, not a file of the record; who asks for it and has the key is shown it."""
    rows = [[*ROWS[0][:2], "48.4417, 38.2561", "", "2-7km NNE", *ROWS[0][5:]]]
    assert truceline("observations", "import", written(tmp_path, rows), "--map", "days.yaml", "--record", valley).code == 0
    hidden = (b"48.4417", b"38.2561", b"11-34", b"by the mill", b"from W to E")
    for file in (path for path in valley.rglob("*") if path.is_file()):
        assert not any(words in file.read_bytes() for words in hidden), file
    done = truceline("observations", "--json", "--record", valley)
    assert not any(words.decode() in done.out for words in hidden[:-1])
    (one,) = [each for each in done.lines if each["kind"] == "observation"]
    assert (one["direction"], one["bearing_from"], one["unsealed"]) == ("from W to E", None, None)
    (shown,) = lines(truceline, valley, "observation", "--unsealed")
    assert shown["unsealed"]["position"] == "48.4417, 38.2561"
    assert shown["unsealed"]["bearing"] == "11-34"


def test_exchanging_the_directions_of_fire_changes_the_words_and_nothing_else(truceline: Run, tmp_path: Path) -> None:
    """East and west, ours and theirs: no count, area or concern depends on where the fire is said to come from."""
    pages = []
    for name, turn in (("one", {}), ("other", {"from W to E": "from E to W", "from E to W": "from W to E"})):
        make(tmp_path / name, theatre="ukraine_2015", kind="exercise").close()
        table = written(tmp_path, [[turn.get(cell, cell) for cell in row] for row in ROWS])
        truceline("observations", "import", table, "--map", "days.yaml", "--record", name)
        found = truceline("observations", "--json", "--record", name).lines
        pages.append([{**each, "direction": None} for each in found])
    assert pages[0] == pages[1]


def test_the_same_table_again_adds_nothing_and_a_longer_one_only_what_is_new(
    truceline: Run, valley: Path, tmp_path: Path
) -> None:
    """Rows are known by what they say; two rows that say the same are two."""
    table = written(tmp_path, ROWS[:2] + ROWS[:1])
    for expected in ("3 entered; 0 already there", "0 entered; 3 already there"):
        assert expected in truceline("observations", "import", table, "--map", "days.yaml", "--record", valley).err
    with Record.open(valley) as record:
        size = record.size
    longer = written(tmp_path, ROWS[:2] + ROWS[:1] + ROWS[2:], "longer.csv")
    done = truceline("observations", "import", longer, "--map", "days.yaml", "--record", valley)
    assert "3 entered; 3 already there" in done.err
    with Record.open(valley) as record:
        assert record.size == size + 5  # the table, an entry for it, three rows; the mapping was kept already
        assert record.verify().ok
        assert rebuild(record).same


def test_nothing_is_written_where_a_row_is_refused_unless_it_is_said_so(truceline: Run, valley: Path, tmp_path: Path) -> None:
    """Every fault at its cell, the record as it was; with --skip-faulty the others come in and the faulty ones are listed."""
    bad = [ROWS[0], ["31.02.2016", *ROWS[1][1:]], [*ROWS[2][:6], "cannon", *ROWS[2][7:]]]
    table = written(tmp_path, bad)
    with Record.open(valley) as record:
        size = record.size
    done = truceline("observations", "import", table, "--map", "days.yaml", "--record", valley)
    assert done.code == 3
    assert 'days.csv, row 3, column A "Date": "31.02.2016"' in done.err
    assert 'days.csv, row 4, column G "Unit": "cannon"; expected one of explosion' in done.err
    assert "nothing was written" in done.err
    with Record.open(valley) as record:
        assert record.size == size
    skipped = truceline("observations", "import", table, "--map", "days.yaml", "--skip-faulty", "--record", valley, "--json")
    assert (skipped.code, skipped.lines[0]["entered"], skipped.lines[0]["refused"]) == (0, 1, 2)
    assert 'column A "Date"' in skipped.err


def test_a_table_with_exchanged_columns_is_refused_even_when_rows_may_be_skipped(
    truceline: Run, valley: Path, tmp_path: Path
) -> None:
    """What is wrong with a column is wrong with every row."""
    exchanged = [[row[1], row[0], *row[2:]] for row in ROWS[:4]]
    table = written(tmp_path, exchanged)
    done = truceline("observations", "import", table, "--map", "days.yaml", "--skip-faulty", "--record", valley)
    assert (done.code, "look exchanged" in done.err, "nothing was written" in done.err) == (3, True, True)


def test_a_gap_says_where_and_by_whom_monitors_were_refused(truceline: Run, valley: Path) -> None:
    """An actor of the pack in the open, words sealed; the same gap twice is one; one that ends before it begins is none."""
    said = ["observations", "gap", "--observer", "osce.smm", "--reason", "refused", "--record", valley]
    times = ["--from", "2016-01-12T10:00+02:00", "--until", "2016-01-12T11:00+02:00"]
    for _ in range(2):
        assert truceline(*said, *times, "--place", "Avdiivka", "--refused-by", "two men in a car").out == "g1\n"
    assert truceline(*said, *times, "--place", "Avdiivka", "--refused-by", "ua").out == "g2\n"
    found = lines(truceline, valley, "gap")
    assert [each["refused_by"] for each in found] == ["two men in a car", "ua"]
    with Record.open(valley) as record:
        assert b"two men" not in b"".join(entry.leaf for entry in record.entries())
    wrong = truceline(*said, "--from", "2016-01-12T10:00+02:00", "--until", "2016-01-11")
    assert (wrong.code, "before it begins" in wrong.err) == (2, True)
    assert truceline(*said[:-4], "--reason", "lunch", "--from", "2016-01-12", "--record", valley).code == 2


def test_the_clocks_hold_for_observations_too(truceline: Run, valley: Path, tmp_path: Path) -> None:
    """What was published later is not known before; what happened on another day is not shown for this one."""
    table = written(tmp_path, ROWS[:3])
    options = ("--map", "days.yaml", "--published", "2016-01-13", "--record", valley)
    assert truceline("observations", "import", table, *options).code == 0
    assert truceline("observations", "--known", "2016-01-12", "--record", valley).code == 4
    assert len(lines(truceline, valley, "observation", "--known", "2016-01-13")) == 3
    assert [each["id"] for each in lines(truceline, valley, "observation", "--happened", "2016-01-12")] == ["o3"]
    assert truceline("observations", "--entry", "2", "--record", valley).code == 4


def test_options_before_a_subcommand_are_not_passed_over(truceline: Run, valley: Path) -> None:
    """Nothing goes to another record than the one that was named."""
    done = truceline("observations", "--record", valley, "form", "violation", "v.xlsx")
    assert (done.code, "--record before form" in done.err) == (2, True)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_a_form_in_two_languages(truceline: Run, tmp_path: Path, form: str) -> None:
    """The program that Kobo and ODK read forms with takes it without a warning; nothing is overwritten."""
    out = tmp_path / f"{form}.xlsx"
    assert truceline("observations", "form", form, out).code == 0
    made = convert(str(out), validate=False)
    assert made.warnings == []
    assert 'lang="Arabic (ar)"' in made.xform
    assert 'lang="English (en)"' in made.xform
    assert truceline("observations", "form", form, out).code == 2


def test_submissions_of_the_forms_come_in_with_their_mappings(truceline: Run, valley: Path, tmp_path: Path) -> None:
    """What a telephone sends is observations and gaps; passages that were let through are counted and passed over."""
    seen = {
        "observer": "osce.smm", "start": "2016-01-12T10:00:00.000+02:00", "sense": "heard", "unit": "explosion", "count": "3-5",
        "assessment": "undetermined", "position": "48.43 38.22 0 5", "bearing": "NNE", "distance": "2000-7000 m", "direction": "",
    }  # fmt: skip
    passage = {
        "observer": "osce.smm", "who": "monitors", "place": "Avdiivka", "arrived": "2016-01-12T12:00:00+02:00",
        "left": "2016-01-12T12:30:00+02:00", "outcome": "refused", "refused_by": "the guard", "monitors_refused": "yes",
    }  # fmt: skip
    optional = {"end": "", "place": "", "region": "", "weapon": "", "description": ""}
    (tmp_path / "v.json").write_text(json.dumps({"results": [{**optional, **seen}]}), encoding="utf-8")
    passed = {**passage, "outcome": "passed", "monitors_refused": "no", "refused_by": ""}
    (tmp_path / "c.json").write_text(json.dumps([{**optional, **passage}, {**optional, **passed}]), encoding="utf-8")
    assert truceline("observations", "import", "v.json", "--map", "violation", "--record", valley).code == 0
    done = truceline("observations", "import", "c.json", "--map", "checkpoint", "--record", valley)
    assert (done.code, "1 rows passed over" in done.err) == (0, True)
    (one,) = lines(truceline, valley, "observation")
    assert (one["low"], one["high"], one["area"], one["distance_high_m"]) == (3, 5, "ua.svitlodarsk", 7000)
    (gap,) = lines(truceline, valley, "gap")
    assert (gap["area"], gap["refused_by"], gap["start"]) == ("ua.avdiivka", "the guard", "2016-01-12T12:00:00+02:00")


@pytest.mark.parametrize("words", ["=1+1", "+49", "-2", "@SUM(A1)", "http://a.example", "007"])
def test_no_cell_that_is_written_is_a_formula_a_link_or_a_number(tmp_path: Path, words: str) -> None:
    """Whatever words begin with, the program that opens them sees words."""
    write_sheets(tmp_path / "t.xlsx", {"survey": [[words]]})
    cell = load_workbook(tmp_path / "t.xlsx")["survey"]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)


def test_what_was_entered_wrongly_is_withdrawn_once(truceline: Run, valley: Path) -> None:
    """Its id on stdout; gone from the list; a second time, or an id that is not there, ends with what there is."""
    said = ["observations", "gap", "--observer", "osce.smm", "--reason", "mines", "--from", "2016-01-12", "--record", valley]
    assert truceline(*said).out == "g1\n"
    withdraw = ["observations", "withdraw", "--reason", "another road", "--by", "ann", "--record", valley]
    assert truceline(*withdraw, "g1").out == "g1\n"
    assert truceline("observations", "--record", valley).code == 4
    assert [truceline(*withdraw, name).code for name in ("g1", "g2")] == [2, 4]
