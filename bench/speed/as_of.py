"""What questions cost: proofs from a log of a million leaves, and states as of an entry among a million versions.

    .venv/bin/python bench/speed/as_of.py [--leaves N]

The leaves are bare hashes and the versions rows of the table ``standing``, ten of each claim, put there directly: what is
measured is reading. One JSON line; milliseconds, the median and the 95th of a hundred: ``prove`` in a process that has made
some proofs, ``prove_first`` with nothing kept from an earlier one.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from truceline.ledger import Record
from truceline.ledger.kernel.merkle import Frontier, Kept, Tree, hashes_in
from truceline.ledger.kernel.projections import STANDING, as_of
from truceline.ledger.kernel.versions import OPEN
from truceline.ledger.proofs import inclusion_proof, root_of, verify_inclusion

TILE = 256
PER_SUBJECT = 10
TIMES = 300


def put_tiles(record: Record, count: int) -> tuple[list[bytes], Frontier]:
    """Store the tiles of a tree of so many made-up leaves and return their hashes and its edge."""
    hashes = [hashlib.sha256(number.to_bytes(8, "big")).digest() for number in range(count)]
    row, level, engine = hashes, 0, record.log.engine
    engine.begin_writing()
    while len(row) >= TILE:
        tiles = [b"".join(row[at : at + TILE]) for at in range(0, len(row) - TILE + 1, TILE)]
        engine.run_many("INSERT INTO tile VALUES (?, ?, ?)", [(level, number, tile) for number, tile in enumerate(tiles)])
        row, level = [root_of(hashes_in(tile)) for tile in tiles], level + 1
    engine.commit()
    return hashes, Frontier().grown(hashes)


class Stored:
    """The tiles in the database; the leaves behind the last tile from memory."""

    def __init__(self, record: Record, hashes: list[bytes]) -> None:
        self._record = record
        self._hashes = hashes

    def tile(self, level: int, number: int) -> bytes:
        """Return a full tile."""
        return self._record.log.tile(level, number)

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return leaf hashes."""
        return tuple(self._hashes[start:end])


def prove(tree: Tree, place: int) -> list[bytes]:
    """Return the inclusion proof of a leaf."""
    return inclusion_proof(place, tree.size, tree.root_over)


def put_versions(record: Record, count: int) -> None:
    """Store so many versions, ten of each claim, closed intervals over entries 0 to ``count``."""
    subjects = count // PER_SUBJECT
    rows = (
        (f"c_{subject:016x}", turn * subjects + subject, end_of(turn, subject, subjects), "proposed", 0, None)
        for turn in range(PER_SUBJECT)
        for subject in range(subjects)
    )
    engine = record.log.engine
    engine.begin_writing()
    engine.run_many("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?)", list(rows))
    engine.commit()


def end_of(turn: int, subject: int, subjects: int) -> int:
    """Return the last entry at which the version of this turn holds."""
    return OPEN if turn == PER_SUBJECT - 1 else (turn + 1) * subjects + subject - 1


def timed(act: Callable[[], object], times: int = TIMES) -> dict[str, float]:
    """Return the median and 95th milliseconds of an act."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return {"p50": round(took[times // 2], 4), "p95": round(took[min(times - 1, times * 95 // 100)], 4)}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    count, chance = parser.parse_args().leaves, random.Random(3)  # noqa: S311 - a choice of leaves
    with tempfile.TemporaryDirectory() as name:
        os.environ["TRUCELINE_KEYS"] = f"{name}/keys"
        with Record.create(Path(name) / "record", "exercise", "valley") as record:
            record.reports()
            hashes, edge = put_tiles(record, count)
            stored = Stored(record, hashes)
            tree = Tree(count, stored, Kept(), edge)
            root = edge.root
            places = [chance.randrange(count) for _ in range(64)]
            proofs = [(at, prove(tree, at)) for at in places]
            gc.freeze()  # the million hashes of this bench are no part of a record's own process
            figures = {"prove": timed(lambda: prove(tree, chance.randrange(count)))}
            figures |= {"prove_first": timed(lambda: prove(Tree(count, stored, Kept(), edge), chance.randrange(count)), 60)}
            at, proof = proofs[0]
            figures["verify"] = timed(lambda: verify_inclusion(at, count, hashes[at], proof, root))
            put_versions(record, count)
            figures |= states(record, count, chance)
    print(json.dumps({"bench": "as_of", "gold": f"{count} entries", "figures": figures}))
    return 0


def states(record: Record, count: int, chance: random.Random) -> dict[str, dict[str, float]]:
    """Return what states as of an entry cost."""
    subjects, connection = count // PER_SUBJECT, record.connection
    one = sa.select(STANDING).where(STANDING.c.claim == sa.bindparam("claim"), as_of(STANDING, 0))  # both marks are given anew
    single = str(one.compile(dialect=connection.dialect))

    def subject() -> object:
        at, claim = chance.randrange(count), f"c_{chance.randrange(subjects):016x}"
        return record.log.engine.rows(single, (claim, at, at))

    whole = sa.select(STANDING.c.claim, STANDING.c.standing).where(as_of(STANDING, count // 2))
    with record.log.snapshot():
        return {"subject": timed(subject), "whole": timed(lambda: connection.execute(whole).all(), 7)}


if __name__ == "__main__":
    raise SystemExit(main())
