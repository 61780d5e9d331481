"""Orders that a newer copy of a log had and the copy that was restored has not: they are ordered again in the log that goes on.

Restoring takes out what they name at once and leaves them in a file in the folder of the record, leaf by leaf. When the record is
next opened in good standing, which for an older copy is after its succession, each becomes an order of this log that refers to
the leaf it began as. So nothing is missing without an order, and nobody has to remember what was redacted.
"""

from __future__ import annotations

import msgspec

from truceline.errors import EncodingError, RecordBrokenError
from truceline.ledger import redactions
from truceline.ledger.disk.archive import sync_file
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import RedactionOrdered
from truceline.ledger.leaf.entries import Draft, Entry, read_entry
from truceline.ledger.store import FOLDER, Store

NAME = "redaction.since"
ORDERED = "redaction.ordered"
DIGITS = 16


def keep(store: Store, newer: Store) -> int:
    """Write the orders that ``newer`` has behind the end of ``store`` beside the record, and return how many there are."""
    leaves = [entry.leaf for batch in newer.log.batches(store.size) for entry in batch if entry.kind == ORDERED]
    if leaves:
        file = store.folder / FOLDER / NAME
        file.write_bytes(b"".join(leaf + b"\n" for leaf in leaves))
        sync_file(file)
    return len(leaves)


def order_again(store: Store) -> int:
    """Append the orders that were kept, carry them out, and return how many; a crash in between is gone on with.

    Raises: RecordBrokenError where the file cannot be read.
    """
    file = store.folder / FOLDER / NAME
    if not file.exists():
        return 0
    try:
        entries = [read_entry(0, leaf) for leaf in file.read_bytes().splitlines()]
        made = [_draft(store, entry) for entry in entries]
    except (OSError, EncodingError) as error:
        message = f"{file} cannot be read: {error}; restore the record again, naming its newer copy"
        raise RecordBrokenError(message) from error
    store.append([draft for draft in made if draft is not None])
    redactions.carry_out(store)
    file.unlink()
    sync_file(file.parent)
    return len(entries)


def _draft(store: Store, entry: Entry) -> Draft | None:
    """Return the order anew, of what this log has; None where it has nothing of it. The request gets a name of its own here."""
    body, began = entry.body, entry.leaf_hash.hex()
    if not isinstance(body, RedactionOrdered):
        message = f"{store.folder / FOLDER / NAME} holds {entry.kind}; expected {ORDERED} only"
        raise RecordBrokenError(message)
    targets = tuple(target for target in body.targets if target.entry < store.size)
    again = msgspec.structs.replace(body, request=f"{body.request}-{began[:DIGITS]}", targets=targets)
    draft = drafts.redaction_ordered(again, refs=(began,), note=None)
    return msgspec.structs.replace(draft, key=again.request) if targets else None
