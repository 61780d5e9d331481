"""Appending what was built: each thing once, known again by a mark that tells nobody else anything."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec

from truceline.errors import UsageError
from truceline.ledger import OPEN_COMPARTMENT, Draft, Record
from truceline.ledger.leaf.bodies import Body, GapNoted
from truceline.ledger.numbered import append_several
from truceline.ledger.observations import GAP, maker, marks, withdrawn
from truceline.workflow.observing.building import Builder, Built
from truceline.workflow.opening import theatre_of
from truceline.workflow.tables import TypedRow

Maker = tuple[str, Callable[[int], Draft]]


class GapSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A gap as somebody types it in. ``start`` and ``end`` are instants with zone; ``refused_by`` an actor or words."""

    observer: str
    reason: str
    start: str
    end: str
    place: str | None = None
    refused_by: str | None = None
    note: str | None = None


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that was entered by hand: its id, and whether it is new."""

    id: str
    new: bool


def marked(record: Record, built: Sequence[Built], co: str) -> tuple[Body, ...]:
    """Return the bodies with their marks: of what they say, what is sealed, and the how-manieth of its like it is."""
    seen: Counter[bytes] = Counter()
    bodies = []
    for each in built:
        said = msgspec.json.encode([msgspec.structs.asdict(each.body), sorted(each.sealed.items())], order="deterministic")
        seen[said] += 1
        bodies.append(msgspec.structs.replace(each.body, mark=record.reference(f"{seen[said]}\n{said.decode()}", co)))
    return tuple(bodies)


def append_new(  # noqa: PLR0913 - what, by whom, under whose key, and what goes with it
    record: Record,
    kind: str,
    bodies: Sequence[tuple[Body, Mapping[str, str]]],
    *,
    by: str,
    co: str,
    with_them: Callable[[int], Sequence[Maker]] = lambda _new: (),
) -> tuple[str, ...]:
    """Append the bodies whose marks are not here yet, all or none, and return their ids, in order.

    ``with_them``: what is appended first, given how many are new, where any are.
    """
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():
        known = marks(record, kind)
        fresh = [(body, sealed) for body, sealed in bodies if getattr(body, "mark", "") not in known]
        if not fresh:
            return ()
        makers = [maker(kind, body, by=by, sealed=sealed, co=co) for body, sealed in fresh]
        places = append_several(record, [*with_them(len(fresh)), *makers])
    name = {"observation.entered": "observation", "coverage.gap": "gap", "coverage.exposure": "exposure"}[kind]
    return tuple(getattr(record.entry(idx).body, name) for idx in places[-len(fresh) :])


def enter_gap(record: Record, said: GapSaid, *, by: str, co: str = OPEN_COMPARTMENT) -> Entered:
    """Enter where monitors could not look; the same gap twice is one.

    Raises:
        UsageError: it ends before it begins, names who refused without a refusal, or stood here and was withdrawn.
    """
    words = {"observer": said.observer, "reason": said.reason, "place": said.place, "refused_by": said.refused_by}
    times = {"start": dt.datetime.fromisoformat(said.start), "end": dt.datetime.fromisoformat(said.end)}
    given = {name: value for name, value in (*words.items(), ("description", said.note)) if value}
    row = TypedRow(1, {**given, **times}, "the gap", {})
    built = Builder(theatre_of(record), None).build("gap", row)
    if not isinstance(built, Built):
        raise UsageError(built.message)
    (body,) = marked(record, [built], co)
    ids = append_new(record, GAP, [(body, built.sealed)], by=by, co=co)
    return Entered(id=ids[0], new=True) if ids else Entered(id=_standing(record, body), new=False)


def _standing(record: Record, body: Body) -> str:
    """Return the id under which the same gap stands here already."""
    mark = getattr(body, "mark", "")
    found = (entry.body for entry in record.entries() if isinstance(entry.body, GapNoted))
    name = next(each.gap for each in found if each.mark == mark)
    if (gone := withdrawn(record).get(name)) is not None:
        message = (
            f"the same gap was entered as {name} and withdrawn at entry {gone.idx}; to enter it anew, tell it by another --note"
        )
        raise UsageError(message)
    return name
