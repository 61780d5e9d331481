"""Tables that are imported, and their mappings: read once, and kept encrypted as evidence, just these bytes."""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline.errors import InputError
from truceline.ledger import Record
from truceline.reader.formats import plain_files
from truceline.workflow.evidence import add_files
from truceline.workflow.tables import LARGEST_BYTES, bundled


class TableFiles:
    """The table and its mapping: their bytes as read, and the keeping of just these."""

    def __init__(self, record: Record, table: Path, mapping: Path, by: str, co: str) -> None:
        self._record, self._by, self._co = record, by, co
        self._paths = (table, mapping)
        self.table, self.mapping = read_whole(table), read_whole(mapping)

    def keep(self) -> tuple[str, str]:
        """Keep both encrypted, and return the ids of table and mapping as evidence.

        Raises:
            InputError: one of them was changed since it was read.
        """
        note = "table and mapping"
        kept = add_files(self._record, self._paths, by=self._by, note=note, compartment=self._co, confidential=True)
        for taken, path, data in zip(kept, self._paths, (self.table, self.mapping), strict=True):
            if taken.sha256 != hashlib.sha256(data).hexdigest():
                message = f"{path} was changed while it was read; nothing of it was entered; run the same command again"
                raise InputError(message)
        return kept[0].evidence, kept[1].evidence


def read_whole(path: Path) -> bytes:
    """Return the bytes of a table or a mapping.

    Raises:
        InputError: it is too large, no file, or cannot be read.
    """
    try:
        return plain_files.read_whole(path, LARGEST_BYTES)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}; expected a table or a mapping; nothing was entered"
        raise InputError(message) from error


@contextmanager
def mapping_file(mapping: str) -> Iterator[Path]:
    """Yield the file of a mapping, be it one that comes with the program or somebody's own."""
    if mapping in bundled() and not Path(mapping).exists():
        inside = importlib.resources.files("truceline.workflow.tables").joinpath(f"mappings/{mapping}.yaml")
        with importlib.resources.as_file(inside) as file:
            yield file
    else:
        yield Path(mapping)
