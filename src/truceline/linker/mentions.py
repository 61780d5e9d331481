"""Mentions: every event mention of a report's claims, with the facts that stand with it, in the order of the text.

Only what is said to have happened makes an incident: what was planned, threatened, demanded or refused is left to other
parts. A denied mention ("no aircraft struck the convoy") is still about the happening that it denies.
"""

from __future__ import annotations

import re

import msgspec

from truceline.linker.atlas import NOWHERE, Atlas
from truceline.linker.facts import Facts, Toll, Window, window
from truceline.linker.tellings import Telling
from truceline.model import Claim, Count, EventMention, PlaceMention, Span, TimeMention

HAPPENED = {"occurred", "attempted"}
ANSWERING = {"deny", "reject", "cannot_verify", "decline", "question", "correct", "retract"}
"""Stances that answer something told before, so that even an indefinite mention points back."""

FAMILIES = ("V.", "L.")
"""Kinds that make incidents: violence, and detention and release. The ceasefire's own acts, aid and talks are no incidents."""

_NEWS_DAYS = 1
"""What a speaker tells as news on a day happened at most so many days before."""

_FOLLOWS_CHARACTERS = 80

_APART = re.compile(
    r"\b(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<unit>day|week)s?\s+(?P<side>earlier|before|previously|later|after)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One event mention in one claim.

    ``points_back``: to a happening told before ("the attack", any denial of it); ``answers``: its claim accuses or confirms,
    so that a mention without facts of its own points back too. ``shift``: so many days after the happening told before it.
    """

    claim: str
    event: str
    span: Span
    facts: Facts
    points_back: bool = False
    answers: bool = False
    shift: int | None = None

    @property
    def order(self) -> tuple[Span, str, str]:
        """Where it stands; ids break ties."""
        return (self.span, self.event, self.claim)


def is_incident(event: EventMention) -> bool:
    """Say whether an event mention tells of something that happened, of a kind that makes an incident."""
    return event.stage in HAPPENED and event.type.startswith(FAMILIES)


def mentions(telling: Telling, atlas: Atlas = NOWHERE) -> tuple[Mention, ...]:
    """Return all mentions of a report's claims in the order of the text; one event in two claims is two mentions."""
    text = telling.report.text
    found = [_mention(text, claim, event, atlas) for claim in telling.claims for event in claim.events if is_incident(event)]
    return tuple(sorted(found, key=lambda m: m.order))


def _mention(text: str, claim: Claim, event: EventMention, atlas: Atlas) -> Mention:
    times = [t for t in claim.times if t.span in event.times]
    return Mention(
        claim=claim.id,
        event=event.id,
        span=event.span,
        facts=facts_of(claim, event, atlas),
        points_back=event.definite or event.denied or claim.stance in ANSWERING,
        answers=claim.stance in {"accuse", "confirm"},
        shift=next((s for s in (_shift(text, t) for t in times) if s is not None), None),
    )


def facts_of(claim: Claim, event: EventMention, atlas: Atlas = NOWHERE) -> Facts:
    """Return what a claim says of one of its events; whoever a denied mention names is not blamed by it."""
    times = [t for t in claim.times if t.span in event.times]
    blames = not event.denied and claim.stance not in {"deny", "reject"}
    strikers = {a.actor for a in event.actors if a.actor and a.role in {"alleged_perpetrator", "agent"} and blames}
    return Facts(
        kinds=frozenset({event.type}),
        means=frozenset({event.means} if event.means else ()),
        windows=_windows(claim, event, times),
        spots=frozenset(atlas.spot(p) for p in _places(claim, event)),
        targets=frozenset(event.targets),
        strikers=frozenset(strikers),
        victims=frozenset(a.actor for a in event.actors if a.actor and a.role in {"victim", "target"}),
        tolls=frozenset(t for t in map(toll, (c for c in claim.counts if c.id in event.counts)) if t),
    )


def _places(claim: Claim, event: EventMention) -> list[PlaceMention]:
    """The places of an event; where none is narrower than a country, the one that follows it closely in the claim."""
    own = [p for p in claim.places if p.span in event.places]
    if any(p.precision != "country" for p in own):
        return own
    after = [p for p in claim.places if p.precision != "country" and 0 <= p.span.start - event.span.end <= _FOLLOWS_CHARACTERS]
    first = min(after, key=lambda p: p.span, default=None)
    if first is None or any(is_incident(e) and event.span.end <= e.span.start < first.span.start for e in claim.events):
        return own
    return [*own, first]


def _windows(claim: Claim, event: EventMention, times: list[TimeMention]) -> tuple[Window, ...]:
    """The narrowest days; the one that stands nearest to the trigger among equals."""
    near = sorted(times, key=lambda t: abs(t.span.start - event.span.start))
    days = [w for w in (_days(claim, t) for t in near) if w and w.days <= 31]
    return tuple(sorted(days, key=lambda w: w.days)[:1])


def _days(claim: Claim, time: TimeMention) -> Window | None:
    """Return the days of a time; one beside the cue ("said on Tuesday") only bounds what was told as news."""
    days = window(time.interval)
    if days is None or is_own(claim, time):
        return days
    return Window(days.first - _NEWS_DAYS, days.last)


def is_own(claim: Claim, time: TimeMention) -> bool:
    """Say whether a time stands in the claim's own words, not beside the cue of a speaker."""
    return claim.voice == "narration" or any(c.holds(time.span) for c in claim.content)


def toll(count: Count) -> Toll | None:
    """Return a count as it can be compared; parts of another count and tallies without a number are left out."""
    if count.subset_of or count.vague or (count.low is None and count.high is None):
        return None
    if count.effect not in {"killed", "injured", "missing", "detained", "destroyed", "damaged"}:
        return None
    return Toll(count.effect, count.unit, count.low, count.high)


def _shift(text: str, time: TimeMention) -> int | None:
    """Return the days of "two days earlier" where the reader could not place it by itself, negative for earlier."""
    if time.start is not None:
        return None
    found = _APART.search(text, time.span.start, min(len(text), time.span.end + 12))
    if not found or found.start() > time.span.end or _counts_from_next_words(text, found):
        return None
    days = _NUMBERS.get(found["n"].lower()) or int(found["n"])
    days *= 7 if found["unit"].lower() == "week" else 1
    return days if found["side"].lower() in {"later", "after"} else -days


def _counts_from_next_words(text: str, found: re.Match[str]) -> bool:
    """Say whether "a day after" goes on ("after an attack"): then it dates something else by this happening."""
    return found["side"].lower() in {"after", "before"} and text[found.end() : found.end() + 2].lstrip()[:1].isalnum()
