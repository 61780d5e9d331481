"""Laws of TL-JSON/1, for any value of it; compared with an RFC 8785 encoder written by others."""

from __future__ import annotations

import re
import string

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import EncodingError
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.canonical import Json

KEYS = st.one_of(
    st.from_regex(re.compile(r"[a-z_][a-z0-9_.]{0,63}", re.ASCII), fullmatch=True),
    st.just("..."),
    st.sampled_from(["_sd", "a", "a.b"]),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), TEXTS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(KEYS, inner, max_size=5)), max_leaves=20
)


@given(VALUES)
def test_every_value_is_written_as_rfc_8785_says(value: Json) -> None:
    """Our fast encoder and the plain one of others agree byte for byte."""
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(VALUES)
def test_every_value_comes_back(value: Json) -> None:
    """Reading what was written gives the value."""
    assert canonical.decode(canonical.encode(value), max_bytes=10**6) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    """No bytes crash the reader, and whatever it accepts it would write again."""
    try:
        value = canonical.decode(data)
    except EncodingError:
        return
    assert canonical.encode(value) == data


@given(VALUES, st.data())
def test_any_change_to_canonical_bytes_is_refused_or_is_another_value(value: Json, data: st.DataObject) -> None:
    """Two different byte strings never read as the same value."""
    written = canonical.encode(value)
    at = data.draw(st.integers(0, len(written)))
    changed = written[:at] + data.draw(st.sampled_from([b" ", b"\n", b"0", b"\\u0061", b'"', b",", b"\x00"])) + written[at:]
    try:
        read = canonical.decode(changed, max_bytes=10**6)
    except EncodingError:
        return
    assert read != value or type(read) is not type(value)


@given(st.lists(st.text(string.ascii_letters + string.digits + "._-é ", max_size=70), min_size=1, max_size=4, unique=True))
def test_keys_are_accepted_in_reading_exactly_when_in_writing(keys: list[str]) -> None:
    """The fast check of bytes and the slow check of values agree about keys."""
    value: dict[str, Json] = dict.fromkeys(keys, 1)
    try:
        written = canonical.encode(value)
    except EncodingError:
        written = rfc8785.dumps(value)
        try:
            canonical.decode(written)
        except EncodingError:
            return
        raise AssertionError(written) from None
    assert canonical.decode(written) == value
