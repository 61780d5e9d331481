"""Secret keys: where they lie, and that none of them shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.notaries import ANNA, LOG
from truceline.errors import NoteError, NotFoundError
from truceline.ledger.notes.keys import COSIGNATURE
from truceline.ledger.notes.signing import Signer, kept_signer, load_signer, log_signer, store_signer
from truceline.ledger.sealed import keyring


def test_a_log_s_key_is_made_once_and_lies_apart_from_the_record() -> None:
    """Whoever opens the record again signs with the same key."""
    first, second = log_signer("log.example/new"), log_signer("log.example/new")
    assert first.vkey == second.vkey
    assert first.vkey.name == "log.example/new"
    file = keyring.folder_of("log.example/new") / "log.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert log_signer("log.example/other").vkey.public_key != first.vkey.public_key


def test_every_fresh_key_is_another_one() -> None:
    """Made from the operating system's randomness."""
    assert Signer.fresh("a").vkey != Signer.fresh("a").vkey


@pytest.mark.parametrize("signer", [LOG, ANNA])
def test_a_stored_key_signs_as_before(tmp_path: Path, signer: Signer) -> None:
    """Byte for byte: Ed25519 has no randomness of its own."""
    assert store_signer(tmp_path / "key", signer)
    assert not store_signer(tmp_path / "key", Signer.fresh("another"))
    loaded = load_signer(tmp_path / "key")
    assert (loaded.vkey, loaded.algorithm, loaded.secret()) == (signer.vkey, signer.algorithm, signer.secret())


def test_a_secret_never_stands_in_a_message(tmp_path: Path) -> None:
    """Neither when a key is shown nor when its file is damaged."""
    written = LOG.secret()
    hidden = written.split("+")[-1].strip()
    assert hidden not in repr(LOG)
    for damaged in (
        written[:-3],
        written + "x",
        written.replace("log.example", "lag.example"),
        written.replace("+20", "+21"),
        hidden,
        "",
    ):
        (tmp_path / "key").write_text(damaged, encoding="utf-8")
        with pytest.raises(NoteError) as refused:
            load_signer(tmp_path / "key")
        assert hidden[:12] not in str(refused.value)
        assert str(tmp_path / "key") in str(refused.value)


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With where it was looked for."""
    with pytest.raises(NotFoundError, match=r"no key .*absent"):
        load_signer(tmp_path / "absent")


def test_a_key_of_another_name_or_use_is_not_taken(tmp_path: Path) -> None:
    """A key folder that was mixed up is noticed before anything is signed."""
    kept_signer(tmp_path / "key", "w.example", COSIGNATURE)
    with pytest.raises(NoteError, match=r"holds the key of w.example \(0x04\); expected v.example"):
        kept_signer(tmp_path / "key", "v.example", COSIGNATURE)
    with pytest.raises(NoteError, match=r"expected w.example \(0x01\)"):
        kept_signer(tmp_path / "key", "w.example")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\u202eb", "a\x1bb"])
def test_a_name_that_others_would_refuse_is_refused(name: str) -> None:
    """Before a key is made for it."""
    with pytest.raises(NoteError):
        Signer.fresh(name)


def test_keys_and_texts_of_the_wrong_shape_are_refused() -> None:
    """The text of a note ends with a newline and has no control characters."""
    with pytest.raises(NoteError, match="with 31 bytes"):
        Signer("a", bytes(31))
    with pytest.raises(NoteError, match="0x06"):
        Signer("a", bytes(32), 0x06)
    for text in ("", "text", "te\rxt\n", "te\ud800xt\n"):
        with pytest.raises(NoteError):
            LOG.sign(text)
