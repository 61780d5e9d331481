"""Companions: who may not come along with a movement, and who said so.

``excluded.verb`` "X not be allowed to accompany", "barred X from joining", "refused to let X escort"; ``excluded.presence``
"objected to the presence of X". That somebody may come along is no fact of this kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.model.movements import Excluded
from truceline.movements.reading.line import Found, Line, clause
from truceline.movements.reading.lists import word_set
from truceline.movements.wording.acts import Act
from truceline.movements.wording.lists import forms, words
from truceline.movements.wording.moods import listed, mood_lists
from truceline.movements.wording.stretches import NOWHERE, Range, phrase_from, phrase_to, subject_of

_LET = words("allow allowed allowing allows permit permitted permitting permits let lets letting")
_BAR = words(
    "bar barred barring bars ban banned banning bans prevent prevented preventing prohibit prohibited forbid forbade forbidden "
    "block blocked blocking stop stopped stopping exclude excluded keep kept"
)
_REFUSED = words("refused denied")
_NOT = frozenset({"not", "n't", "never", "cannot"})
_ENTER = frozenset({"be", "have", "is", "are", "was", "were", "been", "to", "had", "has"})


def companions(line: Line) -> Iterator[Found]:
    """Yield whoever may not come along, as a sentence tells it."""
    if not line.is_about_aid(word_set("of_aid")):
        return
    for act in line.acts:
        if "accompany" in act.roles:
            who = _kept_out(line, act)
            if who != NOWHERE:
                is_act = line.is_first and line.scene.is_own_act(_governor(line, act))
                for found in _excluded(line, who, "excluded.verb", act.first):
                    yield found._replace(stance="assert") if is_act else found
                return
    yield from _by_presence(line)


def _governor(line: Line, act: Act) -> int:
    """Return where the verb stands by which somebody is kept out: the first refusal or leave before what may not be done."""
    return next((a.group.first for a in line.acts if a.first < act.first and a.roles & {"granting", "refusing"}), act.group.first)


def _kept_out(line: Line, act: Act) -> Range:
    """Return who may not do it: nowhere where it is not told that somebody may not."""
    low, first = line.low, act.group.first
    begin = clause(low, act.first)[0]
    window = low[begin : act.first]
    if low[act.first - 1 : act.first] == ("from",) and (at := _last(low, begin, act.first, _BAR)) is not None:
        return _person(line, at, act.first - 1)
    refused = _last(low, begin, act.first, _REFUSED)
    if refused is not None and word_set("permissions").intersection(low[refused : act.first]):
        return _trimmed(low, _before_passive(low, refused))
    at = _last(low, begin, act.first, _LET)
    if at is not None and (_NOT.intersection(low[max(0, at - 4) : at]) or _is_refused(low, at)):
        return _person(line, at, act.first)
    if at is None and _NOT.intersection(low[first : act.first]):
        return _trimmed(low, subject_of(low, first))
    if at is None and low[begin : begin + 1] == ("no",) and {"may", "can", "could", "would", "should"}.intersection(window):
        return _trimmed(low, (begin + 1, first))
    return NOWHERE


def _before_passive(low: tuple[str, ...], at: int) -> Range:
    """Return who stands before "were refused"."""
    first = at
    while first > 0 and low[first - 1] in _ENTER | listed("adverbs"):
        first -= 1
    return subject_of(low, first)


def _is_refused(low: tuple[str, ...], at: int) -> bool:
    """Say whether "to let" at a token stands behind a refusal: "refused to let X come along"."""
    return not words("refuse refused refuses refusing refusal declined").isdisjoint(low[max(0, at - 3) : at])


def _last(low: tuple[str, ...], begin: int, end: int, listed_words: frozenset[str]) -> int | None:
    return next((i for i in range(end - 1, begin - 1, -1) if low[i] in listed_words), None)


def _person(line: Line, at: int, end: int) -> Range:
    """Return who stands behind "let" or "barred", or before "were not allowed"."""
    behind = phrase_from(line.low, at + 1)
    if behind != NOWHERE and behind[0] < end:
        return behind[0], min(behind[1], end)
    first = at
    while first > 0 and line.low[first - 1] in _NOT | _ENTER | listed("adverbs") | listed("modals") | listed("futures"):
        first -= 1
    return _trimmed(line.low, subject_of(line.low, first))


def _trimmed(low: tuple[str, ...], where: Range) -> Range:
    """Leave out what leads in before the people: "on condition that", "it insisted that"."""
    begin = next((i + 1 for i in range(where[1] - 1, where[0] - 1, -1) if low[i] in {"that", "condition", "insisted"}), where[0])
    return (begin, where[1]) if begin < where[1] else NOWHERE


def _by_presence(line: Line) -> Iterator[Found]:
    """Read "objected to the presence of X", "over X's participation in the convoy", "opposed the inclusion of X"."""
    for i, word in enumerate(line.low):
        if word not in word_set("presence"):
            continue
        begin = clause(line.low, i)[0]
        is_opposed = any(form in _objecting() for form in line.low[begin:i])
        if not is_opposed or _NOT.intersection(line.low[begin:i]):
            continue
        where = phrase_from(line.low, i + 2) if line.low[i + 1 : i + 2] == ("of",) else NOWHERE
        if where == NOWHERE and line.low[i - 1 : i] == ("'s",):
            where = phrase_to(line.low, i - 1)
        if where != NOWHERE and line.head(where) is None:
            yield from _excluded(line, where, "excluded.presence", i)
            return


def _objecting() -> frozenset[str]:
    found = (forms(verb, mood_lists().irregular) for verb in word_set("objecting"))
    return frozenset(form for each in found for form in each) | {"objection", "objections", "opposition"}


def _excluded(line: Line, who: Range, rule: str, at: int) -> Iterator[Found]:
    name = line.scene.called(line.sentence, who)
    mention = line.head(who)
    if name is not None and (mention is None or mention.is_loose):
        yield Found(Excluded(who=name, demanded_by=_demanded_by(line, at)), rule)


def _demanded_by(line: Line, at: int) -> str | None:
    """Return who demands it: as the words tell, else the speaker whose demand the claim is; None where nobody is named."""
    low = line.low
    for act in line.acts:
        is_told = bool({"insisting", "objecting", "refusing"} & act.roles) and act.mood in {"done", "undone"}
        is_its = act.first < at and is_told and (not act.is_passive or act.agent != NOWHERE)
        is_kept = act.first < at and "granting" in act.roles and act.mood in {"undone", "refused"}
        if is_its or is_kept:
            doer = act.agent if act.is_passive else act.subject
            found = line.scene.actor(line.sentence, doer) if doer != NOWHERE else None
            if found:
                return found
    for i in range(at):
        if low[i] in word_set("insistence") | {"refusal", "objection", "objections"} and low[i - 1 : i] == ("'s",):
            return line.scene.actor(line.sentence, phrase_to(low, i - 1))
    agent = next((a.agent for a in line.acts if a.is_passive and a.agent != NOWHERE and a.first <= at), NOWHERE)
    if agent == NOWHERE and any(a.is_passive and "refusing" in a.roles for a in line.acts):
        agent = line.phrase_after(frozenset({"by"}), (at, len(low)))  # "were refused leave to travel with the convoy by X"
    if agent != NOWHERE:
        return line.scene.actor(line.sentence, agent)
    is_demand = line.scene.claim.stance == "demand" or line.scene.cue in word_set("insistence") | word_set("insisting")
    return line.scene.speaker or None if is_demand else None
