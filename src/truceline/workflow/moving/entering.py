"""Entering what rows say: subjects by their references, opened where they are new, and what is told of each, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from truceline.ledger import Record
from truceline.ledger.tellings import entry_of, kind_of, subjects, withdrawn
from truceline.model.assertions import SubjectOf
from truceline.model.movements import MovementNamed
from truceline.workflow.moving.building import Built, Ref
from truceline.workflow.telling import Entered, Opened, ToOpen, ToTell, known_subjects, known_tellings, open_several, tell_several

KINDS: tuple[SubjectOf, ...] = ("plan", "movement")


def known(record: Record, built: Sequence[Built], co: str) -> int:
    """Return how many of these rows stand in the record already, or are said twice among them; nothing is written."""
    ids = _ids(record, built, lambda of, wanted: known_subjects(record, of, wanted, co=co))
    there = [each for each in built if each.subject in ids and (each.plan is None or each.plan in ids)]
    known_ones = known_tellings(record, [to_tell(each, ids) for each in there], co=co)
    fresh = [each for each, name in zip(there, known_ones, strict=True) if name is None]
    fresh += [each for each in built if each.subject not in ids or (each.plan is not None and each.plan not in ids)]
    return len(built) - len({msgspec.json.encode([each.subject, each.plan, each.telling]) for each in fresh})


def enter(  # noqa: PLR0913 - what is said, by whom, under whose key, and where it came from
    record: Record,
    built: Sequence[tuple[int, Built]],
    *,
    by: str,
    co: str,
    published: str | None,
    table: str | None,
) -> tuple[tuple[Opened, ...], tuple[Entered, ...]]:
    """Enter rows with their numbers, inside a transaction; return the subjects in order of first mention, and the tellings."""
    opened: list[Opened] = []

    def opening(of: SubjectOf, wanted: Sequence[ToOpen]) -> Sequence[str]:
        found = open_several(record, of, wanted, by=by, co=co)
        opened.extend(found)
        return [each.id for each in found]

    rows = [each for _, each in built]
    ids = _ids(record, rows, opening)
    wanted = [
        msgspec.structs.replace(to_tell(each, ids), published_at=published, table=table, row=number if table else None)
        for number, each in built
    ]
    return tuple(opened), tell_several(record, wanted, by=by, co=co, again=table is not None)


def of_withdrawn(record: Record, built: Sequence[Built], co: str) -> dict[Built, tuple[str, bool]]:
    """Return which rows name a movement or plan that was withdrawn here: its id, and whether what the row tells is new."""
    gone = withdrawn(record)
    if not gone:
        return {}
    ids = _ids(record, built, lambda of, wanted: known_subjects(record, of, wanted, co=co))
    hit = {each: ids[ref] for each in built for ref in (each.subject, each.plan) if ref is not None and ids.get(ref) in gone}
    whole = [each for each in hit if each.subject in ids and (each.plan is None or each.plan in ids)]
    there = known_tellings(record, [to_tell(each, ids) for each in whole], co=co)
    old = {each for each, name in zip(whole, there, strict=True) if name is not None}
    return {each: (name, each not in old) for each, name in hit.items()}


def rival_names(record: Record, built: Sequence[Built], co: str) -> Iterator[tuple[Ref, str | None]]:
    """Yield what rows call otherwise than the record does, with its id here, or than a row before does (None)."""
    ids = _ids(record, built, lambda of, wanted: known_subjects(record, of, wanted, co=co))
    names = {each.id: each.name for each in subjects(record) if each.of in KINDS and each.name} if ids else {}
    first: dict[tuple[SubjectOf, str], str] = {}
    for ref in _refs(built):
        if ref.reference is None or ref.name == ref.reference:
            continue
        before = first.setdefault((ref.of, ref.reference), ref.name)
        name = names.get(ids.get(ref, ""), before)
        if name not in (ref.name.strip(), ref.reference):
            yield ref, ids.get(ref)


def _refs(built: Sequence[Built]) -> dict[Ref, None]:
    return dict.fromkeys(ref for each in built for ref in (each.subject, each.plan) if ref is not None)


def to_tell(built: Built, ids: dict[Ref, str]) -> ToTell:
    """Return a row as a telling of the subject that has an id; the plan that it names has its id too."""
    telling = built.telling
    if built.plan is not None:
        named = tuple(_of_plan(fact, ids[built.plan]) if isinstance(fact, MovementNamed) else fact for fact in telling.facts)
        telling = msgspec.structs.replace(telling, facts=named)
    return ToTell(subject=ids[built.subject], telling=telling)


def _of_plan(fact: MovementNamed, plan: str) -> MovementNamed:
    return msgspec.structs.replace(fact, plan=plan)


def _ids(
    record: Record, built: Sequence[Built], look_up: Callable[[SubjectOf, Sequence[ToOpen]], Sequence[str | None]]
) -> dict[Ref, str]:
    """Return the ids of all subjects that rows name: those named by their id, and what ``look_up`` finds of the others."""
    refs = _refs(built)
    named_first = sorted(refs, key=lambda ref: ref.name == ref.reference)  # a row may give the reference alone
    ids = {ref: ref.reference for ref in refs if ref.reference and _is_id(record, ref)}
    for of in KINDS:
        asked = [ref for ref in named_first if ref.of == of and ref not in ids]
        found = look_up(of, [ToOpen(name=ref.name, reference=ref.reference) for ref in asked])
        ids |= {ref: name for ref, name in zip(asked, found, strict=True) if name is not None}
    return ids


def _is_id(record: Record, ref: Ref) -> bool:
    return kind_of(ref.reference or "") == ref.of and entry_of(record, ref.reference or "") is not None
