"""Triggers: whether any rule can find anything in a sentence, asked before a rule looks at it.

One pattern of the words without which no rule finds anything, searched in the words as written; it finds more than the rules
do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from truceline.diplomacy.reading.lists import Phrase, Table, phrases, verbs

_GAP = r"[\W_]+"
_NOUNS = (
    "proposals",
    "support_nouns",
    "oppose_nouns",
    "reject_nouns",
    "against",
    "in_favour",
    "against_of",
    "favour_of",
    "open_to",
    "duties",
    "bound",
    "calls",
    "meetings",
    "talks",
    "visits",
    "letters",
    "chairing",
    "threats",
    "deadlines",
    "followed_by",
    "hidden",
)
_VERBS = (
    "proposing",
    "hinting",
    "calling",
    "urging",
    "accepting",
    "supporting",
    "opposing",
    "rejecting",
    "weighing",
    "retracting",
    "ringing",
    "meeting",
    "talking",
    "convening",
    "hosting",
    "visiting",
    "writing",
    "suspending",
    "closing",
    "resuming",
    "opening",
    "threatening",
    "warning",
    "vowing",
    "refusing",
    "hiding",
)


def may_tell(sentence: str) -> bool:
    """Say whether a sentence has any word of diplomacy."""
    return _pattern().search(sentence.lower()) is not None


@cache
def _pattern() -> re.Pattern[str]:
    by_letter: dict[str, set[str]] = defaultdict(set)
    for words in (
        *_phrases_of(phrases(*_NOUNS)),
        *_phrases_of(verbs(*_VERBS)),
        ("unless",),
        ("otherwise",),
        ("gave",),
        ("called",),
        ("appealed",),
        ("pleaded",),
        ("pushed",),
        ("given",),
    ):
        by_letter[words[0][0]].add(_GAP.join(map(re.escape, words))[1:])
    parts = (f"{letter}(?:{'|'.join(sorted(rest))})" for letter, rest in sorted(by_letter.items()))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def _phrases_of(listed: Table) -> list[Phrase]:
    return [words for entries in listed.values() for words, _ in entries]
