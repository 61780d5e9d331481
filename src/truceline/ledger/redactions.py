"""Redactions: what was ordered to go, and the going of it.

An order stands in the log before anything is touched, and is carried out after that: archived bytes first, then the sealed
values with their own keys, both also in the copies of other offices' logs, then what the database still holds of them in its
journal. Every step may be taken again: a crash in the middle leaves a mark in the folder of the record, and the next opening
goes on. No leaf, root or proof changes.

Bytes that another entry names as well, for which nothing was ordered, stay; the caller is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import msgspec
import sqlalchemy as sa

from truceline.ledger.disk.archive import sync_file
from truceline.ledger.exchange import copies
from truceline.ledger.kernel.orders import Order, orders_in
from truceline.ledger.leaf.bodies import EvidenceRegistered, RedactionOrdered
from truceline.ledger.store import FOLDER, Store

MARK = "redaction.unfinished"
AT_ONCE = 500
WAIT = "2s"
"""As long PostgreSQL waits for readers to end before it writes the sealed values anew."""
IS_HASH = re.compile(r"[0-9a-f]{64}")
"""What a SHA-256 in hex looks like, and the digest of a sealed value does not."""
_SEALED = sa.table("disclosure", sa.column("digest", sa.Text), sa.column("entry_idx", sa.BigInteger))


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrying out removed now. ``kept``: ordered files that other entries name too, with those entries.

    ``is_thorough``: nothing of it is left in the database's own files either; not so while somebody else reads it.
    """

    values: int = 0
    files: int = 0
    kept: Mapping[str, tuple[int, ...]] = msgspec.field(default_factory=dict)
    is_thorough: bool = True


def ordered(store: Store) -> dict[str, Order]:
    """Return all that was ordered to go: digests of sealed values and hashes (hex) of archived files, each with its order."""
    with store.log.reading():  # with everything folded in
        return orders_in(store.connection)


def begin(store: Store) -> None:
    """Mark the record before an order is logged, so that a crash from here on is followed by ``finish`` at the next opening."""
    mark = _mark(store)
    mark.touch(mode=0o600)
    sync_file(mark)
    sync_file(mark.parent)


def finish(store: Store) -> Erased | None:
    """Carry out what was interrupted; None where nothing was."""
    return carry_out(store) if _mark(store).exists() else None


def carry_out(store: Store) -> Erased:
    """Remove everything that was ordered to go and is still here. Doing it again removes nothing more."""
    with store.log.writing():
        orders = ordered(store)
        files, kept = _files(store, orders)
        gone = store.files.erase(sorted(files))
        copies.withdraw(store, files | {what for what in orders if not IS_HASH.fullmatch(what)})
        values = _delete(store, orders)
    store.forget_texts()
    is_thorough = scrub(store)
    if is_thorough:
        _mark(store).unlink(missing_ok=True)
    return Erased(values=values, files=gone, kept=kept, is_thorough=is_thorough)


def users(store: Store) -> dict[str, tuple[int, ...]]:
    """Return which entries name each archived file, in the open or sealed, where the key of what is sealed is here."""
    found: dict[str, list[int]] = defaultdict(list)
    for batch in store.log.batches():
        for entry in batch:
            for sha256 in entry.body.archived():
                found[sha256].append(entry.idx)
            if isinstance(entry.body, EvidenceRegistered):
                sealed = store.log.disclosures(entry.idx).get("sha256")
                if sealed is not None:
                    found[sealed.value].append(entry.idx)
    return {sha256: tuple(dict.fromkeys(places)) for sha256, places in found.items()}


def scrub(store: Store) -> bool:
    """Have the database give up what deleted rows left in its files; say whether it could.

    SQLite overwrites deleted rows (``secure_delete``); its journal is emptied here, which waits for nobody: while another process
    reads, it is not. PostgreSQL writes the table anew, for which nobody may be in the middle of reading it; its write-ahead log,
    its base backups and replicas are out of our reach.
    """
    if store.connection.dialect.name == "sqlite":
        (busy, *_) = store.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not busy
    return _written_anew(store.connection)


def _written_anew(connection: sa.Connection) -> bool:
    """Have PostgreSQL write the sealed values into a new file and, where our role may, end its journal's older part."""
    before = connection.exec_driver_sql("SELECT current_setting('lock_timeout')").scalar_one()
    setting = sa.text("SELECT set_config('lock_timeout', :value, false)")
    try:
        connection.execute(setting, {"value": WAIT})
        connection.exec_driver_sql("VACUUM FULL disclosure")
    except sa.exc.OperationalError:  # somebody reads
        return False
    finally:
        connection.execute(setting, {"value": before})
    may = "SELECT rolsuper OR pg_has_role(oid, 'pg_checkpoint', 'member') FROM pg_roles WHERE rolname = current_user"
    if connection.exec_driver_sql(may).scalar_one():
        connection.exec_driver_sql("CHECKPOINT")
    return True


def _files(store: Store, orders: Mapping[str, Order]) -> tuple[set[str], dict[str, tuple[int, ...]]]:
    """Return the files that go, and those that stay because of entries for which nothing was ordered."""
    of_targets: dict[str, set[int]] = defaultdict(set)
    for idx in sorted({order.entry for order in orders.values()}):
        body = store.log.entry(idx).body
        for target in body.targets if isinstance(body, RedactionOrdered) else ():
            for file in target.files:
                of_targets[file.sha256].add(target.entry)
            for sealed in store.log.disclosures(target.entry).values():
                if sealed.name == "sha256" and sealed.digest in target.digests:
                    of_targets[sealed.value].add(target.entry)
    if not of_targets:
        return set(), {}
    named = users(store)
    others = {sha256: tuple(idx for idx in named.get(sha256, ()) if idx not in places) for sha256, places in of_targets.items()}
    return {sha256 for sha256, left in others.items() if not left}, {sha256: left for sha256, left in others.items() if left}


def _delete(store: Store, orders: Mapping[str, Order]) -> int:
    wanted, deleted = sorted(orders), 0
    for first in range(0, len(wanted), AT_ONCE):
        chunk = wanted[first : first + AT_ONCE]
        deleted += store.connection.execute(sa.delete(_SEALED).where(_SEALED.c.digest.in_(chunk))).rowcount
    return deleted


def _mark(store: Store) -> Path:
    return store.folder / FOLDER / MARK
