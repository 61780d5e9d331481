"""From counted claims to tallies: each total with its scope, its period, its parts, and what the record knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from truceline.actors import registry_of
from truceline.agreement.tallies.breakdown import total
from truceline.agreement.tallies.folding import folded
from truceline.agreement.tallies.heads import Head
from truceline.agreement.tallies.matching import Asked, Matching
from truceline.agreement.tallies.parts import parts_of
from truceline.agreement.tallies.periods import Clock, Period, beginning, unit_of
from truceline.agreement.tallies.scope import Names, named_places, read_by_reader, scope
from truceline.agreement.tallies.spoken import Spoken, Stretch
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard, Hearing
from truceline.model.tallies import Matched, Tally

_UNMATCHED = Matched(covered=(), unmatched_tally=None, unmatched_incidents=())


def tallies(agreement: Agreement | None, hearing: Hearing) -> tuple[Tally, ...]:
    """Return the tallies that counted claims give, by the day they were said; what one speaker repeats stands once.

    The order in which claims were heard changes nothing. No tally is added to another, and none makes an incident.
    """
    collector = _Collector(agreement, hearing)
    return tuple(map(collector.matched, folded(collector.all(hearing.heard), hearing.heard)))


def counting(heard: Iterable[Heard]) -> tuple[Heard, ...]:
    """Return those of the claims that give a tally."""
    return tuple(each for each in heard if Spoken(each).is_tally)


class _Collector:
    """Reads the claims of one hearing."""

    def __init__(self, agreement: Agreement | None, hearing: Hearing) -> None:
        self._began = beginning(agreement)
        self._registry = registry_of(hearing.actors)
        actors = {actor.id: actor for actor in hearing.actors}
        self._matching = Matching(agreement, hearing.incidents, actors, hearing.places)

    def matched(self, tally: Tally) -> Tally:
        """Return a tally held against the incidents; one without a beginning counts from that of the agreement."""
        began = self._began.isoformat()[:10] if self._began else None
        asked = Asked(
            low=tally.low,
            high=tally.high,
            since=tally.since or began,
            until=tally.until or tally.date or "9999",
            against=tally.against,
            words=tally.against_words,
            is_vague=bool(tally.period_words) and not (tally.since or tally.until),
            places=tally.places,
        )
        return msgspec.structs.replace(tally, matched=self._matching.of(asked))

    def all(self, heard: Iterable[Heard]) -> Iterator[Tally]:
        """Yield every total of every claim; within a report, a claim knows the last period named before it."""
        by_report: dict[str, list[Spoken]] = {}
        for each in heard:
            by_report.setdefault(each.claim.report, []).append(Spoken(each))
        for told in by_report.values():
            before: Period | None = None
            is_asked_for = any(spoken.refers_back for spoken in told)
            for spoken in sorted(told, key=lambda s: (s.claim.reach.start if s.claim.content else 0, s.claim.id)):
                clock = Clock(began=self._began, said_on=spoken.heard.said_on, before=before)
                yield from self._of(spoken, clock)
                before = (spoken.named_period(clock) if is_asked_for else None) or before

    def _of(self, spoken: Spoken, clock: Clock) -> Iterator[Tally]:
        names = Names(self._registry, spoken.heard.said_on)
        done, found = 0, list[tuple[Head, Tally]]()
        for head in spoken.heads:
            if head.start >= done:  # else it stands in the breakdown of the one before
                unit = unit_of(found[-1][1].period_words) if found else None
                clock = msgspec.structs.replace(clock, unit=unit or clock.unit)
                found.append((head, self._tally(spoken, head, done, names, clock)))
                done = max(head.end, parts_of(spoken, head, names).end)
        yield from _with_shared_periods(found)

    def _tally(self, spoken: Spoken, head: Head, done: int, names: Names, clock: Clock) -> Tally:
        claim, broken = spoken.claim, parts_of(spoken, head, names)
        behind = max(head.end, broken.end)
        end = min((other.start for other in spoken.heads if other.start >= behind), default=len(spoken.words))
        named = spoken.period_of(head, Stretch(done, end), broken, clock)
        who = scope(claim, " " * done + spoken.words[done:end], head, broken, names)
        by_reader = read_by_reader(claim, spoken.at, broken) if not who.confirms and len(spoken.heads) == 1 else ()
        by_reader = tuple(actor for actor in by_reader if not (who.counted_by and who.counted_by.actor == actor))
        speaker = claim.speaker
        return Tally(
            claim=claim.id,
            speaker=speaker.name if speaker else "",
            actor=speaker.actor if speaker else None,
            date=spoken.heard.said_on,
            n=head.low if head.low is not None else head.high if head.bound == "exact" else None,
            low=head.low,
            high=head.high,
            bound=head.bound,
            words=spoken.heard.words,
            against=tuple(each.actor for each in who.against if each.actor) or (() if who.against else by_reader),
            since=named.since,
            until=named.until,
            breakdown=broken.parts,
            parts_sum=total(broken.parts),
            matched=_UNMATCHED,
            report=claim.report,
            against_words="; ".join(each.words for each in who.against) or None,
            period_words=named.words,
            places=named_places(claim, spoken.at, broken),
            counted_by=who.counted_by.text if who.counted_by and not who.counted_by.is_speaker(speaker) else None,
            confirms=who.confirms.text if who.confirms else None,
        )


def _with_shared_periods(found: Sequence[tuple[Head, Tally]]) -> Iterator[Tally]:
    """Yield totals of one claim; one without a period has that of the first before it that has one, or of a short one behind."""
    first: Tally | None = None
    for i, (_, tally) in enumerate(found):
        behind = next((other for head, other in found[i + 1 : i + 2] if head.is_short and other.period_words), None)
        source = tally if tally.period_words else first or behind or tally
        shared = msgspec.structs.replace(tally, since=source.since, until=source.until, period_words=source.period_words)
        first = first or (shared if shared.period_words else None)
        yield shared
