"""Contacts: calls, meetings, talks and visits between those named, with how long, how many, where, when and for which time.

"Kerry telephoned his Russian counterpart, Sergei Lavrov, for the third time in barely ten days", "the hour-long meeting of the Group
attended by 20 foreign ministers". A meeting of which neither who, nor how long, nor how many is told is none, and one that is only
wished for is a proposal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from truceline.diplomacy.reading.asserting import Told, asserted, day_near
from truceline.diplomacy.reading.gatherings import Size, attendance, chairs_of, duration, repeated
from truceline.diplomacy.reading.kinds import reach
from truceline.diplomacy.reading.lists import Hit, Phrase, hits, phrases, verbs, word_set
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.proposals import clause, nominals
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import merged, named_in, subjects
from truceline.diplomacy.reading.verbs import Group, group_of
from truceline.model.diplomacy import BodyNamed, Contact, ContactKind

_VERBS = ("ringing", "meeting", "talking", "convening", "hosting", "visiting", "writing")
_NOUNS = ("calls", "meetings", "talks", "visits", "letters")
_KINDS: dict[str, ContactKind] = {
    "ringing": "call",
    "calls": "call",
    "meeting": "meeting",
    "talking": "talks",
    "convening": "meeting",
    "hosting": "meeting",
    "meetings": "meeting",
    "talks": "talks",
    "visiting": "visit",
    "visits": "visit",
    "writing": "letter",
    "letters": "letter",
}
_PLANNED = frozenset({"upcoming", "subsequent", "forthcoming", "next", "planned", "scheduled", "future", "coming"})
_WISHED = frozenset(
    {
        "no",
        "any",
        "possible",
        "proposed",
        "another",
        "further",
        "if",
        "call",
        "calls",
        "called",
        "proposal",
        "proposals",
        "resumption",
    }
)
_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_PAIRING = frozenset({"with", "between", "and", "of", "by", "to", "from"})
_WITH = frozenset({"with", "to"})
_FAR, _NEAR = 16, 6


class _Found(NamedTuple):
    """A contact told of at token ``i``; its words stand in ``[first, after)``."""

    i: int
    kind: ContactKind
    who: tuple[Who, ...]
    first: int
    after: int
    is_planned: bool
    is_negated: bool


def contacts(scene: Scene) -> Iterator[Told]:
    """Yield the contacts that a claim tells of, and what it says of the bodies that met."""
    for line in scene.lines:
        wished = [(n.first, n.after) for n in nominals(line)]
        taken: set[int] = set()
        for found in (*_verbs_in(line, taken), *_nouns_in(line, taken)):
            if not any(first <= found.i < after for first, after in wished):
                yield from _told(line, found)
        yield from _bodies(line)


def _verbs_in(line: Line, taken: set[int]) -> Iterator[_Found]:
    """Yield the contacts told by a verb; a noun for the same in its object is taken with it."""
    for hit in hits(line.words, verbs(*_VERBS)):
        if line.owner(hit.first) is None or line.tokens[hit.first].is_joined:
            continue
        label, _, form = hit.label.partition(":")
        group = group_of(line.words, hit.first, form)
        if group.mood == "open" or (
            form == "base" and group.mood != "will" and not group.is_negated and label in {"ringing", "visiting", "hosting"}
        ):
            continue
        found = _by_verb(line, hit, label, group)
        if found is not None:
            taken.update(h.first for h in hits(line.words, phrases(*_NOUNS), hit.after, found.after))
            yield found


def _by_verb(line: Line, hit: Hit, label: str, group: Group) -> _Found | None:
    words = line.words
    after = reach(words, hit.after)
    noun = next(hits(words, phrases(*_NOUNS), hit.after, min(after, hit.after + _FAR)), None)
    if label == "hosting" and noun is None:
        return None
    first = clause(words, group.first)
    who = subjects(line, group.first)
    if label in {"convening", "hosting"}:
        behind: tuple[Who, ...] = ()
        kind = _KINDS[noun.label] if noun else "meeting"
        if label == "convening" and not who:
            return None
    else:
        behind = _object(line, hit.after, after)
        kind = _KINDS[label]
    is_by_phone = next(hits(words, phrases("by_phone"), hit.after, after), None) is not None
    if label == "talking":
        if not is_by_phone and not (behind and words[hit.first : hit.after][-1] in _WITH and who):
            return None
        kind = "call" if is_by_phone else "talks"
    if label == "ringing" and not behind:
        return None
    if group.is_passive and label == "meeting":
        return None
    everybody = merged(line, [*who, *behind])
    if not everybody and not line.scene.places(line, hit.after, after):
        return None
    return _Found(hit.first, kind, everybody, first, after, group.mood == "will", group.is_negated)


def _object(line: Line, begin: int, after: int) -> tuple[Who, ...]:
    """Return who is met or telephoned: the names at the beginning of the object, up to what it is about."""
    stop = next(
        (
            i
            for i in range(begin, after)
            if line.words[i] in _ABOUT | {"for", "in", "at", "to", "after", "since", "during"} and i > begin
        ),
        after,
    )
    comma = next((i for i in range(begin, after) if line.words[i] == "," and line.words[i + 1 : i + 2] == ("who",)), after)
    return named_in(line, begin, min(stop, comma))


def _nouns_in(line: Line, taken: set[int]) -> Iterator[_Found]:
    """Yield the contacts told by a noun that has something beside it: who, how long, how many."""
    for hit in hits(line.words, phrases(*_NOUNS)):
        if hit.first in taken or line.owner(hit.first) is None:
            continue
        found = _by_noun(line, hit)
        if found is not None:
            yield found


def _by_noun(line: Line, hit: Hit) -> _Found | None:
    words = line.words
    first = _phrase(line, hit.first)
    before = words[max(0, first - 1) : hit.first]
    is_called = words[hit.first] in {"call", "calls"} and words[hit.after : hit.after + 1] not in (("with",), ("between",))
    if not _WISHED.isdisjoint(before) or is_called:
        return None
    after = _noun_reach(line, hit.after)
    who = [*named_in(line, first, hit.first), *_paired(line, hit.after, after), *_holding(line, first)]
    planned = not _PLANNED.isdisjoint(before) or _is_to_come(words, first, after)
    return _Found(hit.first, _KINDS[hit.label], merged(line, who), first, after, planned, is_negated=False)


def _phrase(line: Line, i: int) -> int:
    """Return where the noun phrase begins that ends with token ``i``."""
    first = i
    while first > 0 and i - first < 9:
        low = line.words[first - 1]
        if (
            low in {",", ";", ":", "of", "in", "at", "that", "after", "for", "during", "to", "from", "and", "with", "which", "by"}
            and line.name_at(first - 1) is None
        ):
            break
        first -= 1
        if low in {"a", "an", "the", "his", "her", "their", "its"}:
            break
    return first


def _noun_reach(line: Line, i: int) -> int:
    """Return where what belongs to a noun ends: before the next verb of the sentence, at the latest at the clause's end."""
    after = reach(line.words, i)
    verb = next(
        (j for j in range(i + 1, after) if line.words[j] in {"was", "were", "is", "are", "had", "has", "have", "will", "would"}),
        after,
    )
    return min(after, verb) if line.words[verb - 1 : verb] not in (("that",), ("which",)) else after


def _paired(line: Line, begin: int, after: int) -> tuple[Who, ...]:
    """Return who is named behind "with" or "between", up to what it is about."""
    pair = next((i for i in range(begin, min(after, begin + _NEAR)) if line.words[i] in {"with", "between"}), None)
    if pair is None:
        return ()
    stop = next(
        (i for i in range(pair + 1, after) if line.words[i] in _ABOUT | {"in", "at", "to", "for", "after", "where"}), after
    )
    return named_in(line, pair + 1, stop)


_HOLDING = frozenset(
    "held hold holds holding had have had attended left emerged emerging leaving attend attending ended began begun wrapped concluded opened chaired joined".split()
)


def _holding(line: Line, first: int) -> tuple[Who, ...]:
    """Return who "held", "left" or "emerged from" what the noun names."""
    at = first - 1
    while at > 0 and line.words[at] in {"from", "a", "an", "the", "their", "its", "up", "for"}:
        at -= 1
    if at <= 0 or line.words[at] not in _HOLDING:
        return ()
    return subjects(line, group_of(line.words, at, "past").first)


def _is_to_come(words: Phrase, first: int, after: int) -> bool:
    """Say whether a contact is only to come: "expected", "scheduled", "will be held", "in a meeting later this week"."""
    before, behind = words[max(0, first - 5) : first], words[after : after + 3]
    is_ahead = "will" in behind or "would" in behind or ("later" in words[first:after] and "this" in words[first:after])
    return is_ahead or not {"will", "would", "scheduled", "ahead"}.isdisjoint(before)


def _told(line: Line, found: _Found) -> Iterator[Told]:
    size = attendance(line, found.first, found.after)
    length = duration(line.words, found.first, found.after)
    body = _body(line, found)
    who = tuple(each.office for each in found.who if each.office != body)
    if not who and not size and length == (None, None) and body is None:
        return
    if not who and not size and length == (None, None) and found.kind not in {"meeting"}:
        return
    times = repeated(line.words, found.first, found.after)
    fact = Contact(
        kind=found.kind,
        participants=who,
        body=body,
        chairs=chairs_of(line, found.first, found.after),
        at=day_near(line, found.i, found.first, len(line.words)),
        place=_place(line, found),
        minutes_low=length[0],
        minutes_high=length[1],
        nth=times.nth,
        within=times.within,
        nth_bound=times.bound,
        about=_about(line, found),
        planned=found.is_planned,
    )
    told = asserted(line, found.i, _sized(fact, size), "contact", is_negated=found.is_negated)
    if told is not None:
        yield told


def _sized(fact: Contact, size: Size | None) -> Contact:
    if size is None:
        return fact
    return msgspec.structs.replace(fact, attended_low=size.low, attended_high=size.high, attended_unit=size.unit)


def _body(line: Line, found: _Found) -> str | None:
    """Return the body whose meeting it is, where one of those named is a body that meets."""
    people = line.scene.people
    named = [n for n in line.names if found.first <= n.first < found.after and people.is_body(n.actor)]
    met = [each.office for each in found.who if people.is_body(each.office)]
    return next((n.actor for n in named), met[0] if met else None)


def _place(line: Line, found: _Found) -> str | None:
    """Return where it was: the first place behind "in" or "at", as the pack has it, else as written."""
    words = line.words
    for at, mention in line.scene.places(line, found.first, len(words)):
        if at > 0 and words[at - 1] in {"in", "at"} and at < found.after + _NEAR:
            return mention.place or mention.name
    for i in range(found.i, min(found.after, len(words)) - 1):
        if words[i] == "in" and line.tokens[i + 1].is_capital and words[i + 1] not in word_set("days"):
            end = i + 2
            while end < len(words) and line.tokens[end].is_capital:
                end += 1
            return line.slice(i + 1, end)
    return None


def _about(line: Line, found: _Found) -> str | None:
    """Return what it was about: behind "on" or "about", or an aim ("to warn against")."""
    for i in range(found.i + 1, found.after - 1):
        low = line.words[i]
        is_aim = low == "to" and line.words[i + 1] in {
            "discuss",
            "warn",
            "set",
            "consider",
            "review",
            "urge",
            "agree",
            "press",
            "negotiate",
            "coordinate",
        }
        if (low in _ABOUT and line.words[i + 1] not in word_set("days") | {"the"} | {"sidelines", "margins"}) or is_aim:
            if low == "on" and line.words[i + 1 : i + 3] == ("the", "sidelines"):
                continue
            return line.slice(i if is_aim else i + 1, found.after)
    return None


def _bodies(line: Line) -> Iterator[Told]:
    """Yield who chairs a body, and how many its members are: "the Group, co-chaired by the US and Russia"."""
    people = line.scene.people
    for name in line.names:
        if not people.is_body(name.actor) or line.owner(name.first) is None:
            continue
        end = min(len(line.words), name.after + _NEAR)
        hit = next((h for h in hits(line.words, phrases("chairing"), name.after, end) if h.first <= name.after + 4), None)
        if hit is None or not all(
            line.words[i] in {",", "which", "is", "was"} or line.name_at(i) for i in range(name.after, hit.first)
        ):
            continue
        chairs = tuple(who.office for who in named_in(line, hit.after, reach(line.words, hit.after)))
        told = asserted(line, name.first, BodyNamed(body=name.actor, chairs=chairs), "body") if chairs else None
        if told is not None:
            yield told
