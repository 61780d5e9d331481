"""What people entered of movements, sites, proposals, as far as a selection lets it through: as assertions.

* ``known``: the day on which it was published, else recorded. ``said``: the day on which it was said, else the day it was known.
* ``entry``: only the log up to that entry; what was withdrawn by then is left out.
* ``happened``: a telling stays where a day that its facts name, or the time between the first and the last of them, overlaps the
  choice; one whose facts name no day goes with the others about its subject. Of a plan, movement or site everything stays where
  anything does: a convoy of those days was not without the permits of the days before.
* One that stands on a claim is shown only where that claim is: what a report says is not known before the report. A claim that a
  person rejected, or that waits, is not named by it.

A subject is known from the day it was opened or, where something that was published earlier is told of it, from that day on. Its
name and reference came with what was told first of it: where neither that nor the day of opening is let through, it is called by
its id. With chosen days, or where nothing is told of it, it is shown only as far as the rules above leave something of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline.ledger import Record
from truceline.ledger.tellings import RecordedSubject, RecordedTelling, subjects, tellings
from truceline.model import Interval
from truceline.model.assertions import Assertion, Fact, Source, Subject, SubjectOf, Telling
from truceline.outputs.views.entered import Entered
from truceline.outputs.views.happened import Days, days_of
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Selection

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?", re.ASCII)

_WHOLE: frozenset[SubjectOf] = frozenset({"plan", "movement", "site"})
"""Kinds of subjects that are one course: what led to something is not left out beside it."""

_TO_COME = frozenset({"due", "planned_departure", "planned_arrival", "valid_to", "deadline", "end", "until"})
"""Fields of facts whose days may be still to come when they are told."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Assertions in the order of the log, and what they are about. ``days``: those on which they were said or published."""

    assertions: tuple[Assertion[Fact], ...] = ()
    subjects: tuple[Subject, ...] = ()
    days: tuple[str, ...] = ()


def told(record: Record, selection: Selection) -> Seen:
    """Return what the clocks of a selection let through, whatever claims it stands on."""
    every = Entered(tellings=tellings(record, selection.entry), subjects=subjects(record, selection.entry))
    return _shown(every, selection, None)


def shown(entered: Entered, material: Material) -> Seen:
    """Return what belongs to a material: nothing that stands on a claim which is not in it."""
    return _shown(entered, material.selection, material)


def _shown(entered: Entered, selection: Selection, material: Material | None) -> Seen:
    every = entered.tellings
    found = [each for each in every if _is_in_time(each, selection)]
    if material is not None and any(each.claim for each in found):
        claims = _claims(entered, material)
        found = [each for each in found if each.claim is None or each.claim in claims]
    if selection.happened is not None:
        found = _of_days(found, days_of(selection.happened))
    counted = material.by_claim.keys() if material else {each.claim for each in found}
    return Seen(
        assertions=tuple(assertion for each in found for assertion in _assertions(each, is_claim_named=each.claim in counted)),
        subjects=tuple(_subjects(entered.subjects, found, selection, _firsts(every))),
        days=tuple(sorted({*_days(found)})),
    )


def _is_in_time(each: RecordedTelling, asked: Selection) -> bool:
    return (asked.known is None or each.known_on <= asked.known) and (asked.said is None or each.said_on <= asked.said)


def _claims(entered: Entered, material: Material) -> set[str]:
    """Return the claims of the reports of a material, however they were decided, and whatever took their place."""
    replaced = {claim for claim, report in entered.replaced.items() if report in material.by_report}
    return {each.claim.id for each in (*material.told, *material.waiting, *material.rejected)} | replaced


def _of_days(found: list[RecordedTelling], days: Days) -> list[RecordedTelling]:
    spans = {each.id: _span(each.telling) for each in found}
    kept = {name for name, span in spans.items() if span is not None and days.overlaps(span)}
    about = {each.subject for each in found if each.id in kept}
    return [
        each for each in found if each.id in kept or (each.subject in about and (spans[each.id] is None or each.of in _WHOLE))
    ]


def _span(telling: Telling | None) -> Interval | None:
    """Return the time from the first to the last that the facts of a telling name, None where they name none."""
    times = sorted(day for fact in (telling.facts if telling else ()) for day in _times(fact))
    return Interval(start=times[0], end=times[-1]) if times else None


def _times(fact: Fact) -> Iterator[str]:
    """Yield the days of a fact: every value of it that is a day or an instant."""
    for value in msgspec.structs.astuple(fact):
        if isinstance(value, str) and (time := _TIME.fullmatch(value)):
            yield time[1]


def _assertions(each: RecordedTelling, *, is_claim_named: bool) -> Iterator[Assertion[Fact]]:
    """Yield one assertion a fact; nothing where the telling is withheld or was ordered to go."""
    if each.telling is None:
        return
    source = Source(
        id=each.id,
        known_on=each.known_on,
        said_on=each.said_on,
        row=_row(each),
        recorded=each.entry,
        claim=each.claim if is_claim_named else None,
    )
    said = each.telling
    for fact in said.facts:
        yield Assertion(
            subject=each.subject,
            fact=fact,
            by=said.by,
            source=source,
            via=said.via,
            stance=said.stance,
            unnamed=said.unnamed,
        )


def _row(each: RecordedTelling) -> str | None:
    return f"{each.table} row {each.row}" if each.table and each.row is not None else each.table


def _firsts(every: Iterable[RecordedTelling]) -> dict[str, str]:
    """Return by subject the telling that was entered first of those that stand."""
    firsts: dict[str, str] = {}
    for each in every:
        firsts.setdefault(each.subject, each.id)
    return firsts


def _subjects(
    there: Iterable[RecordedSubject], found: Sequence[RecordedTelling], selection: Selection, firsts: Mapping[str, str]
) -> Iterator[Subject]:
    """Yield the subjects that were open by the day of the selection, or of which something is shown."""
    shown_ids = {each.id for each in found}
    unread = {each.subject for each in found if each.telling is None}
    first: dict[str, str] = {}
    for each in found:
        first[each.subject] = min(each.known_on, first.get(each.subject, "9999"))
    last = min((day for day in (selection.known, selection.said) if day), default="9999")
    for subject in there:
        opened = subject.received_at[:10]
        if subject.id in first or (opened <= last and selection.happened is None):
            is_named = opened <= last or firsts.get(subject.id) in shown_ids
            yield Subject(
                id=subject.id,
                of=subject.of,
                name=(subject.name if is_named else None) or subject.id,
                reference=subject.reference if is_named else None,
                known_on=min(opened, first.get(subject.id, "9999")),
                unread=subject.id in unread,
            )


def _days(found: Iterable[RecordedTelling]) -> Iterator[str]:
    """Yield the days on which it was published or said, as given; of what has neither, the last day that its facts say came.

    The day of recording says nothing of when anything was: a log of last year may be typed in today.
    """
    for each in found:
        given = [day for day in (each.published_at, each.telling.said_on if each.telling else None) if day]
        facts = each.telling.facts if each.telling and not given else ()
        yield from given or [day for day in (time for fact in facts for time in _came(fact)) if day <= each.known_on]


def _came(fact: Fact) -> Iterator[str]:
    """Yield the days on which a fact says that something came, not those for which it was planned or due."""
    if getattr(fact, "planned", False):
        return
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if name not in _TO_COME and isinstance(value, str) and (time := _TIME.fullmatch(value)):
            yield time[1]
