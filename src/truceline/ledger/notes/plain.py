"""What all C2SP text formats share: text within a limit, lines, base64 and decimal numbers, each in one spelling only.

Everything here raises NoteError with the place where it stands; nothing here reads more than ``MAX_BYTES``.

>>> decimal("12", "old size")
12
>>> decimal("012", "old size")
Traceback (most recent call last):
truceline.errors.NoteError: old size: '012' where a decimal number without leading zeroes was expected
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path

from truceline.errors import NoteError

MAX_BYTES = 1_000_000
"""A longer note, policy, proof, time stamp or certificate is refused before anything of it is looked at."""

MAX_NUMBER = 2**63 - 1
SHOWN = 48
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that turn the direction of writing, steer a terminal or are not seen, so that a name reads as another one."""


def shown(text: str | bytes) -> str:
    """Return the beginning of a value for a message, with everything odd in it escaped."""
    return ascii(text) if len(text) <= SHOWN else f"{text[:SHOWN]!a}... ({len(text)} long)"


def read_limited(path: Path) -> bytes:
    """Return the content of a file that may be a note.

    Raises: NoteError where it is longer than any note or cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise NoteError(message) from error
    check_length(data, str(path))
    return data


def check_length(data: bytes | str, where: str) -> None:
    """Refuse what is too long to be a note. Raises: NoteError."""
    if len(data) > MAX_BYTES:
        message = f"{where}: longer than {MAX_BYTES} bytes; no note, policy, proof, time stamp or certificate is; not read"
        raise NoteError(message)


def octets_of(data: bytes | str, where: str) -> bytes:
    """Return a text as UTF-8, and bytes as they are. Raises: NoteError where it is too long or has half a surrogate pair."""
    check_length(data, where)
    try:
        octets = data.encode("utf-8") if isinstance(data, str) else data
    except UnicodeEncodeError as error:
        message = f"{where}: half a surrogate pair at character {error.start}; no UTF-8 text has one"
        raise NoteError(message) from error
    check_length(octets, where)
    return octets


def text_of(data: bytes | str, where: str) -> str:
    """Return UTF-8 text without control characters (U+0000 to U+001F) other than newline.

    Raises: NoteError.
    """
    octets = octets_of(data, where)
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{where}: no UTF-8 at byte {error.start}"
        raise NoteError(message) from error
    found = _CONTROL.search(text)
    if found:
        message = f"{where} line {text.count(chr(10), 0, found.start()) + 1}: control character U+{ord(found[0]):04X}"
        raise NoteError(message)
    return text


def check_key_name(name: str, where: str) -> None:
    """Refuse what cannot be the name of a key: empty, no text, or with a space or a plus. Source: signed-note, "Format".

    Raises: NoteError.
    """
    octets_of(name, where)
    if not name or "+" in name or any(letter.isspace() for letter in name):
        message = f"{where}: {shown(name)} is no key name; expected one word without space and plus"
        raise NoteError(message)


def check_visible(name: str, where: str) -> None:
    """Refuse a name that could be read as another one because of characters that are not seen. Raises: NoteError."""
    found = _INVISIBLE.search(name)
    if found:
        message = f"{where}: the name {shown(name)} has the invisible character U+{ord(found[0]):04X}; write it without"
        raise NoteError(message)


def from_base64(text: str, where: str) -> bytes:
    """Decode standard base64 (RFC 4648, section 4) that is spelled as an encoder would spell it. Raises: NoteError."""
    try:
        data = binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        message = f"{where}: {shown(text)} is no base64"
        raise NoteError(message) from error
    if to_base64(data) != text:
        message = f"{where}: {shown(text)} is base64, but not as an encoder spells it; expected {shown(to_base64(data))}"
        raise NoteError(message)
    return data


def to_base64(data: bytes) -> str:
    """Encode as standard base64 (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def hash_from(text: str, where: str) -> bytes:
    """Decode the base64 of a SHA-256 hash. Raises: NoteError."""
    data = from_base64(text, where)
    if len(data) != 32:
        message = f"{where}: a hash of {len(data)} bytes; expected 32"
        raise NoteError(message)
    return data


def decimal(text: str, where: str) -> int:
    """Read an ASCII decimal number without leading zeroes, at most 2^63 - 1. Raises: NoteError."""
    number = int(text) if _DECIMAL.fullmatch(text) else MAX_NUMBER + 1
    if number > MAX_NUMBER:
        message = f"{where}: {shown(text)} where a decimal number without leading zeroes was expected"
        raise NoteError(message)
    return number
