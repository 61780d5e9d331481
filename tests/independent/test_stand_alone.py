"""The stand-alone verifier that goes with a proof bundle shares no line with truceline.ledger.notes: both must say the same.

It is written for Python's standard library alone, with Ed25519 of its own. Where two verifiers differ, a party can sign so that
the one accepts what the other refuses, and deny it afterwards.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fakes.mutations import mutated_text
from fakes.notaries import ANNA, BORIS, LOG, POLICY_TEXT, KeptTree, policy, signed
from fakes.others import OpenSSL
from truceline.errors import NoteError
from truceline.ledger import verify_bundle as alone
from truceline.ledger.notes.judging import judge
from truceline.ledger.notes.keys import ED25519, VerifierKey, parse_vkey
from truceline.ledger.notes.note import parse_note

Case = dict[str, Any]
ORDER = 2**252 + 27742317777372353535851937790883648493
LARGEST = 2**53 - 1
"""It reads no larger numbers, because no entry of a record has one and browsers cannot count further."""

OUR_OWN = ("a character that is not seen in the name", "a character that turns the direction of writing in the name")
"""Rules for what people enter that the specification does not have; the stand-alone verifier shows such names escaped instead."""


def vectors(root: Path, name: str) -> list[Case]:
    read: list[Case] = json.loads((root / "conformance" / "vectors" / f"{name}.json").read_text("utf-8"))
    return read


def is_read(act: Callable[[], object]) -> bool:
    try:
        act()
    except alone.UnreadableError:
        return False
    return True


def test_it_reads_the_same_keys(root: Path) -> None:
    """And refuses those under which anybody can sign."""
    for case in vectors(root, "keys"):
        expected = case["valid"] or case["why"] in OUR_OWN
        assert is_read(partial(alone.key_of, case["vkey"], "key")) == expected, case["why"]


def test_it_reads_the_same_policies(root: Path) -> None:
    """And says of the same witnesses that they are enough; where no witness is asked for, it says nothing of them."""
    for case in vectors(root, "policies"):
        assert is_read(partial(alone.policy_of, case["policy"].encode(), "policy")) == case["valid"], case["why"]
        for asked in case.get("cases", ()):
            read = alone.policy_of(case["policy"].encode(), "policy")
            assert read.is_met(frozenset(asked["cosigned"])) == (asked["met"] and read.quorum != "none"), case["why"]


def test_it_reads_the_same_checkpoints(root: Path) -> None:
    """With the same origin, size and root."""
    line = LOG.sign("anything\n")
    for case in vectors(root, "checkpoints"):
        data = f"{case['text']}\n{line}".encode()
        assert is_read(partial(alone.note_of, data, "checkpoint")) == (case["valid"] and case["size"] <= LARGEST), case["why"]
        if case["valid"] and case["size"] <= LARGEST:
            read = alone.note_of(data, "checkpoint")
            assert (read.origin, read.size, read.root.hex()) == (case["origin"], case["size"], case["root"])


def test_it_counts_the_same_signatures(root: Path) -> None:
    """Of notes that are checkpoints: those of the keys listed, all of which must hold."""
    for case in vectors(root, "notes"):
        data = bytes.fromhex(case["note_hex"]) if "note_hex" in case else case["note"].encode()
        if not is_read(partial(alone.note_of, data, "note")):
            assert case["holds"] is None or len(data.split(b"\n\n")[0].splitlines()) < 3, case["why"]
            continue
        note, held = alone.note_of(data, "note"), []
        for vkey in case["vkeys"]:
            key = alone.key_of(vkey, "key")
            held.append((key.name, alone.signed_by(note, key) if key.kind == ED25519 else alone.cosigned_at(note, key)))
        is_refused = any(said in (False, -1) for _, said in held) or not any(said for _, said in held)
        assert is_refused == (case["holds"] is None), case["why"]
        if not is_refused:
            assert {name for name, said in held if said} == set(case["holds"]), case["why"]


def test_it_reads_the_same_cosignatures(root: Path) -> None:
    """With the same times; of ML-DSA-44 it says that it cannot know."""
    for case in vectors(root, "cosignatures"):
        note, key = alone.note_of(f"{case['text']}\n{case['line']}".encode(), "note"), alone.key_of(case["vkey"], "key")
        expected = None if key.kind == alone.ML_DSA_44 else case["at"] if case["valid"] else -1
        assert alone.cosigned_at(note, key) == expected, case["why"]


def test_it_reads_the_same_proof_files(root: Path) -> None:
    """Up to the root; who must have signed is the policy's."""
    for case in vectors(root, "tlog-proofs"):
        if not is_read(partial(alone.proof_of, case["proof"].encode(), "proof")):
            assert not case["valid"], case["why"]
            continue
        index, hashes, checkpoint = alone.proof_of(case["proof"].encode(), "proof")
        note, read = alone.note_of(checkpoint, "checkpoint"), alone.policy_of(case["policy"].encode(), "policy")
        is_in = alone.root_from(index, note.size, alone.leaf_hash(case["entry"].encode()), hashes) == note.root
        logs = [alone.signed_by(note, key) for key in read.logs if key.name == note.origin]
        times = {name: alone.cosigned_at(note, key) for name, key in read.witnesses.items()}
        is_quorum = read.quorum == "none" or read.is_met(frozenset(name for name, at in times.items() if at))
        says = is_in and any(logs) and False not in logs and -1 not in times.values() and is_quorum
        assert says == case["valid"], case["why"]


def test_it_says_the_same_of_changed_notes() -> None:
    """A hundred real checkpoints, each changed somewhere."""
    chosen, tree = random.Random(6), KeptTree([f"entry {number}".encode() for number in range(300)])
    read, differs = alone.policy_of(POLICY_TEXT.encode(), "policy"), []
    for size in range(1, 101):
        text = mutated_text(signed(tree.checkpoint(size), ANNA, BORIS), chosen)
        try:
            judged = judge(parse_note(text), policy())
            ours = {each.name for each in judged.cosigned}
        except NoteError:
            ours = None
        if ours != _said_alone(text, read):
            differs.append(text)
    assert differs == []


def _said_alone(text: str, read: alone.Policy) -> set[str] | None:
    try:
        note = alone.note_of(text.encode(), "note")
    except alone.UnreadableError:
        return None
    logs = [alone.signed_by(note, key) for key in read.logs if key.name == note.origin]
    times = {name: alone.cosigned_at(note, key) for name, key in read.witnesses.items()}
    if not any(logs) or False in logs or -1 in times.values():
        return None
    return {name for name, at in times.items() if at}


def _holds(key: VerifierKey, message: str, signature: bytes) -> bool:
    try:
        key.verify(message, signature)
    except NoteError:
        return False
    return True


def test_all_three_say_the_same_of_a_key_made_to_divide_them(openssl: OpenSSL) -> None:
    """A real key plus a point of order eight: whoever multiplies by eight accepts all of it, others an eighth."""
    secret = int.from_bytes(hashlib.sha256(b"a party of bad faith").digest(), "little") % ORDER
    assert alone._BASE is not None
    twist = alone._point(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"))
    assert twist is not None
    public = alone._encoded(alone._plus(_times(secret, alone._BASE), twist))
    key = parse_vkey(str(VerifierKey("divided.example", ED25519, public)))
    said = []
    for number in range(40):
        text, nonce = f"text {number}\n", (number + 1) * 2**200 + 1
        first = alone._encoded(_times(nonce, alone._BASE))
        challenge = int.from_bytes(hashlib.sha512(first + public + text.encode()).digest(), "little") % ORDER
        signature = first + ((nonce + challenge * secret) % ORDER).to_bytes(32, "little")
        answers = {
            alone.ed25519_holds(public, text.encode(), signature),
            _holds(key, text, signature),
            openssl.holds(public, signature, text.encode()),
        }
        assert len(answers) == 1, text
        said.append(answers.pop())
    assert 0 < sum(said) < 20, "so none of them multiplies by eight"


def _times(number: int, point: alone.Point) -> alone.Point:
    computed = alone._ZERO
    for bit in f"{number:b}":
        computed = alone._plus(computed, computed)
        if bit == "1":
            computed = alone._plus(computed, point)
    return computed


@pytest.mark.parametrize("second", [ORDER, 2 * ORDER, 3 * ORDER])
def test_a_second_spelling_of_a_signature_is_refused_by_both(second: int) -> None:
    """S must be below the order of the group (RFC 8032, 5.1.7)."""
    signature = LOG._key.sign(b"text\n")
    other = signature[:32] + (int.from_bytes(signature[32:], "little") + second).to_bytes(32, "little")
    assert not alone.ed25519_holds(LOG.vkey.public_key, b"text\n", other)
    assert not _holds(LOG.vkey, "text\n", other)
