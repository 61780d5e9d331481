"""Claims: who said what about which event, when, through whom, in exactly which words.

A claim is immutable and anchored to words. Narration is a claim by the report itself (``voice="narration"``, no speaker),
never by the nearest official. A denial is a stance, never the reverse claim. Who merely passes words on stands in ``via``,
outermost first: "McClatchy quoted a US official as saying" has the official as speaker and McClatchy as relay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from truceline.model.counts import Count
from truceline.model.events import Certainty, EventMention
from truceline.model.places import PlaceMention
from truceline.model.reports import Fault
from truceline.model.spans import Span
from truceline.model.times import Interval, TimeMention

Stance = Literal[
    "assert",
    "deny",
    "reject",
    "retract",
    "correct",
    "confirm",
    "accuse",
    "claim_responsibility",
    "decline",
    "cannot_verify",
    "question",
    "demand",
]
About = Literal[
    "occurrence",
    "means",
    "perpetrator",
    "responsibility",
    "count",
    "place",
    "time",
    "state",
    "tally",
    "motive",
    "proposal",
    "authority",
]
Voice = Literal["quoted", "narration"]
SpeechType = Literal["direct", "mixed", "indirect"]
Standing = Literal["proposed", "entered", "accepted", "rejected"]
"""``proposed``: a machine read it. ``entered``: a person marked it. ``accepted``, ``rejected``: a person decided on it."""


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it. ``actor`` is an id of the pack or None. ``named_at`` is where in the text the name stands.

    ``unnamed`` speakers ("a US official") are never resolved below the institution. ``inferred`` is true where the text has
    a pronoun or a common noun and we say whom it means.
    """

    name: str
    actor: str | None = None
    role: str | None = None
    unnamed: bool = False
    reason_unnamed: str | None = None
    inferred: bool = False
    named_at: Span | None = None


class Relay(msgspec.Struct, frozen=True, kw_only=True):
    """Who passes the words on: an agency, a broadcaster, a read-out."""

    name: str
    span: Span | None = None
    actor: str | None = None


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """One attribution as read from a text: source, cue and content, each as spans.

    ``source`` is empty where nobody is named; ``speaker`` is None there and for narration. ``answers`` are ids of claims
    this one denies, rejects, corrects or confirms. ``rule`` names the rule that found it.
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: SpeechType
    voice: Voice
    speaker: Speaker | None
    via: tuple[Relay, ...] = ()
    stance: Stance = "assert"
    about: tuple[About, ...] = ()
    answers: tuple[str, ...] = ()
    said_at: Interval | None = None
    certainty: Certainty = "claimed"
    rule: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that a reader found in one report; what ``truceline read --json`` prints, one line a report."""

    id: str
    reader: str
    published_at: str | None
    attributions: tuple[Attribution, ...]
    counts: tuple[Count, ...]
    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]
    events: tuple[EventMention, ...]
    faults: tuple[Fault, ...] = ()


class Claim(Attribution, frozen=True, kw_only=True):
    """An attribution together with the slots that stand in it, and where it comes from: what the record keeps.

    ``text_sha256`` is the hash of ``Report.text`` as UTF-8; ``author`` is ``en-1`` for a reader, or the person's name.
    """

    report: str
    text_sha256: str
    author: str
    counts: tuple[Count, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    supersedes: str | None = None

    @property
    def reach(self) -> Span:
        """From the first to the last character of source, cue and content."""
        spans = (*self.source, *self.cue, *self.content)
        return Span(min(s.start for s in spans), max(s.end for s in spans))


def text_digest(text: str) -> str:
    """Return the SHA-256 of a report's text (UTF-8) in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def claim_id(text_sha256: str, author: str, content: Iterable[Span], stance: Stance, speaker: Iterable[Span] | str) -> str:
    """Return the id that the same words, read the same way by the same author, have in every record.

    ``c_`` and 16 hex digits of SHA-256 over text hash, author, content spans, stance and speaker (its spans in the text,
    or its name where a person typed it), each part on a line of its own.
    """
    who = speaker if isinstance(speaker, str) else " ".join(f"{s.start}-{s.end}" for s in speaker)
    what = " ".join(f"{s.start}-{s.end}" for s in content)
    line = f"{text_sha256}\n{author}\n{what}\n{stance}\n{who}"
    return "c_" + hashlib.sha256(line.encode()).hexdigest()[:16]
