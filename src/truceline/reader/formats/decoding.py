"""Bytes to text: as marked, as told, or as UTF-8; never by guessing.

A file that is something else under a text's name (an archive, an image, an office document) is recognised by its first bytes
and named. A wrong byte is named with its offset.
"""

from __future__ import annotations

import codecs
import re

from truceline.model import Fault

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive (or .docx, .xlsx, .odt)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (.doc, .xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (image, sound or video)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OF_NO_FILE = frozenset({"idna", "palmos", "punycode", "raw-unicode-escape", "unicode-escape"})
"""Encodings that Python knows for names of hosts and for itself; no text is saved in one, and the third takes for ever."""
HALF_PAIR = re.compile("[\ud800-\udfff]")


def decoded(data: bytes, where: str, encoding: str | None) -> str | Fault:
    """Return the text of a file, or the fault for which it cannot be read."""
    if not data.strip():
        return Fault(code="empty", message=f"{where}: the file is empty; expected text; nothing to read", where=where)
    if other := kind_of(data):
        message = (
            f"{where}: this is {other}, whatever its name; expected text; unpack it or save it as .txt, .html or .csv; not read"
        )
        return Fault(code="not_text", message=message, where=where)
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    return _strictly(data, where, marked or encoding or "utf-8")


def kind_of(data: bytes) -> str | None:
    """Return what a file that is not text is, by its first bytes; None for text."""
    return next((name for magic, name in MAGIC if data.startswith(magic)), None)


def _strictly(data: bytes, where: str, encoding: str) -> str | Fault:
    try:
        text = decode(data, encoding)
    except UnicodeDecodeError as error:
        return _wrong_byte(data, where, encoding, error)
    except (LookupError, UnicodeError):  # no such encoding, or one that reads nothing, such as "undefined"
        message = (
            f'{where}: no encoding is called "{encoding}"; expected a name such as utf-8, windows-1252 or windows-1256; not read'
        )
        return Fault(code="wrong_encoding", message=message, where=where)
    if (at := text.find("\x00")) >= 0:
        message = (
            f"{where}: NUL at character {at}; expected text; if it is UTF-16 without a mark, give --encoding utf-16-le; not read"
        )
        return Fault(code="nul_bytes", message=message, where=where)
    if odd := HALF_PAIR.search(text):
        message = f"{where}: half a surrogate pair at character {odd.start()} of the text; expected whole characters; not read"
        return Fault(code="broken_character", message=message, where=where)
    return text


def decode(data: bytes, encoding: str) -> str:
    """Return bytes as text.

    Raises: LookupError where no text is saved in an encoding of that name; UnicodeError.
    """
    if codecs.lookup(encoding).name in OF_NO_FILE:
        raise LookupError(encoding)
    return data.decode(encoding)


def _wrong_byte(data: bytes, where: str, encoding: str, error: UnicodeDecodeError) -> Fault:
    if (at := data.find(0)) >= 0 and at < error.start + 4096:
        message = f"{where}: NUL at byte {at}; expected text; this looks like binary data or UTF-16 without a mark; not read"
        return Fault(code="nul_bytes", message=message, where=where)
    byte = data[error.start]
    message = (
        f"{where}: byte 0x{byte:02X} at offset {error.start} is not {encoding}; "
        "save it as UTF-8 or name its encoding, for example --encoding windows-1252; not read"
    )
    return Fault(code="wrong_encoding", message=message, where=where)
