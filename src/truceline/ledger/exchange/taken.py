"""What a record took over before: where it stands in our log, the leaves elsewhere that it began with, and what differed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from truceline.ledger.leaf.bodies import Differing, ImportBatch
from truceline.ledger.numbered import numbered
from truceline.ledger.store import Store

KIND = "import.batch"


class Batch(msgspec.Struct, frozen=True):
    """One ``import.batch`` entry: its place, and what it says."""

    idx: int
    body: ImportBatch

    @property
    def places(self) -> range:
        """The places of the entries that were taken over with it."""
        return range(self.idx + 1, self.idx + 1 + self.body.taken)


def batches(store: Store, entry: int | None = None) -> Iterator[Batch]:
    """Yield the batches in the order of the log; ``entry``: up to that one."""
    for each in numbered(store, KIND):
        assert isinstance(each.body, ImportBatch), "the kind says the type"
        if entry is None or each.idx <= entry:
            yield Batch(each.idx, each.body)


def differing(store: Store, entry: int | None = None) -> tuple[tuple[str, Differing], ...]:
    """Return the decisions of other logs that were not taken over, each with the origin of the log that has it."""
    return tuple((batch.body.origin, each) for batch in batches(store, entry) for each in batch.body.differing)


class Taken:
    """All that was taken over so far."""

    def __init__(self, store: Store) -> None:
        self.places: set[int] = set()
        self.began: set[str] = set()
        self.batches = 0
        for batch in batches(store):
            self.batches += 1
            self.began |= {each.entry for each in batch.body.differing}
            self.places.update(batch.places)
            for idx in batch.places:
                self.began |= set(store.log.entry(idx).refs[:1])
