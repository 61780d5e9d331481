"""The word lists of statements, from ``words.yaml``, read once and turned round for looking up.

>>> forms("end", {}) == VerbForms(base="end", third="ends", past="ended", participle="ended", ing="ending")
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec
from ruamel.yaml import YAML

Phrase = tuple[str, ...]
"""Words in lower case, in order; hyphens are left out ("ceasefire")."""
_VOWELS = frozenset("aeiou")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[’'][a-z]+")


class ActWords(msgspec.Struct, frozen=True):
    """The words of one act: what one does to a truce, what it does itself, how it then is, and what that is called."""

    verbs: str = ""
    itself: str = ""
    states: str = ""
    nouns: str = ""


class VerbForms(NamedTuple):
    """The forms of a verb."""

    base: str
    third: str
    past: str
    participle: str
    ing: str


def words_in(listed: str) -> frozenset[str]:
    """Return the single words of a list."""
    return frozenset(plain(word) for word in listed.split())


def phrases_in(listed: str) -> tuple[Phrase, ...]:
    """Return the phrases of a list, each as its words."""
    return tuple(phrase(word) for word in listed.split())


def phrase(listed: str) -> Phrase:
    """Return the words of a listed or written phrase: "cease-fire_deal" has two."""
    return tuple(plain(word) for word in _WORD.findall(listed.replace("_", " ").lower().replace("’", "'")))


def plain(word: str) -> str:
    """Return a word as it is compared: lower case, hyphens left out, a straight apostrophe."""
    return word.lower().replace("-", "").replace("’", "'") or word


def forms(base: str, irregular: dict[str, str]) -> VerbForms:
    """Return the forms of a verb, regular ones made.

    A final "y" after a consonant turns to "i", and before "ing" a single final "e" is dropped.

    >>> forms("decree", {}).ing, forms("uphold", {"uphold": "upheld"}).participle
    ('decreeing', 'upheld')
    """
    third = base + ("es" if base.endswith(("s", "x", "ch", "sh", "o")) else "s")
    past = base + "ed"
    if base.endswith("e"):
        past = base + "d"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    participle = past
    if base in irregular:
        past, _, other = irregular[base].partition(" ")
        participle = other or past
    return VerbForms(base, third, past, participle, _stem(base, past) + "ing")


def _stem(base: str, past: str) -> str:
    """Return a verb as it stands before "ing"."""
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1]
    return base + base[-1] if _doubles(base, past) else base


def _doubles(base: str, past: str) -> bool:
    """Say whether the last letter is doubled: where the past doubles it, or in the short verbs that have no regular past."""
    return past.startswith(base + base[-1]) or (base in {"begin", "put", "set", "let", "quit", "hit", "forbid"})


class Lists(msgspec.Struct, frozen=True):
    """``words.yaml`` as a value; see there for what each list means."""

    irregular: dict[str, str]
    truces: str
    calms: str
    deals: str
    of_peace: str
    kinds: str
    participation: str
    operations: str
    loose: str
    armed: str
    fire: str
    peaceful: str
    acts: dict[str, ActWords]
    keep: str
    recognise: str
    halt: str
    own_calm: str
    unilateral: str
    performing: str
    deciding: str
    promising: str
    declining: str
    granting: str
    saying: str
    void_cues: str
    conditional: str
    unreal: str
    nearly: str
    contents: str
    negations: str
    adverbs: str
    auxiliaries: str
    futures: str
    modals: str
    assessments: str
    declines: str
    described: str
    chances: str
    outlooks: str
    of_being: str
    placing: str
    hedges: str
    hopes_only: str
    forecasts: str
    few: str
    consecutive: str
    alone: str
    sole: str
    nobody: str
    own_bodies: str
    units: str
    all_sides: str
    reaching: str
    agreements: str
    holding: str
    not_holding: str
    except_: str = msgspec.field(name="except")
    entitled: str
    up_to: str
    breaking: str
    breaches: str
    by_side: str
    tallying: str
    day_words: str
    calmness: str
    violence: str
    other_than_calm: str
    broken: str
    asked_for: str
    passing: str
    ordinals: str
    numbers: str
    fulfilled: str


@cache
def lists() -> Lists:
    """Return the word lists."""
    source = resources.files("truceline.agreement.statements").joinpath("words.yaml")
    return msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), Lists)


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of single words by its name in the file."""
    return words_in(getattr(lists(), name))


class VerbPhrase(NamedTuple):
    """A verb with its particle as it may stand in a text, and in which form: base, third, past, participle or ing."""

    words: Phrase
    form: str
    base: Phrase


def verb_phrases(listed: str) -> Iterator[VerbPhrase]:
    """Yield every form of every listed verb; a word that serves as past and as participle is yielded as each of them."""
    for each in phrases_in(listed):
        for name, word in forms(each[0], lists().irregular)._asdict().items():
            yield VerbPhrase((word, *each[1:]), name, each)


Table = dict[str, tuple[tuple[Phrase, str], ...]]


def table(entries: Iterable[tuple[Phrase, str]]) -> Table:
    """Turn phrases with a label into a table by first word, longest first."""
    found: dict[str, dict[Phrase, str]] = {}
    for words, label in entries:
        found.setdefault(words[0], {}).setdefault(words, label)
    return {first: tuple(sorted(each.items(), key=lambda item: -len(item[0]))) for first, each in found.items()}
