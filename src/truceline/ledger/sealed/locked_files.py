"""Files that lie encrypted in the archive, each under a key of its own, which the key of its compartment wraps.

A locked file is a line that says what it is, a line of JSON, and frames. A frame is a megabyte of the file, the last one what
is left (at least one frame, even of nothing), each with ChaCha20-Poly1305 (RFC 8439) under the file's own key; its nonce is its
number in 11 bytes and a byte that is 1 for the last, so that no frame can be dropped, doubled or moved. Associated data
is the SHA-256 of the whole file, in hex, which is also its name in the archive.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from truceline.errors import KeyMissingError, RecordBrokenError
from truceline.ledger.sealed.vault import Vault

FIRST_LINE = b"truceline/locked/v1\n"
FRAME_BYTES = 1 << 20
TAG_BYTES = 16
LONGEST_HEAD = 4096


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the frames. ``characters`` is how long the file is as a text (UTF-8), None where it is none."""

    compartment: str
    wrapped_key: str
    characters: int | None = None


class FileLock:
    """Locks and unlocks archived files; ``vault`` is asked for when it is needed: a record that is being opened has none yet."""

    def __init__(self, vault: Callable[[], Vault]) -> None:
        self._vault = vault

    def locked(self, compartment: str, digest: str, data: bytes) -> bytes:
        """Return what is stored for ``data``, of which ``digest`` is the SHA-256 in hex."""
        return b"".join(self.locking(compartment, digest, io.BytesIO(data), _characters(data)))

    def locking(self, compartment: str, digest: str, source: BinaryIO, characters: int | None = None) -> Iterator[bytes]:
        """Yield what is stored for what is left to read of ``source``, a frame at a time; ``characters`` as in ``Head``."""
        own = ChaCha20Poly1305.generate_key()
        wrapped = self._vault().wrap(compartment, _for(digest), own)
        yield _written(Head(compartment=compartment, wrapped_key=base64.b64encode(wrapped).decode(), characters=characters))
        cipher, number, frame, is_last = ChaCha20Poly1305(own), 0, source.read(FRAME_BYTES), False
        while not is_last:
            after = source.read(FRAME_BYTES)
            is_last = not after
            yield cipher.encrypt(_nonce(number, is_last=is_last), frame, digest.encode())
            number, frame = number + 1, after

    def unlocked(self, digest: str, source: BinaryIO) -> Iterator[bytes]:
        """Yield the bytes of which ``source`` was stored, a frame at a time.

        Raises: KeyMissingError where the key of the compartment is not here, RecordBrokenError where it was changed.
        """
        head = read_head(digest, source)
        vault = self._vault()
        own = vault.unwrap(head.compartment, _for(digest), base64.b64decode(head.wrapped_key))
        if own is None:
            message = (
                f"archived file {digest} is confidential, and the key of compartment {head.compartment} is not here "
                f"(looked for {vault.file(head.compartment)}); take it in with `truceline compartments import`"
            )
            raise KeyMissingError(message)
        cipher, number = ChaCha20Poly1305(own), 0
        frame = source.read(FRAME_BYTES + TAG_BYTES)
        while frame:
            after = source.read(FRAME_BYTES + TAG_BYTES)
            try:
                yield cipher.decrypt(_nonce(number, is_last=not after), frame, digest.encode())
            except InvalidTag as error:
                raise RecordBrokenError(_changed(digest, f"frame {number} does not open with its key")) from error
            frame, number = after, number + 1
        if not number:
            raise RecordBrokenError(_changed(digest, "it has no frames"))


def rewrapped(vault: Vault, digest: str, source: BinaryIO) -> Iterator[bytes]:
    """Yield what is stored for a file once its key is wrapped under the key that locks now; the frames are as they were.

    Raises: KeyMissingError where the key it is wrapped under is not here, RecordBrokenError where it was changed.
    """
    head = read_head(digest, source)
    own = vault.unwrap(head.compartment, _for(digest), base64.b64decode(head.wrapped_key))
    if own is None:
        message = f"archived file {digest}: the key of compartment {head.compartment} that it is wrapped under is not here"
        raise KeyMissingError(message)
    wrapped = vault.wrap(head.compartment, _for(digest), own)
    yield _written(msgspec.structs.replace(head, wrapped_key=base64.b64encode(wrapped).decode()))
    while piece := source.read(FRAME_BYTES):
        yield piece


def _written(head: Head) -> bytes:
    return FIRST_LINE + msgspec.json.encode(head) + b"\n"


def read_head(digest: str, source: BinaryIO) -> Head:
    """Read what stands before the frames.

    Raises: RecordBrokenError where it is not the beginning of a locked file.
    """
    first, line = source.read(len(FIRST_LINE)), source.readline(LONGEST_HEAD)
    try:
        head = msgspec.json.decode(line, type=Head)
        base64.b64decode(head.wrapped_key, validate=True)
    except (ValueError, RecursionError) as error:
        raise RecordBrokenError(_changed(digest, f"its second line cannot be read ({error})")) from error
    if first != FIRST_LINE:
        raise RecordBrokenError(_changed(digest, f"it begins with {first!r}"))
    return head


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _for(digest: str) -> str:
    """Return what the key of a file is bound to; no digest of a sealed value looks like it."""
    return f"file {digest}"


def _characters(data: bytes) -> int | None:
    try:
        return len(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return None


def _changed(digest: str, what: str) -> str:
    return f"archived file {digest} was changed: {what}; restore it from a copy of the record"
