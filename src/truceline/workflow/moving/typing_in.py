"""What a person types in of one movement or plan, by the fields that a table has; tying a movement to its incident."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.ledger.tellings import kind_of, subjects
from truceline.model.assertions import Telling
from truceline.model.movements import MovementNamed
from truceline.workflow.moving.building import Builder, Wrong
from truceline.workflow.moving.doubts import doubts
from truceline.workflow.moving.entering import to_tell
from truceline.workflow.moving.shapes import AMOUNT, FACTS, SAID, SHAPES
from truceline.workflow.opening import theatre_of
from truceline.workflow.tables import FieldMap, Shape, Typed, TypedRow, Unreadable, read_as
from truceline.workflow.telling import Entered, tell

KINDS = tuple(FACTS)
"""What can be told of a movement: the kinds of rows that a log has."""


class TypedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A telling as it stands, and what cannot be so of what was typed (it is entered all the same)."""

    id: str
    new: bool
    doubts: tuple[str, ...] = ()


def type_in(  # noqa: PLR0913 - what is said of what, by whom, under whose key, and what it stands on
    record: Record,
    subject: str,
    kind: str,
    fields: Mapping[str, str],
    *,
    by: str,
    zone: str | None = None,
    published: str | None = None,
    claim: str | None = None,
    co: str = OPEN_COMPARTMENT,
) -> TypedIn:
    """Enter one telling of a movement or plan. ``fields``: those of the kind, and who says it, each in words.

    Raises:
        UsageError: a field that the kind does not have, or that cannot be read; all of them are told.
        NotFoundError: there is no such movement, plan or claim.
    """
    name = subject_named(record, subject)
    if kind not in FACTS:
        message = f'"{kind}" cannot be told of a movement; expected one of {", ".join(FACTS)}'
        raise UsageError(message)
    values = _values(kind, fields, zone)
    of = kind_of(name)
    if (kind == "plan") != (of == "plan") and kind != "permit":
        message = f'"{kind}" cannot be told of {name}, which is a {of}'
        raise UsageError(message)
    built = Builder(theatre_of(record)).build(kind, {**values, str(of): name})
    if isinstance(built, Wrong):
        message = f"{built.field}: {built.what}; nothing was written"
        raise UsageError(message)
    ids = {built.subject: name}
    if built.plan is not None:
        ids[built.plan] = subject_named(record, built.plan.reference or built.plan.name)
    telling = to_tell(built, ids).telling
    entered = tell(record, name, telling, by=by, published_at=published, claim=claim, co=co)
    row = TypedRow(1, values, f"what is told of {name}", {each: each for each in values})
    return TypedIn(id=entered.id, new=entered.new, doubts=tuple(doubts([row])))


def tie(  # noqa: PLR0913 - what belongs together, who says so, by whom entered, under whose key
    record: Record, movement: str, incident: str, *, by: str, said_by: str, co: str = OPEN_COMPARTMENT
) -> Entered:
    """Enter that a movement is the one an incident happened to: what reports say of that is said of this movement then.

    Raises:
        NotFoundError: there is no such movement, or no such incident.
    """
    name = subject_named(record, movement)
    if kind_of(name) != "movement":
        message = f"{name} is no movement; expected an id such as mv1"
        raise UsageError(message)
    if all(held.link.incident != incident for held in record.links()):
        message = f'no incident "{incident}" in this record; `truceline incidents` lists them; nothing was written'
        raise NotFoundError(message)
    who = Builder(theatre_of(record)).names.actor(said_by)
    named = MovementNamed(kind=None, of_incident=incident)
    return tell(record, name, Telling(by=who, facts=(named,)), by=by, co=co)


def subject_named(record: Record, wanted: str) -> str:
    """Return the id of a movement or plan by its id, its reference or its name.

    Raises:
        NotFoundError: there is none.
        UsageError: several have this name.
    """
    there = [each for each in subjects(record) if each.of in ("movement", "plan")]
    for part in ("id", "reference", "name"):
        found = [each.id for each in there if getattr(each, part) == wanted]
        if len(found) > 1:
            message = f"{len(found)} are called so: {', '.join(found)}; expected the id of one of them"
            raise UsageError(message)
        if found:
            return found[0]
    message = "no movement or plan of this id, reference or name in the record; `truceline movement open NAME` opens one"
    raise NotFoundError(message)


def _values(kind: str, fields: Mapping[str, str], zone: str | None) -> dict[str, Typed]:
    """Return what words say, read as the fields of a kind are.

    Raises:
        UsageError: something cannot be read; everything is told.
    """
    shape: Shape = {**FACTS[kind], **SAID}
    values: dict[str, Typed] = {}
    faults = []
    for given, words in fields.items():
        name = given if given in shape else f"{AMOUNT}{given}"
        field = shape.get(name)
        if field is None:
            faults.append(f"no field {given!r} of a {kind}; expected one of {', '.join(sorted(shape))}")
            continue
        found = read_as(field.kind, words, FieldMap(column=name, zone=zone), field.words)
        if isinstance(found, Unreadable):
            shown = "what was typed" if field.is_hidden else f'"{words}"'
            faults.append(f"{given}: {shown}; expected {found.expected}")
        else:
            values[name] = found
    faults += [
        f"{name}: nothing; expected something" for name, field in SHAPES[kind].items() if field.is_required and name not in fields
    ]
    if faults:
        message = "\n".join(["nothing was written:", *(f"  {fault}" for fault in faults)])
        raise UsageError(message)
    return values
