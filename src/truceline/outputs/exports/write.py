"""Writing an export: whole or not at all, never over something else unless asked, the same bytes for the same choice."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from truceline.errors import UsageError
from truceline.outputs.exports import cells
from truceline.outputs.exports.parts import Format, Listed, Part, listed
from truceline.outputs.views import Material, Undated
from truceline.outputs.views.provenance import Provenance

FORMAT = "truceline-export/1"
MANIFEST = ".manifest.json"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in front of lines and beside a table.

    ``sha256`` is that of the rows: everything after the first line, or the whole table.
    """

    format: str
    part: Part
    rows: int
    sha256: str
    record: Provenance
    undated: Undated
    columns: tuple[str, ...] | None = None
    guarded: int | None = None
    uncovered: int | None = None


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: the files, how many rows, and their hash."""

    files: tuple[Path, ...]
    rows: int
    sha256: str


def export(material: Material, part: Part, out: Path, *, form: Format = "jsonl", force: bool = False) -> Exported:
    """Write a part of what ``material`` holds to ``out``.

    Raises:
        UsageError: a file of this name is there, or the folder is not; nothing was written.
    """
    made = listed(material, part)
    files = _lines(material, part, made, out) if form == "jsonl" else _table(material, part, made, out)
    for file in files:
        _check(file, force=force)
    for file, data in files.items():
        _put(file, data)
    rows = next(iter(files.values())) if form == "csv" else files[out].partition(b"\n")[2]
    return Exported(files=tuple(files), rows=len(made.objects), sha256=hashlib.sha256(rows).hexdigest())


def _lines(material: Material, part: Part, made: Listed, out: Path) -> dict[Path, bytes]:
    rows = b"".join(msgspec.json.encode(each) + b"\n" for each in made.objects)
    return {out: _encoded(_head(material, part, len(made.objects), rows)) + rows}


def _table(material: Material, part: Part, made: Listed, out: Path) -> dict[Path, bytes]:
    table = cells.written(made.columns, made.rows)
    head = msgspec.structs.replace(
        _head(material, part, len(made.objects), table.data),
        columns=made.columns,
        guarded=table.guarded,
        uncovered=table.uncovered,
    )
    return {out: table.data, out.with_name(out.name + MANIFEST): _encoded(head)}


def _head(material: Material, part: Part, number: int, rows: bytes) -> Head:
    assert material.provenance is not None, "an export is made of a record"
    digest = hashlib.sha256(rows).hexdigest()
    return Head(format=FORMAT, part=part, rows=number, sha256=digest, record=material.provenance, undated=material.undated)


def _encoded(head: Head) -> bytes:
    said = {name: value for name, value in msgspec.structs.asdict(head).items() if value is not None}
    return msgspec.json.encode(said, order="sorted") + b"\n"


def _check(file: Path, *, force: bool) -> None:
    if not file.parent.is_dir():
        message = f"no folder {file.parent} to write {file.name} into; expected a folder that is there"
        raise UsageError(message)
    if file.is_dir() or (file.exists() and not force):
        message = f"{file} is there already; nothing was written; expected another name, or --force to write over a file"
        raise UsageError(message)


def _put(file: Path, data: bytes) -> None:
    """Write a file under another name, have it on the disk, and only then give it its own."""
    waiting = file.with_name(f".{file.name}.new")
    try:
        with waiting.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        waiting.replace(file)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        message = f"{file} cannot be written: {error.strerror or error}; expected a file in a folder that you may write to"
        raise UsageError(message) from error
