"""Addresses of witnesses, ``http://HOST[:PORT][/PATH]`` or ``https``: what can be none is refused before anything is sent.

>>> parse_address("http://[::1]:8470/north/")
Address(is_secure=False, host='::1', port=8470, path='/north')
>>> parse_address("ftp://x", "policy, witness A")
Traceback (most recent call last):
truceline.errors.NoteError: policy, witness A: 'ftp://x' is no address of a witness; expected http://HOST:PORT in plain letters
"""

from __future__ import annotations

import re
import urllib.parse

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.plain import shown

_PLAIN = re.compile(r"[!-~]+", re.ASCII)
_MORE = re.compile(r"[@?#]")
"""What begins more than host and path: a name with a password, which a policy would keep for ever, a question, a fragment."""
_HOST = re.compile(r"[0-9A-Za-z.:_%-]+", re.ASCII)


class Address(msgspec.Struct, frozen=True):
    """Where a witness is asked; ``path`` stands before that of each question, without a slash at its end."""

    is_secure: bool
    host: str
    port: int
    path: str


def parse_address(text: str, where: str = "address") -> Address:
    """Read the address of a witness.

    A name in another script than Latin is written as it stands in the name system (``xn--...``): so no two look alike.

    Raises: NoteError.
    """
    found = _address_in(text) if _PLAIN.fullmatch(text) else None
    if found is None:
        message = f"{where}: {shown(text)} is no address of a witness; expected http://HOST:PORT in plain letters"
        raise NoteError(message)
    return found


def _address_in(text: str) -> Address | None:
    try:
        parts = urllib.parse.urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")  # it is looked up so: no part of it may be empty, or longer than 63 letters
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or port == 0 or _MORE.search(text):
        return None
    is_secure = parts.scheme == "https"
    return Address(is_secure, host, port or (443 if is_secure else 80), parts.path.rstrip("/"))
