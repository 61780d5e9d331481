"""A duty officer on the telephone: everything is written down, except who called."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fakes.command_line import Run
from truceline.ledger import Record

CALLER = "Abu Example of Somewhere"
LINE = (
    "call", "--received", "2016-09-20T07:00+03:00", "--channel", "hotline", "--caller", CALLER,
    "--about", "shelling of a bakery", "--words", "mortar shells hit the bakery, three dead", "--place", "Idlib",
    "--when", "2016-09-19", "--killed", "3", "--event", "V.SHELL", "--asked-of", "Russian Ministry of Defence",
    "--answer-by", "2016-09-22", "--by", "duty officer",
)  # fmt: skip


def call(truceline: Run, record: Path) -> str:
    done = truceline(*LINE, "--record", record)
    assert done.code == 0
    assert CALLER not in done.out + done.err
    return done.out.strip()


def holding(record: Path, words: bytes) -> list[Path]:
    """The files of a record that have these bytes."""
    return [file for file in record.rglob("*") if file.is_file() and words in file.read_bytes()]


def take_out(truceline: Run, record: Path, call: str, field: str) -> None:
    """Have two people take one sealed value of a call out of the record."""
    two = ("--record", record, "--by")
    asked = truceline("redact", "ask", call, "--field", field, "--basis", "consent-withdrawn", *two, "ann", "--json")
    assert truceline("redact", "approve", asked.lines[0]["id"], "--yes", *two, "ben").code == 0


def test_a_call_is_a_report_with_one_entered_claim(record: Path, truceline: Run) -> None:
    """It counts in every view at once, like an accepted claim."""
    name = call(truceline, record)
    claims = truceline("claims", "--record", record, "--report", name, "--json").lines
    assert [(c["standing"], c["speaker"]["unnamed"], c["speaker"]["actor"]) for c in claims] == [("entered", True, None)]
    assert claims[0]["words"] == "mortar shells hit the bakery, three dead"
    assert claims[0]["said_at"]["start"] == "2016-09-20T07:00:00+03:00"
    truceline("link", "--record", record)
    incidents = truceline("incidents", "--record", record, "--json").lines
    assert [(i["type"], i["killed"]["low"]) for i in incidents if name in i["reports"]] == [("V.SHELL", 3)]


def test_the_caller_stands_nowhere_in_the_record_in_words(record: Path, truceline: Run) -> None:
    """Neither log, tables, archive, settings, views nor page have the name: it lies there encrypted, its key somewhere else."""
    call(truceline, record)
    truceline("link", "--record", record)
    truceline("report", record / "page.html", "--record", record)
    with Record.open(record) as held:
        (received,) = [entry for entry in held.entries() if entry.kind == "call.received"]
        sealed = held.log.disclosures(received.idx)["caller"]
    assert sealed.value == CALLER
    for canary in (CALLER, "Abu Example", sealed.encoded, sealed.salt):
        assert holding(record, canary.encode()) == [], canary


def test_a_record_still_verifies_after_the_caller_was_taken_out(record: Path, truceline: Run) -> None:
    """Taking out a name is lawful, by order of two people, and leaves every hash as it was; deleting it by hand is reported."""
    name = call(truceline, record)
    before = truceline("verify", "--record", record, "--json").lines[0]
    take_out(truceline, record, name, "caller")
    after = truceline("verify", "--record", record, "--json", "--size", str(before["size"]), "--root", before["root"]).lines[0]
    assert (after["ok"], after["ordered"] - before["ordered"]) == (True, 1)
    with sqlite3.connect(record / ".truceline" / "ledger.sqlite") as connection:
        connection.execute("DELETE FROM disclosure")
    connection.close()
    by_hand = truceline("verify", "--record", record)
    assert (by_hand.code, "no order says why" in by_hand.out) == (1, True)


@pytest.mark.parametrize("option", ["--about", "--words", "--place"])
def test_the_callers_name_in_an_open_part_is_refused(record: Path, truceline: Run, option: str) -> None:
    """What is once in the log cannot be taken out, so it does not get in."""
    size = truceline("verify", "--record", record, "--json").lines[0]["size"]
    done = truceline("call", "--about", "x", "--caller", "Amal K", option, "amal k saw it", "--record", record)
    assert done.code == 2
    assert option in done.err
    assert truceline("verify", "--record", record, "--json").lines[0]["size"] == size


def test_the_same_call_entered_twice_is_one_call(record: Path, truceline: Run) -> None:
    """Said, and nothing added."""
    name = call(truceline, record)
    size = truceline("verify", "--record", record, "--json").lines[0]["size"]
    again = truceline(*LINE, "--record", record)
    assert (again.code, again.out.strip()) == (0, name)
    assert "already in the record" in again.err
    assert truceline("verify", "--record", record, "--json").lines[0]["size"] == size


def test_a_call_without_zone_or_time_of_day_is_used_wrongly(record: Path, truceline: Run) -> None:
    """Received when is an instant that reads the same everywhere."""
    for received in ("2016-09-20T07:00", "2016-09-20", "this morning"):
        done = truceline("call", "--about", "x", "--received", received, "--record", record)
        assert done.code == 2, received
        assert "zone" in done.err or "expected" in done.err


def test_a_call_makes_a_record_where_there_is_none(truceline: Run, tmp_path: Path) -> None:
    """The telephone does not wait for `init`."""
    done = truceline("call", "--about", "firing near the bridge", "--theatre", "syria_2016", "--kind", "exercise")
    assert done.code == 0
    assert "made a record" in done.err
    assert 'kind = "exercise"' in (tmp_path / "truceline.toml").read_text(encoding="utf-8")


def test_the_calls_are_listed_with_who_was_asked_by_when_and_no_caller(record: Path, truceline: Run) -> None:
    """The next officer on duty sees what is due."""
    name = call(truceline, record)
    listed = truceline("call", "--list", "--record", record, "--json")
    assert [(c["id"], c["asked_of"], c["answer_due"], c["is_caller_sealed"], c["caller"]) for c in listed.lines] == [
        (name, "ru.mod", "2016-09-22", True, "sealed")
    ]
    printed = truceline("call", "--list", "--record", record)
    assert "2016-09-22" in printed.out
    assert CALLER not in listed.out + printed.out


def test_no_reviewer_can_put_a_name_in_the_place_of_a_caller(record: Path, truceline: Run) -> None:
    """Not even the name of an institution."""
    report = call(truceline, record)
    claim = truceline("claims", "--record", record, "--report", report, "--json").lines[0]["id"]
    for name in ("Abu Somebody", "Igor Konashenkov", "Red Cross"):
        done = truceline("claim", "correct", claim, "--speaker", name, "--record", record)
        assert done.code == 2, name
    assert truceline("claim", "correct", claim, "--unnamed", "a resident", "--record", record).code == 0


def test_who_was_asked_is_not_taken_for_a_caller(record: Path, truceline: Run) -> None:
    """A party in no pack is sealed too; where nobody said who called, the list says so."""
    line = ("call", "--about", "firing at the bridge", "--asked-of", "the village elders", "--record", record)
    assert "no caller given" in truceline(*line).err
    listed = truceline("call", "--list", "--record", record, "--json").lines
    assert [(c["is_caller_sealed"], c["caller"]) for c in listed] == [(False, "none given")]
    assert "none given" in truceline("call", "--list", "--record", record).out


def test_a_deleted_name_is_listed_as_withheld(record: Path, truceline: Run) -> None:
    """ "Nobody said" and "no longer there" are two things."""
    call(truceline, record)
    with sqlite3.connect(record / ".truceline" / "ledger.sqlite") as connection:
        connection.execute("DELETE FROM disclosure")
    connection.close()
    listed = truceline("call", "--list", "--record", record, "--json").lines
    assert [(c["is_caller_sealed"], c["caller"]) for c in listed] == [(False, "withheld")]


def test_the_callers_name_can_come_on_stdin(record: Path, truceline: Run) -> None:
    """So it stands in no list of processes; it is sealed all the same, and refused in the open parts."""
    line = ("call", "--about", "shelling", "--caller", "-", "--record", record)
    assert truceline(*line, keys=f"{CALLER}\n").code == 0
    assert [c["caller"] for c in truceline("call", "--list", "--record", record, "--json").lines] == ["sealed"]
    assert truceline(*line, "--words", f"This is {CALLER}", keys=f"{CALLER}\n").code == 2
    nothing = truceline(*line, keys="\n")
    assert nothing.code == 2
    assert "stdin" in nothing.err


def test_what_a_call_was_about_is_coded_beside_it(record: Path, truceline: Run) -> None:
    """The entry names the kind of happening; the words about it stand in the archived report."""
    call(truceline, record)
    with Record.open(record) as held:
        (received,) = [entry for entry in held.entries() if entry.kind == "call.received"]
        assert getattr(received.body, "subject", None) == "V.SHELL"
        assert set(held.log.disclosures(received.idx)) == {"caller"}


def test_a_contact_and_an_exact_position_are_sealed_like_the_caller(record: Path, truceline: Run) -> None:
    """Neither stands in any file of the record, in the text, a view or an export; each can be disclosed, or taken out, alone."""
    sealed = {"contact": "+963 944 000 321", "position": "36.13971, 36.95061"}
    line = ("call", "--about", "shelling", "--place", "Idlib", "--contact", "-", "--position", "-", "--record", record)
    done = truceline(*line, keys="\n".join(sealed.values()))
    assert (done.code, "the contact, position are sealed" in done.err) == (0, True)
    for command in (("link",), ("report", record / "page.html"), ("export", "claims", "-o", record / "claims.csv")):
        assert truceline(*command, "--record", record).code == 0
    for value in sealed.values():
        assert holding(record, value.encode()) == []
    name = done.out.strip()
    assert truceline("disclose", name, "--field", "position", "-o", record / "shown", "--record", record).code == 0
    with Record.open(record) as held:
        (received,) = [entry for entry in held.entries() if entry.kind == "call.received"]
        values = held.log.disclosures(received.idx)
        assert {each.name: each.value for each in values.values()} == sealed
    shown = (record / "shown").read_text(encoding="utf-8")
    assert values["position"].encoded in shown
    assert values["contact"].salt not in shown


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--words", "ring me at 00963-944-000321"),
        ("--words", "اتصل ٩٦٣٩٤٤٠٠٠٣٢١"),
        ("--place", "36.13971 36.95061"),
        ("--about", "a house at 36,13971 N"),
        ("--by", "duty officer, +963944000321"),
    ],
)
def test_a_contact_or_a_position_in_an_open_part_is_refused(record: Path, truceline: Run, option: str, text: str) -> None:
    """However it is written there; the message does not repeat it, and nothing is written."""
    line = [
        "call",
        "--about",
        "shelling",
        "--contact",
        "+963 944 000 321",
        "--position",
        "36.13971, 36.95061",
        "--record",
        record,
    ]
    refused = truceline(*line, option, text)
    assert refused.code == 2
    assert option in refused.err
    assert "321" not in refused.err + refused.out
    assert truceline("call", "--list", "--record", record).code == 4
