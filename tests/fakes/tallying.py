"""Words that somebody said of violations, as claims that count, for asking what tallies they give.

Nothing is put in place of our own code: the claims are what a reader or a person would hand over, only written down shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.model import (
    Account,
    Actor,
    ActorName,
    Claim,
    Count,
    Incident,
    Interval,
    Origins,
    Place,
    PlaceMention,
    Span,
    Speaker,
    Stance,
    StandingCount,
    TimeMention,
)
from truceline.model.agreements import Agreement, Breach, Calendar, Clause
from truceline.model.hearing import Heard, Hearing

NORTH = Actor(
    id="north", kind="state", name="Northland", names=(ActorName(text="Northern forces"), ActorName(text="Northerners"))
)
SOUTH = Actor(
    id="south", kind="state", name="Southland", names=(ActorName(text="Southern forces"), ActorName(text="Southerners"))
)
RIVER = Actor(id="river", kind="armed_group", name="River Front", names=(ActorName(text="River forces"),))
ACTORS = (NORTH, SOUTH, RIVER)
PLACES = (
    Place(id="x", name="Land", precision="country"),
    Place(id="x.hill", name="Hill province", precision="governorate", within="x"),
    Place(id="x.ford", name="Ford", within="x.hill"),
    Place(id="x.bay", name="Bay", within="x"),
)
TEXT = Agreement(
    id="truce",
    name="Truce of September",
    date="2016-09-09",
    calendar=Calendar(day_d="2016-09-12T19:00:00+03:00", utc_offset="+03:00"),
    effective_at="2016-09-12T19:00:00+03:00",
    source_text=(),
    parties=("north", "south"),
    clauses=(Clause(id="c1", summary="No attack.", kind="refrain", breach=Breach(events=("V",))),),
)


def said(
    words: str,
    *,
    by: Actor | str | None = SOUTH,
    on: str = "2016-09-20",
    days: Sequence[tuple[str, str]] = (),
    counts: Sequence[Count] = (),
    places: Sequence[tuple[str, str]] = (),
    stance: Stance = "assert",
    report: str = "r1",
    at: int = 0,
    is_unnamed: bool = False,
) -> Heard:
    """Return a claim with the content ``words`` at ``at`` of its report; ``days``, ``places``: from words to a day or an id."""

    def span(part: str) -> Span:
        start = at + words.index(part)
        return Span(start, start + len(part))

    speaker = by.name if isinstance(by, Actor) else by
    claim = Claim(
        id=f"c_{report}_{at}_{speaker}",
        source=(),
        cue=(),
        content=(Span(at, at + len(words)),),
        type="indirect",
        voice="narration" if by is None else "quoted",
        speaker=Speaker(name=speaker or "", actor=by.id if isinstance(by, Actor) else None, unnamed=is_unnamed) if by else None,
        stance=stance,
        rule="by hand",
        report=report,
        text_sha256="0" * 64,
        author="test",
        counts=tuple(counts),
        times=tuple(TimeMention(span=span(part), value=day, start=day, end=day, precision="day") for part, day in days),
        places=tuple(PlaceMention(span=span(part), name=part, place=place, precision="town") for part, place in places),
    )
    return Heard(claim=claim, words=words, sentence=words, known_on=on, said_on=on, standing="accepted")


def incident(
    name: str,
    day: str | None,
    *,
    until: str | None = None,
    alleged: str | None = None,
    place: str | None = None,
    type: str = "V.SHELL",  # noqa: A002 - the field's name
    stance: Stance = "accuse",
) -> Incident:
    """Return an incident with one account of it."""
    account = Account(
        speaker="Somebody",
        actor=None,
        via=(),
        voice="quoted",
        stance=stance,
        about=("perpetrator",),
        report="r9",
        means=None,
        alleged_perpetrator=alleged,
        place=place,
        figures=(),
        claims=("c9",),
        origin="o1",
        said_at=None,
        published_at=None,
    )
    where = (PlaceMention(span=Span(0, 1), name="there", place=place, precision="town"),) if place else ()
    return Incident(
        id=name,
        type=type,
        time=Interval(start=day, end=until or day, precision="day") if day else None,
        places=where,
        reports=("r9",),
        main_of=("r9",),
        possible=(),
        claims=("c9",),
        accounts=(account,),
        figures=(),
        killed=None,
        contested=(),
        origins=Origins(sure=1, possible=1),
        standing=StandingCount(accepted=1),
        known=None,
    )


def hearing(heard: Iterable[Heard], incidents: Iterable[Incident] = (), *, actors: tuple[Actor, ...] = ACTORS) -> Hearing:
    """Return what counts on the last day of September 2016."""
    return Hearing(on="2016-09-30", heard=tuple(heard), incidents=tuple(incidents), actors=actors, places=PLACES)


def typed(number: int, unit: str = "violations", *, name: str = "n1", length: int = 10) -> Count:
    """Return a count as a person marks it: it stands at the marked words as a whole."""
    return Count(id=name, span=Span(0, length), low=number, high=number, bound="exact", effect="violations", unit=unit)
