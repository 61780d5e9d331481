"""The tables of the log itself: the few questions that log, batch and proofs ask of them, on whatever engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truceline.errors import RecordBrokenError
from truceline.ledger.kernel.engines import Engine
from truceline.ledger.kernel.merkle import TILE_WIDTH, hashes_in
from truceline.ledger.leaf.disclosures import Disclosure, open_disclosure
from truceline.ledger.proofs import leaf_hash
from truceline.ledger.sealed.vault import Locked, Vault

AT_ONCE = 200
"""The sealed values of as many entries are asked for in one question."""


def read_leaf(engine: Engine, idx: int) -> bytes | None:
    """Return the leaf at a place, None where the log is shorter."""
    row = engine.row("SELECT leaf FROM entry WHERE idx = ?", (idx,))
    return bytes(row[0]) if row else None


def read_leaves(engine: Engine, start: int, end: int) -> list[tuple[int, bytes]]:
    """Return place and leaf of the entries of [start, end), in order.

    Raises: RecordBrokenError where one is missing.
    """
    rows = engine.rows("SELECT idx, leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", (start, end))
    if len(rows) < end - start:
        message = f"entries are missing between {start} and {end}; run `truceline fsck`, and restore the record from a copy"
        raise RecordBrokenError(message)
    return rows


def read_leaf_hashes(engine: Engine, start: int, end: int) -> tuple[bytes, ...]:
    """Return the leaf hashes of [start, end): from the full tiles that hold them, else from the leaves themselves."""
    found: list[bytes] = []
    tiles = "SELECT number, data FROM tile WHERE level = 0 AND number >= ? AND number <= ? ORDER BY number"
    for number, data in engine.rows(tiles, (start // TILE_WIDTH, (end - 1) // TILE_WIDTH)):
        first = number * TILE_WIDTH
        if first > start + len(found):
            break  # a tile is missing, which `verify` names; the leaves themselves are there
        found += hashes_in(bytes(data))[start + len(found) - first : end - first]
    rows = engine.rows("SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", (start + len(found), end))
    return (*found, *(leaf_hash(leaf) for (leaf,) in rows))


def read_tile(engine: Engine, level: int, number: int) -> bytes:
    """Return a full tile.

    Raises: RecordBrokenError where it is missing.
    """
    row = engine.row("SELECT data FROM tile WHERE level = ? AND number = ?", (level, number))
    if row is None:
        message = f"tile {level}/{number} is missing; run `truceline verify`"
        raise RecordBrokenError(message)
    return bytes(row[0])


def read_disclosures(engine: Engine, vault: Vault, idx: int) -> dict[str, Disclosure]:
    """Return the sealed values of an entry that still exist and whose key is here, by name."""
    found = (opened for _, _, opened in unlocked(engine, vault, "WHERE entry_idx = ?", (idx,)) if opened is not None)
    return {opened.name: opened for opened in found}


def read_several(engine: Engine, vault: Vault, places: Sequence[int]) -> dict[int, dict[str, Disclosure]]:
    """Return the same for several entries, by place; an entry without any is not among them."""
    found: dict[int, dict[str, Disclosure]] = {}
    for start in range(0, len(places), AT_ONCE):
        some = tuple(places[start : start + AT_ONCE])
        where = f"WHERE entry_idx IN ({', '.join('?' * len(some))})"
        for _, idx, opened in unlocked(engine, vault, where, some):
            if opened is not None and idx is not None:
                found.setdefault(idx, {})[opened.name] = opened
    return found


def unlocked(
    engine: Engine, vault: Vault, where: str = "", parameters: tuple[int | str, ...] = ()
) -> Iterator[tuple[str, int | None, Disclosure | None]]:
    """Yield digest, entry and disclosure of sealed values that exist; None for the disclosure where the key is not here.

    Raises: RecordBrokenError at the first that was changed.
    """
    columns = "digest, entry_idx, compartment, nonce, ciphertext, wrapped_key"
    for digest, idx, compartment, *locked in engine.rows(f"SELECT {columns} FROM disclosure {where}", parameters):  # noqa: S608  # our own words
        encoded = vault.unlock(compartment, digest, Locked(*map(bytes, locked)))
        yield digest, idx, None if encoded is None else open_disclosure(encoded)


def insert_disclosure(engine: Engine, digest: str, locked: Locked, compartment: str, entry_idx: int | None) -> None:
    """Keep a sealed value; one that was kept ahead now belongs to the entry that names it."""
    engine.run(
        "INSERT INTO disclosure VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET entry_idx = excluded.entry_idx",
        (digest, entry_idx, compartment, locked.nonce, locked.ciphertext, locked.wrapped_key),
    )
