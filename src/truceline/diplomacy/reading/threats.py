"""Threats, warnings and ultimatums: who threatens whom with what, on what condition, until when.

A vow is a threat only where a hostile deed is vowed; a warning needs somebody or something that it is against, or what would
follow. "Those groups which refuse to leave will be treated as ..." names a condition and what follows, and is an ultimatum.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.diplomacy.reading.asserting import Told, asserted, day_near
from truceline.diplomacy.reading.kinds import reach
from truceline.diplomacy.reading.lists import Hit, Phrase, hits, phrases, verbs
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import beside, named_in, subjects
from truceline.diplomacy.reading.terms import lasting
from truceline.diplomacy.reading.verbs import Group, group_of
from truceline.model.diplomacy import Threat, ThreatKind

_UNTIL = frozenset({"until", "till", "by", "before", "within"})
_WHOEVER = frozenset({"those", "anyone", "whoever", "groups", "fighters", "all", "any", "parties", "forces", "everyone"})
_HARMLESS = frozenset({"resign", "quit", "collapse", "overwhelm", "derail", "undermine", "become", "spill", "spread", "unravel"})
_NEAR, _FAR = 5, 14


def threats(scene: Scene) -> Iterator[Told]:
    """Yield the threats that a claim tells of or makes."""
    for line in scene.lines:
        for hit in hits(line.words, verbs("threatening", "warning", "vowing")):
            if line.owner(hit.first) is not None and not line.tokens[hit.first].is_joined:
                yield from _by_verb(line, hit)
        for hit in hits(line.words, phrases("threats")):
            if line.owner(hit.first) is not None:
                yield from _by_noun(line, hit)
        yield from _ultimatum(line)
        yield from _given(line)


def _by_verb(line: Line, hit: Hit) -> Iterator[Told]:
    label, _, form = hit.label.partition(":")
    group = group_of(line.words, hit.first, form)
    is_cue = line.owner(hit.first) == "cue"
    if (group.mood == "open" or group.is_passive) and not is_cue:
        return
    who = (line.scene.speaker,) if is_cue and line.scene.speaker else subjects(line, group.first)
    begin, after = hit.after, reach(line.words, hit.after)
    is_threat = {
        "threatening": _threatens(line, begin, after),
        "warning": _warns(line, begin, after),
        "vowing": _vows(line.words, begin),
    }[label]
    if not is_threat:
        return
    kind: ThreatKind = "warning" if label == "warning" else "threat"
    if kind == "warning" and next(hits(line.words, phrases("or_else"), begin, after), None) is not None:
        kind = "ultimatum"
    for each in who:
        yield from _told(line, hit.first, kind, each, begin, after, group)


def _threatens(line: Line, begin: int, after: int) -> bool:
    """Say whether somebody threatens to do something, or threatens somebody."""
    words = line.words
    if words[begin : begin + 1] == ("to",):
        return words[begin + 1 : begin + 2] != () and words[begin + 1] not in _HARMLESS
    return bool(named_in(line, begin, min(begin + 4, after))) or words[begin : begin + 1] in (("with",), ("that",))


def _warns(line: Line, begin: int, after: int) -> bool:
    words = line.words
    if words[begin : begin + 1] == ("against",):
        return True
    to_somebody = bool(named_in(line, begin, min(begin + 3, after)))
    follows = next(hits(words, phrases("followed_by"), begin, after), None) is not None
    follows = follows or (to_somebody and not {"unless", "if"}.isdisjoint(words[begin:after]))
    is_not_to = words[begin : begin + _NEAR].count("not") > 0 and "to" in words[begin : begin + _NEAR + 1]
    is_against = "against" in words[begin : begin + _NEAR] or "off" in words[begin : begin + 3]
    return follows or (to_somebody and (is_against or is_not_to))


def _vows(words: Phrase, begin: int) -> bool:
    """Say whether what is vowed is hostile: "vowed to block any aid", "pledged not to stop until"."""
    if words[begin : begin + 1] != ("to",):
        return False
    hostile = phrases("hostile")
    return next(hits(words, hostile, begin + 1, begin + 3), None) is not None


def _by_noun(line: Line, hit: Hit) -> Iterator[Told]:
    """Read "issued an even more blunt threat that", "Russia's ultimatum to", "a threat by X to"."""
    words = line.words
    follows = words[hit.after : hit.after + 1]
    if not follows or follows[0] not in {"that", "to", "of", "against", "by"}:
        return
    own = beside(line, hit.first)
    verb = next((i for i in range(hit.first - 1, max(-1, hit.first - 8), -1) if words[i] in _ISSUING), None)
    who = (own,) if own else subjects(line, group_of(words, verb, "past").first) if verb is not None else ()
    if not who and line.owner(hit.first) == "cue" and line.scene.speaker:
        who = (line.scene.speaker,)
    noun = words[hit.first]
    kind: ThreatKind = "ultimatum" if noun.startswith("ultimatum") else "warning" if noun.startswith("warning") else "threat"
    is_of_war = follows[0] == "of" and kind != "ultimatum"
    if is_of_war and next(hits(words, phrases("followed_by"), hit.after, hit.after + 4), None) is None:
        return
    after = reach(words, hit.after)
    for each in who:
        yield from _told(
            line, hit.first, kind, each, hit.after, after, Group(hit.first, "done", is_negated=False, is_passive=False)
        )


_ISSUING = frozenset(
    "issued issue issues issuing made making gave given repeated delivered sent renewed sounded reiterated".split()
)


def _ultimatum(line: Line) -> Iterator[Told]:
    """Read what a speaker says will befall whoever does not do something."""
    scene, words = line.scene, line.words
    if scene.speaker is None or scene.is_narrated or not scene.is_said:
        return
    will = next((i for i, low in enumerate(words) if low in {"will", "'ll", "would"}), None)
    if (
        will is None
        or line.owner(will) != "content"
        or next(hits(words, phrases("followed_by"), will, min(will + 6, len(words))), None) is None
    ):
        return
    condition = _condition(line, will)
    if condition is None:
        return
    first, after = condition
    against = named_in(line, first, after)
    fact = Threat(
        kind="ultimatum",
        by=scene.speaker.office,
        against=against[0].office if against else _whoever(line, first),
        words=line.slice(_begin(line), len(words)),
        condition=line.slice(first, after),
        deadline=_deadline(line, first, len(words)),
        at=_day(line, will),
    )
    told = asserted(line, will, fact, "threat.ultimatum")
    if told is not None:
        yield told


def _begin(line: Line) -> int:
    return next((i for i in range(len(line.words)) if line.owner(i) == "content"), 0)


def _condition(line: Line, will: int) -> tuple[int, int] | None:
    """Return where the condition stands: "those who refuse to leave", "unless they withdraw", "if Russia does not stop"."""
    words, begin = line.words, _begin(line)
    refusing = next(
        (h for h in hits(words, verbs("refusing"), begin, len(words)) if words[h.after : h.after + 1] == ("to",)), None
    )
    if refusing is not None and refusing.first < will and not _WHOEVER.isdisjoint(words[begin : refusing.first]):
        return refusing.first, will
    for i in range(begin, len(words)):
        is_if = words[i] == "if" and not {"not", "n't", "continues", "continue", "refuses", "refuse", "fails", "fail"}.isdisjoint(
            words[i : i + 9]
        )
        if words[i] in {"unless", "otherwise"} or is_if:
            end = next((j for j in range(i + 1, len(words)) if words[j] == "," or j == will), len(words))
            return i, end
    return None


def _whoever(line: Line, before: int) -> str | None:
    """Return the words for whoever is meant: "those groups" of "those groups which refuse to"."""
    words, begin = line.words, _begin(line)
    end = before - 1 if words[before - 1 : before] and words[before - 1] in {"who", "which", "that"} else before
    begin += words[begin] == "that"
    return line.slice(begin, end) or None if not _WHOEVER.isdisjoint(words[begin:end]) else None


def _given(line: Line) -> Iterator[Told]:
    """Read "gave the rebels 48 hours to leave", "set a deadline of Friday for"."""
    words = line.words
    for i, low in enumerate(words):
        if low not in {"gave", "given", "set", "gives", "issued"} or line.owner(i) is None:
            continue
        after = reach(words, i + 1)
        to = next((j for j in range(i + 2, min(after, i + _FAR)) if words[j] in {"to", "for"}), None)
        deadline = _deadline(line, i + 1, after)
        is_set = low in {"set", "issued"} and "deadline" in words[i : i + _NEAR]
        is_given = (
            low not in {"set", "issued"} and to is not None and (lasting(words, i + 1, to) is not None or "until" in words[i:to])
        )
        group = group_of(words, i, "past")
        if deadline is None or not (is_set or is_given) or group.mood == "open" or to is None:
            continue
        against = named_in(line, i + 1, to)
        for each in subjects(line, group.first) if not group.is_passive else ():
            fact = Threat(
                kind="ultimatum",
                by=each.office,
                against=against[0].office if against else _given_to(line, i + 1, to),
                words=line.slice(group.first, after),
                condition=line.slice(to, after),
                deadline=deadline,
                at=_day(line, i),
            )
            told = asserted(line, i, fact, "threat.given", is_negated=group.is_negated)
            if told is not None:
                yield told


def _given_to(line: Line, first: int, after: int) -> str | None:
    end = next((i for i in range(first, after) if line.words[i].isdecimal() or line.words[i] in {"until", "a", "an"}), after)
    return line.slice(first, end) or None


def _told(  # noqa: PLR0913, PLR0917 - what a threat is made of
    line: Line, i: int, kind: ThreatKind, who: Who, first: int, after: int, group: Group
) -> Iterator[Told]:
    against = _against(line, first, after, who)
    opening = {"if", "unless"} | ({"to"} if kind == "ultimatum" else set())
    condition = next((j for j in range(first, len(line.words)) if line.words[j] in opening), None)
    fact = Threat(
        kind=kind,
        by=who.office,
        against=against,
        words=line.slice(first + (line.words[first : first + 1] == ("that",)), after),
        condition=line.slice(condition, reach(line.words, condition)) if condition is not None else None,
        deadline=_deadline(line, first, after) if kind == "ultimatum" else None,
        at=_day(line, i),
    )
    told = asserted(line, i, fact, f"threat.{kind}", is_negated=group.is_negated)
    if told is not None:
        yield told


def _against(line: Line, first: int, after: int, who: Who) -> str | None:
    """Return whom a threat is against: the first named behind it who is not of its own side."""
    people = line.scene.people
    side = people.side(who.office)
    return next((n.office for n in named_in(line, first, after) if people.side(n.office) != side), None)


def _deadline(line: Line, first: int, after: int) -> str | None:
    """Return until when: the day behind "until" or "by", else how long is given (ISO 8601)."""
    times = [
        (at, m)
        for at, m in line.scene.times(line, first, after)
        if m.start and at > 0 and line.words[at - 1] in _UNTIL | {"of", "on"}
    ]
    if times:
        return times[0][1].end or times[0][1].start
    return lasting(line.words, first, after)


def _day(line: Line, i: int) -> str | None:
    return day_near(line, i, max(0, i - 8), i)
