"""A record's first hours on a recorded disk: run as a program, ``python -m fakes.disk_history TOP``, it leaves TOP/../orders.

Everything that the program was told is safe is noted between the orders (``Safe``), so that whoever cuts the power knows what
must be there.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from fakes.recorded_disk import RecordedDisk, Safe
from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record
from truceline.ledger.heads import heads
from truceline.ledger.heads.log_keys import current_key
from truceline.ledger.leaf import drafts
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.witness import Witness
from truceline.model import Link


def main(top: Path, file: Path) -> None:  # noqa: PLR0915  # a history is one long list
    """Make a record, fill it in batches of several sizes, close and open it in between, and have it checkpointed often."""
    os.environ["TRUCELINE_KEYS"] = str(top / "keys")
    (top / "keys").mkdir()
    disk = RecordedDisk(top)
    disk.orders += [("sync folder", "", "program"), ("ack", "begin")]

    known = 0
    titles: dict[str, str] = {}

    def safe(record: Record, sealed: dict[str, str] | None = None, head: str | None = None, cosigned: str | None = None) -> None:
        nonlocal known
        leaves = tuple(entry.leaf_hash for entry in record.entries(known))
        disk.acknowledge(Safe(known, leaves, dict(titles), sealed or {}, head, cosigned))
        known += len(leaves)

    def have_signed(record: Record, witness: Witness) -> None:
        prepared = requests.prepare(
            record, by="tester", at=dt.datetime(2026, 9, 20, record.size % 24, tzinfo=dt.UTC), is_now=True
        )
        safe(record, head=prepared.note)
        answer = witness.add_checkpoint(requests.request_file(record, prepared))
        assert answer.status == 200, answer.body
        safe(record, cosigned=answer.last)
        assert answer.last is not None
        heads.take_cosigned(record, answer.last, "answer", [witness.signer.vkey])
        safe(record, head=answer.last)

    def take_in(record: Record, first: int, last: int) -> None:
        batch = []
        for number in range(first, last):
            told = report(number, title=f"sealed title {number}")
            batch += [
                record.draft_report(told, raw=b"raw " + told.text.encode(), media="text/plain"),
                record.draft_claim(claim(told)),
            ]
        record.append(batch)
        titles.update({f"r{number}": f"sealed title {number}" for number in range(first, last)})
        safe(record)

    with Record.create(top / "record", "exercise", "valley") as record:
        safe(record)
        record.append([record.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
        safe(record)
        take_in(record, 1, 2)
        value = "a source that nobody may name"
        safe(record, {record.seal("source", value): value})
        witness = Witness.create(top / "witness", "witness.example")
        heads.signed_head(record)
        key = current_key(record)
        assert key is not None
        witness.trust(key)
        safe(record)
        have_signed(record, witness)
        # SQLite copies its write-ahead log back when it is this many pages long: here several times, not once an hour.
        record.connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 40")
        for number in range(2, 6):
            take_in(record, number, number + 1)
    disk.acknowledge("closed")
    with Record.open(top / "record") as record:
        record.connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 100")
        take_in(record, 6, 8)
        # Beyond the first full tile of the tree.
        record.append(
            [drafts.linked(Link(claim=f"c{number}", incident="i1", outcome="linked", why="near")) for number in range(250)]
        )
        safe(record)
        take_in(record, 8, 9)
        have_signed(record, witness)
        take_in(record, 9, 10)
    disk.save(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
