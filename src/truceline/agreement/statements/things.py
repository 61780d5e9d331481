"""What a sentence speaks of: the agreement under one of its names, a calm of somebody's own, a part in it, or operations.

A thing runs from its article to its last word: "the fragile cease-fire agreement". What is called an agreement or a deal only
counts where it is told apart as one about peace, or is meant as known ("the deal"), and bears no other proper name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args

from truceline.agreement.statements.lists import Phrase, Table, lists, phrase, phrases_in, table, word_set
from truceline.agreement.statements.tokens import Token, hits, lows

Kind = Literal["truce", "calm", "deal", "part", "operations", "fire"]
_ARTICLES = frozenset(
    "a an the this that these those its their his her our my your any no such another every each all both".split()
)
_INDEFINITE = frozenset("a an another".split())
_STOP = frozenset(
    "of in on to for by with from at into and or but as than that which who whom whose if when while after before since until"
    " is are was were be been being has have had do does did not it they we he she i you there n't will would could".split()
)
_JOINED = frozenset({"'s", "'", ",", "-", "–"})
_KINDS: Mapping[str, Kind] = {each: each for each in get_args(Kind)}
_KIND_OF = {"loose": "operations", "alias": "deal"}
_REACH = 6


class Thing(NamedTuple):
    """A name of something at tokens ``[first, after)``, whose own word begins at ``head``. ``before``: the words in front."""

    first: int
    head: int
    after: int
    kind: Kind
    before: Phrase

    @property
    def is_definite(self) -> bool:
        """Whether it is meant as known: neither "a truce" nor "truce" without an article."""
        return bool(self.before) and self.before[0] not in _INDEFINITE and (self.before[0] in _ARTICLES or "'s" in self.before)


@cache
def _listed() -> Table:
    words = lists()
    named = (("truce", words.truces), ("calm", words.calms), ("deal", words.deals), ("part", words.participation))
    entries = [(each, kind) for kind, listed in named for each in phrases_in(listed)]
    ours = [(each, "operations") for each in phrases_in(words.operations)]
    return table(
        [
            *entries,
            *ours,
            *((each, "loose") for each in phrases_in(words.loose)),
            *((each, "fire") for each in phrases_in(words.fire)),
        ]
    )


@cache
def named(aliases: tuple[str, ...]) -> Table:
    """Return the table of things together with the names that a text gives to itself."""
    found = dict(_listed())
    entries = [(phrase(alias), "alias") for alias in aliases if phrase(alias)]
    for first, several in table(entries).items():
        kept = [(words, label) for words, label in found.get(first, ()) if words not in dict(several)]
        found[first] = tuple(sorted((*several, *kept), key=lambda item: -len(item[0])))
    return found


def things(tokens: tuple[Token, ...], listed: Table) -> tuple[Thing, ...]:
    """Return the things that a sentence names, in order."""
    words = lows(tokens)
    found = (_thing(tokens, words, hit.first, hit.after, hit.label) for hit in hits(words, listed))
    return tuple(_joined([thing for thing in found if thing]))


def _thing(tokens: tuple[Token, ...], words: Phrase, head: int, after: int, label: str) -> Thing | None:
    first = head
    while first > 0 and head - first < _REACH and words[first - 1] not in _STOP and _is_modifier(words, first - 1):
        first -= 1
        if words[first] in _ARTICLES:
            break
    before = words[first:head]
    if label == "truce" and after < len(words) and words[after] in word_set("kinds"):
        after += 1
    if label == "deal" and not _is_of_peace(tokens, first, head):
        return None
    if label == "loose" and not word_set("armed").intersection(before):
        return None
    if label in {"loose", "operations"} and word_set("peaceful").intersection(before):
        return None
    kind = _KINDS[_KIND_OF.get(label, label)]
    return Thing(first, head, after, kind, before)


def _is_modifier(words: Phrase, i: int) -> bool:
    return words[i][0].isalnum() or words[i] in _JOINED - {","}


def _is_of_peace(tokens: tuple[Token, ...], first: int, head: int) -> bool:
    """Say whether an "agreement" is one about peace: so called, or meant as known and without another name of its own."""
    before = tokens[first:head]
    if any(token.low in word_set("of_peace") for token in before):
        return True
    return (
        bool(before)
        and before[0].low in _ARTICLES - {"a", "an", "any", "no", "such", "another", "every", "each"}
        and len(before) == 1
    )


def _joined(found: Iterable[Thing]) -> Iterable[Thing]:
    """Make one of "ceasefire" and "agreement" that stand side by side, and let the longer reach of the two hold."""
    kept: list[Thing] = []
    for thing in found:
        if kept and thing.head < kept[-1].after + 1 and thing.kind == "deal":
            kept[-1] = kept[-1]._replace(after=max(thing.after, kept[-1].after))
        else:
            kept.append(thing)
    return kept
