"""Orders: what was ordered to go, looked up in what is folded from the log."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from truceline.ledger.kernel.projections import REDACTION


class Order(msgspec.Struct, frozen=True):
    """The entry that ordered something to go, and how many characters a text had (0 for what is no text)."""

    entry: int
    characters: int


def orders_in(connection: sa.Connection) -> dict[str, Order]:
    """Return all that was ordered to go: digests of sealed values and hashes (hex) of archived files, each with its order."""
    rows = connection.execute(sa.select(REDACTION.c.what, REDACTION.c.entry, REDACTION.c.characters))
    return {what: Order(entry, characters) for what, entry, characters in rows}


def order_on(connection: sa.Connection, *what: str) -> Order | None:
    """Return the first order on any of these digests, hashes or marks, None where there is none."""
    query = sa.select(REDACTION.c.entry, REDACTION.c.characters).where(REDACTION.c.what.in_(what)).order_by(REDACTION.c.entry)
    row = connection.execute(query).first()
    return Order(row.entry, row.characters) if row else None
