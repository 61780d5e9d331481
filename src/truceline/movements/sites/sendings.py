"""The disclosure ledger of a site: every version sent to a recipient, until when it holds, and why until then.

Until when: what the recipient was told; where it was told nothing, the latest of what the version says and of what looking at it
again has shown; else the end of the movement and some hours, or for a site so many days.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.sites import Disclosed, Revalidated, SiteFact
from truceline.movements.sites.moments import between, days_later, earliest, hours_later, in_order, is_past, last_of, latest
from truceline.movements.sites.saying import Fact, all_says, facts_of
from truceline.movements.sites.values import Sending, ValidBy, Version
from truceline.movements.sites.ways import Way

SITE_DAYS = 90
MOVEMENT_HOURS = 6
"""Source: usual practice of notification systems; what is listed for longer than anybody looks at it is no longer so."""


def ledger_of(
    assertions: tuple[Assertion[SiteFact], ...], versions: tuple[Version, ...], ways: Mapping[str, Way], on: str
) -> tuple[Sending, ...]:
    """Return every sending by its time, whatever has become of it since."""
    by_number = {version.number: version for version in versions}
    looked = facts_of(assertions, Revalidated)
    denied = facts_of(assertions, Disclosed, disputed=True)
    sent = sorted(facts_of(assertions, Disclosed), key=_order)
    newest: dict[str, Disclosed] = {}
    for fact in sent:
        if _is_taken_back(fact, denied):
            continue
        held = newest.get(fact.fact.recipient)
        if held is None or fact.fact.version >= held.version:
            newest[fact.fact.recipient] = fact.fact
    lines = []
    for fact in sent:
        version, one = by_number.get(fact.fact.version), fact.fact
        way = next((ways[name] for name in (version.movements if version else ()) if name in ways), None)
        prolonged = last_of(each.fact.valid_to for each in looked if each.fact.version == one.version)
        line = _line(fact, version, way, prolonged, on)
        against = [each for each in denied if (each.fact.recipient, each.fact.version) == (one.recipient, one.version)]
        lines.append(
            msgspec.structs.replace(
                line,
                is_current=newest.get(one.recipient) == one,
                denied_by=all_says(against),
                is_taken_back=_is_taken_back(fact, denied),
            )
        )
    return tuple(lines)


def held_until(
    assertions: tuple[Assertion[SiteFact], ...], versions: tuple[Version, ...], ways: Mapping[str, Way], at: str
) -> tuple[str | None, ...]:
    """Return until when each line of the ledger held as far as anybody knew then: what was looked at later prolongs nothing."""
    known = tuple(each for each in assertions if not isinstance(each.fact, Revalidated) or not _is_later(each.fact.at, at))
    return tuple(line.valid_to for line in ledger_of(known, versions, ways, at))


def _is_later(when: str, at: str) -> bool:
    begins, ends = earliest(when), latest(at)
    return begins is not None and ends is not None and begins > ends


def _is_taken_back(sent: Fact[Disclosed], denied: tuple[Fact[Disclosed], ...]) -> bool:
    """Say whether everybody who said that it was sent then says that it was not: a mistake, which stays in the ledger."""
    what = (sent.fact.recipient, sent.fact.version, sent.fact.sent)
    against = {
        says.by for fact in denied if (fact.fact.recipient, fact.fact.version, fact.fact.sent) == what for says in fact.says
    }
    return {says.by for says in sent.says} <= against


def _order(fact: Fact[Disclosed]) -> tuple[object, ...]:
    one = fact.fact
    return in_order(one.sent), one.recipient, one.version, one.detail, one.channel or "", one.valid_to or ""


def _line(fact: Fact[Disclosed], version: Version | None, way: Way | None, prolonged: str | None, on: str) -> Sending:
    one = fact.fact
    is_movement = way is not None or bool(version and version.movements)
    valid_to, valid_by = _until(one, version, way, prolonged, is_movement=is_movement)
    start = way.starts[0] if way and way.starts else None
    return Sending(
        recipient=one.recipient,
        version=one.version,
        sent=one.sent,
        detail=one.detail,
        channel=one.channel,
        told_valid_to=one.valid_to,
        valid_to=valid_to,
        valid_by=valid_by,
        is_expired=is_past(valid_to, on),
        lead=between(one.sent, start) if start else None,
        says=fact.says,
    )


def _until(
    one: Disclosed, version: Version | None, way: Way | None, prolonged: str | None, *, is_movement: bool
) -> tuple[str | None, ValidBy]:
    if one.valid_to is not None:
        return one.valid_to, "told"
    own = version.valid_to if version else None
    if (longest := last_of((own, prolonged))) is not None:
        return longest, "version" if longest == own else "revalidated"
    if not is_movement:
        return days_later(one.sent, SITE_DAYS), "default"
    if way is not None and way.ended is not None:
        return hours_later(way.ended, MOVEMENT_HOURS), "movement_end"
    if way is not None and way.planned_end is not None:
        return hours_later(way.planned_end, MOVEMENT_HOURS), "movement_plan"
    return None, "nothing"
