"""The clock of what happened: of a selection, what may have happened in the chosen days.

An incident is kept when its time, or the time that any of its accounts gives, overlaps the days, open ends included; it stays
whole, with every account and every word, also those that give another time. A claim that belongs to an incident goes with it;
one outside all incidents goes by the times in its own words, and is kept too where it takes back or corrects a claim that is
kept. What nothing dates is never in a choice of days: it is counted apart and said. The other clocks come first, so that a time
that was published or recorded later moves nothing.

>>> days_of("2016-09-19..2016-09-20").overlaps(Interval(start="2016-09-20", end="2016-09-22"))
True
>>> days_of("2016-09-19").overlaps(Interval(start="2016-09-20"))
False
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from truceline.errors import UsageError
from truceline.model import Claim, Incident, Interval
from truceline.outputs.views.incident_list import folded
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.pages import Undated

BETWEEN = ".."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Days(msgspec.Struct, frozen=True):
    """From ``first`` to ``last``, both included; None is open."""

    first: dt.date | None
    last: dt.date | None

    def overlaps(self, time: Interval) -> bool:
        """Say whether the two share a day."""
        starts_late = self.last is not None and time.first_day is not None and time.first_day > self.last
        ends_early = self.first is not None and time.last_day is not None and time.last_day < self.first
        return not (starts_late or ends_early)


def days_of(words: str) -> Days:
    """Read ``YYYY-MM-DD`` or ``FROM..TO``.

    Raises:
        UsageError: it is neither, or ends before it begins.
    """
    first, two, last = words.partition(BETWEEN)
    try:
        found = Days(_day(first), _day(last) if two else _day(first))
    except ValueError as error:
        message = f'"{words}" names no days ({error}); expected 2016-09-19 or 2016-09-19..2016-09-21, either side may be left out'
        raise UsageError(message) from error
    if found == Days(None, None):
        message = f'"{words}" names no days; expected 2016-09-19 or 2016-09-19..2016-09-21, one side may be left out'
        raise UsageError(message)
    if found.first and found.last and found.first > found.last:
        message = f'"{words}" ends before it begins; expected the earlier day first'
        raise UsageError(message)
    return found


def narrowed(material: Material, whole: Material | None = None) -> Material:
    """Return the part of ``material`` that may have happened in the days of its selection; all of it where none are chosen.

    ``whole``: the same without the choice, whose incidents may have been folded before.
    """
    if material.selection.happened is None:
        return material
    return _Choice(material, days_of(material.selection.happened), folded(whole or material)).material()


class _Choice:
    """One choice of days: which incidents overlap it, and which claims go with them."""

    def __init__(self, material: Material, days: Days, counted: tuple[Incident, ...]) -> None:
        self._all = material
        self._days = days
        self._undated = {i.id for i in counted if not _is_dated(i.time)}
        self._shown = self._overlapping(counted, material)
        self._waiting = self._only_proposed({i.id for i in counted}) if material.waiting else set()

    def _only_proposed(self, seen: set[str]) -> set[str]:
        """Return the incidents in those days that only proposals make; without them nobody knew which proposals wait."""
        links = self._all.links_of
        made = tuple(t for t in self._all.waiting if any(link.incident not in seen for link in links.get(t.claim.id, ())))
        alone = dataclasses.replace(self._all, told=made, waiting=())
        return self._overlapping((i for i in folded(alone) if i.id not in seen), alone)

    def material(self) -> Material:
        """Return what is kept."""
        shown = self._shown | self._waiting
        told = self._with_answers(self._kept(self._all.told, shown))
        waiting, rejected = self._kept(self._all.waiting, shown), self._kept(self._all.rejected, shown)
        reports = {t.claim.report for t in (*told, *waiting, *rejected)}
        ids = {t.claim.id for t in told}
        there = ids.union(t.claim.id for t in (*waiting, *rejected))
        return dataclasses.replace(
            self._all,
            held=tuple(h for h in self._all.held if h.report.id in reports),
            told=tuple(_renumbered(t, n, ids) for n, t in enumerate(told, 1)),
            waiting=waiting,
            rejected=rejected,
            links=tuple(link for link in self._all.links if link.incident in shown),
            copies=tuple(c for c in self._all.copies if c.report in reports and c.of in reports),
            differing=tuple(d for d in self._all.differing if there.issuperset(d.claims)),
            undated=Undated(
                incidents=len(self._undated),
                claims=sum(self._is_undated(t.claim) for t in self._all.told if t.claim.id not in ids),
            ),
        )

    def _overlapping(self, incidents: Iterable[Incident], material: Material) -> set[str]:
        return {i.id for i in incidents if any(map(self._days.overlaps, _times_of(i, material)))}

    def _kept(self, told: Iterable[Told], shown: set[str]) -> tuple[Told, ...]:
        return tuple(t for t in told if self._is_kept(t.claim, shown))

    def _is_kept(self, claim: Claim, shown: set[str]) -> bool:
        links = self._all.links_of.get(claim.id, ())
        if any(link.incident in shown for link in links):
            return True
        return not any(link.outcome == "linked" for link in links) and any(map(self._days.overlaps, _times(claim)))

    def _with_answers(self, kept: tuple[Told, ...]) -> tuple[Told, ...]:
        """Return ``kept`` with what takes back or corrects it, however long the chain, in the order of the page."""
        ids = {t.claim.id for t in kept}
        while True:
            more = {
                t.claim.id
                for t in self._all.told
                if t.claim.stance in {"correct", "retract"} and t.claim.id not in ids and not ids.isdisjoint(t.claim.answers)
            }
            if not more:
                return tuple(t for t in self._all.told if t.claim.id in ids)
            ids |= more

    def _is_undated(self, claim: Claim) -> bool:
        linked = [link.incident for link in self._all.links_of.get(claim.id, ()) if link.outcome == "linked"]
        return all(incident in self._undated for incident in linked) if linked else not _times(claim)


def _day(words: str) -> dt.date | None:
    if words and not _DAY.fullmatch(words):
        message = f'"{words}" is not YYYY-MM-DD'
        raise ValueError(message)
    return dt.date.fromisoformat(words) if words else None


def _is_dated(time: Interval | None) -> bool:
    return time is not None and bool(time.start or time.end)


def _times(claim: Claim) -> tuple[Interval, ...]:
    """Return when a claim says that what it is about happened: the times of its events, else all that it names."""
    spans = {span for event in claim.events for span in event.times}
    times = [t for t in claim.times if t.span in spans] or list(claim.times)
    return tuple(t.interval for t in times if _is_dated(t.interval))


def _times_of(incident: Incident, material: Material) -> list[Interval]:
    """Return the time of an incident and those that its accounts give; none where it is undated."""
    if incident.time is None or not _is_dated(incident.time):
        return []
    events = {
        link.claim: set(link.events)
        for claim in incident.claims
        for link in material.links_of[claim]
        if link.incident == incident.id
    }
    times = [incident.time]
    for claim in (material.by_claim[name].claim for name in incident.claims):
        spans = {span for event in claim.events if event.id in events[claim.id] for span in event.times}
        times += [t.interval for t in claim.times if t.span in spans and _is_dated(t.interval)]
    return times


def _renumbered(told: Told, number: int, seen: set[str]) -> Told:
    answers = tuple(a for a in told.claim.answers if a in seen)
    return msgspec.structs.replace(told, number=number, claim=msgspec.structs.replace(told.claim, answers=answers))
