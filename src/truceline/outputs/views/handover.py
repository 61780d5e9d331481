"""The hand-over list of a duty officer: what is open, what is late, and what waits for somebody, at one instant.

It decides nothing and scores nobody: a step is late by the procedure that names its term, an answer by the day that was set when
it was asked for. What a viewer may not see is not counted here either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from truceline.ledger import Record, RecordedCall
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list, movement_board, site_list, violation_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_called, incident_name
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.viewing import Viewer

MOST = 200
"""So many lines of each sort are listed; how many there are beside is said."""


class OpenCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it is listed: never who called. ``about`` None: withheld.

    ``asked_of``: who was asked for an answer, by name, ``due`` until when. ``is_answered``: a counted claim answers it.
    ``is_late``: it was due and nothing answers it.
    """

    id: str
    report: str
    received_at: str
    channel: str
    about: str | None
    by: str
    asked_of: str | None
    due: str | None
    is_answered: bool = False
    is_late: bool = False


class LateStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a procedure about a violation that should have been taken: ``step`` by code, ``by`` whom by name, since ``due``.

    ``incident`` by id, ``name`` what to call it; ``clause`` of the agreement; ``why``: under which procedure.
    """

    violation: str
    incident: str
    name: str
    clause: str
    step: str
    by: str
    due: str
    why: str


class LatePermission(msgspec.Struct, frozen=True, kw_only=True):
    """A permission of a movement whose answer is late: ``step`` by code, ``issuer`` by name (None: not told), the days due.

    ``low`` and ``high``: how long it is late, in days, as the accounts of it say.
    """

    movement: str
    name: str
    step: str
    issuer: str | None
    due: tuple[str, ...]
    low: int
    high: int


class SiteDue(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at of a notified site: ``kind`` by code, ``recipient`` by name, ``at``: since or until when."""

    site: str
    name: str
    kind: str
    recipient: str | None
    at: str | None


class HandoverPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the next shift takes over at the instant ``at``; ``basis`` says how many proposals wait and what they would change.

    ``calls``: those that nobody answered, the latest answers first, then the newest; ``steps`` of violations, ``permissions`` of
    movements and ``sites`` as of the day ``on``. ``left_out``: how many more lines there are, by the name of the list.
    """

    basis: Basis
    at: str
    on: str | None
    calls: tuple[OpenCall, ...]
    steps: tuple[LateStep, ...]
    permissions: tuple[LatePermission, ...]
    sites: tuple[SiteDue, ...]
    left_out: dict[str, int] = {}


def handover_page(record: Record, material: Material, viewer: Viewer, *, labels: Labels | None = None) -> HandoverPage:
    """Return the list for who looks; ``material`` is what that viewer may see of the record as it stands now."""
    words = labels or load()
    found = violation_list.listed(material)
    calls = tuple(each for each in _calls(record, material, viewer, words.lang) if not each.is_answered)
    steps = tuple(_steps(material, found, words))
    permissions = tuple(_permissions(material, words))
    sites = tuple(_sites(material))
    counts = {"calls": len(calls), "steps": len(steps), "permissions": len(permissions), "sites": len(sites)}
    return HandoverPage(
        basis=material.basis(incident_list.waiting(material)),
        at=viewer.at,
        on=found.on,
        calls=calls[:MOST],
        steps=steps[:MOST],
        permissions=permissions[:MOST],
        sites=sites[:MOST],
        left_out={name: count - MOST for name, count in counts.items() if count > MOST},
    )


def calls_on(record: Record, viewer: Viewer, most: int) -> tuple[OpenCall, ...]:
    """Return the last calls that somebody may know of, the newest first, without looking at what answers them."""
    seen = [each for each in record.calls() if viewer.opens(each.compartment)][-most:]
    return tuple(_listed(each, record.report(each.report).title, each.asked_of) for each in reversed(seen))


def _calls(record: Record, material: Material, viewer: Viewer, lang: str) -> list[OpenCall]:
    """Return every call that is in the material, with whether it was answered."""
    now = dt.datetime.fromisoformat(viewer.at)
    of_report: dict[str, set[str]] = {}
    for told in material.told:
        of_report.setdefault(told.claim.report, set()).add(told.claim.id)
    answered = {claim for told in material.told for claim in told.claim.answers}
    found = []
    for each in record.calls():
        held = material.by_report.get(each.report)
        if held is None or not viewer.opens(each.compartment):
            continue
        asked = actor_called(material, each.asked_of, lang) if each.asked_of else None
        call = _listed(each, held.report.title, asked)
        is_answered = not answered.isdisjoint(of_report.get(each.report, ()))
        is_late = not is_answered and each.answer_due is not None and _end_of(each.answer_due) < now
        found.append(msgspec.structs.replace(call, is_answered=is_answered, is_late=is_late))
    newest = sorted(found, key=lambda call: dt.datetime.fromisoformat(call.received_at), reverse=True)
    return sorted(newest, key=lambda call: not call.is_late)


def _listed(held: RecordedCall, about: str | None, asked: str | None) -> OpenCall:
    return OpenCall(
        id=held.call,
        report=held.report,
        received_at=held.received_at,
        channel=held.channel,
        about=about,
        by=held.by,
        asked_of=asked,
        due=held.answer_due,
    )


def _end_of(due: str) -> dt.datetime:
    """Return the instant at which a day, or an instant, is over; a day of the calendar ends last where the clock is furthest."""
    if "T" in due:
        return dt.datetime.fromisoformat(due)
    return dt.datetime.combine(dt.date.fromisoformat(due), dt.time(23, 59, 59), dt.timezone(dt.timedelta(hours=-12)))


def _steps(material: Material, page: violation_list.ViolationsPage, labels: Labels) -> Iterable[LateStep]:
    incidents = {each.id: each for each in incident_list.folded(material)}
    for violation in page.violations:
        for late in violation.overdue:
            incident = incidents.get(violation.incident)
            yield LateStep(
                violation=violation.id,
                incident=violation.incident,
                name=incident_name(material, incident, labels) if incident else violation.incident,
                clause=violation.clause,
                step=late.step,
                by=actor_called(material, late.by, labels.lang),
                due=late.due,
                why=late.why,
            )


def _permissions(material: Material, labels: Labels) -> Iterable[LatePermission]:
    page = movement_board.listed(material, labels=labels)
    for movement in page.board.movements:
        for step in movement.overdue:
            late = step.overdue
            yield LatePermission(
                movement=movement.id,
                name=page.names.get(movement.id, movement.id),
                step=step.step,
                issuer=actor_called(material, step.issuer, labels.lang) if step.issuer else None,
                due=tuple(sorted({each.at for each in step.due})),
                low=late.low_days if late else 0,
                high=late.high_days if late else 0,
            )


def _sites(material: Material) -> Iterable[SiteDue]:
    for site in site_list.listed(material).sites:
        for due in site.due:
            yield SiteDue(
                site=site.id,
                name=site.name,
                kind=due.kind,
                recipient=site.names.get(due.recipient, due.recipient) if due.recipient else None,
                at=due.at,
            )
