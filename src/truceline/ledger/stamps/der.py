"""Reading DER (ITU-T X.690) as far as a time stamp needs it: one element after another, nothing decoded unasked.

Order inside a SET is not looked at: authorities are in use whose replies have their certificates in another order than DER wants.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from truceline.errors import NoteError

INTEGER, BIT_STRING, OCTET_STRING, OID, UTF8, GENERALIZED_TIME = 0x02, 0x03, 0x04, 0x06, 0x0C, 0x18
SEQUENCE, SET = 0x30, 0x31
EXPLICIT_0, IMPLICIT_0 = 0xA0, 0xA0
NUMBER_BYTES = 32


class Element(msgspec.Struct, frozen=True):
    """One element: its tag byte and the half-open range ``[start, end)`` of its content in ``data``; it begins at ``first``."""

    data: bytes
    tag: int
    first: int
    start: int
    end: int
    where: str

    @property
    def content(self) -> bytes:
        """The content without tag and length."""
        return self.data[self.start : self.end]

    @property
    def whole(self) -> bytes:
        """The element with tag and length."""
        return self.data[self.first : self.end]

    def inside(self) -> Iterator[Element]:
        """Yield the elements in this one.

        Raises: NoteError where its content is not whole elements.
        """
        at = self.start
        while at < self.end:
            element = _element(self.data, at, self.end, self.where)
            yield element
            at = element.end

    def expect(self, tag: int, what: str) -> Element:
        """Return this element if it has the tag.

        Raises: NoteError.
        """
        if self.tag != tag:
            message = f"{self.where}, byte {self.first}: tag 0x{self.tag:02x} where {what} (0x{tag:02x}) was expected"
            raise NoteError(message)
        return self

    def integer(self) -> int:
        """Return a whole number.

        Raises: NoteError.
        """
        content = self.expect(INTEGER, "a number").content
        if not 0 < len(content) <= NUMBER_BYTES:
            message = f"{self.where}, byte {self.first}: a number of {len(content)} bytes; expected 1 to {NUMBER_BYTES}"
            raise NoteError(message)
        return int.from_bytes(content, "big", signed=True)

    def oid(self) -> str:
        """Return an object identifier in dots.

        Raises: NoteError.
        """
        content = self.expect(OID, "an object identifier").content
        if not content or content[-1] & 0x80 or len(content) > NUMBER_BYTES:
            message = f"{self.where}, byte {self.first}: {content.hex()!r:.80} is no object identifier"
            raise NoteError(message)
        numbers, value = [], 0
        for byte in content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        top = min(numbers[0] // 40, 2)
        return ".".join(map(str, (top, numbers[0] - 40 * top, *numbers[1:])))


def read_der(data: bytes, where: str) -> Element:
    """Return the one element that ``data`` is.

    Raises: NoteError where it is none, or something follows it.
    """
    element = _element(data, 0, len(data), where)
    if element.end != len(data):
        message = f"{where}: {len(data) - element.end} bytes follow the end, at byte {element.end}; expected one DER element"
        raise NoteError(message)
    return element


def _element(data: bytes, at: int, end: int, where: str) -> Element:
    if end - at < 2 or data[at] & 0x1F == 0x1F:
        message = f"{where}, byte {at}: no DER element begins here; the file is cut off or is something else"
        raise NoteError(message)
    length, start = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(data[start : min(start + count, end)], "big")
        start += count
        if not 1 <= count <= 4 or start > end:
            message = f"{where}, byte {at}: a length of {count} bytes; expected 1 to 4 inside the file"
            raise NoteError(message)
    if start + length > end:
        message = f"{where}, byte {at}: {length} bytes are announced, {max(end - start, 0)} are left; the file is cut off"
        raise NoteError(message)
    return Element(data, data[at], at, start, start + length, where)
