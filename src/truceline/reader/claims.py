"""Claims: attributions made whole with their slots, and with ids that are the same in every record.

A claim owns the counts and events inside its words, and the times and places inside them or belonging to its events. A
denial also keeps the happening that it denies, but never that happening's figures. What several speakers say in the same
words is each one's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from truceline.model import (
    Attribution,
    Claim,
    EventMention,
    PlaceMention,
    Reading,
    Report,
    Span,
    TimeMention,
    claim_id,
    text_digest,
)
from truceline.reader.ownership import NEGATING


def claims_of(report: Report, reading: Reading) -> tuple[Claim, ...]:
    """Return the claims of one reading, in its order; two readings of the same words are one claim."""
    digest = text_digest(report.text)
    ids = {a.id: claim_id(digest, reading.reader, a.content, a.stance, a.source) for a in reading.attributions}
    made: dict[str, Claim] = {}
    for attribution in reading.attributions:
        if ids[attribution.id] not in made:
            made[ids[attribution.id]] = _claim(attribution, report, reading, ids, digest)
    return tuple(made.values())


def _claim(attribution: Attribution, report: Report, reading: Reading, ids: Mapping[str, str], digest: str) -> Claim:
    mine = ids[attribution.id]
    same = {a.id for a in reading.attributions if a.content == attribution.content and a.voice == attribution.voice}
    events = tuple(_kept(e, mine, same) for e in reading.events if e.claim in same or _is_denied(e, attribution))
    counts = tuple(msgspec.structs.replace(c, claim=mine) for c in reading.counts if c.claim in same)
    fields = {name: getattr(attribution, name) for name in Attribution.__struct_fields__}
    return Claim(
        **fields | {"id": mine, "answers": tuple(dict.fromkeys(ids.get(a, a) for a in attribution.answers))},
        report=report.id,
        text_sha256=digest,
        author=reading.reader,
        counts=counts,
        times=tuple(t for t in reading.times if _belongs(t, attribution.content, (s for e in events for s in e.times))),
        places=tuple(p for p in reading.places if _belongs(p, attribution.content, (s for e in events for s in e.places))),
        events=events,
    )


def _is_denied(event: EventMention, attribution: Attribution) -> bool:
    return attribution.stance in NEGATING and any(c.holds(event.span) for c in attribution.content)


def _kept(event: EventMention, claim: str, same: set[str]) -> EventMention:
    """Return the event as the claim's own; a denial that only takes it for granted keeps it without its figures."""
    return msgspec.structs.replace(event, claim=claim, counts=event.counts if event.claim in same else ())


def _belongs(slot: TimeMention | PlaceMention, content: Iterable[Span], wanted: Iterable[Span]) -> bool:
    return slot.span in set(wanted) or any(c.holds(slot.span) for c in content)
