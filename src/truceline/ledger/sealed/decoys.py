"""Decoys and padding: leaves with sealed values do not tell how many there are, nor how long anything in their header is.

Beside the digests of its sealed values a leaf has one to four that stand for nothing, so that their number is a multiple of four
(RFC 9901, 4.2.7). A decoy follows from the entry's id under the key of its compartment: whoever has the key tells decoys from
values that were deleted, nobody else can. An entry that may or may not have a sealed value has decoys in either case. The leaf is
filled by ``pad`` to a multiple of 256 bytes.
"""

from __future__ import annotations

from truceline.ledger.leaf.disclosures import base64url
from truceline.ledger.sealed.vault import Vault

FILL_TO = 4
STEP = 256
ALWAYS = frozenset({"call.received", "observation.entered", "coverage.gap", "coverage.exposure"})
"""Kinds whose leaves have decoys even where nothing is sealed, so that they do not tell whether something was."""
_PAD = b',"pad":"'


def decoys(vault: Vault, compartment: str, entry_id: str, sealed: int) -> tuple[str, ...]:
    """Return the decoys that stand beside ``sealed`` values in the leaf of an entry: at least one."""
    wanted = FILL_TO - sealed % FILL_TO
    return tuple(_decoy(vault, compartment, entry_id, number) for number in range(wanted))


def known_decoys(vault: Vault, compartment: str, entry_id: str) -> frozenset[str]:
    """Return the digests that are decoys if they stand in the leaf of this entry; none where its key is not here."""
    found = (vault.references(compartment, _words(entry_id, number)) for number in range(FILL_TO))
    return frozenset(base64url(each) for under_every_key in found for each in under_every_key)


def padding(length: int) -> bytes:
    """Return the field ``pad`` for a leaf that has ``length`` bytes without it; in the leaf it stands behind ``log``."""
    return b'%b%b"' % (_PAD, b"0" * _zeros(length + len(_PAD) + 1))


def repadded(end: bytes, length: int) -> bytes:
    """Return the end of a leaf, its ``pad`` changed where it has one; the leaf has ``length`` bytes with this end."""
    before, pad, after = end.partition(_PAD)
    if not pad:
        return end
    zeros, quote, rest = after.partition(b'"')
    return b"".join((before, pad, b"0" * _zeros(length - len(zeros)), quote, rest))


def _zeros(length: int) -> int:
    """Return how many zeros fill a leaf of so many bytes: at least one, for a field without content would be left out."""
    return (-length - 1) % STEP + 1


def _decoy(vault: Vault, compartment: str, entry_id: str, number: int) -> str:
    return base64url(vault.reference(compartment, _words(entry_id, number)))


def _words(entry_id: str, number: int) -> bytes:
    return f"decoy\n{entry_id}\n{number}".encode()
