"""Which notifications were out when their object was struck: as things stood then, whatever was done afterwards.

Where several times are told for a strike, what is said holds for every one of them; else it cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable

from truceline.movements.sites.moments import between, earliest, latest
from truceline.movements.sites.recipients import is_since
from truceline.movements.sites.values import (
    ACKNOWLEDGING,
    STATE_OF,
    Answer,
    Before,
    Hit,
    Hours,
    Revocation,
    Sending,
    Site,
    State,
    Strike,
)

ENDING: tuple[State, ...] = ("recalled", "discontinued")


def hits_of(site: Site) -> tuple[Hit, ...]:
    """Return for each strike the notifications that were, or may have been, sent before it: the last one of each recipient."""
    return tuple(hit for strike in site.strikes for hit in _hits(site, strike))


def _hits(site: Site, strike: Strike) -> list[Hit]:
    last: dict[str, Hit] = {}
    first: dict[str, str] = {}
    answers = {one.recipient: one.answers for one in site.recipients}
    for orphan in site.orphans:
        answers[orphan.recipient] = (*answers.get(orphan.recipient, ()), orphan.answer)
    for line, until in zip(site.ledger, strike.valid_then, strict=True):
        lead = _lead(line.sent, strike.at)
        before: Before | None = "cannot_be_told" if lead is None else "yes" if lead.low >= 0 else "may_be"
        if lead is not None and lead.high <= 0:
            before = None
        held = last.get(line.recipient)
        if before is None or (held is not None and (held.before == "yes" != before or held.is_taken_back < line.is_taken_back)):
            continue
        if not line.is_taken_back:
            first.setdefault(line.recipient, line.sent)
        given = answers.get(line.recipient, ())
        was_valid, ended = _was_valid(until, strike.at), _ended(line, given, site.revocations, strike.at)
        last[line.recipient] = Hit(
            site=site.id,
            incident=strike.incident,
            struck_at=strike.at[0] if strike.at else None,
            times=strike.at,
            recipient=line.recipient,
            version=line.version,
            detail=line.detail,
            sent=line.sent,
            first_sent=first.get(line.recipient),
            before=before,
            lead=lead,
            acknowledged=_acknowledged(line, given, strike.at),
            was_valid=was_valid,
            ended=ended,
            is_taken_back=line.is_taken_back,
            says=line.says,
            denied_by=line.denied_by,
            strike_denied_by=strike.denied_by,
        )
    return [last[recipient] for recipient in sorted(last)]


def _lead(sent: str, times: tuple[str, ...]) -> Hours | None:
    """Return the least and the greatest number of hours to any of the times told."""
    found = [hours for at in times if (hours := between(sent, at)) is not None]
    return Hours(min(each.low for each in found), max(each.high for each in found)) if found else None


def _acknowledged(line: Sending, answers: tuple[Answer, ...], times: tuple[str, ...]) -> bool | None:
    """Say whether anybody says that it had been acknowledged by then; None where it may have come before or after."""
    of_it = [each for each in answers if each.version == line.version and each.verb in ACKNOWLEDGING and each.counts]
    came = [_came(each.at, times) for each in of_it]
    return True if True in came else None if None in came else False


def _ended(
    line: Sending, answers: tuple[Answer, ...], revocations: tuple[Revocation, ...], times: tuple[str, ...]
) -> tuple[State, ...]:
    """Return how it had surely been ended by then, by somebody else than the recipient."""
    of_it = [each for each in answers if each.version == line.version and each.counts and not each.own]
    said: list[tuple[State, str]] = [(STATE_OF[each.verb], each.at) for each in of_it if each.verb in STATE_OF]
    found = {state for state, at in said if state in ENDING and is_since(at, line.sent) and _came(at, times) is True}
    back = (each for each in revocations if each.by != line.recipient and is_since(each.at, line.sent))
    if any(_came(each.at, times) is True for each in back):
        found.add("revoked")
    return tuple(sorted(found))


def _was_valid(until: str | None, times: tuple[str, ...]) -> bool | None:
    """Say whether it still held; ``until``: its end as far as anybody knew by then."""
    ends = latest(until)
    if ends is None or not times:
        return None
    late = {_is_over(until, at) for at in times}
    return not late.pop() if len(late) == 1 and None not in late else None


def _is_over(until: str | None, at: str) -> bool | None:
    """Say whether an end lies before a time; None where that cannot be told."""
    ends, first, last = latest(until), earliest(at), latest(at)
    if ends is None or first is None or last is None:
        return None
    return False if ends >= last else True if ends < first else None


def _came(when: str, times: Iterable[str]) -> bool | None:
    """Say whether something surely came before every one of some times (True), or after every one (False)."""
    first, last = earliest(when), latest(when)
    struck = [(start, end) for at in times if (start := earliest(at)) is not None and (end := latest(at)) is not None]
    if first is None or last is None or not struck:
        return None
    if all(last <= start for start, _ in struck):
        return True
    return False if all(first > end for _, end in struck) else None
