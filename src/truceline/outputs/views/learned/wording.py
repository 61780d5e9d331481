"""How far an agreement was and is, in sentences: what held then, what holds now, and what made it so.

A count falls back because something interrupted it, because days turned out to be without any report, or because what had
interrupted it counts no longer; and it grows with the days. Which of these it was is said, so that nobody has to work it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from truceline.model.agreements import Agreement
from truceline.model.status import Change, ConditionCount, Status
from truceline.outputs.labels import Labels
from truceline.outputs.views.learned.pages import Sentence, Side, then_and_now

ARITHMETIC = "arithmetic"
SHOWN = 3
"""Of so many new interruptions each is told; of more, the last ones and how many there are."""
_QUOTED: Mapping[Side, str] = {"assessments": "assessment", "declarations": "declaration", "authority": "authority"}


class Wording:
    """Two states of one agreement, its conditions, and what to call whom in them."""

    def __init__(self, was: Status, now: Status, agreement: Agreement, called: Mapping[str, str], labels: Labels) -> None:
        self._events = {each.id for each in agreement.conditions if each.kind == "event"}
        self._was = {(each.id, each.by): each for each in was.conditions}
        self._now = {(each.id, each.by): each for each in now.conditions}
        self._called = called
        self._labels = labels

    def told(self, change: Change, side: Side, of: str, before: str | None, after: str | None) -> tuple[Sentence, ...]:
        """Return the sentences of one change; ``before`` and ``after`` are its two states in words."""
        if side == "conditions":
            condition, _, by = change.what.removeprefix("condition ").rpartition(" by ")
            return tuple(self._counted(self._was.get((condition, by)), self._now[condition, by]))
        if side in _QUOTED:
            return (Sentence(_QUOTED[side], {"said": after or ""}),)
        code = "version" if side == "arrangement" and of else side
        told = then_and_now(code, before, after, of=of)
        why = {"phases": "phase_follows", "arrangement": "by_calendar", "adherence": "by_calendar"}.get(side)
        return (told, Sentence(why)) if why and not change.claims else (told,)

    def _counted(self, was: ConditionCount | None, now: ConditionCount) -> Iterator[Sentence]:
        yield self._state("then", was) if was else Sentence("then_not_counted")
        yield self._state("now", now)
        if now.id not in self._events:
            yield from self._why(was, now)

    def _state(self, time: str, count: ConditionCount) -> Sentence:
        day = {"day": self._labels.day(count.met_on)} if count.met_on else {}
        if count.id in self._events:
            return Sentence(f"{time}_{'came' if day else 'came_by_its_word' if count.met else 'did_not_come'}", day)
        values = {"number": str(count.progress), "needed": str(count.needed), **day}
        if not count.met:
            return Sentence(f"{time}_{_unmet(count)}", values)
        if not day:
            return Sentence(f"{time}_met_by_its_word", values)
        return Sentence(f"{time}_met_and_begun_anew" if count.progress < count.needed else f"{time}_met", values)

    def _why(self, was: ConditionCount | None, now: ConditionCount) -> Iterator[Sentence]:
        known = {(each.claim, each.incident) for each in was.resets} if was else set()
        fresh = {each.date: each.claimed_by for each in now.resets if (each.claim, each.incident) not in known}
        if len(fresh) > SHOWN:
            yield Sentence("interrupted_often", {"number": str(len(fresh)), "shown": str(SHOWN)})
        for day in sorted(fresh)[-SHOWN:]:
            by = {} if now.by == ARITHMETIC else {"who": self._called.get(fresh[day], fresh[day])}
            yield Sentence("interrupted_by" if by else "interrupted", {"day": self._labels.day(day), **by})
        silent = [each for each in now.unrecorded if was is None or each not in was.unrecorded]
        yield from self._silent(silent)
        if was and len(was.resets) > len(now.resets):
            yield Sentence("interrupts_no_longer")
        elif not fresh and not silent and was and now.progress > was.progress:
            yield Sentence("days_passed")

    def _silent(self, stretches: Sequence[tuple[str, str]]) -> Iterator[Sentence]:
        if stretches:
            first, last = map(self._labels.day, stretches[-1])
            code = "unrecorded" if len(stretches) == 1 else "unrecorded_often"
            yield Sentence(code, {"number": str(len(stretches)), "first": first, "last": last})


def _unmet(count: ConditionCount) -> str:
    """Return how a count stands that does not reach what is needed, or reaches it without a report that tells so."""
    if count.counted is None:
        return "nothing_counted"
    return "full" if count.progress >= count.needed else "open"
