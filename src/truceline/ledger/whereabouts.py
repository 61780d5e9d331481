"""Which database holds the log of a record: a file beside the archive, or the one that ``.truceline/database`` names.

That file is written before the database is touched, so that an interrupted making is found again; ``truceline.toml`` repeats
it for people. Neither has a password: libpq finds one in PGPASSWORD or ``~/.pgpass``.
"""

from __future__ import annotations

from pathlib import Path

from truceline.errors import NotFoundError, RecordBrokenError, UsageError
from truceline.ledger.disk.archive import sync_file
from truceline.ledger.kernel.engines import Engine, SqliteEngine
from truceline.ledger.kernel.engines.place import Place
from truceline.ledger.kernel.engines.postgres import PostgresEngine

FOLDER = ".truceline"
FILE = "ledger.sqlite"
POINTER = "database"


def new_engine(folder: Path, database: str | None, wait_s: float) -> Engine:
    """Return the engine for a record that is being made in ``folder``; ``database`` is a URL, None for a file.

    Raises: UsageError where another database was begun with.
    """
    begun = place_of(folder)
    if database is None and begun is None:
        return SqliteEngine(folder / FOLDER / FILE, wait_s)
    asked, password = Place.parse(database if database is not None else str(begun))
    if begun is None:
        if (folder / FOLDER / FILE).exists():
            message = f"a record was begun in {folder} with a file of its own; it cannot go on in {asked.url}"
            raise UsageError(message)
        begun = asked
        engine = PostgresEngine(begun, wait_s, password)  # reached at all before anything is written
        _write_pointer(folder / FOLDER / POINTER, begun)
        return engine
    if asked.url != begun.url:
        message = f"a record was begun in {folder} with the database {begun.url}; it cannot go on in {asked.url}"
        raise UsageError(message)
    return PostgresEngine(begun, wait_s, password)


def engine_of(folder: Path, wait_s: float) -> Engine:
    """Return the engine of the record in ``folder``.

    Raises: NotFoundError where there is none, RecordError where its database cannot be reached.
    """
    place = place_of(folder)
    if place is not None:
        return PostgresEngine(place, wait_s)
    file = folder / FOLDER / FILE
    if not file.is_file():
        message = f"no record in {folder} (looked for {file}); make one with `truceline init`, or name it with --record"
        raise NotFoundError(message)
    return SqliteEngine(file, wait_s)


def place_of(folder: Path) -> Place | None:
    """Return the database that the record in ``folder`` names, None for a file of its own.

    Raises: RecordBrokenError where the file that names it cannot be read.
    """
    file = folder / FOLDER / POINTER
    try:
        text = file.read_text(encoding="utf-8").strip()
        return Place.parse(text)[0]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, UsageError) as error:
        message = f"{file} does not name a database: {error}; expected postgresql://USER@HOST/NAME#SCHEMA"
        raise RecordBrokenError(message) from error


def _write_pointer(file: Path, place: Place) -> None:
    """Write the file whole or not at all."""
    waiting = file.with_name(f"{file.name}.new")
    waiting.write_text(f"{place}\n", encoding="utf-8")
    sync_file(waiting)
    waiting.replace(file)
    sync_file(file.parent)
