"""The scope of a tally: whose violations, who counted or confirmed them, as the words around the total say.

Whom they are counted against is who stands after "by" behind what is counted, or before "committed"; the reader's own finding
where the words give neither. Names resolve through the theatre's list; a kind of actors ("armed groups") stays words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from truceline.actors import Registry
from truceline.agreement.tallies.breakdown import Breakdown
from truceline.agreement.tallies.heads import Head
from truceline.agreement.tallies.lexicon import lexicon
from truceline.model import Claim, Speaker

_ROLES = frozenset({"agent", "alleged_perpetrator", "party"})
_ACCUSED = re.compile(r"\s*(?P<who>[^,;:.()]+?)\s+of\s+(?:\w+\s+){0,3}$")
"""Whom an accusation names before what it is of: "armed groups of (committing more than) 300 breaches"."""
_PHRASE = re.compile(r"[^,;:.()\[\]\d]+")


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """An actor's id, or None with the words that name somebody whom the theatre's list does not have."""

    actor: str | None
    words: str

    @property
    def text(self) -> str:
        """The id, else the words."""
        return self.actor or self.words

    def is_speaker(self, speaker: Speaker | None) -> bool:
        """Say whether it is the one who speaks."""
        return speaker is not None and self.text in {speaker.actor, speaker.name}


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Against whom, counted by whom (None: the speaker), and whose violations are confirmed (None: nobody else's)."""

    against: tuple[Who, ...] = ()
    counted_by: Who | None = None
    confirms: Who | None = None


class Names:
    """Finds whom words name on a day; built once for all tallies."""

    def __init__(self, registry: Registry, on: str) -> None:
        self._registry = registry
        self._on = on

    def who(self, words: str) -> Who | None:
        """Return whom a phrase begins by naming, or the phrase itself; None where it is empty."""
        phrase = _cut(words)
        if not phrase:
            return None
        actor = self._registry.resolve(phrase, self._on)
        if actor is None:
            lead = len(phrase) - len(re.sub(r"^the\s+", "", phrase, flags=re.IGNORECASE))
            found = self._registry.find(phrase, self._on, demonyms=True)
            actor = next((match.actor_id for match in found if match.span.start <= lead), None)
        return Who(actor=actor, words=phrase)


def scope(claim: Claim, words: str, head: Head, broken: Breakdown, names: Names) -> Scope:
    """Return the scope of one total; ``words`` are the claim's with other totals' blanked, so that places stay."""
    ahead = words[: head.start]
    behind = words[head.end : broken.start if broken.parts and broken.start >= head.end else len(words)]
    by = _registered_by(behind, names)
    is_confirmed = claim.stance == "confirm" or bool(lexicon().confirms.search(ahead))
    return Scope(
        against=tuple(
            _against(ahead, _amount(words[head.start : head.end]) or behind, names, is_accused=claim.stance == "accuse")
        ),
        counted_by=_subject(ahead, lexicon().registers, names) or (None if is_confirmed else by),
        confirms=by if is_confirmed else None,
    )


def read_by_reader(claim: Claim, at: Sequence[int], broken: Breakdown) -> tuple[str, ...]:
    """Return whom the claim's mentions of violations name, those in the breakdown left out."""
    inside = set(at[broken.start : broken.end])
    found = (
        actor.actor
        for event in claim.events
        if event.type == "C.VIOLATE" and not event.denied
        for actor in event.actors
        if actor.role in _ROLES and actor.actor and actor.span.start not in inside
    )
    return tuple(dict.fromkeys(found))


def named_places(claim: Claim, at: Sequence[int], broken: Breakdown) -> tuple[str, ...]:
    """Return the places that the claim names, those of the breakdown and whole countries left out."""
    inside = set(at[broken.start : broken.end])
    named = (m.place for m in claim.places if m.span.start not in inside and m.precision != "country")
    return tuple(dict.fromkeys(place for place in named if place))


def classes_of(words: str) -> frozenset[str]:
    """Return the kinds of actors that words name without naming anybody: ``armed_group`` for "armed groups"."""
    return frozenset(kind for kind, listed in lexicon().classes.items() if listed.search(words))


def _against(ahead: str, behind: str, names: Names, *, is_accused: bool) -> Iterator[Who]:
    lists = lexicon()
    accused = _ACCUSED.match(ahead) if is_accused else None
    who = names.who(accused["who"]) if accused else None
    if who:
        yield who
        return
    subject = _subject(ahead, lists.commits, names)
    if subject:
        yield subject
        return
    clause = _PHRASE.match(behind)
    by = lists.by.search(clause.group()) if clause else None
    if by and not any(found.end() >= by.start() for found in lists.registered_by.finditer(behind)):
        who = names.who(behind[by.end() :])
        if who:
            yield who


def _amount(words: str) -> str:
    """Return "number of violations by X" of "the number of violations by X rose to 150"; nothing where nobody is named so."""
    lists = lexicon()
    reached = [found.start() for found in lists.reaches.finditer(words)] if lists.amounts.match(words) else []
    amount = words[: reached[-1]] if reached else ""
    return amount if lists.by.search(amount) else ""


def _registered_by(behind: str, names: Names) -> Who | None:
    found = lexicon().registered_by.search(behind)
    return names.who(behind[found.end() :]) if found else None


def _subject(ahead: str, verbs: re.Pattern[str], names: Names) -> Who | None:
    """Return who stands before the last of the verbs; None where nobody or a pronoun does."""
    lists = lexicon()
    verb = next(iter(list(verbs.finditer(ahead))[-1:]), None)
    if verb is None:
        return None
    clause = re.split(r"[,;:.()]|\bthat\b|\bأن\b|\bчто\b|\bque\b", ahead[: verb.start()])[-1].strip()
    words = clause.split()
    is_passive = False
    while words and lists.auxiliaries.fullmatch(words[-1]):
        is_passive |= bool(lists.passive.fullmatch(words.pop()))
    if is_passive or not words or lists.pronouns.fullmatch(words[-1]):
        return None
    return names.who(" ".join(words))


def _cut(words: str) -> str:
    """Return the beginning of words up to a mark, a period or what opens a breakdown."""
    found = _PHRASE.match(re.sub(r"[“”\"«»‘]", " ", words).lstrip())
    phrase = found.group() if found else ""
    lists = lexicon()
    ends = [m.start() for listed in (lists.since, lists.opens, lists.breaks) if (m := listed.search(phrase))]
    ends += [m.start() for m in (re.search(r"\s(?:and|و|и|та|y)\s*$", phrase),) if m]
    ends += [m.start() for m in (re.search(r"\s(?:in|on|during|over|between|within|at|for)\s", phrase),) if m]
    return " ".join(phrase[: min([*ends, len(phrase)])].split()).strip("'’")
