"""Any bytes whatever are read exactly or refused with our own error, and soon."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.notaries import ANNA, BORIS, LOG, POLICY_TEXT, KeptTree, policy, proof_of, signed
from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.judging import judge
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import MAX_BYTES
from truceline.ledger.notes.policy import parse_policy
from truceline.ledger.notes.proof_file import parse_proof, verify_proof
from truceline.ledger.notes.signing import parse_signer
from truceline.ledger.notes.tile_files import bundle, entries_in

TREE = KeptTree([f"entry {number}".encode() for number in range(40)])
NOTE = signed(TREE.checkpoint(), ANNA, BORIS).encode()
PROOF = proof_of(TREE, 17, 40).text().encode()
POLICY = POLICY_TEXT.encode()
WORDS = [
    b"\n",
    b"\n\n",
    b" ",
    b"\t",
    b"\r",
    b"\x00",
    b"\xff",
    "— ".encode(),
    b"+",
    b"=",
    b"AAAA",
    b"index 0",
    b"extra ",
    b"quorum none\n",
]
WORDS += [
    b"log ",
    b"witness ",
    b"group g all ",
    str(LOG.vkey).encode(),
    str(ANNA.vkey).encode(),
    b"\xe2\x80\xae",
    b"0",
    b"9" * 30,
]


def message_of(act: Callable[[], object]) -> str:
    """Return with what it was refused, empty where it was not."""
    try:
        act()
    except NoteError as refused:
        return str(refused)
    return ""


def again(read: Callable[[bytes], bytes], data: bytes) -> None:
    assert read(data) == data


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """Return one of our own files with a few things changed, or any bytes."""
    data = bytearray(draw(st.sampled_from([NOTE, PROOF, POLICY, b""])))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        word = draw(st.sampled_from(WORDS) | st.binary(max_size=4))
        until = min(len(data), at + draw(st.sampled_from([0, 0, 1, len(word), 60])))
        data[at:until] = word
    return bytes(data)


@given(bent())
def test_what_is_accepted_is_written_again_byte_for_byte(data: bytes) -> None:
    """So there is one spelling for each note and each proof, and nothing else is ever raised."""
    readers: list[Callable[[bytes], bytes]] = [
        lambda given_bytes: str(parse_note(given_bytes)).encode(),
        lambda given_bytes: parse_proof(given_bytes).text().encode(),
        lambda given_bytes: parse_checkpoint(given_bytes.decode("utf-8", "surrogateescape")).text().encode(),
        lambda given_bytes: parse_signer(given_bytes, "key").secret().encode(),
        lambda given_bytes: bundle(entries_in(given_bytes)),
    ]
    for read in readers:
        assert message_of(partial(again, read, data)).isascii()
    assert message_of(partial(parse_policy, data)).isprintable()


@given(bent())
def test_a_bent_note_or_proof_is_refused_or_says_what_the_good_one_says(data: bytes) -> None:
    """Only lines of strangers can be added or taken away without being noticed."""
    try:
        judged = judge(parse_note(data), policy())
    except NoteError:
        pass
    else:
        assert judged.checkpoint == TREE.checkpoint()
    try:
        proof = parse_proof(data)
        verify_proof(proof, TREE.hashes[17], policy())
    except NoteError:
        pass
    else:
        assert (proof.index, proof.proof) == (17, TREE.inclusion(17, 40))


MEGABYTE = MAX_BYTES - 200
HEAVY = {
    "newlines": b"\n" * MEGABYTE,
    "one line": b"a" * MEGABYTE,
    "signature lines": b"text\n\n" + "— a AAAAAAA=\n".encode() * (MEGABYTE // 16),
    "one signature": b"text\n\n" + "— a ".encode() + b"A" * (MEGABYTE // 4 * 4 - 16) + b"\n",
    "hashes": b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b"A" * 43 + b"=\n") * (MEGABYTE // 46),
    "digits": b"o\n" + b"9" * MEGABYTE + b"\n" + b"A" * 43 + b"=\n",
    "extensions": b"o\n1\n" + b"A" * 43 + b"=\n" + b"x\n" * (MEGABYTE // 2 - 40),
    "comments": b"#\n" * (MEGABYTE // 2) + b"quorum none\n",
    "members": POLICY.replace(b"group both all", b"group both all" + b" anna" * (MEGABYTE // 6)),
    "unknown": b"group g all" + b" a" * (MEGABYTE // 2 - 10) + b"\n",
    "white": b" \t" * (MEGABYTE // 2) + b"quorum none",
    "groups": POLICY + b"".join(b"group g%d any g%d\n" % (at, at - 1) for at in range(40_000)),
}


@pytest.mark.parametrize("name", HEAVY)
def test_no_megabyte_takes_long(name: str) -> None:
    """The heaviest input of each kind is answered in a moment."""
    data = HEAVY[name]
    for read in (parse_note, parse_proof, parse_policy, lambda given_bytes: parse_checkpoint(given_bytes.decode())):
        began = time.process_time()
        assert len(message_of(partial(read, data))) < 2_000
        assert time.process_time() - began < 1, "a twentieth of this on an idle machine"


@pytest.mark.soak
def test_two_hundred_thousand_bent_files_raise_nothing_but_our_own_error() -> None:
    """With a seed that is printed, so that what it finds can be had again."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chosen = random.Random(seed)
    for _ in range(200_000):
        data = bytearray(chosen.choice([NOTE, PROOF, POLICY]))
        for _ in range(chosen.randrange(1, 4)):
            at = chosen.randrange(len(data) + 1)
            data[at : at + chosen.choice([0, 1, 2, 44])] = chosen.choice([*WORDS, chosen.randbytes(2)])
        for read in (parse_note, parse_proof, parse_policy):
            try:
                read(bytes(data))
            except NoteError:
                continue
