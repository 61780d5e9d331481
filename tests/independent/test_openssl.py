"""OpenSSL verifies our signatures over the text of a note, and refuses them over any other."""

from __future__ import annotations

from fakes.notaries import ANNA, LOG, NOON, KeptTree
from fakes.others import OpenSSL
from truceline.ledger.notes.cosignature import cosign
from truceline.ledger.notes.note import parse_signatures

TEXT = KeptTree([b"one", b"two", b"three"]).checkpoint().text()


def test_openssl_verifies_the_signature_of_a_log(openssl: OpenSSL) -> None:
    """With `openssl pkeyutl -verify -rawin`, as docs/formats/checkpoint.md says it."""
    (line,) = parse_signatures(LOG.sign(TEXT))
    assert openssl.holds(LOG.vkey.public_key, line.signature, TEXT.encode())
    assert not openssl.holds(LOG.vkey.public_key, line.signature, TEXT.replace("3", "4").encode())
    assert not openssl.holds(ANNA.vkey.public_key, line.signature, TEXT.encode())
    assert not openssl.holds(LOG.vkey.public_key, line.signature[:-1] + b"\0", TEXT.encode())


def test_openssl_verifies_the_cosignature_of_a_witness(openssl: OpenSSL) -> None:
    """Over two lines with the time, and the text."""
    (line,) = parse_signatures(cosign(ANNA, TEXT, NOON))
    assert line.signature[:8] == NOON.to_bytes(8, "big")
    assert openssl.holds(ANNA.vkey.public_key, line.signature[8:], f"cosignature/v1\ntime {NOON}\n{TEXT}".encode())
    assert not openssl.holds(ANNA.vkey.public_key, line.signature[8:], f"cosignature/v1\ntime {NOON + 1}\n{TEXT}".encode())
