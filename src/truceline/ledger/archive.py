"""The archive: bytes kept under the name of their own SHA-256, written before the entry that names them.

``add`` puts bytes into a waiting file; ``settle`` makes all waiting files durable (each synced, renamed to its place, then
each folder synced once) and is called before the transaction that names them commits. A crash before ``settle`` leaves a
nameless waiting file, a crash after it an archived file that no entry names: both are harmless, and the same bytes land on
the same name when they come again.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from truceline.errors import NotFoundError, RecordBrokenError


class Archive:
    """The content-addressed files under ``folder`` (``ab/ab12...``)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, Path] = {}

    def add(self, data: bytes) -> str:
        """Take bytes in and return their SHA-256 in hex. They are durable after the next ``settle``."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._waiting and not self._is_settled(digest, data):
            waiting = self._folder / "waiting" / f"{secrets.token_hex(8)}-{digest[:16]}"
            waiting.parent.mkdir(parents=True, exist_ok=True)
            waiting.write_bytes(data)
            self._waiting[digest] = waiting
        return digest

    def settle(self) -> None:
        """Make everything added so far durable, in an order in which no crash leaves half a file under a digest."""
        touched = set()
        for digest, waiting in self._waiting.items():
            sync_file(waiting)
            place = self._place(digest)
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                touched.add(self._folder)
            waiting.replace(place)
            touched.add(place.parent)
        for folder in touched:
            sync_file(folder)
        self._waiting.clear()

    def read(self, digest: str) -> bytes:
        """Return archived bytes, checked against their digest.

        Raises: NotFoundError where there are none, RecordBrokenError where they were changed.
        """
        place = self._waiting.get(digest) or self._place(digest)
        try:
            data = place.read_bytes()
        except FileNotFoundError as error:
            message = f"no archived file {digest} (looked at {place}); restore it from a copy of the record"
            raise NotFoundError(message) from error
        computed = hashlib.sha256(data).hexdigest()
        if computed != digest:
            message = f"archived file {place} was changed: expected SHA-256 {digest}, computed {computed}"
            raise RecordBrokenError(message)
        return data

    def _is_settled(self, digest: str, data: bytes) -> bool:
        """Say whether exactly these bytes are in their place already; a damaged file there is written anew."""
        place = self._place(digest)
        return place.is_file() and place.read_bytes() == data

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def sync_file(path: Path) -> None:
    """Have the operating system put a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
