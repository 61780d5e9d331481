"""Kinds: what is proposed, by its first telling words, and how far a stretch of words reaches.

A limit and what is limited within a few words make a limit on flights ("grounding all warplanes") or an end of fire ("a halt
to the bombing"); the other kinds have words of their own. What stands first says the kind: "a pause to save the truce" is a
pause.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from truceline.diplomacy.reading.lists import Hit, Phrase, Table, at, hits, kinds, phrases, verbs, word_set
from truceline.model.diplomacy import ProposalKind

_NEAR, _BEFORE = 6, 4
_PARTING = frozenset({",", "and", "for", "but", "or", "by", "so"})
_STOPS = frozenset(
    {";", ":", "—", "–", "-", "but", "?", "while", "although", "though", "because", "following", "amid", "despite", "saying"}
)
_AFTER_COMMA = frozenset(
    "who which saying and as adding calling although while but after when with a the he she it they arguing because".split()
)
_ASIDES = frozenset({"after", "when"})


class Kind(NamedTuple):
    """The kind of a proposal, by the words at tokens ``[first, after)``."""

    kind: ProposalKind
    first: int
    after: int


def kind_in(words: Phrase, first: int, after: int) -> Kind | None:
    """Return the kind of what stands in tokens ``[first, after)``: that of the first telling words; None where none tells.

    That a truce be ended is no truce proposed: it is of the kind ``other``; that it fails is nobody's proposal.
    """
    for i in range(first, after):
        found = _at(words, i, after)
        if found is not None:
            return _turned(words, max(first, i - _BEFORE), found)
    return None


def _turned(words: Phrase, first: int, found: Kind) -> Kind | None:
    before = range(found.first - 1, first - 1, -1)
    near = next((i for i in before if words[i] in _PARTING), first - 1)
    if any(words[i] in word_set("failing") for i in before if i > near):
        return None
    ending = next((i for i in before if i > near and words[i] in word_set("ending")), None)
    return Kind("other", ending, found.after) if ending is not None else found


def _at(words: Phrase, i: int, after: int) -> Kind | None:
    pair = _pair(words, i, after)
    if pair is not None:
        return pair
    hit = at(words, i, kinds())
    if hit is None or hit.after > after or _is_compound(words, hit):
        return None
    return Kind(_kind(hit.label), hit.first, hit.after)


def _is_compound(words: Phrase, hit: Hit) -> bool:
    """Say whether a word for a kind only tells which line, room or talks is meant; talks on a truce are talks."""
    return words[hit.after : hit.after + 1] != () and words[hit.after] in word_set("compounds")


def _kind(label: str) -> ProposalKind:
    kind: ProposalKind = label  # type: ignore[assignment]  # the keys of the list are the kinds
    return kind


def _pair(words: Phrase, i: int, after: int) -> Kind | None:
    """Return the kind that two words make together: what limits and what is limited, in either order."""
    for first, second, kind in _pairs():
        hit = at(words, i, first)
        if hit is None or hit.after > after:
            continue
        near = next(hits(words, second, hit.after, min(after, hit.after + _NEAR)), None)
        if near is not None and not _is_parted(words, hit.after, near.first):
            return Kind(kind, hit.first, near.after)
    return None


def _is_parted(words: Phrase, first: int, after: int) -> bool:
    return not _STOPS.isdisjoint(words[first:after])


@cache
def _pairs() -> tuple[tuple[Table, Table, ProposalKind], ...]:
    limits = verbs("limits")
    nouns = phrases("limit_nouns")
    flying, shooting = phrases("flying"), phrases("shooting")
    return (
        (limits, flying, "flight_limit"),
        (nouns, flying, "flight_limit"),
        (flying, verbs("limits"), "flight_limit"),
        (limits, shooting, "ceasefire"),
        (nouns, shooting, "ceasefire"),
        (verbs("letting"), verbs("leaving"), "evacuation"),
        (verbs("lifting"), phrases("sieges"), "aid_access"),
    )


def reach(words: Phrase, first: int, *, is_listed: bool = False) -> int:
    """Return where the stretch ends that begins at token ``first`` and is one thing said: at its clause's end.

    A comma ends it; where ``is_listed``, only one behind which something else begins.
    """
    for i in range(first, len(words)):
        low = words[i]
        if low in _STOPS or (low in _ASIDES and i > first + 1):
            return i
        is_new = i + 1 >= len(words) or words[i + 1] in _AFTER_COMMA
        if low == "," and i > first and (is_new or not is_listed):
            return i
    return len(words)


def phrase_end(words: Phrase, first: int, after: int) -> int:
    """Return where the noun phrase ends that begins at token ``first``: before the next verb of its own clause."""
    for i in range(first + 1, after):
        if words[i] in _VERBAL and not {"that", "which", "who"}.intersection(words[first:i]):
            return i
    return after


_VERBAL = frozenset("was were is are has had will would have could can may might must should met came drew provoked".split())
