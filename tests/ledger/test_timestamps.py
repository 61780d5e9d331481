"""Time stamps of checkpoints: asked for, attached, judged by two verifiers, and judged anew each time."""

from __future__ import annotations

import hashlib
import random
from contextlib import suppress
from pathlib import Path

import pytest
import rfc3161_client
from hypothesis import given
from hypothesis import strategies as st

from fakes.timestamp_authority import Authority
from truceline.errors import NoteError
from truceline.ledger import Record
from truceline.ledger.heads import head_tables
from truceline.ledger.stamps.reply import read_reply
from truceline.ledger.stamps.timestamps import attach, for_checkpoint, judged, newest, query, stamps
from truceline.ledger.stamps.verifiers import holds, judge, read_trust


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that everybody trusts."""
    return Authority(tmp_path_factory.mktemp("tsa") / "valley")


def asked_again(record: Record, size: int) -> bytes:
    """Return a request for the same checkpoint with a nonce of its own, which the record knows nothing of."""
    head = head_tables.head_at(record.connection, record.origin, size)
    assert head is not None
    builder = rfc3161_client.TimestampRequestBuilder().data(head.note.encode())
    return builder.hash_algorithm(rfc3161_client.HashAlgorithm.SHA256).build().as_bytes()


def test_a_time_stamp_is_asked_for_attached_and_held_to_be_good_by_both_verifiers(record: Record, authority: Authority) -> None:
    """Size, root and the authority's time stand in the log; checkpoint, token and certificates are archived."""
    asked = query(record)
    found = attach(record, authority.answer(asked.data), "now.tsr", by="ann", trust=authority.root)
    assert found.holds
    assert [(verdict.verifier, verdict.outcome) for verdict in found.verdicts] == [
        ("rfc3161-client", "accepted"),
        ("openssl", "accepted"),
    ]
    stamp = newest(record)
    assert stamp is not None
    assert (stamp.size, stamp.root, stamp.imprint) == (asked.size, asked.root, asked.imprint)
    assert stamp.tsa is not None
    assert stamp.tsa.startswith("CN=Valley time")
    assert stamp.policy == "1.2.3.4.1"
    (anchor,) = for_checkpoint(record, asked.size)
    assert hashlib.sha256(anchor.note.encode()).hexdigest() == asked.imprint
    assert (anchor.token[:1], anchor.trust) == (b"\x30", authority.root)
    assert record.verify().ok


def test_certificates_out_of_order_are_one_of_two_and_never_silently_so(record: Record, authority: Authority) -> None:
    """What the strict verifier cannot read is said with its reason; the other one's word counts alone."""
    asked = query(record)
    found = attach(record, authority.answer(asked.data, unsorted=True), "now.tsr", by="ann", trust=authority.root)
    assert found.holds
    assert found.why == "one of two: rfc3161-client unreadable (InvalidSetOrdering in SignedData::certificates); openssl accepted"


def test_without_openssl_the_other_verifier_is_said_to_be_alone(
    record: Record, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without the program still judges, and says that only one did."""
    data = authority.answer(query(record).data)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = attach(record, data, "now.tsr", by="ann", trust=authority.root)
    assert found.why == "one of two: rfc3161-client accepted; openssl absent (no openssl program on this machine)"
    monkeypatch.undo()
    assert judged(record, found.stamp).why == "both: rfc3161-client accepted; openssl accepted"


def test_the_same_reply_twice_is_one_entry(record: Record, authority: Authority) -> None:
    """Whoever attaches again after an interruption adds nothing."""
    data = authority.answer(query(record).data)
    first = attach(record, data, "now.tsr", by="ann", trust=authority.root)
    size = record.size
    assert attach(record, data, "now.tsr", by="ben", trust=authority.root) == first
    assert record.size == size


def test_of_several_authorities_the_earliest_stamp_of_the_largest_checkpoint_counts(
    record: Record, authority: Authority, tmp_path: Path
) -> None:
    """One checkpoint may be stamped by many; a later checkpoint counts more."""
    other = Authority(tmp_path / "other", "Hill time")
    asked = query(record)
    for each in (authority, other):
        attach(record, each.answer(asked.data), "now.tsr", by="ann", trust=each.root)
    assert [stamp.size for stamp in stamps(record)] == [asked.size, asked.size]
    assert len(for_checkpoint(record, asked.size)) == 2
    later = query(record)
    attach(record, other.answer(later.data), "later.tsr", by="ann", trust=other.root)
    found = newest(record)
    assert found is not None
    assert found.size == later.size > asked.size


def test_without_certificates_a_stamp_is_kept_and_counts_for_nothing(record: Record, authority: Authority) -> None:
    """Whose signature it is nobody can say; with certificates of one's own it can be judged later."""
    found = attach(record, authority.answer(query(record).data), "now.tsr", by="ann", trust=None)
    assert not found.holds
    assert "no certificates" in found.why
    assert newest(record) is None
    assert judged(record, found.stamp, authority.root).holds


def refused(record: Record, data: bytes, trust: bytes, match: str) -> None:
    """Expect a reply to be refused with a message, and nothing to be written."""
    size = record.size
    with pytest.raises(NoteError, match=match):
        attach(record, data, "now.tsr", by="ann", trust=trust)
    assert record.size == size


def test_a_time_stamp_for_another_hash_is_refused(record: Record, authority: Authority) -> None:
    """A token for something else shows nothing about this record."""
    query(record)
    builder = rfc3161_client.TimestampRequestBuilder().data(b"something else")
    foreign = builder.hash_algorithm(rfc3161_client.HashAlgorithm.SHA256).build().as_bytes()
    refused(record, authority.answer(foreign), authority.root, r"now\.tsr: .* no checkpoint signed by this log")


def test_another_hash_algorithm_than_was_asked_for_is_refused(record: Record, authority: Authority) -> None:
    """An imprint is compared as what it is, never cut to size."""
    builder = rfc3161_client.TimestampRequestBuilder().data(b"words").hash_algorithm(rfc3161_client.HashAlgorithm.SHA512)
    refused(record, authority.answer(builder.build().as_bytes()), authority.root, r"expected SHA-256")


def test_an_answer_to_somebody_elses_question_is_refused(record: Record, authority: Authority) -> None:
    """The nonce of the question is kept and compared."""
    asked = query(record)
    refused(record, authority.answer(asked_again(record, asked.size)), authority.root, r"nonce is \d+, asked was with \d+")


def test_an_untrusted_chain_is_refused_with_what_each_verifier_says(record: Record, authority: Authority, tmp_path: Path) -> None:
    """Somebody else's root does not do."""
    other = Authority(tmp_path / "other")
    pattern = r"does not hold against --ca: none of two: rfc3161-client refused \(.+\); openssl refused \(.+\)"
    refused(record, authority.answer(query(record).data), other.root, pattern)


def test_an_authority_whose_certificate_had_expired_is_refused(record: Record, tmp_path: Path) -> None:
    """What counts is the day of the stamp: a certificate that was over by then signs nothing."""
    expired = Authority(tmp_path / "expired", days=0)
    refused(record, expired.answer(query(record).data), expired.root, r"certificate has expired")


def test_an_authority_that_refuses_is_quoted(record: Record, authority: Authority) -> None:
    """A reply without a time stamp says why, and that is passed on."""
    refused(record, bytes.fromhex("3015 3013 020102 300e 0c0c") + b"come tomorro", authority.root, r"status 2, 'come tomorro'")


def test_certificates_that_are_none_are_refused(record: Record, authority: Authority) -> None:
    """A text file, and a certificate without the root above it."""
    data = authority.answer(query(record).data)
    refused(record, data, b"no certificates here", "holds no certificates in PEM")


def test_a_stamp_is_judged_anew_and_what_was_changed_since_is_said(record: Record, authority: Authority) -> None:
    """Nothing about holding is stored: a changed token does not hold any more, and nothing breaks."""
    found = attach(record, authority.answer(query(record).data), "now.tsr", by="ann", trust=authority.root)
    token = record.folder / ".truceline" / "archive" / found.stamp.token_sha256[:2] / found.stamp.token_sha256
    token.write_bytes(token.read_bytes() + b"x")
    again = judged(record, found.stamp)
    assert not again.holds
    assert "was changed" in again.why
    assert newest(record) is None


def test_no_changed_bit_makes_a_time_stamp_say_something_else(record: Record, authority: Authority) -> None:
    """Of 40 replies with one bit turned none is held to be good for another imprint or another time."""
    asked = query(record)
    data, trust = authority.answer(asked.data), read_trust(authority.root, "root")
    original, chosen = read_reply(data, "reply"), random.Random(20160919)
    for _ in range(40):
        changed = bytearray(data)
        at = chosen.randrange(len(changed) * 8)
        changed[at // 8] ^= 1 << at % 8
        try:
            reply = read_reply(bytes(changed), "reply")
        except NoteError:
            continue
        if holds(judge(bytes(changed), reply, trust)):
            assert (reply.imprint, reply.at, reply.policy) == (original.imprint, original.at, original.policy), f"bit {at}"


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    """Whatever somebody hands in, it is a located message or a reply."""
    with suppress(NoteError):
        read_reply(data, "x.tsr")


@given(st.data())
def test_a_cut_or_lengthened_reply_is_refused_with_its_place(data: st.DataObject) -> None:
    """Files are cut off on their way; the byte is named."""
    whole = bytes.fromhex("3015 3013 020102 300e 0c0c") + b"come tomorro"
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(NoteError, match=r"x\.tsr, byte \d+"):
        read_reply(whole[:cut], "x.tsr")
    with pytest.raises(NoteError, match=r"bytes follow the end, at byte"):
        read_reply(whole + b"\0", "x.tsr")


def test_an_endless_reply_is_refused_unread() -> None:
    """A time stamp is a few kilobytes."""
    with pytest.raises(NoteError, match="at most 1,000,000"):
        read_reply(bytes(1_000_001), "x.tsr")
