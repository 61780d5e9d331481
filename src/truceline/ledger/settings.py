"""``truceline.toml``: the small file that makes a folder a record, for people and for finding the record from a folder inside it.

The log says the same and is what counts; ``verify`` compares the two.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec

from truceline.errors import RecordBrokenError
from truceline.ledger.disk.archive import sync_file
from truceline.model import RecordKind

NAME = "truceline.toml"
MOST_HOURS = 24 * 366 * 10
MOST_BYTES = 1 << 16
"""More of the file is not read; what is written is a few hundred bytes."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says."""

    kind: RecordKind
    theatre: str
    created: str
    origin: str
    database: str | None = None
    """Where the log is, if not in a file of the record's own."""
    public_delay_hours: Annotated[int, msgspec.Meta(ge=0, le=MOST_HOURS)] | None = None
    """How long after something happened nothing of it is shown to everybody; None: 72 hours (docs/formats/releases.md)."""


def write(file: Path, settings: Settings) -> None:
    """Write the file whole or not at all."""
    waiting = file.with_name(f"{NAME}.new")
    waiting.write_text(text_of(settings), encoding="utf-8")
    sync_file(waiting)
    waiting.replace(file)


def text_of(settings: Settings) -> str:
    """Return what is in the file."""
    lines = ["# A truceline record: its log and archive are in .truceline beside this file. Made by the program; do not edit."]
    # A JSON string of ASCII characters is a TOML basic string.
    lines += [f"{name} = {json.dumps(value)}" for name, value in msgspec.structs.asdict(settings).items() if value is not None]
    return "\n".join(lines) + "\n"


def read(file: Path) -> Settings:
    """Read the file.

    Raises: RecordBrokenError where it is not what ``write`` writes.
    """
    try:
        with file.open("rb") as source:
            text = source.read(MOST_BYTES).decode()
        return msgspec.convert(tomllib.loads(text), Settings)
    except (OSError, ValueError, RecursionError) as error:
        message = f"{file} cannot be read: {error}; delete it and open the record with --record to have it written anew"
        raise RecordBrokenError(message) from error
