"""One sentence of a claim with what the rules of deliveries ask for: its verbs, who stands in it, and of which country it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from truceline.model.deliveries import DeliveryFact
from truceline.model.places import Place
from truceline.movements.deliveries.lists import suffered, verb_roles
from truceline.movements.wording.acts import Act, acts_in
from truceline.movements.wording.lists import Phrase
from truceline.movements.wording.scene import Scene, Sentence
from truceline.movements.wording.stretches import NOWHERE, Range


class Found(NamedTuple):
    """A fact, the rule that found it, and whether the words deny it."""

    fact: DeliveryFact
    rule: str
    is_denied: bool = False


class Line(NamedTuple):
    """A sentence, its words as compared and its listed verbs. ``countries``: by id of a place, the country that it lies in."""

    scene: Scene
    sentence: Sentence
    low: Phrase
    acts: list[Act]
    countries: Mapping[str, str]

    @property
    def is_asked(self) -> bool:
        """Whether it is a question, or words that the speaker does not stand behind either way."""
        return "?" in self.low or self.scene.is_asked

    def words(self, where: Range) -> str:
        """Return the words of some tokens as written."""
        return self.scene.words(self.sentence, where)

    def actor(self, where: Range) -> str | None:
        """Return the actor of the pack who stands at some tokens."""
        return self.scene.actor(self.sentence, where) if where != NOWHERE else None

    def actors(self, where: Range) -> tuple[str, ...]:
        """Return every actor of the pack named at some tokens, each once."""
        text = self.words(where)
        found = self.scene.registry.find(text, self.scene.heard.known_on or None, demonyms=True) if text else ()
        return tuple(dict.fromkeys(match.actor_id for match in found))

    def country(self, where: Range | None = None) -> str | None:
        """Return the one country in which the places of some tokens, or of the sentence, lie; None for none or several."""
        found = self.countries_in(where or (0, len(self.low)))
        return found[0] if len(found) == 1 else None

    def countries_in(self, where: Range) -> tuple[str, ...]:
        """Return the countries of the places among some tokens, each once, in order: never anything finer."""
        inside = (p for p in self.scene.claim.places if p.place and self.scene.within(p.span, self.sentence, where))
        found = (self.countries.get(place.place or "") for place in sorted(inside, key=lambda p: p.span))
        return tuple(dict.fromkeys(country for country in found if country))

    def day(self, where: Range) -> str | None:
        """Return the one day that some tokens name."""
        return self.scene.day(self.sentence, where)


def lines(scene: Scene, countries: Mapping[str, str]) -> Iterator[Line]:
    """Yield the sentences of a claim with what stands in them."""
    for sentence in scene.sentences:
        yield Line(scene, sentence, sentence.low, acts_in(sentence.low, verb_roles(), suffered()), countries)


def countries_of(places: tuple[Place, ...]) -> dict[str, str]:
    """Return, by id of a place of the theatre, the country that it is or lies in."""
    lies_in = ((place.id, place.id if place.precision == "country" else place.country) for place in places)
    return {place: country for place, country in lies_in if country}
