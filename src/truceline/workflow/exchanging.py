"""Exchanging records by stick: writing ours onto it, and taking over from every other log that is on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from truceline.errors import BundleError
from truceline.ledger import Record
from truceline.ledger.exchange import mirror, writing
from truceline.ledger.exchange.mirror import Met
from truceline.ledger.exchange.writing import Written
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.sealed.compartments import Compartments
from truceline.workflow.merging import Merged, merge

Watch = Callable[[int, int | None], None]


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one log on a stick."""

    met: Met
    merged: Merged


def export_record(record: Record, place: Path, *, compartments: Sequence[str] = (), watch: Watch) -> Written:
    """Write the log of ``record`` onto a stick, with its open files and those of the compartments named.

    Raises: NotFoundError for a compartment of another name; BundleError, RolledBackError, ForkError as ``writing.write``.
    """
    known = Compartments(record.origin)
    chosen = frozenset(known.id_of(name) for name in compartments)
    return writing.write(record, place, compartments=chosen, watch=watch)


def import_records(record: Record, place: Path, *, by: str, vkeys: Sequence[str] = (), watch: Watch) -> tuple[Imported, ...]:
    """Take in every log on a stick but our own, and take over from each what is new.

    Raises: BundleError where one is not what it should be, ForkError or RolledBackError after evidence was written; those before
    it in the order of their folders are taken over then.
    """
    given = [parse_vkey(vkey, "--vkey") for vkey in vkeys]
    folders = [folder for folder in mirror.origins_on(place) if not mirror.is_own(record, folder)]
    if not folders:
        message = f"{place} holds the log of this record only; expected that of another office; nothing was taken"
        raise BundleError(message)
    return tuple(_import(record, folder, given, by, watch) for folder in folders)


def _import(record: Record, folder: Path, given: Sequence[VerifierKey], by: str, watch: Watch) -> Imported:
    key = next((key for key in given if mirror.folder_of(key.name) == folder.name), None)
    met, brought = mirror.take_in(record, folder, key=key, watch=watch)
    return Imported(met=met, merged=merge(record, brought, by=by, watch=watch))
