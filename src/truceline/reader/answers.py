"""Which earlier claim a denial, rejection or correction answers, when the text makes that clear.

Clear is: somebody else's claim told shortly before, about the same slot and with content words in common; for a correction,
the speaker's own. Where two fit equally well, none is named.
"""

from __future__ import annotations

import re

import msgspec

from truceline.model import Attribution, Stance

_ANSWERING: frozenset[Stance] = frozenset({"deny", "reject", "correct", "retract", "confirm"})
_ANSWERED: frozenset[Stance] = frozenset({"accuse", "assert", "confirm"})
_BACK = re.compile(
    r"\b(?:the|any|such|these|those)\s+(?:allegation|accusation|charge|claim|report|suggestion|role|involvement)s?\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"\b[a-z]{5,}", re.IGNORECASE)
_NEAR = 2500


def answered(found: list[Attribution], text: str) -> tuple[Attribution, ...]:
    """Return the attributions with ``answers`` filled where it is clear which earlier one is meant."""
    made = []
    for number, attribution in enumerate(found):
        if attribution.stance in _ANSWERING and attribution.stance != "confirm":
            target = _target(attribution, found[:number], text)
            made.append(msgspec.structs.replace(attribution, answers=(target.id,)) if target else attribution)
        else:
            made.append(attribution)
    return tuple(made)


def _target(attribution: Attribution, earlier: list[Attribution], text: str) -> Attribution | None:
    own = attribution.stance in {"correct", "retract"}
    start = attribution.content[0].start
    near = [a for a in earlier if start - a.content[0].start < _NEAR and a.stance in _ANSWERED and _same(a, attribution) is own]
    words = _words(attribution, text)
    scored = [(len(words & _words(a, text)), a.content[0].start, a) for a in near]
    scored = [item for item in scored if item[0] >= 2]
    if scored:
        return max(scored, key=lambda item: item[:2])[2]
    said = " ".join(span.of(text) for span in attribution.content)
    blames = [a for a in near if a.stance == "accuse"]
    return blames[-1] if blames and not own and _BACK.search(said) else None


def _same(one: Attribution, other: Attribution) -> bool:
    if one.speaker is None or other.speaker is None:
        return False
    return one.speaker.name == other.speaker.name or (one.speaker.actor is not None and one.speaker.actor == other.speaker.actor)


def _words(attribution: Attribution, text: str) -> set[str]:
    return {word.lower() for span in attribution.content for word in _LONG.findall(span.of(text))}
