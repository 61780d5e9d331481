"""Writing a proof bundle out of a real record: what it rests on, what goes along, and that nothing else does."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.september import september
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import CallReceived, Record, verify_bundle
from truceline.ledger.heads import heads
from truceline.ledger.heads.policies import set_policy
from truceline.ledger.heads.succession import succeed
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.disclosures import digest_of, open_disclosure
from truceline.ledger.notes.cosignature import cosign
from truceline.ledger.notes.keys import COSIGNATURE
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.signing import Signer
from truceline.ledger.sealed.compartments import Compartments
from truceline.outputs.bundle import prove
from truceline.outputs.bundle.summary import ranged
from truceline.outputs.views import Selection
from truceline.workflow import redacting

NOON = 1474372800
A = Signer("a.example/witness", bytes([7]) * 32, COSIGNATURE)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """The September story, and a call about one of its reports: a caller in the open, a contact in a compartment."""
    with Record.create(tmp_path / "record", "demonstration", "world") as made:
        september().record(made)
        told = made.reports()[0].id
        inner = Compartments(made.origin).add("source protection").id
        body = CallReceived(call="k1", report=told, received_at="2016-09-20T07:00:00Z", channel="telephone")
        open_call = drafts.called(body, by="ann", caller="Nadia Example")
        close = CallReceived(call="k2", report=told, received_at="2016-09-20T08:00:00Z", channel="telephone")
        close_call = drafts.called(close, by="ann", caller="Omar Example", about="a second convoy")
        made.append([open_call, msgspec.structs.replace(close_call, co=inner)])
        yield made


def incident(record: Record) -> str:
    """The incident that the first report tells."""
    told = record.reports()[0].id
    claims = {claim.claim.id for claim in record.claims() if claim.claim.report == told}
    return next(link.link.incident for link in record.links() if link.link.claim in claims)


def proved(record: Record, out: Path, *disclose: str, texts: bool = False, **chosen: int | str | bool) -> bytes:
    """Write the bundle and return its bytes."""
    prove(record, incident(record), out, disclose=disclose, with_texts=texts, selection=Selection(**chosen))  # type: ignore[arg-type]  # clocks
    return out.read_bytes()


def test_what_is_written_holds_for_a_stranger(record: Record, tmp_path: Path) -> None:
    """The program inside, run alone in another folder, says level 1 and finds every entry proved."""
    out = tmp_path / "i.tlp"
    proved(record, out)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(out) as made:
        (elsewhere / "verify.py").write_bytes(made.read("verify.py"))
        assert made.read("verify.py") == Path(verify_bundle.__file__).read_bytes()
    command = [sys.executable, "-I", "-S", "verify.py", str(out), "--json"]
    done = subprocess.run(command, cwd=elsewhere, env={"PATH": os.defpath}, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert (told["level"], told["holds"]) == (1, True)
    assert {"log.opened", "report.archived", "link.made", "call.received"} <= {entry["kind"] for entry in told["entries"]}


def test_the_same_record_gives_the_same_bytes(record: Record, tmp_path: Path) -> None:
    """Nobody can be made to doubt by two files that should be one."""
    first = proved(record, tmp_path / "a.tlp", "caller", texts=True)
    assert proved(record, tmp_path / "b.tlp", "caller", texts=True) == first


def test_an_incident_rests_on_every_claim_link_report_and_decision(record: Record, tmp_path: Path) -> None:
    """Each claim that the statement names has its entry, its link, its report, and the decision on it."""
    result = verify_bundle.verify(proved(record, tmp_path / "i.tlp", with_proposals=True))
    shown = {entry.entry for entry in result.entries}
    for told in record.claims():
        if told.claim.id in result.statement["claims"]:
            assert told.entry in shown
            assert told.decided_entry is None or told.decided_entry in shown
            assert {one.entry for one in record.reports() if one.id == told.claim.report} <= shown
    assert {one.entry for one in record.links() if one.link.incident == result.incident} <= shown


def test_nothing_sealed_is_shown_unless_it_was_asked_for(record: Record, tmp_path: Path) -> None:
    """By default no value and no text goes along; each way of asking shows what was asked for and nothing else."""

    def values(*disclose: str) -> set[str]:
        result = verify_bundle.verify(proved(record, tmp_path / "i.tlp", *disclose))
        assert not result.texts
        return {value for entry in result.entries for _, value in entry.disclosed}

    hidden = next(call.entry for call in record.calls() if call.call == "k2")
    assert values() == set()
    assert values("caller") == {"Nadia Example"}, "a name alone opens no compartment"
    assert values("source protection") == {"Omar Example", "a second convoy"}
    assert values(f"{hidden}:about") == {"a second convoy"}
    assert values("caller", "source protection") == {"Nadia Example", "Omar Example", "a second convoy"}


def test_a_name_that_nothing_bears_is_not_taken_silently(record: Record, tmp_path: Path) -> None:
    """Who misspells a name is told what there is; nothing is written."""
    with pytest.raises(NotFoundError, match="no sealed value callr"):
        proved(record, tmp_path / "i.tlp", "callr")
    assert not (tmp_path / "i.tlp").exists()


def test_no_bundle_has_a_value_or_a_salt_that_was_not_disclosed(shared: tuple[Record, Path]) -> None:
    """Whatever is asked for: of every other sealed value neither salt nor disclosure nor words are anywhere in the file."""
    record, out = shared
    rng = random.Random(15)
    sealed = {(entry.idx, d.name): d for entry in record.entries() for d in record.log.disclosures(entry.idx).values()}
    leaves = b"".join(entry.leaf for entry in record.entries())
    calls = sorted(place for place in sealed if place[0] in {call.entry for call in record.calls()})
    for number in range(8):
        wanted = rng.sample(calls, number)
        content = proved(record, out, *(f"{idx}:{name}" for idx, name in wanted))
        for place, disclosure in sealed.items():
            # A name that is sealed in one place and open in another (a publisher's) is no secret.
            parts = [
                disclosure.encoded,
                disclosure.salt,
                *([disclosure.value] if disclosure.value.encode() not in leaves else []),
            ]
            found = [part for part in parts if part.encode() in content]
            assert bool(found) is (place in wanted), (place, found)
        lines = zipfile.ZipFile(out).read("disclosures.txt").decode().split()
        assert sorted(lines) == sorted(sealed[place].encoded for place in wanted)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, Path]]:
    """A record with many sealed values, used by one property."""
    folder = tmp_path_factory.mktemp("shared")
    with Record.create(folder / "record", "demonstration", "world") as made:
        september().record(made)
        told = made.reports()[0].id
        for n in range(4):
            body = CallReceived(call=f"k{n}", report=told, received_at="2016-09-20T07:00:00Z", channel="telephone")
            made.append([drafts.called(body, by="ann", caller=f"Secret Caller {n}", about=f"hidden words {n}")])
        yield made, folder / "i.tlp"


def test_texts_go_along_only_where_asked_for(record: Record, tmp_path: Path) -> None:
    """Without --with-texts not one sentence of a report is in the file."""
    sentence = record.report(record.reports()[0].id).text.split(".")[0]
    assert sentence.encode() not in proved(record, tmp_path / "i.tlp")
    result = verify_bundle.verify(proved(record, tmp_path / "i.tlp", texts=True))
    assert any(sentence in text for text in result.texts.values())


def test_who_has_the_file_alone_reads_what_it_says(record: Record, tmp_path: Path) -> None:
    """VERIFY.md says of a demonstration that it is one, has every account, and says that nobody signed the summary."""
    result = verify_bundle.verify(proved(record, tmp_path / "i.tlp", with_proposals=True))
    told = zipfile.ZipFile(tmp_path / "i.tlp").read("VERIFY.md").decode()
    assert "demonstration: not a record of actual monitoring" in told
    assert "**Nobody signed this summary**" in told
    assert "a forger would send a verifier that agrees" in " ".join(told.split())
    rows = [line for line in told.splitlines() if "| c_" in line]
    assert len(rows) == len(result.statement["accounts"])
    assert [claim for claim in result.statement["claims"] if claim not in told] == []
    assert ranged([0, 2, 3, 4, 9]) == "0, 2 to 4, 9"


def test_a_log_that_went_on_under_another_name_is_proved(record: Record, tmp_path: Path) -> None:
    """The bundle says what the log was called before, and what was said since stands in it too."""
    before = record.origin
    succeed(record, reason="other", by="ann")
    record.append([drafts.sat(by="ann", accepted=1)])
    result = verify_bundle.verify(proved(record, tmp_path / "i.tlp"))
    assert (result.level, [name for _, name in result.before]) == (1, [before])
    assert result.origin != before
    succeed(record, reason="other", by="ann")
    assert len(verify_bundle.verify(proved(record, tmp_path / "i.tlp")).before) == 2


def test_a_joint_record_is_proved_against_what_was_cosigned(record: Record, tmp_path: Path) -> None:
    """Where the quorum has cosigned a checkpoint that shows the same, the bundle stands on it and says level 2."""
    set_policy(record, f"witness A {A.vkey}\nquorum A\n".encode(), "policy", by="ann")
    note = heads.signed_head(record)
    text = parse_note(note).text
    heads.take_cosigned(record, note + cosign(A, text, NOON), "from A")
    record.append([drafts.sat(by="ann", accepted=1)])
    result = verify_bundle.verify(proved(record, tmp_path / "i.tlp"))
    assert (result.level, result.size, result.cosigned) == (2, record.size - 1, [("A", NOON)])


def test_a_redacted_value_is_shown_as_withheld_by_order(record: Record, tmp_path: Path) -> None:
    """After an order the value cannot be disclosed, the proof holds, and the order is named."""
    before = proved(record, tmp_path / "before.tlp", "caller")
    call = next(call.entry for call in record.calls() if call.call == "k1")
    request = redacting.ask(record, str(call), basis="consent-withdrawn", by="ann")
    redacting.approve(record, request.id, by="bo")
    result = verify_bundle.verify(proved(record, tmp_path / "after.tlp"))
    (shown,) = (entry for entry in result.entries if entry.entry == call)
    order = next(entry for entry in result.entries if entry.kind == "redaction.ordered")
    assert shown.ordered == [order.entry]
    assert shown.disclosed == []
    assert verify_bundle.verify(before).holds, "proofs given earlier stay valid"


def test_the_state_after_an_entry_is_proved_as_it_was(record: Record, tmp_path: Path) -> None:
    """With --entry the view and its basis end there, and the filter says so."""
    last = max(link.entry for link in record.links())
    result = verify_bundle.verify(proved(record, tmp_path / "i.tlp", entry=last))
    assert result.filter["entry"] == last
    assert max(entry.entry for entry in result.entries if not entry.kind.startswith("redaction")) <= last


def test_no_file_of_somebody_else_is_written_over(record: Record, tmp_path: Path) -> None:
    """What is there and is no bundle stays; a bundle may be written anew."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is no proof bundle"):
        proved(record, tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    with pytest.raises(UsageError, match="no folder"):
        proved(record, tmp_path / "absent" / "i.tlp")
    proved(record, tmp_path / "i.tlp")
    proved(record, tmp_path / "i.tlp")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["i.tlp", "mine.txt", "record"]


def test_what_is_handed_over_opens_to_the_digest_in_the_leaf(record: Record, tmp_path: Path) -> None:
    """A disclosure in the bundle is the one that RFC 9901 describes, checked with the rest of truceline."""
    proved(record, tmp_path / "i.tlp", "caller")
    (line,) = zipfile.ZipFile(tmp_path / "i.tlp").read("disclosures.txt").decode().split()
    call = next(call.entry for call in record.calls() if call.call == "k1")
    assert open_disclosure(line).value == "Nadia Example"
    assert digest_of(line) in record.entry(call).sealed
