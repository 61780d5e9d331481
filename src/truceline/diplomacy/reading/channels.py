"""Channels: cooperation, relations, contacts or talks between two sides that somebody suspends, resumes, opens or closes.

"Washington has broken off military-to-military relations with Russia", "cooperation was suspended". That somebody proposes to
resume them is a proposal and a channel of which the resumption is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truceline.diplomacy.reading.asserting import Told, asserted, day_near
from truceline.diplomacy.reading.kinds import reach
from truceline.diplomacy.reading.lists import Hit, hits, phrase, verbs, word_set
from truceline.diplomacy.reading.memory import Memory
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.proposals import by_whom, clause
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import merged, named_in, subjects
from truceline.diplomacy.reading.verbs import Group, group_of
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import Channel, ChannelAct, Proposed

_ACTS: dict[str, ChannelAct] = {
    "suspending": "suspended",
    "closing": "closed",
    "resuming": "resumed",
    "opening": "opened",
}
_NEAR = 7
_WEAK = frozenset({"talks", "negotiations", "dialogue", "contact", "contacts", "exchanges", "consultations"})
_FIXED = frozenset({"channel", "channels", "hotline", "communication", "communications"})
_NOT_OURS = frozenset({"aid", "humanitarian", "trade", "public", "friendly", "close", "good"})


def channels(scene: Scene) -> Iterator[Told]:
    """Yield what a claim tells of channels."""
    for line in scene.lines:
        for hit in hits(line.words, verbs(*_ACTS)):
            if line.owner(hit.first) is not None and not line.tokens[hit.first].is_joined:
                yield from _by_verb(line, hit)


def _by_verb(line: Line, hit: Hit) -> Iterator[Told]:
    label, _, form = hit.label.partition(":")
    group = group_of(line.words, hit.first, form)
    if group.mood != "done":
        return
    if group.is_passive:
        yield from _passive(line, hit, label, group)
        return
    after = reach(line.words, hit.after)
    noun = _channel(line, hit.after, min(after, hit.after + _NEAR), label)
    who = subjects(line, group.first)
    if noun is None or not who:
        return
    others = _others(line, noun, after)
    yield from _told(
        line, hit.first, label, line.slice(hit.after, noun + 1), (*who, *others), who[0], is_negated=group.is_negated
    )


def _passive(line: Line, hit: Hit, label: str, group: Group) -> Iterator[Told]:
    """Read "Cooperation between X and Y was suspended by X"."""
    begin = clause(line.words, group.first)
    noun = _channel(line, begin, group.first, label)
    if noun is None:
        return
    others = _others(line, noun, group.first)
    by = by_whom(line, hit.after)
    who = [*named_in(line, begin, noun), *others, *by]
    if who:
        yield from _told(
            line, hit.first, label, line.slice(begin, noun + 1), who, by[0] if by else None, is_negated=group.is_negated
        )


def _channel(line: Line, first: int, after: int, label: str) -> int | None:
    """Return where a noun for a channel stands; only a line of communication is opened, and aid is no channel."""
    listed = _FIXED if label == "opening" else word_set("channels")
    noun = next((i for i in range(first, after) if line.words[i] in listed and not line.tokens[i].is_joined), None)
    if noun is None:
        return None
    between = {line.words[i] for i in range(first, noun) if not line.tokens[i].is_joined}
    return None if between & (_NOT_OURS | {"to", "that", ","}) else noun


def _others(line: Line, noun: int, after: int) -> tuple[Who, ...]:
    pair = next((i for i in range(noun, min(after, noun + _NEAR)) if line.words[i] in {"with", "between", "to"}), None)
    if pair is None:
        return ()
    stop = next(
        (
            i
            for i in range(pair + 1, after)
            if line.words[i] in {"as", "over", "in", "on", "after", "because", "for", "until", "since"}
        ),
        after,
    )
    return named_in(line, pair + 1, stop)


def _told(  # noqa: PLR0913, PLR0917 - what a channel is made of
    line: Line, i: int, label: str, what: str, between: Iterable[Who], by: Who | None, *, is_negated: bool
) -> Iterator[Told]:
    fact = Channel(
        between=tuple(who.office for who in merged(line, list(between))),
        what=what,
        act=_ACTS[label],
        by=by.office if by else None,
        at=day_near(line, i, 0, len(line.words)),
    )
    told = asserted(line, i, fact, "channel", is_negated=is_negated)
    if told is not None:
        yield told


def resumptions(told: Iterable[Told], memory: Memory) -> Iterator[Told]:
    """Yield, for each proposal to resume something, the channel of which the resumption is proposed."""
    for each in told:
        if not isinstance(each.fact, Proposed):
            continue
        words = phrase(each.fact.words)
        noun = next((word for word in words if word in word_set("channels")), None)
        is_resumed = (
            not word_set("resumptions").isdisjoint(words[:4]) or next(hits(words, verbs("resuming"), 0, 4), None) is not None
        )
        if noun is None or not is_resumed:
            continue
        known = memory.channel(each.source.report or each.source.id)
        between = known.between if known is not None and "such" in words else tuple(filter(None, (each.fact.proposer,)))
        fact = Channel(between=between, what=each.fact.words, act="resumption_proposed", by=each.fact.proposer, at=each.fact.at)
        yield Assertion(
            **{name: getattr(each, name) for name in Assertion.__struct_fields__} | {"fact": fact, "rule": "diplomacy.channel"}
        )
