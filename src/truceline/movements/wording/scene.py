"""One claim as it is read: its words as sentences, its counts, times and places by where they stand, and who is named in it.

Whoever stands in the words is looked up by name in the pack, never guessed; "it", "we" and the like are the speaker. What
no pack lists stays words.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from truceline.actors import Registry
from truceline.model import Claim, Count, EventMention, Span
from truceline.model.assertions import Assertion, F, Source
from truceline.model.claims import Stance
from truceline.model.hearing import Heard
from truceline.movements.wording.lists import forms
from truceline.movements.wording.moods import listed, mood_lists
from truceline.movements.wording.stretches import NOWHERE, Range
from truceline.movements.wording.tokens import Token, sentences

SELF = frozenset("it they we he she i its their our his her itself themselves ourselves".split())
_LED = frozenset({"inf", "np", "rest", "obj_inf", "xcomp", "ing", "prep"})
"""Frames of a cue of which the words are an object: "vowed | to block aid" reads on from the cue."""
_ASKING = frozenset({"question", "cannot_verify"})
_COMMENT = frozenset("comment say discuss answer confirm elaborate speculate respond reply disclose".split())
_ACTING = frozenset({"decline", "reject", "deny"})
"""Stances under which a cue that refuses leave is an act, and not a word about somebody's words: "denied the convoy entry"."""
_FINE = frozenset({"instant", "hour", "night", "day"})
_LONGEST = 300
"""What has more words than this is no sentence: a list, or text that somebody made to be slow."""
_LEAD_WORDS = 10
_NAME_WORDS = 8
"""What has more words than this is no name that anybody would look for."""
_PARTS_OF = frozenset("town village city suburb district neighbourhood neighborhood area province countryside of the 's".split())
_ENDED = re.compile(r"[.!?;]")
_LEAD = frozenset("a an the some this that these those any all several".split())


class Sentence(NamedTuple):
    """One sentence of a claim: its tokens, and the same as compared."""

    tokens: tuple[Token, ...]
    low: tuple[str, ...]


class Scene:
    """A claim with what its reading asks for again and again."""

    def __init__(self, heard: Heard, registry: Registry) -> None:
        self.heard = heard
        self.claim: Claim = heard.claim
        self.registry = registry
        self.text = heard.words
        self.cue, _, self.frame = heard.claim.rule.partition(".")

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The words as sentences; a cue that has them as its object stands before the first. What is too long is left out."""
        found = sentences(self.text)
        if found and self.lead:
            found = ((*self.lead, *found[0]), *found[1:])
        return tuple(Sentence(tokens, tuple(token.low for token in tokens)) for tokens in found if len(tokens) <= _LONGEST)

    @cached_property
    def lead(self) -> tuple[Token, ...]:
        """The words right before those of the claim, up to its cue, of which they are an object; without a place of their own.

        Empty where the words stand by themselves ("said that ..."); the cue alone where it stands elsewhere.
        """
        if self.frame not in _LED or not self.cue.isalpha() or self.is_narrated:
            return ()
        at, content, cue = self.heard.sentence_at, self.claim.content[0], self.claim.cue
        if at is None or not cue or not at <= cue[-1].end <= content.start:
            past = forms(self.cue, mood_lists().irregular).past
            return Token("it", 0, 0), Token(past, 0, 0)
        before = sentences(self.heard.sentence[: content.start - at])
        tokens = before[-1] if before else ()
        cut = max((i + 1 for i, token in enumerate(tokens) if token.low in listed("breaks") - {"and"}), default=0)
        return tuple(Token(token.low, 0, 0) for token in tokens[max(cut, len(tokens) - _LEAD_WORDS) :])

    @property
    def is_unreal(self) -> bool:
        """Whether the words before the claim's own say that it might have been: "would have decided to"."""
        low = frozenset(token.low for token in self.lead)
        return bool(low & {"would", "could", "might", "should"}) and bool(low & listed("have"))

    @property
    def is_narrated(self) -> bool:
        """Whether the report speaks in its own voice."""
        return self.claim.voice == "narration"

    @property
    def is_asked(self) -> bool:
        """Whether the speaker asks, or will not say, so that nothing of the words is told."""
        is_silent = not _COMMENT.isdisjoint(token.low for token in self.sentences[0].tokens) if self.sentences else True
        return self.claim.stance in _ASKING or (self.claim.stance == "decline" and is_silent)

    @property
    def speaker(self) -> str:
        """The speaker's actor id, else its name; empty where the report itself speaks or nobody is named."""
        who = self.claim.speaker
        return (who.actor or who.name) if who else ""

    def says(self, fact: F, rule: str, *, is_denied: bool = False, stance: Stance | None = None) -> Assertion[F]:
        """Return that the claim asserts a fact; ``is_denied``: the words say that it was not so."""
        who = self.claim.speaker
        kept = stance or self.claim.stance
        return Assertion(
            subject="",
            fact=fact,
            by=self.speaker,
            name=who.name if who else "",
            via=tuple(relay.name for relay in self.claim.via),
            stance="deny" if is_denied else kept,
            unnamed=who.unnamed if who else not self.is_narrated,
            rule=rule,
            source=Source(
                id=self.claim.id,
                known_on=self.heard.known_on,
                said_on=self.heard.said_on,
                standing=self.heard.standing,
                report=self.claim.report,
            ),
        )

    @cached_property
    def behind(self) -> str:
        """What stands behind the words of a narrated claim in their sentence, where somebody else's words begin."""
        at = self.heard.sentence_at
        if not self.is_narrated or at is None or not self.claim.content:
            return ""
        rest = self.heard.sentence[max(0, self.claim.content[-1].end - at) :]
        return _ENDED.split(rest, maxsplit=1)[0].replace("\n", " ")

    def is_own_act(self, first: int) -> bool:
        """Say whether a verb group that begins at a token of the first sentence is the cue: then the claim itself is the act."""
        return first < len(self.lead) and self.claim.stance in _ACTING

    # what stands where

    def words(self, sentence: Sentence, where: Range) -> str:
        """Return the words of some tokens as they stand in the text, without marks at the ends."""
        inside = [token for token in sentence.tokens[where[0] : where[1]] if token.end]
        return self.text[inside[0].start : inside[-1].end].strip(" ,;:-—–“”\"'‘’").replace("\n", " ") if inside else ""

    def offset(self, span: Span) -> int | None:
        """Return where a span of the report begins in the claim's words; None where it stands outside."""
        at = 0
        for content in self.claim.content:
            if content.holds(span):
                return at + span.start - content.start
            at += len(content) + 1
        return None

    def within(self, span: Span, sentence: Sentence, where: Range) -> bool:
        """Say whether a span of the report stands among some tokens of a sentence."""
        at = self.offset(span)
        inside = [token for token in sentence.tokens[where[0] : where[1]] if token.end]
        return at is not None and bool(inside) and inside[0].start <= at < inside[-1].end

    def token_at(self, span: Span, sentence: Sentence) -> int | None:
        """Return the number of the token in which a span of the report begins."""
        at = self.offset(span)
        return next((i for i, t in enumerate(sentence.tokens) if at is not None and t.end and t.start <= at < t.end), None)

    def day(self, sentence: Sentence, where: Range) -> str | None:
        """Return the day or instant that stands among some tokens, where exactly one does."""
        found = {
            time.start if time.start == time.end or time.precision == "instant" else time.start[:10]
            for time in self.claim.times
            if time.start and time.precision in _FINE and self.within(time.span, sentence, where)
        }
        return found.pop() if len(found) == 1 else None

    def place(self, sentence: Sentence, where: Range) -> str | None:
        """Return the first place among some tokens, of "the X town of Y" the narrower: its id in the pack, else its name."""
        inside = sorted((p for p in self.claim.places if self.within(p.span, sentence, where)), key=lambda p: p.span)
        if not inside:
            return None
        found = inside[0]
        for finer in inside[1:]:
            first, after = self.token_at(found.span, sentence), self.token_at(finer.span, sentence)
            between = sentence.low[(first or 0) + 1 : after or 0]
            if "of" not in between or not _PARTS_OF.issuperset(between):
                break
            found = finer
        return found.place or found.name

    def counts(self, sentence: Sentence) -> list[tuple[int, Count]]:
        """Return the counts of a sentence with the token at which each begins."""
        found = ((self.token_at(count.span, sentence), count) for count in self.claim.counts)
        return [(at, count) for at, count in found if at is not None]

    def events(self, sentence: Sentence) -> list[tuple[int, EventMention]]:
        """Return the event mentions of a sentence with the token at which each begins."""
        found = ((self.token_at(event.span, sentence), event) for event in self.claim.events)
        return [(at, event) for at, event in found if at is not None]

    # who

    def named(self, sentence: Sentence, where: Range) -> str | None:
        """Return who stands at some tokens: an actor id, the speaker for a pronoun, else the words; None where nobody does."""
        inside = sentence.tokens[where[0] : where[1]]
        if where == NOWHERE or not inside:
            return None
        if all(token.low in SELF or not token.end for token in inside):
            return self.speaker or None
        text = self.words(sentence, where)
        found = self.registry.find(text, self.heard.known_on or None, demonyms=True)
        if found:
            return found[0].actor_id
        return self._unlisted(sentence, where)

    def _unlisted(self, sentence: Sentence, where: Range) -> str | None:
        """Return who of no pack stands at some tokens: the speaker for a pronoun, else the words where they can be a name."""
        low = [token.low for token in sentence.tokens[where[0] : where[1]]]
        if low[0] in SELF and not self.is_narrated and len(low) <= 3:
            return self.speaker or None
        if low[-1] in SELF:
            return self.speaker or None  # "on Monday it let the convoy pass"
        while low and low[0] in _LEAD | {"and", "but", "or"}:
            low = low[1:]
            where = where[0] + 1, where[1]
        if low and low[0] in listed("preps") | {"last", "next", "earlier", "yesterday", "today"}:
            return None
        is_name = len(low) <= _NAME_WORDS and (listed("be") - {"'s"}).isdisjoint(low)
        return (self.words(sentence, where) or None) if is_name else None

    def called(self, sentence: Sentence, where: Range) -> str | None:
        """Return who stands at some tokens: in the words as written where they say more than a name ("UN drivers")."""
        while where[0] < where[1] and sentence.low[where[0]] in _LEAD:
            where = where[0] + 1, where[1]
        text = self.words(sentence, where)
        found = self.registry.find(text, self.heard.known_on or None, demonyms=True)
        is_part = bool(found) and (found[0].demonym or found[0].span.of(text) != text)
        return text if is_part else self.named(sentence, where)

    def actor(self, sentence: Sentence, where: Range) -> str | None:
        """Return the actor of the pack who stands at some tokens, the speaker for a pronoun; None for anybody else."""
        who = self.named(sentence, where)
        return who if who is not None and (who in self.registry or who == self.speaker) else None

    def is_about(self, sentence: Sentence, listed_words: frozenset[str]) -> bool:
        """Say whether one of some words stands in a sentence or around the claim."""
        return not listed_words.isdisjoint(sentence.low) or not listed_words.isdisjoint(self._around)

    @cached_property
    def _around(self) -> frozenset[str]:
        return frozenset(token.low for tokens in sentences(self.heard.sentence) for token in tokens)


def is_noun_stop(word: str) -> bool:
    """Say whether a word ends a noun phrase."""
    return word in listed("breaks") | listed("preps") | listed("be") | listed("have") | listed("modals") | listed("futures")
