"""Naming: what a movement is, whose, from where and to where, as its name tells: "a UN aid convoy bound for X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from truceline.model.movements import MovementKind, MovementNamed
from truceline.movements.reading.line import Found, Line
from truceline.movements.reading.lists import word_set
from truceline.movements.reading.mentions import Mention
from truceline.movements.wording.acts import Act
from truceline.movements.wording.moods import listed
from truceline.movements.wording.stretches import NOWHERE

_TO = frozenset({"to", "into", "for", "towards", "toward"})
_BOUND = frozenset(
    {"bound", "headed", "heading", "destined", "travelling", "traveling", "on", "its", "way", "going", "en", "route"}
)
_CROSSING = frozenset({"cross-line", "crossline", "cross-lines"})
_REACH = 5
_APART = frozenset("the a an this that these those its their his our".split())


def names(line: Line) -> Iterator[Found]:
    """Yield what the names of movements tell, for each that is one and tells something, then people moved."""
    yield from _by_name(line)
    for act in line.acts:
        kind = next((role.partition(":")[2] for role in sorted(act.roles) if role.startswith("moving:")), None)
        if kind is not None and act.mood in {"done", "planned"} and _are_people(line, act, kind):
            yield _moved(line, act, kind)


def _are_people(line: Line, act: Act, kind: str) -> bool:
    """Say whether people or forces are moved, and not a proposal withdrawn: told by a place or a number of them."""
    where = act.object if not act.is_passive else act.subject
    words = frozenset(line.low[where[0] : where[1]])
    is_told = bool(words & word_set("evacuated")) or any(where[0] <= at < where[1] for at, _ in line.scene.counts(line.sentence))
    return is_told and (kind == "evacuation" or line.phrase_after(frozenset({"from"}), act.object) != NOWHERE)


def _moved(line: Line, act: Act, kind: str) -> Found:
    sick = not word_set("sick").isdisjoint(line.low[act.whole[0] : act.object[1]])
    origin = line.place(line.phrase_after(frozenset({"from"}), act.object))
    destination = line.place(line.phrase_after(_TO, act.object))
    fact = MovementNamed(
        kind="medevac" if sick and kind == "evacuation" else cast("MovementKind", kind),
        origin=origin,
        destinations=(destination,) if destination else (),
    )
    return Found(fact, "named.people", is_general=True)


def _by_name(line: Line) -> Iterator[Found]:
    for mention in line.mentions:
        if mention.is_loose or (mention.is_general and not mention.is_new):
            continue
        destination, origin = _place_behind(line, mention, _TO), _place_behind(line, mention, frozenset({"from"}))
        lead = _lead(line, mention)
        crosses = True if _CROSSING.intersection(line.low[max(0, mention.first - 4) : mention.first]) else None
        if destination or origin or lead or crosses:
            fact = MovementNamed(
                kind=mention.kind,
                lead=lead,
                origin=origin,
                destinations=(destination,) if destination else (),
                crosses_lines=crosses,
            )
            yield Found(fact, "named", is_general=mention.is_general)


def _place_behind(line: Line, mention: Mention, preps: frozenset[str]) -> str | None:
    """Return the place that follows a preposition right behind the name: "the convoy to X", "the convoy bound for X"."""
    for i in range(mention.after, min(len(line.low), mention.after + _REACH)):
        if line.low[i] in preps:
            verb = next((act.first for act in line.acts if act.first > i), len(line.low))
            return line.place((i + 1, min(verb, i + 9)))
        if line.low[i] not in _BOUND | {"of", "trucks", "aid"}:
            return None
    return None


def _lead(line: Line, mention: Mention) -> str | None:
    """Return whose convoy it is by the name before it: "a UN aid convoy", "the Red Crescent convoy"."""
    begin = mention.first
    while begin > 0 and mention.first - begin < _REACH and line.low[begin - 1] not in listed("breaks") | listed("preps") | _APART:
        begin -= 1
    capitals = [i for i in range(begin, mention.first) if line.sentence.tokens[i].is_capital and i > 0]
    if not capitals:
        return None
    found = line.scene.registry.find(line.words((capitals[0], mention.first)), line.scene.heard.known_on or None, demonyms=True)
    if not found or line.scene.registry.get(found[0].actor_id).kind == "state":
        return None  # "the Syrian aid convoy" may say where it went
    return found[0].actor_id
