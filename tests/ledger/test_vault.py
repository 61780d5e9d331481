"""Sealed values at rest: what the key opens, what nothing else opens, and what a changed byte does."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.errors import RecordBrokenError
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.sealed.vault import FILL, KEY_BYTES, Locked, Vault

ORIGIN = "truceline.local/vault-tests"
SEALED = seal("caller", "+963 944 000 777")


def locked(vault: Vault, co: str = "open") -> Locked:
    return vault.lock(co, SEALED.digest, SEALED.encoded)


def test_what_was_locked_opens_to_the_same_letters() -> None:
    """Whoever has the key folder reads a sealed value back, also in another process."""
    assert Vault(ORIGIN).unlock("open", SEALED.digest, locked(Vault(ORIGIN))) == SEALED.encoded


def test_nothing_of_the_value_stands_in_what_is_stored() -> None:
    """The same value locked twice shares no byte string, and neither its letters nor its salt are there."""
    one, other = locked(Vault(ORIGIN)), locked(Vault(ORIGIN))
    assert one.ciphertext != other.ciphertext
    assert SEALED.encoded.encode() not in one.ciphertext
    assert SEALED.salt.encode() not in one.ciphertext + one.wrapped_key


@pytest.mark.parametrize("letters", [0, 1, 60, 64, 200])
def test_the_length_of_what_is_stored_says_little(letters: int) -> None:
    """Stored lengths come in steps, so that a short name and a long one look the same."""
    sealed = seal("caller", "x" * letters)
    stored = Vault(ORIGIN).lock("open", sealed.digest, sealed.encoded)
    assert (len(stored.ciphertext) - 16) % FILL == 0


def test_without_the_key_there_is_no_value_and_no_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A copy of a record without its keys reads as withheld, and says so, instead of failing."""
    stored = locked(Vault(ORIGIN))
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("elsewhere")))
    assert Vault(ORIGIN).unlock("open", SEALED.digest, stored) is None
    locked(Vault(ORIGIN))  # somebody goes on writing there, with a key of their own
    assert Vault(ORIGIN).unlock("open", SEALED.digest, stored) is None


def test_the_key_of_one_compartment_opens_no_other() -> None:
    """What is sealed for one party stays shut for another, even where both keys lie side by side."""
    stored = locked(Vault(ORIGIN), "kaaaaaaaaaaaaaaaa")
    locked(Vault(ORIGIN), "kbbbbbbbbbbbbbbbb")
    assert Vault(ORIGIN).unlock("kbbbbbbbbbbbbbbbb", SEALED.digest, stored) is None


def test_a_row_moved_to_another_digest_is_noticed() -> None:
    """Nobody can put one caller's name behind another call."""
    vault, other = Vault(ORIGIN), seal("caller", "somebody else")
    with pytest.raises(RecordBrokenError, match=other.digest):
        vault.unlock("open", other.digest, locked(vault))


@settings(max_examples=60)
@given(part=st.sampled_from(["nonce", "ciphertext", "wrapped_key"]), at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_changed_bit_is_noticed(part: str, at: int, bit: int) -> None:
    """No flipped bit ever gives another value, nor makes a value that can be read pass for one that is withheld."""
    vault = Vault(ORIGIN)
    stored = locked(vault)
    data = bytearray(getattr(stored, part))
    data[at % len(data)] ^= 1 << bit
    changed = msgspec.structs.replace(stored, **{part: bytes(data)})
    with pytest.raises(RecordBrokenError, match=f"{SEALED.digest} of compartment open"):
        vault.unlock("open", SEALED.digest, changed)


def test_a_key_file_of_odd_length_is_named() -> None:
    """A damaged key is told apart from a missing one."""
    vault = Vault("truceline.local/damaged-key")
    vault.key("open")
    vault.file("open").write_bytes(b"x" * (KEY_BYTES + 1))
    with pytest.raises(RecordBrokenError, match=r"open\.key has 33 bytes"):
        Vault("truceline.local/damaged-key").keys("open")


def test_a_key_is_the_owners_alone() -> None:
    """Nobody else on the machine can read a key."""
    vault = Vault(ORIGIN)
    vault.key("open")
    assert vault.file("open").stat().st_mode & 0o777 == 0o600


def test_a_reference_follows_from_the_words_and_the_key_alone() -> None:
    """The same words give the same reference here for ever, and another one under any other key."""
    vault = Vault(ORIGIN)
    assert vault.reference("open", b"words") == Vault(ORIGIN).reference("open", b"words")
    assert vault.reference("open", b"words") != vault.reference("open", b"word")
    assert vault.reference("open", b"words") != vault.reference("kaaaaaaaaaaaaaaaa", b"words")
