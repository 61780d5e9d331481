"""Marking words in a report by hand: what a person says these words claim, in a text of any language.

The person gives the span (or the words, and we find them); everything else has a default. A claim that a person marked has
the same shape as one that a machine read and is treated the same in every later step; only its author and standing say whose
it is. Nothing typed is taken as read from the text: a speaker, a place or a day that does not stand in the words is anchored
to the marked words as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import cast, get_args

import msgspec

from truceline.actors import registry_of
from truceline.errors import NotFoundError, UsageError
from truceline.model import (
    About,
    Claim,
    Count,
    EventMention,
    Figure,
    Interval,
    Place,
    PlaceMention,
    Precision,
    Report,
    Span,
    Speaker,
    Stance,
    Theatre,
    TimeMention,
    claim_id,
    text_digest,
)
from truceline.model.event_codes import EVENT_CODES, MEANS, nearest
from truceline.workflow.figures import counts_at

RULE = "marked"
Veil = Callable[[str], str]
"""Makes of a sealed name what may stand in the open, so that the name cannot be found by trying: ``Record.reference``."""


class Marking(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about marked words. ``speaker`` None: the report's own voice.

    ``unnamed`` is a role ("a resident") of a speaker whose name is not given. ``when`` and ``said_at`` are a day, an instant,
    or two of them joined by ``..``. ``place`` is an id or a name of the theatre pack, or any name. ``event`` is a code of
    docs/formats/event-codes.md.
    """

    spans: tuple[Span, ...]
    speaker: str | None = None
    unnamed: str | None = None
    stance: str = "assert"
    about: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    said_at: str | None = None
    when: str | None = None
    place: str | None = None
    event: str | None = None
    means: str | None = None


def as_typed(name: str) -> str:
    """Return the name itself: the veil where no record is at hand."""
    return name


def who_says(speaker: Speaker | None, veil: Veil) -> str:
    """Return what the id of a claim is made from for its speaker: a name that stands in no text only under its veil."""
    if speaker is None:
        return ""
    return speaker.name if speaker.named_at else veil(speaker.name)


def claim_of(marking: Marking, report: Report, theatre: Theatre, author: str, veil: Veil = as_typed) -> Claim:
    """Make the claim that a person marked; ``veil`` makes of a typed name what may go into its id.

    Raises:
        UsageError: a span outside the text, or a stance, subject, event code or means that is none of ours.
    """
    checked_happening(marking.event, marking.means)
    spans = tuple(checked_span(span, report) for span in marking.spans)
    stance = checked_stance(marking.stance)
    speaker = speaker_of(marking, report, theatre)
    digest = text_digest(report.text)
    cid = claim_id(digest, author, spans, stance, who_says(speaker, veil))
    counts = counts_at(spans[0], marking.figures, cid)
    times = _times(marking, spans[0])
    places = _places(marking, report, spans, theatre)
    return Claim(
        id=cid,
        source=(speaker.named_at,) if speaker and speaker.named_at else (),
        cue=(),
        content=spans,
        type="indirect",
        voice="quoted" if speaker else "narration",
        speaker=speaker,
        stance=stance,
        about=checked_about(marking.about) or (("count",) if counts else ("occurrence",)),
        said_at=interval(marking.said_at) or _until(report),
        certainty="claimed",
        rule=RULE,
        report=report.id,
        text_sha256=digest,
        author=author,
        counts=counts,
        times=times,
        places=places,
        events=_events(marking, spans[0], times, places, counts, cid),
    )


def checked_span(span: Span, report: Report) -> Span:
    """Return the span if it lies in the report's text.

    Raises:
        UsageError: it does not.
    """
    if span.end > len(report.text):
        message = (
            f"span {span.start}:{span.end} lies outside report {report.id}; expected two numbers from 0 to {len(report.text)}"
        )
        raise UsageError(message)
    return span


def span_of(text: str) -> Span:
    """Read ``S:E`` as a half-open span.

    Raises:
        UsageError: not two numbers, or the end is not after the start.
    """
    start, colon, end = text.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        message = (
            f'"{text}" is not a span; expected START:END in characters of the text, such as 120:164, the end after the start'
        )
        raise UsageError(message)
    return Span(int(start), int(end))


def found_in(report: Report, words: str) -> Span:
    """Return where the words stand in the report; they must stand there exactly once.

    Raises:
        NotFoundError: they do not stand in it.
        UsageError: they stand in it more than once.
    """
    if not words:
        message = "no words to find; expected words of the report's text"
        raise UsageError(message)
    starts = _starts(report.text, words)
    if not starts:
        message = f'"{words}" does not stand in report {report.id}; give the words exactly as in the text, or --span START:END'
        raise NotFoundError(message)
    if len(starts) > 1:
        spans = ", ".join(f"{start}:{start + len(words)}" for start in starts[:8])
        message = f'"{words}" stands {len(starts)} times in report {report.id} (at {spans}); choose one with --span'
        raise UsageError(message)
    return Span(starts[0], starts[0] + len(words))


def _starts(text: str, words: str) -> list[int]:
    starts, at = [], text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts


def checked_stance(stance: str) -> Stance:
    """Return the stance if it is one of ours.

    Raises:
        UsageError: it is not.
    """
    if stance not in get_args(Stance):
        message = f'"{stance}" is not a stance; expected one of {", ".join(get_args(Stance))}'
        raise UsageError(message)
    return cast("Stance", stance)


def checked_about(subjects: Sequence[str]) -> tuple[About, ...]:
    """Return what a claim is about if every subject is one of ours.

    Raises:
        UsageError: one is not.
    """
    for subject in subjects:
        if subject not in get_args(About):
            message = f'"{subject}" is not something a claim can be about; expected one of {", ".join(get_args(About))}'
            raise UsageError(message)
    return cast("tuple[About, ...]", tuple(subjects))


def checked_happening(event: str | None, means: str | None) -> None:
    """Refuse an event code or means that docs/formats/event-codes.md does not have.

    Raises:
        UsageError: it is none of them; the nearest ones are named, or all.
    """
    for option, typed, allowed in (("--event", event, EVENT_CODES), ("--means", means, MEANS)):
        if typed is not None and typed not in allowed:
            message = f'{option} "{typed}" is none of ours; expected {" or ".join(nearest(typed, allowed)) or ", ".join(allowed)}'
            raise UsageError(message)


def speaker_of(marking: Marking, report: Report, theatre: Theatre) -> Speaker | None:
    """Return the speaker a person named, resolved by exact name to the pack; an unnamed role is never resolved to a person.

    Raises:
        UsageError: both a name and an unnamed role are given.
    """
    if marking.speaker and marking.unnamed:
        message = f'both a speaker "{marking.speaker}" and an unnamed one "{marking.unnamed}"; expected one of them'
        raise UsageError(message)
    if marking.unnamed:
        return Speaker(name=marking.unnamed, role=marking.unnamed, unnamed=True, reason_unnamed="not given")
    if not marking.speaker:
        return None
    registry = registry_of(theatre.actors)
    stands = re.search(rf"(?<!\w){re.escape(marking.speaker)}(?!\w)", report.text)
    return Speaker(
        name=marking.speaker,
        actor=registry.resolve(marking.speaker, report.published_at),
        named_at=Span(*stands.span()) if stands else None,
    )


def interval(text: str | None) -> Interval | None:
    """Read a day, an instant, or two joined by ``..`` as an interval; the caller has checked that they are in the calendar."""
    if not text:
        return None
    start, dots, end = text.partition("..")
    precision: Precision = "range" if dots else "instant" if "T" in start else "day"
    return Interval(start=start or None, end=(end or None) if dots else start, precision=precision, basis="stated")


def _until(report: Report) -> Interval | None:
    """What a report says was said by the day of its publication at the latest; without that day we know nothing."""
    if report.published_at is None:
        return None
    return Interval(end=report.published_at, precision="range", basis="published")


def _times(marking: Marking, span: Span) -> tuple[TimeMention, ...]:
    return (time_at(marking.when, span),) if marking.when else ()


def time_at(when: str, span: Span) -> TimeMention:
    """Return a day, an instant, or two of them joined by ``..`` as a mention at these words."""
    found = interval(when)
    assert found is not None, "an empty text is no time"
    value = found.start if found.start == found.end else None
    return TimeMention(span=span, value=value, start=found.start, end=found.end, precision=found.precision, basis="stated")


def _places(marking: Marking, report: Report, spans: tuple[Span, ...], theatre: Theatre) -> tuple[PlaceMention, ...]:
    if not marking.place:
        return ()
    span = next((s for s in (inside(report.text, span, marking.place) for span in spans) if s), spans[0])
    return (place_at(marking.place, span, theatre),)


def place_at(name: str, span: Span, theatre: Theatre) -> PlaceMention:
    """Return the place of this id or name as a mention at these words; where the pack has none, the name alone."""
    place = place_named(name, theatre)
    if place is None:
        return PlaceMention(span=span, name=name)
    lat = float(place.lat) if place.lat else None
    lon = float(place.lon) if place.lon else None
    return PlaceMention(span=span, name=place.name, place=place.id, lat=lat, lon=lon, precision=place.precision)


def inside(text: str, span: Span, words: str) -> Span | None:
    """Return where words stand first in a part of a text, None where they do not."""
    at = text.find(words, span.start, span.end)
    return Span(at, at + len(words)) if at >= 0 else None


def place_named(name: str, theatre: Theatre) -> Place | None:
    """Return the place of the pack with this id or exactly this name; of several the most populous in the theatre's country."""
    folded = name.casefold()
    fitting = [p for p in theatre.places if p.id == name or folded in {p.name.casefold(), *(n.text.casefold() for n in p.names)}]
    return max(fitting, key=lambda p: (p.id == name, p.country == theatre.country, p.population, p.id), default=None)


def _events(  # noqa: PLR0913, PLR0917 - the parts of a claim that a mention points to
    marking: Marking,
    span: Span,
    times: tuple[TimeMention, ...],
    places: tuple[PlaceMention, ...],
    counts: tuple[Count, ...],
    claim: str,
) -> tuple[EventMention, ...]:
    """Return one mention of a happening where the person gave a kind, a place, a time or people harmed."""
    harmed = any(count.effect in ("killed", "injured") for count in counts)
    if not (marking.event or marking.means or times or places or harmed):
        return ()
    return (
        EventMention(
            id="e1",
            span=span,
            type=marking.event or "V.UNSPEC",
            means=marking.means,
            times=tuple(t.span for t in times),
            places=tuple(p.span for p in places),
            counts=tuple(c.id for c in counts),
            claim=claim,
        ),
    )
