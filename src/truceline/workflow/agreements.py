"""Checking the file of an agreement against the actors and places of a theatre, before a pack is shared or a record made."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from truceline.agreement import document
from truceline.agreement.document.marked import unverified
from truceline.errors import InputError
from truceline.model.agreements import Agreement
from truceline.reader.formats.located_yaml import MOST_BYTES, Mistake
from truceline.reader.formats.plain_files import first_bytes
from truceline.workflow.opening import DEFAULT_THEATRE
from truceline.workflow.packs import AGREEMENTS, without_agreements

STANDARD_INPUT = "-"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What checking a file found: the agreement, or every mistake in it.

    ``theatre``: whose actors and places it was held against. ``unverified`` are the parts whose wording is marked as not checked
    against the text, by kind and id.
    """

    path: str
    theatre: str
    agreement: Agreement | None
    mistakes: tuple[Mistake, ...] = ()
    unverified: tuple[str, ...] = ()


def check(path: str, theatre: str | None = None) -> Checked:
    """Read the file of an agreement; ``theatre`` names a pack, else it is the one in whose ``agreements`` folder the file lies.

    Raises:
        InputError: the file cannot be read at all.
        PackError: no such theatre, or its own files have mistakes.
    """
    data = _bytes(path)
    pack = without_agreements(theatre or _pack_around(path) or DEFAULT_THEATRE)
    actors = {actor.id: actor for actor in pack.actors}
    agreement, mistakes = document.read(path, data, actors, frozenset(place.id for place in pack.places))
    return Checked(
        path=path,
        theatre=pack.name,
        agreement=agreement,
        mistakes=tuple(mistakes),
        unverified=unverified(agreement) if agreement else (),
    )


def _bytes(path: str) -> bytes:
    """Return what a file holds, cut where it is longer than any agreement, which reading then says."""
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        return first_bytes(Path(path), MOST_BYTES + 1, or_pipe=True)
    except OSError as error:
        message = f"{path}: {error.strerror or error}; expected the file of an agreement (docs/formats/agreement.md)"
        raise InputError(message) from error


def _pack_around(path: str) -> str | None:
    """Return the folder of the pack in which a file lies as one of its agreements."""
    folder = Path(path).resolve().parent
    return str(folder.parent) if folder.name == AGREEMENTS and (folder.parent / "pack.yaml").is_file() else None
