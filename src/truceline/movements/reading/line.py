"""One sentence of a claim with what every rule asks for, and what a rule finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from truceline.model.claims import Stance
from truceline.model.movements import MovementFact
from truceline.movements.reading.lists import suffered, verb_roles
from truceline.movements.reading.mentions import Mention, head, mentions, names_others
from truceline.movements.wording.acts import Act, acts_in
from truceline.movements.wording.lists import Phrase
from truceline.movements.wording.moods import listed
from truceline.movements.wording.scene import Scene, Sentence
from truceline.movements.wording.stretches import NOWHERE, Range, phrase_from, subject_of


class Found(NamedTuple):
    """A fact, the rule that found it, and whether the words deny it. ``is_general``: of no one movement that is known.

    ``stance``: instead of the claim's, where what is told is only taken for granted in it.
    """

    fact: MovementFact
    rule: str
    is_denied: bool = False
    is_general: bool = False
    stance: Stance | None = None


class Line(NamedTuple):
    """A sentence, its words as compared, its listed verbs and the movements named in it."""

    scene: Scene
    sentence: Sentence
    low: Phrase
    acts: list[Act]
    mentions: list[Mention]

    @property
    def is_first(self) -> bool:
        """Whether it is the first sentence of its claim, before which the cue may stand."""
        return self.sentence == self.scene.sentences[0]

    @property
    def is_asked(self) -> bool:
        """Whether it is a question, or words that the speaker does not stand behind either way."""
        return "?" in self.low or self.scene.is_asked

    def head(self, where: Range) -> Mention | None:
        """Return the movement that some tokens are about."""
        return head(self.low, where, self.mentions)

    def head_of_subject(self, act: Act) -> Mention | None:
        """Return the movement that a verb is told of as its subject, not what another verb before is done to."""
        mention = self.head(act.subject)
        is_led = mention is not None and (act.form == "ing" or "to" in self.low[mention.after : act.first])
        if mention is None or is_led:
            return mention
        return None if any(act.subject[0] < each.first < mention.first for each in self.acts) else mention

    def named(self, where: Range) -> str | None:
        """Return who stands at some tokens; "it" in the report's own words is who is told to have said so."""
        found = self.scene.named(self.sentence, where)
        said = next((i for i in range(where[0] - 1, 0, -1) if self.low[i] in listed("saying")), None)
        if found is None and said is not None and self.low[where[0] : where[1]] in {("it",), ("they",), ("he",), ("she",)}:
            return self.scene.actor(self.sentence, subject_of(self.low, said))
        return found

    def day(self, where: Range | None = None) -> str | None:
        """Return the one day that some tokens, or the whole sentence, name."""
        return self.scene.day(self.sentence, where or (0, len(self.low)))

    def day_of(self, act: Act) -> str | None:
        """Return the day of a verb: the one behind it up to the next verb, else the one of its clause, else of its subject."""
        later = (each.group.first for each in self.acts if each.group.first > act.first)
        around = clause(self.low, act.first)
        nearest = (act.first, min(next(later, len(self.low)), len(self.low)))
        return self.day(nearest) or self.day(around) or self.day((act.whole[0], around[1]))

    def place(self, where: Range) -> str | None:
        """Return the first place among some tokens."""
        return self.scene.place(self.sentence, where)

    def words(self, where: Range) -> str:
        """Return the words of some tokens as written."""
        return self.scene.words(self.sentence, where)

    def is_about_aid(self, words: frozenset[str]) -> bool:
        """Say whether there is talk of aid in the sentence or around it."""
        return bool(self.mentions) or (not names_others(self.low) and self.scene.is_about(self.sentence, words))

    def phrase_after(self, preps: frozenset[str], where: Range) -> Range:
        """Return the noun phrase behind the first of some prepositions among some tokens."""
        for i in range(where[0], where[1]):
            if self.low[i] in preps:
                return phrase_from(self.low, i + 1)
        return NOWHERE

    def before_verb(self, act: Act) -> Phrase:
        """Return the words of a verb's group before it."""
        return self.low[act.group.first : act.first]


def lines(scene: Scene) -> Iterator[Line]:
    """Yield the sentences of a claim with what stands in them."""
    for sentence in scene.sentences:
        yield Line(scene, sentence, sentence.low, acts_in(sentence.low, verb_roles(), suffered()), mentions(scene, sentence))


def clause(low: Phrase, i: int) -> Range:
    """Return the clause in which a token stands, between the breaks around it."""
    begin = end = i
    while begin > 0 and low[begin - 1] not in listed("breaks") - {"and"}:
        begin -= 1
    while end < len(low) and low[end] not in listed("breaks") - {"and"}:
        end += 1
    return begin, end
