"""Alleged breaches: somebody says that the agreement was violated, how often, or that a party carried out a known attack.

An allegation is its speaker's, with the day and the incidents it is about; it finds nothing. Who is meant is looked up by name;
"armed groups" are nobody in particular, and are quoted. A denial is kept as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from truceline.agreement.statements.deeds import at_any, object_of, reaching
from truceline.agreement.statements.groups import group_of
from truceline.agreement.statements.lists import Phrase, lists, verb_phrases, word_set
from truceline.agreement.statements.scene import NOBODY, Named, Scene
from truceline.agreement.statements.stretches import agent, before
from truceline.agreement.statements.things import Thing, things
from truceline.agreement.statements.tokens import Token, lows
from truceline.agreement.statements.values import BreachAlleged

_HEARD = frozenset({"assert", "confirm", "accuse", "claim_responsibility", "correct", "deny"})
_TRUCES = frozenset({"truce", "deal", "calm"})
_STOPS = frozenset(", ; : — – that which in on since during over between until at of and but".split())
_REACH = 3


def breaches(scene: Scene) -> Iterator[BreachAlleged]:
    """Yield the violations that a claim alleges: counted ones, named ones, then attacks of a party that the record knows."""
    if scene.claim.stance not in _HEARD:
        return
    found = [*_counted(scene), *_named(scene)]
    yield from found[:1] if len({each.low for each in found}) < 2 else found
    if not found:
        yield from _attacks(scene)


def attacks(scene: Scene) -> Iterator[BreachAlleged]:
    """Yield only the attacks of a party that the record knows, for words in which no rule can find anything."""
    if scene.claim.stance in _HEARD:
        yield from _attacks(scene)


def _counted(scene: Scene) -> Iterator[BreachAlleged]:
    """Read "armed groups had committed 60 violations since 12 September", "300 violations by the rebels"."""
    for count in scene.claim.counts:
        if count.effect == "violations" and count.subset_of is None:
            yield _tallied(scene, count.low, count.high, count.bound)
            return
    n = _written(scene)
    if n is not None:
        yield _tallied(scene, n, n, "exact")


def _tallied(scene: Scene, low: int | None, high: int | None, bound: str) -> BreachAlleged:
    alleged = _alleged(scene, _committed(scene), "breach.tally")
    return msgspec.structs.replace(alleged, low=low, high=high, bound=bound, **_period(scene))


def _written(scene: Scene) -> int | None:
    """Return a number that stands in front of violations where the reader made no count of it: "12 ceasefire violations"."""
    for tokens in scene.sentences:
        words = lows(tokens)
        for i, low in enumerate(words):
            near = words[max(0, i - _REACH) : i] if low in word_set("breaches") else ()
            n = next((word for word in reversed(near) if word.isdecimal()), None)
            if n is not None and not _STOPS.intersection(near[near.index(n) :]):
                return int(n)
    return None


def _period(scene: Scene) -> dict[str, str | None]:
    """Return the period of a tally as it is given: "since" a day, or the day or days that its words name."""
    for time in scene.claim.times:
        if not time.start:
            continue
        at = time.span.start - scene.claim.content[0].start
        lead = scene.text[max(0, at - 8) : max(0, at)].lower()
        if "since" in lead or "from" in lead:
            return {"since": time.start[:10], "until": scene.date if "since" in lead else (time.end or time.start)[:10]}
        return {"since": time.start[:10], "until": (time.end or time.start)[:10]}
    return {}


def _committed(scene: Scene) -> Named:
    """Return who is said to have committed the violations that the words count."""
    for tokens in scene.sentences:
        words = lows(tokens)
        at = next((i for i, low in enumerate(words) if low in word_set("breaches")), None)
        if at is None:
            continue
        behind = max((t.after for t in things(tokens, scene.table) if at < t.first <= at + 3), default=at + 1)
        by = next((i for i in range(behind, min(len(words), behind + 3)) if words[i] in word_set("by_side")), None)
        if by is not None:
            end = next((i for i in range(by + 1, len(words)) if words[i] in _STOPS), len(words))
            return scene.named(tokens, (by + 1, end))
        verb = next((i for i in range(at - 1, -1, -1) if words[i] in _tallying()), None)
        if verb is not None and words[verb] in _committing():
            return scene.named(tokens, before(words, group_of(words, verb, "past").first))
    return Named((), is_self=False, words="")


def _named(scene: Scene) -> Iterator[BreachAlleged]:
    """Read "The Front violated the ceasefire", "accused the army of breaking the truce", "a violation of the truce by X"."""
    for tokens in scene.sentences:
        words = lows(tokens)
        named = things(tokens, scene.table)
        if not named or "?" in words or at_any(words, "conditional"):
            continue
        for i, low in enumerate(words):
            form = _breaking().get(low)
            suffered = _suffered(scene, tokens, named, i) if form else None
            if suffered is not None:
                yield suffered
                return
            thing = object_of(words, i + 1, named) if form else None
            if form is None or thing is None or thing.kind not in _TRUCES | {"part"}:
                continue
            who = _breaker(scene, tokens, words, i, form)
            if who is not None:
                yield _broken(scene, who, _so_often(words, thing.after))
                return


def _suffered(scene: Scene, tokens: tuple[Token, ...], named: tuple[Thing, ...], i: int) -> BreachAlleged | None:
    """Read "The truce has been violated by the Front" at its participle; by whom may be left out."""
    words = lows(tokens)
    group = group_of(words, i, "participle")
    thing = next(reaching(words, group.first, named), None) if group.is_passive and group.mood == "done" else None
    if thing is None or thing.kind not in _TRUCES:
        return None
    return _alleged(scene, scene.named(tokens, agent(words, i + 1)), "breach.verb")


def _broken(scene: Scene, who: Named, often: tuple[int, str] | None) -> BreachAlleged:
    if often is None:
        return _alleged(scene, who, "breach.verb")
    low, bound = often
    alleged = _alleged(scene, who, "breach.tally")
    return msgspec.structs.replace(alleged, low=low, high=low if bound == "exact" else None, bound=bound, **_period(scene))


def _so_often(words: Phrase, after: int) -> tuple[int, str] | None:
    """Return how often, where that stands behind the thing: "violated the truce at least 27 times"."""
    near = words[after : after + _REACH + 2]
    at = near.index("times") if "times" in near else 0
    if not at or not near[at - 1].isdecimal():
        return None
    bound = {(): "exact", ("at", "least"): "at_least"}.get(near[: at - 1])
    return (int(near[at - 1]), bound) if bound else None


def _breaker(scene: Scene, tokens: tuple[Token, ...], words: Phrase, i: int, form: str) -> Named | None:
    if form == "ing" and i and words[i - 1] in {"of", "for"}:
        begin = 1 if tokens[0].end == 0 else 0
        return scene.named(tokens, (begin, i - 1)) if scene.claim.stance == "accuse" else None
    group = group_of(words, i, form)
    if group.mood != "done" or group.is_passive:
        return None
    return scene.named(tokens, before(words, group.first))


def _attacks(scene: Scene) -> Iterator[BreachAlleged]:
    """Yield one allegation for each actor that the words name as having carried out what the record knows as an incident."""
    if not scene.heard.incidents or scene.claim.stance == "claim_responsibility":
        return
    seen: set[str] = set()
    for event in scene.claim.events:
        if not event.type.startswith("V.") or event.denied or event.stage != "occurred":
            continue
        for actor in event.actors:
            if actor.role == "alleged_perpetrator" and actor.actor and actor.actor not in seen:
                seen.add(actor.actor)
                who = Named((actor.actor,), is_self=False, words="")
                yield _alleged(scene, who, "breach.attack")


def _alleged(scene: Scene, who: Named, rule: str) -> BreachAlleged:
    actor = who.actors[0] if len(set(scene.sides(who.actors))) == 1 or len(who.actors) == 1 else None
    return BreachAlleged(
        date=scene.date,
        speaker=scene.speaker or NOBODY,
        actor_speaking=scene.actor,
        by=scene.party or scene.authority,
        party=scene.parties.party_of(actor),
        actor=actor,
        words_of=who.words or None,
        words=scene.text,
        claim=scene.claim.id,
        report=scene.claim.report,
        rule=rule,
        on=_day(scene),
        incidents=scene.heard.incidents,
        is_denied=scene.claim.stance == "deny",
    )


def _day(scene: Scene) -> str | None:
    """Return the day of what is alleged, where the words give exactly one."""
    days = {time.start[:10] for time in scene.claim.times if time.start and time.start == time.end}
    return days.pop() if len(days) == 1 else None


@cache
def _breaking() -> dict[str, str]:
    return {each.words[0]: each.form for each in verb_phrases(lists().breaking)}


@cache
def _tallying() -> frozenset[str]:
    return frozenset(each.words[0] for each in verb_phrases(lists().tallying))


@cache
def _committing() -> frozenset[str]:
    return frozenset(each.words[0] for each in verb_phrases("commit"))
