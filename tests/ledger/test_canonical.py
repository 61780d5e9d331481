"""The one way of writing a value, and the strict way of reading it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from truceline.errors import EncodingError
from truceline.ledger.leaf import canonical
from truceline.model import Interval, Span


def test_keys_stand_in_order_and_nothing_stands_between() -> None:
    """The same value is the same bytes, whoever wrote it."""
    assert canonical.encode({"b": 1, "a": [True, None, "ü"], "_sd": []}) == '{"_sd":[],"a":[true,null,"ü"],"b":1}'.encode()


def test_text_is_never_normalised() -> None:
    """Two ways of writing é stay two: text is evidence."""
    assert canonical.encode("\u00e9") != canonical.encode("e\u0301")


@pytest.mark.parametrize("value", [1.0, math.nan, math.inf, [0.5], {"a": {"b": 2.5}}])
def test_a_fraction_is_refused(value: object) -> None:
    """Coordinates and decimals are strings, so that no machine rounds them."""
    with pytest.raises(EncodingError, match=r"have? ?no canonical form|has no canonical form"):
        canonical.encode(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value", [b"x", (1,), {1: 2}, {"A": 1}, {"a b": 1}, {"": 1}, {"é": 1}, {"a" * 65: 1}, {"1a": 1}, {"....": 1}]
)
def test_what_is_no_json_or_has_a_bad_key_is_refused(value: object) -> None:
    """Keys are short and ASCII, so that every language sorts them alike."""
    with pytest.raises(EncodingError):
        canonical.encode(value)  # type: ignore[arg-type]


def test_a_large_integer_is_refused_with_its_place() -> None:
    """An integer that some readers would round is refused, and the message says where it stands."""
    assert canonical.encode(2**53 - 1) == b"9007199254740991"
    with pytest.raises(EncodingError, match=r"9007199254740992 at \$\.a\[1\]"):
        canonical.encode({"a": [0, 2**53]})


def test_half_a_character_is_refused_with_its_place() -> None:
    """A lone surrogate is in no encoding of text."""
    with pytest.raises(EncodingError, match=r"U\+D83D\) at \$\.a"):
        canonical.encode({"a": "x\ud83d"})


def test_sixteen_levels_are_written_and_seventeen_refused() -> None:
    """Nesting is bounded, in writing and in reading."""
    deep = json.loads("[" * 16 + "]" * 16)
    assert canonical.decode(canonical.encode(deep)) == deep
    with pytest.raises(EncodingError, match="nested too deep"):
        canonical.encode([deep])
    with pytest.raises(EncodingError, match="nested too deep"):
        canonical.decode(b"[" * 17 + b"]" * 17)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":123456789012345678901234567890}',
        b'{"A":1}',
        b'{"\\u0061":1}',
        b'{"a":"\\u00e9"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":1,}',
        b"{'a':1}",
        b'{"a":1}{"a":1}',
        b"",
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_bytes_that_would_not_be_written_again_are_refused(data: bytes) -> None:
    """Duplicate keys, other spellings of the same value, fractions, deep nesting and damaged bytes are all refused."""
    with pytest.raises(EncodingError):
        canonical.decode(data, max_bytes=1_000_000)


def test_a_string_that_looks_like_a_key_or_a_fraction_is_no_fault() -> None:
    """What stands inside a string is text, whatever it looks like."""
    for text in ('"A":1', "1.5", "1e9", '\\"', '{"a":1,"a":2}', "[[[[[[[[[[[[[[[[[[[[", "12345678901234567890", '\\":', "\u2028"):
        assert canonical.decode(canonical.encode({"a": text, "b": [text]})) == {"a": text, "b": [text]}


def test_more_bytes_than_a_leaf_may_have_are_refused() -> None:
    """A leaf has at most 16 KiB."""
    with pytest.raises(EncodingError, match="16386 bytes where at most 16384"):
        canonical.decode(canonical.encode("x" * (16 * 1024)))


def test_defaults_are_left_out_and_filled_in_again() -> None:
    """A Struct is written without the fields that have their default."""
    assert canonical.encode_struct(Interval(start="2016-09-20")) == b'{"start":"2016-09-20"}'


def test_a_span_is_written_as_two_numbers() -> None:
    """Spans are pairs, as in every output."""
    assert canonical.encode_struct(Span(3, 7)) == b"[3,7]"


def test_half_a_character_in_a_struct_is_refused() -> None:
    """The fast way of writing refuses what the slow way refuses."""
    with pytest.raises(EncodingError, match="half a surrogate"):
        canonical.encode_struct(Interval(start="\udc00"))


def test_vectors_are_as_written_down(root: Path) -> None:
    """The vectors that anybody else's encoder can be checked with hold for ours."""
    for case in json.loads((root / "conformance/vectors/canonical.json").read_text(encoding="utf-8")):
        data = bytes.fromhex(case["bytes"])
        if case["valid"]:
            assert canonical.encode(canonical.decode(data)) == data, case["why"]
        else:
            with pytest.raises(EncodingError):
                canonical.decode(data)
