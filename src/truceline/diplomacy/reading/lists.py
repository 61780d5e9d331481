"""The word lists of diplomacy, from ``words.yaml``, read once and turned round for looking up.

>>> [hit.label for hit in hits(("a", "no", "fly", "zone", "over", "the", "valley"), kinds())]
['flight_limit']
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
"""Words in lower case, in order; hyphens part them as spaces do ("no-fly zone" has three)."""
Table = dict[str, tuple[tuple[Phrase, str], ...]]
"""Phrases with a label, by their first word, longest first."""
_VOWELS = frozenset("aeiou")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_DOUBLED = frozenset(
    {"ban", "bar", "stop", "step", "drop", "submit", "commit", "cut", "set", "put", "get", "shut", "let", "confer"}
)


class Lists(msgspec.Struct, frozen=True):
    """``words.yaml`` as a value; see there for what each list means."""

    irregular: dict[str, str]
    kinds: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    times: dict[str, int]
    proposing: str
    hinting: str
    calling: str
    urging: str
    proposals: str
    named_again: str
    phone: str
    no_proposals: str
    hearsay: str
    untrue: str
    ending: str
    failing: str
    compounds: str
    limits: str
    limit_nouns: str
    flying: str
    shooting: str
    letting: str
    leaving: str
    lifting: str
    sieges: str
    accepting: str
    agreeing: str
    supporting: str
    opposing: str
    rejecting: str
    weighing: str
    retracting: str
    support_nouns: str
    oppose_nouns: str
    reject_nouns: str
    against: str
    in_favour: str
    against_of: str
    favour_of: str
    open_to: str
    duties: str
    bound: str
    in_part: str
    ringing: str
    meeting: str
    talking: str
    convening: str
    hosting: str
    visiting: str
    writing: str
    calls: str
    meetings: str
    talks: str
    visits: str
    letters: str
    not_held: str
    missing: str
    by_phone: str
    attending: str
    attenders: str
    chairing: str
    chair_verbs: str
    suspending: str
    closing: str
    resuming: str
    opening: str
    channels: str
    resumptions: str
    suspensions: str
    threatening: str
    warning: str
    vowing: str
    threats: str
    hostile: str
    followed_by: str
    refusing: str
    or_else: str
    deadlines: str
    hidden: str
    hiding: str
    terms: str
    roles: str
    own: str
    unlisted: str
    apart: str
    adverbs: str
    days: str


@cache
def lists() -> Lists:
    """Return the word lists."""
    source = resources.files("truceline.diplomacy.reading").joinpath("words.yaml")
    return msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), Lists)


def phrase(written: str) -> Phrase:
    """Return the words of a listed or written phrase."""
    return tuple(_WORD.findall(written.replace("_", " ").lower().replace("’", "'")))


def phrases_in(listed: str) -> tuple[Phrase, ...]:
    """Return the phrases of a list, each as its words."""
    return tuple(phrase(each) for each in listed.split())


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of single words by its name in the file."""
    return frozenset(getattr(lists(), name).split())


def table(entries: Iterable[tuple[Phrase, str]]) -> Table:
    """Turn phrases with a label into a table."""
    found: dict[str, dict[Phrase, str]] = {}
    for words, label in entries:
        found.setdefault(words[0], {}).setdefault(words, label)
    return {first: tuple(sorted(each.items(), key=lambda item: -len(item[0]))) for first, each in found.items()}


@cache
def phrases(*names: str) -> Table:
    """Return some lists of phrases as one table, labelled with their names."""
    return table((each, name) for name in names for each in phrases_in(getattr(lists(), name)))


@cache
def kinds() -> Table:
    """Return the words that name a kind of proposal by themselves."""
    return table((each, kind) for kind, listed in lists().kinds.items() for each in phrases_in(listed))


@cache
def verbs(*names: str) -> Table:
    """Return every form of the verbs of some lists, labelled with the list and the form: "proposing:past"."""
    return table((words, f"{name}:{form}") for name in names for words, form in _verb_forms(getattr(lists(), name)))


def _verb_forms(listed: str) -> Iterator[tuple[Phrase, str]]:
    for first, *rest in phrases_in(listed):
        for form, word in forms(first).items():
            yield (word, *rest), form


def forms(base: str) -> dict[str, str]:
    """Return the forms of a verb by name; where past and participle are one word it counts as the past.

    >>> forms("ban")["ing"], forms("deny")["past"], forms("break")["participle"]
    ('banning', 'denied', 'broken')
    """
    stem = base + base[-1] if base in _DOUBLED else base
    past = stem + "ed"
    third = base + ("es" if base.endswith(("s", "x", "ch", "sh", "o")) else "s")
    if base.endswith("e"):
        past = base + "d"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    participle = past
    if base in lists().irregular:
        past, _, other = lists().irregular[base].partition(" ")
        participle = other or past
    ing = (base[:-1] if base.endswith("e") and not base.endswith("ee") else stem) + "ing"
    return {"past": past, "participle": participle, "third": third, "ing": ing, "base": base}


class Hit(NamedTuple):
    """A listed phrase at tokens ``[first, after)``, with its label."""

    first: int
    after: int
    label: str


def hits(words: Phrase, listed: Table, first: int = 0, after: int | None = None) -> Iterator[Hit]:
    """Yield the listed phrases that begin in ``[first, after)``, the longest at each place, none overlapping."""
    end = len(words) if after is None else min(after, len(words))
    past = first = max(first, 0)
    for i in range(first, end):
        if i < past or words[i] not in listed:
            continue
        hit = at(words, i, listed)
        if hit is not None:
            past = hit.after
            yield hit


def at(words: Phrase, i: int, listed: Table) -> Hit | None:
    """Return the longest listed phrase that begins at token ``i``."""
    entries = listed.get(words[i], ()) if 0 <= i < len(words) else ()
    return next((Hit(i, i + len(p), name) for p, name in entries if words[i : i + len(p)] == p), None)


def has(words: Phrase, listed: Table) -> bool:
    """Say whether any listed phrase stands among some words."""
    return next(hits(words, listed), None) is not None
