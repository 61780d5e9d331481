"""The parts of one total of a claim: as the words behind it give them, else as a person marked them."""

from __future__ import annotations

import re

import msgspec

from truceline.agreement.tallies.breakdown import Breakdown, breakdown, effect_of
from truceline.agreement.tallies.heads import Head
from truceline.agreement.tallies.lexicon import lexicon
from truceline.agreement.tallies.scope import Names
from truceline.agreement.tallies.spoken import Spoken
from truceline.model import Count
from truceline.model.tallies import TallyPart


def parts_of(spoken: Spoken, head: Head, names: Names) -> Breakdown:
    """Return the breakdown of a total, with its place in the claim's words; what a person marked stands at no place."""

    def named(text: str, start: int, end: int) -> str | None:
        return _of(spoken, text, (head.end + start, head.end + end), names)

    found = breakdown(spoken.words[head.end :], named, is_open=_is_opened_before(spoken.words, head))
    if found.parts:
        return msgspec.structs.replace(found, start=found.start + head.end, end=found.end + head.end)
    return Breakdown(tuple(_marked(count) for count in head.parts if count.low is not None))


def _is_opened_before(words: str, head: Head) -> bool:
    """Say whether a total is opened before it: "of the 242 breaches, 219 were combat"."""
    ahead = words[: head.start].rstrip()
    is_opened = any(found.end() == len(ahead) for found in lexicon().opened.finditer(ahead))
    return is_opened and bool(re.match(r"[^,;.:()\[\]]{0,30},", words[head.end :]))


def _of(spoken: Spoken, words: str, where: tuple[int, int], names: Names) -> str | None:
    """Return whose part it is: whom the words after "by" name, else whom the reader found there."""
    by = lexicon().by.match(words)
    if by is None:
        return None
    who = names.who(words[by.end() :])
    if who and who.actor:
        return who.actor
    inside = set(spoken.at[where[0] : where[1]])
    actors = (actor for event in spoken.claim.events for actor in event.actors)
    return next((actor.actor for actor in actors if actor.span.start in inside and actor.actor), None)


def _marked(count: Count) -> TallyPart:
    words = " ".join(word for word in (count.category, count.unit) if word)
    effect = effect_of(words) or (None if count.effect == "violations" else count.effect)
    return TallyPart(n=count.low or 0, words=words, effect=effect)
