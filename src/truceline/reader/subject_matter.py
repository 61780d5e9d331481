"""What a claim is about: the slots it fills or disputes, from its words.

The word lists are ``lexicons/about.yaml``; the stance narrows them ("accuse" is about the perpetrator, or about who is
responsible where the words speak of duty or of letting it happen). Whoever rejects that a strike was an accident does not
deny the strike: such a claim is about the motive alone. Nor does whoever denies a part in it ("had not attacked the convoy"),
or cannot tell by what means or by whom it was done: only words that speak of its happening ("that the attack took place", "no
such attack") put that in question. A claim without a telling word is about nothing in particular and
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
    r"|prevent|let(?:ting)?|(?:clear|pav|open)(?:ed|ing) the way|enabl\w+|abett\w+)\b",
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
_OPEN_DETAIL = re.compile(r"\b(?:whether|if|who|whose|which|what|how|identify|type|kind|cause|evidence to)\b", re.IGNORECASE)
_LEAVING_OPEN: frozenset[Stance] = frozenset({"cannot_verify", "question"})
_DISPUTABLE: frozenset[About] = frozenset({"means", "perpetrator", "responsibility", "count", "motive"})
"""What can be denied or left open of a happening that is itself taken for granted."""
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores?|hundreds?|thousands?|many|several"
    r"|no(?=\s+(?:\w+\s+){0,2}?(?:one|dead|deaths?|casualt\w+|victims?|injur\w+|wounded|civilians?|people|trucks?|loss)))\b",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"\b(?:took place|take place|taken place|taking place|happen(?:ed|s|ing)?|occur(?:red|s|ring)?|existence"
    r"|there (?:was|were|is|are|would be)(?! (?:not|no|too|insufficient) (?:\w+ )?(?:information|evidence|basis|proof)\b)"
    r"|there (?:had|has|have) (?:\w+ )?been"
    r"|no such|(?:was|were|been) (?:invented|fabricated|staged))\b",
    re.IGNORECASE,
)
"""Words by which the happening itself is what is denied, doubted or asked."""
_UNDERGONE = re.compile(
    r"\b(?:was|were|been|being)\s+(?:\w+ly\s+)?(?:hit|struck|attacked|bombed|shelled|killed|targeted|destroyed|wounded|injured)\b"
    r"(?!\s+by\b)",
    re.IGNORECASE,
)
"""A deed told from the side of the struck, with nobody who did it."""
_NO_NAME = (
    r"(?!(?:A|An|The|This|That|These|Those|There|Who|What|Two|Three|Air\w*|Warplanes|Jets|Planes|Shells|Rockets|Missiles"
    r"|Bombs)\b)"
)
_DOER = rf"(?:[Ww]e|[Tt]hey|[Ii]t|[Ii]ts|[Oo]ur|[Tt]heir|{_NO_NAME}[A-Z][\w'’.-]*)"
_NAMED_DOER = re.compile(
    rf"\b{_DOER}(?:\s+(?:or|and|nor|[A-Z][\w'’.-]*|[a-z]+ force|army|forces|troops|aircraft|(?:war)?planes|jets"
    r"|helicopters|artillery|soldiers|fighters|units|military|government|side|coalition|groups?)){0,6}"
    r"\s+(?:(?:had|have|has|did|could|would|never|not|also|deliberately)\s+){0,4}"
    r"(?:hit|struck|strike|launched|violated|attack(?:ed)?|bomb(?:ed)?|shell(?:ed)?|fired|target(?:ed)?|raid(?:ed)?)\b"
    rf"|\b(?:hit|struck|attacked|bombed|shelled|targeted|killed|launched) by (?:the )?{_DOER}"
)
"""Somebody named, or the speaker's own side, as who did it."""
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
    is_own = stance == "claim_responsibility" or (stance == "deny" and not (_is_of_happening(said) or _is_undergone(said)))
    is_own = is_own and bool(_DEED.search(said) or _ROLE.search(said))
    if stance != "accuse" and (is_own or _NAMED_DOER.search(said)):
        found.add("perpetrator")
    if stance in _LEAVING_OPEN and _WHO.search(said):
        found.add("perpetrator")
    if stance in {"deny", "reject", *_LEAVING_OPEN} and "motive" in found and _INTENT.search(said):
        found -= _TAKEN_FOR_GRANTED
    if found & _DISPUTABLE and _grants_happening(said, stance):
        found.discard("occurrence")
    return tuple(slot for slot in _ORDER if slot in found)


def _grants_happening(said: str, stance: Stance) -> bool:
    """Say whether a denial, or what is left open, is of a detail of something that is itself taken for granted."""
    is_role = stance == "reject" and bool(_ROLE.search(said) or _NAMED_DOER.search(said))
    is_of_detail = stance == "deny" or is_role or (stance in _LEAVING_OPEN and _OPEN_DETAIL.search(said) is not None)
    return is_of_detail and not (_is_of_happening(said) and stance != "reject") and not (stance == "deny" and _is_undergone(said))


def _is_of_happening(said: str) -> bool:
    """Say whether it is in question that anything happened at all: no part of anybody in it is spoken of."""
    return _HAPPENING.search(said) is not None and not (_ROLE.search(said) or _NAMED_DOER.search(said))


def _is_undergone(said: str) -> bool:
    return _UNDERGONE.search(said) is not None and not (_ROLE.search(said) or _NAMED_DOER.search(said))


def _blamed_for(said: str, cue: str) -> About:
    """Perpetrator where a deed is laid at somebody's door; responsibility where a duty, a failure or a letting is."""
    if _DUTY.search(said):
        return "responsibility"
    if _DEED.search(said) and not (cue == "blame" and _DEED_ON.search(said)):
        return "perpetrator"
    return "responsibility" if cue in {"blame", "hold", "declare"} else "perpetrator"
