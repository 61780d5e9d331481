"""Taking something out for good: two people, an order first, nothing left of it, and every proof as before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.small_reports import THEATRE
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record, redactions
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.claim_body import FILLING, WITHHELD
from truceline.ledger.observations import recorded
from truceline.ledger.proofs import inclusion_proof, leaf_hash
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.sealed.keyring import folder_of
from truceline.model import Report, Span
from truceline.outputs.views import gather
from truceline.workflow.calls import Call, calls_in, receive_call
from truceline.workflow.claims import add_claim
from truceline.workflow.disclosing import disclose
from truceline.workflow.evidence import add_files
from truceline.workflow.marking import Marking
from truceline.workflow.observing import import_table
from truceline.workflow.redacting import approve, ask, requests

CALL = Call(
    received="2016-09-20T07:00:00+03:00",
    about="CANARYABOUT a bakery",
    words="CANARYWORDS they hit it, ring 0944000777",
    caller="CANARYCALLER Example",
    asked_of="CANARYASKED of the valley",
    channel="telephone",
)
TEXT = "The CANARYNAME council said that CANARYTEXT shells hit the mill. It is quiet now."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with a report, a claim marked in it by hand, a confidential report and a call."""
    with Record.create(tmp_path / "record", "exercise", "valley") as made:
        made.append([made.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
        report = Report(id="r1", text=TEXT, title="CANARYTITLE", publisher="Valley Desk", published_at="2016-09-20")
        made.append([made.draft_report(report, raw=b"<p>CANARYRAW</p>" + TEXT.encode(), media="text/html")])
        start = TEXT.index("CANARYTEXT")
        claim = add_claim(
            made, Marking(spans=(Span(start, start + 24),), speaker="CANARYSPEAKER Typed"), made.report("r1"), "ann"
        )
        made.append([drafts.accepted(claim, by="ann", note="CANARYNOTE")])
        co = Compartments(made.origin).add("CANARYCOMPARTMENT").id
        secret = Report(
            id="CANARYID", text="CANARYSECRET text here.", title="CANARYHEAD", publisher="CANARYPUBLISHER", url="http://CANARYURL"
        )
        made.append([made.draft_confidential(secret, co, raw=b"CANARYSECRETRAW", media="text/plain")])
        receive_call(made, CALL, "ann", co)
        yield made


def take_out(record: Record, target: str, **more: tuple[str, ...]) -> redactions.Erased:
    request = ask(record, target, basis="consent-withdrawn", by="ann", **more)
    return approve(record, request.id, by="ben")[1]


def everything(record: Record) -> bytes:
    """Return every byte that lies in the record's folder and in its key folder."""
    folders = (record.folder, folder_of(record.origin))
    return b"".join(file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())


def call_id(record: Record) -> str:
    return record.calls()[0].call


def confidential_id(record: Record) -> str:
    return next(held.id for held in record.reports() if held.confidential)


def test_nobody_approves_what_they_asked_for_however_they_write_their_name(record: Record) -> None:
    """Two people, not one with two spellings; and nothing goes before."""
    request = ask(record, "r1", basis="court-order", by="Ann Lee")
    size = record.size
    for name in ("Ann Lee", "ann lee", " ANN  LEE ", "ann.lee", "\u200bAnn Lee", "Ánn Lee", "…"):
        with pytest.raises(UsageError, match="expected a second person"):
            approve(record, request.id, by=name)
    assert (record.size, record.text(record.reports()[0].text_sha256)) == (size, TEXT)


def test_a_report_goes_with_its_text_its_bytes_and_what_is_sealed_in_its_claims(record: Record) -> None:
    """No byte of it is left in the folder of the record or among the keys; other reports stay."""
    take_out(record, "r1")
    left = everything(record)
    for canary in (b"CANARYNAME", b"CANARYTEXT", b"CANARYTITLE", b"CANARYRAW", b"CANARYSPEAKER", b"CANARYNOTE"):
        assert canary not in left, canary
    assert b"CANARYWORDS" in left
    assert record.verify().ok


def test_spans_keep_their_places_and_views_say_what_was_ordered(record: Record) -> None:
    """The withdrawn text is as long as it was, without a word; the title says by which entry it went."""
    take_out(record, "r1")
    (report,) = (held for held in record.reports() if held.id == "r1")
    order = requests(record)[0].order
    assert report.title == f"[withheld, ordered at entry {order}]"
    assert record.report("r1").text == FILLING * len(TEXT)
    (claim,) = (held.claim for held in record.claims() if held.claim.report == "r1")
    assert claim.speaker is not None
    assert claim.speaker.name == WITHHELD
    assert gather(record).held


def test_every_old_proof_holds_and_verify_says_what_was_ordered(record: Record) -> None:
    """Leaves, root and proofs are those of before; nothing is a problem that was ordered."""
    size, root = record.size, record.root
    proofs = [inclusion_proof(idx, size, record.log.tree().root_over) for idx in range(size)]
    leaves = [record.entry(idx).leaf for idx in range(size)]
    take_out(record, "r1")
    take_out(record, call_id(record))
    assert [record.entry(idx).leaf for idx in range(size)] == leaves
    assert [inclusion_proof(idx, size, record.log.tree().root_over) for idx in range(size)] == proofs
    assert all(record.entry(idx).leaf_hash == leaf_hash(leaf) for idx, leaf in enumerate(leaves))
    result = record.verify(size=size, root=root)
    assert (result.ok, result.gone) == (True, 3)


def test_only_the_caller_can_go(record: Record) -> None:
    """One sealed value goes and the call stays, listed with its caller withheld."""
    erased = take_out(record, call_id(record), fields=("caller",))
    assert (erased.values, erased.files) == (1, 0)
    assert b"CANARYCALLER" not in everything(record)
    (noted,) = calls_in(record)
    assert (noted.caller, noted.asked_of, noted.about) == ("withheld", "CANARYASKED of the valley", CALL.about)


def test_all_of_a_compartment_can_go(record: Record) -> None:
    """The confidential report, its source and the call sealed for it go together."""
    take_out(record, "compartment:CANARYCOMPARTMENT")
    left = everything(record).replace(b"CANARYCOMPARTMENT", b"")
    for canary in (b"CANARYSECRET", b"CANARYPUBLISHER", b"CANARYCALLER", b"CANARYWORDS", b"CANARYHEAD"):
        assert canary not in left, canary
    assert record.verify().ok


def test_nothing_brings_back_what_was_ordered_to_go(record: Record) -> None:
    """The same call and the same report again are refused, naming the order; nothing is written."""
    report = record.report("r1")
    take_out(record, "r1")
    take_out(record, call_id(record))
    size = record.size
    with pytest.raises(UsageError, match="withdrawn by the order at entry"):
        receive_call(record, CALL, "ann", record.entry(record.calls()[0].entry).co)
    with pytest.raises(UsageError, match="withdrawn by the order at entry"):
        record.draft_report(report, raw=b"other", media="text/plain")
    assert record.size == size


def photo(record: Record, data: bytes = b"\xff\xd8\xff CANARYPHOTO", name: str = "photo.jpg") -> Path:
    file = record.folder.parent / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("name", ["open", "CANARYCOMPARTMENT"])
def test_evidence_that_was_ordered_to_go_is_not_added_again(record: Record, name: str) -> None:
    """Under another name, for something else, in another compartment or as a report: refused, and nothing is left of it."""
    file, other = photo(record), photo(record, b"another", "other.jpg")
    co = Compartments(record.origin).id_of(name)
    add_files(record, [file], by="ann", compartment=co, confidential=co != "open")
    take_out(record, "ev1")
    order = requests(record)[0].order
    again, size = photo(record, file.read_bytes(), "renamed.jpg"), record.size
    for more in ({}, {"of": "report", "subject": "r1"}, {"compartment": co, "confidential": True}):
        with pytest.raises(UsageError, match=rf"renamed.jpg: 15 bytes .* were withdrawn by the order at entry {order}"):
            add_files(record, [other, again], by="ben", **more)
    with pytest.raises(UsageError, match=f"withdrawn by the order at entry {order}"):
        record.draft_report(Report(id="r9", text="x"), raw=file.read_bytes(), media="image/jpeg")
    assert record.size == size
    assert b"CANARYPHOTO" not in everything(record)
    assert add_files(record, [other], by="ben")[0].new
    assert record.verify().ok


def test_what_was_ordered_to_go_is_known_again_with_its_key_alone(record: Record) -> None:
    """The log has no hash of it that fits a leaked copy, and after a rebuild the refusal is the same."""
    file = photo(record)
    (added,) = add_files(record, [file], by="ann")
    take_out(record, "ev1")
    leaves = b"".join(entry.leaf for entry in record.entries())
    assert added.sha256.encode() not in leaves
    record.rebuild()
    with pytest.raises(UsageError, match="withdrawn by the order"):
        add_files(record, [file], by="ann")


def test_evidence_of_which_only_the_name_went_may_come_again(record: Record) -> None:
    """What was ordered is the name, not the file."""
    file = photo(record)
    add_files(record, [file], by="ann")
    take_out(record, "ev1", fields=("name",))
    assert add_files(record, [file], by="ann", of="report", subject="r1")[0].new


def test_a_table_goes_with_its_file_and_with_where_its_observers_stood(record: Record, tmp_path: Path) -> None:
    """By its id; by the id of one row only what that row says of its observer. The same rows do not come back."""
    table, mapping = tmp_path / "days.csv", tmp_path / "days.yaml"
    table.write_text(
        "Day,Place,How,Where from\n2016-09-20,Stone Bridge,heard,CANARYROOF\n2016-09-20,Stone Bridge,saw,CANARYYARD\n"
    )
    fields = "{observer: {value: un.smm}, date: Day, place: Place, sense: How, position: Where from}"
    mapping.write_text(f"about: observation\nzone: '+03:00'\nfields: {fields}\n")
    assert import_table(record, table, str(mapping), by="ann").ids == ("o1", "o2")

    def stood() -> list[str | None]:
        return [each.words.get("position") for each in recorded(record, is_unsealed=True).observations]

    take_out(record, "o2")
    assert stood() == ["CANARYROOF", None]
    assert take_out(record, "t1").files == 1
    assert stood() == [None, None]
    assert b"CANARYROOF" not in everything(record)
    assert import_table(record, table, str(mapping), by="ann").ids == ()
    assert record.verify().ok
    with pytest.raises(NotFoundError, match="with the number 9"):
        ask(record, "o9", basis="consent-withdrawn", by="ann")


def test_bytes_that_another_report_names_stay(record: Record) -> None:
    """Two reports with one text: taking out the one leaves the other whole; taking out both leaves nothing."""
    twin = Report(id="r2", text=TEXT, title=None, publisher="Other Desk")
    record.append([record.draft_report(twin, raw=b"twin", media="text/plain")])
    erased = take_out(record, "r1")
    assert (record.report("r2").text, [len(others) for others in erased.kept.values()]) == (TEXT, [1])
    take_out(record, "r2")
    assert b"CANARYTEXT" not in everything(record)
    assert record.verify().ok


def test_a_crash_right_after_the_order_is_finished_at_the_next_opening(record: Record) -> None:
    """An order that stands in the log is carried out, whoever opens the record next."""
    request = ask(record, "r1", basis="court-order", by="ann")
    code = (
        "import os,sys\nfrom truceline.ledger import Record, redactions\nfrom truceline.workflow import redacting\n"
        "redacting.carry_out = lambda record: os._exit(9)\n"
        f"redacting.approve(Record.open({str(record.folder)!r}), {request.id!r}, by='ben')\n"
    )
    assert subprocess.run([sys.executable, "-c", code], env=os.environ, check=False).returncode == 9
    assert b"CANARYTEXT" in everything(record)
    with Record.open(record.folder) as again:
        assert b"CANARYTEXT" not in everything(again)
        assert again.verify().ok
        assert redactions.finish(again) is None


def test_a_value_that_went_without_an_order_is_a_problem(record: Record) -> None:
    """Deleting a row by hand is noticed, although decoys stand beside it."""
    entry = record.calls()[0].entry
    record.log.sql.execute("DELETE FROM disclosure WHERE entry_idx = ?", (entry,))
    problems = [problem.message for problem in record.verify().problems]
    assert len(problems) == 2
    assert all(f"of entry {entry} is missing, and no order says why" in each for each in problems)


def test_what_cannot_go_or_is_not_there_is_said(record: Record) -> None:
    """Slips end with a sentence, and write nothing."""
    size = record.size
    for target, fields, error in (
        ("nobody", (), NotFoundError),
        ("1", (), UsageError),
        (call_id(record), ("name",), NotFoundError),
        ("99", (), NotFoundError),
        ("compartment:none", (), NotFoundError),
    ):
        with pytest.raises(error):
            ask(record, target, basis="court-order", by="ann", fields=fields)
    with pytest.raises(UsageError, match="on what basis"):
        ask(record, "r1", basis=" ", by="ann")
    assert record.size == size


def test_a_basis_in_words_is_sealed(record: Record) -> None:
    """The log has a code; the words can be taken out like anything else."""
    request = ask(record, "r1", basis="CANARYBASIS he told me so himself", by="ann")
    assert (request.basis, request.note) == ("in-words", "CANARYBASIS he told me so himself")
    assert b"CANARYBASIS" not in everything(record)


def test_what_is_disclosed_of_an_entry_is_what_was_named(record: Record) -> None:
    """Of the other values there is neither letter nor salt in what is handed over, and their number stays hidden."""
    (line,) = disclose(record, call_id(record), fields=("asked_of",))
    sealed = record.log.disclosures(line.entry)
    assert line.disclosures == (sealed["asked_of"].encoded,)
    assert sealed["asked_of"].digest in line.leaf
    assert sealed["caller"].salt not in line.leaf
    assert line.hidden == 3


def test_views_never_name_the_source_of_a_confidential_report(record: Record) -> None:
    """Whoever makes a page has the key; the page still has no publisher, title or address of it."""
    (held,) = (held for held in record.reports() if held.confidential)
    assert (held.title, held.publisher, held.url) == ("CANARYHEAD", "CANARYPUBLISHER", "http://CANARYURL")
    (shown,) = (each.report for each in gather(record).held if each.report.id == confidential_id(record))
    assert (shown.title, shown.publisher, shown.url) == (None, None, None)


def test_without_the_keys_confidential_and_sealed_read_as_withheld(
    record: Record, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A copy of the record without its keys opens, verifies and shows that something is withheld."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("none")))
    with Record.open(record.folder) as copy:
        (held,) = (held for held in copy.reports() if held.confidential)
        assert (held.title, held.publisher) == ("[withheld, its key is not here]", None)
        assert copy.report(held.id).text == FILLING * len("CANARYSECRET text here.")
        result = copy.verify()
        assert (result.problems, result.locked) == ((), 2)


def test_nothing_sealed_or_confidential_lies_readable_in_the_folder(record: Record) -> None:
    """Before any redaction: the folder of the record holds no sealed word, and no confidential one."""
    found = b"".join(file.read_bytes() for file in record.folder.rglob("*") if file.is_file())
    for canary in (
        b"CANARYCALLER",
        b"CANARYASKED",
        b"CANARYSECRET",
        b"CANARYPUBLISHER",
        b"CANARYURL",
        b"CANARYID",
        b"CANARYHEAD",
    ):
        assert canary not in found, canary
    assert b"CANARYNOTE" not in found
    assert b"CANARYCOMPARTMENT" not in found
