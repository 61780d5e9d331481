"""Pictures: what a tile may be. Whatever else stands in a file of tiles is not served."""

from __future__ import annotations

import struct

import msgspec

LARGEST = 1_000_000
"""Bytes. A tile of 512 pixels is rarely a tenth of that."""
WIDEST = 1024
"""Pixels. A small file can claim to be a picture of gigabytes."""
DEEPEST = 22
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})


class Picture(msgspec.Struct, frozen=True):
    """A tile as served: its bytes and their type."""

    content: bytes
    kind: str


def picture(content: bytes) -> Picture | None:
    """Return a tile of these bytes; None where they are no PNG, JPEG or WebP, or too large, or say that they are."""
    if len(content) > LARGEST:
        return None
    kind, size = _told(content)
    if kind is None or size is None or not 0 < min(size) <= max(size) <= WIDEST:
        return None
    return Picture(content, kind)


def _told(content: bytes) -> tuple[str | None, tuple[int, int] | None]:
    if content.startswith(PNG) and content[12:16] == b"IHDR" and len(content) > 24:
        return "image/png", struct.unpack(">II", content[16:24])
    if content.startswith(JPEG):
        return "image/jpeg", _jpeg_size(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) > 30:
        return "image/webp", _webp_size(content)
    return None, None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG. Source: ITU-T T.81, B.1.1 (segments) and B.2.2 (frame header)."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in NO_SIZE:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a WebP. Source: RFC 9649, 2.5 to 2.7, and RFC 6386, 9.1."""
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None
