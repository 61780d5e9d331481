"""Gathering: the record read once through the ledger and filtered by the four clocks.

What a selection leaves out is not in the material at all, so no view can show it by mistake: a report published after
``known`` takes its claims, their links, its copies and every mention of its ids with it. The rules:

* ``known``: a report is shown when it was published by the end of that day; one without a date, when it was received by then.
* ``said``: a claim is shown when its words had surely been said by the end of that day: the last day of ``said_at``, else the
  day of publication, else the day of receipt.
* ``entry``: only the log up to that entry; the ledger does that part.
* ``happened``: of what the others let through, what may have happened in those days (``happened.py``).
* standing: rejected claims are nowhere; proposed ones count only on request, but are always counted as waiting.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record, RecordedReport
from truceline.ledger.exchange.taken import differing
from truceline.model import Actor, Copy, Link, RecordKind, Report
from truceline.outputs.views import entered_marks, entered_steps, tellings
from truceline.outputs.views.entered import Entered, entered
from truceline.outputs.views.happened import narrowed
from truceline.outputs.views.material import Held, Material, Told
from truceline.outputs.views.observing import seen
from truceline.outputs.views.pages import DifferingView, Selection
from truceline.outputs.views.provenance import provenance_of


def select(  # noqa: PLR0913  # the parts of a record, each by its name
    *,
    kind: RecordKind,
    theatre: str,
    selection: Selection,
    size: int,
    root: str,
    held: Sequence[Held],
    claims: Sequence[Told],
    links: Sequence[Link],
    copies: Sequence[Copy],
    read: Callable[[str], str],
    actors: Sequence[Actor] = (),
) -> Material:
    """Return the material that ``selection`` lets through, with claims numbered in the order of the page."""
    shown = sorted((h for h in held if _is_known(h, selection.known)), key=lambda h: (h.known_on, h.entry, h.report.id))
    place = {h.report.id: n for n, h in enumerate(shown)}
    said = [t for t in claims if t.claim.report in place and _is_said(t, shown[place[t.claim.report]], selection.said)]
    said.sort(key=lambda t: (place[t.claim.report], t.claim.reach, t.claim.id))
    kept = _without_superseded([t for t in said if t.standing != "rejected"])
    counted = [t for t in kept if t.standing != "proposed" or selection.with_proposals]
    ids = {t.claim.id for t in said}
    seen = {t.claim.id for t in counted}
    material = Material(
        kind=kind,
        theatre=theatre,
        selection=selection,
        size=size,
        root=root,
        held=tuple(shown),
        told=tuple(_numbered(t, n, seen) for n, t in enumerate(counted, 1)),
        waiting=tuple(t for t in kept if t.claim.id not in seen),
        rejected=tuple(t for t in said if t.standing == "rejected"),
        links=tuple(link for link in links if link.claim in ids and link.outcome != "separate"),
        copies=tuple(c for c in copies if c.report in place and c.of in place),
        read=only(read, frozenset(place)),
        actors={actor.id: actor for actor in actors},
    )
    return narrowed(material)


def only(read: Callable[[str], str], reports: frozenset[str]) -> Callable[[str], str]:
    """Return what reads the texts of these reports and refuses every other."""

    def guarded(report: str) -> str:
        if report not in reports:
            message = f'no report "{report}" in this selection; `truceline sources` lists those that there are'
            raise NotFoundError(message)
        return read(report)

    return guarded


def gather(record: Record, selection: Selection | None = None) -> Material:
    """Read the part of ``record`` that ``selection`` lets through (None: everything that people stand behind)."""
    with record.log.reading():  # one state of the log for all questions, whoever writes meanwhile
        return _gathered(record, selection or Selection())


def _gathered(record: Record, chosen: Selection) -> Material:
    reports = record.reports(chosen.entry)
    pack = record.pack(chosen.entry)
    texts = {report.id: report.text_sha256 for report in reports}
    size, root = _as_it_stood(record, chosen.entry)
    found = select(
        kind=record.kind,
        theatre=pack.title if pack else record.theatre,
        selection=chosen,
        size=size,
        root=root,
        held=[_held(report) for report in reports],
        claims=[
            Told(claim=c.claim, standing=c.standing, entry=c.entry, compartment=c.compartment)
            for c in record.claims(chosen.entry)
        ],
        links=[recorded.link for recorded in record.links(chosen.entry)],
        copies=[recorded.copy for recorded in record.copies(chosen.entry)],
        read=lambda report: record.text(texts[report]),
        actors=pack.actors if pack else (),
    )
    found = dataclasses.replace(
        found,
        provenance=provenance_of(record, chosen, size, root),
        differing=_differing(record, found),
        agreements=pack.agreements if pack else (),
        places=pack.places if pack else (),
    )
    return completed(found, entered(record, chosen.entry))


def completed(found: Material, chosen_from: Entered) -> Material:
    """Return a material with that part of what people entered which belongs to its claims, reports and selection."""
    observed = seen(chosen_from.coverage, found.selection)
    told = tellings.shown(chosen_from, found)
    return dataclasses.replace(
        found,
        entered=chosen_from,
        steps=entered_steps.shown(chosen_from, found),
        marks=entered_marks.shown(chosen_from, found),
        observations=observed.observations,
        gaps=observed.gaps,
        exposures=observed.exposures,
        assertions=told.assertions,
        subjects=told.subjects,
        told_on=told.days,
    )


def in_days(whole: Material, happened: str) -> Material:
    """Return the part of a material that may have happened in some days, as if it had been gathered so; it was without a choice.

    Raises:
        UsageError: ``happened`` names no days.
    """
    provenance = whole.provenance
    if provenance is not None:
        chosen = msgspec.structs.replace(provenance.filter, happened=happened)
        provenance = msgspec.structs.replace(provenance, filter=chosen)
    selection = msgspec.structs.replace(whole.selection, happened=happened)
    found = narrowed(dataclasses.replace(whole, selection=selection, provenance=provenance), whole)
    return completed(dataclasses.replace(found, read=only(whole.read, frozenset(found.by_report))), whole.entered)


def _differing(record: Record, found: Material) -> tuple[DifferingView, ...]:
    """Return what other offices decided otherwise about the claims of a material; nothing of a claim that is not in it."""
    stands = {t.claim.id: t.standing for t in (*found.told, *found.waiting, *found.rejected)}
    return tuple(
        DifferingView(
            claims=each.claims,
            standing=stands[each.claims[0]],
            decision=each.decision,
            by=each.by,
            origin=origin,
            entry=each.entry,
        )
        for origin, each in differing(record, found.selection.entry)
        if set(each.claims) <= stands.keys()
    )


def _as_it_stood(record: Record, entry: int | None) -> tuple[int, str]:
    """Return size and root of the log after ``entry`` (None: now), so that a page can be made again and checked."""
    if entry is None or entry + 1 >= record.size:
        return record.size, record.root
    return entry + 1, record.log.tree().root_over(0, entry + 1).hex()


def _held(report: RecordedReport) -> Held:
    """Return a report's facts; its text is read when a view needs it. Who gave a confidential one is on no page."""
    return Held(
        report=Report(
            id=report.id,
            text="",
            title=None if report.confidential and not report.withheld else report.title,
            publisher=None if report.confidential else report.publisher,
            published_at=report.published_at,
            lang=report.lang,
            url=None if report.confidential else report.url,
            kind=report.kind,
        ),
        text_sha256=report.text_sha256,
        received_at=report.received_at,
        entry=report.entry,
        withheld=report.withheld,
        compartment=report.compartment,
    )


def _is_known(held: Held, known: str | None) -> bool:
    return known is None or held.known_on <= known


def _is_said(told: Told, held: Held, said: str | None) -> bool:
    if said is None:
        return True
    when = told.claim.said_at
    return ((when.end[:10] if when and when.end else None) or held.known_on) <= said


def _without_superseded(claims: list[Told]) -> list[Told]:
    """Drop what a counted claim supersedes; a mere proposal does not push out what a person stands behind."""
    by_people = {t.claim.supersedes for t in claims if t.standing != "proposed"}
    by_any = {t.claim.supersedes for t in claims}
    return [t for t in claims if t.claim.id not in (by_any if t.standing == "proposed" else by_people)]


def _numbered(told: Told, number: int, seen: set[str]) -> Told:
    """Give a claim its number and take out of ``answers`` what this page may not show."""
    if seen.issuperset(told.claim.answers):  # mostly it answers nothing
        return msgspec.structs.replace(told, number=number)
    answers = tuple(a for a in told.claim.answers if a in seen)
    return msgspec.structs.replace(told, number=number, claim=msgspec.structs.replace(told.claim, answers=answers))
