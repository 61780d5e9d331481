"""Calls: a duty officer writes down an allegation made by telephone.

What is written down becomes a report like any other (its text is archived and never changes) with one claim that stands as
entered, and a ``call.received`` entry says by what channel it came and who was asked for an answer by when. Who called, where
they are reached and the exact position that they gave are sealed: neither the text, nor the log, nor any view has them, only a
salted commitment to each in the log, with the values in a table of their own from which they can be deleted.

What an officer notes down in a line can be guessed, and the hash of a text stands in the log. So the text ends with a reference
that follows from the words and from a key that is not in the record: the same call entered twice is one call, and whoever has
the log without the text cannot find the words, or a number in them, by trying.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec
from msgspec.structs import replace

from truceline.actors import registry_of
from truceline.errors import UsageError
from truceline.ledger import OPEN_COMPARTMENT, CallReceived, Draft, Record, RecordedCall
from truceline.ledger.leaf import drafts
from truceline.model import Claim, Figure, Report, Span, Speaker, Theatre
from truceline.workflow.marking import Marking, Veil, checked_happening, claim_of
from truceline.workflow.opening import theatre_of
from truceline.workflow.protecting import SEALED, check_sealed, check_unsaid

CALLER = "the caller"
"""What the text and every view call the person: never resolved to anybody, by rule or by reviewer."""
MEDIA = "text/plain; charset=utf-8"
REFERENCE = "Reference: "
"""Begins the last line of a call's text, which is no word of anybody: see above."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What the duty officer wrote down. ``received`` is an instant with its zone; ``about`` and ``words`` are free text.

    ``caller``, ``contact`` (a number, an address) and ``position`` (coordinates, a house) are free text too, and sealed.
    """

    received: str
    about: str
    channel: str = "telephone"
    caller: str | None = None
    contact: str | None = None
    position: str | None = None
    words: str | None = None
    place: str | None = None
    when: str | None = None
    asked_of: str | None = None
    answer_by: str | None = None
    event: str | None = None
    stance: str = "assert"
    figures: tuple[Figure, ...] = ()


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it now stands in the record."""

    id: str
    report: str
    claim: str
    new: bool


Caller = Literal["sealed", "none given", "withheld"]
"""Whether a caller's name lies sealed. ``withheld``: sealed values of the call were deleted, and the name may be one of them."""


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it is listed: everything but the caller, of whom only is said whether a name lies sealed."""

    id: str
    received_at: str
    channel: str
    about: str | None
    asked_of: str | None
    answer_due: str | None
    is_caller_sealed: bool
    caller: Caller
    by: str


def calls_in(record: Record) -> tuple[Noted, ...]:
    """Return the calls of the record in the order in which they were received."""
    titles = {held.id: held.title for held in record.reports()}
    noted = [
        Noted(
            id=held.call,
            received_at=held.received_at,
            channel=held.channel,
            about=titles.get(held.report),
            asked_of=held.asked_of,
            answer_due=held.answer_due,
            is_caller_sealed=held.caller is not None,
            caller=_caller(record, held),
            by=held.by,
        )
        for held in record.calls()
    ]
    return tuple(sorted(noted, key=lambda each: (dt.datetime.fromisoformat(each.received_at), each.id)))


def _caller(record: Record, held: RecordedCall) -> Caller:
    """Tell by the names of the sealed values; a party who was asked and is in no pack is one of them, and no caller."""
    if held.caller is not None:
        return "sealed"
    return "withheld" if len(record.log.disclosures(held.entry)) < held.sealed else "none given"


def receive_call(record: Record, call: Call, by: str, co: str = OPEN_COMPARTMENT) -> Entered:
    """Write a call into the record; the same call entered twice is one call. ``co`` is the compartment of what is sealed.

    Raises:
        UsageError: the caller's name, a part of it, the contact or the position stands in what is written down openly, or the
            event code is none of ours.
    """
    checked_happening(call.event, None)
    check_sealed(call.caller, _open_parts(call, by))
    check_unsaid({"contact": call.contact, "position": call.position}, _open_parts(call, by))
    theatre = theatre_of(record)
    report = report_of(call, lambda words: record.reference(words, co))
    claim = _claim(call, report, theatre, by)
    size = record.size
    archived = record.draft_report(report, raw=report.text.encode(), media=MEDIA, by=by)
    entered = record.draft_claim(claim, entered=True, by=by)
    record.append([replace(draft, co=co) for draft in (archived, entered, _received(call, report, theatre, by))])
    return Entered(id=report.id, report=report.id, claim=claim.id, new=record.size > size)


def _open_parts(call: Call, by: str) -> dict[str, str | None]:
    """Return everything that a person typed and that is not sealed, by the option it was typed behind."""
    return {
        "--about": call.about,
        "--words": call.words,
        "--place": call.place,
        "--channel": call.channel,
        "--asked-of": call.asked_of,
        "--when": call.when,
        "--answer-by": call.answer_by,
        "--event": call.event,
        "--stance": call.stance,
        "--by": by,
    }


def report_of(call: Call, veil: Veil) -> Report:
    """Return the report that holds what was written down; its text has no word of the caller's identity.

    ``veil`` makes the reference in its last line from all that stands before it.
    """
    lines = [f"Allegation received by {call.channel} on {call.received}.", f"About: {call.about}"]
    lines += [f"{name}: {value}" for name, value in (("Place", call.place), ("When", call.when)) if value]
    lines += [f"Words of {CALLER} as noted down: {call.words}"] if call.words else [f"Told by {CALLER}, words not noted down."]
    noted = "\n".join(lines) + "\n"
    text = f"{noted}{REFERENCE}{veil(noted)}\n"
    return Report(
        id=f"call-{_stamp(call.received)}-{hashlib.sha256(text.encode()).hexdigest()[:6]}",
        text=text,
        title=call.about,
        publisher=None,
    )


def _stamp(received: str) -> str:
    """Return the minute of an instant in UTC, as ids have it.

    Raises: UsageError: in UTC it lies before the first year or after the last.
    """
    try:
        return dt.datetime.fromisoformat(received).astimezone(dt.UTC).strftime("%Y%m%dT%H%MZ")
    except OverflowError:
        message = f"a call received at {received} cannot be: in UTC that is in no year from 1 to 9999; check day and zone"
        raise UsageError(message) from None


def _claim(call: Call, report: Report, theatre: Theatre, by: str) -> Claim:
    words = call.words or call.about
    start = report.text.index(words)
    marking = Marking(
        spans=(Span(start, start + len(words)),),
        unnamed=CALLER,
        stance=call.stance,
        about=("occurrence", "count") if call.figures else ("occurrence",),
        figures=call.figures,
        said_at=call.received,
        when=call.when,
        place=call.place,
        event=call.event,
    )
    claim = claim_of(marking, report, theatre, by)
    at = report.text.index(CALLER)
    named_at = Span(at, at + len(CALLER))
    speaker = Speaker(name=CALLER, role=CALLER, unnamed=True, reason_unnamed=SEALED, named_at=named_at)
    return replace(claim, speaker=speaker, source=(named_at,))


def _received(call: Call, report: Report, theatre: Theatre, by: str) -> Draft:
    asked = _asked(call, theatre)
    body = CallReceived(
        call=report.id,
        report=report.id,
        received_at=call.received,
        channel=call.channel,
        asked_of=asked,
        answer_due=call.answer_by,
        subject=call.event,
    )
    asked_by_name = None if asked else call.asked_of
    return drafts.called(body, by=by, caller=call.caller, contact=call.contact, position=call.position, asked_of=asked_by_name)


def _asked(call: Call, theatre: Theatre) -> str | None:
    """Return the actor who was asked, by id or exact name; None where the pack has no such actor."""
    registry = registry_of(theatre.actors)
    if not call.asked_of:
        return None
    return call.asked_of if call.asked_of in registry else registry.resolve(call.asked_of, call.received[:10])
