"""One bit of a record is another: either verifying says so, or every answer is what it was.

Asked of a process of its own with limits, for each flip anew: state, reports, claims then and now, texts, raw bytes, links,
incidents as JSON. A record that is refused with a message of ours is reported too; one that ends in a traceback is not.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec
import pytest

from fakes.asking import answers, asked, files
from fakes.limited import Outcome, limited
from fakes.september import september
from fakes.small_reports import THEATRE
from truceline.ledger import Record
from truceline.ledger.heads import heads

FLIPS = 30
SOAK_FLIPS = 3000


@pytest.fixture(scope="module")
def whole() -> Iterator[dict[str, Path]]:
    """Two folders with a record and its keys: in one its newest part is in the write-ahead log, in the other in the database."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        top = Path(folder, "made")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TRUCELINE_KEYS", str(top / "keys"))
            reader = make(top / "record")
            shutil.copytree(top, Path(folder, "ahead"))
            reader.close()
        yield {"ahead": Path(folder, "ahead"), "settled": top}


def make(folder: Path) -> Record:
    """Make the record and return it open, so that closing the writer leaves the write-ahead log where it is."""
    with Record.create(folder, "demonstration", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
    reader = Record.open(folder)
    with Record.open(folder) as record:
        september().record(record)
        record.claims()
        heads.signed_head(record)
    return reader


def flipped(whole: Path, file: Path, offset: int, bit: int) -> str | None:
    """Flip one bit in a copy and return what is wrong with the answer to that, None where nothing is."""
    copy = whole.parent / "copy"
    shutil.copytree(whole, copy)
    try:
        place = copy / file
        data = bytearray(place.read_bytes())
        data[offset] ^= 1 << bit
        place.write_bytes(data)
        outcome = limited(asked, str(copy / "record"), str(copy / "keys"))
        where = f"{file} byte {offset} bit {bit}"
        if outcome.crashed:
            return f"{where}: {outcome.crashed[-600:]}"
        after, reported = msgspec.json.decode(outcome.returned, type=tuple[Outcome, Outcome])
        if after.crashed or reported.crashed:
            return f"{where}: {(after.crashed or reported.crashed)[-600:]}"
        if reported.refused or msgspec.json.decode(reported.returned):
            return "reported"
        if after.refused:
            return f"{where}: refused, but verifying finds nothing: {after.refused}"
        changed = differing(_before(whole), bytes(after.returned))
        return f"{where}: {changed} changed, and nothing is reported" if changed else None
    finally:
        shutil.rmtree(copy)


@cache
def _before(whole: Path) -> bytes:
    copy = whole.parent / "before"
    shutil.copytree(whole, copy)
    outcome = limited(answers, str(copy / "record"), str(copy / "keys"))
    shutil.rmtree(copy)
    assert not outcome.crashed, outcome.crashed
    assert not outcome.refused, outcome.refused
    return bytes(outcome.returned)


def differing(before: bytes, after: bytes) -> list[str]:
    """Return which of the answers differ."""
    left, right = (msgspec.json.decode(each, type=dict[str, msgspec.Raw]) for each in (before, after))
    return sorted(name for name in left if bytes(left[name]) != bytes(right[name]))


def flip_many(whole: dict[str, Path], number: int) -> None:
    seed = int(os.environ.get("TRUCELINE_SEED") or random.randrange(2**32))  # one that was printed can be given again
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    kinds: Counter[str] = Counter()
    wrong = []
    for _ in range(number):
        # As often in the database as in its write-ahead log and in the archive, which is the smallest.
        kind = chance.choice(("ledger.sqlite", "ledger.sqlite-wal", "archive"))
        base = whole["ahead" if kind == "ledger.sqlite-wal" else "settled"]
        file = chance.choice([each for each in files(base / "record") if kind in (each.name, each.parent.parent.name)])
        result = flipped(base, file.relative_to(base), chance.randrange(file.stat().st_size), chance.randrange(8))
        kinds[f"{kind}: {'reported' if result == 'reported' else 'no answer changed' if result is None else 'WRONG'}"] += 1
        wrong += [result] if result not in (None, "reported") else []
    print(dict(sorted(kinds.items())))  # noqa: T201  # what was measured
    assert not wrong, "\n".join(map(str, wrong))


def test_a_flipped_bit_that_changes_an_answer_is_reported(whole: dict[str, Path]) -> None:
    """Whatever bit of the record is another: verifying reports it, or no answer is another for it."""
    flip_many(whole, FLIPS)


SPOILT = {
    "a checkpoint that is no text": "UPDATE head SET note = CAST(x'ff' || CAST(substr(note, 2) AS BLOB) AS TEXT)",
    "a first entry of no day": (
        """UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), '"at":"2', '"at":":') AS BLOB) WHERE idx = 0"""
    ),
    "a claim that leads to another entry": "UPDATE claim SET entry = 7 WHERE rowid = (SELECT max(rowid) FROM claim)",
    "a report that leads to another entry": "UPDATE report SET entry = 7 WHERE rowid = (SELECT max(rowid) FROM report)",
    "a sealed value of another compartment": "UPDATE disclosure SET compartment = 'opeo' WHERE entry_idx IS NOT NULL",
    "a sealed value of no entry": "UPDATE disclosure SET entry_idx = NULL",
    "a wrapped key of another length": "UPDATE disclosure SET wrapped_key = x'00ff'",
    "a size that promises entries": "UPDATE tree_state SET size = size | (1 << 40)",
}
"""What chance finds once in thousands of flips, or never."""


@pytest.mark.parametrize("statement", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_value_is_reported_in_words(whole: dict[str, Path], statement: str) -> None:
    """No answer is another one unreported, and nothing ends in a traceback."""
    copy = Path(shutil.copytree(whole["settled"], whole["settled"].parent / "copy"))
    try:
        with closing(sqlite3.connect(copy / "record" / ".truceline" / "ledger.sqlite")) as sql:
            for (guard,) in sql.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                sql.execute(f"DROP TRIGGER {guard}")
            assert sql.execute(statement).rowcount > 0
            sql.commit()
        outcome = limited(asked, str(copy / "record"), str(copy / "keys"))
    finally:
        shutil.rmtree(copy)
    assert not outcome.crashed, outcome.crashed
    after, reported = msgspec.json.decode(outcome.returned, type=tuple[Outcome, Outcome])
    assert not after.crashed, after.crashed
    assert not reported.crashed, reported.crashed
    assert reported.refused or msgspec.json.decode(reported.returned), after.refused


@pytest.mark.soak
def test_thousands_of_flipped_bits_change_no_answer_unreported(whole: dict[str, Path]) -> None:
    """The same for as long as nobody waits for it."""
    flip_many(whole, SOAK_FLIPS)
