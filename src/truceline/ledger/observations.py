"""Observations, coverage gaps, exposures, imported tables, and what was withdrawn: how they are drafted and read back.

Where an observer stood is sealed with everything that would tell it. What is read back has none of it unless it is asked for,
and then only as far as the key of its compartment is here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger.leaf.bodies import Body, ExposureNoted, GapNoted, ObservationEntered, ObservationWithdrawn, TableImported
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT, Draft, Entry
from truceline.ledger.numbered import by_number, numbered, told_by
from truceline.ledger.store import Store
from truceline.model.observations import CoverageGap, Exposure, Observation

OBSERVED = "observation.entered"
GAP = "coverage.gap"
EXPOSURE = "coverage.exposure"
TABLE = "table.imported"
WITHDRAWN = "observation.withdrawn"
LETTERS = {OBSERVED: "o", GAP: "g", EXPOSURE: "x", TABLE: "t"}
"""With what the ids of each kind begin; the number follows."""
PLACE_TELLING = frozenset({"position", "bearing", "range", "device", "description"})
"""Sealed values that tell, or may tell, where an observer stood: shown only to who asks for them and has the key."""

_ID = re.compile("([ogx])([1-9][0-9]{0,8})", re.ASCII)
V = TypeVar("V", Observation, CoverageGap, Exposure)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An observation, gap or exposure, and where it stands. ``received_at``: when it was recorded; ``published_at`` as given.

    ``words`` are what is sealed and could be read here, without what tells where the observer stood unless it was asked for.
    """

    value: Observation | CoverageGap | Exposure
    entry: int
    by: str
    received_at: str
    published_at: str | None
    compartment: str = "open"
    words: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def known_on(self) -> str:
        """The day from which a reader of these tables could know it."""
        return self.published_at or self.received_at[:10]


class Coverage(msgspec.Struct, frozen=True):
    """All that monitors looked at in a record, in the order of the log."""

    observations: tuple[Recorded, ...] = ()
    gaps: tuple[Recorded, ...] = ()
    exposures: tuple[Recorded, ...] = ()


def recorded(store: Store, entry: int | None = None, *, with_words: bool = True, is_unsealed: bool = False) -> Coverage:
    """Return observations, gaps and exposures as the record stood after ``entry`` (None: now).

    What was withdrawn by then is not among them.

    ``with_words``: unlock the words of observations, which costs half a millisecond each; gaps and exposures always have theirs.
    ``is_unsealed``: with what tells where observers stood, as far as the keys are here.
    """
    hidden = frozenset() if is_unsealed else PLACE_TELLING
    gone = withdrawn(store, entry)
    found = (
        _recorded(store, OBSERVED, entry, Observation, hidden if with_words else None),
        _recorded(store, GAP, entry, CoverageGap, hidden),
        _recorded(store, EXPOSURE, entry, Exposure, hidden),
    )
    return Coverage(*(tuple(each for each in kind if each.value.id not in gone) for kind in found))


def withdrawn(store: Store, entry: int | None = None) -> dict[str, Entry]:
    """Return what was withdrawn, by its id, each with the entry that says so."""
    return {body.id: found for found, body in told_by(store, WITHDRAWN, ObservationWithdrawn, entry)}


def entry_of(store: Store, wanted: str) -> Entry | None:
    """Return the entry of an observation, gap or exposure by its id, withdrawn or not; None: there is none."""
    named = _ID.fullmatch(wanted)
    if named is None:
        return None
    kind = next(kind for kind, letter in LETTERS.items() if letter == named[1])
    try:
        return by_number(store, kind, int(named[2]))
    except NotFoundError:
        return None


def withdrawn_marks(store: Store) -> set[str]:
    """Return the marks of everything that was withdrawn."""
    found = (entry_of(store, name) for name in withdrawn(store))
    return {entry.body.mark for entry in found if entry and isinstance(entry.body, _MARKED)}


def withdrawal(found: Entry, wanted: str, *, reason: str, by: str) -> tuple[str, Callable[[int], Draft]]:
    """Return kind and maker of the draft that withdraws an entry; its reason goes under the key that the entry is under."""
    note = (seal("note", reason),)
    body = ObservationWithdrawn(id=wanted)
    draft = Draft(kind=WITHDRAWN, body=body, by=by, sealed=note, refs=(found.leaf_hash.hex(),), co=found.co)
    return WITHDRAWN, lambda _number: draft


def tables(store: Store, entry: int | None = None) -> tuple[TableImported, ...]:
    """Return what was imported, the first table first."""
    return tuple(body for _, body in told_by(store, TABLE, TableImported, entry))


def marks(store: Store, kind: str) -> set[str]:
    """Return the marks of everything of a kind, by which the same row given again is known."""
    return {entry.body.mark for entry in numbered(store, kind) if isinstance(entry.body, _MARKED)}


_MARKED = ObservationEntered | GapNoted | ExposureNoted


def maker(
    kind: str, body: Body, *, by: str, sealed: Mapping[str, str | None], co: str = OPEN_COMPARTMENT
) -> tuple[str, Callable[[int], Draft]]:
    """Return kind and maker of a draft that gets its number, and with it its id, when it is appended."""
    name = {OBSERVED: "observation", GAP: "gap", EXPOSURE: "exposure", TABLE: "table"}[kind]

    def draft(number: int) -> Draft:
        named = msgspec.structs.replace(body, **{name: f"{LETTERS[kind]}{number}"})
        values = tuple(seal(what, value) for what, value in sealed.items() if value)
        return Draft(kind=kind, body=named, by=by, sealed=values, co=co)

    return kind, draft


def _recorded(store: Store, kind: str, until: int | None, value: type[V], hidden: frozenset[str] | None) -> Iterator[Recorded]:
    """Yield what is recorded of a kind, with its words but for those of ``hidden`` (None: without any)."""
    for entry, body in told_by(store, kind, _MARKED_AS[kind], until):
        disclosed = store.log.disclosures(entry.idx) if entry.sealed and hidden is not None else {}
        words = {name: found.value for name, found in disclosed.items() if name not in (hidden or ())}
        yield Recorded(
            value=_value(value, body, words),
            entry=entry.idx,
            by=entry.by,
            received_at=entry.at,
            published_at=getattr(body, "published_at", None),
            compartment=entry.co,
            words=words,
        )


_MARKED_AS: dict[str, type[Body]] = {OBSERVED: ObservationEntered, GAP: GapNoted, EXPOSURE: ExposureNoted}


def _value(kind: type[V], body: Body, words: Mapping[str, str]) -> V:
    """Return a body as the value of the model: the fields they share, the id, and what is sealed where it may be read."""
    said = msgspec.structs.asdict(body)
    shared = {name: said[name] for name in kind.__struct_fields__ if name in said}
    shared["id"] = said.get("observation") or said.get("gap") or said.get("exposure")
    shared["report"] = said.get("table")
    for name in ("area_words", "direction", "device"):
        if name in kind.__struct_fields__:
            shared[name] = words.get(name)
    if "refused_words" in words:
        shared["refused_by"] = shared.get("refused_by") or words["refused_words"]
    if "bearing" in words and kind is Observation:
        first, _, last = words["bearing"].partition("-")
        shared |= {"bearing_from": int(first), "bearing_to": int(last)}
    return kind(**shared)
