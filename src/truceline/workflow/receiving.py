"""What may be sent in as a file of reports: its name, its size and its first bytes, looked at before anything is read.

Programs, archives, pictures and documents that are not text are refused by what they hold, whatever they are called; a name that
does not read as it is written is refused too, since the id of a report is made from it. Nothing is unpacked and nothing is run.
"""

from __future__ import annotations

import unicodedata

from truceline.errors import UsageError
from truceline.reader.formats.incoming import HIDDEN_IN_NAME, shown
from truceline.reader.formats.paths import KINDS
from truceline.workflow.media import HEAD_BYTES, UNKNOWN, media_of

MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
"""A file that is read as a whole: larger ones are not read by ingest either."""
LARGEST_LINES = 256 * MEGABYTE
"""A file that is read line by line."""
BY_LINES = (".jsonl", ".ndjson")
LONGEST_NAME = 150
EXTENSIONS = tuple(sorted(KINDS))

_PROGRAMS = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xfe\xed\xfa", "a macOS program"),
    (b"\xce\xfa\xed\xfe", "a macOS program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a program"),
    (b"dex\n", "an Android program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut"),
    (b"#!", "a script"),
)
_ARCHIVES = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"MSCF", "a cab archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"SQLite format 3\x00", "a database"),
)
_TAR_AT, _TAR = 257, b"ustar"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Texts in UTF-16 begin so; they alone have zero bytes."""


def checked_name(name: str) -> str:
    r"""Return the name of a file without any folder before it.

    >>> checked_name("C:\\Users\\me\\day 12.txt"), checked_name("../../etc/report.md")
    ('day 12.txt', 'report.md')

    Raises:
        UsageError: it is no name of a file that is read here, or does not read as it is written.
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2].strip())
    if hidden := HIDDEN_IN_NAME.search(last):
        message = f"the file name {shown(last)[:80]} holds the hidden character U+{ord(hidden.group()):04X}; rename the file"
        raise UsageError(message)
    stem, dot, extension = last.rpartition(".")
    if not dot or not stem.strip(". ") or f".{extension.lower()}" not in KINDS:
        message = f"{last[:80] or 'a file without a name'}: expected a name that ends in one of {', '.join(EXTENSIONS)}"
        raise UsageError(message)
    if len(last) > LONGEST_NAME or len(last.encode()) > 2 * LONGEST_NAME or stem.startswith((".", "-")):
        message = f"{last[:80]}: expected a name of at most {LONGEST_NAME} letters that does not begin with a dot or a hyphen"
        raise UsageError(message)
    return last


def largest(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return LARGEST_LINES if name.lower().endswith(BY_LINES) else LARGEST


def check_size(name: str, size: int) -> None:
    """Refuse a file that is empty or too large.

    Raises:
        UsageError: it is.
    """
    most = largest(name)
    if not 0 < size <= most:
        has = "is empty" if size == 0 else f"has {size / MEGABYTE:,.0f} MB" if size > 0 else f"cannot have {size} bytes"
        message = f"{name} {has}; expected 1 byte to {most // MEGABYTE} MB; cut a larger one into several, or use .jsonl"
        raise UsageError(message)


def check_head(name: str, head: bytes) -> None:
    """Refuse a file whose first ``HEAD_BYTES`` bytes say that it holds no text.

    Raises:
        UsageError: they do; what they are is said.
    """
    head = head[:HEAD_BYTES]
    found = next((what for start, what in (*_PROGRAMS, *_ARCHIVES) if head.startswith(start)), None)
    if found is None and head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        found = "a tar archive"
    if found is None and (media := media_of(head)) not in ("text/plain", UNKNOWN):
        found = f"of the kind {media}"
    if found is None and b"\x00" in head and not head.startswith(_WIDE):
        found = "no text: it has zero bytes"
    if found is not None:
        message = f"{name} is {found}, whatever its name says; expected text. Open it yourself and save what it says as text"
        raise UsageError(message)
