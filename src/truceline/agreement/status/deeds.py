"""Deeds: what counted claims declare, each with whose act it is, when it takes effect and what it can change.

A deed belongs to whoever declares it by name, or to the party whose act a report tells in its own voice. What one side says of
another's acts is that side's word and changes nothing for the other. Deeds are put in one order that does not depend on the order
of a record: by the time they take effect, then by a fixed order of acts, then by when they became known and where they stand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from truceline.agreement.status.moments import Clock
from truceline.agreement.status.powers import Powers
from truceline.model.agreements import ActKind, Scope
from truceline.model.hearing import Heard
from truceline.model.status import Assessment, Declaration

_ORDER = {act: place for place, act in enumerate(get_args(ActKind))}


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One declaration as it counts.

    ``party``: whose own adherence it is about; ``authority``: the holder of a power who speaks; ``of``: whose act the speaker
    says that it is. ``at`` is when it takes effect, as told (None: no day is told; ``latest`` is the last on which it can have
    been), ``until`` when it ends by its own words. ``instant`` orders deeds.
    """

    act: ActKind
    scope: Scope
    party: str | None
    authority: str | None
    of: tuple[str, ...]
    at: str | None
    until: str | None
    lasts: str | None
    latest: str
    instant: dt.datetime
    claim: str
    claims: tuple[str, ...]
    place: tuple[str, str, int]

    @property
    def order(self) -> tuple[dt.datetime, int, str, str, int, str]:
        """What deeds are put in order by."""
        return (self.instant, _ORDER[self.act], *self.place, self.claim)


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """An authority or party says, without any act, that the arrangement still holds."""

    by: str
    at: str | None
    instant: dt.datetime
    claim: str
    place: tuple[str, str, int]


def scoped(declaration: Declaration, heard: Heard, powers: Powers) -> Declaration:
    """Return a declaration with what it can change by the agreement's text, and with a day only where one is told.

    What a speaker says of others' acts alone is an opinion, and so is all that an unnamed speaker says.
    """
    actor = None if _is_unnamed(heard) else declaration.actor
    sides = powers.parties.above(actor)
    is_of_others = bool(declaration.by) and not set(declaration.by) & set(sides)
    is_of_others |= declaration.rule.endswith(".of_others")
    scope = "opinion" if is_of_others else powers.scope(declaration.act, actor, _day(declaration, heard))
    date = told_day(declaration.date, heard, declaration.effective)
    party = powers.parties.party_of(declaration.actor)
    latest = None if date else heard.said_on
    return msgspec.structs.replace(declaration, scope=scope, party=party, date=date, latest=latest)


def deed_of(declaration: Declaration, heard: Heard, powers: Powers, clock: Clock) -> Deed | None:
    """Return what a declaration (already ``scoped``) does; None where it is only an opinion, or only of a smaller place."""
    if declaration.scope == "opinion" or declaration.places:
        return None
    at = declaration.effective or declaration.date
    day = _day(declaration, heard)
    return Deed(
        act=declaration.act,
        scope=declaration.scope,
        party=declaration.party,
        authority=powers.authority(declaration.actor, day) if declaration.scope == "arrangement" else None,
        of=declaration.by,
        at=at,
        until=declaration.until,
        lasts=declaration.lasts,
        latest=day,
        instant=clock.instant(at or min(day, clock.on)),
        claim=declaration.claim,
        claims=(declaration.claim,),
        place=_place(heard),
    )


def stand_of(assessment: Assessment, heard: Heard, powers: Powers, clock: Clock) -> Stand | None:
    """Return who says by an assessment that it still holds; None where it says no such thing or nobody of standing says it."""
    by = None if _is_unnamed(heard) else powers.parties.authority_of(assessment.actor)
    if by is None or not assessment.holds:
        return None
    day = assessment.date or min(heard.said_on, clock.on)
    return Stand(by=by, at=assessment.date, instant=clock.instant(day), claim=assessment.claim, place=_place(heard))


def ordered(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Return deeds in order; the same act of the same body told again for the same day is one deed with several claims."""
    groups: dict[tuple[ActKind, str | None, str | None], list[Deed]] = defaultdict(list)
    for deed in sorted(deeds, key=lambda each: each.order):
        group = groups[deed.act, deed.party, deed.authority]
        twin = next((place for place, each in enumerate(group) if _is_same(each, deed)), None)
        if twin is None:
            group.append(deed)
        else:
            group[twin] = _joined(group[twin], deed)
    return tuple(sorted((deed for group in groups.values() for deed in group), key=lambda each: each.order))


def told_day(date: str | None, heard: Heard, effective: str | None = None) -> str | None:
    """Return the day on which something was said; None where only the day of publication bounds it and no day is marked."""
    said = heard.claim.said_at
    is_told = effective is not None or (said is not None and said.basis != "published")
    return date if is_told or heard.reading is not None else None


def latest_claims(deeds: Sequence[Deed]) -> tuple[str, ...]:
    """Return the claims of several deeds, each once, in order."""
    return tuple(dict.fromkeys(claim for deed in deeds for claim in deed.claims))


def _joined(one: Deed, other: Deed) -> Deed:
    """Return two tellings of one deed as one: the one that has a day, with what either adds."""
    dated, told_again = (one, other) if one.at is not None or other.at is None else (other, one)
    return msgspec.structs.replace(
        dated,
        until=dated.until or told_again.until,
        lasts=dated.lasts or told_again.lasts,
        of=tuple(dict.fromkeys((*dated.of, *told_again.of))),
        claims=tuple(dict.fromkeys((*dated.claims, *told_again.claims))),
    )


def _is_same(one: Deed, other: Deed) -> bool:
    """Say whether two deeds of one kind and one body are one that is told twice: no day and no end tells them apart."""
    if _differ(one, other):
        return False
    if one.at is None or other.at is None:
        dated, open_ended = (other, one) if one.at is None else (one, other)
        return dated.at is None or dated.at[:10] <= open_ended.latest
    return one.at == other.at or (len(one.at) != len(other.at) and one.at[:10] == other.at[:10])


def _differ(one: Deed, other: Deed) -> bool:
    return bool(one.until and other.until and one.until != other.until)


def _is_unnamed(heard: Heard) -> bool:
    """Say whether nobody answers for the words: an unnamed speaker, whose act no person has marked as a party's."""
    speaker = heard.claim.speaker
    return speaker is not None and speaker.unnamed and not (heard.reading and heard.reading.party)


def _day(declaration: Declaration, heard: Heard) -> str:
    return (declaration.date or heard.said_on)[:10]


def _place(heard: Heard) -> tuple[str, str, int]:
    return heard.known_on, heard.claim.report, heard.claim.reach.start
