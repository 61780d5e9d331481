"""Cosignatures: a witness's word about a tree at a time, which fits no other tree, log or time."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from fakes.notaries import ANNA, LOG, NOON, ORIGIN, KeptTree
from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.cosignature import cosign, cosigned_at
from truceline.ledger.notes.keys import ML_DSA_44, VerifierKey, parse_vkey
from truceline.ledger.notes.note import Signature, parse_note, parse_signatures, verify_note
from truceline.ledger.notes.plain import to_base64

TREE = KeptTree([b"one", b"two", b"three"]).checkpoint()


def test_a_cosignature_holds_for_its_checkpoint_and_says_when() -> None:
    """In seconds since 1970, as the witness wrote it."""
    line = cosign(ANNA, TREE.text(), NOON)
    (signature,) = parse_signatures(line)
    assert cosigned_at(signature) == NOON
    (held,) = verify_note(parse_note(f"{TREE.text()}\n{line}"), [ANNA.vkey])
    assert held.at == NOON


def test_what_is_signed_is_what_the_specification_shows() -> None:
    """Header, time and the whole text of the checkpoint, signed with the plain key."""
    (signature,) = parse_signatures(cosign(ANNA, TREE.text(), 1679315147))
    message = f"cosignature/v1\ntime 1679315147\n{TREE.text()}"
    ANNA._key.public_key().verify(signature.signature[8:], message.encode())
    assert message.splitlines()[2:] == [ORIGIN, "3", to_base64(TREE.root)]


@pytest.mark.parametrize(
    "other",
    [
        Checkpoint(ORIGIN, TREE.size + 1, TREE.root),
        Checkpoint(ORIGIN, TREE.size, bytes(32)),
        Checkpoint("other.example/log", TREE.size, TREE.root),
        Checkpoint(ORIGIN, TREE.size, TREE.root, ("one more line",)),
    ],
)
def test_it_does_not_hold_for_another_checkpoint(other: Checkpoint) -> None:
    """Neither another size, root or log, nor with a line added."""
    line = cosign(ANNA, TREE.text(), NOON)
    with pytest.raises(NoteError, match="does not hold"):
        verify_note(parse_note(f"{other.text()}\n{line}"), [ANNA.vkey])


@pytest.mark.parametrize("shift", [-1, 1, 2**32])
def test_its_time_cannot_be_changed(shift: int) -> None:
    """The time is signed with the rest."""
    (signature,) = parse_signatures(cosign(ANNA, TREE.text(), NOON))
    moved = Signature(signature.name, signature.key_id, (NOON + shift).to_bytes(8, "big") + signature.signature[8:])
    with pytest.raises(NoteError, match="does not hold"):
        verify_note(parse_note(f"{TREE.text()}\n{moved}"), [ANNA.vkey])


def test_nothing_but_a_checkpoint_of_a_possible_tree_is_cosigned() -> None:
    """A witness's key signs no other text whatever."""
    for text in ("text\n", "o\n1\n", TREE.text().removesuffix("\n"), Checkpoint(ORIGIN, 0, bytes(32)).text()):
        with pytest.raises(NoteError):
            cosign(ANNA, text, NOON)
    with pytest.raises(NoteError, match="key of a witness"):
        cosign(LOG, TREE.text(), NOON)
    with pytest.raises(NoteError, match="after 1970"):
        cosign(ANNA, TREE.text(), 0)
    with pytest.raises(NoteError, match="signs nothing else"):
        ANNA.sign(TREE.text())


def test_the_key_of_a_log_never_signs_what_reads_as_a_cosignature() -> None:
    """Even with the same secret for both uses, one signature never serves as the other."""
    line = LOG.sign(f"cosignature/v1\ntime {NOON}\n{TREE.text()}")
    (signature,) = parse_signatures(line)
    as_witness = VerifierKey(LOG.name, 0x04, LOG.vkey.public_key)
    reused = Signature(LOG.name, as_witness.key_id, NOON.to_bytes(8, "big") + signature.signature)
    # This is the known weakness of a shared key: it holds. So a policy refuses a witness with the key of a log.
    assert verify_note(parse_note(f"{TREE.text()}\n{reused}"), [as_witness])
    with pytest.raises(NoteError, match="by none of the keys"):
        verify_note(parse_note(f"{TREE.text()}\n{line}"), [as_witness])


def test_a_line_too_short_for_a_time_has_none() -> None:
    """It is refused, not read as a time of zero."""
    with pytest.raises(NoteError, match="too few"):
        cosigned_at(Signature("a.example", b"\1\2\3\4", bytes(8)))


def _post_quantum(text: str, at: int, name: str = "w.example", origin: str = ORIGIN) -> tuple[VerifierKey, Signature]:
    """Sign as in tlog-cosignature, "ML-DSA-44 signed message", written out field by field."""
    secret = MLDSA44PrivateKey.from_seed_bytes(b"a seed that everybody can read..")
    key = VerifierKey(name, ML_DSA_44, secret.public_key().public_bytes_raw())
    fields = [
        *(b"subtree/v1\n\0", bytes([len(name)]), name.encode(), at.to_bytes(8, "big")),
        *(bytes([len(origin)]), origin.encode(), bytes(8), TREE.size.to_bytes(8, "big"), TREE.root),
    ]
    assert text == TREE.text()
    return key, Signature(name, key.key_id, at.to_bytes(8, "big") + secret.sign(b"".join(fields)))


def test_a_cosignature_safe_against_quantum_computers_is_verified() -> None:
    """Witnesses of others may already use ML-DSA-44 (0x06)."""
    key, signature = _post_quantum(TREE.text(), NOON)
    assert parse_vkey(str(key)) == key
    (held,) = verify_note(parse_note(f"{TREE.text()}\n{signature}"), [key])
    assert held.at == NOON
    bigger = Checkpoint(ORIGIN, TREE.size + 1, TREE.root)
    with pytest.raises(NoteError, match="does not hold"):
        verify_note(parse_note(f"{bigger.text()}\n{signature}"), [key])
    renamed = VerifierKey("x.example", ML_DSA_44, key.public_key)
    with pytest.raises(NoteError, match="does not hold"):
        renamed.verify(TREE.text(), signature.signature)
    with pytest.raises(NoteError, match="three lines"):
        key.verify("text\n", signature.signature)
    with pytest.raises(NoteError, match="longer than 255 bytes"):
        key.verify(Checkpoint("o" * 256, TREE.size, TREE.root).text(), signature.signature)
