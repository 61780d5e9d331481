"""Attacks on checkpoints and cosignatures: forged, replayed, moved, relabelled. None of them may count."""

from __future__ import annotations

import pytest

from fakes.notaries import ANNA, BORIS, LOG, NOON, ORIGIN, STRANGER, KeptTree, policy, signed
from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.cosignature import COSIGNATURE, cosign
from truceline.ledger.notes.judging import Judged, judge
from truceline.ledger.notes.keys import ED25519, VerifierKey
from truceline.ledger.notes.note import Signature, parse_note, parse_signatures
from truceline.ledger.notes.policy import Policy, PolicyLog, Witness, parse_policy
from truceline.ledger.notes.signing import Signer

TREE = KeptTree([f"entry {number}".encode() for number in range(40)])
OLD, NEW = TREE.checkpoint(30), TREE.checkpoint(40)
FORGED = Checkpoint(ORIGIN, 41, bytes(range(32)))


def judged(note: str) -> Judged:
    return judge(parse_note(note), policy())


def lines_of(note: str) -> list[str]:
    return note.split("\n\n")[1].splitlines(keepends=True)


def refused(note: str) -> None:
    with pytest.raises(NoteError):
        judged(note).demand()


def test_the_real_one_counts() -> None:
    """So that the refusals below mean something."""
    judged(signed(NEW, ANNA, BORIS)).demand()


def test_a_forged_checkpoint_with_the_signatures_of_a_real_one_is_refused() -> None:
    """Every field of it is signed."""
    real = lines_of(signed(NEW, ANNA, BORIS))
    for forged in (
        FORGED,
        Checkpoint(ORIGIN, NEW.size, OLD.root),
        Checkpoint(ORIGIN, NEW.size - 1, NEW.root),
        Checkpoint(ORIGIN, NEW.size + 1, NEW.root),
        Checkpoint(ORIGIN, NEW.size, NEW.root, ("one more line",)),
        Checkpoint(ORIGIN + "x", NEW.size, NEW.root),
    ):
        refused(f"{forged.text()}\n{''.join(real)}")


def test_a_checkpoint_forged_with_another_key_of_the_same_name_is_refused() -> None:
    """Names prove nothing; whoever may sign is known by key."""
    thief, false_anna, false_boris = (
        Signer(ORIGIN, bytes(32)),
        Signer(ANNA.name, bytes(32), COSIGNATURE),
        Signer(BORIS.name, b"\1" * 32, COSIGNATURE),
    )
    text = FORGED.text()
    refused(f"{text}\n{thief.sign(text)}{cosign(false_anna, text, NOON)}{cosign(false_boris, text, NOON)}")


def test_a_stolen_log_key_alone_makes_nothing_joint() -> None:
    """Both parties would have to be robbed as well."""
    text = FORGED.text()
    told = judged(f"{text}\n{LOG.sign(text)}{STRANGER.sign_at(text, NOON)}")
    assert (told.is_met, told.missing) == (False, ("anna", "boris"))
    with pytest.raises(NoteError, match="cosigned by nobody; still needed: anna, boris"):
        told.demand()


def test_a_signature_made_of_nothing_is_refused() -> None:
    """Zeroes, ones, and the point at which lazy verifiers accept everything."""
    for signature in (bytes(64), b"\xff" * 64, b"\1" + bytes(63), LOG.vkey.public_key + bytes(32)):
        forged = Signature(LOG.name, LOG.vkey.key_id, signature)
        refused(f"{FORGED.text()}\n{forged}")
        forged = Signature(ANNA.name, ANNA.vkey.key_id, NOON.to_bytes(8, "big") + signature)
        refused(f"{signed(NEW, BORIS)}{forged}")


def test_an_older_cosignature_does_not_count_for_a_newer_checkpoint() -> None:
    """A replay: the witness signed the size with the rest."""
    (old_line,) = parse_signatures(cosign(BORIS, OLD.text(), NOON))
    refused(signed(NEW, ANNA) + str(old_line))


def test_a_newer_cosignature_does_not_count_for_an_older_checkpoint() -> None:
    """Nor the other way round."""
    refused(signed(OLD, ANNA) + cosign(BORIS, NEW.text(), NOON))


def test_a_cosignature_for_another_log_does_not_count() -> None:
    """The same size and root under another origin."""
    other = Checkpoint("other.example/log", NEW.size, NEW.root)
    refused(signed(NEW, ANNA) + cosign(BORIS, other.text(), NOON))


@pytest.mark.parametrize("shift", [-3600, -1, 1, 3600, 2**40])
def test_a_cosignature_with_another_time_does_not_count(shift: int) -> None:
    """Nobody can make a witness look earlier or later than it was."""
    (line,) = parse_signatures(cosign(BORIS, NEW.text(), NOON))
    moved = Signature(line.name, line.key_id, (NOON + shift).to_bytes(8, "big") + line.signature[8:])
    refused(signed(NEW, ANNA) + str(moved))


def test_one_witness_cannot_stand_for_the_other() -> None:
    """Under the other's name, the other's key id, or both."""
    (line,) = parse_signatures(cosign(ANNA, NEW.text(), NOON))
    for name, key_id in ((BORIS.name, line.key_id), (ANNA.name, BORIS.vkey.key_id), (BORIS.name, BORIS.vkey.key_id)):
        refused(signed(NEW, ANNA) + str(Signature(name, key_id, line.signature)))


def test_one_witness_who_signs_twice_is_one() -> None:
    """At two times, too."""
    refused(signed(NEW, ANNA) + cosign(ANNA, NEW.text(), NOON + 1) + cosign(ANNA, NEW.text(), NOON))


def test_one_key_under_two_names_is_no_two_witnesses() -> None:
    """A policy that would count it twice is refused before it counts anything."""
    twin = VerifierKey("twin.example", COSIGNATURE, ANNA.vkey.public_key)
    with pytest.raises(NoteError, match=r"line 3: the key twin.example is the same as at policy line 2"):
        parse_policy(f"log {LOG.vkey}\nwitness anna {ANNA.vkey}\nwitness twin {twin}\ngroup both all anna twin\nquorum both\n")


def test_a_log_cannot_witness_itself() -> None:
    """Its key is refused as a witness's, and its plain signature is no cosignature."""
    as_witness = VerifierKey("log.example/witness", COSIGNATURE, LOG.vkey.public_key)
    with pytest.raises(NoteError, match=r"line 2: .* is the same as at policy line 1"):
        parse_policy(f"log {LOG.vkey}\nwitness self {as_witness}\nquorum self\n")
    (line,) = parse_signatures(LOG.sign(NEW.text()))
    refused(signed(NEW, ANNA) + str(Signature(BORIS.name, BORIS.vkey.key_id, NOON.to_bytes(8, "big") + line.signature)))


def test_a_log_that_names_itself_as_witness_does_not_count() -> None:
    """Also in a policy that was put together in pieces and never read as one."""
    twin = Signer("elsewhere.example/witness", b"the secret key of an example log", COSIGNATURE)
    assert twin.vkey.public_key == LOG.vkey.public_key
    alone = Policy((PolicyLog(LOG.vkey),), (Witness("self", twin.vkey),), (), "self")
    told = judge(parse_note(signed(NEW, twin)), alone)
    assert (told.is_met, told.cosigned, told.missing) == (False, (), ("self",))


def test_a_cosignature_is_no_signature_of_the_log() -> None:
    """Even if the log gave its name to a witness."""
    witness = Signer(ORIGIN, b"secret of another example witness"[:32], COSIGNATURE)
    text = NEW.text()
    (line,) = parse_signatures(cosign(witness, text, NOON))
    refused(f"{text}\n{line}{cosign(ANNA, text, NOON)}")
    refused(f"{text}\n{Signature(ORIGIN, LOG.vkey.key_id, line.signature)}{cosign(ANNA, text, NOON)}")
    refused(f"{text}\n{Signature(ORIGIN, LOG.vkey.key_id, line.signature[8:])}{cosign(ANNA, text, NOON)}")


def test_a_checkpoint_hidden_in_front_of_or_behind_a_real_one_is_not_read() -> None:
    """Only the text above the last empty line is the note, and all of it."""
    real = signed(NEW, ANNA, BORIS)
    refused(f"{FORGED.text()}\n{real}")
    refused(f"{FORGED.text()}{real}")
    refused(f"{real}\n{FORGED.text()}")
    refused(real.replace("\n\n", f"\n{FORGED.text()}\n", 1))


@pytest.mark.parametrize(
    "public",
    [
        bytes(32),
        (1).to_bytes(32, "little"),
        bytes.fromhex("ec" + "ff" * 30 + "7f"),
        bytes.fromhex("ed" + "ff" * 30 + "7f"),
        b"\xff" * 32,
    ],
)
def test_a_party_cannot_enter_a_key_that_signs_everything(public: bytes) -> None:
    """With such a key everybody could "cosign" in its name, and it could disown what it signed."""
    weak = VerifierKey("weak.example", COSIGNATURE, public)
    with pytest.raises(NoteError, match=r"line 1: .* anybody can sign"):
        parse_policy(f"witness weak {weak}\nquorum weak\n")
    with pytest.raises(NoteError, match=r"line 1: .* anybody can sign"):
        parse_policy(f"log {VerifierKey('weak.example', ED25519, public)}\nquorum none\n")
