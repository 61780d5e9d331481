"""What goes along of that which lies outside the log: sealed values and texts, and only those that were asked for.

A share is asked for by the name of a compartment (all of it), by the name of a sealed value (``caller``: those that lie in no
compartment or in one asked for), or by entry and name (``12:caller``). Nothing is shared without being asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.ledger.leaf.bodies import ReportArchived
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT, Entry
from truceline.ledger.sealed.compartments import Compartments
from truceline.outputs.bundle.basis import Part

_PLACED = re.compile(r"([0-9]{1,15}):(.+)", re.ASCII)


class Asked(msgspec.Struct, frozen=True):
    """What was asked for, told apart: ids of compartments, names of values, and names with their entry."""

    compartments: frozenset[str]
    names: frozenset[str]
    placed: frozenset[tuple[int, str]]

    def wants(self, entry: Entry, name: str) -> bool:
        """Say whether the sealed value of this name in this entry is to be shown."""
        is_near = entry.co == OPEN_COMPARTMENT or entry.co in self.compartments
        return entry.co in self.compartments or (is_near and name in self.names) or (entry.idx, name) in self.placed


class Shares(msgspec.Struct, frozen=True):
    """What goes along: disclosures as they are handed over, texts by their hash; ``withheld`` counts the other sealed values."""

    disclosures: tuple[str, ...]
    texts: dict[str, bytes]
    withheld: int


def asked(record: Record, disclose: Sequence[str]) -> Asked:
    """Tell apart what was asked for; a name that is both is the compartment."""
    known = {each.name: each.id for each in Compartments(record.origin).all()}
    placed = {(int(found[1]), found[2]) for one in disclose if one not in known and (found := _PLACED.fullmatch(one))}
    names = {one for one in disclose if one not in known and not _PLACED.fullmatch(one)}
    return Asked(frozenset(known[one] for one in disclose if one in known), frozenset(names), frozenset(placed))


def shares(record: Record, parts: Iterable[Part], wanted: Asked, *, with_texts: bool) -> Shares:
    """Gather what was asked for from the entries of a bundle.

    Raises: NotFoundError where a name that was asked for is that of no sealed value of theirs; what there is, is told.
    """
    found: list[tuple[Entry, Disclosure]] = []
    texts: dict[str, bytes] = {}
    sealed = 0
    for entry in (record.entry(part.entry) for part in parts):
        sealed += len(entry.sealed)
        found += [(entry, disclosure) for disclosure in record.log.disclosures(entry.idx).values()]
        if with_texts and isinstance(entry.body, ReportArchived) and entry.co in {OPEN_COMPARTMENT, *wanted.compartments}:
            texts |= _text(record, entry.body.text_sha256)
    given = [(entry, disclosure) for entry, disclosure in found if wanted.wants(entry, disclosure.name)]
    _check_all_found(wanted, found, given)
    encoded = tuple(sorted(disclosure.encoded for _, disclosure in given))
    return Shares(encoded, texts, sealed - len(encoded))


def _text(record: Record, sha256: str) -> dict[str, bytes]:
    """Return a text as archived; none where it was ordered to go."""
    try:
        return {sha256: record.read_archived(sha256)}
    except NotFoundError:
        return {}


def _check_all_found(wanted: Asked, found: list[tuple[Entry, Disclosure]], given: list[tuple[Entry, Disclosure]]) -> None:
    names, placed = {d.name for _, d in given}, {(entry.idx, d.name) for entry, d in given}
    missing = sorted(wanted.names - names) + [f"{idx}:{name}" for idx, name in sorted(wanted.placed - placed)]
    if missing:
        there = ", ".join(sorted({f"{entry.idx}:{d.name}" for entry, d in found})[:20]) or "none that can be read here"
        message = f"no sealed value {', '.join(missing)} behind this incident; there are: {there}; or name a compartment"
        raise NotFoundError(message)
