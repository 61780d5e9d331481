"""The ground: incidents reported since it began, by day of the agreement's calendar, and where nobody could look.

Never called violations, and never a measure of calm: a day without reports on which nobody could look is no quiet day.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence

from truceline.agreement.status.incidents import Fact
from truceline.agreement.status.moments import Clock, Window
from truceline.agreement.times import moment
from truceline.model.observations import CoverageGap, Exposure
from truceline.model.status import DayCount, Ground

Key = tuple[str, str]


class GroundFold:
    """The incidents since one moment, kept in order so that one more touches one place."""

    def __init__(self, clock: Clock, since: str | None, facts: Iterable[Fact]) -> None:
        point = moment(since, clock.calendar) if since else None
        self._clock = clock
        self._since = since
        self._window = Window.after(point, clock) if point else None
        self._undated: list[str] = []
        self._unsure: list[Key] = []
        placed = [(self.key(fact), fact) for fact in facts]
        self._dated = sorted(key for key, _ in placed if key is not None)
        self._by_day = Counter(day for day, _ in self._dated)
        for key, fact in placed:
            if key is None:
                self._put_aside(fact)

    def key(self, fact: Fact) -> Key | None:
        """Return day and id of an incident that surely lies in the time, None for others."""
        if self._window is None or fact.start is None or self._window.has(fact.start, self._clock) is not True:
            return None
        return self._clock.day(fact.start), fact.id

    def _seen(self, fact: Fact) -> tuple[str, str]:
        """Return what is shown of an incident: in which list it stands, and on which day or hour."""
        kind, key = self.place(fact)
        return kind, key[0] if key else fact.start or "" if kind == "unsure" else ""

    def place(self, fact: Fact) -> tuple[str, Key | None]:
        """Return in which list an incident stands, and where among those with a day."""
        if self._window is None:
            return "", None
        if fact.start is None:
            return "undated", None
        inside = self._window.has(fact.start, self._clock)
        return ("dated" if inside else "unsure" if inside is None else ""), self.key(fact)

    def is_other(self, before: Fact | None, after: Fact | None) -> bool:
        """Say whether a changed incident stands elsewhere than before."""
        nowhere: tuple[str, str] = ("", "")
        return (self._seen(before) if before else nowhere) != (self._seen(after) if after else nowhere)

    def replace(self, before: Fact | None, after: Fact | None) -> None:
        """Put an incident in the place of what it was before."""
        if before is not None:
            self.remove(before)
        if after is not None:
            self.add(after)

    def add(self, fact: Fact) -> None:
        """Put in one more incident."""
        key = self.key(fact)
        if key is None:
            self._put_aside(fact)
        else:
            insort(self._dated, key)
            self._by_day[key[0]] += 1

    def remove(self, fact: Fact) -> None:
        """Take an incident out."""
        kind, key = self.place(fact)
        if key is not None:
            del self._dated[bisect_left(self._dated, key)]
            self._by_day[key[0]] -= 1
        elif kind == "undated":
            self._undated.remove(fact.id)
        elif kind == "unsure":
            self._unsure.remove((fact.start or "", fact.id))

    def _put_aside(self, fact: Fact) -> None:
        kind, _ = self.place(fact)
        if kind == "undated":
            insort(self._undated, fact.id)
        elif kind == "unsure":
            insort(self._unsure, (fact.start or "", fact.id))

    def shown(self, gaps: Sequence[CoverageGap], exposures: Sequence[Exposure]) -> Ground:
        """Return the ground by the end of the day asked for."""
        inside = [gap for gap in gaps if self._touches(gap.start, gap.end)]
        looked = [each for each in exposures if self._touches(each.start, each.end)]
        return Ground(
            incidents=tuple(incident for _, incident in self._dated),
            by_day=tuple(DayCount(day=day, incidents=self._by_day[day]) for day in sorted(self._by_day) if self._by_day[day]),
            undated=tuple(self._undated),
            gaps=tuple(gap.id for gap in inside),
            coverage=self._coverage(inside, looked),
            unsure=tuple(incident for _, incident in self._unsure),
            since=self._since,
        )

    def _touches(self, start: str | None, end: str | None) -> bool:
        """Say whether a stretch of time may reach into the days that are looked at."""
        if self._window is None:
            return False
        begins_late = start is not None and self._clock.day(start) > self._clock.on
        return not begins_late and not (end is not None and self._clock.day(end) < self._window.day)

    def _coverage(self, gaps: Sequence[CoverageGap], looked: Sequence[Exposure]) -> str:
        if self._window is None:
            return "it has not begun; nothing is counted yet"
        told = []
        if looked:
            hours = sum(each.hours or 0 for each in looked)
            told.append(f"{_several(len(looked), 'entry', 'entries')} on how much was looked, {hours} hours in all as given")
        if gaps:
            refused = sum(gap.refused_by is not None for gap in gaps)
            told.append(
                f"{_several(len(gaps), 'gap', 'gaps')} where monitors could not look, {refused} of them refused by somebody"
            )
        if not told:
            told.append("nothing in the record says where anybody could or could not look")
        return f"{'; '.join(told)}; a day without reports is no day without incidents"


def _several(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
