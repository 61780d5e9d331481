"""Entries that ``fsck`` checks in a second (wall time), with bodies of about 300 bytes. Takes how many (default 1,000,000).

Prints one JSON line; of three checks of one log, the fastest. The mark is 250,000 a second.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from truceline.ledger import Draft, Record
from truceline.ledger.checking.fsck import fsck
from truceline.ledger.leaf import drafts

BATCH = 20_000
LENGTH = 280
CHECKS = 3


def made(count: int) -> Iterator[list[Draft]]:
    """Yield batches of drafts."""
    for first in range(0, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        yield [drafts.sat(by=f"reviewer {number:>{LENGTH}}", accepted=number) for number in numbers]


def main(count: int) -> None:
    """Make a log of ``count`` entries and check it."""
    with tempfile.TemporaryDirectory() as folder, Record.create(Path(folder) / "record", "exercise", "bench") as record:
        for batch in made(count):
            record.append(batch)
        took = []
        for _ in range(CHECKS):
            began = time.perf_counter()
            result = fsck(record)
            took.append(time.perf_counter() - began)
            assert result.ok, result.problems[:3]
    print(json.dumps({"bench": "checking", "figures": {"entries": result.size, "entries_per_s": round(result.size / min(took))}}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
