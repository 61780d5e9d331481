"""The tables of checkpoints, cosignatures and the heads of other logs; they lie beside the log and are no part of it.

Nothing in them is believed as it stands: every signature is checked when it is used, and every checkpoint of this log is
compared with the tree. What is missing here costs proof, never content.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

METADATA = sa.MetaData()

HEAD = sa.Table(
    "head",
    METADATA,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""Checkpoints of this log as it signed them, without cosignatures."""

COSIGNATURE = sa.Table(
    "cosignature",
    METADATA,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("vkey", sa.Text, primary_key=True),
    sa.Column("line", sa.Text, nullable=False),
)
"""What witnesses answered: one line of each key for each checkpoint, the first that came and holds."""

REQUEST = sa.Table("request", METADATA, sa.Column("at", sa.Text, primary_key=True), sa.Column("size", sa.BigInteger))
"""When witnesses were asked."""

PEER_KEY = sa.Table(
    "peer_key",
    METADATA,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("vkey", sa.Text, primary_key=True),
)
PEER_HEAD = sa.Table(
    "peer_head",
    METADATA,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Text, nullable=False),
)
"""The newest checkpoint seen of each other log that this record follows."""

_SEEN = "truceline.heads"


class StoredHead(msgspec.Struct, frozen=True):
    """A checkpoint of this log as stored."""

    size: int
    note: str
    at: str


def are_there(connection: sa.Connection) -> bool:
    """Say whether the tables were made; once they were, they are not looked for again."""
    if not connection.info.get(_SEEN):
        connection.info[_SEEN] = sa.inspect(connection).has_table(PEER_HEAD.name)
    return bool(connection.info[_SEEN])


def make(connection: sa.Connection) -> None:
    """Make what is absent, inside the transaction of the caller."""
    if not are_there(connection):
        METADATA.create_all(connection)


def heads(connection: sa.Connection, origin: str, *, at_most: int | None = None) -> list[StoredHead]:
    """Return the checkpoints of a log, the newest first; ``at_most``: no larger size."""
    if not are_there(connection):
        return []
    query = sa.select(HEAD.c.size, HEAD.c.note, HEAD.c.at).where(HEAD.c.origin == origin).order_by(HEAD.c.size.desc())
    if at_most is not None:
        query = query.where(HEAD.c.size <= at_most)
    return [StoredHead(*row) for row in connection.execute(query)]


def newest(connection: sa.Connection, origin: str) -> StoredHead | None:
    """Return the newest checkpoint of a log, None where there is none."""
    if not are_there(connection):
        return None
    query = sa.select(HEAD.c.size, HEAD.c.note, HEAD.c.at).where(HEAD.c.origin == origin).order_by(HEAD.c.size.desc()).limit(1)
    row = connection.execute(query).first()
    return StoredHead(*row) if row else None


def head_at(connection: sa.Connection, origin: str, size: int) -> StoredHead | None:
    """Return the checkpoint of exactly this size, None where there is none."""
    found = heads(connection, origin, at_most=size)[:1]
    return found[0] if found and found[0].size == size else None


def put_head(connection: sa.Connection, origin: str, head: StoredHead) -> None:
    """Keep a checkpoint; one that is there stays."""
    if head_at(connection, origin, head.size) is None:
        connection.execute(HEAD.insert().values(origin=origin, size=head.size, note=head.note, at=head.at))


def cosignatures(connection: sa.Connection, origin: str, size: int) -> list[tuple[str, str]]:
    """Return the verifier keys of witnesses and their lines for a checkpoint, in the order of the keys."""
    if not are_there(connection):
        return []
    c = COSIGNATURE.c
    query = sa.select(c.vkey, c.line).where(c.origin == origin, c.size == size).order_by(c.vkey)
    return [(row[0], row[1]) for row in connection.execute(query)]


def cosigned_sizes(connection: sa.Connection, origin: str, vkey: str | None = None) -> list[int]:
    """Return the sizes that anybody, or one witness, has cosigned, the largest first."""
    if not are_there(connection):
        return []
    c = COSIGNATURE.c
    query = sa.select(c.size).where(c.origin == origin).distinct().order_by(c.size.desc())
    if vkey is not None:
        query = query.where(c.vkey == vkey)
    return [row[0] for row in connection.execute(query)]


def last_cosigned(connection: sa.Connection, origin: str) -> list[int]:
    """Return the largest size that each witness has cosigned."""
    if not are_there(connection):
        return []
    c = COSIGNATURE.c
    query = sa.select(sa.func.max(c.size)).where(c.origin == origin).group_by(c.vkey)
    return [row[0] for row in connection.execute(query)]


def put_cosignature(connection: sa.Connection, origin: str, size: int, vkey: str, line: str) -> None:
    """Keep a line, in the place of the one of this witness where there is one."""
    c = COSIGNATURE.c
    connection.execute(COSIGNATURE.delete().where(c.origin == origin, c.size == size, c.vkey == vkey))
    connection.execute(COSIGNATURE.insert().values(origin=origin, size=size, vkey=vkey, line=line))
