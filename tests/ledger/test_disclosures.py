"""Salted commitments: what they bind, and what they do not give away."""

from __future__ import annotations

import base64
import hashlib

import pytest

from truceline.errors import EncodingError
from truceline.ledger.leaf.disclosures import Disclosure, digest_of, open_disclosure, seal


def test_the_digest_is_that_of_the_standard() -> None:
    """A disclosure written by others (the example of RFC 9901 with its own spacing) has the digest they give."""
    theirs = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert digest_of(theirs) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_a_disclosure_opens_to_what_was_sealed() -> None:
    """Name and value come back, in any script."""
    sealed = seal("caller", "\u200f+963 944 000 001 أحمد")
    assert open_disclosure(sealed.encoded) == sealed
    assert digest_of(sealed.encoded) == sealed.digest


def test_the_same_value_sealed_twice_has_two_digests() -> None:
    """Nobody can tell that the same person called twice."""
    assert seal("caller", "+963 944 000 001").digest != seal("caller", "+963 944 000 001").digest


def test_a_salt_has_128_bits() -> None:
    """Shorter salts could be tried out."""
    salt = seal("caller", "x").salt
    assert len(base64.urlsafe_b64decode(salt + "==")) == 16


def test_a_telephone_number_cannot_be_guessed_from_its_digest() -> None:
    """Trying every number of an exchange finds nothing without the salt, and finds the number at once with it."""
    number = 944_000_777
    sealed = seal("caller", f"+963{number}")
    candidates = [f"+963{guess}" for guess in range(944_000_000, 944_001_000)]
    bare = {base64.urlsafe_b64encode(hashlib.sha256(guess.encode()).digest()).rstrip(b"=").decode() for guess in candidates}
    unsalted = {Disclosure("", "caller", guess).digest for guess in candidates}
    other_salt = {seal("caller", guess).digest for guess in candidates}
    assert sealed.digest not in bare | unsalted | other_salt
    assert [guess for guess in candidates if Disclosure(sealed.salt, "caller", guess).digest == sealed.digest] == [
        f"+963{number}"
    ]


@pytest.mark.parametrize("encoded", ["!!", "W10", "WyJhIiwiYiJd", "WzEsMiwzXQ", "WyJhIiwgImIiLCAiYyJd", "é"])
def test_what_is_no_disclosure_is_refused(encoded: str) -> None:
    """Too few parts, numbers, other spacing and damaged letters are no disclosure of ours."""
    with pytest.raises(EncodingError):
        open_disclosure(encoded)
