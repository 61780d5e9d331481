"""When two assertions are about one call or meeting, or about one channel.

Encounters, in this order; what the rules leave open stays apart:

1. A call is no meeting; meetings and talks are one sort, and ``other`` fits any. Two given by one claim or telling are two. Told
   to be a different one in a row ("the second", "the third"): two. One to come, told without a day beside one held: two.
2. Their days must meet; a day apart is doubtful, since a report may write from another zone. Without a day, only within a
   report; told within a week in two reports, it is doubtful, unless both name one body and it was told on the day of the
   meeting or the next.
3. Of one body: one. Where only one names a body, or the participants told do not fit into one another: doubtful within a report.
4. Else the participants decide: all that the shorter list names must be on the longer one, an office for its holder or its state.

Channels: between the same sides, described with words in common (or not described): one; else doubtful.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from truceline.diplomacy.directory import Directory
from truceline.diplomacy.grouping import Verdict
from truceline.diplomacy.wording import day_number, overlap
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import Channel, Contact

RULE = "same sort, days that meet, and one body or participants that fit one another"
CHANNEL_RULE = "between the same sides, in words that have something in common"
SORTS = {"meeting": "meeting", "talks": "meeting"}
ANY = "other"
MOST_DAYS_TOLD_APART = 7
ONE, NONE, TWO = Verdict("one"), Verdict("none"), Verdict("no")


class Features(NamedTuple):
    """What tells one encounter from another. ``first`` and ``last`` count days, None without a day; ``on``: for looking up.

    ``said``: the number of the day on which it was said.
    """

    about: Assertion[Contact]
    sort: str
    body: str | None
    participants: tuple[str, ...]
    first: int | None
    last: int | None
    on: str
    said: int

    @property
    def tier(self) -> int:
        """How much it tells of which encounter is meant."""
        return 2 * (self.first is not None) + (self.body is not None) + bool(self.participants) + (self.sort != ANY)


def features(about: Assertion[Contact], directory: Directory) -> Features:
    """Return what tells this encounter from others; people are taken for the office they hold on the day."""
    fact = about.fact
    on = (fact.at or about.source.said_on)[:10]
    first = day_number(fact.at)
    last = day_number(fact.until) or first
    return Features(
        about=about,
        sort=SORTS.get(fact.kind, fact.kind),
        body=fact.body,
        participants=tuple(dict.fromkeys(directory.seat(each, on) for each in (*fact.participants, *fact.chairs))),
        first=first if first is not None else last,
        last=last,
        on=on,
        said=day_number(about.source.said_on) or 0,
    )


def near(of: Features) -> Iterator[Hashable]:
    """Yield the keys that two about one encounter can share: the report, a day and those around it, the weeks they were told."""
    if of.about.source.report:
        yield of.about.source.report
    if of.first is not None:
        yield from range(of.first - 1, (of.last or of.first) + 2)
    week = of.said // MOST_DAYS_TOLD_APART
    yield from (("week", each) for each in (week, week + 1))


def closeness(one: Features, other: Features) -> int:
    """Return how close two stand to each other: in one report, or not."""
    return int(_is_same_report(one, other))


def judged(one: Features, other: Features, directory: Directory) -> Verdict:
    """Say whether two assertions are about one encounter, by the rules of this module."""
    nth = {one.about.fact.nth, other.about.fact.nth} - {None}
    are_sorts_apart = one.sort != other.sort and ANY not in {one.sort, other.sort}
    if are_sorts_apart or len(nth) > 1 or one.about.source.id == other.about.source.id:
        return TWO
    is_together = _is_same_report(one, other)
    apart = _days_apart(one, other)
    if (apart is not None and apart > 1) or (apart is None and one.about.fact.planned != other.about.fact.planned):
        return TWO
    by_whom = _by_whom(one, other, directory)
    if apart is None and not is_together:
        return _undated(one, other) if by_whom.finding == "one" else NONE
    if by_whom.finding == "one" and apart == 1:
        return Verdict("no", "the days told lie next to each other")
    if by_whom.finding == "perhaps" and not (is_together or _share(one, other, directory)):
        return NONE
    return by_whom


def _undated(one: Features, other: Features) -> Verdict:
    """Return the verdict on two of different reports, of which not both tell the day, that are otherwise one."""
    dated, undated = (one, other) if one.first is not None else (other, one)
    is_of_body = one.body is not None and other.body is not None
    if dated.first is not None and is_of_body and 0 <= undated.said - (dated.last or dated.first) <= 1:
        return ONE
    is_near = abs(one.said - other.said) <= MOST_DAYS_TOLD_APART
    return Verdict("perhaps", "not every account tells the day") if is_near else NONE


def _by_whom(one: Features, other: Features, directory: Directory) -> Verdict:
    """Return the verdict of body and participants alone."""
    if one.body is not None and other.body is not None:
        return ONE if directory.is_related(one.body, other.body, one.on) else TWO
    if one.body is not None or other.body is not None:
        return Verdict("perhaps", "only one account names a body")
    shorter, longer = sorted((one.participants, other.participants), key=len)
    if not shorter:
        return Verdict("perhaps", "not every account names who took part")
    fitting = [any(directory.is_related(a, b, one.on) for b in longer) for a in shorter]
    if all(fitting):
        return ONE if len(shorter) > 1 else Verdict("perhaps", "only one of those who took part is told of both")
    return TWO


def _share(one: Features, other: Features, directory: Directory) -> bool:
    return any(directory.is_related(a, b, one.on) for a in one.participants for b in other.participants)


def _days_apart(one: Features, other: Features) -> int | None:
    """Return how many days lie between the two; 0 where they meet, None where one is undated."""
    if one.first is None or other.first is None:
        return None
    return max(0, one.first - (other.last or other.first), other.first - (one.last or one.first))


def _is_same_report(one: Features, other: Features) -> bool:
    return one.about.source.report is not None and one.about.source.report == other.about.source.report


class ChannelFeatures(NamedTuple):
    """What tells one channel from another: ``ends``, in no order, and what it is called."""

    about: Assertion[Channel]
    ends: tuple[str, ...]
    words: str
    on: str

    @property
    def tier(self) -> int:
        """How much it tells of which channel is meant."""
        return len(self.ends) + bool(self.words)


def channel_features(about: Assertion[Channel]) -> ChannelFeatures:
    """Return what tells this channel from others."""
    return ChannelFeatures(
        about=about,
        ends=tuple(sorted(set(about.fact.between))),
        words=about.fact.what,
        on=(about.fact.at or about.source.said_on)[:10],
    )


def channel_near(of: ChannelFeatures, directory: Directory) -> Iterator[Hashable]:
    """Yield the sides at its ends: two channels that can be one share them."""
    yield frozenset(directory.side(end, of.on) or end.casefold() for end in of.ends)


def channel_closeness(one: ChannelFeatures, other: ChannelFeatures) -> int:
    """Return how close two stand to each other: in one report, or not."""
    return int(one.about.source.report is not None and one.about.source.report == other.about.source.report)


def channel_judged(one: ChannelFeatures, other: ChannelFeatures, directory: Directory) -> Verdict:
    """Say whether two assertions are about one channel."""
    fits = all(any(directory.is_related(a, b, one.on) for b in other.ends) for a in one.ends)
    if not fits:
        return Verdict("perhaps", "between other offices of the same sides")
    if one.words and other.words and not overlap(one.words, other.words):
        return Verdict("perhaps", "between the same, in words that have nothing in common")
    return ONE
