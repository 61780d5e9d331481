"""The vault: sealed values are encrypted at rest, each under a key of its own, which a key of its compartment wraps.

The keys of compartments lie in the key folder (``keyring.py``), never in the record. A copy of the record without them can be
verified whole, and none of its sealed values can be read. Deleting a row deletes the value with its own key, so that what an
old page of the database still holds is noise.

A key file has one key or several, 32 bytes each: the first locks, all of them unlock. Several are there after a key was handed
over to where another had been made already, and while a key is being changed. What ids and decoys were made from stays when a
key is changed: the reference keys of the keys before lie beside it (``.refs``), and open nothing. Everything is
ChaCha20-Poly1305 (RFC 8439):

* value: the disclosure, filled with spaces to a multiple of 128 so that its length says little, under its own fresh key;
  associated data ``truceline/sealed/v1 LF digest``
* own key: under the key of the compartment; stored as 8 bytes that name that key, 12 bytes of nonce, 48 bytes;
  associated data ``truceline/wrapped/v1 LF compartment LF digest`` (of an archived file: ``file``, a space and its hash)
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from truceline.errors import RecordBrokenError
from truceline.ledger.sealed import keyring

KEY_BYTES = 32
NONCE_BYTES = 12
NAME_BYTES = 8
TAG_BYTES = 16
WRAPPED_BYTES = NAME_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BYTES
FILL = 128
FOLDER = "compartments"
KEYS, REFERENCES = ".key", ".refs"
WITHDRAWN = b"withdrawn\n"
MARK_DIGITS = 32


class Locked(msgspec.Struct, frozen=True):
    """A sealed value as it lies in the database."""

    nonce: bytes
    ciphertext: bytes
    wrapped_key: bytes


class _Keys(msgspec.Struct, frozen=True):
    """Keys as read from a file, and by what to see that the file was changed since."""

    seen: tuple[int, int, int]
    keys: tuple[bytes, ...]


class Vault:
    """Locks and unlocks the sealed values of one log; keys are made when they are first needed for locking."""

    def __init__(self, origin: str) -> None:
        self._folder = keyring.folder_of(origin) / FOLDER
        self._read: dict[Path, _Keys] = {}
        self._files: dict[str, Path] = {}

    def lock(self, compartment: str, digest: str, encoded: str) -> Locked:
        """Encrypt a disclosure (ASCII) of which ``digest`` stands in the log.

        Raises: RecordError where the key folder cannot be written.
        """
        own, nonce = ChaCha20Poly1305.generate_key(), secrets.token_bytes(NONCE_BYTES)
        filled = encoded.ljust(-(-len(encoded) // FILL) * FILL).encode("ascii")
        ciphertext = ChaCha20Poly1305(own).encrypt(nonce, filled, _value_of(digest))
        return Locked(nonce, ciphertext, self.wrap(compartment, digest, own))

    def unlock(self, compartment: str, digest: str, locked: Locked) -> str | None:
        """Return the disclosure, None where the key of its compartment is not here.

        Raises: RecordBrokenError where what is stored was changed, or was stored for another digest or compartment.
        """
        own = self.unwrap(compartment, digest, locked.wrapped_key)
        if own is None:
            return None
        try:
            filled = ChaCha20Poly1305(own).decrypt(locked.nonce, locked.ciphertext, _value_of(digest))
        except (InvalidTag, ValueError) as error:
            message = _changed("the sealed value", compartment, digest)
            raise RecordBrokenError(message) from error
        return filled.decode("ascii").rstrip(" ")

    def wrap(self, compartment: str, what: str, own: bytes) -> bytes:
        """Wrap the key of one value under the key of its compartment; ``what`` says which value it is for.

        Raises: RecordError where the key folder cannot be written.
        """
        key, nonce = self.key(compartment), secrets.token_bytes(NONCE_BYTES)
        return name_of(key) + nonce + ChaCha20Poly1305(key).encrypt(nonce, own, _wrapped_for(compartment, what))

    def unwrap(self, compartment: str, what: str, wrapped: bytes) -> bytes | None:
        """Return the key of one value, None where the key it is wrapped under is not here.

        Raises: RecordBrokenError where what is stored was changed, the name of the key it is wrapped under too: else a value
        that can be read would pass for one that is locked to us.
        """
        name, nonce, sealed = wrapped[:NAME_BYTES], wrapped[NAME_BYTES:][:NONCE_BYTES], wrapped[NAME_BYTES + NONCE_BYTES :]
        opened = {name_of(key): _opened(key, nonce, sealed, _wrapped_for(compartment, what)) for key in self.keys(compartment)}
        own = opened.get(name)
        if own is None and (name in opened or any(opened.values()) or len(wrapped) != WRAPPED_BYTES):
            message = _changed("the key of the sealed value", compartment, what)
            raise RecordBrokenError(message)
        return own

    def key(self, compartment: str) -> bytes:
        """Return the key that locks in this compartment; it is made where there is none.

        Raises: RecordError where the key folder cannot be written.
        """
        keys = self.keys(compartment)
        if not keys:
            keyring.write_secret(self.file(compartment), ChaCha20Poly1305.generate_key())
            keys = self.keys(compartment)  # of two who make it at once, one wins
        return keys[0]

    def keys(self, compartment: str) -> tuple[bytes, ...]:
        """Return the keys that are here, the one that locks first; none where there is no file.

        Raises: RecordBrokenError where the file holds no whole keys.
        """
        return self._keys_in(self.file(compartment))

    def reference_keys(self, compartment: str) -> tuple[bytes, ...]:
        """Return the keys from which references are made, the one that makes them first; none where no key is here."""
        kept = self._keys_in(self.references_file(compartment))
        return tuple(dict.fromkeys((*kept, *map(reference_key, self.keys(compartment)))))

    def reference(self, compartment: str, words: bytes) -> bytes:
        """Return 32 bytes that follow from ``words`` and the compartment's key, and that nobody can guess without the key."""
        self.key(compartment)
        return _reference(self.reference_keys(compartment)[0], words)

    def references(self, compartment: str, words: bytes) -> tuple[bytes, ...]:
        """Return what ``reference`` gives for each of the keys that are here; no key is made."""
        return tuple(_reference(key, words) for key in self.reference_keys(compartment))

    def here(self) -> tuple[str, ...]:
        """Return the compartments whose keys are here."""
        return tuple(file.stem for file in sorted(self._folder.glob(f"*{KEYS}")))

    def marks(self, words: bytes, compartments: Iterable[str]) -> frozenset[str]:
        """Return by what something is known again that was ordered to go, 32 hex digits for each key of these compartments."""
        return frozenset(mark.hex()[:MARK_DIGITS] for co in compartments for mark in self.references(co, WITHDRAWN + words))

    def file(self, compartment: str) -> Path:
        """Return the file of a compartment's keys, whether it exists or not; asked for with every value, so made once."""
        found = self._files.get(compartment)
        if found is None:
            found = self._files[compartment] = self._folder / f"{compartment}{KEYS}"
        return found

    def references_file(self, compartment: str) -> Path:
        """Return the file of the reference keys that are kept when keys are changed, whether it exists or not."""
        return self._folder / f"{compartment}{REFERENCES}"

    def _keys_in(self, file: Path) -> tuple[bytes, ...]:
        try:
            stat = file.stat()
        except FileNotFoundError:
            return ()
        seen = stat.st_ino, stat.st_mtime_ns, stat.st_size
        known = self._read.get(file)
        if known is None or known.seen != seen:
            known = _Keys(seen, split_keys(keyring.read_secret(file), str(file)))
            self._read[file] = known
        return known.keys


def name_of(key: bytes) -> bytes:
    """Return the 8 bytes by which a compartment's key is known; they say nothing of the key."""
    return hashlib.sha256(b"truceline/compartment-key/v1\n" + key).digest()[:NAME_BYTES]


def split_keys(data: bytes, where: str) -> tuple[bytes, ...]:
    """Take the content of a key file apart.

    Raises: RecordBrokenError where it holds no whole keys.
    """
    if not data or len(data) % KEY_BYTES:
        message = f"key file {where} has {len(data)} bytes; expected a multiple of {KEY_BYTES}; put a copy of it in its place"
        raise RecordBrokenError(message)
    return tuple(data[at : at + KEY_BYTES] for at in range(0, len(data), KEY_BYTES))


def is_older(file: Path, data: bytes) -> bool:
    """Say whether ``data`` are keys of a compartment that were changed since for those in ``file``."""
    references = file.with_suffix(REFERENCES)
    if file.suffix != KEYS or not references.exists():
        return False
    kept = split_keys(keyring.read_secret(references), str(references))
    return all(reference_key(key) in kept for key in split_keys(data, "the keys brought"))


def reference_key(key: bytes) -> bytes:
    """Return the key from which references are made; nothing that ``key`` wraps can be opened with it."""
    return hmac.digest(key, b"truceline/reference/v1", "sha256")


def _reference(key: bytes, words: bytes) -> bytes:
    return hmac.digest(key, words, "sha256")


def _opened(key: bytes, nonce: bytes, sealed: bytes, of: bytes) -> bytes | None:
    """Return what ``key`` opens, None where it does not."""
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, of)
    except (InvalidTag, ValueError):
        return None


def _value_of(digest: str) -> bytes:
    return f"truceline/sealed/v1\n{digest}".encode("ascii")


def _wrapped_for(compartment: str, what: str) -> bytes:
    return f"truceline/wrapped/v1\n{compartment}\n{what}".encode()


def _changed(what: str, compartment: str, digest: str) -> str:
    return (
        f"{what} {digest} of compartment {compartment} does not open with its key: what is stored was changed after it was "
        "sealed; restore the row from a copy of the record"
    )
