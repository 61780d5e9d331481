"""Acts: the listed verbs of a sentence, each with its mood and where its subject, object and agent stand.

Which verbs are looked for is the caller's: a mapping from a verb's base form to the names of the lists that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from truceline.movements.wording.lists import Phrase, forms, number_of
from truceline.movements.wording.moods import Group, Mood, group_of, listed, mood_lists, negated
from truceline.movements.wording.stretches import NOWHERE, Range, agent_of, object_of, subject_of

Roles = Mapping[Phrase, frozenset[str]]
"""By base form of a verb, the names of the lists in which it stands."""
_PARTICLES = frozenset("back away up off over out around down through along".split())
_PARTED = 6
_NONE = frozenset({"no", "none", "nothing", "neither", "nobody"})
_HARDLY = frozenset({"little", "few", "hardly", "barely"})
_ONE_L = frozenset({"cancel", "travel", "signal"})
"""Verbs of which the last letter is doubled in one spelling and single in the other."""
_NOUN_BEFORE = frozenset("the a an its their his her our this these that any no 's of several many more such".split())


class Act(NamedTuple):
    """A listed verb at tokens ``[first, after)``, with its group and whereabouts. ``roles``: the lists it stands in."""

    first: int
    after: int
    base: Phrase
    form: str
    roles: frozenset[str]
    group: Group
    subject: Range
    object: Range
    agent: Range

    @property
    def mood(self) -> Mood:
        """The mood of the verb."""
        return self.group.mood

    @property
    def is_passive(self) -> bool:
        """Whether it is done to its subject."""
        return self.group.is_passive

    @property
    def whole(self) -> Range:
        """From the subject to the end of the object."""
        return min(self.subject[0], self.first) if self.subject != NOWHERE else self.first, max(self.object[1], self.agent[1])


class _Verb(NamedTuple):
    first: int
    after: int
    base: Phrase
    form: str


def acts_in(low: Phrase, roles: Roles, suffered: frozenset[str]) -> list[Act]:
    """Return the listed verbs of a sentence in order.

    ``suffered``: the lists whose verbs are done to something, so that a bare "attacked" behind it is a passive.
    """
    found: list[Act] = []
    before = NOWHERE
    for verb in _verbs(low, _forms(tuple(sorted(roles)))):
        group = group_of(low, verb.first, verb.form, verb.after)
        subject = subject_of(low, group.first, before)
        group = _reduced(low, verb, group) if roles[verb.base] <= suffered else group
        group = _of_none(low, verb, group, subject)
        found.append(
            Act(
                first=verb.first,
                after=verb.after,
                base=verb.base,
                form=verb.form,
                roles=roles[verb.base],
                group=group,
                subject=subject,
                object=object_of(low, verb.after),
                agent=agent_of(low, verb.after),
            )
        )
        before = subject
    return found


def _reduced(low: Phrase, verb: _Verb, group: Group) -> Group:
    """Take "convoy attacked near the town" for a passive: a bare past with nothing behind it that it could be done to."""
    behind = low[verb.after] if verb.after < len(low) else ""
    is_bare = verb.form in {"past", "participle"} and group.first == verb.first and not group.is_passive
    if is_bare and (not behind or behind in listed("preps") | listed("breaks") - {"that"} or behind in {"today", "yesterday"}):
        return group._replace(is_passive=True)
    return group


def _of_none(low: Phrase, verb: _Verb, group: Group, subject: Range) -> Group:
    """Turn the mood round where nobody does it or nothing is done: "no permission was given", "received no aid"."""
    lead = low[subject[0] : subject[0] + 2] if subject != NOWHERE else ()
    if not _HARDLY.isdisjoint(lead[:1]) or lead == ("not", "all"):
        return group._replace(mood="open")  # "little aid was delivered"
    is_none = bool(lead) and (lead[0] in _NONE or lead in {("not", "a"), ("not", "one")})
    if is_none or low[verb.after : verb.after + 1] == ("no",):
        return group._replace(mood=negated(group.mood))
    return group


@lru_cache(maxsize=8)
def _forms(bases: tuple[Phrase, ...]) -> dict[str, tuple[tuple[str, Phrase], ...]]:
    """Return, by the form of a first word, which forms of which verbs it may begin, the longest first."""
    found: dict[str, set[tuple[str, Phrase]]] = {}
    for base in bases:
        made = forms(base[0], mood_lists().irregular)
        words = [(form, word) for form, word in made._asdict().items() if form != "participle" or word != made.past]
        if base[0] in _ONE_L:
            words += [("past", base[0] + "ed"), ("past", base[0] + "led"), ("ing", base[0] + "ing"), ("ing", base[0] + "ling")]
        for form, word in words:
            found.setdefault(word, set()).add((form, base))
    order = {"past": 0, "participle": 1, "base": 2, "third": 3, "ing": 4}
    return {word: tuple(sorted(each, key=lambda e: (-len(e[1]), order[e[0]], e[1]))) for word, each in found.items()}


def _verbs(low: Phrase, listed_forms: Mapping[str, tuple[tuple[str, Phrase], ...]]) -> Iterator[_Verb]:
    i = 0
    while i < len(low):
        verb = next((v for form, base in listed_forms.get(low[i], ()) if (v := _at(low, i, base, form))), None)
        if verb is None or _is_noun(low, verb):
            i += 1
        else:
            yield verb
            i = verb.after


def _at(low: Phrase, i: int, base: Phrase, form: str) -> _Verb | None:
    rest = base[1:]
    after = i + len(base)
    if low[i + 1 : after] == rest:
        return _Verb(i, after, base, form)
    if len(rest) == 1 and rest[0] in _PARTICLES:
        for j in range(i + 2, min(len(low), i + 1 + _PARTED)):
            if low[j] == rest[0]:
                return _Verb(i, i + 1, base, form)
            if low[j] in listed("breaks"):
                break
    return None


def _is_noun(low: Phrase, verb: _Verb) -> bool:
    """Say whether a word that may be a verb stands as a noun: "the permits", "31 loads", "received permits"."""
    before = low[verb.first - 1] if verb.first else ""
    if low[verb.first] == "given" and group_of(low, verb.first, "participle", verb.after).first == verb.first:
        return True  # "given its commitment"
    if verb.form in {"past", "participle"}:
        return False
    if verb.form == "ing":
        return before in _NOUN_BEFORE - {"that"}
    if verb.form == "third":
        followed = low[verb.after] if verb.after < len(low) else ""
        is_plural = before in _NOUN_BEFORE | listed("preps") | {"and", ""} or number_of(before) is not None
        return is_plural or before.endswith(("ed", "ing")) or followed in {"", "of", "from", "for", "by"} | listed("be")
    if (
        verb.base[0] in listed("nouns_too")
        and len(verb.base) == 1
        and group_of(low, verb.first, "base", verb.after).first == verb.first
    ):
        return True
    return before in _NOUN_BEFORE - {"that"} or before in listed("preps") - {"to"} or number_of(before) is not None
