"""What a verifiable log costs: appends to a record beside raw inserts of the same leaves into a bare table of the same database.

    .venv/bin/python bench/speed/appending.py [--only sqlite|postgresql] [--scale N]

The bare table has a place, a unique id and the leaf, nothing else, with the same promises (WAL and synchronous=FULL, or
synchronous_commit). Both are written in the same run, turn by turn, each batch once on either side (a turn is a run of appends,
then one of as many raw inserts); a figure is the median over the turns of raw wall time by our wall time (1 = as fast as the
bare table).

* ``log``: from waiting for the turn to the commit: times, leaf hashes, tree, tiles, look-ups where an id may stand already.
  The drafts are checked and encoded before, as the raw insert is given finished bytes too. The marks are held to this one.
* ``whole``: from drafts to acknowledged, with checking and encoding.
* ``hashes``: of SQLite, the most that any log in Python could reach here: the bare inserts with nothing else than a hash of each
  leaf, of each node over them, and one row of state in the same transaction; no turn among processes, no times, no ids that may
  stand already, nothing that could be read again.

``sync_ms`` is what writing and syncing 16 KiB of a file in the same folder took in this run: the slower the disk, the less the
rest weighs. One JSON line an engine; PostgreSQL is the server that TRUCELINE_TEST_POSTGRES names, else a cluster of the tests'
own. TRUCELINE_BENCH_DISK names a folder on another disk.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from fakes import postgres  # noqa: E402  # the tests' own cluster
from fakes.small_reports import THEATRE, claim, report  # noqa: E402
from truceline.ledger import Draft, Record  # noqa: E402
from truceline.ledger.kernel.engines.sqlite import SETTINGS  # noqa: E402
from truceline.ledger.leaf import drafts  # noqa: E402
from truceline.model import Link  # noqa: E402

BATCHES = {1: (30, 20), 100: (20, 4), 1000: (14, 1)}
"""Size of a batch: how many turns of it, and how many appends one after another are a turn."""
LEAF_BYTES = 750
"""About as long is a leaf, on average."""
HASHES = {1: (40, 20), 100: (40, 4), 1000: (20, 1)}
"""The same for ``hashes``, which is measured on its own."""
Row = tuple[int, str, bytes]
Raw = Callable[[Sequence[Row]], None]


def batch(record: Record, number: int, size: int) -> list[Draft]:
    """Return new drafts: one report's claims among links and decisions, of which most entries of a record are."""
    made: list[Draft] = []
    told = report(abs(number))
    record.draft_report(told, raw=b"", media="text/plain")
    record.files.settle()  # keeping the text itself is not what is measured
    why = ("same day, same village, counts that agree; " * LEAF_BYTES)[: LEAF_BYTES - 250]
    for line in range(size):
        kind = (line + number) % 4
        if kind == 0:
            made.append(record.draft_claim(claim(told, author=f"en-{number}-{line}")))
        elif kind == 1:
            made.append(drafts.accepted(f"c_{number:08x}{line:08x}", by="ann"))
        else:
            link = Link(claim=f"c_{number:08x}{line:08x}", incident=f"i{number}", outcome="linked", why=why, bits=14)
            made.append(drafts.linked(link, by="linker"))
    return made


def measure(record: Record, raw: Raw, size: int, turns: int, run: int) -> dict[str, float]:
    """Append and insert the same, turn by turn, and return the ratios."""
    encoding, log, bare, lengths, used = [], [], [], [], []
    for turn in range(-2, turns):  # the first two are not counted: they fill caches and open what is opened once
        wanted = [batch(record, (turn + size * 1000) * run + number, size) for number in range(run)]
        gc.collect()
        begun = time.perf_counter()
        prepared = [record.log.prepared(each) for each in wanted]
        at_lock, cpu = time.perf_counter(), time.process_time()
        places = [record.log.put(each) for each in prepared]
        done, cpu = time.perf_counter(), time.process_time() - cpu
        rows = [[(idx, (entry := record.entry(idx)).id, entry.leaf) for idx in each] for each in places]
        gc.collect()
        start = time.perf_counter()
        for each in rows:
            raw(each)
        if turn >= 0:
            bare.append((time.perf_counter() - start) / run)
            encoding.append((at_lock - begun) / run)
            log.append((done - at_lock) / run)
            used.append(cpu / run)
            lengths += [len(leaf) for each in rows for _, _, leaf in each]
    return {
        "log": round(statistics.median(theirs / ours for ours, theirs in zip(log, bare, strict=True)), 3),
        "whole": round(
            statistics.median(theirs / (ours + made) for ours, made, theirs in zip(log, encoding, bare, strict=True)), 3
        ),
        "log_us": round(statistics.median(log) / size * 1e6, 1),
        "log_cpu_us": round(statistics.median(used) / size * 1e6, 1),
        "encoding_us": round(statistics.median(encoding) / size * 1e6, 1),
        "raw_us": round(statistics.median(bare) / size * 1e6, 1),
        "leaf_bytes": round(statistics.mean(lengths)),
    }


def sync_ms(folder: Path) -> float:
    """Return what a sync of this disk takes, in milliseconds: the median of writing 16 KiB and waiting for it."""
    took = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(60):
            start = time.perf_counter()
            file.write(bytes(16384))
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(took), 3)


@contextmanager
def bare_sqlite(folder: Path, name: str = "bare", *, hashed: bool = False) -> Iterator[Raw]:
    """Yield the bare table in a file; ``hashed``: with the hashes of a tree and a row of state, as in ``hashes``."""
    with closing(sqlite3.connect(folder / f"{name}.sqlite", isolation_level=None)) as sql:
        for setting in SETTINGS:
            sql.execute(f"PRAGMA {setting}").fetchall()
        sql.execute("CREATE TABLE bare(idx INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, leaf BLOB NOT NULL) STRICT")
        sql.execute("CREATE TABLE state(size INTEGER, root BLOB) STRICT")
        sql.execute("INSERT INTO state VALUES (0, x'')")

        def insert(rows: Sequence[Row]) -> None:
            sql.execute("BEGIN IMMEDIATE")
            sql.executemany("INSERT INTO bare VALUES (?, ?, ?)", rows)
            if hashed:
                sql.execute("UPDATE state SET size = ?, root = ?", (rows[-1][0], edge_of(rows)))
            sql.execute("COMMIT")

        yield insert


def hashes(folder: Path, scale: float) -> dict[int, float]:
    """Return, by the size of a batch, bare inserts beside the same with the hashes of a tree; rows are made up."""
    found = {}
    for size, (turns, run) in HASHES.items():
        with bare_sqlite(folder, f"bare-{size}") as bare, bare_sqlite(folder, f"hashed-{size}", hashed=True) as hashed:
            ratios, first = [], 0
            for turn in range(-2, max(3, round(turns * scale))):
                batches = [made_up(first + number * size, size) for number in range(run)]
                first += run * size
                took = [seconds(insert, batches) for insert in (bare, hashed)]
                ratios += [took[0] / took[1]] if turn >= 0 else []
        found[size] = round(statistics.median(ratios), 3)
    return found


def made_up(first: int, size: int) -> list[Row]:
    """Return rows as long as leaves are."""
    return [(first + number, os.urandom(18).hex(), os.urandom(LEAF_BYTES)) for number in range(size)]


def seconds(insert: Raw, batches: Sequence[Sequence[Row]]) -> float:
    """Return how long some inserts take, one after another."""
    gc.collect()
    start = time.perf_counter()
    for rows in batches:
        insert(rows)
    return time.perf_counter() - start


def edge_of(rows: Sequence[Row]) -> bytes:
    """Hash every leaf, and every node over them."""
    level = [sha256(b"\x00" + leaf).digest() for _, _, leaf in rows]
    while len(level) > 1:
        level = [sha256(b"\x01" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
    return level[0]


@contextmanager
def bare_postgres(url: str) -> Iterator[Raw]:
    """Yield the bare table in a database; psycopg sends the rows of a batch without waiting for each (pipeline mode)."""
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(url, autocommit=True) as sql:
        sql.execute("DROP TABLE IF EXISTS truceline_bare")
        sql.execute("CREATE TABLE truceline_bare(idx BIGINT PRIMARY KEY, id TEXT NOT NULL UNIQUE, leaf BYTEA NOT NULL)")
        sql.execute("SET synchronous_commit = on")

        def insert(rows: Sequence[Row]) -> None:
            with sql.transaction(), sql.cursor() as cursor:
                cursor.executemany("INSERT INTO truceline_bare VALUES (%s, %s, %s)", rows)

        yield insert
        sql.execute("DROP TABLE truceline_bare")


def figures(folder: Path, raw: Raw, database: str | None, scale: float) -> dict[str, dict[str, float]]:
    """Return the figures of one engine by the size of the batch."""
    with Record.create(folder / "record", "exercise", "valley", database=database) as record:
        record.append([record.draft_pack(THEATRE, {})])
        found = {
            str(size): measure(record, raw, size, max(3, round(turns * scale)), run) for size, (turns, run) in BATCHES.items()
        }
    return {**found, "disk": {"sync_ms": sync_ms(folder)}}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--scale", type=float, default=1.0, help="more or fewer turns")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given_folder()) as name:
        folder = Path(name)
        os.environ["TRUCELINE_KEYS"] = str(folder / "keys")
        if given.only != "postgresql":
            (folder / "sqlite").mkdir()
            with bare_sqlite(folder / "sqlite") as raw:
                measured = figures(folder / "sqlite", raw, None, given.scale)
            for size, ratio in hashes(folder / "sqlite", given.scale).items():
                measured[str(size)]["hashes"] = ratio
            show("sqlite", measured)
        if given.only == "sqlite":
            return 0
        if not postgres.is_at_hand():
            print(postgres.MISSING, file=sys.stderr)
            print(json.dumps({"bench": "appending", "gold": "postgresql", "skipped": postgres.MISSING}))
            return 0
        with postgres.server() as url, bare_postgres(url) as raw:
            show("postgresql", figures(folder / "postgresql", raw, url, given.scale))
    return 0


def given_folder() -> str | None:
    """Return where to measure: a disk (TRUCELINE_BENCH_DISK), since a folder in memory has no sync to wait for."""
    return os.environ.get("TRUCELINE_BENCH_DISK")


def show(engine: str, found: dict[str, dict[str, float]]) -> None:
    """Print the line of an engine."""
    print(json.dumps({"bench": "appending", "gold": engine, "figures": found}), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
