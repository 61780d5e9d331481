"""Threats, warnings and ultimatums as said, with whether a deadline has passed; and terms that are kept from the public.

What differs in anything is another threat: none is made of two. A deadline that is a day passes with that day; one with an hour
is over by the end of its day. That a deadline has passed says nothing of what anybody did.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from truceline.diplomacy.contacts.values import ThreatMade, Withheld
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.saying import agreeing, in_order, sayings, tells
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import TermsWithheld, Threat


def threats(told: Iterable[Assertion[Threat]], directory: Directory, on: str) -> tuple[ThreatMade, ...]:
    """Return the threats told of, in the order of their days; ``on``: the day asked for."""
    found = [_threat(group, directory, on) for group in agreeing(in_order(told), lambda each: _same(each, directory))]
    return tuple(sorted(found, key=lambda each: each.day))


def passed(deadline: str | None, on: str) -> bool | None:
    """Say whether a deadline lies before the end of a day; None without one.

    >>> passed("2016-09-23", "2016-09-23"), passed("2016-09-23T12:00:00Z", "2016-09-23"), passed(None, "2016-09-23")
    (False, True, None)
    """
    if deadline is None:
        return None
    return deadline[:10] < on or (len(deadline) > len("2016-09-23") and deadline[:10] == on)


def _same(each: Assertion[Threat], directory: Directory) -> Hashable:
    fact, day = each.fact, _day(each)
    against = directory.seat(fact.against, day) if fact.against else None
    by = directory.seat(fact.by, day)
    return each.subject, fact.kind, by, against, day, fact.deadline, fact.condition, fact.words.casefold()


def _day(each: Assertion[Threat] | Assertion[TermsWithheld]) -> str:
    return (each.fact.at or each.source.said_on)[:10]


def _threat(told: Sequence[Assertion[Threat]], directory: Directory, on: str) -> ThreatMade:
    fact, day = told[0].fact, _day(told[0])
    return ThreatMade(
        kind=fact.kind,
        by=directory.who(fact.by, day),
        against=directory.who(fact.against, day) if fact.against else None,
        words=fact.words,
        condition=fact.condition,
        day=day,
        deadline=fact.deadline,
        passed=passed(fact.deadline, on),
        says=sayings((each for each in told if tells(each)), directory),
        not_so=sayings((each for each in told if not tells(each)), directory),
        of=told[0].subject or None,
    )


def withheld(told: Iterable[Assertion[TermsWithheld]], directory: Directory) -> tuple[Withheld, ...]:
    """Return whose terms are said to be kept from the public, in the order of days."""
    groups = agreeing(in_order(told), lambda each: (each.subject, each.fact.of, each.fact.by, _day(each)))
    found = [
        Withheld(
            of=group[0].fact.of,
            name=directory.label(group[0].fact.of),
            by=directory.who(group[0].fact.by, _day(group[0])) if group[0].fact.by else None,
            day=_day(group[0]),
            says=sayings((each for each in group if tells(each)), directory),
            not_so=sayings((each for each in group if not tells(each)), directory),
        )
        for group in groups
    ]
    return tuple(sorted(found, key=lambda each: each.day))
