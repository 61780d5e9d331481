"""Which earlier claim a denial, rejection or correction answers, when the text makes that clear.

Clear is: somebody else's claim told shortly before, about the same slot and with content words in common; for a correction,
the speaker's own. Where two fit equally well, none is named.
"""

from __future__ import annotations

import re

import msgspec

from truceline.actors import Registry
from truceline.model import Attribution, Stance

_ANSWERING: frozenset[Stance] = frozenset({"deny", "reject", "correct", "retract", "confirm"})
_ANSWERED: frozenset[Stance] = frozenset({"accuse", "assert", "confirm"})
_BACK = re.compile(
    r"\b(?:the|any|such|these|those)\s+(?:allegation|accusation|charge|claim|report|suggestion|role|involvement)s?\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"\b[a-z]{5,}", re.IGNORECASE)
_NEAR = 2500


def answered(found: list[Attribution], text: str, registry: Registry) -> tuple[Attribution, ...]:
    """Return the attributions with ``answers`` filled where it is clear which earlier one is meant."""
    made = []
    for number, attribution in enumerate(found):
        if attribution.stance in _ANSWERING and attribution.stance != "confirm":
            target = _target(attribution, found[:number], text, registry)
            made.append(msgspec.structs.replace(attribution, answers=(target.id,)) if target else attribution)
        else:
            made.append(attribution)
    return tuple(made)


def _target(attribution: Attribution, earlier: list[Attribution], text: str, registry: Registry) -> Attribution | None:
    own = attribution.stance in {"correct", "retract"}
    start = attribution.content[0].start
    near = [
        a
        for a in earlier
        if start - a.content[0].start < _NEAR and a.stance in _ANSWERED and _same(a, attribution, registry) is own
    ]
    words = _words(attribution, text)
    said = " ".join(span.of(text) for span in attribution.content)
    scored = [(_fit(a, words, said, text), a.content[0].start, a) for a in near]
    scored = [item for item in scored if item[0] >= 3]
    if scored:
        return max(scored, key=lambda item: item[:2])[2]
    blames = [a for a in near if a.stance == "accuse"]
    return blames[-1] if blames and not own and _BACK.search(said) else None


def _fit(earlier: Attribution, words: set[str], said: str, text: str) -> int:
    """How well an earlier claim fits: words in common, an accusation, and its speaker named in the answer."""
    shared = len(words & _words(earlier, text))
    if not shared:
        return 0
    named = earlier.speaker is not None and earlier.speaker.name.split()[-1] in said
    return shared + (1 if earlier.stance == "accuse" else 0) + (3 if named else 0)


def _same(one: Attribution, other: Attribution, registry: Registry) -> bool:
    """Say whether two claims come from one side: the same name, or bodies of one state."""
    if one.speaker is None or other.speaker is None:
        return False
    if one.speaker.name == other.speaker.name:
        return True
    if one.speaker.actor is None or other.speaker.actor is None:
        return False
    return registry.state(one.speaker.actor) == registry.state(other.speaker.actor)


def _words(attribution: Attribution, text: str) -> set[str]:
    return {word.lower() for span in attribution.content for word in _LONG.findall(span.of(text))}
