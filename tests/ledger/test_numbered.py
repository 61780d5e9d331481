"""Counted kinds: numbers without a gap, each entry found by its number alone."""

from __future__ import annotations

import pytest

from truceline.errors import NotFoundError
from truceline.ledger import Draft, Record
from truceline.ledger.leaf.bodies import CustodyVerified
from truceline.ledger.numbered import append_next, by_number, numbered

KIND = "custody.verified"


def test_every_entry_of_a_counted_kind_is_found_by_its_number(record: Record) -> None:
    """More than are looked up at once, in order, none missing, and none beyond the last."""
    with record.log.writing():
        given = [
            append_next(record, KIND, lambda number: Draft(kind=KIND, body=CustodyVerified(files=number, intact=0), by="ann"))
            for _ in range(205)
        ]
    assert [number for number, _ in given] == list(range(1, 206))
    found = list(numbered(record, KIND))
    assert [entry.idx for entry in found] == [idx for _, idx in given]
    assert by_number(record, KIND, 203).idx == given[202][1]
    with pytest.raises(NotFoundError, match="with the number 206"):
        by_number(record, KIND, 206)
    assert not list(numbered(record, "anchor.timestamped"))
