"""Verifier keys: read strictly, and never one under which a signature proves nothing."""

from __future__ import annotations

import pytest

from fakes.notaries import ANNA, LOG, NOON
from truceline.errors import NoteError
from truceline.ledger.notes.keys import COSIGNATURE, ED25519, VerifierKey, parse_vkey
from truceline.ledger.notes.plain import to_base64

SPECIFIED = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
P = 2**255 - 19


def test_the_key_of_the_specification_is_read() -> None:
    """Keys of other programs are our keys."""
    key = parse_vkey(SPECIFIED)
    assert (key.name, key.algorithm, len(key.public_key), str(key)) == ("example.com/foo", ED25519, 32, SPECIFIED)


@pytest.mark.parametrize(
    ("vkey", "told"),
    [
        ("", "no verifier key"),
        ("example.com/foo", "no verifier key"),
        ("example.com/foo+530d903a", "no verifier key"),
        ("example.com/foo\x9b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "U\\+009B"),
        ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no key name"),
        ("example.com/ foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no key name"),
        ("example.com/foo\u2003+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no key name"),
        ("example.com/\u202eoof+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "U\\+202E"),
        ("example.com/foo\x00+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "U\\+0000"),
        ("example.com/\ud800+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "surrogate"),
        (
            "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "key id '530d903a' of example.com/fop",
        ),
        ("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key id"),
        ("example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key id"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=", "an encoder"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U", "no base64"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv", "of 29 bytes"),
        ("example.com/foo+530d903a+", "0xff"),
        ("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "type 0x02"),
        ("x" * 1_000_001, "longer than"),
    ],
)
def test_anything_else_is_refused(vkey: str, told: str) -> None:
    """With the place and what is wrong."""
    with pytest.raises(NoteError, match=told) as refused:
        parse_vkey(vkey, "policy.txt line 3")
    assert str(refused.value).startswith("policy.txt line 3: ")


@pytest.mark.parametrize("algorithm", [ED25519, COSIGNATURE])
@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize(
    "height",
    [
        *(0, 1, P - 1, P, P + 1, 2**255 - 1),
        2707385501144840649318225287225658788936804267575313519463743609750303021622,
        55188659117513257062467267217118295137698188065244968500265048394206261417927,
    ],
)
def test_a_key_under_which_anybody_can_sign_anything_is_refused(height: int, sign: int, algorithm: int) -> None:
    """Points of small order verify signatures nobody made; a party could disown what it signed."""
    key = VerifierKey("weak.example", algorithm, (height | sign << 255).to_bytes(32, "little"))
    with pytest.raises(NoteError, match="anybody can sign"):
        parse_vkey(str(key))


def test_such_a_key_would_verify_what_nobody_signed() -> None:
    """Shows why they are refused: the library below us accepts this signature for every text."""
    weak = VerifierKey("weak.example", ED25519, (1).to_bytes(32, "little"))
    forged = (1).to_bytes(32, "little") + bytes(32)
    assert weak.verify("anything\n", forged) is None
    assert weak.verify("anything else\n", forged) is None


def test_one_public_key_has_another_id_for_each_use() -> None:
    """A signature for one use is not even looked at in the other."""
    log = LOG.vkey
    assert VerifierKey(log.name, COSIGNATURE, log.public_key).key_id != log.key_id
    assert to_base64(log.key_id) != to_base64(ANNA.vkey.key_id)


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    """Adding the order of the group to the second half gives the same equation; only one spelling counts."""
    order = 2**252 + 27742317777372353535851937790883648493
    text = "text\n"
    good = bytes(LOG._key.sign(text.encode()))
    LOG.vkey.verify(text, good)
    other = good[:32] + (int.from_bytes(good[32:], "little") + order).to_bytes(32, "little")
    with pytest.raises(NoteError, match="does not hold"):
        LOG.vkey.verify(text, other)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 63, 64, 65, 71, 73, 200])
def test_a_signature_of_another_length_does_not_hold(length: int) -> None:
    """Neither cut off nor with something behind it."""
    for key, right in ((LOG.vkey, 64), (ANNA.vkey, 72)):
        if length != right:
            with pytest.raises(NoteError, match="does not hold"):
                key.verify("text\n", bytes(length))


def test_a_time_beyond_all_times_is_refused() -> None:
    """The specification ends time at 2^63 - 1 seconds."""
    signature = bytes.fromhex("ff" * 8) + bytes(64)
    with pytest.raises(NoteError, match="does not hold"):
        ANNA.vkey.verify("text\n", signature)
    with pytest.raises(NoteError, match="after 1970"):
        ANNA.sign_at("text\n", 2**63)
    assert ANNA.sign_at("text\n", NOON) != ANNA.sign_at("text\n", NOON + 1)
