"""What lies where on a stick, and the manifest. Source: C2SP tlog-tiles, and tlog-mirror for the folder; the rest is ours.

    <DIR>/<SHA-256 of the origin, hex>/checkpoint                 the signed head
    .../tile/<level>/<number>[.p/<width>]                         hashes
    .../tile/entries/<number>[.p/<width>]                         leaves
    .../blob/ab/ab12...                                           archived files under their own SHA-256
    .../manifest.json                                             what else is there, written last

A folder holds one state of one log and nothing of another; a stick may hold the folders of several offices.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

import msgspec

from truceline.errors import BundleError
from truceline.model import RecordKind

FORMAT: Final = "truceline-exchange/1"
_FORMAT = re.compile(r"truceline-exchange/([1-9][0-9]{0,8})", re.ASCII)
PROVES = "shows that the log was not changed, never that a claim is true"
MANIFEST = "manifest.json"
BLOB_FOLDER = "blob"
MAX_MANIFEST = 256 * 1024 * 1024
MAX_BLOBS = 2_000_000
FOLDER_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Blob(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An archived file that comes along: its SHA-256 in hex and its size in bytes."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader must know before the checkpoint, and what comes along beside the log.

    ``vkeys`` are the keys that sign for the log: believed when a log is met for the first time, compared ever after.
    ``root`` is that of the log at this size; ``compartments`` (opaque ids) are those whose files were asked to come along.
    ``disclosures`` are sealed values that may be read by whoever has the stick (titles); ``withheld`` counts the archived files
    that entries name and that do not come along.
    """

    format: str
    software: str
    kind: RecordKind
    theatre: str
    origin: str
    size: int
    root: str
    vkeys: tuple[str, ...]
    blobs: tuple[Blob, ...]
    disclosures: tuple[str, ...] = ()
    withheld: int = 0
    compartments: tuple[str, ...] = ()
    proves: str = PROVES


class _Versioned(msgspec.Struct):
    """The one field by which every version is known."""

    format: str


def folder_name(origin: str) -> str:
    """Return the name of a log's folder."""
    return hashlib.sha256(origin.encode("utf-8", "surrogatepass")).hexdigest()


def blob_path(sha256: str) -> str:
    """Return the path of an archived file."""
    return f"{BLOB_FOLDER}/{sha256[:2]}/{sha256}"


def encode(manifest: Manifest) -> bytes:
    """Return the one form of a manifest."""
    return msgspec.json.encode(manifest, order="sorted") + b"\n"


def parse(data: bytes, where: str) -> Manifest:
    """Read a manifest; it is only well-formed then, nothing in it is true yet.

    Raises: BundleError.
    """
    try:
        version = msgspec.json.decode(data, type=_Versioned).format
        known = _FORMAT.fullmatch(version)
        if known and version != FORMAT:
            message = f"{where} is of format {version}; this truceline reads {FORMAT}; upgrade to read it"
            raise BundleError(message)
        if not known:
            message = f"{where} is of format {version[:40]!a}; expected {FORMAT}"
            raise BundleError(message)
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{where} is no manifest of an exchange: {error}"
        raise BundleError(message) from error
    _check(manifest, where)
    return manifest


def _check(manifest: Manifest, where: str) -> None:
    if manifest.size < 1 or not manifest.vkeys or len(manifest.blobs) > MAX_BLOBS:
        message = (
            f"{where}: {manifest.size} entries, {len(manifest.vkeys)} keys, {len(manifest.blobs)} files; expected one or more"
        )
        raise BundleError(message)
    last = ""
    for blob in manifest.blobs:
        if not FOLDER_NAME.fullmatch(blob.sha256) or blob.size < 0:
            message = f"{where}: blob {blob.sha256[:80]!a} of {blob.size} bytes; expected a SHA-256 in hex and a size"
            raise BundleError(message)
        if blob.sha256 <= last:
            message = f"{where}: blob {blob.sha256} after {last}; expected each once, in order"
            raise BundleError(message)
        last = blob.sha256
