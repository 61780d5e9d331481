"""What a claim is about: the slots it fills or disputes, from its words.

The word lists are ``lexicons/about.yaml``; the stance narrows them ("accuse" is about the perpetrator, or about who is
responsible where the words speak of duty or of letting it happen). Whoever rejects that a strike was an accident does not
deny the strike: such a claim is about the motive alone. A claim without a telling word is about nothing in particular and
has no slot.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import get_args

import msgspec
from ruamel.yaml import YAML

from truceline.model import About, Stance

_ORDER: tuple[About, ...] = get_args(About)
_HAPPENED = re.compile(
    r"\b(?:attack(?:ed|s)?|strikes?|struck|airstrikes?|bomb(?:ed|ing)|shell(?:ed|ing)|hit|killed|explosion|convoy was"
    r"|clash(?:es|ed)?|massacre|fired)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:responsib\w+|accountable|allow(?:ed|ing)?|obligations?|commitments?|restrain|fail(?:ed|ure|ing)|to blame"
    r"|prevent|let(?:ting)?)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:carried out|carry(?:ing)? out|bomb(?:ed|ing)|struck|strik(?:e|es|ing)|hit|shell(?:ed|ing)|launch(?:ed|ing)"
    r"|gass\w+|us(?:ed|ing)|behind|kill\w*|attack(?:ed|ing)?|target\w*|violat\w+|fir(?:ed|ing)|blam\w+|conduct\w*)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(?:role|involve\w*|responsib\w+|part)\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:who|whose|which (?:side|party|country)|(?:whether|if) (?:it|this|that) (?:was|were) (?:done )?(?:by )?(?:the )?[A-Z])"
)
_INTENT = re.compile(
    r"\b(?:was|were|is|are|be|been|being)\s+(?:\w+\s+){0,2}?"
    r"(?:accident(?:al)?|deliberate|(?:un)?intention(?:al|ed)|mistake|error|on purpose|by design|premeditated|planned)\b",
    re.IGNORECASE,
)
"""What is said of a deed's intent takes the deed for granted."""
_TAKEN_FOR_GRANTED: frozenset[About] = frozenset({"occurrence", "means", "perpetrator", "count", "place", "time"})
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores?|hundreds?|thousands?|many|several|no)\b",
    re.IGNORECASE,
)
_DEED_ON = re.compile(r"\b(?:attack|strike|airstrike|bombing|shelling|raid|massacre)s?\s+on\b", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[About, re.Pattern[str]], ...]:
    source = resources.files("truceline.reader").joinpath("lexicons", "about.yaml")
    lists = msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), dict[About, str])
    return tuple((slot, _pattern(words)) for slot, words in lists.items())


def _pattern(words: str) -> re.Pattern[str]:
    forms = sorted((re.escape(word).replace("_", r"\s+") for word in words.split()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


def about(said: str, stance: Stance, cue: str = "") -> tuple[About, ...]:
    """Return what ``said``, in this stance, is about, in the order of the vocabulary. ``cue`` is the cue's lemma."""
    found: set[About] = {slot for slot, pattern in _patterns() if pattern.search(said)}
    if "count" in found and not _NUMBER.search(said):
        found.remove("count")
    if _HAPPENED.search(said):
        found.add("occurrence")
    if stance == "accuse":
        found -= {"perpetrator", "responsibility"}
        found.add(_blamed_for(said, cue))
    if stance in {"deny", "claim_responsibility"} and (_DEED.search(said) or _ROLE.search(said)):
        found.add("perpetrator")
    if stance in {"cannot_verify", "question"} and _WHO.search(said):
        found.add("perpetrator")
    if stance in {"deny", "reject", "cannot_verify", "question"} and "motive" in found and _INTENT.search(said):
        found -= _TAKEN_FOR_GRANTED
    return tuple(slot for slot in _ORDER if slot in found)


def _blamed_for(said: str, cue: str) -> About:
    """Perpetrator where a deed is laid at somebody's door; responsibility where a duty, a failure or a letting is."""
    if _DUTY.search(said):
        return "responsibility"
    if _DEED.search(said) and not (cue == "blame" and _DEED_ON.search(said)):
        return "perpetrator"
    return "responsibility" if cue in {"blame", "hold", "declare"} else "perpetrator"
