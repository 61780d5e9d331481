"""What stands in which field of an agreement's file: the one table that reading, checking and the JSON Schema follow.

A field that is not listed holds words of our own. ``SHORT`` are the entries that may be written as their one obvious field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from truceline.model.agreements import (
    Acceptance,
    Act,
    Agreement,
    Allowance,
    Breach,
    Calendar,
    Capacity,
    Clause,
    Condition,
    Contest,
    Coverage,
    DatedStep,
    Exclusion,
    Line,
    Phase,
    Procedure,
    Signatory,
    SourceText,
    Step,
    ThirdParty,
)

Form = Literal[
    "id", "day", "time", "when", "duration", "offset", "hour", "sha256", "citation", "point",
    "member", "actor", "party", "who", "taker", "capacity", "clause", "awaited", "phase", "step",
    "line", "place", "event", "target", "means",
]  # fmt: skip
"""Ways of writing: ``time`` is a day or an instant with zone, ``when`` also counted from day D. References: ``member`` is an
actor in the list of parties itself, ``who`` an actor or a capacity, ``taker`` also one of the two words that a step of a
procedure may use, ``awaited`` a condition or a phase."""
Kind = type[msgspec.Struct]

PARTIES = "parties"
"""Stands for all parties, wherever actors or capacities are listed."""
ALLEGED_PARTY = "alleged_party"
"""In a step of a procedure: whoever is alleged to have broken the clause."""
REPORTER = "reporter"
"""In a step of a procedure: whoever alleged it."""
RESERVED = (PARTIES, ALLEGED_PARTY, REPORTER)

_SPELL: Mapping[str, Form] = {"since": "day", "until": "day"}
_TERM: Mapping[str, Form] = {"since": "when", "until": "when"}
FORMS: Mapping[Kind, Mapping[str, Form]] = {
    Agreement: {"id": "id", "date": "day", "parties": "member", "effective_at": "time", "ends_at": "time", "disclosed_at": "day"},
    Calendar: {"day_d": "time", "utc_offset": "offset", "cut_off": "hour", "disclosed_at": "day"},
    SourceText: {"citation": "citation", "sha256": "sha256", "published_at": "day"},
    Signatory: {"party": "actor", "capacity": "capacity", "on": "day", "source": "citation"},
    Capacity: {"holders": "actor", "claimed_by": "actor", "source": "citation", **_SPELL},
    ThirdParty: {"actor": "actor", "disclosed_at": "day", "source": "citation"},
    Coverage: {"places": "place", "bound": "who"},
    Exclusion: {"actor": "actor", "claimed_by": "actor", "source": "citation", **_SPELL},
    Acceptance: {"party": "party", "on": "time", "communicated_to": "who", "source": "citation"},
    Clause: {
        "id": "id",
        "bound": "who",
        "guarantors": "who",
        "phase": "phase",
        "disclosed_at": "day",
        "source": "citation",
        **_TERM,
    },
    Allowance: {"id": "id", "source": "citation"},
    Contest: {"claimed_by": "actor", "on": "day", "source": "citation"},
    Breach: {"events": "event", "targets": "target", "means": "means", "places": "place", "line": "line"},
    Condition: {
        "id": "id",
        "since": "when",
        "counted_by": "who",
        "interrupted_by": "clause",
        "met_by": "event",
        "source": "citation",
    },
    Phase: {"id": "id", "begins": "when", "ends": "when", "after": "awaited", "source": "citation"},
    Procedure: {"id": "id", "clauses": "clause", "since": "when", "disclosed_at": "day", "source": "citation"},
    Step: {"id": "id", "by": "taker", "to": "taker", "within": "duration", "after": "step", "source": "citation"},
    Act: {"by": "who", "until": "when", "clause": "clause", "claimed_by": "actor", "source": "citation"},
    DatedStep: {
        "id": "id",
        "at": "when",
        "until": "when",
        "by": "who",
        "clause": "clause",
        "places": "place",
        "line": "line",
        "source": "citation",
    },
    Line: {"id": "id", "points": "point", "source": "citation"},
}
SHORT: Mapping[Kind, str] = {SourceText: "citation", Exclusion: "actor", Coverage: "words", Breach: "events"}
NOT_WRITTEN: Mapping[Kind, frozenset[str]] = {Agreement: frozenset({"sha256"})}
"""Fields that the file itself cannot say."""
ALSO_REQUIRED: Mapping[Kind, frozenset[str]] = {Calendar: frozenset({"utc_offset"})}
"""Fields that the values could do without, and a file may not."""


def form_of(kind: Kind, field: str) -> Form | None:
    """Return what stands in a field; None for words."""
    return FORMS.get(kind, {}).get(field)


def fields_of(kind: Kind) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields that a file may give to an entry, in the order of the type."""
    return tuple(each for each in msgspec.structs.fields(kind) if each.name not in NOT_WRITTEN.get(kind, ()))


def is_required(kind: Kind, field: msgspec.structs.FieldInfo) -> bool:
    """Return whether a file has to give a field."""
    return field.required or field.name in ALSO_REQUIRED.get(kind, ())
