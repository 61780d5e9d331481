"""Triggers: whether any rule can find anything in the words of a claim, asked before a rule looks at them.

Every rule but the one on attacks needs a name of the agreement or of a thing like it, a word for violations or for a day, or
a word for "only these may". One pattern of all of them, made from ``words.yaml`` and the agreement's own names, is searched in
the words as written, hyphens left out; it finds more than the rules do, and never less.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from truceline.agreement.statements.lists import Phrase, Table, lists, phrase, phrases_in
from truceline.agreement.statements.scene import Scene
from truceline.agreement.statements.things import named

_GAP = r"[\W_t]*"
"""What the words of a phrase may have between them without being parted: what no token is made of, and the lost "t" of "n't"."""
_NO_ONE = ("no", "one")


def may_say(scene: Scene) -> bool:
    """Say whether a claim's words or counts can say anything of its agreement, besides that a known attack happened."""
    if any(count.effect == "violations" for count in scene.claim.counts):
        return True
    return _pattern(scene.agreement.aliases).search(scene.text.lower().replace("-", "")) is not None


@lru_cache(maxsize=8)
def _pattern(aliases: tuple[str, ...]) -> re.Pattern[str]:
    by_letter: dict[str, set[str]] = defaultdict(set)
    for words in (*_phrases_of(named(aliases)), *_other_words(), *map(phrase, aliases)):
        if words:
            spelled = _GAP.join(map(re.escape, words))
            by_letter[words[0][0]].add(spelled.removeprefix(re.escape(words[0][0])))
    return re.compile("|".join(f"{re.escape(letter)}(?:{'|'.join(sorted(rest))})" for letter, rest in sorted(by_letter.items())))


def _phrases_of(table: Table) -> Iterable[Phrase]:
    return (words for entries in table.values() for words, _ in entries)


def _other_words() -> Iterable[Phrase]:
    words = lists()
    listed = (words.breaches, words.day_words, words.alone, words.sole, words.nobody, words.up_to)
    return (*(each for found in listed for each in phrases_in(found)), _NO_ONE)
