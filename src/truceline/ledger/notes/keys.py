"""Verifier keys: who may have signed, and whether they did. Source: C2SP signed-note, tlog-cosignature.

A key is written ``name+key id+key`` (a *vkey*) and given to others that way. Three algorithms are known:

* ``ED25519`` (0x01): a log signs the text of a note
* ``COSIGNATURE`` (0x04): a witness signs a checkpoint together with a time, Ed25519
* ``ML_DSA_44`` (0x06): the same, safe against quantum computers; verified where the installed cryptography can, never written

>>> key = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
>>> key.name, key.key_id.hex(), key.algorithm == ED25519
('example.com/foo', '530d903a', True)
>>> str(key)
'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
"""

from __future__ import annotations

import hashlib
import re

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.plain import (
    MAX_NUMBER,
    check_key_name,
    check_visible,
    from_base64,
    octets_of,
    shown,
    to_base64,
)

ED25519 = 0x01
COSIGNATURE = 0x04
ML_DSA_44 = 0x06

KEY_BYTES = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1312}
SIGNATURE_BYTES = {ED25519: 64, COSIGNATURE: 64, ML_DSA_44: 2420}
TIME_BYTES = 8
KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)

_P = 2**255 - 19
_SMALL_ORDER = (
    0,
    1,
    _P - 1,
    2707385501144840649318225287225658788936804267575313519463743609750303021622,
    55188659117513257062467267217118295137698188065244968500265048394206261417927,
)
"""The y of the points of small order on edwards25519 (RFC 7748, section 4.1; RFC 8032, section 5.1)."""


class VerifierKey(msgspec.Struct, frozen=True):
    """A public key with the name it signs under."""

    name: str
    algorithm: int
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which a signature line names the key; they are no secret and no proof."""
        named = self.name.encode("utf-8") + b"\n" + bytes([self.algorithm])
        return hashlib.sha256(named + self.public_key).digest()[:4]

    @property
    def is_timed(self) -> bool:
        """Whether its signatures are cosignatures, which say at what time they were made."""
        return self.algorithm != ED25519

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.algorithm]) + self.public_key)}"

    def verify(self, text: str, signature: bytes) -> int | None:
        """Check a signature (without key id) over the text of a note, and return the time it states, in seconds since 1970.

        None where the algorithm states no time. Raises: NoteError where the signature does not hold.
        """
        at, signed, bare = None, text.encode("utf-8"), signature
        if self.is_timed:
            at, bare = int.from_bytes(signature[:TIME_BYTES], "big"), signature[TIME_BYTES:]
            signed = cosigned_message(text, at) if self.algorithm == COSIGNATURE else subtree_message(self.name, text, at)
        is_odd = len(signature) != SIGNATURE_BYTES[self.algorithm] + TIME_BYTES * self.is_timed or (at or 0) > MAX_NUMBER
        if is_odd or not _holds(self, bare, signed):
            message = f"the signature of {self.name} ({self.key_id.hex()}) does not hold: made for another text, or changed"
            raise NoteError(message)
        return at


def _holds(key: VerifierKey, signature: bytes, message: bytes) -> bool:
    try:
        if key.algorithm == ML_DSA_44:
            MLDSA44PublicKey.from_public_bytes(key.public_key).verify(signature, message)
        else:
            Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    except UnsupportedAlgorithm as error:
        told = f"the key {key.name} is an ML-DSA-44 key, which this installation cannot check; use an Ed25519 key (0x04)"
        raise NoteError(told) from error
    return True


def cosigned_message(text: str, at: int) -> bytes:
    """Return what an Ed25519 cosignature of a checkpoint signs. Source: tlog-cosignature, "Ed25519 signed message"."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def subtree_message(cosigner: str, text: str, at: int) -> bytes:
    """Return what an ML-DSA-44 cosignature of a checkpoint signs. Source: tlog-cosignature, "ML-DSA-44 signed message".

    Raises: NoteError where the text is no checkpoint, or a name is longer than 255 bytes.
    """
    tree = parse_checkpoint(text)
    name, origin = cosigner.encode("utf-8"), tree.origin.encode("utf-8")
    if max(len(name), len(origin)) > 255:
        message = f"cosignature of {shown(cosigner)} for {shown(tree.origin)}: names longer than 255 bytes cannot be in one"
        raise NoteError(message)
    numbers = [number.to_bytes(8, "big") for number in (min(at, 2**64 - 1), 0, tree.size)]
    named = bytes([len(name)]) + name + numbers[0] + bytes([len(origin)]) + origin
    return b"subtree/v1\n\x00" + named + numbers[1] + numbers[2] + tree.root


def parse_vkey(text: str, where: str = "key") -> VerifierKey:
    """Read a verifier key.

    Raises: NoteError, also where its key id is not the one computed, and where it is a key under which anybody can sign.
    """
    octets_of(text, where)
    parts = text.split("+", 2)
    if len(parts) != 3:
        message = f"{where}: {shown(text)} is no verifier key; expected NAME+8 HEX DIGITS+BASE64, as its owner gives it"
        raise NoteError(message)
    name, key_id, encoded = parts
    check_key_name(name, where)
    check_visible(name, where)
    key = _key_of(name, from_base64(encoded, where), where)
    if not KEY_ID.fullmatch(key_id) or key.key_id.hex() != key_id:
        message = f"{where}: key id {shown(key_id)} of {name}, computed {key.key_id.hex()}; name or key was changed"
        raise NoteError(message)
    return key


def _key_of(name: str, data: bytes, where: str) -> VerifierKey:
    algorithm, public = (data[0] if data else 0xFF), data[1:]
    wanted = KEY_BYTES.get(algorithm)
    if wanted is None:
        message = f"{where}: {name} has a key of type 0x{algorithm:02x}; known are 0x01 (Ed25519), 0x04 and 0x06 (cosignatures)"
        raise NoteError(message)
    if len(public) != wanted:
        message = f"{where}: {name} has a key of {len(public)} bytes; expected {wanted}"
        raise NoteError(message)
    if wanted == 32:
        _check_point(name, public, where)
    return VerifierKey(name, algorithm, public)


def _check_point(name: str, public: bytes, where: str) -> None:
    """Refuse the encodings for which a signature proves nothing: points of small order, and second spellings of a point."""
    height = int.from_bytes(public, "little") & (2**255 - 1)
    if height >= _P or height in _SMALL_ORDER:
        message = f"{where}: the key of {name} is one under which anybody can sign anything; ask for a real one"
        raise NoteError(message)
