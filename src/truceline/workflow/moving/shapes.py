"""What a row of a movement log can be about, and the fields of each (docs/formats/movements.md).

A ``log`` is a table of mixed rows: each says in ``what`` which of the others it is. The form of this program makes such tables.
"""

from __future__ import annotations

from typing import get_args

from truceline.model.claims import Stance
from truceline.model.movements import Decision, MovementKind, OutcomeClass, Phase, Stage, StepKind
from truceline.workflow.tables import Field, Shape

YES_NO = ("yes", "no", "true", "false")
PHASES = get_args(Phase)
AMOUNT = "amount_"
"""With what the fields of cargo begin: how much of it was loaded is ``amount_loaded``."""

_OF_MOVEMENT: Shape = {"movement": Field("words"), "movement_name": Field("words")}
_OF_PLAN: Shape = {"plan": Field("words"), "plan_name": Field("words")}
SAID: Shape = {
    "by": Field("words", is_required=True),
    "via": Field("list"),
    "stance": Field("vocabulary", words=get_args(Stance)),
    "unnamed": Field("vocabulary", words=YES_NO),
    "said_on": Field("day"),
    "note": Field("words", is_hidden=True),
}
"""Who says what a row says: the same for all kinds of rows."""

FACTS: dict[str, Shape] = {
    "movement": {
        "kind": Field("vocabulary", words=get_args(MovementKind)),
        **_OF_PLAN,
        "lead": Field("words"),
        "origin": Field("words"),
        "destinations": Field("list"),
        "crosses_lines": Field("vocabulary", words=YES_NO),
        "parties": Field("list"),
        "incident": Field("words"),
        "requested": Field("moment"),
        "planned_departure": Field("moment"),
        "departed": Field("moment"),
        "arrived": Field("moment"),
        "vehicles": Field("count"),
        "people_requested": Field("count"),
        "people_approved": Field("count"),
        "people_reached": Field("count"),
        "outcome": Field("vocabulary", words=get_args(OutcomeClass)),
    },
    "plan": {**_OF_PLAN, "start": Field("day"), "end": Field("day"), "areas": Field("list")},
    "permit": {
        **_OF_PLAN,
        "step": Field("vocabulary", words=get_args(StepKind)),
        "step_name": Field("words"),
        "issuer": Field("words"),
        "requested": Field("moment"),
        "due": Field("moment"),
        "decided": Field("moment"),
        "decision": Field("vocabulary", words=get_args(Decision)),
        "areas_granted": Field("list"),
        "areas_refused": Field("list"),
        "document": Field("words"),
    },
    "cargo": {
        "item": Field("words"),
        "unit": Field("words"),
        **{f"{AMOUNT}{phase}": Field("count") for phase in PHASES},
        "of_total": Field("whole"),
        "sector": Field("words"),
        "is_medical": Field("vocabulary", words=YES_NO),
        "consignment": Field("words"),
        "removed_by": Field("words"),
        "reason": Field("words"),
        "place": Field("words"),
        "at": Field("moment"),
    },
    "checkpoint": {
        "place": Field("words"),
        "controller": Field("words"),
        "arrived": Field("moment"),
        "left": Field("moment"),
        "seals_checked": Field("vocabulary", words=YES_NO),
    },
    "stage": {
        "stage": Field("vocabulary", words=get_args(Stage)),
        "at": Field("moment"),
        "until": Field("moment"),
        "place": Field("words"),
        "by_whom": Field("words"),
        "incident": Field("words"),
        "planned": Field("vocabulary", words=YES_NO),
    },
    "leg": {
        "number": Field("whole"),
        "origin": Field("words"),
        "destination": Field("words"),
        "planned_departure": Field("moment"),
        "planned_arrival": Field("moment"),
        "departed": Field("moment"),
        "arrived": Field("moment"),
    },
    "seal": {
        "vehicle": Field("words"),
        "seal": Field("words"),
        "intact": Field("vocabulary", words=YES_NO),
        "at": Field("moment"),
        "place": Field("words"),
    },
    "excluded": {"who": Field("words"), "demanded_by": Field("words"), "reason": Field("words")},
    "delay": {
        "hours": Field("count"),
        "over": Field("words"),
        "by_whom": Field("words"),
        "at": Field("moment"),
    },
    "obstruction": {
        "by_whom": Field("words"),
        "act": Field("vocabulary", words=("block", "attack", "search", "divert", "other")),
        "condition": Field("words"),
    },
    "outcome": {"outcome": Field("vocabulary", words=get_args(OutcomeClass)), "at": Field("moment")},
}
"""The fields of each kind of row, without those that all have."""
NEEDED: dict[str, tuple[str, ...]] = {
    "permit": ("step",),
    "cargo": ("item", "unit"),
    "checkpoint": ("place",),
    "stage": ("stage",),
    "leg": ("number",),
    "seal": ("vehicle",),
    "excluded": ("who",),
    "outcome": ("outcome",),
}
"""What must be in a row of each kind: in a log, other rows go without."""


def _required(about: str, shape: Shape) -> Shape:
    needed = NEEDED.get(about, ())
    return {name: Field(field.kind, name in needed, field.words, field.is_hidden) for name, field in shape.items()}


def _of_log() -> Shape:
    """Return the fields of a table of mixed rows: those of all kinds, each read in the one way in which all of them read it."""
    fields: dict[str, Field] = {}
    for shape in FACTS.values():
        for name, field in shape.items():
            assert fields.setdefault(name, field) == field, f"the field {name} is read in two ways"
    return {"what": Field("vocabulary", is_required=True, words=tuple(FACTS)), **fields}


SHAPES: dict[str, Shape] = {
    **{about: {**_OF_MOVEMENT, **_required(about, shape), **SAID} for about, shape in FACTS.items() if about != "plan"},
    "plan": {**FACTS["plan"], **SAID},
    "log": {**_OF_MOVEMENT, **_of_log(), **SAID},
}
FIELDS = {about: frozenset(shape) for about, shape in SHAPES.items()}
