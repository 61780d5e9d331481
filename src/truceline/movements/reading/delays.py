"""Delay: how long a movement was delayed, over what, and by whom, where that is told.

``delay.verb`` "was delayed for two days by X"; ``delay.noun`` "after several days of delays, largely over ..."; ``delay.waited``
"waited 48 hours at the checkpoint". A reason is words only: that something was delayed over somebody's demand does not say that
they delayed it.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.model.movements import Delayed
from truceline.movements.reading.durations import Duration, duration
from truceline.movements.reading.line import Found, Line
from truceline.movements.reading.lists import phrase_table, word_set
from truceline.movements.wording.acts import Act
from truceline.movements.wording.stretches import NOWHERE, Range
from truceline.movements.wording.tokens import hits

_LONGEST = 200
_TOLD = frozenset("after following despite amid because due by of with over since face".split())
_USUAL = frozenset({"common", "usual", "routine", "typical", "frequent", "normal"})
_STOPS = frozenset({";", ".", "but", "while", "although", "?"})


def delays(line: Line) -> Iterator[Found]:
    """Yield the delays that a sentence tells of: by its verbs, else by a noun."""
    if not line.is_about_aid(word_set("of_aid")):
        return
    found = [each for act in line.acts for each in (*_by_verb(line, act), *_waited(line, act))]
    yield from found
    if not found:
        yield from _by_noun(line)


def _by_verb(line: Line, act: Act) -> Iterator[Found]:
    """Read "the convoy was delayed by X", "X held up the shipment for three days"."""
    if "delaying" not in act.roles or act.mood not in {"done", "undone"}:
        return
    mention = line.head(act.subject if act.is_passive else act.object)
    if mention is None:
        return
    begin = act.after
    long = duration(line.low, (begin, act.object[1]))
    if act.base[0] in {"impede", "obstruct", "hinder", "slow"} and long is None:
        return
    by = _agent(line, act)
    yield Found(_delayed(line, act.object, long, by), "delay.verb", act.mood == "undone", mention.is_general)


def _agent(line: Line, act: Act) -> str | None:
    """Return who delayed it; a reason that does it ("fighting delayed the convoy") is nobody of the pack and stays out."""
    where = act.agent if act.is_passive else act.subject
    return line.scene.actor(line.sentence, where) if where != NOWHERE else None


def _waited(line: Line, act: Act) -> Iterator[Found]:
    """Read "waited 48 hours", "were kept waiting for days", "was held for two days", "spent three days at"."""
    if not act.roles & {"waiting", "awaiting"} or act.mood != "done":
        return
    if act.base == ("hold",) and not act.is_passive and line.low[act.after : act.after + 1] in {("its",), ("their",)}:
        return  # "held its position"
    mention = line.head(act.subject) or (None if act.is_passive else line.head(act.object))
    long = duration(line.low, (act.after, act.object[1]))
    if mention is not None and long is not None:
        yield Found(_delayed(line, act.object, long, None), "delay.waited", is_general=mention.is_general)


def _by_noun(line: Line) -> Iterator[Found]:
    """Read "after several days of delays", "a two-day delay", "delays of up to a week", "after days of waiting"."""
    for i, word in enumerate(line.low):
        is_delay = word in word_set("delays") or (word == "waiting" and line.low[i - 1 : i] == ("of",))
        if not is_delay or (word == "wait" and line.low[i - 1 : i] not in {("long",), ("day",), ("hour",)}):
            continue
        near = (max(0, i - 6), min(len(line.low), i + 5))
        long = duration(line.low, near)
        if long is not None and (line.mentions or _TOLD.intersection(line.low[near[0] : i])):
            lead = line.low[max(0, near[0] - 1) : i]
            if {"no", "without", "avoid", "prevent"}.intersection(lead) or _USUAL.intersection(line.low[i:]):
                continue
            yield Found(_delayed(line, (i, len(line.low)), long, None), "delay.noun")
            return


def _delayed(line: Line, where: Range, long: Duration | None, by: str | None) -> Delayed:
    return Delayed(
        low_hours=long.low if long else None,
        high_hours=long.high if long else None,
        over=_over(line, where),
        by=by,
        at=line.day(where),
    )


def _over(line: Line, where: Range) -> str | None:
    """Return the reason as written, on to the end of the sentence also where the claim ends before it."""
    hit = next((h for h in hits(line.low, phrase_table("over")) if where[0] <= h.first), None)
    if hit is None or (line.low[hit.after : hit.after + 1] == ("the",) and duration(line.low, (hit.after, hit.after + 3))):
        return None
    end = next((i for i in range(hit.after, len(line.low)) if line.low[i] in _STOPS), len(line.low))
    words = line.words((hit.after, end))
    if end == len(line.low):
        words = f"{words}{line.scene.behind}"
    return words[:_LONGEST].strip(' ,;:-—–“”"') or None
