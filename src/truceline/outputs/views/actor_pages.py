"""Page objects of actors: names by day, who uses them, offices, what is claimed of coverage and of affiliation, a timeline.

Flat, with names beside ids, so that a face only prints. An affiliation is a quotation under whoever said it; no field of an actor
says to whom it belongs.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.actors.coverage import CoverageLine, Quote
from truceline.actors.lookalikes import LooksLike
from truceline.model import ActorKind
from truceline.outputs.views.pages import Basis

SegmentKind = Literal["self_name", "other_name", "within", "holder", "coverage"]


class NameOnDay(msgspec.Struct, frozen=True, kw_only=True):
    """A name with the days on which it is used, and by whom: ``users`` are names or words. ``current``: on the day asked."""

    text: str
    lang: str
    self_name: bool
    users: tuple[str, ...]
    current: bool
    since: str | None = None
    until: str | None = None


class RenamingView(msgspec.Struct, frozen=True, kw_only=True):
    """The actor called itself ``before``, and ``after`` from ``since`` on; ``both_until``: the last day on which both hold."""

    before: str
    after: str
    lang: str
    since: str
    both_until: str | None = None


class TermView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or a larger body, for a time: ``actor`` is an id, None where the pack gives a name only."""

    actor: str | None
    name: str
    current: bool
    since: str | None = None
    until: str | None = None


class CoverageView(CoverageLine, frozen=True, kw_only=True):
    """Who says for how long that the actor is covered or is not, with names to show. ``current``: it counts on the day asked."""

    by_name: str
    agreement_name: str | None
    current: bool


class QuoteView(Quote, frozen=True, kw_only=True):
    """An affiliation that somebody claims, under its speaker, with names to show."""

    by_name: str
    actor_name: str
    other_name: str


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of a timeline: a row's label, what it shows, and by whom. ``since`` and ``until`` None: open on that side.

    ``state`` of coverage; ``counts``: false for what somebody denies or asks. ``note``: who uses a name, who says a thing.
    """

    kind: SegmentKind
    label: str
    lang: str
    note: str
    since: str | None = None
    until: str | None = None
    state: str | None = None
    counts: bool = True


class ActorTimeline(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn of one actor from ``first`` to ``last`` (days): stretches in the order of rows, and days of renaming."""

    actor: str
    name: str
    first: str
    last: str
    on: str
    segments: tuple[Segment, ...]
    renamed: tuple[RenamingView, ...] = ()


class ActorView(msgspec.Struct, frozen=True, kw_only=True):
    """One actor on one day.

    ``name``: what to call it that day. ``names``: the actor's own first, those in use that day before others. ``holders`` of an
    office, ``offices`` of a person, ``within``: larger bodies as the pack has them. ``coverage`` and ``is_contested`` on the day.
    ``quotes``: affiliations somebody claims of it; ``own_words``: what it says itself of that. ``warnings``: names that could be
    mistaken.
    """

    id: str
    kind: ActorKind
    name: str
    on: str
    names: tuple[NameOnDay, ...]
    renamings: tuple[RenamingView, ...]
    within: tuple[TermView, ...]
    holders: tuple[TermView, ...]
    offices: tuple[TermView, ...]
    coverage: tuple[CoverageView, ...]
    is_contested: bool
    quotes: tuple[QuoteView, ...]
    own_words: tuple[QuoteView, ...]
    warnings: tuple[str, ...]
    timeline: ActorTimeline
    since: str | None = None
    until: str | None = None
    source: str | None = None


class UnknownName(msgspec.Struct, frozen=True, kw_only=True):
    """A name that stands in the record and in no pack, and looks like one that does; ``claims`` and tellings where it stands."""

    name: str
    looks_like: tuple[LooksLike, ...]
    oddities: tuple[str, ...]
    where: tuple[str, ...]


class GroupView(msgspec.Struct, frozen=True, kw_only=True):
    """A group that no pack names, by the words it is told of with: what is said of its coverage and affiliation. It has no id."""

    name: str
    coverage: tuple[CoverageView, ...]
    quotes: tuple[QuoteView, ...]
    id: None = None


class ActorsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Actors as of the day ``on``: those of whom something is said, or those of the name asked for.

    ``asked``: that name; ``not_known``: what it looks like where nobody bears it. ``unknown``: names of the record to look at.
    ``groups``: what is said of groups that no pack names. ``proposals``: how many claims that wait would add a line.
    """

    basis: Basis
    on: str
    actors: tuple[ActorView, ...]
    unknown: tuple[UnknownName, ...] = ()
    groups: tuple[GroupView, ...] = ()
    asked: str | None = None
    not_known: tuple[LooksLike, ...] = ()
    oddities: tuple[str, ...] = ()
    proposals: int = 0
