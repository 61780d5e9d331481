"""The theatre pack as a page: its files, one of them opened, and every version that was in use, by hash."""

from __future__ import annotations

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.ledger.kept_packs import KeptPack, files_of, kept_packs


class PackFileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the pack: its ``path``, ``size`` in bytes, and the SHA-256 of its bytes."""

    path: str
    size: int
    sha256: str


class PackVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version that was put into use at ``entry`` by somebody; ``version`` as the pack says it, its hash, of how many files."""

    entry: int
    at: str
    by: str
    version: str
    sha256: str
    files: int


class PackPage(msgspec.Struct, frozen=True, kw_only=True):
    """The pack in use: ``base`` is the hash of this version; its ``files``; the ``versions``, the newest first.

    ``path`` and ``text``: the file that is opened, None where none is.
    """

    theatre: str
    base: str
    files: tuple[PackFileView, ...]
    versions: tuple[PackVersion, ...]
    path: str | None = None
    text: str | None = None


def pack_page(record: Record, path: str | None = None) -> PackPage:
    """Return the pack in use, with one of its files opened; a path that is not there is opened empty.

    Raises:
        NotFoundError: the record has no pack.
    """
    versions = _versions(record)
    newest = versions[-1]
    files = files_of(record, newest)
    return PackPage(
        theatre=newest.name,
        base=newest.theatre_sha256,
        files=tuple(PackFileView(path=name, size=len(data), sha256=newest.files[name]) for name, data in files.items()),
        versions=tuple(
            PackVersion(
                entry=each.entry, at=each.at, by=each.by, version=each.version, sha256=each.theatre_sha256, files=len(each.files)
            )
            for each in reversed(versions)
        ),
        path=path,
        text=None if path is None else files.get(path, b"").decode("utf-8", "replace"),
    )


def pack_file(record: Record, entry: int, path: str) -> bytes:
    """Return one file of the version that came into use at ``entry``, as it came.

    Raises:
        NotFoundError: there is no such version or file.
    """
    found = next((each for each in _versions(record) if each.entry == entry), None)
    if found is None or path not in found.files:
        message = f"no file {path[:100]} in the pack of entry {entry}; look at the list of its versions"
        raise NotFoundError(message)
    return files_of(record, found)[path]


def _versions(record: Record) -> tuple[KeptPack, ...]:
    found = kept_packs(record)
    if not found:
        message = "this record has no theatre pack; its making was interrupted: run `truceline init` there again"
        raise NotFoundError(message)
    return found
