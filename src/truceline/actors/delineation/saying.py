"""Saying: whether words that a pattern found are the speaker's own statement, by what stands around them in their sentence.

"Critics say that A belongs to B", in somebody's words, is what critics say; "it is not true that A is covered" says that it is
not; "strikes on A are not covered" is about strikes. None of them is what the speaker states of A, and so they say nothing here:
a line too few is looked up in the claim, a line too many is put into somebody's mouth.
"""

from __future__ import annotations

import re

from truceline.actors.delineation.marking import CHARGE, MarkedWords, Party
from truceline.model.claims import Stance

_DENYING: frozenset[Stance] = frozenset({"deny", "reject", "retract", "question"})
_SENTENCE = re.compile(r"[.;!?](?=\s|$)")
_OWN = re.compile(
    r"(?:\b[Ii]|⟦(?P<who>\d+)⟧)(?: (?:have|has|had|also|again|repeatedly|always|already|still|clearly|firmly|do|can|must)){0,3} "
    r"(?:say|says|said|believe[sd]?|think|thinks|thought|maintain(?:s|ed)?|insist(?:s|ed)?|stress(?:es|ed)?|repeat(?:s|ed)?|"
    r"state[sd]?|reiterate[sd]?|consider(?:s|ed)?|confirm(?:s|ed)?|know|knows|knew)\b",
)
_CHARGE = re.compile(
    rf"^\W*{CHARGE}(?: (?:by|from|of) (?:the )?⟦[\d+]+⟧)? (?:that|of)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:says?|said|saying|tells?|told|telling|claim\w*|den(?:y|ies|ied|ying|ials?)|accus\w+|alleg\w+|believ\w+|thinks?|thought|"
    r"suggest\w*|assert\w*|insist\w*|maintain\w*|argu\w+|reports?|reported|reporting|according|reject\w*|dismiss\w*|refut\w*|"
    r"doubt\w*|dispute[sd]?|critics?|rumou?r\w*|fear(?:s|ed)?|suspect\w*|suspicion\w*|hop(?:es?|ed|ing)|wants?|wanted|expect\w*|pretend\w*|"
    r"imply|implie[sd]|label\w*|portray\w*|called|branded|untrue|not true|false\w*|wrong\w*|fabricat\w*|invent(?:s|ed|ion\w*)|"
    r"lies?|lied|lying|myths?|nonsense|propaganda|nobody|no[- ]one|hardly|scarcely|few|far from|without|evidence|proof|prov\w+|"
    r"ask(?:s|ed|ing)?|wonder\w*|questions?|questioned|questioning|possib\w+|perhaps|maybe|suppos\w+|imagin\w+|as though|as if|"
    r"impossible)\b",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(
    r"\b(?:not|no|nor|never|less|more)(?: (?:all|every|only|even|just|any|each))?(?: of)?(?: the)?\s*$", re.IGNORECASE
)
_PART_OF = re.compile(
    r"\b(?:of|by|between|on|upon|against|in|inside|from|with|to|towards?|for|at|near|around|under|into|over|about|among|amongst|behind|"
    r"beyond|beside|than|like|unlike|and ⟦[\d+]+⟧'s \w+)(?: (?:the|its|their|his|our|any|all|both))?\s*$",
    re.IGNORECASE,
)
_PEOPLE_OF = re.compile(
    r"\b(?:leaders?|leadership|members?|fighters?|militants?|elements?|commanders?|all|some|most|many|none|neither|either|each|both|part|"
    r"parts|rest|whole|one|not one|factions?|units?) (?:of|from|in)(?: (?:the|its|their|any|all|both))?\s*$",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"^[^.;!?]{0,60}?\b(?:is|are|was|were|be|as) (?:simply |just |plainly |entirely |totally |completely |an? )*(?:lies?|false|"
    r"untrue|not true|wrong|nonsense|baseless|groundless|unfounded|propaganda|fabricat\w+|invent\w+|absurd|fake|myth)\b",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"^[^.;!?]{0,60}?\b(?:if|unless|until|provided|on (?:the )?condition|as long as|so long as)\b", re.IGNORECASE
)
_PERHAPS = re.compile(r"\b(?:reportedly|allegedly|apparently|supposedly)\b", re.IGNORECASE)


def is_stated(words: MarkedWords, hit: re.Match[str], speaker: Party | None, stance: Stance) -> bool:
    """Say whether a match is what the speaker states, not what others say, what does not hold or what is said of another thing.

    Somebody who denies or rejects "claims that" something is so denies that it is so: those words are no others' then.
    """
    before = _SENTENCE.split(words.text[: hit.start()])[-1]
    if stance in _DENYING:
        before = _CHARGE.sub("", before)
    around = f"{_OWN.sub(lambda own: _without_own(own, words, speaker), before)} {hit.groupdict().get('aside') or ''}"
    if _ELSEWHERE.search(around) or _UNTRUE.match(words.text[hit.end() :]):
        return False
    return not _NOT_ALL.search(before) and not _is_of_another(hit, before)


def is_plain(words: MarkedWords, hit: re.Match[str]) -> bool:
    """Say whether a match is said without condition and without "reportedly"."""
    return not _PERHAPS.search(hit.group()) and not _ONLY_IF.match(words.text[hit.end() :])


def _without_own(own: re.Match[str], words: MarkedWords, speaker: Party | None) -> str:
    """Return nothing for "we say", which is the speaker's own, and the words as they are for what somebody else says."""
    who = own.group("who")
    is_own = who is None or (speaker is not None and words.parties[int(who)].actor == speaker.actor)
    return "" if is_own else own.group()


def _is_of_another(hit: re.Match[str], before: str) -> bool:
    """Say whether the name only belongs to what is spoken of: "strikes on A", "areas held by A"."""
    if not hit.group().startswith("⟦"):
        return False
    return bool(_PART_OF.search(before)) and not _PEOPLE_OF.search(before)
