"""The engines that a record can stand on, for tests that must hold on every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline.ledger import Record
from truceline.ledger.kernel.engines.place import Place

ENGINES = ("sqlite", "postgresql")
Maker = Callable[[Path], Record]


@contextmanager
def schemas_dropped(url: str) -> Iterator[list[Path]]:
    """Drop the schemas of the records in the folders that are put on the list."""
    import psycopg  # noqa: PLC0415  # only where there is a server to test with

    folders: list[Path] = []
    yield folders
    with psycopg.connect(url, autocommit=True) as sql:
        for folder in folders:
            pointer = folder / ".truceline" / "database"
            if pointer.exists():
                place, _ = Place.parse(pointer.read_text(encoding="utf-8").strip())
                sql.execute(f'DROP SCHEMA IF EXISTS "{place.schema}" CASCADE')
