"""A claim's words with the place of each character in the report, and the totals that stand in them."""

from __future__ import annotations

import functools
from typing import NamedTuple

from truceline.agreement.tallies.breakdown import Breakdown
from truceline.agreement.tallies.heads import Head, heads
from truceline.agreement.tallies.lexicon import lexicon
from truceline.agreement.tallies.periods import Clock, Period, Timed, period, timed
from truceline.model import Stance
from truceline.model.hearing import Heard

_SAID: frozenset[Stance] = frozenset({"assert", "accuse", "confirm", "correct", "claim_responsibility"})
"""Only who says that there were so many has a tally; a denial, a question or a demand is none."""


_MOMENTS = frozenset({"C.DECLARE", "C.EXTEND", "C.SUSPEND", "C.END"})
"""What happens at a moment: the day on which it took effect is no period that "the same period" could mean."""


_LONGEST_READ = 1500
"""Characters of one claim that are read for totals; nobody's count of violations goes on for longer."""


class Stretch(NamedTuple):
    """Where one total stands among others: behind the one before it, and up to the next one."""

    start: int
    end: int


class Spoken:
    """One heard claim, read for totals."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.claim = heard.claim
        self.words = heard.words[:_LONGEST_READ]

    @property
    def is_tally(self) -> bool:
        """Whether the claim gives a total."""
        return bool(self.heads)

    @functools.cached_property
    def at(self) -> list[int]:
        """Where in the report's text each character of the words stands; -1 for what joins two spans."""
        places: list[int] = []
        for span in self.claim.content:
            places += [-1] if places else []
            places += range(span.start, span.end)
        return places[: len(self.words)]

    @functools.cached_property
    def heads(self) -> tuple[Head, ...]:
        """The totals in the order of the words; none where the speaker does not say so, or a person said that it is nothing."""
        marked = self.heard.reading.does if self.heard.reading else ""
        if self.claim.stance not in _SAID or marked == "nothing":
            return ()
        return heads(self.claim, self.words, self.at, is_marked=marked == "tally")

    @functools.cached_property
    def times(self) -> tuple[Timed, ...]:
        """The days named in the words."""
        return timed(self.claim.times, self.at)

    @property
    def refers_back(self) -> bool:
        """Whether it gives a total for a period that was named before it."""
        return self.is_tally and bool(lexicon().same.search(self.words))

    def named_period(self, clock: Clock) -> Period | None:
        """Return the period that the words give as a whole; None where they give none, or only the day of a declaration."""
        named = period(self.words, self.times, clock)
        is_moment = named.since == named.until and any(event.type in _MOMENTS for event in self.claim.events)
        return named if (named.since or named.until) and not is_moment else None

    def period_of(self, head: Head, stretch: Stretch, broken: Breakdown, clock: Clock) -> Period:
        """Return the period named for one total: behind it, else before it, else behind its parts."""
        stop = broken.start if broken.parts and broken.start >= head.end else stretch.end
        looked = [(head.end, stop), (stretch.start, head.start)] if stretch.start == 0 else [(head.end, stop)]
        looked += [(broken.end, stretch.end)] if broken.parts else []
        found = (self._between(start, end, clock) for start, end in looked)
        return next((named for named in found if named.words), Period())

    def _between(self, start: int, end: int, clock: Clock) -> Period:
        inside = [time for time in self.times if start <= time.start and time.end <= end]
        return period(" " * start + self.words[start:end], inside, clock)
