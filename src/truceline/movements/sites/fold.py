"""Sites from assertions: everything said of each put together, nothing merged away, in whatever order it was entered.

>>> from truceline.model.assertions import Assertion, Source, Subject
>>> from truceline.model.sites import SiteNamed
>>> source = Source(id="tl1", known_on="2016-03-01", said_on="2016-03-01")
>>> told = Assertion(subject="st1", fact=SiteNamed(kind="clinic"), by="un.ocha", source=source)
>>> sites([told], [Subject(id="st1", of="site", name="A clinic")], on="2016-03-02")[0].states
('draft',)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast, get_args

import msgspec

from truceline.model.assertions import Assertion, Fact, Subject
from truceline.model.sites import SiteFact, Struck
from truceline.model.times import Interval
from truceline.movements.sites.duties import contradictions, due
from truceline.movements.sites.held import hits_of
from truceline.movements.sites.recipients import answers_of, orphans_of, recipients_of
from truceline.movements.sites.saying import COUNTING, NEVER, ordered, says_of
from truceline.movements.sites.sendings import held_until, ledger_of
from truceline.movements.sites.strikes import not_struck, revocations_of, strikes_of
from truceline.movements.sites.values import Hit, Recipient, Site, State, Strike, Version
from truceline.movements.sites.versions import versions_of
from truceline.movements.sites.ways import Way, ways

STATES: tuple[State, ...] = get_args(State)


def sites(
    assertions: Iterable[Assertion[Fact]],
    subjects: Iterable[Subject],
    *,
    on: str,
    times: Mapping[str, Interval | None] = NEVER,
) -> tuple[Site, ...]:
    """Return the sites as they stand at the end of the day ``on``, those opened first first.

    ``assertions`` of any kind: those of movements tell when a notified movement begins and ends. ``times``: when each incident
    was, for a strike of which nobody says when.
    """
    given = tuple(assertions)
    ways_of = ways(given)
    told: dict[str, list[Assertion[SiteFact]]] = defaultdict(list)
    for each in given:
        if isinstance(each.fact, SiteFact):
            told[each.subject].append(cast("Assertion[SiteFact]", each))
    known = {subject.id: subject for subject in subjects if subject.of == "site"}
    ids = sorted({*known, *told} - {""}, key=_number)
    background = _Background(ways=ways_of, times=times, on=on)
    return tuple(
        _site(known.get(each) or Subject(id=each, of="site", name=each), tuple(told.get(each, ())), background) for each in ids
    )


def hits(found: Iterable[Site]) -> tuple[Hit, ...]:
    """Return the notifications that were out, or may have been, when their objects were struck, by site and strike."""
    return tuple(hit for site in found for hit in hits_of(site))


class _Background(msgspec.Struct, frozen=True, kw_only=True):
    """What a site is held against: when movements and incidents were, and the day asked for."""

    ways: Mapping[str, Way]
    times: Mapping[str, Interval | None]
    on: str


def _site(subject: Subject, told: tuple[Assertion[SiteFact], ...], background: _Background) -> Site:
    on = background.on
    versions = versions_of(told)
    ledger = ledger_of(told, versions, background.ways, on)
    answers = answers_of(told)
    revocations = revocations_of(told)
    recipients = recipients_of(ledger, answers, versions, revocations, on=on)
    strikes = tuple(
        msgspec.structs.replace(each, valid_then=held_until(told, versions, background.ways, each.at[0] if each.at else on))
        for each in strikes_of(told, answers, background.times, on)
    )
    newest = versions[-1] if versions else None
    disputed = (says_of(each) for each in told if each.stance not in COUNTING and not isinstance(each.fact, Struck))
    return Site(
        id=subject.id,
        name=subject.name,
        reference=subject.reference,
        states=_states(newest, recipients, strikes, is_revoked=bool(revocations)),
        versions=versions,
        recipients=recipients,
        ledger=ledger,
        revocations=revocations,
        strikes=strikes,
        not_struck=not_struck(told, strikes),
        due=due(newest, recipients, ledger, told, strikes, unread=subject.unread),
        contradictions=contradictions(versions, ledger, answers, revocations, told),
        disputed=ordered(disputed),
        orphans=orphans_of(ledger, answers),
        unread=subject.unread,
    )


def _states(
    newest: Version | None, recipients: tuple[Recipient, ...], strikes: tuple[Strike, ...], *, is_revoked: bool
) -> tuple[State, ...]:
    found: set[State] = {"validated" if newest is not None and newest.is_validated else "draft"}
    found |= {each.state for one in recipients for each in one.states}
    if is_revoked and not any(one.in_use for one in recipients):
        found.add("revoked")
    if strikes:
        found.add("struck")
    return tuple(state for state in STATES if state in found)


def _number(name: str) -> tuple[int, str]:
    digits = name.lstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isascii() and digits.isdigit() else 10**9, name
