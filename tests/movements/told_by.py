"""Claims made of one sentence each, with the slots that the reader finds in it, so that a reading is tested on words alone."""

from __future__ import annotations

from truceline.actors import Registry
from truceline.model import Actor, ActorName, Claim, Place, Speaker, Theatre, text_digest
from truceline.model.claims import Relay, Stance
from truceline.model.hearing import Heard, Hearing
from truceline.model.spans import Span
from truceline.reader.counts import counts
from truceline.reader.events import events
from truceline.reader.places import Gazetteer, places
from truceline.reader.segments import clean
from truceline.reader.times import times

PUBLISHED = "2031-05-20"
ACTORS = (
    Actor(id="velland", kind="state", name="Velland", names=(ActorName(text="Vellish", demonym=True),)),
    Actor(id="velland.gov", kind="government", name="Vellish government", within="velland"),
    Actor(id="velland.mil", kind="military", name="Vellish army", within="velland"),
    Actor(id="velland.mfa", kind="ministry", name="Vellish Foreign Ministry", within="velland"),
    Actor(id="kestria", kind="state", name="Kestria", names=(ActorName(text="Kestrian", demonym=True),)),
    Actor(id="norvan", kind="state", name="Norvan", names=(ActorName(text="Norvanian", demonym=True),)),
    Actor(id="ostmark", kind="state", name="Ostmark", names=(ActorName(text="Ostmarkian", demonym=True),)),
    Actor(id="front", kind="armed_group", name="Northern Front"),
    Actor(id="un", kind="un_body", name="United Nations", names=(ActorName(text="UN"),)),
    Actor(id="crescent", kind="red_cross", name="Vellish Red Crescent"),
    Actor(id="wire", kind="media", name="Border Wire", relay=True),
)
PLACES = (
    Place(id="v", name="Velland", precision="country", kind="country", country=None),
    Place(id="k", name="Kestria", precision="country", kind="country", country=None),
    Place(id="n", name="Norvan", precision="country", kind="country", country=None),
    Place(id="o", name="Ostmark", precision="country", kind="country", country=None),
    Place(id="v.tarn", name="Tarn", lat="41.2", lon="21.1", country="v", within="v"),
    Place(id="v.ulme", name="Ulme", lat="41.6", lon="21.5", country="v", within="v"),
    Place(id="v.bresk", name="Bresk", lat="41.8", lon="21.7", country="v", within="v"),
    Place(id="v.port", name="Port Lind", lat="41.9", lon="21.9", country="v", within="v"),
)
THEATRE = Theatre(name="made-up", title="Made up", version="1", actors=ACTORS, places=PLACES, country="v")
_REGISTRY = Registry(ACTORS)
_GAZETTEER = Gazetteer(PLACES)


def told(  # how the claim stands
    words: str,
    *,
    by: str | None = None,
    stance: Stance = "assert",
    rule: str = "say.clause",
    via: tuple[str, ...] = (),
    report: str = "r1",
    incidents: tuple[str, ...] = (),
    unnamed: bool = False,
) -> Heard:
    """Return a claim of these words: the report's own without ``by``, else of that speaker (an actor id, or a name)."""
    view = clean(words)
    when = times(view, PUBLISHED)
    where = places(view, _GAZETTEER, THEATRE)
    many = counts(view, when)
    happened = events(view, _REGISTRY, when, where, many)
    speaker = None
    if by is not None:
        actor = next((a for a in ACTORS if a.id == by), None)
        speaker = Speaker(name=actor.name if actor else by, actor=actor.id if actor else None, unnamed=unnamed)
    claim = Claim(
        id=f"c_{abs(hash((words, by, stance))):016x}"[:18],
        source=(),
        cue=(),
        content=(Span(0, len(words)),),
        type="indirect",
        voice="narration" if by is None else "quoted",
        speaker=speaker,
        via=tuple(Relay(name=name) for name in via),
        stance=stance,
        rule="narration.sentence" if by is None else rule,
        report=report,
        text_sha256=text_digest(words),
        author="en-1",
        counts=many,
        times=when,
        places=where,
        events=happened,
    )
    return Heard(
        claim=claim,
        words=words,
        sentence=words,
        sentence_at=0,
        known_on=PUBLISHED,
        said_on=PUBLISHED,
        standing="accepted",
        incidents=incidents,
    )


def hearing(*heard: Heard) -> Hearing:
    """Return a hearing of these claims."""
    return Hearing(on=PUBLISHED, heard=heard, incidents=(), actors=ACTORS, places=PLACES)
