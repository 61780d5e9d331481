"""Compartments, disclosures and redactions as people run them, and where words may turn up again that were ordered to go."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from fakes.command_line import Run
from truceline.ledger.leaf.disclosures import digest_of, open_disclosure

CALLER = "CANARYCALLER Example"
CALL = (
    "call", "--received", "2016-09-20T07:00+03:00", "--caller", CALLER, "--about", "CANARYABOUT a mill",
    "--words", "CANARYWORDS hit the mill", "--when", "2016-09-19", "--killed", "2", "--event", "V.SHELL",
    "--by", "ann", "--compartment", "CANARYTEAM",
)  # fmt: skip
REPORT = (
    '{"id":"r1","text":"CANARYTEXT fell on the mill, the council said.","published_at":"2016-09-20","publisher":"CANARYDESK"}'
)
CANARIES = (b"CANARYCALLER", b"CANARYABOUT", b"CANARYWORDS", b"CANARYTEXT", b"CANARYDESK")
EXPORTS = ("incidents.jsonl", "incidents.csv", "claims.jsonl", "claims.csv", "sources.jsonl")
BASIS = ("--basis", "consent-withdrawn")


@pytest.fixture(scope="session")
def protected(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record, beside a key folder of its own. Copy both before you change them."""
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("protected") / "record"))


@pytest.fixture
def held(protected: Path, tmp_path: Path, truceline: Run, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A record with a call in a compartment and a confidential report, linked; and the id of the call."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    folder = Path(shutil.copytree(protected, tmp_path / "record"))
    (tmp_path / "in.jsonl").write_text(REPORT, encoding="utf-8")
    assert truceline("compartments", "add", "CANARYTEAM", "--record", folder).code == 0
    call = truceline(*CALL, "--record", folder).out.strip()
    confidential = ("--confidential", "--compartment", "CANARYTEAM", "--record", folder)
    assert truceline("ingest", tmp_path / "in.jsonl", *confidential).code == 0
    (tmp_path / "in.jsonl").unlink()
    assert truceline("link", "--record", folder).code == 0
    return folder, call


def incident_of(truceline: Run, folder: Path, report: str) -> str:
    """The incident in which a report stands."""
    found = truceline("incidents", "--json", "--with-proposals", "--record", folder).lines
    return str(next(one["id"] for one in found if report in one["reports"]))


def test_a_key_that_was_handed_over_opens_its_compartment_elsewhere(
    held: tuple[Path, str], truceline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the record without keys shows nothing sealed; with the file of one party it does."""
    folder, call = held
    key, out = tmp_path / "team.key", tmp_path / "shown.jsonl"
    assert truceline("compartments", "export", "CANARYTEAM", "-o", key, "--record", folder).code == 0
    assert key.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "elsewhere"))
    ask = ("disclose", call, "--field", "caller", "-o", out, "--record", folder)
    assert (truceline(*ask).code, out.exists()) == (4, False)
    assert truceline("compartments", "import", key, "--record", folder).code == 0
    assert "CANARYTEAM" in truceline("compartments", "list", "--record", folder).out
    assert truceline(*ask).code == 0
    (line,) = map(json.loads, out.read_text().splitlines())
    (shown,) = line["disclosures"]
    assert open_disclosure(shown).value == CALLER
    assert digest_of(shown) in json.loads(line["leaf"])["_sd"]


def test_what_is_handed_over_is_written_beside_nothing_and_over_nothing(
    held: tuple[Path, str], truceline: Run, tmp_path: Path
) -> None:
    """No folder is made and no file replaced; a file that is no key is located, and nothing is taken in."""
    folder, call = held
    there = tmp_path / "there"
    there.write_text("mine")
    for command in (("disclose", call, "--field", "caller"), ("compartments", "export", "CANARYTEAM")):
        for out in (there, tmp_path / "absent" / "x"):
            assert truceline(*command, "-o", out, "--record", folder).code == 2
    assert (there.read_text(), (tmp_path / "absent").exists()) == ("mine", False)
    done = truceline("compartments", "import", there, "--record", folder)
    assert (done.code, "is no key of a compartment" in done.err) == (3, True)
    assert truceline("compartments", "add", "canaryteam", "--record", folder).code == 2
    assert truceline("compartments", "export", "nobody", "-o", tmp_path / "x", "--record", folder).code == 4


def test_two_people_take_something_out_on_the_command_line(held: tuple[Path, str], truceline: Run) -> None:
    """One asks and sees what is meant; the same one is refused, nobody is asked unseen, another one approves; it is listed."""
    folder, call = held
    here = ("--record", folder)
    assert truceline("redact", "list", *here).code == 4
    asked = truceline("redact", "ask", call, *BASIS, "--by", "ann", *here)
    request = asked.out.strip()
    assert "caller" in asked.err
    assert truceline("redact", "approve", request, "--by", "Ann", "--yes", *here).code == 2
    assert "expected --yes" in truceline("redact", "approve", request, "--by", "ben", *here).err
    assert truceline("redact", "approve", request, "--by", "ben", "--yes", *here).code == 0
    assert truceline("redact", "approve", request, "--by", "carl", "--yes", *here).code == 2
    (listed,) = truceline("redact", "list", "--json", *here).lines
    assert (listed["asked_by"], listed["approved_by"], listed["basis"]) == ("ann", "ben", "consent-withdrawn")
    assert truceline("redact", "finish", "--json", *here).lines[0]["values"] == 0
    assert truceline("redact", "ask", call, *BASIS, "--by", "ann", *here).code == 2
    assert truceline("verify", *here).code == 0


def test_nothing_made_after_a_redaction_has_what_went(
    held: tuple[Path, str], truceline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports, pages, bundles, sticks, backups, temporary files, the database with its journal and free pages: not one hit."""
    folder, call = held
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    here = ("--record", folder)
    incident = incident_of(truceline, folder, call)
    with sqlite3.connect(folder / ".truceline" / "ledger.sqlite") as sql:
        locked = [
            part
            for row in sql.execute("SELECT ciphertext, wrapped_key FROM disclosure WHERE compartment <> 'open'")
            for part in row
        ]
    asked = truceline("redact", "ask", "compartment:CANARYTEAM", *BASIS, "--by", "ann", *here)
    assert truceline("redact", "approve", asked.out.strip(), "--by", "ben", "--yes", *here).code == 0
    out = tmp_path / "out"
    out.mkdir()
    for command in (
        *(("export", name.split(".")[0], "-o", out / name, "--with-proposals") for name in EXPORTS),
        ("report", out / "page.html", "--with-proposals"),
        ("prove", incident, "-o", out / "i.tlp", "--with-texts", "--with-proposals", "--disclose", "CANARYTEAM"),
        ("exchange", "export", out / "stick", "--compartment", "CANARYTEAM"),
        ("backup", out / "backup.zip"),
        ("rebuild",),
    ):  # fmt: skip
        assert truceline(*command, *here).code == 0, command
    assert truceline("restore", out / "backup.zip", out / "restored").code == 0
    said = [
        truceline(*command, *here).out
        for command in (("claims", "--with-proposals"), ("sources",), ("call", "--list"), ("show", incident))
    ]
    files = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    hits = [(file, canary) for file, data in files.items() for canary in CANARIES if canary in data]
    assert hits == []
    assert [canary for canary in CANARIES if any(canary.decode() in text for text in said)] == []
    assert [file for file, data in files.items() for part in locked if part in data] == []
    assert len(locked) >= 2
    words = [claim["words"] for claim in truceline("claims", "--json", *here).lines if claim["report"] == call]
    assert [one.startswith("[withheld, ordered at entry ") for one in words] == [True]
    assert "[withheld, ordered at entry" in (out / "page.html").read_text()
    assert truceline("verify", out / "i.tlp").code == 0


def test_an_incident_that_only_the_machine_proposed_is_said_to_wait(record: Path, truceline: Run, tmp_path: Path) -> None:
    """Who would prove it is told how many proposals wait, and the two ways on; nothing is written."""
    incident = incident_of(truceline, record, "east")
    done = truceline("prove", incident, "-o", tmp_path / "i.tlp", "--record", record)
    assert (done.code, (tmp_path / "i.tlp").exists()) == (4, False)
    assert "proposed claims of it wait: `truceline review`, or --with-proposals" in done.err
    assert truceline("prove", incident, "-o", tmp_path / "i.tlp", "--with-proposals", "--record", record).code == 0
    asked = truceline("verify", tmp_path / "i.tlp", "--level", "1")
    assert (asked.code, "level 1 was asked for and is reached only by keys that came with the bundle" in asked.err) == (1, True)


def test_an_incident_of_a_confidential_report_and_a_sealed_call_is_proved(
    held: tuple[Path, str], truceline: Run, tmp_path: Path
) -> None:
    """Without being asked the bundle has no word of either; with the compartment named, both."""
    folder, call = held
    incident, out = incident_of(truceline, folder, call), tmp_path / "i.tlp"
    assert truceline("prove", incident, "-o", out, "--with-texts", "--record", folder).code == 0
    assert [canary for canary in CANARIES if canary in out.read_bytes()] == []
    told = ("--with-texts", "--disclose", "CANARYTEAM", "--record", folder)
    assert truceline("prove", incident, "-o", out, *told).code == 0
    shown = truceline("verify", out, "--json").lines[0]
    values = [one["value"] for entry in shown["entries"] for one in entry["disclosed"]]
    assert CALLER in values
    assert b"CANARYWORDS" in out.read_bytes()
