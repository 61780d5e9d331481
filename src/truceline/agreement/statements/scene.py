"""One claim as it is read: its words as sentences, who speaks and for whom, and where in the report the words stand.

Whoever stands in the words is looked up by name in the pack, never guessed: a name of somebody of the speaker's own party, a
pronoun, or nothing at all means the speaker; any other name means somebody else; what no pack lists stays unresolved.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import NamedTuple

from truceline.actors import Registry, registry_of
from truceline.agreement.parties import Parties
from truceline.agreement.statements.lists import Phrase, Table, forms, lists, phrase, word_set
from truceline.agreement.statements.things import named
from truceline.agreement.statements.tokens import Token, sentences
from truceline.model.hearing import Heard

_SELF = frozenset("it they we he she i its their our who itself themselves ourselves both".split())
_FIRST_PERSON = frozenset({"we", "i", "our", "my", "ourselves"})
_OWN = frozenset({"its", "their", "our", "his", "her", "my"})
_NP_FRAMES = frozenset({"np", "rest", "inf", "obj_inf", "xcomp", "ing", "prep"})
NOBODY = ""
"""The speaker's name where the report itself speaks."""


class Named(NamedTuple):
    """Who stands in some words: the actors of the pack named there; ``is_self``: the speaker."""

    actors: tuple[str, ...]
    is_self: bool
    words: str


class Scene:
    """A claim with what its reading asks for again and again."""

    def __init__(self, heard: Heard, parties: Parties) -> None:
        self.heard = heard
        self.claim = heard.claim
        self.parties = parties
        self.agreement = parties.agreement
        self.text = heard.words
        lemma, _, frame = heard.claim.rule.partition(".")
        self.cue = lemma
        self.frame = frame

    @property
    def table(self) -> Table:
        """The names of things, those of the text among them."""
        return _table(self.parties)

    @cached_property
    def sentences(self) -> tuple[tuple[Token, ...], ...]:
        """The words as sentences; a cue that has them as its object stands before the first ("declared | the truce over")."""
        found = sentences(self.text)
        if not found or self.frame not in _NP_FRAMES or not self.cue.isalpha():
            return found
        return ((Token(forms(self.cue, lists().irregular).past, 0, 0, is_capital=False), *found[0]), *found[1:])

    @property
    def speaker(self) -> str:
        """The speaker's name; empty where the report itself speaks, or nobody is named."""
        return self.claim.speaker.name if self.claim.speaker else NOBODY

    @property
    def actor(self) -> str | None:
        """The speaker's actor id."""
        return self.claim.speaker.actor if self.claim.speaker else None

    @property
    def is_narrated(self) -> bool:
        """Whether the report speaks in its own voice."""
        return self.claim.voice == "narration"

    @property
    def party(self) -> str | None:
        """The party that the speaker speaks for."""
        return self.parties.party_of(self.actor)

    @property
    def authority(self) -> str | None:
        """The party, holder of a capacity or third party that the speaker speaks for."""
        return self.parties.authority_of(self.actor)

    @property
    def date(self) -> str | None:
        """The day it was said: as the words have it, else the last on which it can have been said."""
        said = self.claim.said_at
        return said.start[:10] if said and said.start else self.heard.said_on

    def slice(self, tokens: tuple[Token, ...], first: int, after: int) -> str:
        """Return the words at tokens ``[first, after)`` as they stand in the text."""
        within = [token for token in tokens[first:after] if token.end]
        return _trimmed(self.text[within[0].start : within[-1].end]) if within else ""

    def named(self, tokens: tuple[Token, ...], where: tuple[int, int] | None) -> Named:
        """Return who stands at some tokens; an empty stretch is the speaker."""
        if where is None:
            return Named((), is_self=False, words="")
        first, after = where
        words = self.slice(tokens, first, after)
        lows = [token.low for token in tokens[first:after] if token.end]
        is_pronoun = bool(lows) and lows[-1] in _SELF
        is_own_body = bool(lows) and lows[0] in _OWN and lows[-1] in word_set("own_bodies")
        if (is_pronoun or is_own_body) and lows[0] not in _FIRST_PERSON and self._names_another(tokens, first):
            return Named((), is_self=False, words=words)
        if not lows or ((is_pronoun or is_own_body) and not self.is_narrated):
            return Named((self.actor,) if self.actor else (), is_self=not self.is_narrated, words=words)
        return self.find(words)

    def _names_another(self, tokens: tuple[Token, ...], before: int) -> bool:
        """Say whether somebody else stands before a pronoun, so that nobody can tell whose it is."""
        named = self.find(self.slice(tokens, 0, before))
        own = {self.actor, self.party, self.authority} - {None}
        return any(own.isdisjoint(self._with_theirs(actor)) for actor in named.actors)

    def find(self, words: str) -> Named:
        """Return the actors named in some words, and whether they are the speaker or of its party."""
        named = [m.actor_id for m in registry(self.parties).find(words, self.claim_day, demonyms=True)]
        held = [holder for name in self.capacities(words) for holder in self.parties.holders(name, self.date)]
        found = tuple(dict.fromkeys((*named, *held)))
        own = {self.actor, self.party, self.authority} - {None}
        is_self = bool(found) and not self.is_narrated and any(own & set(self._with_theirs(actor)) for actor in found)
        return Named(found, is_self=is_self, words=words)

    def elsewhere(self, tokens: tuple[Token, ...]) -> str | None:
        """Return the place of a thing of another country, or of a smaller place than the agreement's: "the truce in Homs".

        None where no such place stands beside it, so that it is the agreement's own.
        """
        covered = self.agreement.coverage.places
        start, end = self.claim.content[0].start, tokens[-1].end
        for place in self.claim.places if covered else ():
            lead = self.text[end : max(end, place.span.start - start)].split()
            if place.place is None or place.span.start - start < end or lead not in (["in"], ["for"], ["across"]):
                continue
            is_abroad = place.precision == "country" and not any(place.place in self.parties.around(each) for each in covered)
            return place.place if self.is_smaller(place.place) or is_abroad else None
        return None

    def is_smaller(self, place: str) -> bool:
        """Say whether a place is a part of what the agreement covers."""
        return not set(self.agreement.coverage.places).isdisjoint(self.parties.around(place)[1:])

    def capacities(self, words: str) -> tuple[str, ...]:
        """Return the capacities of the text that stand in some words: "both guarantors", "the two co-chairs"."""
        looked = _singular(phrase(words))
        names = dict.fromkeys(capacity.name for capacity in self.agreement.capacities)
        return tuple(name for name in names if stands_in(_singular(phrase(name)), looked))

    def _with_theirs(self, actor: str) -> tuple[str | None, ...]:
        return actor, self.parties.party_of(actor), self.parties.authority_of(actor)

    @property
    def claim_day(self) -> str | None:
        """The day for looking up names."""
        return self.heard.known_on or None

    def sides(self, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Return the parties and authorities for which some actors stand, each once."""
        found = (self.parties.party_of(actor) or self.parties.authority_of(actor) for actor in actors)
        return tuple(dict.fromkeys(side for side in found if side))


@lru_cache(maxsize=8)
def registry(parties: Parties) -> Registry:
    """Return the names of the actors among whom the parties are."""
    return registry_of(parties.actors.values())


@lru_cache(maxsize=8)
def _table(parties: Parties) -> Table:
    return named(parties.agreement.aliases)


def _singular(words: Phrase) -> Phrase:
    return tuple(word.removesuffix("s") for word in words)


def stands_in(looked: Phrase, words: Phrase) -> bool:
    """Say whether the one stands in the other, word for word."""
    return bool(looked) and any(words[i : i + len(looked)] == looked for i in range(len(words)))


def _trimmed(words: str) -> str:
    """Return words without the marks that only part them from what stands beside them, and without half a pair of quotes."""
    words = words.rstrip(" ,;:-—–")
    for opening, closing in ("“”", "‘’"):
        if words.count(opening) != words.count(closing) and not (closing == "’" and "‘" not in words):
            words = words.replace(opening, "").replace(closing, "")
    return words
