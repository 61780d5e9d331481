"""From the typed values of a row to what somebody says of a movement: its facts, and of which subject.

Nothing is weighed here. A permit that was decided before it was asked for, or a checkpoint that was left before it was reached,
is told as it stands: the board shows that both cannot be so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec

from truceline.model import Theatre
from truceline.model.assertions import SubjectOf, Telling
from truceline.model.claims import Stance
from truceline.model.counts import Bound
from truceline.model.movements import (
    Checkpoint,
    Delayed,
    Excluded,
    Leg,
    MovementFact,
    MovementNamed,
    Obstruction,
    Outcome,
    Permit,
    Phase,
    PlanNamed,
    Quantity,
    Reached,
    Sealed,
)
from truceline.workflow.moving.naming import Names
from truceline.workflow.moving.shapes import AMOUNT, NEEDED, PHASES
from truceline.workflow.tables import Count, Typed

Values = Mapping[str, Typed]
PEOPLE: dict[str, Phase] = {"people_requested": "requested", "people_approved": "approved", "people_reached": "delivered"}


class Ref(msgspec.Struct, frozen=True):
    """A subject as a row names it: by the reference of its office, else by its name; or by its id here."""

    of: SubjectOf
    reference: str | None
    name: str


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What one row says, and of what. ``plan``: the plan that its facts name by reference, whose id they get when it is known."""

    about: str
    subject: Ref
    telling: Telling
    plan: Ref | None = None


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with a row as a whole, and the field to look at."""

    field: str
    what: str


class Builder:
    """Builds tellings with the places and actors of one theatre."""

    def __init__(self, theatre: Theatre) -> None:
        self.names = Names(theatre)

    def build(self, about: str, values: Values) -> Built | Wrong:
        """Return what a row of a kind says, or what is wrong with it; ``log`` rows say themselves of which kind they are."""
        kind = str(values["what"]) if about == "log" else about
        missing = next((name for name in NEEDED.get(kind, ()) if name not in values), None)
        if missing is not None:
            return Wrong(missing, f'nothing; expected something: a row that is a {kind} must have "{missing}"')
        subject = _subject(kind, values)
        if isinstance(subject, Wrong):
            return subject
        try:
            facts = _MAKERS[kind](_Cells(values, self.names))
        except _CellError as error:
            return Wrong(error.field, str(error))
        if not facts:
            return Wrong("what" if about == "log" else "by", f"nothing is said of the {kind}; expected at least one value")
        return Built(about=kind, subject=subject, telling=self._telling(values, facts), plan=_plan(kind, values))

    def _telling(self, values: Values, facts: tuple[MovementFact, ...]) -> Telling:
        said_on = values.get("said_on")
        day = said_on.isoformat()[:10] if isinstance(said_on, dt.date) else None
        via = values.get("via")
        return Telling(
            by=self.names.actor(str(values["by"]), day),
            facts=facts,
            via=self.names.actors(via, day) if isinstance(via, tuple) else (),
            stance=cast("Stance", values.get("stance", "assert")),
            unnamed=_is_yes(values, "unnamed") or False,
            said_on=day,
            note=str(values["note"]) if "note" in values else None,
        )


class _CellError(Exception):
    """A cell cannot be what its field is; ``field`` says which."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


class _Cells:
    """The cells of a row, each asked for as what it is; None where it is empty."""

    def __init__(self, values: Values, names: Names) -> None:
        self.values = values
        self._names = names

    def words(self, name: str) -> str | None:
        found = self.values.get(name)
        return found if isinstance(found, str) else None

    def actor(self, name: str) -> str | None:
        words = self.words(name)
        return self._names.actor(words) if words else None

    def actors(self, name: str) -> tuple[str, ...]:
        found = self.values.get(name)
        return self._names.actors(found) if isinstance(found, tuple) else ()

    def place(self, name: str) -> str | None:
        words = self.words(name)
        return self.places(name, (words,))[0] if words else None

    def places(self, name: str, found: Typed | None = None) -> tuple[str, ...]:
        several = self.values.get(name) if found is None else found
        try:
            return self._names.places(several) if isinstance(several, tuple) else ()
        except ValueError as error:
            raise _CellError(name, str(error)) from error

    def time(self, name: str) -> str | None:
        found = self.values.get(name)
        return found.isoformat() if isinstance(found, dt.date) else None

    def whole(self, name: str) -> int | None:
        found = self.values.get(name)
        return found if isinstance(found, int) else None

    def count(self, name: str) -> Count | None:
        found = self.values.get(name)
        return found if isinstance(found, Count) else None

    def yes(self, name: str) -> bool | None:
        return _is_yes(self.values, name)

    def code(self, name: str) -> Any:  # noqa: ANN401 - a word of a vocabulary, checked when the cell was read
        return self.values.get(name)


def _is_yes(values: Values, name: str) -> bool | None:
    found = values.get(name)
    return found in ("yes", "true") if isinstance(found, str) else None


def _subject(kind: str, values: Values) -> Ref | Wrong:
    of: SubjectOf = "plan" if kind == "plan" or (kind == "permit" and not _names_one(values, "movement")) else "movement"
    if not _names_one(values, of):
        field = "plan" if kind == "plan" else "movement"
        meant = "movement or the plan" if kind == "permit" else field
        return Wrong(field, f'nothing; expected the reference of the {meant} (or its name, as "{field}_name")')
    return _ref(of, values)


def _names_one(values: Values, of: str) -> bool:
    return of in values or f"{of}_name" in values


def _ref(of: SubjectOf, values: Values) -> Ref:
    reference = str(values[of]) if of in values else None
    return Ref(of, reference, str(values.get(f"{of}_name", reference or "")))


def _plan(kind: str, values: Values) -> Ref | None:
    """Return the plan that a row about a movement names."""
    is_of_movement = kind == "movement" or (kind == "permit" and _names_one(values, "movement"))
    return _ref("plan", values) if is_of_movement and _names_one(values, "plan") else None


def _movement(cells: _Cells) -> tuple[MovementFact, ...]:
    named = MovementNamed(
        kind=cells.code("kind"),
        lead=cells.actor("lead"),
        origin=cells.place("origin"),
        destinations=cells.places("destinations"),
        crosses_lines=cells.yes("crosses_lines"),
        parties=cells.actors("parties"),
        of_incident=cells.words("incident"),
    )
    facts: list[MovementFact] = [named]
    for field, stage, planned in (
        ("requested", "requested", False),
        ("planned_departure", "departed", True),
        ("departed", "departed", False),
        ("arrived", "arrived", False),
    ):
        if (at := cells.time(field)) is not None:
            facts.append(Reached(stage=cast("Any", stage), at=at, planned=planned))
    for field, phase in PEOPLE.items():
        facts += _figure(cells.count(field), phase, item="people", unit="people")
    facts += _figure(cells.count("vehicles"), "sent", item="vehicles", unit="vehicles")
    if (outcome := cells.code("outcome")) is not None:
        facts.append(Outcome(outcome=outcome))
    return tuple(facts)


def _plan_named(cells: _Cells) -> tuple[MovementFact, ...]:
    return (PlanNamed(start=cells.time("start"), end=cells.time("end"), areas=cells.places("areas")),)


def _permit(cells: _Cells) -> tuple[MovementFact, ...]:
    """Return the step; of a movement whose row names its plan too, also that it belongs to it."""
    is_of_both = _names_one(cells.values, "movement") and _names_one(cells.values, "plan")
    return (
        *((MovementNamed(kind=None),) if is_of_both else ()),
        Permit(
            step=cells.code("step"),
            issuer=cells.actor("issuer"),
            name=cells.words("step_name"),
            requested=cells.time("requested"),
            due=cells.time("due"),
            decided=cells.time("decided"),
            decision=cells.code("decision"),
            areas_granted=cells.places("areas_granted"),
            areas_refused=cells.places("areas_refused"),
            document=cells.words("document"),
        ),
    )


def _cargo(cells: _Cells) -> tuple[MovementFact, ...]:
    facts: list[MovementFact] = []
    for phase in PHASES:
        facts += _figure(
            cells.count(f"{AMOUNT}{phase}"),
            phase,
            item=cells.words("item") or "",
            unit=cells.words("unit") or "",
            of_total=cells.whole("of_total"),
            sector=cells.words("sector"),
            is_medical=cells.yes("is_medical") or False,
            consignment=cells.words("consignment"),
            removed_by=cells.actor("removed_by") if phase == "removed" else None,
            reason=cells.words("reason") if phase == "removed" else None,
            place=cells.place("place"),
            at=cells.time("at"),
        )
    return tuple(facts)


def _figure(count: Count | None, phase: Phase, **rest: Any) -> list[MovementFact]:  # noqa: ANN401 - the fields of a Quantity
    """Return a figure where there is one."""
    if count is None:
        return []
    return [Quantity(phase=phase, low=count.low, high=count.high, bound=bound_of(count), **rest)]


def bound_of(count: Count) -> Bound:
    """Return how a figure bounds; a range is exact in both its ends."""
    if count.low is None and count.high is None:
        return "unknown"
    if count.low is None:
        return "up_to"
    if count.high is None:
        return "at_least"
    return "about" if count.is_about else "exact"


def _checkpoint(cells: _Cells) -> tuple[MovementFact, ...]:
    return (
        Checkpoint(
            place=cells.place("place") or "",
            controller=cells.actor("controller"),
            arrived=cells.time("arrived"),
            left=cells.time("left"),
            seals_checked=cells.yes("seals_checked"),
        ),
    )


def _stage(cells: _Cells) -> tuple[MovementFact, ...]:
    return (
        Reached(
            stage=cells.code("stage"),
            at=cells.time("at"),
            until=cells.time("until"),
            place=cells.place("place"),
            by=cells.actor("by_whom"),
            incident=cells.words("incident"),
            planned=cells.yes("planned") or False,
        ),
    )


def _leg(cells: _Cells) -> tuple[MovementFact, ...]:
    return (
        Leg(
            number=cells.whole("number") or 0,
            origin=cells.place("origin"),
            destination=cells.place("destination"),
            planned_departure=cells.time("planned_departure"),
            planned_arrival=cells.time("planned_arrival"),
            departed=cells.time("departed"),
            arrived=cells.time("arrived"),
        ),
    )


def _seal(cells: _Cells) -> tuple[MovementFact, ...]:
    return (
        Sealed(
            vehicle=cells.words("vehicle") or "",
            seal=cells.words("seal"),
            intact=cells.yes("intact"),
            at=cells.time("at"),
            place=cells.place("place"),
        ),
    )


def _excluded(cells: _Cells) -> tuple[MovementFact, ...]:
    return (Excluded(who=cells.actor("who") or "", demanded_by=cells.actor("demanded_by"), reason=cells.words("reason")),)


def _delay(cells: _Cells) -> tuple[MovementFact, ...]:
    hours = cells.count("hours")
    low, high = (hours.low, hours.high) if hours else (None, None)
    return (Delayed(low_hours=low, high_hours=high, over=cells.words("over"), by=cells.actor("by_whom"), at=cells.time("at")),)


def _obstruction(cells: _Cells) -> tuple[MovementFact, ...]:
    return (Obstruction(by=cells.actor("by_whom"), act=cells.code("act") or "block", condition=cells.words("condition")),)


def _outcome(cells: _Cells) -> tuple[MovementFact, ...]:
    return (Outcome(outcome=cells.code("outcome"), at=cells.time("at")),)


_MAKERS: dict[str, Callable[[_Cells], tuple[MovementFact, ...]]] = {
    "movement": _movement,
    "plan": _plan_named,
    "permit": _permit,
    "cargo": _cargo,
    "checkpoint": _checkpoint,
    "stage": _stage,
    "leg": _leg,
    "seal": _seal,
    "excluded": _excluded,
    "delay": _delay,
    "obstruction": _obstruction,
    "outcome": _outcome,
}
