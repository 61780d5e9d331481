"""Addresses of witnesses: what can be one, and what is refused before anybody is asked."""

from __future__ import annotations

import pytest

from truceline.errors import NoteError
from truceline.ledger.notes.address import Address, parse_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://127.0.0.1:8470", Address(is_secure=False, host="127.0.0.1", port=8470, path="")),
        ("https://north.example/", Address(is_secure=True, host="north.example", port=443, path="")),
        ("HTTP://North.Example/a/b/", Address(is_secure=False, host="north.example", port=80, path="/a/b")),
        ("http://[fe80::1%eth0]:1", Address(is_secure=False, host="fe80::1%eth0", port=1, path="")),
        ("http://[fe80::abcd]", Address(is_secure=False, host="fe80::abcd", port=80, path="")),
        ("http://xn--mgba3a.example", Address(is_secure=False, host="xn--mgba3a.example", port=80, path="")),
    ],
)
def test_an_address_is_read_into_its_parts(text: str, expected: Address) -> None:
    """The path stands before that of each question."""
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "north.example",
        "ftp://north.example",
        "http://",
        "http:///path",
        "http://[::1",
        "http://[zz]:1",
        "http://a:99999",
        "http://a:0",
        "http://a:b",
        "http://a..b",
        f"http://{'a' * 64}",
        "http://a\n",
        "http://a b",
        "http://a\\b",
        "http://\u00e9",
        "http://\udcff",
        "http://a/\x1b[2J",
        "http://user:word@a",
        "http://a/?token=1",
        "http://a/#f",
    ],
)
def test_what_can_be_no_address_is_refused_with_its_place(text: str) -> None:
    """And shown escaped, whatever is in it."""
    with pytest.raises(NoteError, match=r"policy line 3: '.*'.* is no address of a witness; expected http://HOST:PORT") as caught:
        parse_address(text, "policy line 3")
    assert str(caught.value).isprintable()
