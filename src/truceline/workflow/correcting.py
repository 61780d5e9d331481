"""Correcting a claim: a new claim that supersedes the old, with everything the person did not touch taken over.

The old claim stays in the record for ever, with its author; what it said and who changed it can always be shown.
"""

from __future__ import annotations

import itertools

import msgspec
from msgspec.structs import replace

from truceline.errors import UsageError
from truceline.model import Claim, Count, EventMention, Figure, Report, Span, Theatre, claim_id
from truceline.workflow.figures import counts_at
from truceline.workflow.marking import (
    Marking,
    Veil,
    as_typed,
    checked_about,
    checked_span,
    checked_stance,
    claim_of,
    speaker_of,
    who_says,
)
from truceline.workflow.protecting import Guarded, check_open, check_speaker
from truceline.workflow.slots import Slots, with_slots

TYPED = ("effect", "unit", "category", "low", "high", "bound", "of_total")
"""What a person types of a figure."""
NARRATION = "-"
"""What a person types for "nobody but the report itself says it"."""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What a person changes; None leaves a part as it was. ``speaker`` ``-`` makes it the report's own voice.

    ``figures``, ``when`` and ``place`` take the place of all there were; ``event`` and ``means`` are the first happening's.
    ``slots``: instead of these five, each of several for itself.
    """

    spans: tuple[Span, ...] | None = None
    speaker: str | None = None
    unnamed: str | None = None
    stance: str | None = None
    about: tuple[str, ...] | None = None
    figures: tuple[Figure, ...] | None = None
    said_at: str | None = None
    when: str | None = None
    place: str | None = None
    event: str | None = None
    means: str | None = None
    slots: Slots | None = None


def corrected(  # noqa: PLR0913 - the old claim, what is changed, and all that the new one is checked against
    old: Claim,
    correction: Correction,
    report: Report,
    theatre: Theatre,
    *,
    author: str,
    guarded: Guarded,
    taken: frozenset[str] = frozenset(),
    veil: Veil = as_typed,
) -> Claim:
    """Return the claim that takes the place of ``old``; its id is none of ``taken`` nor that of ``old``.

    ``veil`` makes of a typed name what may go into the id.

    Raises:
        UsageError: nothing is changed, a value is none of ours, or somebody who must stay unnamed would be named.
    """
    if correction == Correction():
        message = f"nothing to correct in {old.id}; give --stance, --speaker, --about, --killed, --span or another part"
        raise UsageError(message)
    marked = claim_of(_marking(old, correction), report, theatre, author, veil)
    check_open(guarded, {"--place": correction.place, "--by": author})
    for name, words in correction.slots.typed() if correction.slots else ():
        check_open(guarded, {name: words})
    new = _spoken(_worded(old, correction, report), correction, report, theatre, guarded)
    new = _named(replace(new, supersedes=old.id), author, taken | {old.id}, veil)
    if correction.slots is not None:
        new = replace(new, said_at=marked.said_at if correction.said_at else old.said_at)
        return with_slots(new, old, correction.slots, report, theatre)
    return _with_slots(new, old, correction, marked)


def _named(claim: Claim, author: str, taken: frozenset[str], veil: Veil) -> Claim:
    """Give the claim its id; where the same person decides twice on the same words, the hand is numbered: "amal", "amal.2"."""
    for hand in itertools.chain((author,), (f"{author}.{number}" for number in itertools.count(2))):
        named = replace(claim, author=hand)
        identity = _identity(named, veil)
        if identity not in taken:
            return replace(named, id=identity)
    raise AssertionError


def _marking(old: Claim, correction: Correction) -> Marking:
    """What the person would have marked from nothing: the source of every slot that is newly given."""
    return Marking(
        spans=correction.spans or old.content,
        figures=correction.figures or (),
        said_at=correction.said_at,
        when=correction.when,
        place=correction.place,
        event=correction.event,
        means=correction.means,
    )


def _worded(old: Claim, correction: Correction, report: Report) -> Claim:
    spans = tuple(checked_span(span, report) for span in correction.spans) if correction.spans else old.content
    stance = checked_stance(correction.stance) if correction.stance else old.stance
    about = checked_about(correction.about) if correction.about is not None else old.about
    return replace(old, content=spans, stance=stance, about=about)


def _spoken(claim: Claim, correction: Correction, report: Report, theatre: Theatre, guarded: Guarded) -> Claim:
    if correction.speaker == NARRATION:
        return replace(claim, speaker=None, voice="narration", source=(), cue=())
    if not (correction.speaker or correction.unnamed):
        if correction.spans:
            check_speaker(claim.speaker, report, theatre, guarded)
        return claim
    marking = Marking(spans=claim.content, speaker=correction.speaker, unnamed=correction.unnamed)
    speaker = speaker_of(marking, report, theatre)
    check_speaker(speaker, report, theatre, guarded)
    source = (speaker.named_at,) if speaker and speaker.named_at else ()
    return replace(claim, speaker=speaker, voice="quoted", source=source)


def _identity(claim: Claim, veil: Veil) -> str:
    who = claim.source or who_says(claim.speaker, veil)
    return claim_id(claim.text_sha256, claim.author, claim.content, claim.stance, who)


def _with_slots(new: Claim, old: Claim, correction: Correction, marked: Claim) -> Claim:
    """Take newly given slots from what was marked and the others from the old claim, all pointing at the new one."""
    figures = correction.figures
    counts = old.counts if figures is None else _counts(old, new, figures)
    return replace(
        new,
        said_at=marked.said_at if correction.said_at else old.said_at,
        counts=tuple(replace(count, claim=new.id) for count in counts),
        times=marked.times if correction.when else old.times,
        places=marked.places if correction.place else old.places,
        events=_events(new, old, correction, marked, counts),
    )


def _counts(old: Claim, new: Claim, figures: tuple[Figure, ...]) -> tuple[Count, ...]:
    """Return the figures as counts: one that the old claim has stays as it was read, with its words and what it is a part of."""
    left = list(old.counts) if new.content == old.content else []
    names = (name for name in (f"n{number}" for number in itertools.count(1)) if name not in {count.id for count in left})
    found = []
    for each in figures:
        same = next((count for count in left if _is_same(count, each)), None)
        if same is not None:
            left.remove(same)
        found.append(same or replace(counts_at(new.content[0], (each,), new.id)[0], id=next(names)))
    return tuple(found)


def _is_same(count: Count, figure: Figure) -> bool:
    return all(getattr(count, name) == getattr(figure, name) for name in TYPED)


def _events(new: Claim, old: Claim, correction: Correction, marked: Claim, counts: tuple[Count, ...]) -> tuple[EventMention, ...]:
    """Keep the mentions of the old claim, changed where the person changed what belongs to them."""
    if not old.events:
        return tuple(replace(event, claim=new.id) for event in marked.events)
    first, *rest = old.events
    elsewhere = {count for each in rest for count in each.counts}
    changed = replace(
        first,
        claim=new.id,
        type=correction.event or first.type,
        means=correction.means or first.means,
        times=tuple(t.span for t in marked.times) if correction.when else first.times,
        places=tuple(p.span for p in marked.places) if correction.place else first.places,
        counts=first.counts if correction.figures is None else tuple(c.id for c in counts if c.id not in elsewhere),
    )
    kept = {count.id for count in counts}
    others = (replace(each, claim=new.id, counts=tuple(c for c in each.counts if c in kept)) for each in rest)
    return (changed, *others)
