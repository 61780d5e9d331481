"""Disclosing: showing some sealed values to somebody, who checks them against the leaf, and nothing of the others.

What is handed over is the leaf of each entry, as it stands in the log, and the disclosures that were chosen. Whoever has a
proof of that leaf (``truceline prove``) computes the digest of each disclosure and finds it in the leaf. Of a value that was not
chosen there is only its digest, among others that stand for nothing, and no salt: it cannot be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
import sqlalchemy as sa

from truceline import __version__
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Entry, Record
from truceline.ledger.heads.log_keys import origin_of
from truceline.ledger.kernel.projections import CALL, CLAIM, REPORT
from truceline.ledger.leaf.disclosures import Disclosure

FORMAT = "truceline/disclosed/v1"


class Disclosed(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what is handed over: an entry's leaf with its hash (hex), and the disclosures shown of it.

    ``hidden`` is how many digests stay shut: at most so many values are withheld, some or all of them stand for nothing.
    ``origin``, ``size`` and ``root`` are those of the log then; ``chosen`` is what was asked for: fields, and compartments by
    their opaque ids.
    """

    format: str
    entry: int
    leaf: str
    leaf_hash: str
    disclosures: tuple[str, ...]
    hidden: int
    origin: str
    size: int
    root: str
    software: str
    chosen: tuple[str, ...]


def disclose(
    record: Record, target: str, *, fields: Sequence[str] = (), compartments: Sequence[str] = ()
) -> tuple[Disclosed, ...]:
    """Return what shows the sealed values of ``target`` (an entry's number, an incident, a report or a call) that are chosen.

    ``fields`` are names of sealed values, ``compartments`` opaque ids; a value is shown where one of its two is named, and where
    both are given, only where both are. Nothing is shown that was not chosen.

    Raises:
        NotFoundError: no such thing, or nothing of it that was chosen can be read here.
        UsageError: nothing was chosen.
    """
    if not fields and not compartments:
        message = "which sealed values are to be shown? expected --field NAME or --compartment NAME; nothing is shown unasked"
        raise UsageError(message)
    with record.log.reading():
        entries = [record.entry(idx) for idx in _entries_of(record, target)]
        found = [(entry, shown) for entry in entries if (shown := _chosen(record, entry, fields, compartments))]
        missing = [name for name in fields if all(name not in {each.name for each in shown} for _, shown in found)]
        if missing or not found:
            there = sorted({name for entry in entries for name in record.log.disclosures(entry.idx)})
            what = ", ".join(missing) or "value of that compartment"
            message = (
                f'"{target}" has no sealed {what} that can be shown; it has {", ".join(there) or "none that can be read here"}'
            )
            raise NotFoundError(message)
        return tuple(_line(record, entry, shown, (*fields, *compartments)) for entry, shown in found)


def _line(record: Record, entry: Entry, shown: Sequence[Disclosure], chosen: tuple[str, ...]) -> Disclosed:
    return Disclosed(
        format=FORMAT,
        entry=entry.idx,
        leaf=entry.leaf.decode("utf-8"),
        leaf_hash=entry.leaf_hash.hex(),
        disclosures=tuple(sorted(each.encoded for each in shown)),
        hidden=len(entry.sealed) - len(shown),
        origin=origin_of(record),
        size=record.size,
        root=record.root,
        software=f"truceline {__version__}",
        chosen=chosen,
    )


def _chosen(record: Record, entry: Entry, fields: Sequence[str], compartments: Sequence[str]) -> list[Disclosure]:
    if compartments and entry.co not in compartments:
        return []
    sealed = record.log.disclosures(entry.idx)
    return [each for name, each in sealed.items() if not fields or name in fields]


def _entries_of(record: Record, target: str) -> tuple[int, ...]:
    """Return the entries of a target, in the order of the log."""
    if re.fullmatch(r"[0-9]+", target, re.ASCII):
        return (record.entry(int(target)).idx,)
    found = sorted(set(_of_report(record, target)) or set(_of_incident(record, target)))
    if not found:
        message = f'no entry, incident, report or call "{target}" in this record; `truceline incidents` and `sources` list them'
        raise NotFoundError(message)
    return tuple(found)


def _of_report(record: Record, report: str) -> Iterator[int]:
    for table in (REPORT, CALL, CLAIM):
        yield from record.connection.execute(sa.select(table.c.entry).where(table.c.report == report)).scalars()


def _of_incident(record: Record, incident: str) -> Iterator[int]:
    """Yield the entries of the claims that belong to an incident, and of the reports and calls they are from."""
    members = {held.link.claim for held in record.links() if held.link.incident == incident and held.link.outcome == "linked"}
    reports = {held.claim.report for held in record.claims() if held.claim.id in members}
    for claim in sorted(members):
        yield from record.connection.execute(sa.select(CLAIM.c.entry).where(CLAIM.c.claim == claim)).scalars()
    for table in (REPORT, CALL):
        yield from record.connection.execute(sa.select(table.c.entry).where(table.c.report.in_(sorted(reports)))).scalars()
