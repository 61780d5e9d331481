"""Reading a folder that a stranger may have prepared: only files named by us, none through a link, none longer than it may be.

Nothing is ever opened under a name that the stick gives: names follow from sizes and hashes. Links, pipes and devices are
refused wherever they stand on the way, so that nothing outside the folder is read, and nothing outside is written when we
write to one.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from truceline.errors import BundleError
from truceline.ledger.disk.archive import CHUNK_BYTES

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Stick:
    """One folder on a stick, or a copy of it: ``shown`` is the folder that messages name."""

    def __init__(self, folder: Path, shown: Path | None = None) -> None:
        self.folder = folder
        self.shown = shown or folder

    def path(self, name: str) -> Path:
        """Return where ``name`` lies, or would; no part of the way below the folder is a link.

        Raises: BundleError.
        """
        at = self.folder
        for part in ("", *name.split("/")):
            at = at / part if part else at
            try:
                mode = at.lstat().st_mode
            except FileNotFoundError:
                continue
            except OSError as error:
                raise self._unreadable(name, error) from error
            if stat.S_ISLNK(mode):
                where = self.shown / at.relative_to(self.folder)
                message = f"{where} is a link; an exchange has files and folders only; nothing was taken"
                raise BundleError(message)
        return at

    def has(self, name: str) -> bool:
        """Say whether there is something of this name."""
        return self.path(name).exists()

    def is_file(self, name: str) -> bool:
        """Say whether there is a file of this name."""
        return self.path(name).is_file()

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return self.path(name).stat().st_size

    def sha256(self, name: str) -> str:
        """Return the hash of a file in hex."""
        computed = hashlib.sha256()
        with self.open(name, self.size(name)) as file:
            while piece := file.read(CHUNK_BYTES):
                computed.update(piece)
        return computed.hexdigest()

    @contextmanager
    def open(self, name: str, at_most: int) -> Iterator[BinaryIO]:
        """Open a file for reading.

        Raises: BundleError where it is missing, no file, or longer than ``at_most`` bytes.
        """
        place = self.path(name)
        try:
            handle = os.open(place, _FLAGS)
        except OSError as error:
            raise self._unreadable(name, error) from error
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                message = f"{self.shown / name} is no file; expected one; nothing was taken"
                raise BundleError(message)
            if found.st_size > at_most:
                message = f"{self.shown / name} has {found.st_size:,} bytes; at most {at_most:,} are expected; nothing was taken"
                raise BundleError(message)
            with os.fdopen(handle, "rb", closefd=False) as file:
                yield file
        finally:
            os.close(handle)

    def read(self, name: str, at_most: int) -> bytes:
        """Return the content of a file.

        Raises: BundleError.
        """
        with self.open(name, at_most) as file:
            try:
                data = file.read(at_most + 1)
            except OSError as error:
                raise self._unreadable(name, error) from error
        if len(data) > at_most:
            message = f"{self.shown / name} is longer than {at_most:,} bytes; nothing was taken"
            raise BundleError(message)
        return data

    def _unreadable(self, name: str, error: OSError) -> BundleError:
        where = self.shown / name
        return BundleError(f"{where} cannot be read: {error.strerror or error}; export again onto the stick; nothing was taken")
