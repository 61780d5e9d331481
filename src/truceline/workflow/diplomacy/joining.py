"""Joining and parting what was grouped: people say that what was read from claims is about one subject of theirs.

What was read from a claim is told again as standing on that claim, of the subject; from then on it is meant by that alone. To
part what was grouped by rule, what belongs elsewhere is joined elsewhere; to take a joining back, its tellings are withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from truceline.errors import UsageError
from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.model.assertions import Assertion, Telling
from truceline.workflow.diplomacy.entering import refuse_sort, subject_named
from truceline.workflow.telling import ToTell, tell_several


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A telling that joins what was read from a claim to a subject, and whether it is new."""

    id: str
    subject: str
    claim: str
    new: bool


def join(
    record: Record,
    subject: str,
    read: Sequence[tuple[Assertion[Any], str]],
    *,
    by: str,
    co: str = OPEN_COMPARTMENT,
) -> tuple[Joined, ...]:
    """Enter that what was read from claims is about a subject, all or none; each comes with the name of who says it.

    Raises:
        NotFoundError: there is no such subject.
        UsageError: nothing is to be joined, something is no reading of a claim, or is none of the subject's kind.
    """
    name = subject_named(record, subject)
    if not read:
        message = f"nothing to join to {name}; expected claims of which something of its kind was read"
        raise UsageError(message)
    for each, _ in read:
        if each.source.report is None:
            message = f"{each.source.id} was entered by people, and stays with what it was told of; withdraw it and tell it anew"
            raise UsageError(message)
        refuse_sort(name, each.fact)
    wanted = [_telling(name, each, said_by) for each, said_by in _once(read)]
    entered = tell_several(record, wanted, by=by, co=co)
    return tuple(
        Joined(id=done.id, subject=name, claim=str(asked.claim), new=done.new)
        for asked, done in zip(wanted, entered, strict=True)
    )


def _once(read: Iterable[tuple[Assertion[Any], str]]) -> list[tuple[Assertion[Any], str]]:
    found: list[tuple[Assertion[Any], str]] = []
    for each in read:
        if each not in found:
            found.append(each)
    return found


def _telling(subject: str, each: Assertion[Any], said_by: str) -> ToTell:
    telling = Telling(
        by=each.by or said_by,
        facts=(each.fact,),
        via=each.via,
        stance=each.stance,
        unnamed=each.unnamed,
        said_on=each.source.said_on,
    )
    return ToTell(subject=subject, telling=telling, published_at=each.source.known_on, claim=each.source.id)
