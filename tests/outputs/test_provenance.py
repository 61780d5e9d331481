"""Where an export is from: on the page, in front of lines, beside tables; the same choice gives the same bytes again."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
from pathlib import Path

import msgspec
import pytest

from fakes import small_reports
from fakes.september import september
from fakes.storytelling import Story
from truceline import __version__
from truceline.errors import UsageError
from truceline.ledger import Record
from truceline.ledger.heads import heads
from truceline.ledger.heads.succession import succeed
from truceline.outputs import exports, report, views
from truceline.outputs.exports.cells import guarded, uncovered
from truceline.outputs.views import Selection


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """The September story on disk."""
    return september().record(Record.create(tmp_path / "record", "demonstration", "world"))


def _exported(record: Record, part: exports.Part, out: Path, **clocks: object) -> exports.Exported:
    selection = Selection(**clocks)  # type: ignore[arg-type]  # the fields of a selection
    form = "csv" if out.suffix == ".csv" else "jsonl"
    return exports.export(views.gather(record, selection), part, out, form=form)  # type: ignore[arg-type]  # one of the two


def test_exported_lines_begin_with_where_they_are_from(record: Record, tmp_path: Path) -> None:
    """Log, size, root, software, choice, level; then the hash of the rows, and the rows as the command prints them."""
    done = _exported(record, "incidents", tmp_path / "out.jsonl", known="2016-12-31")
    first, _, rows = (tmp_path / "out.jsonl").read_bytes().partition(b"\n")
    head = json.loads(first)
    assert head["record"]["origin"] == record.origin
    assert (head["record"]["size"], head["record"]["root"]) == (record.size, record.root)
    assert head["record"]["software"] == f"truceline {__version__}"
    assert head["record"]["filter"] == {
        "entry": record.size - 1,
        "known": "2016-12-31",
        "said": None,
        "happened": None,
        "with_proposals": False,
    }
    assert head["record"]["level"] == "hash"
    assert head["record"]["policy_sha256"] is None
    assert "never that a claim is true" in head["record"]["proves"]
    assert head["sha256"] == hashlib.sha256(rows).hexdigest() == done.sha256
    assert head["rows"] == rows.count(b"\n") == done.rows


def test_the_level_is_that_of_the_head_on_which_the_export_stands(record: Record) -> None:
    """A head signed for this size is said; what is signed later is not said of an earlier size."""
    before = record.size
    heads.signed_head(record)
    signed = views.gather(record).provenance
    earlier = views.gather(record, Selection(entry=before - 1)).provenance
    assert signed is not None
    assert earlier is not None
    assert (signed.level, earlier.level) == ("log-signed", "hash")


def test_the_page_says_where_it_is_from_to_people_and_to_machines(record: Record, tmp_path: Path) -> None:
    """In its foot, and in a line of its head that a program can read; there is no script."""
    report.write(record, tmp_path / "page.html", happened="2016-09-01..2016-09-30")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    (meta,) = re.findall(r'<meta name="truceline-provenance" content="([^"]*)">', page)
    said = json.loads(html.unescape(meta))
    assert (said["origin"], said["size"], said["root"]) == (record.origin, record.size, record.root)
    foot = page.partition("<footer>")[2]
    for words in (record.origin, record.root, str(record.size - 1), "2016-09-01..2016-09-30", __version__, "own hashes"):
        assert words in foot
    assert "<script" not in page


def test_a_table_has_its_provenance_beside_it(record: Record, tmp_path: Path) -> None:
    """Columns, counts and the hash of the table stand in a manifest."""
    done = _exported(record, "claims", tmp_path / "claims.csv", with_proposals=True)
    table, manifest = done.files
    said = json.loads(manifest.read_text(encoding="utf-8"))
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0] == said["columns"]
    assert len(rows) - 1 == said["rows"] == done.rows
    assert said["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    assert said["record"]["root"] == record.root


@pytest.mark.parametrize("part", exports.PARTS)
@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_nothing_is_written_over_unless_asked(record: Record, tmp_path: Path, part: exports.Part, ending: str) -> None:
    """What is there stays, also where only the manifest is."""
    out = tmp_path / f"out.{ending}"
    _exported(record, part, out)
    before = out.read_bytes()
    with pytest.raises(UsageError, match="--force"):
        _exported(record, part, out)
    assert out.read_bytes() == before
    if ending == "csv":
        out.unlink()
        with pytest.raises(UsageError, match="manifest"):
            _exported(record, part, out)
        assert not out.exists()


def test_a_folder_that_is_not_there_is_said(record: Record, tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(UsageError, match="no folder"):
        _exported(record, "claims", tmp_path / "absent" / "out.jsonl")


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "＝1", "＋1", "－1", "＠1", "  \t=1"]
)
def test_no_cell_is_a_formula(words: str) -> None:
    """A report that says =HYPERLINK(...) is words, in every spreadsheet."""
    assert guarded(uncovered(words)).lstrip(" ")[0] not in "=+-@\t\r\n\0＝＋－＠"


@pytest.mark.parametrize("hidden", "\u202e\u2066\u200e\u200b\ufeff\U000e0041\u061c")
def test_what_hides_or_reorders_is_shown_as_what_it_is(hidden: str) -> None:
    """In a cell nobody sees it otherwise."""
    assert uncovered(f"a{hidden}b") == f"a<U+{ord(hidden):04X}>b"


def test_hostile_words_are_harmless_in_a_table_and_exact_in_lines(tmp_path: Path) -> None:
    """The manifest says how many cells were changed; the lines are what was said."""
    story = Story()
    text = '=cmd|" /C calc"!A0 fell on the \u202etekram.'
    story.report("r1", text, published="2016-09-20")
    story.claim("r1", text[:-1], event="fell", about=("occurrence",))
    with story.record(Record.create(tmp_path / "record", "demonstration", "world")) as record:
        table, manifest = _exported(record, "claims", tmp_path / "out.csv").files
        (lines,) = _exported(record, "claims", tmp_path / "out.jsonl").files
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0]["words"] == "'" + text[:-1].replace("\u202e", "<U+202E>")
    said = json.loads(manifest.read_text(encoding="utf-8"))
    assert (said["guarded"], said["uncovered"]) == (1, 1)
    assert json.loads(lines.read_text(encoding="utf-8").splitlines()[1])["words"] == text[:-1]


def test_numbers_stay_numbers_and_nothing_said_is_no_zero(record: Record, tmp_path: Path) -> None:
    """An empty cell is "nothing said"."""
    table, _ = _exported(record, "incidents", tmp_path / "out.csv").files
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))
    by_id = {incident.id: incident for incident in views.incidents(record)}
    for row in rows:
        killed = by_id[row["id"]].killed
        assert row["killed_low"] == ("" if killed is None or killed.low is None else str(killed.low))
        assert row["killed_high"] == ("" if killed is None or killed.high is None else str(killed.high))


def test_a_pack_archived_later_changes_no_byte_of_an_earlier_state(tmp_path: Path) -> None:
    """Names and points are those of the pack that was in use at the entry asked for; now they are the new ones."""
    told = small_reports.report(1)
    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        bridge = msgspec.structs.replace(small_reports.THEATRE.places[0], name="Old Bridge")
        record.append([record.draft_pack(msgspec.structs.replace(small_reports.THEATRE, places=(bridge,)), {})])
        made = small_reports.claim(told)
        claim = msgspec.structs.replace(made, places=(msgspec.structs.replace(made.places[0], name="Old Bridge"),))
        drafts = [record.draft_report(told, raw=b"r", media="text/plain"), record.draft_claim(claim)]
        entry = record.append(drafts)[-1]
        before = {p: views.gather(record, Selection(entry=entry, with_proposals=True)) for p in exports.PARTS}
        for part, material in before.items():
            exports.export(material, part, tmp_path / f"{part}.before")
        place = msgspec.structs.replace(bridge, name="New Bridge", lat="36.99")
        pack = msgspec.structs.replace(small_reports.THEATRE, title="Renamed", places=(place,), version="2")
        record.append([record.draft_pack(pack, {})])
        for part in exports.PARTS:
            material = views.gather(record, Selection(entry=entry, with_proposals=True))
            exports.export(material, part, tmp_path / f"{part}.after")
            assert (tmp_path / f"{part}.after").read_bytes() == (tmp_path / f"{part}.before").read_bytes()
        assert views.gather(record).theatre == "Renamed"
        assert record.claims()[0].claim.places[0].name == "New Bridge"
        assert record.claims(entry)[0].claim.places[0].name == "Old Bridge"


def test_after_a_succession_an_export_names_the_origin_under_which_its_head_is_signed(record: Record) -> None:
    """An earlier state keeps the earlier one, so that the same export can still be made."""
    first, size = record.origin, record.size
    made = succeed(record, reason="other", by="ann")
    now, earlier = views.gather(record).provenance, views.gather(record, Selection(entry=size - 1)).provenance
    assert now is not None
    assert earlier is not None
    assert (now.origin, now.level) == (made.body.origin, "log-signed")
    assert earlier.origin == first
