"""Salted commitments: what the log binds itself to without saying it.

A value that may one day have to go (a caller, a telephone number, words that stand nowhere in an archived text) is never in
a leaf. The leaf has the digest of a *disclosure*; value and salt are in a table of their own and can be deleted, while every
leaf, root and proof stays valid. Encoding as in RFC 9901 (SD-JWT), section 4.2: the disclosure is the base64url of
``[salt, name, value]``, its digest the base64url of SHA-256 over those ASCII characters. The salt has 128 random bits:
without it a telephone number would be found from its digest by trying them all.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

import msgspec

from truceline.errors import EncodingError
from truceline.ledger.leaf import canonical

SALT_BYTES = 16
MAX_VALUE_BYTES = 64 * 1024


class Disclosure(msgspec.Struct, frozen=True):
    """A sealed value with its salt. ``encoded`` is what is handed over when the value is to be shown to somebody."""

    salt: str
    name: str
    value: str

    @property
    def encoded(self) -> str:
        """The disclosure as RFC 9901 writes it."""
        return base64url(canonical.encode([self.salt, self.name, self.value]))

    @property
    def digest(self) -> str:
        """The commitment that stands in the log."""
        return digest_of(self.encoded)


def seal(name: str, value: str, salt: bytes | None = None) -> Disclosure:
    """Make a disclosure of ``value`` under ``name`` with a fresh salt (``salt`` is given only when one is read back)."""
    return Disclosure(base64url(secrets.token_bytes(SALT_BYTES) if salt is None else salt), name, value)


def digest_of(encoded: str) -> str:
    """Return the digest of an encoded disclosure (RFC 9901, 4.2.3)."""
    return base64url(hashlib.sha256(encoded.encode("ascii")).digest())


def open_disclosure(encoded: str) -> Disclosure:
    """Read an encoded disclosure.

    Raises: EncodingError where it is not three strings in canonical form.
    """
    try:
        data = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except ValueError as error:
        message = f"disclosure {encoded[:24]!r}... is not base64url: {error}"
        raise EncodingError(message) from error
    match canonical.decode(data, MAX_VALUE_BYTES):
        case [str(salt), str(name), str(value)]:
            return Disclosure(salt, name, value)
        case other:
            message = f"disclosure {encoded[:24]!r}... holds {other!r:.80}; expected [salt, name, value]"
            raise EncodingError(message)


def base64url(data: bytes) -> str:
    """Return the base64url of bytes, without padding (RFC 9901, as RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
