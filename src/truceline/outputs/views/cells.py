"""Cells: what one claim says in each column of the matrix, each value with the words it comes from.

A value is taken from a coded slot (a count, an event, a place, a time) that stands in the claim and, where the claim is about
several happenings, belongs to this one. Where the claim is about a topic but no slot could be read, its own words are the
value. A denial gives a value of kind ``denied``: what is denied, never its reverse. "Cannot tell" and "declines to say" give
``unknown``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from truceline.linker.figures import counts_of
from truceline.model import About, Actor, Count, EventActor, EventMention, Figure, Link, PlaceMention, Span, TimeMention, words_at
from truceline.outputs.labels import Labels
from truceline.outputs.views.material import Told
from truceline.outputs.views.names import actor_name
from truceline.outputs.views.pages import Column, Reference, Struck, Value, ValueKind

TOPICS: dict[About, Column] = {
    "occurrence": "occurrence",
    "means": "means",
    "perpetrator": "perpetrator",
    "responsibility": "responsibility",
    "place": "place",
    "time": "time",
}
"""Which column a topic fills when only words are there. Figures are never filled from words."""
AGAINST = frozenset({"deny", "reject"})
OPEN = frozenset({"cannot_verify", "decline", "question"})
LONGEST_QUOTE = 70
"""Longer words are cut in the cell; the whole stands beside the account and in the marked text."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with what is needed to read its cells: the report's text, the slots that belong to the incident, the labels."""

    told: Told
    text: str
    withheld: str | None = None
    events: tuple[EventMention, ...]
    counts: tuple[Count, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    labels: Labels
    actors: Mapping[str, Actor]
    place: Callable[[PlaceMention], str]
    struck: Struck | None = None

    def reference(self, *spans: Span) -> Reference:
        """Return where a value of this claim stands; the claim's whole content where no narrower span is given."""
        where = spans or self.told.claim.content
        claim = self.told.claim
        return Reference(
            claim=claim.id,
            number=self.told.number,
            report=claim.report,
            spans=tuple(where),
            words=self.words(*where),
        )

    def words(self, *spans: Span) -> str:
        """Return the words at some spans; where the text was withdrawn, what says by which order."""
        return told_withheld(self.withheld) if self.withheld else words_at(self.text, spans)

    def kind(self, about: About, *, denied: bool = False) -> ValueKind:
        """Say how this claim holds a value about ``about``: a denial of one thing does not deny what it mentions in passing."""
        claim = self.told.claim
        meant = about in claim.about
        if claim.stance in OPEN:
            return "unknown" if meant else "stated"
        if claim.stance in AGAINST:
            return "denied" if meant or not claim.about else "stated"
        return "denied" if denied and (meant or not claim.about) else "stated"

    def in_passing(self, about: About | None) -> bool:
        """Say whether this claim, which does not assert, only mentions a value about ``about``."""
        claim = self.told.claim
        return (claim.stance in AGAINST or claim.stance in OPEN) and bool(claim.about) and about not in claim.about

    def value(self, text: str, about: About | None, *spans: Span, kind: ValueKind, **more: object) -> Value:
        """Return a value of this claim, standing at ``spans``."""
        value = Value(
            text=text,
            kind=kind,
            stance=self.told.claim.stance,
            about=about,
            reference=self.reference(*spans),
            struck=self.struck,
            standing=self.told.standing,
            presupposed=self.in_passing(about),
        )
        return msgspec.structs.replace(value, **more) if more else value


def reading(  # noqa: PLR0913  # a claim and all that its values are read with
    told: Told,
    links: Sequence[Link],
    text: str,
    labels: Labels,
    *,
    actors: Mapping[str, Actor] | None = None,
    place: Callable[[PlaceMention], str] | None = None,
    struck: Struck | None = None,
    withheld: str | None = None,
) -> Reading:
    """Return what ``told`` says of the incident that ``links`` tie it to.

    A link that names no events stands for the whole claim.
    """
    claim = told.claim
    named = {e for link in links for e in link.events}
    events = tuple(e for e in claim.events if e.id in named) if named else claim.events
    spots = {s for e in events for s in (*e.places, *e.times)}
    return Reading(
        told=told,
        text=text,
        withheld=withheld,
        events=events,
        counts=tuple(dict.fromkeys(c for link in links for c in counts_of(claim, link))) if links else claim.counts,
        places=tuple(p for p in claim.places if p.span in spots or not events),
        times=tuple(t for t in claim.times if t.span in spots or not events),
        labels=labels,
        actors=actors or {},
        place=place or labels.place,
        struck=struck,
    )


def cells(read: Reading) -> dict[Column, list[Value]]:
    """Return the values of one claim by column; a column that is not in the result: nothing said."""
    found: dict[Column, list[Value]] = {}
    for column, value in _coded(read):
        found.setdefault(column, []).append(value)
    for column, value in _in_words(read, set(found)):
        found.setdefault(column, []).append(value)
    return found


def _coded(read: Reading) -> Iterator[tuple[Column, Value]]:
    for count in read.counts:
        yield _figure(read, count)
    for event in read.events:
        yield from _of_event(read, event)
    for place in read.places:
        yield "place", read.value(read.place(place), "place", place.span, kind="stated")
    yield from (("time", _time(read, time)) for time in read.times)


def _time(read: Reading, time: TimeMention) -> Value:
    """Return a day or an interval; what could not be resolved stands in its own words, which is not the same as unknown."""
    words = read.labels.interval(time.interval)
    return read.value(words or read.words(time.span), "time", time.span, kind="stated", quoted=not words)


def _figure(read: Reading, count: Count) -> tuple[Column, Value]:
    figure = Figure.of(count)
    people = count.unit == "people"
    column: Column = (
        "killed" if people and count.effect == "killed" else "injured" if people and count.effect == "injured" else "figures"
    )
    text = figure_words(figure, read.labels, with_effect=column == "figures")
    kind = figure_kind(figure)
    held = read.kind("count")
    if kind != "stated" and held != "denied":
        held = kind
    in_passing = count.presupposed or read.in_passing("count")
    return column, read.value(text, "count", count.span, kind=held, figure=figure, presupposed=in_passing)


def figure_kind(figure: Figure) -> ValueKind:
    """Say whether a figure is unknown, zero or stated: three different things."""
    if figure.low is None and figure.high is None:
        return "unknown"
    return "zero" if figure.high == 0 else "stated"


def figure_words(figure: Figure, labels: Labels, *, with_effect: bool = False) -> str:
    """Return a figure in words: ``at least 20 civilians``, ``18 of 31 trucks destroyed``."""
    kind = figure_kind(figure)
    number = labels.text("zero") if kind == "zero" else labels.number(figure.low, figure.high, figure.bound, figure.greatest_low)
    if figure.of_total is not None and kind == "stated":
        number = labels.text("of_total", number=number, total=figure.of_total)
    what = figure.category or ("" if figure.unit == "people" else figure.unit)
    parts = [
        number,
        labels.say("unit", what) if what else "",
        labels.say("effect", figure.effect) if with_effect and figure.effect != "other" else "",
    ]
    part_of = labels.text("part_of") if figure.subset_of else ""
    return " ".join(part for part in (*parts, part_of) if part)


def _of_event(read: Reading, event: EventMention) -> Iterator[tuple[Column, Value]]:
    happened = read.kind("occurrence", denied=event.denied)
    yield "occurrence", read.value(read.labels.say("event", event.type), "occurrence", event.span, kind=happened)
    if event.means:
        kind = read.kind("means", denied=event.denied)
        yield "means", read.value(read.labels.say("means", event.means), "means", event.span, kind=kind)
    for actor in event.actors:
        if actor.role == "alleged_perpetrator":
            yield "perpetrator", _perpetrator(read, event, actor)


def _perpetrator(read: Reading, event: EventMention, named: EventActor) -> Value:
    """Return who is alleged to have done it: by the pack's neutral name, else in the account's own words, as a quotation."""
    known = read.actors.get(named.actor or "")
    words = actor_name(known, read.labels.lang) if known else read.words(named.span)
    kind = read.kind("perpetrator", denied=event.denied)
    return read.value(words, "perpetrator", named.span, kind=kind, certainty=named.certainty, quoted=known is None)


def _in_words(read: Reading, filled: set[Column]) -> Iterator[tuple[Column, Value]]:
    claim = read.told.claim
    for about in claim.about:
        column = TOPICS.get(about)
        if column is None or column in filled:
            continue
        words = shortened(read.words(*claim.content))
        yield column, read.value(words, about, kind=read.kind(about), quoted=True)


def told_withheld(why: str) -> str:
    """Return what stands where words of a text would, which is not to be read here."""
    return f"[withheld, {why}]"


def shortened(words: str) -> str:
    """Return at most `LONGEST_QUOTE` characters, cut between words."""
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
