"""A record on disk: made, opened, written to and read."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from fakes.engines import ENGINES
from fakes.small_reports import THEATRE, at, claim, report
from truceline.errors import NotFoundError, RecordClashError, RecordNewerError, UsageError
from truceline.ledger import CallReceived, Draft, Record
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import LogOpened, ReportRefused
from truceline.ledger.settings import read
from truceline.model import Copy, Fault, Judgement, Link, Report, Speaker, text_digest


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str | None:
    """Every test here that has a record holds on every engine."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None


def test_a_record_says_what_it_is_in_its_log_and_beside_it(tmp_path: Path) -> None:
    """Kind and theatre stand in the first entry; truceline.toml repeats them for people."""
    with Record.create(tmp_path / "deep" / "record", "demonstration", "syria_2016") as record:
        assert (record.kind, record.theatre, record.size) == ("demonstration", "syria_2016", 1)
        assert record.entry(0).kind == "log.opened"
        said = read(record.folder / "truceline.toml")
        assert (said.kind, said.theatre, said.origin, said.created) == (
            "demonstration",
            "syria_2016",
            record.origin,
            record.opened.at,
        )
        origin, root = record.origin, record.root
    with Record.open(tmp_path / "deep" / "record") as again:
        assert (again.origin, again.root, again.kind) == (origin, root, "demonstration")


def test_two_records_have_two_origins(tmp_path: Path) -> None:
    """Logs are never mistaken for one another."""
    with Record.create(tmp_path / "a", "actual", "world") as one, Record.create(tmp_path / "b", "actual", "world") as other:
        assert one.origin != other.origin


def test_no_second_record_is_made_over_one(record: Record) -> None:
    """Making a record where there is one is refused."""
    with pytest.raises(UsageError, match="there is a record in"):
        Record.create(record.folder, "actual", "world")


def test_an_interrupted_making_is_finished(tmp_path: Path) -> None:
    """A crash after the log was made and before truceline.toml was written leaves a record that opens and is completed."""
    with Record.create(tmp_path, "exercise", "valley") as record:
        origin = record.origin
    (tmp_path / "truceline.toml").unlink()
    with Record.open(tmp_path) as record:
        assert record.origin == origin
    assert read(tmp_path / "truceline.toml").origin == origin
    (tmp_path / "truceline.toml").unlink()
    with Record.create(tmp_path, "exercise", "valley") as record:
        assert (record.origin, record.size) == (origin, 1)


def test_an_interrupted_making_is_not_finished_as_something_else(tmp_path: Path) -> None:
    """What was begun as an exercise does not become an actual record."""
    Record.create(tmp_path, "exercise", "valley").close()
    (tmp_path / "truceline.toml").unlink()
    with pytest.raises(UsageError, match=r"kind exercise and theatre valley was begun .* actual and valley were asked for"):
        Record.create(tmp_path, "actual", "valley")


def test_a_folder_without_a_record_is_said_to_have_none(tmp_path: Path) -> None:
    """The message names the folder and what to do."""
    with pytest.raises(NotFoundError, match="truceline init") as caught:
        Record.open(tmp_path)
    assert caught.value.exit_code == 4
    assert not (tmp_path / ".truceline").exists()


def test_a_log_without_its_first_entry_is_no_record_yet(tmp_path: Path) -> None:
    """A crash between making the tables and the first entry is told apart from a broken record."""
    Record.create(tmp_path / "a", "actual", "world").close()
    from truceline.ledger.kernel.log import Log  # noqa: PLC0415  # only this test makes a bare log

    (tmp_path / "b" / ".truceline").mkdir(parents=True)
    Log(tmp_path / "b" / ".truceline" / "ledger.sqlite").close()
    with pytest.raises(NotFoundError, match="interrupted"):
        Record.open(tmp_path / "b")
    with Record.create(tmp_path / "b", "actual", "world") as record:
        assert record.verify().ok


def test_a_record_of_a_newer_version_is_not_touched(record: Record) -> None:
    """Its number and ours are named, and the command ends with 3."""
    record.log.engine.run("UPDATE schema_version SET version = 7")
    with pytest.raises(RecordNewerError, match="has schema 7; this truceline reads up to 3") as caught:
        Record.open(record.folder)
    assert caught.value.exit_code == 3


def test_reports_and_claims_come_back_as_they_went_in(record: Record) -> None:
    """Text, metadata and every slot of a claim."""
    told = report(1)
    assert record.report("r1") == msgspec.structs.replace(told, kind="exercise")
    held = record.reports()[0]
    assert (held.id, held.publisher, held.published_at, held.lang) == ("r1", "Valley Desk", "2016-09-21", "en")
    assert (held.text_sha256, held.entry, held.kind) == (text_digest(told.text), 2, "exercise")
    assert record.text(held.text_sha256) == told.text
    assert record.read_archived(held.raw_sha256) == told.text.encode()
    assert [each.claim for each in record.claims()] == [claim(report(1)), claim(report(2))]
    assert [each.standing for each in record.claims()] == ["proposed", "proposed"]
    assert record.claims()[0].received_at == held.received_at


def test_a_title_is_kept_as_its_place_or_sealed(empty: Record) -> None:
    """A headline is words of the report: the log has its span, or a commitment where it is not in the text."""
    inside = Report(id="r1", text="Shells fall on town\n\nShells fell on the town.", title="Shells fall on town")
    outside = Report(id="r2", text="Shells fell on the town.", title="Night of fire")
    empty.append([empty.draft_report(each, raw=b"", media="text/plain") for each in (inside, outside)])
    assert [held.title for held in empty.reports()] == ["Shells fall on town", "Night of fire"]
    assert all(b"fire" not in entry.leaf and b"Shells" not in entry.leaf for entry in empty.entries())
    empty.log.engine.run("DELETE FROM disclosure")
    assert empty.report("r2").title is None


def test_text_in_any_script_and_damaged_text_comes_back(empty: Record) -> None:
    """Arabic, emoji, an override character, a NUL and half a character all stay what they were."""
    text = "قصف \u202eعلى\x00 البلدة 😀 \ud83d end"
    empty.append([empty.draft_report(Report(id="ر1", text=text), raw=b"", media="text/plain")])
    assert empty.report("ر1").text == text


def test_what_is_unknown_is_said_to_be_not_found(record: Record) -> None:
    """Reports, entries and archived bytes that are not there."""
    with pytest.raises(NotFoundError, match="no report 'r9'"):
        record.report("r9")
    with pytest.raises(NotFoundError, match="no entry 99; the log has 6 entries"):
        record.entry(99)
    with pytest.raises(NotFoundError):
        record.read_archived("00" * 32)


def test_the_pack_in_use_is_the_newest_archived_one(record: Record) -> None:
    """The copy in the record counts, whatever files of the pack are on this machine; also when another process changes it."""
    assert record.pack() == THEATRE
    newer = msgspec.structs.replace(THEATRE, version="2", places=())
    with Record.open(record.folder) as other:
        other.append([other.draft_pack(newer, {"actors.yaml": b"actors: []\n"})])
    assert record.pack() == newer
    assert record.claims()[0].claim.places[0].lat is None


def test_links_copies_judgements_and_calls_come_back(record: Record) -> None:
    """Whatever is kept about claims and reports reads as it was given."""
    link = Link(claim="c_1", incident="i1", outcome="possible", why="same day, 3 km apart", bits=12, events=("e1",), main=True)
    copy = Copy(report="r2", of="r1", share_percent=83, kind="relay")
    judgement = Judgement(left="c_2", right="c_1", verdict="different")
    call = CallReceived(
        call="k1",
        report="r1",
        received_at="2016-09-20T10:00:00+03:00",
        channel="telephone",
        asked_of="north.mod",
        answer_due="2016-09-21",
    )
    batch = [drafts.linked(link), drafts.copied(copy), drafts.judged(judgement, by="ann")]
    batch += [
        drafts.called(call, by="duty", caller="the miller", about="shelling"),
        drafts.sat(by="ann", accepted=2, left_open=1),
    ]
    batch += [drafts.refused(ReportRefused(code="json.broken"), name="x.jsonl", message="line 17 ...")]
    places = record.append(batch)
    assert [(held.link, held.entry) for held in record.links()] == [(link, places[0])]
    assert [(held.copy, held.entry) for held in record.copies()] == [(copy, places[1])]
    assert [(held.judgement, held.by) for held in record.judgements()] == [(judgement, "ann")]
    (held,) = record.calls()
    assert (held.call, held.caller, held.about, held.asked_of, held.answer_due, held.sealed) == (
        "k1",
        "the miller",
        "shelling",
        "north.mod",
        "2016-09-21",
        2,
    )
    assert record.verify().ok


def test_a_sealed_value_is_kept_by_its_digest(record: Record) -> None:
    """A digest made ahead can stand in a later entry, and says what it hides as long as the disclosure is there."""
    digest = record.seal("source", "the miller")
    assert record.disclosed(digest) == "the miller"
    assert record.disclosed("nothing") is None
    assert record.verify().ok


def test_a_typed_speaker_is_in_no_file_once_withdrawn(record: Record) -> None:
    """A name that a person typed is sealed, and readable only as long as its disclosure is there."""
    told = report(1)
    typed = msgspec.structs.replace(
        claim(told, author="ann"), speaker=Speaker(name="Amal", named_at=None), source=(at(told, "The agency"),)
    )
    record.append([record.draft_claim(typed, entered=True)])
    held = record.claims()[-1]
    assert held.claim == typed
    assert (held.standing, held.decided_by) == ("entered", None)
    record.log.engine.run("DELETE FROM disclosure")
    speaker = record.claims()[-1].claim.speaker
    assert speaker is not None
    assert speaker.name == "[withheld]"


def test_faults_in_a_report_are_kept_by_code_and_place(empty: Record) -> None:
    """A fault's message may quote the report; the log has only what kind of fault it is and where."""
    told = report(1)
    fault = Fault(code="count.no-end", message='count "12 to" has no upper end', span=at(told, "people"))
    (idx,) = empty.append([empty.draft_report(told, raw=b"", media="text/plain", faults=[fault])])
    leaf = empty.entry(idx).leaf
    assert b"count.no-end" in leaf
    assert b"upper end" not in leaf


def test_a_record_is_only_for_its_owner(record: Record) -> None:
    """The folder with the log, the archive and the sealed values is closed to everybody else on the machine."""
    assert stat.S_IMODE((record.folder / ".truceline").stat().st_mode) == 0o700


def test_a_log_is_opened_once(empty: Record) -> None:
    """Two processes that make the same record at once do not both open its log."""
    body = LogOpened(kind="actual", theatre="valley", software="other")
    with pytest.raises(RecordClashError, match="was opened as truceline"):
        empty.append([Draft(kind="log.opened", body=body, by="truceline", key="truceline.local/other")])
    assert empty.size == 1
