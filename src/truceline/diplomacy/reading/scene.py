"""One claim as it is read: the sentences it stands in, who is named where, and which of the words are whose.

The whole sentence is read, since who proposes often stands before the words that are claimed. What is found counts for a
claim only where the word it hangs on is the claim's own: inside its content it is what the speaker says, at its cue it is
what the speaker does by saying it. All else in the sentence is somebody else's claim, and is read from there.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Literal, NamedTuple

from truceline.diplomacy.reading.lists import Phrase, lists, word_set
from truceline.diplomacy.reading.people import People, Who
from truceline.diplomacy.reading.tokens import Token, sentences
from truceline.model import PlaceMention, Stance, TimeMention
from truceline.model.hearing import Heard

Owner = Literal["cue", "content"]
_BROKEN = re.compile(r"^\(?(\w)\)(?=\w)")
"""A first letter that an editor put in brackets: "(t)hose"."""
_OBJECTS = frozenset({"np", "rest", "prep", "inf", "obj_inf", "passive"})
"""Frames of claims whose content is what a verb is done to, and not a clause that is said."""
_LOOKING = frozenset({"expect", "await", "criticise", "criticize", "lambast", "defend", "call", "describe", "revise", "refer"})


_DENYING = frozenset(
    {"deny", "denial", "refute", "rebut", "dispute", "contradict", "disavow", "repudiate", "reject", "dismiss", "push"}
)
"""Cues that deny what stands behind them as it stands; after any other a denial is one because its own words say "not"."""
_ASKING = frozenset({"call", "ask", "press", "appeal", "plead", "push", "lobby"})
_GOING_ON = frozenset({"to", "of", "over", "for", "in", "between", "that"})
_DOUBTING = frozenset({"doubt"})
_DOCUMENTS = frozenset({"resolution", "draft", "statement", "text", "document", "report", "letter", "communique", "plan", "deal"})


class Named(NamedTuple):
    """An actor of the pack named at tokens ``[first, after)``."""

    first: int
    after: int
    actor: str
    is_demonym: bool


@cache
def _taking() -> frozenset[str]:
    """Return the cues that take, refuse or look at what their object names, without saying it."""
    words = lists()
    listed = (words.weighing, words.accepting, words.supporting, words.opposing, words.rejecting, words.retracting)
    return frozenset(each.partition("_")[0] for part in listed for each in part.split()) | _LOOKING


class Line:
    """One sentence of a scene: its tokens, their words, and who is named in it."""

    def __init__(self, scene: Scene, tokens: tuple[Token, ...]) -> None:
        self.scene = scene
        self.tokens = tokens
        self.words: Phrase = tuple(token.low for token in tokens)

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """Who of the pack is named here, in order; a name that a hyphen ties to more ("US-led") is part of a word and no name."""
        start, end = self.tokens[0].start, self.tokens[-1].end
        found = self.scene.people.registry.find(self.scene.text[start:end], self.scene.day, demonyms=True)
        placed = ((self._tokens_at(m.span.start + start, m.span.end + start), m) for m in found)
        named = (Named(at[0], at[1], m.actor_id, m.demonym) for at, m in placed if at and not self._is_tied(at[1]))
        return tuple(name for name in named if not self._is_apart(name))

    def _is_apart(self, name: Named) -> bool:
        """Say whether a state is named only for who does not speak for it: "Syrian rebels", "Moscow's allies"."""
        begin = name.after + (self.words[name.after : name.after + 1] == ("'s",))
        is_owner = name.is_demonym or begin > name.after
        head = begin + (self.words[begin : begin + 1] in {("armed",), ("main",), ("moderate",), ("political",), ("local",)})
        is_state = self.scene.people.side(name.actor) == name.actor
        return is_owner and is_state and self.words[head : head + 1] != () and self.words[head] in word_set("apart")

    def _tokens_at(self, start: int, end: int) -> tuple[int, int] | None:
        inside = [i for i, token in enumerate(self.tokens) if token.start >= start and token.end <= end]
        return (inside[0], inside[-1] + 1) if inside else None

    def _is_tied(self, after: int) -> bool:
        return after < len(self.tokens) and self.tokens[after].is_joined

    def name_at(self, i: int) -> Named | None:
        """Return who is named at token ``i``."""
        return next((name for name in self.names if name.first <= i < name.after), None)

    def slice(self, first: int, after: int) -> str:
        """Return the words at tokens ``[first, after)`` as they stand in the text, on one line, without half a pair of quotes."""
        if after <= first:
            return ""
        text = " ".join(self.scene.text[self.tokens[first].start : self.tokens[after - 1].end].split()).rstrip(" ,;:-—–")
        for opening, closing in ("“”", '""'):
            if text.count(opening) != text.count(closing) or (opening == closing and text.count(opening) % 2):
                text = text.replace(opening, "").replace(closing, "")
        return _BROKEN.sub(r"\1", text)

    def owner(self, i: int) -> Owner | None:
        """Say whether token ``i`` is the claim's own, and how."""
        return self.scene.owner(self.tokens[i].start)

    def content_end(self, i: int) -> int:
        """Return where the claim's words end that begin at token ``i``; the end of the sentence where none do, or they go on."""
        whole = len(self.tokens)
        if self.owner(i) != "content":
            return whole
        end = next((j for j in range(i, whole) if self.owner(j) != "content"), whole)
        return whole if self.words[end : end + 1] and self.words[end] in _GOING_ON else end

    def at(self, i: int) -> int:
        """Return where token ``i`` begins, in characters of the report."""
        return self.tokens[i].start + self.scene.base


class Scene:
    """A claim with what its reading asks for again and again."""

    def __init__(self, heard: Heard, people: People) -> None:
        self.heard = heard
        self.claim = heard.claim
        self.people = people
        whole = heard.sentence_at is not None and heard.words != ""
        self.text = heard.sentence if whole else heard.words
        self.base = (heard.sentence_at or 0) if whole else self.claim.content[0].start

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The sentences."""
        return tuple(Line(self, tokens) for tokens in sentences(self.text))

    @property
    def day(self) -> str | None:
        """The day for looking up names."""
        return self.heard.known_on or None

    @cached_property
    def speaker(self) -> Who | None:
        """The speaker's office; None where the report itself speaks, or nobody is told."""
        return self.people.speaker(self.claim.speaker, self.day)

    @property
    def is_narrated(self) -> bool:
        """Whether the report speaks in its own voice."""
        return self.claim.voice == "narration"

    @property
    def lemma(self) -> str:
        """The cue of the claim in its base form."""
        return self.claim.rule.partition(".")[0]

    @property
    def is_said(self) -> bool:
        """Whether the content is what the speaker says, and not only what the speaker accepts, refuses or looks at."""
        frame = self.claim.rule.partition(".")[2]
        if self.is_narrated or not self.claim.cue or frame not in _OBJECTS or (self.claim.stance == "deny" and frame == "inf"):
            return True
        return self.claim.stance not in {"reject", "deny"} and self.lemma not in _taking()

    def owner(self, start: int) -> Owner | None:
        """Say whether the word at character ``start`` of the text is the claim's own."""
        at = start + self.base
        if any(span.start <= at < span.end for span in self.claim.cue):
            return "cue"
        return "content" if any(span.start <= at < span.end for span in self.claim.content) else None

    def stance(self, owner: Owner, *, is_negated: bool) -> Stance | None:
        """Return the stance with which a fact is asserted; None where a denial of its contrary says nothing."""
        if owner == "cue" or not self.is_said:
            return "deny" if is_negated else "assert"
        if self.lemma in _DOUBTING and self.claim.stance == "assert":
            return None if is_negated else "question"
        is_content_negated = self.claim.stance == "deny" and bool(self.claim.cue) and self.lemma not in _DENYING
        if is_content_negated or self.claim.stance not in {"deny", "reject", "retract"}:
            stance: Stance = "assert" if is_content_negated else self.claim.stance
            return "deny" if is_negated else stance
        return None if is_negated else self.claim.stance

    @property
    def asks(self) -> bool:
        """Whether the content is what the speaker calls for, presses for or asks for."""
        lemma, _, frame = self.claim.rule.partition(".")
        return self.claim.stance == "demand" and frame in {"prep", "for"} and lemma in _ASKING

    def is_document(self, office: str) -> bool:
        """Say whether what is named is a paper, which has no office of its own."""
        return office not in self.people and office.lower().split()[-1:] != [] and office.lower().split()[-1] in _DOCUMENTS

    def by_speaker(self, owner: Owner) -> bool:
        """Say whether a fact is the speaker's own word, and not the report's."""
        return not self.is_narrated and (owner == "cue" or self.is_said)

    def times(self, line: Line, first: int, after: int) -> list[tuple[int, TimeMention]]:
        """Return the times of the claim that stand in tokens ``[first, after)`` of a sentence, with the token each begins at."""
        found = []
        for mention in self.claim.times:
            start = mention.span.start - self.base
            at = next((i for i in range(first, after) if line.tokens[i].start <= start < line.tokens[i].end), None)
            if at is not None:
                found.append((at, mention))
        return found

    def places(self, line: Line, first: int, after: int) -> list[tuple[int, PlaceMention]]:
        """Return the places of the claim that stand in tokens ``[first, after)`` of a sentence, with the token each begins at."""
        found = []
        for mention in self.claim.places:
            start = mention.span.start - self.base
            at = next((i for i in range(first, after) if line.tokens[i].start <= start < line.tokens[i].end), None)
            if at is not None:
                found.append((at, mention))
        return found
