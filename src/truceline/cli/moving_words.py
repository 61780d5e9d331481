"""How the board of movements reads in a terminal: each value short, never firmer than it was told, and with who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.movements.board.values import Alleged, Amount, Holder, Lapse, State, When, Word

_ID = re.compile(r"[a-z][\w-]*(?:\.[\w-]+)+")
MOST_SPEAKERS = 3
"""As many speakers of one value are named; the others are counted."""


class Words:
    """Words for the values of one page; ``names``: what its ids are called."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def name(self, of: str) -> str:
        """Return what an id is called, and words as they stand."""
        return self._names.get(of, of)

    def named(self, several: Iterable[str]) -> str:
        """Return the same for several."""
        return ", ".join(map(self.name, several))

    def sentence(self, text: str) -> str:
        """Return a sentence of ours with the names of places and actors in the place of their ids."""
        return _ID.sub(lambda found: self.name(found[0]), text)

    def speaker(self, word: Word) -> str:
        """Return who says it, through whom, and whether it only waits."""
        who = self.name(word.by) if word.by else f"report {word.source.report}" if word.source.report else "nobody named"
        relays = f" via {self.named(word.via)}" if word.via else ""
        return f"{who}{relays}" + (" (proposed)" if word.source.standing == "proposed" else "")

    def speakers(self, words: Iterable[Word]) -> str:
        """Return who says it, each once; unnamed speakers stay apart, also where they are called the same."""
        told = {(self.speaker(word), word.source.id if word.unnamed else ""): None for word in words}
        found = [who for who, _ in told]
        more = f" and {len(found) - MOST_SPEAKERS} more" if len(found) > MOST_SPEAKERS else ""
        return ", ".join(found[:MOST_SPEAKERS]) + more

    def state(self, state: State) -> str:
        """Return one state with its day and who says so, who denies it, and in lines of their own who is alleged, by whom."""
        since = f" since {clock(state.since)}" if state.since else ""
        place = f" at {self.name(state.place)}" if state.place else ""
        says = "follows from the days told by" if state.computed else "says"
        speakers = self.speakers(state.says)
        told = f": {says} {speakers}" if state.computed else f": {speakers}"
        first = f"{code(state.code)}{place}{since}{told}{self.denied(state.denies)}"
        return "\n".join((first, *(f"  {line}" for line in self.alleged(state.alleged))))

    def alleged(self, several: Iterable[Alleged]) -> list[str]:
        """Return who is alleged to have done it, each with who alleges just that, and who denies that it was this one."""
        return [f"by {self.name(each.who)}: {self._allegation(each)}{self.denied(each.denies)}" for each in several]

    def _allegation(self, of: Alleged) -> str:
        return f"alleged by {self.speakers(of.says)}" if of.says else "nobody says so here"

    def told_of(self, several: Iterable[Alleged]) -> str:
        """Return everybody who is named, each with who names this one; a single one that nobody disputes by its name alone."""
        found = list(several)
        if len(found) == 1 and not found[0].denies:
            return self.name(found[0].who)
        return "\n".join(
            f"{self.name(each.who)}: {self.speakers(each.says) or 'nobody says so'}{self.denied(each.denies)}" for each in found
        )

    def denied(self, words: Iterable[Word]) -> str:
        """Return who denies it, where anybody does."""
        speakers = self.speakers(words)
        return f"; denied by {speakers}" if speakers else ""

    def holder(self, holder: Holder) -> str:
        """Return for whom it waits, with what, how long, and how long it is late."""
        what = {"reply": "a reply", "checkpoint": "passage", "held": "release", "departure": "departure"}[holder.waits]
        step = f" on {code(holder.step)}" + (f" ({holder.name})" if holder.name else "") if holder.step else ""
        place = f" at {self.name(holder.place)}" if holder.place else ""
        since = f", since {clock(holder.since)} ({lapse(holder.lasting)})" if holder.since and holder.lasting else ""
        late = f", {lapse(holder.overdue)} overdue" if holder.overdue else ""
        contested = self.denied(holder.denies) or ("; others say otherwise" if holder.contested else "")
        who = self.name(holder.who) if holder.who else "nobody tells whom"
        return f"{who}: {what}{step}{place}{since}{late}{contested}"

    def when(self, times: Iterable[When]) -> str:
        """Return the times told, each with who says so where there are several."""
        found = list(times)
        if len(found) < 2:
            return "".join(clock(each.at) for each in found)
        return "\n".join(f"{clock(each.at)}: {self.speakers(each.says)}" for each in found)

    def amount(self, amount: Amount) -> str:
        """Return one figure with who gives it."""
        total = f" of {amount.of_total:,}" if amount.of_total is not None else ""
        return f"{number(amount.low, amount.high, amount.bound)}{total}: {self.speakers(amount.says)}{self.denied(amount.denies)}"


def code(word: str) -> str:
    """Return a code as words."""
    return word.replace("_", " ")


def clock(at: str) -> str:
    """Return a day, or an instant without its seconds."""
    return f"{at[:10]} {at[11:16]}{at[19:] if len(at) > 19 else ''}" if "T" in at else at


def lapse(span: Lapse | None) -> str:
    """Return how long something took: hours below two days, else days; a range where it is one.

    >>> from truceline.movements.board.values import Lapse
    >>> lapse(Lapse(low_days=3, high_days=3, low_hours=48.0, high_hours=96.0))
    '3 days'
    """
    if span is None:
        return ""
    if span.high_days < 0:
        return f"{_days(-span.high_days, -span.low_days)} early"
    if span.high_hours < 48 and span.low_hours == span.high_hours:
        return f"{span.low_hours:.0f} h"
    return _days(span.low_days, span.high_days)


def _days(low: int, high: int) -> str:
    return f"{low} {'day' if low == 1 else 'days'}" if low == high else f"{low} to {high} days"


def number(low: int | None, high: int | None, bound: str = "exact") -> str:
    """Return a figure: "20", "about 20", "at least 20", "up to 90", "20 to 25", "a number that is not told"."""
    if low is None and high is None:
        return "a number that is not told"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}"
    figure = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"about {figure}" if bound == "about" else figure
