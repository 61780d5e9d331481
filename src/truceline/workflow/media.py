"""What kind of file this is, told by its first bytes alone and said only when they leave no doubt.

Names are not asked: they come with the file and may say anything. What is not recognised is ``application/octet-stream``, which
is never wrong. Nothing in a file is interpreted, so none can do harm here.
"""

from __future__ import annotations

import codecs

HEAD_BYTES = 4096
"""As much of a file is looked at."""
UNKNOWN = "application/octet-stream"

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"OggS\x00", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"{\\rtf1", "application/rtf"),
    (b"WARC/1.", "application/warc"),
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_FTYP = {b"qt  ": "video/quicktime", b"heic": "image/heic", b"heix": "image/heic", b"avif": "image/avif", b"M4A ": "audio/mp4"}
_MP4 = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV"})
_TEXT_CONTROLS = frozenset("\t\n\r\f")


def media_of(head: bytes) -> str:
    r"""Return the media type of a file by its first ``HEAD_BYTES`` bytes.

    >>> media_of(b"%PDF-1.7 ..."), media_of("Zwölf Uhr.".encode()), media_of(b"MZ\x90")
    ('application/pdf', 'text/plain', 'application/octet-stream')
    """
    for start, media in _STARTS:
        if head.startswith(start):
            return media
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "video/mp4" if brand in _MP4 else _FTYP.get(brand, UNKNOWN)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska" if b"matroska" in head[:64] else UNKNOWN
    return "text/plain" if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """Say whether these bytes are UTF-8 without control characters; the last character may be cut off."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return False
    return bool(text) and all(character >= " " or character in _TEXT_CONTROLS for character in text)
