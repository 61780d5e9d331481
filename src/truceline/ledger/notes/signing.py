r"""Signing: the secret key of a log or a witness, where it lies, and the lines it writes under a note.

Keys lie in the key folder (``keyring.py``), never in a record, in the encoding that Go's sumdb/note uses:
``PRIVATE+KEY+name+key id+base64(algorithm || 32 bytes)``.

>>> signer = Signer("example.com/log", bytes(32))
>>> str(signer.vkey)
'example.com/log+1dde4531+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
>>> line = signer.sign("text\n")
>>> line.startswith("— example.com/log ")
True
>>> from truceline.ledger.notes.note import parse_note, verify_note
>>> verify_note(parse_note("text\n\n" + line), [signer.vkey])[0].at is None
True
"""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.errors import NoteError
from truceline.ledger.notes.keys import COSIGNATURE, ED25519, TIME_BYTES, VerifierKey, cosigned_message
from truceline.ledger.notes.note import Signature
from truceline.ledger.notes.plain import MAX_NUMBER, check_key_name, check_visible, from_base64, shown, text_of, to_base64
from truceline.ledger.sealed import keyring

LOG_KEY = "log.key"
SEED_BYTES = 32
_PREFIX = "PRIVATE+KEY+"


class Signer:
    """A secret Ed25519 key with the name it signs under: of a log (``ED25519``) or of a witness (``COSIGNATURE``)."""

    def __init__(self, name: str, seed: bytes, algorithm: int = ED25519) -> None:
        check_key_name(name, "key")
        check_visible(name, "key")
        if algorithm not in (ED25519, COSIGNATURE) or len(seed) != SEED_BYTES:
            message = f"key {name}: type 0x{algorithm:02x} with {len(seed)} bytes; expected 0x01 or 0x04 with {SEED_BYTES}"
            raise NoteError(message)
        self.name, self.algorithm, self._seed = name, algorithm, seed

    @classmethod
    def fresh(cls, name: str, algorithm: int = ED25519) -> Signer:
        """Make a new key.

        Raises: NoteError where the name cannot be that of a key.
        """
        return cls(name, secrets.token_bytes(SEED_BYTES), algorithm)

    @cached_property
    def vkey(self) -> VerifierKey:
        """The public key, which others need to check what this one signs."""
        return VerifierKey(self.name, self.algorithm, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the signature line for a note with this text.

        Raises: NoteError where the text cannot be that of a note, or the key is a witness's, which signs only with a time.
        """
        if self.algorithm != ED25519:
            message = f"{self.name} is the key of a witness; it cosigns checkpoints and signs nothing else"
            raise NoteError(message)
        return self._line(self._key.sign(_signable(text).encode("utf-8")))

    def sign_at(self, text: str, at: int) -> str:
        """Return the cosignature line for a checkpoint; ``at`` is in seconds since 1970 (``cosignature.cosign`` checks more).

        Raises: NoteError.
        """
        if self.algorithm != COSIGNATURE or not 0 < at <= MAX_NUMBER:
            message = f"{self.name} cannot cosign at {at}: expected the key of a witness (0x04) and a time after 1970"
            raise NoteError(message)
        return self._line(at.to_bytes(TIME_BYTES, "big") + self._key.sign(cosigned_message(_signable(text), at)))

    def secret(self) -> str:
        """Return the key as it is stored; whoever has it can sign in its name."""
        encoded = to_base64(bytes([self.algorithm]) + self._seed)
        return f"{_PREFIX}{self.name}+{self.vkey.key_id.hex()}+{encoded}\n"

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._seed)

    def _line(self, signature: bytes) -> str:
        return str(Signature(self.name, self.vkey.key_id, signature))

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"  # never the secret


def _signable(text: str) -> str:
    if not text_of(text, "text to be signed").endswith("\n"):
        message = f"{shown(text)} cannot be signed: the text of a note ends with a newline"
        raise NoteError(message)
    return text


def parse_signer(data: bytes | str, where: str) -> Signer:
    """Read a secret key.

    Raises: NoteError; no part of the key is in the message.
    """
    text = text_of(data, where).removesuffix("\n")
    parts = text.removeprefix(_PREFIX).split("+", 2)
    if not text.startswith(_PREFIX) or len(parts) != 3:
        message = f"{where} holds no secret key; expected {_PREFIX}NAME+ID+BASE64; put a copy of the key there"
        raise NoteError(message)
    try:
        decoded = from_base64(parts[2], where)
    except NoteError:
        decoded = b""
    signer = Signer(parts[0], decoded[1:], decoded[0]) if len(decoded) == SEED_BYTES + 1 else None
    if signer is None or signer.vkey.key_id.hex() != parts[1]:
        message = f"{where}: the secret key of {shown(parts[0])} is damaged; put a copy of the key there"
        raise NoteError(message)
    return signer


def load_signer(file: Path) -> Signer:
    """Return the signer whose secret lies in a file.

    Raises: NotFoundError where there is none, NoteError where it is damaged.
    """
    return parse_signer(keyring.read_secret(file), str(file))


def store_signer(file: Path, signer: Signer, *, replace: bool = False) -> bool:
    """Store the secret of a signer; say whether it was written. One that is there stays unless ``replace``.

    Raises: RecordError where the folder cannot be written.
    """
    return keyring.write_secret(file, signer.secret().encode("utf-8"), replace=replace)


def kept_signer(file: Path, name: str, algorithm: int = ED25519) -> Signer:
    """Return the signer whose secret lies in a file, made under this name where there is none.

    Raises: NoteError where the key there is damaged or has another name or algorithm; RecordError.
    """
    if not file.exists():
        store_signer(file, Signer.fresh(name, algorithm))  # of two who make it at once, one wins
    signer = load_signer(file)
    if (signer.name, signer.algorithm) != (name, algorithm):
        message = f"{file} holds the key of {signer.name} (0x{signer.algorithm:02x}); expected {name} (0x{algorithm:02x})"
        raise NoteError(message)
    return signer


def log_signer(origin: str) -> Signer:
    """Return the signer of a log; its key is made when it is first needed.

    Raises: NoteError, RecordError.
    """
    return kept_signer(keyring.folder_of(origin) / LOG_KEY, origin)
