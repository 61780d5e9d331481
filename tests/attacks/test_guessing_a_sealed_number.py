"""Guessing: whoever has the log, or the whole record without its keys, tries every telephone number. None may be confirmed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from truceline.ledger import Record
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.model import Claim, claim_id
from truceline.workflow.calls import REFERENCE, Call, receive_call, report_of
from truceline.workflow.redacting import approve, ask

DIGITS = 3
NUMBER = "0944 00 0777"
NUMBERS = [f"0944 00 {n:04d}" for n in range(10**DIGITS)]


def caller_of(number: str) -> str:
    return "Karim" + number.replace(" ", "")


def call(number: str) -> Call:
    words = f"they hit the bakery, ring {number}"
    return Call(received="2016-09-20T07:00:00+03:00", about="a bakery", words=words, caller=caller_of(number))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with one call, in whose words and behind whose seal stands a telephone number, before anything was taken out."""
    with Record.create(tmp_path / "record", "exercise", "valley") as made:
        receive_call(made, call(NUMBER), "ann")
        yield made


def leaves(record: Record) -> bytes:
    return b"\n".join(entry.leaf for entry in record.entries())


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def traces(claims: Sequence[Claim], number: str) -> Iterator[str]:
    """Yield whatever of one number could stand in a leaf, made in every way that needs no key."""
    caller = caller_of(number)
    yield from (b64(hashlib.sha256(words.encode()).digest()) for words in (number, caller))
    yield Disclosure("", "caller", caller).digest
    for veil in (lambda _: "", lambda noted: hashlib.sha256(noted.encode()).hexdigest()[:32]):
        report = report_of(call(number), veil)
        bare = report.text[: report.text.index(REFERENCE)]
        for text in (report.text, bare):
            digest = hashlib.sha256(text.encode()).hexdigest()
            yield digest
            yield digest[:16]
            yield f"call-20160920T0400Z-{digest[:6]}"
            for claim in claims:
                yield claim_id(digest, "ann", claim.content, claim.stance, "the caller")


def test_trying_every_number_against_the_log_confirms_none(record: Record) -> None:
    """No digest, hash or id in any leaf can be computed from a guess: neither the sealed number's nor the noted one's."""
    seen = leaves(record).decode()
    claims = [held.claim for held in record.claims()]
    candidates = [NUMBER, *NUMBERS]
    assert not [number for number in candidates if any(trace in seen for trace in traces(claims, number))]


def test_the_attack_finds_the_number_where_it_is_given_what_it_lacks(record: Record) -> None:
    """The same search with the key finds it at once: the test above searches for the right thing."""
    seen = leaves(record).decode()
    for number in (NUMBER, NUMBERS[0]):
        report = report_of(call(number), record.reference)
        assert (hashlib.sha256(report.text.encode()).hexdigest() in seen) == (number == NUMBER)


def test_after_redaction_not_even_the_whole_folder_confirms_a_number(record: Record) -> None:
    """With every file of the record in hand, but no key, no number of the whole exchange is confirmed."""
    request = ask(record, record.calls()[0].call, basis="danger-to-a-person", by="ann")
    approve(record, request.id, by="ben")
    folder = b"".join(file.read_bytes() for file in sorted(record.folder.rglob("*")) if file.is_file())
    claims = [held.claim for held in record.claims()]
    assert NUMBER.encode() not in folder
    assert not [number for number in (NUMBER, *NUMBERS[::50]) if any(t.encode() in folder for t in traces(claims, number))]
    assert not [n for n in NUMBERS if hashlib.sha256(n.encode()).digest() in folder or n.encode() in folder]


def test_the_same_call_written_in_two_records_gives_unlike_hashes(record: Record, tmp_path: Path) -> None:
    """A guess confirmed in one's own record says nothing of another's."""
    with Record.create(tmp_path / "other", "exercise", "valley") as other:
        receive_call(other, call(NUMBER), "ann")
        theirs, ours = other.calls()[0], record.calls()[0]
        assert theirs.call != ours.call
        assert other.reports()[0].text_sha256 != record.reports()[0].text_sha256
        assert other.claims()[0].claim.id != record.claims()[0].claim.id
