"""What a release would cover, and when that can no longer have been happening.

Of an incident: every claim that surely belongs to it, that people stand behind, and whose report is in no compartment, is not
withheld and is not the note of a call. Of a step (a finding): that step. Of a movement, its plan or a notified site: the tellings
that are in no compartment; how little of them is ever shown is the business of the public renditions. Everything else has no
public rendition and cannot be released.

A day ends when it has ended everywhere on earth: at noon of the next, UTC. An instant ends with itself. Where nothing says when
it was, or an end is open, it counts from the receipt of the last report of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline import linker
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record, RecordedClaim
from truceline.ledger.leaf.bodies import ReleaseOf
from truceline.ledger.releases import instant
from truceline.ledger.steps import steps
from truceline.ledger.tellings import RecordedTelling, kind_of, subjects, tellings
from truceline.model import Interval, Link

OPEN = "open"
SHOWN = frozenset({"movement", "plan", "site"})
"""Kinds of subjects that have a public rendition."""
TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?", re.ASCII)
EVERYWHERE = dt.timedelta(hours=12)
"""So long after its end in UTC a day ends where it ends last."""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A claim or telling that a release does not cover, and why. Of what is in a compartment not even the id is told."""

    id: str
    why: str


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """What a release of one thing covers as the record stands, in the order of the log; ``until``: when it was over by."""

    of: ReleaseOf
    subject: str
    until: str
    claims: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    tellings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Everything that it covers."""
        return frozenset((*self.claims, *self.steps, *self.tellings))


def covered(record: Record, target: str) -> Covered:
    """Return what a release of ``target`` would cover: the id of an incident, a claim, a step, a movement, a plan or a site.

    Raises:
        NotFoundError: there is no such thing.
        UsageError: nothing of it may be released.
    """
    with record.log.reading():
        if re.fullmatch(r"c_[0-9a-f]{16}", target):
            return _claim(record, target)
        if re.fullmatch(r"s[1-9]\d{0,8}", target):
            return _step(record, target)
        return _subject(record, target) if kind_of(target) else _incident(record, target)


class _Claims:
    """Claims of a record that could be released, and why others could not."""

    def __init__(self, record: Record, claims: Sequence[str]) -> None:
        self.all = {held.claim.id: held for held in record.claims(only=claims)}
        self._calls = {call.report for call in record.calls()}
        self._reports = {held.id: held for held in record.reports(only={held.claim.report for held in self.all.values()})}

    def why_not(self, held: RecordedClaim) -> str | None:
        """Say why a claim is not released, None where it may be."""
        report = self._reports[held.claim.report]
        if report.withheld:
            return f"its report is withheld: {report.withheld}"
        if held.claim.report in self._calls:
            return "it is the note of a call"
        return f"it is {held.standing}" if held.standing not in {"entered", "accepted"} else None

    def is_open(self, held: RecordedClaim) -> bool:
        """Say whether it may be named at all."""
        return held.compartment == OPEN and self._reports[held.claim.report].compartment == OPEN


def _incident(record: Record, target: str) -> Covered:
    links = [each.link for each in record.links(incident=target) if each.link.outcome == "linked"]
    known = _Claims(record, [link.claim for link in links])
    there = [known.all[link.claim] for link in links if link.claim in known.all and known.is_open(known.all[link.claim])]
    if not there:
        message = f'no incident "{target}" in this record; expected the id of an incident, claim, step, movement or site'
        raise NotFoundError(message)
    return _of_claims("incident", target, known, there, links)


def _claim(record: Record, target: str) -> Covered:
    known = _Claims(record, [target])
    held = known.all.get(target)
    if held is None or not known.is_open(held):
        message = f'no claim "{target}" in this record that is in no compartment; `truceline claims` lists them'
        raise NotFoundError(message)
    return _of_claims("claim", target, known, [held], [])


def _of_claims(of: ReleaseOf, target: str, known: _Claims, there: Sequence[RecordedClaim], links: Sequence[Link]) -> Covered:
    reasons = {held.claim.id: known.why_not(held) for held in there}
    counted = sorted((held for held in there if not reasons[held.claim.id]), key=lambda held: held.entry)
    left_out = tuple(LeftOut(id=claim, why=why) for claim, why in reasons.items() if why)
    if not counted:
        why = "; ".join(f"{each.id}: {each.why}" for each in left_out[:4])
        message = f"nothing of {target} may be released: {why}; people stand behind no claim of it (`truceline review`)"
        raise UsageError(message)
    until = _over(_intervals(counted, links), (held.received_at for held in counted))
    return Covered(of=of, subject=target, until=until, claims=tuple(h.claim.id for h in counted), left_out=left_out)


def _step(record: Record, target: str) -> Covered:
    found = next((each for each in steps(record) if each.step.id == target), None)
    if found is None:
        message = f'no step "{target}" in this record; `truceline violations` shows the steps of each'
        raise NotFoundError(message)
    until = _after(found.step.on)
    return Covered(of="step", subject=target, until=until, steps=(target,))


def _subject(record: Record, target: str) -> Covered:
    kind = kind_of(target)
    opened = next((each for each in subjects(record) if each.id == target and each.compartment == OPEN), None)
    if opened is None:
        message = f'no {kind} "{target}" in this record that is in no compartment; `truceline movements` and `sites` list them'
        raise NotFoundError(message)
    if kind not in SHOWN:
        message = f"{target} is a {kind}: there is no public rendition of that; expected a movement, a plan or a site"
        raise UsageError(message)
    told = [each for each in tellings(record) if each.subject == target and each.compartment == OPEN and each.telling]
    if not told:
        message = f"nothing that can be shown is told of {target}; it cannot be released"
        raise UsageError(message)
    until = _over(map(_span, told), (each.received_at for each in told))
    return Covered(of="subject", subject=target, until=until, tellings=tuple(each.id for each in told))


def _intervals(counted: Sequence[RecordedClaim], links: Sequence[Link]) -> Iterator[Interval]:
    """Yield when it may have been: as the incident is folded, and as each claim says of the events by which it belongs to it."""
    told = [linker.Told(claim=held.claim, standing=held.standing) for held in counted]
    yield from (found.time for found in linker.incidents(told, links) if found.time)
    events: Mapping[str, tuple[str, ...]] = {link.claim: link.events for link in links}
    for claim in (held.claim for held in counted):
        named = events.get(claim.id) or tuple(event.id for event in claim.events)
        spans = {span for event in claim.events if event.id in named for span in event.times}
        yield from (time.interval for time in claim.times if time.span in spans or not spans)


def _span(told: RecordedTelling) -> Interval:
    """Return the time up to the last day that a telling names, planned or not."""
    values = (value for fact in (told.telling.facts if told.telling else ()) for value in msgspec.structs.astuple(fact))
    days = sorted(value for value in values if isinstance(value, str) and TIME.fullmatch(value))
    return Interval(start=days[0], end=days[-1]) if days else Interval()


def _over(intervals: Iterable[Interval], received: Iterable[str]) -> str:
    """Return the instant by which all of it was over; by receipt where no time is given, or one has no end."""
    dated = [each for each in intervals if each.start or each.end]
    ends = [_after(each.end) for each in dated if each.end]
    if len(ends) < len(dated) or not dated:
        ends.append(max(received, key=instant))
    return max(ends, key=instant)


def _after(time: str) -> str:
    """Return the instant at which a day or an instant has passed everywhere."""
    if "T" in time:
        given = instant(time)
        end = given if given.tzinfo else given.replace(tzinfo=dt.UTC) + EVERYWHERE
    else:
        end = dt.datetime.combine(dt.date.fromisoformat(time), dt.time(), dt.UTC) + dt.timedelta(days=1) + EVERYWHERE
    return end.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


__all__ = ["Covered", "LeftOut", "covered"]
