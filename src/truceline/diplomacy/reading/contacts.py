"""Contacts: calls, meetings, talks and visits, with who, how long, how many, where, when and for which time.

"Kerry telephoned his Russian counterpart, Sergei Lavrov, for the third time in barely ten days", "the hour-long meeting of
the Group attended by 20 foreign ministers". A meeting of which neither who, nor whose, nor how long, nor how many is told is
none, and one that is part of what is proposed is a proposal.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from truceline.diplomacy.reading.asserting import Told, asserted, day_near
from truceline.diplomacy.reading.gatherings import Size, attendance, chairs_of, counted, duration, repeated
from truceline.diplomacy.reading.kinds import reach
from truceline.diplomacy.reading.lists import Phrase, hits, phrases, word_set
from truceline.diplomacy.reading.meetings import ABOUT, Found, told_in
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.proposals import nominals
from truceline.diplomacy.reading.scene import Line, Named, Scene
from truceline.diplomacy.reading.subjects import listed
from truceline.model.diplomacy import BodyNamed, Contact

_AIMS = frozenset({"discuss", "warn", "set", "consider", "review", "urge", "agree", "press", "negotiate", "coordinate", "revive"})
_ASIDE = frozenset({"sidelines", "margins", "periphery", "same", "phone", "telephone", "eve"})
_RELATIVES = frozenset({"that", "which", "who", "whose"})
_HAPPENED = frozenset("lasted lasting was were ended broke began is had has will would at".split())
_NEAR = 6


def contacts(scene: Scene) -> Iterator[Told]:
    """Yield the contacts that a claim tells of, and what it says of the bodies that met."""
    for line in scene.lines:
        wished = [(n.first, n.after) for n in nominals(line)]
        for found in told_in(line):
            if not any(first <= found.i < after for first, after in wished):
                yield from _told(line, found)
        yield from _bodies(line)


def _told(line: Line, found: Found) -> Iterator[Told]:
    size = attendance(line, max(0, found.first - _NEAR), max(found.after, reach(line.words, found.i, is_listed=True)))
    length = duration(line.words, found.first, found.after)
    if size is None and found.is_act:
        size = next((s for i in range(max(found.first, found.i - _NEAR), found.i) if (s := counted(line, i)) is not None), None)
    body = _body(line, found)
    who = tuple(each.office for each in found.who if each.office != body and not _is_counted(line, each, size))
    chairs = chairs_of(line, found.first, found.after)
    times = repeated(line.words, found.first, found.after)
    is_told = len(who) > 1 or body is not None or chairs or size is not None or length != (None, None) or times.nth is not None
    if not is_told and not found.is_act:
        return
    fact = Contact(
        kind=found.kind,
        participants=who,
        body=body,
        chairs=chairs,
        at=day_near(line, found.i, 0, len(line.words)),
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


def _is_counted(line: Line, who: Who, size: Size | None) -> bool:
    """Say whether a group without a name is the one that was counted ("20 countries attended"), so that it is told already."""
    return size is not None and who.office not in line.scene.people and who.office.split()[-1] in size.unit


def _sized(fact: Contact, size: Size | None) -> Contact:
    if size is None:
        return fact
    return msgspec.structs.replace(fact, attended_low=size.low, attended_high=size.high, attended_unit=size.unit)


def _body(line: Line, found: Found) -> str | None:
    """Return the body whose meeting it is, where one of those named is a body that meets."""
    people = line.scene.people
    stop = next((i for i in range(found.i + 1, found.after) if line.words[i] in _RELATIVES), found.after)
    named = [n for n in line.names if found.first <= n.first < stop and people.is_body(n.actor)]
    met = [each.office for each in found.who if people.is_body(each.office)]
    return next((n.actor for n in named if _is_met(line, n, found)), met[0] if met else None)


def _is_met(line: Line, name: Named, found: Found) -> bool:
    """Say whether a body stands right before the noun ("ISSG meeting") or behind "of" ("a meeting of the ISSG")."""
    before = line.words[max(0, name.first - 2) : name.first]
    return "of" in before or name.after == found.i or (name.first < found.i and found.i - name.after < 3)


def _place(line: Line, found: Found) -> str | None:
    """Return where it was: the first place behind "in" or "at", as the pack has it, else as written."""
    words = line.words
    end = next((i for i in range(found.i + 1, len(words)) if words[i] in _RELATIVES), len(words))
    for at, mention in line.scene.places(line, found.first, end):
        if at > 0 and words[at - 1] in {"in", "at"} and at < found.after + _NEAR:
            return mention.place or mention.name
    for i in range(found.i, min(found.after, end) - 1):
        if words[i] == "in" and line.tokens[i + 1].is_capital and words[i + 1] not in word_set("days"):
            stop = next((j for j in range(i + 2, len(words)) if not line.tokens[j].is_capital), len(words))
            return line.slice(i + 1, stop)
    return None


def _about(line: Line, found: Found) -> str | None:
    """Return what it was about: behind "on" or "about", or an aim ("to warn against")."""
    words = line.words
    after = next((i for i in range(found.i + 1, found.after) if words[i] in _RELATIVES | {"since"}), found.after)
    for i in range(found.i + 1, after - 1):
        is_aim = words[i] == "to" and words[i + 1] in _AIMS
        if words[i] in {"for", "calling"} and word_set("talks").isdisjoint(words[i + 1 : i + 4]):
            return None
        is_topic = words[i] in ABOUT and not _is_day(words, i + 1) and _ASIDE.isdisjoint(words[i + 1 : i + 3])
        if is_topic or is_aim:
            return line.slice(i if is_aim else i + 1, _topic_end(words, i + 2, after)) or None
    return None


def _is_day(words: Phrase, i: int) -> bool:
    """Say whether a day or hour stands there: "on 20 September", "on the evening of", "on the second day"."""
    near = words[i + 1 : i + 3] if words[i] in {"the", "a"} else words[i : i + 1]
    return any(word in word_set("days") - {"in", "on"} or word.isdecimal() or word in {"day", "days"} for word in near)


def _topic_end(words: Phrase, i: int, after: int) -> int:
    """Return where a topic ends: before what says when, or what happened."""
    for j in range(i, after):
        if words[j] == "," or words[j] in _HAPPENED or (words[j] in {"on", "in"} and j + 1 < after and _is_day(words, j + 1)):
            return j
    return after


def _bodies(line: Line) -> Iterator[Told]:
    """Yield who chairs a body: "the Group, co-chaired by the US and Russia"."""
    for name in line.names:
        if not line.scene.people.is_body(name.actor) or line.owner(name.first) is None:
            continue
        hit = next((h for h in hits(line.words, phrases("chairing"), name.after, name.after + _NEAR)), None)
        if hit is None or not all(line.words[i] in {",", "which", "is", "was"} for i in range(name.after, hit.first)):
            continue
        chairs = tuple(who.office for who in listed(line, hit.after))
        told = asserted(line, name.first, BodyNamed(body=name.actor, chairs=chairs), "body") if chairs else None
        if told is not None:
            yield told
