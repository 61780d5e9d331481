"""The theatre packs of a record, every version that was ever in use, with the files it was read from."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from truceline.ledger.kernel.projections import PACK
from truceline.ledger.leaf.bodies import PackArchived
from truceline.ledger.store import Store


class KeptPack(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the pack: at which ``entry`` it came into use, when, by whom, and its files as path to SHA-256."""

    entry: int
    at: str
    by: str
    name: str
    version: str
    theatre_sha256: str
    files: dict[str, str]


def kept_packs(store: Store) -> tuple[KeptPack, ...]:
    """Return all versions, the one in use last."""
    with store.log.reading():
        found = store.connection.execute(sa.select(PACK.c.entry).order_by(PACK.c.entry)).scalars().all()
    return tuple(_kept(store, entry) for entry in found)


def _kept(store: Store, idx: int) -> KeptPack:
    entry = store.log.entry(idx)
    body = entry.body
    assert isinstance(body, PackArchived), "the table has entries of this kind alone"
    return KeptPack(
        entry=entry.idx,
        at=entry.at,
        by=entry.by,
        name=body.name,
        version=body.version,
        theatre_sha256=body.theatre_sha256,
        files={each.path: each.sha256 for each in body.files},
    )


def files_of(store: Store, kept: KeptPack) -> dict[str, bytes]:
    """Return the files of a version, in the order in which it is read: the theatre's own pack first.

    Raises: NotFoundError where a file is not in the archive.
    """
    own = sorted(kept.files, key=lambda path: (path.partition("/")[0] != kept.name, path))
    return {path: store.files.read(kept.files[path]) for path in own}
