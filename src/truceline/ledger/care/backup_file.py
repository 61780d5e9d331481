"""A backup as it lies: one zip file, nothing in it compressed, or a folder with the same files (docs/formats/backup.md).

Nothing in a backup is believed before it was checked. A name is one of a few that we write, or the backup is refused: none can
lead outside. What is compressed, encrypted, a link or a device is refused, so nothing is larger than the backup itself. Every
byte is hashed on its way and compared with the manifest, the manifest with its own hash.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from truceline.errors import BundleError

WHAT = "truceline backup"
VERSION = 1
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
DATABASE = "ledger.sqlite"
SETTINGS = "truceline.toml"
CHECKPOINT = "checkpoint.txt"
MAX_MANIFEST_BYTES = 512 * 1024 * 1024
CHUNK_BYTES = 1 << 20
LOCAL_HEADER_BYTES = 30
UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError)
"""What the standard library says of a zip file, while it is opened or read."""

_NO_NAME = "a name in it is said to be UTF-8 and is none"
_ARCHIVED = re.compile(r"archive/([0-9a-f]{2})/\1[0-9a-f]{62}(\.locked)?")
_HASH = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a backup: its place in it, the SHA-256 (hex) of its bytes as they lie there, how many there are."""

    path: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself. ``size`` and ``root`` are those of the log; ``files`` are all files but the manifest."""

    what: str
    v: int
    origin: str
    kind: str
    theatre: str
    size: int
    root: str
    schema: int
    software: str
    made_at: str
    files: tuple[BackedUp, ...]


class Source(Protocol):
    """A backup that is open for reading."""

    @property
    def names(self) -> tuple[str, ...]:
        """The files in it, all of which have names that a backup may have."""

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open one of them."""

    def size(self, name: str) -> int:
        """Return how long it says to be, in bytes."""


def is_allowed(name: str) -> bool:
    """Say whether a file of a backup may be called this."""
    return name in (MANIFEST, SEAL, DATABASE, SETTINGS, CHECKPOINT) or _ARCHIVED.fullmatch(name) is not None


@contextmanager
def opened_backup(place: Path) -> Iterator[Source]:
    """Open a backup.

    Raises: BundleError where it is none, or anything in it is called or made as it must not be.
    """
    try:
        with ExitStack() as stack:
            try:
                is_folder = _is_folder(place)
                archive = None if is_folder else stack.enter_context(zipfile.ZipFile(place))
            except FileNotFoundError as error:
                message = f"no backup {place}"
                raise BundleError(message) from error
            except OSError as error:
                message = f"{place} cannot be read: {error.strerror or error}"
                raise BundleError(message) from error
            except UnicodeDecodeError as error:
                raise zipfile.BadZipFile(_NO_NAME) from error
            yield _Folder(place) if archive is None else _Zip(place, archive)
    except UNREADABLE as error:
        message = f"{place} is no backup, or is damaged or cut off: {error}; take another copy of it"
        raise BundleError(message) from error


def _is_folder(place: Path) -> bool:
    """Say whether a backup is a folder or a file; what is neither, a device or a pipe, is not even opened."""
    mode = place.stat().st_mode
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        message = f"{place} is no plain file and no folder; expected what `truceline backup` wrote"
        raise BundleError(message)
    return stat.S_ISDIR(mode)


class _Zip:
    """A backup in one file."""

    def __init__(self, place: Path, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        _check_names(place, [info.filename for info in infos])
        for info in infos:
            _check_member(place, info)
        _check_room(place, infos)
        self._infos = {info.filename: info for info in infos}
        self.names = tuple(self._infos)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        try:
            opened = self._archive.open(self._infos[name])
        except UnicodeDecodeError as error:
            raise zipfile.BadZipFile(_NO_NAME) from error
        with opened as source:
            yield source  # type: ignore[misc]  # typeshed gives it a narrower type than it has

    def size(self, name: str) -> int:
        return self._infos[name].file_size


def _check_member(place: Path, info: zipfile.ZipInfo) -> None:
    mode = info.external_attr >> 16
    faults = (
        ("is compressed", info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size),
        ("is encrypted", bool(info.flag_bits & 0x1)),
        ("is no plain file", bool(mode) and stat.S_IFMT(mode) not in (0, stat.S_IFREG)),
    )
    for what, is_so in faults:
        if is_so:
            message = f"{place}: {info.filename} {what}; expected a file as it is; nothing was written"
            raise BundleError(message)


def _check_room(place: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Refuse files that lie over each other: together they would be larger than the backup."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            message = (
                f"{place}: {info.filename} lies over the file in front of it (byte {info.header_offset}); nothing was written"
            )
            raise BundleError(message)
        end = info.header_offset + LOCAL_HEADER_BYTES + len(info.filename) + info.file_size
    if end > place.stat().st_size:
        message = f"{place} has {place.stat().st_size:,} bytes, less than the {end:,} of the files in it; it is cut off"
        raise BundleError(message)


class _Folder:
    """A backup in a folder."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._sizes: dict[str, int] = {}
        for folder, folders, files in os.walk(place):
            for name in (*folders, *files):
                self._look_at(Path(folder) / name, is_folder=name in folders)
        _check_names(place, list(self._sizes))
        self.names = tuple(self._sizes)

    def _look_at(self, file: Path, *, is_folder: bool) -> None:
        said = file.lstat()
        if not (stat.S_ISDIR(said.st_mode) if is_folder else stat.S_ISREG(said.st_mode)):
            message = f"{file} is a link or a device; expected plain files; nothing was written"
            raise BundleError(message)
        if not is_folder:
            self._sizes[file.relative_to(self._place).as_posix()] = said.st_size

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        # Never through a link that was put there since we looked.
        handle = os.open(self._place / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as source:
            yield source

    def size(self, name: str) -> int:
        return self._sizes[name]


def _check_names(place: Path, names: list[str]) -> None:
    wrong = next((name for name in names if not is_allowed(name)), None)
    if wrong is not None:
        message = f"{place} holds a file called {wrong!r:.200}, which no backup has; nothing was written"
        raise BundleError(message)
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        message = f"{place} holds {twice} twice; nothing was written"
        raise BundleError(message)


def read_manifest(source: Source, place: Path) -> Manifest:
    """Read the manifest, compare it with its hash, and the names in it with those that are there.

    Raises: BundleError.
    """
    missing = [name for name in (MANIFEST, SEAL, DATABASE, SETTINGS) if name not in source.names]
    if missing:
        message = f"{place} has no {missing[0]}; it is no backup, or was cut off while it was copied; take another copy of it"
        raise BundleError(message)
    data = _small(source, MANIFEST, place, MAX_MANIFEST_BYTES)
    seal = _small(source, SEAL, place, 200).decode("ascii", "replace").split()
    computed = hashlib.sha256(data).hexdigest()
    if seal[:1] != [computed]:
        message = f"{place}: {MANIFEST} was changed: {SEAL} says {' '.join(seal)!r:.80}, computed {computed}; take another copy"
        raise BundleError(message)
    return _checked(data, source, place)


def _checked(data: bytes, source: Source, place: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{place}: {MANIFEST} cannot be read: {error}"
        raise BundleError(message) from error
    if manifest.what != WHAT or manifest.v != VERSION:
        message = (
            f"{place} is {manifest.what!r:.60} version {manifest.v}; this truceline reads {WHAT!r} version {VERSION}; upgrade"
        )
        raise BundleError(message)
    if not (_INSTANT.fullmatch(manifest.made_at) and manifest.software.isprintable()):
        said = f"made_at {manifest.made_at!a:.60}, software {manifest.software!a:.60}"
        message = f"{place}: {MANIFEST} says {said}; expected an instant and the name of a program"
        raise BundleError(message)
    named = {file.path: file for file in manifest.files}
    there = set(source.names) - {MANIFEST, SEAL}
    for what, paths in (("is named and missing", named.keys() - there), ("is there and not named", there - named.keys())):
        if paths:
            message = f"{place}: {min(paths)!r:.200} {what} in its manifest; nothing was written; take another copy"
            raise BundleError(message)
    for file in manifest.files:
        if not _HASH.fullmatch(file.sha256) or file.size != source.size(file.path):
            message = (
                f"{place}: {file.path} has {source.size(file.path):,} bytes; the manifest says {file.size:,}; take another copy"
            )
            raise BundleError(message)
    return manifest


def _small(source: Source, name: str, place: Path, most: int) -> bytes:
    if source.size(name) > most:
        message = f"{place}: {name} has {source.size(name):,} bytes; expected at most {most:,}; nothing was written"
        raise BundleError(message)
    with source.opened(name) as file:
        return file.read()


def pieces(source: Source, file: BackedUp, place: Path) -> Iterator[bytes]:
    """Yield the bytes of one file; only when the end was reached are they known to be what the manifest says.

    Raises: BundleError.
    """
    computed = hashlib.sha256()
    with source.opened(file.path) as opened:
        while piece := opened.read(CHUNK_BYTES):
            computed.update(piece)
            yield piece
    if computed.hexdigest() != file.sha256:
        found = f"expected SHA-256 {file.sha256}, computed {computed.hexdigest()}"
        message = f"{place}: {file.path} was changed: {found}; take another copy of the backup"
        raise BundleError(message)
