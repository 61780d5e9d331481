"""Obstruction: somebody said that it would block, attack or search aid, or demanded to: no act yet, and nobody else's word.

``obstruct.vow`` "vowed to block any aid", "threatened to attack the convoy", "would not let aid through";
``obstruct.demand`` "insisted on searching the trucks".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from truceline.model.movements import Obstruction
from truceline.movements.reading.line import Found, Line
from truceline.movements.reading.lists import word_set
from truceline.movements.reading.mentions import Mention
from truceline.movements.wording.acts import Act
from truceline.movements.wording.lists import forms
from truceline.movements.wording.moods import listed, mood_lists
from truceline.movements.wording.stretches import NOWHERE

BlockAct = Literal["block", "attack", "search", "divert", "other"]
_LIMITS = frozenset({"that", "which", "unless", "if", "until", "through", "without"})
_LETTING = frozenset({"granting"})
_LONGEST = 160


def obstructions(line: Line) -> Iterator[Found]:
    """Yield the threats and demands against aid that a sentence tells of, each act once."""
    seen: set[str] = set()
    for act in line.acts:
        kind = _act(act)
        mention = line.head(act.object) or (line.head(act.subject) if act.is_passive else None)
        if kind is None or mention is None or kind in seen:
            continue
        rule = _rule(line, act, kind, mention)
        if rule is None:
            continue
        seen.add(kind)
        fact = Obstruction(by=_who(line, act), act=kind, condition=_condition(line, mention))
        yield Found(fact, rule, is_general=mention.is_general)


def _act(act: Act) -> BlockAct | None:
    role = next((role for role in sorted(act.roles) if role.startswith("block:")), None)
    if role is not None:
        return cast("BlockAct", role.partition(":")[2])
    return "block" if act.roles & _LETTING else None


def _rule(line: Line, act: Act, kind: str, mention: Mention) -> str | None:
    """Return the rule by which it is threatened or demanded; None where it is not."""
    if act.roles & _LETTING and not any(role.startswith("block:") for role in act.roles):
        will = (listed("futures") | {"would"}).intersection(line.before_verb(act))
        return "obstruct.vow" if act.mood == "refused" and will and mention.is_general else None
    if line.scene.is_unreal:
        return None
    if act.mood == "vowed" or (act.mood == "planned" and _own_will(line, act)):
        return "obstruct.vow"
    is_demand = kind == "search" and any(word in _insisting() for word in line.low[max(0, act.first - 3) : act.first])
    return "obstruct.demand" if is_demand else None


def _own_will(line: Line, act: Act) -> bool:
    """Say whether the speaker tells its own will: "we will stop the trucks", "said it would block aid"."""
    if line.scene.is_narrated or act.is_passive:
        return False
    subject = line.low[act.subject[0] : act.subject[1]]
    return line.scene.actor(line.sentence, act.subject) == line.scene.speaker and bool(subject)


def _insisting() -> frozenset[str]:
    found = (forms(verb, mood_lists().irregular) for verb in (*word_set("insisting"), "want"))
    return frozenset(form for each in found for form in each)


def _who(line: Line, act: Act) -> str | None:
    where = act.agent if act.is_passive else act.subject
    return line.named(where) if where != NOWHERE else None


def _condition(line: Line, mention: Mention) -> str | None:
    """Return the words that limit what is threatened: "unless it is searched", "that came through their territory"."""
    at = next((i for i in range(mention.after, len(line.low)) if line.low[i] in _LIMITS), None)
    if at is None:
        return None
    end = next((i for i in range(at + 1, len(line.low)) if line.low[i] in {",", ";", ":"}), len(line.low))
    return line.words((at, end))[:_LONGEST] or None
