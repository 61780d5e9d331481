"""A copy of the keys of a log, encrypted with a passphrase: the one thing that a backup of a record leaves out.

Whoever has it and the passphrase can read every sealed value of the record and sign in its name, so it is kept apart from
backups. The key is made from the passphrase with scrypt (RFC 7914), the content encrypted with AES-256-GCM; what stands in
the open is authenticated with it. The high-water mark is not in it: a copy of that would say that less had been seen.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from truceline.errors import BundleError, NotFoundError, UsageError
from truceline.ledger.disk.whole_files import whole_file
from truceline.ledger.heads import high_water
from truceline.ledger.heads.log_keys import log_keys
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.sealed import keyring
from truceline.ledger.sealed.vault import is_older
from truceline.ledger.store import Store

WHAT = "truceline keys"
VERSION = 1
MIN_CHARACTERS = 12
MAX_BYTES = 16_000_000
SALT_BYTES = 16
NONCE_BYTES = 12
COST, BLOCK, LANES = 2**17, 8, 1
"""scrypt with 128 MiB of memory: about half a second."""
MAX_COST = 2**20

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,99})?")
_LEFT_OUT = frozenset({high_water.NAME, "lock", "lock.gate"})


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """The file. ``salt``, ``nonce`` and ``ciphertext`` are base64; ``n``, ``r``, ``p`` are the costs of scrypt."""

    what: str
    v: int
    origin: str
    n: int
    r: int
    p: int
    salt: str
    nonce: str
    ciphertext: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was put back: how many key files were written, were there already, and are there with other content and stayed.

    ``older``: files of compartments whose keys were changed since the backup was made; they stayed too.
    """

    written: int
    same: int
    differing: tuple[str, ...]
    older: tuple[str, ...] = ()


Keys = dict[str, dict[str, str]]
"""Of each origin, the files of its folder by their path in it, in base64."""


def back_up_keys(store: Store, target: Path, passphrase: str, *, cost: int = COST) -> int:
    """Write all keys of a record into one encrypted file and return how many there are; ``cost`` is the n of scrypt.

    Raises: UsageError where the passphrase is short or the file exists, NotFoundError where no key is on this machine.
    """
    if len(passphrase) < MIN_CHARACTERS:
        message = f"a passphrase of {len(passphrase)} characters; expected at least {MIN_CHARACTERS}: several words will do"
        raise UsageError(message)
    origins = {store.origin, *(key.origin for key in log_keys(store))}
    keys: Keys = {origin: _files_of(origin) for origin in sorted(origins)}
    count = sum(map(len, keys.values()))
    if not count:
        message = f"no key of this record is on this machine (looked in {keyring.folder_of(store.origin)}); nothing was written"
        raise NotFoundError(message)
    envelope = Envelope(
        what=WHAT,
        v=VERSION,
        origin=store.origin,
        n=cost,
        r=BLOCK,
        p=LANES,
        salt=to_base64(secrets.token_bytes(SALT_BYTES)),
        nonce=to_base64(secrets.token_bytes(NONCE_BYTES)),
    )
    sealed = AESGCM(_key(envelope, passphrase)).encrypt(_bytes(envelope.nonce), msgspec.json.encode(keys), _in_the_open(envelope))
    with whole_file(target) as out:
        out.write(
            msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(envelope, ciphertext=to_base64(sealed))), indent=1)
        )
    return count


def restore_keys(source: Path, passphrase: str) -> Taken:
    """Put keys back where they belong on this machine. A key that is there already is never overwritten.

    Raises: BundleError where the file is damaged, something else, or the passphrase is wrong; nothing is written then.
    """
    envelope = _read(source)
    try:
        plain = AESGCM(_key(envelope, passphrase)).decrypt(
            _bytes(envelope.nonce), _bytes(envelope.ciphertext), _in_the_open(envelope)
        )
        keys = msgspec.json.decode(plain, type=Keys)
        files = {
            (origin, name): base64.b64decode(data, validate=True)
            for origin, found in keys.items()
            for name, data in found.items()
        }
    except (InvalidTag, ValueError, RecursionError) as error:
        message = f"{source} does not open: the passphrase is another one, or the file was changed; nothing was written"
        raise BundleError(message) from error
    wrong = next((name for _, name in files if not _NAME.fullmatch(name) or name in _LEFT_OUT), None)
    if wrong is not None:
        message = f"{source} holds a key called {wrong!r:.80}, which no key is; nothing was written"
        raise BundleError(message)
    return _put_back(files)


def _put_back(files: dict[tuple[str, str], bytes]) -> Taken:
    written, same = 0, 0
    differing: list[str] = []
    older: list[str] = []
    for (origin, name), data in files.items():
        file = keyring.folder_of(origin) / name
        if keyring.write_secret(file, data):
            written += 1
        elif keyring.read_secret(file) == data:
            same += 1
        else:
            (older if is_older(file, data) else differing).append(str(file))
    return Taken(written=written, same=same, differing=tuple(differing), older=tuple(older))


def _files_of(origin: str) -> dict[str, str]:
    folder = keyring.folder_of(origin)
    found = {}
    for place, _, files in os.walk(folder):
        for name in files:
            file = Path(place) / name
            path = file.relative_to(folder).as_posix()
            if path not in _LEFT_OUT and _NAME.fullmatch(path):
                found[path] = to_base64(keyring.read_secret(file))
    return found


def _read(source: Path) -> Envelope:
    try:
        with source.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        envelope = msgspec.json.decode(data, type=Envelope)
    except OSError as error:
        message = f"{source} cannot be read: {error.strerror}"
        raise BundleError(message) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{source} is no file of keys: {error}; expected what `truceline backup --keys-to` writes"
        raise BundleError(message) from error
    if envelope.what != WHAT or envelope.v != VERSION:
        message = f"{source} is {envelope.what!r:.60} version {envelope.v}; this truceline reads {WHAT!r} version {VERSION}"
        raise BundleError(message)
    possible = 2**14 <= envelope.n <= MAX_COST and envelope.n & (envelope.n - 1) == 0
    if not possible or (envelope.r, envelope.p) != (BLOCK, LANES):
        message = (
            f"{source} asks for scrypt with n={envelope.n}, r={envelope.r}, p={envelope.p}; expected n up to {MAX_COST}, 8, 1"
        )
        raise BundleError(message)
    return envelope


def _key(envelope: Envelope, passphrase: str) -> bytes:
    scrypt = Scrypt(salt=_bytes(envelope.salt), length=32, n=envelope.n, r=envelope.r, p=envelope.p)
    return scrypt.derive(passphrase.encode("utf-8", "surrogatepass"))


def _in_the_open(envelope: Envelope) -> bytes:
    """Return what is authenticated with the content: everything but the ciphertext, keys sorted, no spaces."""
    return msgspec.json.encode(msgspec.structs.replace(envelope, ciphertext=""), order="sorted")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
