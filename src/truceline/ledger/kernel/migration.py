"""From the tables of an older version to ours, in one transaction.

Schema 1 had sealed values in the clear (``disclosure.encoded``); from 2 on they are locked with the keys of their compartments.
Schema 2 had the hash of each leaf beside the leaf; from 3 on it stands in the tiles alone, or follows from the leaf.
"""

from __future__ import annotations

from truceline.ledger.kernel.engines import SCHEMA, Engine
from truceline.ledger.kernel.engines.sqlite import DISCLOSURE_TABLE
from truceline.ledger.kernel.tables import insert_disclosure
from truceline.ledger.sealed.vault import Vault


def migrate(engine: Engine, vault: Vault | None) -> None:
    """Bring the tables up to ours, inside the transaction of the caller; ``vault`` is None where the log has no entry yet."""
    found = engine.schema()
    if found < 2:
        _lock_disclosures(engine, vault)
    if found < 3:
        engine.run("ALTER TABLE entry DROP COLUMN leaf_hash")
    if found < SCHEMA:
        engine.run("UPDATE schema_version SET version = ?", (SCHEMA,))


def _lock_disclosures(engine: Engine, vault: Vault | None) -> None:
    rows = engine.rows("SELECT digest, entry_idx, compartment, encoded FROM disclosure")
    engine.run("DROP TABLE disclosure")
    for statement in DISCLOSURE_TABLE.strip().splitlines():
        engine.run(statement)
    for digest, idx, compartment, encoded in rows:
        # One that was changed does not open by its digest; it is kept as it is, for verification to name.
        assert vault is not None, "a log without entries has no sealed values"
        insert_disclosure(engine, digest, vault.lock(compartment, digest, encoded), compartment, idx)
