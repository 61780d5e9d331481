"""How values read in a terminal table: short, and never firmer than they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.model import Attribution, Interval, KilledRange, PlaceMention


def time_words(time: Interval | None) -> str:
    """Return an interval: one day, two days with "to", "by" or "from" where one side is open, "?" where nothing is known.

    >>> from truceline.model import Interval
    >>> time_words(Interval(end="2016-09-21", precision="range"))
    'by 2016-09-21'
    """
    if time is None or (time.start is None and time.end is None):
        return "?"
    if time.start is None:
        return f"by {time.end}"
    if time.end is None:
        return f"from {time.start}"
    words = time.start if time.start == time.end else f"{time.start} to {time.end}"
    return f"{words} (by link)" if time.basis == "linked" else words


def places_words(places: Iterable[PlaceMention]) -> str:
    """Return the places by name, each once, with its relation and its precision where that is coarser than a town."""
    names = []
    for place in places:
        relation = (
            f"{place.relation.kind.replace('_', ' ')} " if place.relation and not place.relation.kind.endswith("_of") else ""
        )
        name = f"{relation}{place.name}"
        if place.precision not in ("exact", "town", "unlocated"):
            name += f" ({place.precision})"
        names.append(name)
    return "; ".join(dict.fromkeys(names)) or "?"


def figure_range(killed: KilledRange | None) -> str:
    """Return a range: "20 to 21", "at least 20", "up to 90", "62 to at least 90"; empty where no account gives a number.

    >>> from truceline.model import KilledRange
    >>> figure_range(KilledRange(low=20, high=None, rule="range of distinct accounts", accounts=2))
    'at least 20'
    """
    if killed is None:
        return ""
    if killed.low is None and killed.high is None:
        return "unknown"
    if killed.low is not None and killed.greatest_low is not None and killed.greatest_low > (killed.high or killed.low):
        start = f"at least {killed.low}" if killed.high is None else str(killed.low)
        return f"{start} to at least {killed.greatest_low}"
    if killed.high is None:
        return f"at least {killed.low}"
    if killed.low is None:
        return f"up to {killed.high}"
    return str(killed.low) if killed.low == killed.high else f"{killed.low} to {killed.high}"


def who(claim: Attribution) -> str:
    """Return the speaker and the relays, outermost first; narration is the report itself."""
    name = claim.speaker.name if claim.speaker else "(the report itself)" if claim.voice == "narration" else "(nobody named)"
    return name + (f" via {', '.join(relay.name for relay in claim.via)}" if claim.via else "")
