"""Finding, making and opening a record.

A record is a folder with ``truceline.toml`` and ``.truceline/``. The one that is meant is the one named, then the one of the
environment, then the nearest ``truceline.toml`` upwards from where the person stands. The theatre pack that a record is made
with is archived in it by hash: reading, linking and rebuilding use that copy, whatever a later version ships.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record as Record  # noqa: PLC0414 - the room names the type from here
from truceline.model import RecordKind, Theatre
from truceline.workflow.packs import Pack, load_theatre
from truceline.workflow.people import Clock, now

MARK = "truceline.toml"
DEFAULT_THEATRE = "world"


def nearest(start: Path) -> Path | None:
    """Return the nearest folder with a ``truceline.toml``, from ``start`` upwards, or None."""
    for folder in (start, *start.parents):
        if is_record(folder):
            return folder
    return None


def is_record(folder: Path) -> bool:
    """Say whether a record was made in this folder.

    Raises: NotFoundError where the folder cannot be looked at.
    """
    try:
        return (folder / MARK).is_file()
    except OSError as error:
        message = f"no record can be looked for in {folder}: {error.strerror}; expected a folder that may be read"
        raise NotFoundError(message) from error


def where(named: Path | None, start: Path) -> Path:
    """Return the folder of the record that is meant.

    Raises:
        NotFoundError: no record there, or none from ``start`` upwards.
    """
    found = named if named is not None else nearest(start)
    if found is None:
        message = (
            f"no record here: no {MARK} in {start} or above it; make one with `truceline init`, or name one with --record DIR"
        )
        raise NotFoundError(message)
    if not is_record(found):
        message = f"no record in {found}: expected a {MARK} there; make one with `truceline init {found}`"
        raise NotFoundError(message)
    return found


def checked_kind(kind: str | None) -> RecordKind:
    """Return the kind of record that is asked for; ``actual`` where none is.

    Raises:
        UsageError: not one of the three kinds.
    """
    if kind is None:
        return "actual"
    if kind not in get_args(RecordKind):
        message = f'"{kind}" is not a kind of record; expected one of {", ".join(get_args(RecordKind))}'
        raise UsageError(message)
    return cast("RecordKind", kind)


def check_place(folder: Path) -> None:
    """Refuse a folder in which no record could ever be made, such as one whose name is longer than the system allows.

    Raises: UsageError.
    """
    try:
        (folder / MARK).is_file()
    except OSError as error:
        message = f"no record can be made in {folder}: {error.strerror}; name another folder"
        raise UsageError(message) from error


def make(
    folder: Path, *, theatre: str | None = None, kind: str | None = None, clock: Clock = now, database: str | None = None
) -> Record:
    """Make a record in ``folder``, archive the theatre pack in it, and return it open.

    ``database`` is the URL of the PostgreSQL database for its log; without one the log is a file in the folder.

    Raises:
        UsageError: there is a record already, the folder cannot be looked at, the kind is none of ours, or the URL names no
            database of that sort.
        RecordError: the database cannot be reached.
        PackError: no such theatre pack, or one with mistakes.
    """
    checked = checked_kind(kind)
    check_place(folder)
    pack = load_theatre(theatre or DEFAULT_THEATRE)
    record = Record.create(folder, checked, pack.theatre.name, clock=clock, database=database)
    _use(record, pack)
    return record


def _use(record: Record, pack: Pack) -> None:
    record.append([record.draft_pack(pack.theatre, pack.files)])


def opened(named: Path | None, start: Path | None = None, clock: Clock = now, *, is_checked: bool = True) -> Record:
    """Open the record that is meant; ``is_checked``: hold it against everything that was seen of it before.

    Raises:
        NotFoundError: there is none.
        RolledBackError, ForkError: it is an older or another history than was seen before.
    """
    return Record.open(where(named, start or Path.cwd()), clock=clock, is_checked=is_checked)


def open_or_make(named: Path | None, *, theatre: str | None = None, kind: str | None = None) -> tuple[Record, Path | None]:
    """Open the record that is meant, or make one (in the named folder, else here) where none is; the folder if it was made.

    A pack that is named, and is another version of the record's own, is archived and in use from here on.

    Raises:
        UsageError: an existing record is of another theatre or kind than was asked for.
        PackError: no such theatre pack, or one with mistakes.
    """
    checked_kind(kind)
    folder = named if named is not None else nearest(Path.cwd())
    if folder is None or not is_record(folder):
        made = folder or Path.cwd()
        return make(made, theatre=theatre, kind=kind), made
    named_pack = load_theatre(theatre) if theatre else None
    record = Record.open(folder, clock=now)
    _check_same(record, folder, named_pack.theatre.name if named_pack else record.theatre, kind)
    held = record.pack()
    if held is None:  # its making was stopped between two entries
        _use(record, named_pack or load_theatre(record.theatre))
    elif named_pack and named_pack.theatre.sha256 != held.sha256:
        _use(record, named_pack)
    return record, None


def _check_same(record: Record, folder: Path, asked_theatre: str, kind: str | None) -> None:
    """Refuse to go on under another theatre or kind than the record was made with; neither can be changed later."""
    for what, asked, stands in (("theatre", asked_theatre, record.theatre), ("kind", kind or record.kind, record.kind)):
        if asked != stands:
            record.close()
            advice = f"leave out --{what}, or name another folder with --record"
            message = f"the record in {folder} has the {what} {stands}, not {asked}; {advice}"
            raise UsageError(message)


def theatre_of(record: Record) -> Theatre:
    """Return the theatre pack archived in the record; an empty one where its making was interrupted before that."""
    return record.pack() or Theatre(name=record.theatre, title=record.theatre, version="0", actors=(), places=())
