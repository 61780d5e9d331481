"""What one speaker says again is one tally, with the later claims beside it; tallies of two speakers stay two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from truceline.model.hearing import Heard
from truceline.model.tallies import Tally


def folded(found: Iterable[Tally], heard: Iterable[Heard]) -> Iterator[Tally]:
    """Yield each tally once, with the later claims of the same speaker that say the same; by day, report and place."""
    claims = {each.claim.id: each.claim for each in heard}
    start = {name: claim.reach.start if claim.content else 0 for name, claim in claims.items()}
    unnamed = {name for name, claim in claims.items() if claim.speaker and claim.speaker.unnamed}
    ordered = sorted(found, key=lambda t: (t.date or "9999", t.report, start[t.claim], t.claim))  # stable: totals as in the words
    groups: dict[tuple[object, ...], list[Tally]] = {}
    for tally in ordered:
        groups.setdefault(_key(tally, is_unnamed=tally.claim in unnamed), []).append(tally)
    for same in groups.values():
        repeats = tuple(dict.fromkeys(t.claim for t in same[1:] if t.claim != same[0].claim))
        yield msgspec.structs.replace(same[0], repeats=repeats)


def _key(tally: Tally, *, is_unnamed: bool) -> tuple[object, ...]:
    """Return what makes two tallies the same; an unnamed speaker's, and a report's own, are never joined across reports."""
    is_named = tally.speaker and not is_unnamed
    who = (tally.actor or tally.speaker) if is_named else f"{tally.report} {tally.speaker}"
    parts = tuple((part.n, part.of) for part in tally.breakdown)
    number = (tally.low, tally.high, tally.bound, parts)
    scope = (tally.against, tally.against_words, tally.places, tally.counted_by, tally.confirms)
    return (who, *number, *scope, tally.since, tally.until, tally.period_words)
