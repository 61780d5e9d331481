"""Channels between sides: opened, suspended, resumed, closed, each on a day and as somebody says.

A proposal to resume a channel is an act of its own that leaves the channel as it was. What is told for the last day stands in
``latest``; where accounts of that day differ, all of them do.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from truceline.diplomacy.contacts import alike
from truceline.diplomacy.contacts.values import ChannelLine, ChannelStep
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.saying import agreeing, sayings, tells
from truceline.diplomacy.subjects import Named, Rules, named
from truceline.model.assertions import Assertion, Subject
from truceline.model.diplomacy import Channel


def channels(told: Iterable[Assertion[Channel]], subjects: Sequence[Subject], directory: Directory) -> tuple[ChannelLine, ...]:
    """Return the channels by the first day of which anything is told of them."""
    rules = Rules[Assertion[Channel], alike.ChannelFeatures](
        letters="ch",
        words=alike.CHANNEL_RULE,
        features=alike.channel_features,
        judged=functools.partial(alike.channel_judged, directory=directory),
        near=functools.partial(alike.channel_near, directory=directory),
        closeness=alike.channel_closeness,
    )
    found = [_line(group, directory) for group in named(told, subjects, rules)]
    return tuple(sorted(found, key=lambda each: (each.steps[0].day if each.steps else "9999", each.id)))


def _line(group: Named[Assertion[Channel]], directory: Directory) -> ChannelLine:
    told = [each for each in group.members if tells(each)]
    steps = sorted(
        (_step(of_one, directory) for of_one in agreeing(told, lambda each: (_day(each), each.fact.act, each.fact.by))),
        key=lambda step: step.day,
    )
    taken = [step for step in steps if step.act != "resumption_proposed"]
    ends = dict.fromkeys(end for each in group.members for end in each.fact.between)
    on = steps[-1].day if steps else "9999"
    return ChannelLine(
        id=group.id,
        between=tuple(directory.who(end, on) for end in ends),
        what=group.subject.name if group.subject else next((each.fact.what for each in group.members if each.fact.what), ""),
        grouped=group.grouped,
        reference=group.subject.reference if group.subject else None,
        steps=tuple(steps),
        latest=tuple(step for step in taken if step.day == taken[-1].day),
        asked=tuple(step for step in steps if step.act == "resumption_proposed"),
        not_so=sayings((each for each in group.members if not tells(each)), directory),
        perhaps=group.perhaps,
    )


def _step(told: Sequence[Assertion[Channel]], directory: Directory) -> ChannelStep:
    fact, day = told[0].fact, _day(told[0])
    return ChannelStep(day=day, act=fact.act, by=directory.who(fact.by, day) if fact.by else None, says=sayings(told, directory))


def _day(each: Assertion[Channel]) -> str:
    return (each.fact.at or each.source.said_on)[:10]
