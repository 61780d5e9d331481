"""Sight: what a person may be told of in a refusal or a conflict, where a message is made from the whole record.

>>> Sight(record, opens=lambda compartment: compartment == "open").of(["c_0123456789abcdef"])   # doctest: +SKIP
{'c_0123456789abcdef'}
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

from truceline.ledger import Record

Opens: TypeAlias = Callable[[str], bool] | None
"""Says of a compartment, by opaque id, whether a person may see into it; None for somebody who may see into all."""


class Sight:
    """What a person may be told of: a claim in a compartment that is closed to them is neither named nor counted."""

    def __init__(self, record: Record, opens: Opens) -> None:
        self._record = record
        self._opens = opens

    def of(self, claims: Collection[str]) -> set[str]:
        """Return those of some claims that the person may see."""
        if self._opens is None:
            return set(claims)
        return {claim for claim, sealed in self._record.compartments_of(tuple(claims)).items() if self._opens(sealed)}

    def has(self, claims: Collection[str]) -> bool:
        """Say whether the person may see every one of some claims."""
        return self.of(claims).issuperset(claims)
