"""Writing into a record until there is no room, in a process of its own, with what was acknowledged on the way."""

from __future__ import annotations

import os
import resource
import signal

from fakes.small_reports import report
from fakes.writers import draft
from truceline.errors import TrucelineError
from truceline.ledger import Record


def fill(folder: str, keys: str, limit_bytes: int) -> dict[str, object]:
    """Append until no file may grow any more (``limit_bytes`` each), and go on when they may."""
    os.environ["TRUCELINE_KEYS"] = keys
    # Without this the system ends the process instead of refusing the write.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Record.open(folder) as record:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, most))
        try:
            acknowledged, refused = until_refused(record)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        size, root = record.size, record.root
        there = [entry.leaf_hash.hex() for entry in record.entries()]
        record.append([draft("after")])
        return {
            "acknowledged": acknowledged,
            "refused": refused,
            "size": size,
            "root": root,
            "there": there,
            "after": record.size,
            "problems": [problem.message for problem in record.verify().problems],
        }


def until_refused(record: Record, most: int = 2000) -> tuple[dict[int, str], str]:
    """Append reports until one is refused; return the leaf hashes of what was acknowledged, and what the refusal said."""
    acknowledged: dict[int, str] = {}
    for number in range(most):
        told = report(number, title=f"sealed {number}")
        try:
            batch = [record.draft_report(told, raw=b"raw " + bytes(8192), media="text/plain"), draft(f"f{number}")]
            places = record.append(batch)
        except TrucelineError as error:
            return acknowledged, f"{type(error).__name__}: {error}"
        acknowledged |= {place: record.entry(place).leaf_hash.hex() for place in places}
    return acknowledged, ""
