"""Hand-made offices, and short ways to say what somebody says of diplomacy on a day."""

from __future__ import annotations

from typing import Any

from truceline.diplomacy.directory import Directory
from truceline.model import Actor, Holding, Place
from truceline.model.assertions import Assertion, Source, Subject
from truceline.model.claims import Stance
from truceline.model.diplomacy import Contact, DiplomacyFact, Position, Proposed, Stand


def side(name: str, label: str) -> tuple[Actor, ...]:
    """A state with a foreign minister, a defence ministry, an army, and the person who is the minister."""
    return (
        Actor(id=name, kind="state", name=label),
        Actor(id=f"{name}.mfa", kind="ministry", name=f"Foreign Ministry of {label}", within=name),
        Actor(
            id=f"{name}.fm",
            kind="office",
            name=f"Foreign Minister of {label}",
            within=f"{name}.mfa",
            holders=(Holding(holder=f"{name}.person", since="2015-01-01", until="2017-01-19"),),
        ),
        Actor(id=f"{name}.person", kind="person", name=f"Minister {label}", speaks_for=f"{name}.mfa"),
        Actor(id=f"{name}.mod", kind="ministry", name=f"Defence Ministry of {label}", within=name),
        Actor(id=f"{name}.mil", kind="military", name=f"Army of {label}", within=f"{name}.mod"),
    )


ACTORS = (*side("aa", "Aland"), *side("bb", "Bland"), Actor(id="group", kind="body", name="Contact Group"))
PLACES = (
    Place(id="c", name="Country", lat=None, lon=None, precision="country"),
    Place(id="c.north", name="North", lat=None, lon=None, precision="governorate", within="c"),
    Place(id="c.south", name="South", lat=None, lon=None, precision="governorate", within="c"),
)
DIRECTORY = Directory(ACTORS, PLACES, {"r1": "Wire One", "r2": "Wire Two"})


def said(
    fact: DiplomacyFact,
    source: str,
    on: str = "2016-09-20",
    *,
    by: str = "",
    report: str | None = "r1",
    stance: Stance = "assert",
    subject: str = "",
    claim: str | None = None,
    unnamed: bool = False,
) -> Assertion[Any]:
    """Somebody says it; in a report, or with ``report=None`` as people entered it."""
    at = Source(id=source, known_on=on, said_on=on, standing="accepted", report=report, claim=claim)
    return Assertion(subject=subject, fact=fact, by=by, source=at, stance=stance, unnamed=unnamed)


def pause(words: str = "a pause in fighting", **more: Any) -> Proposed:  # noqa: ANN401 - any field of it
    """A pause that is proposed."""
    return Proposed(kind="pause", words=words, **more)


def stand(office: str, stand: Stand, words: str = "the pause", **more: Any) -> Position:  # noqa: ANN401 - any field of it
    """Where an office stands on a pause."""
    return Position(kind="pause", office=office, stand=stand, words=words, **more)


def meeting(**more: Any) -> Contact:  # noqa: ANN401 - any field of it
    """A meeting."""
    return Contact(kind="meeting", **more)


def proposal(name: str) -> Subject:
    """A diplomatic proposal that people opened."""
    return Subject(id=name, of="proposal", name=f"Pause {name}")
