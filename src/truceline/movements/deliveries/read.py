"""Read: the claims of a hearing in, assertions about deliveries and overflight out, in the order of the hearing.

Every item is a fact of its own with who says it and through whom. No place finer than a country is kept, and nothing is summed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from truceline.actors import registry_of
from truceline.model.assertions import Assertion
from truceline.model.deliveries import DeliveryFact
from truceline.model.hearing import Heard, Hearing
from truceline.movements.deliveries.bringing import deliveries
from truceline.movements.deliveries.flying import overflights, silence
from truceline.movements.deliveries.line import Found, countries_of, lines
from truceline.movements.deliveries.lists import lists, word_set
from truceline.movements.wording.lists import phrases
from truceline.movements.wording.scene import Scene

_NEAR_CHARACTERS = 400
"""So far behind words on leave to fly, somebody who declines to comment on pressure declines to comment on that."""


def read(hearing: Hearing) -> tuple[Assertion[DeliveryFact], ...]:
    """Return what the counted claims of a hearing say of deliveries and overflight; the subject of each is empty."""
    return tuple(_of(hearing.heard, hearing))


def waiting(hearing: Hearing) -> tuple[Assertion[DeliveryFact], ...]:
    """Return what the claims that wait for a decision say of them: what would be added if they were accepted."""
    return tuple(_of(hearing.waiting, hearing))


def _of(claims: Iterable[Heard], hearing: Hearing) -> Iterator[Assertion[DeliveryFact]]:
    registry, countries = registry_of(hearing.actors), countries_of(hearing.places)
    scenes = [Scene(heard, registry) for heard in claims]
    spoken: dict[str, list[int]] = defaultdict(list)
    for scene in scenes:
        if _AIRSPACE.search(scene.heard.sentence.lower()):
            spoken[scene.claim.report].append(scene.heard.sentence_at or 0)
    for scene in scenes:
        at = scene.heard.sentence_at or 0
        is_silent = scene.claim.stance == "decline"
        is_near = is_silent and any(0 <= at - where <= _NEAR_CHARACTERS for where in spoken[scene.claim.report])
        for found in found_in(scene, countries, is_near=is_near):
            yield scene.says(found.fact, found.rule, is_denied=found.is_denied)


_AIRSPACE = re.compile(r"\b(?:airspace|overflights?|overfly\w*|fly over|route over)\b")


def found_in(scene: Scene, countries: Mapping[str, str], *, is_near: bool = False) -> Iterator[Found]:
    """Yield what the rules find in a claim, each fact once. ``is_near``: words on leave to fly stand right before it."""
    if not may_say(scene) and not is_near:
        return
    seen: set[tuple[DeliveryFact, bool]] = set()
    for found in _by_rules(scene, countries, is_near=is_near):
        is_undone_twice = found.is_denied and scene.claim.stance in {"deny", "reject", "retract"}
        if (found.fact, found.is_denied) not in seen and not is_undone_twice:
            seen.add((found.fact, found.is_denied))
            yield found


def _by_rules(scene: Scene, countries: Mapping[str, str], *, is_near: bool) -> Iterator[Found]:
    for line in lines(scene, countries):
        if scene.claim.stance == "decline":
            if is_near and not word_set("silent").isdisjoint(line.low) and any("pressing" in a.roles for a in line.acts):
                yield from silence(line)
        elif not line.is_asked and not scene.is_unreal:
            yield from deliveries(line)
            yield from overflights(line)


def may_say(scene: Scene) -> bool:
    """Say whether any rule can find anything in the words of a claim; finds more than the rules do, and never less."""
    return _pattern().search(scene.text.lower()) is not None


@cache
def _pattern() -> re.Pattern[str]:
    listed = (lists().arms, lists().forces, lists().transports, lists().craft, lists().airspace, lists().flights)
    words = {word for each in listed for phrase in phrases(each) for word in phrase[-1:]}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words))) + r")\b")
