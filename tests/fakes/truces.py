"""A truce between Norland and Sutland, told by hand: two parties, two co-chairs, an envoy, and whoever says what about it.

Everything goes the real way: each saying is a claim in a report of its own, claims become material, the material is heard. What a
saying does is marked as a person would mark it, so that no wording decides a test.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from fakes.storytelling import Story
from truceline.agreement.status import assess
from truceline.model import Actor, Claim, EventMention, Interval, Link, Span, Speaker, Stance, Standing, TimeMention, text_digest
from truceline.model.agreements import Act, Agreement, Breach, Calendar, Capacity, Clause, Condition, Phase, ThirdParty
from truceline.model.hearing import Hearing, Marked
from truceline.model.status import Status
from truceline.outputs.views import Material
from truceline.outputs.views.hearing import hear

ACTORS = (
    Actor(id="nor", kind="state", name="Norland"),
    Actor(id="nor.army", kind="military", name="Army of Norland", within="nor"),
    Actor(id="sut", kind="state", name="Sutland"),
    Actor(id="sut.army", kind="military", name="Army of Sutland", within="sut"),
    Actor(id="peak", kind="state", name="Peakland"),
    Actor(id="quay", kind="state", name="Quayland"),
    Actor(id="un", kind="un_body", name="United Nations"),
    Actor(id="un.envoy", kind="un_body", name="Envoy", within="un"),
    Actor(id="paper", kind="media", name="A paper", relay=True),
)
BEGIN = "2020-05-12T19:00:00+03:00"
TRUCE = Agreement(
    id="truce",
    name="Truce of May",
    date="2020-05-09",
    calendar=Calendar(day_d=BEGIN, utc_offset="+03:00"),
    source_text=(),
    parties=("nor", "sut"),
    capacities=(Capacity(name="co-chair", holders=("peak", "quay")),),
    third_parties=(ThirdParty(actor="un.envoy", role="envoy"),),
    effective_at=BEGIN,
    clauses=(
        Clause(id="no-attack", summary="No attack.", kind="refrain", breach=Breach(events=("V",))),
        Clause(id="access", summary="Aid passes.", kind="allow", breach=Breach(events=("H.BLOCK",))),
    ),
    conditions=(
        Condition(
            id="seven-days",
            summary="Seven days of calm.",
            kind="days",
            needed=7,
            counted_by=("co-chair", "nor", "sut", "un"),
            rule="undisputed",
            interrupted_by=("no-attack",),
        ),
        Condition(
            id="aid",
            summary="Aid is delivered.",
            kind="event",
            counted_by=("co-chair", "nor", "sut", "un"),
            met_by=("H.AID_DELIVER",),
        ),
    ),
    phases=(Phase(id="calm", name="Calm", begins="D"), Phase(id="centre", name="Joint centre", after=("seven-days", "aid"))),
    acts=(Act(act="begin", by=("co-chair",), manner="joint", to="in_force"),),
)
"""The text names both co-chairs for beginning it, and nobody for ending it."""
ENDED_BY_BOTH = msgspec.structs.replace(TRUCE, acts=(*TRUCE.acts, Act(act="end", by=("co-chair",), manner="joint", to="ended")))
ENDED_BY_ONE = msgspec.structs.replace(TRUCE, acts=(*TRUCE.acts, Act(act="end", by=("co-chair",), manner="alone", to="ended")))
Does = Literal[
    "accept", "refuse", "undertake", "begin", "extend", "suspend", "resume", "end", "withdraw", "resume_operations", "assessment",
    "authority", "nothing",
]  # fmt: skip


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says something: on the day ``said``, known on ``known``. ``actor`` None: the report's own voice.

    ``does`` is what a person marks it to do (None: nobody marks it); ``event`` an event code that it says happened on ``day``,
    as incident ``incident``.
    """

    actor: str | None
    known: str
    said: str | None = None
    does: Does | None = "nothing"
    until: str | None = None
    effective: str | None = None
    party: str | None = None
    of: tuple[str, ...] = ()
    event: str | None = None
    day: str | None = None
    incident: str | None = None
    stance: Stance = "assert"
    unnamed: bool = False
    about: tuple[Literal["occurrence", "perpetrator", "responsibility", "means"], ...] = ("occurrence",)
    standing: Standing = "accepted"


class Chronicle:
    """Sayings in the order in which they are entered."""

    def __init__(self, *sayings: Saying, actors: Sequence[Actor] = ACTORS, agreement: Agreement = TRUCE) -> None:
        self.sayings = sayings
        self.actors = tuple(actors)
        self.agreement = agreement

    def material(self, **selection: str | bool | None) -> Material:
        """Return what the selection lets through."""
        story = Story(actors=self.actors)
        marks: dict[str, tuple[Marked, ...]] = {}
        for saying in self.sayings:
            claim = _told(story, saying, self.actors)
            if saying.does is None or saying.event is not None:
                continue
            marks[claim.id] = (
                Marked(
                    agreement=self.agreement.id,
                    does=saying.does,
                    by="tester",
                    party=saying.party,
                    of=saying.of,
                    effective=saying.effective,
                    until=saying.until,
                ),
            )
        material = story.material(**selection)
        return dataclasses.replace(material, marks=marks, agreements=(self.agreement,))

    def hearing(self, **selection: str | bool | None) -> Hearing:
        """Return what is heard."""
        return hear(self.material(**selection), self.agreement)

    def status(self, **selection: str | bool | None) -> Status:
        """Return the status, from the start."""
        return assess(self.agreement, self.hearing(**selection))


def claim_ids(chronicle: Chronicle) -> Mapping[str, int]:
    """Return the place of each saying by the id of its claim."""
    story = Story(actors=chronicle.actors)
    return {_told(story, saying, chronicle.actors).id: place for place, saying in enumerate(chronicle.sayings)}


def _told(story: Story, saying: Saying, actors: Sequence[Actor]) -> Claim:
    """Put one saying into the story as a report of its own and return its claim. The same saying has the same ids anywhere."""
    name = next((actor.name for actor in actors if actor.id == saying.actor), "")
    key = text_digest(msgspec.json.encode(saying).decode())[:12]
    report, text = f"r-{key}", f"{name or 'It was heard'} said {key} of the matter on a day."
    if report in story.reports:
        return next(claim for claim, _ in story.claims if claim.report == report)
    story.report(report, text, published=saying.known)
    begin = text.index(key)
    span, at = Span(begin, begin + len(key)), Span(text.index("on a day"), len(text) - 1)
    times = (TimeMention(span=at, start=saying.day, end=saying.day, precision="day"),) if saying.day else ()
    events = (
        (EventMention(id=f"e-{key}", span=span, type=saying.event, times=(at,) if saying.day else ()),) if saying.event else ()
    )
    claim = Claim(
        id=f"c_{key}",
        source=(Span(0, len(name)),) if name else (),
        cue=(),
        content=(Span(begin, len(text) - 1),),
        type="indirect",
        voice="quoted" if saying.actor else "narration",
        speaker=Speaker(name=name, actor=saying.actor, unnamed=saying.unnamed) if saying.actor else None,
        stance=saying.stance,
        about=saying.about,
        said_at=Interval(start=saying.said, end=saying.said, precision="day") if saying.said else None,
        rule="by.hand",
        report=report,
        text_sha256=text_digest(text),
        author="hand",
        times=times,
        events=events,
    )
    story.claims.append((claim, saying.standing))
    if saying.incident:
        ids = tuple(event.id for event in events)
        story.links.append(Link(claim=claim.id, incident=saying.incident, outcome="linked", why="told so", events=ids, main=True))
    return claim
