"""Viewing: who looks, and what of a material that person may see.

A viewer is granted compartments. What is in another one is not in the material that ``seen_by`` returns, in no way: no id, no
count, no date, no text, no incident that nothing else tells of, and no reason of a link that names it. It is as if it had never
come in, but for the numbers of what comes after it and the size of the log, which everybody may check.

Everybody (``is_public``) sees only what two people released, after the delay (``released.py``); of a demonstration everything.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container

import msgspec

from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.ledger.releases import delay_hours, releases
from truceline.model import Link
from truceline.outputs.views.gathering import completed, gather, only
from truceline.outputs.views.happened import narrowed
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.released import Shown, due, released_of

NOT_SHOWN = ""
"""What stands as the reason of a link whose own reason names a report that is not shown."""


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks. ``compartments`` by opaque id, None for all that this machine opens; what is in none is always granted.

    ``is_public``: everybody, to whom no compartment is granted whatever is given here. ``at``: the instant (RFC 3339, with zone).
    """

    at: str
    compartments: frozenset[str] | None = None
    is_public: bool = False

    @property
    def granted(self) -> frozenset[str] | None:
        """The compartments that may be seen into, None for all."""
        return frozenset() if self.is_public else self.compartments

    def opens(self, compartment: str) -> bool:
        """Say whether what is in a compartment may be shown."""
        return self.granted is None or compartment == OPEN_COMPARTMENT or compartment in self.granted


def seen_by(record: Record, material: Material, viewer: Viewer) -> Material:
    """Return the part of ``material``, gathered from ``record``, that ``viewer`` may see; the same object where that is all.

    With days chosen (``happened``) the record is gathered again: what is hidden must not decide which of them overlap.
    """
    is_whole = not viewer.is_public or material.kind == "demonstration"
    if is_whole and all(map(viewer.opens, material.compartments)):
        return material
    found = hidden_from(viewer, _without_days(record, material))
    if not is_whole:
        shown = due(releases(record), delay_hours(record), viewer.at)
        found = parted(released_of(found, shown if material.selection.entry is None else _still(record, shown)))
    if material.selection.happened is not None:
        found = narrowed(dataclasses.replace(found, selection=material.selection))
    return completed(found, found.entered)


def _still(record: Record, shown: Shown) -> Shown:
    """Return what of that still stands: an earlier state of the log shows everybody nothing taken back since."""
    named = shown.alone.union(claim for _, claim in shown.pairs)
    stands = {held.claim.id for held in record.claims(only=named) if held.standing in {"entered", "accepted"}}
    linked = {(held.link.incident, held.link.claim) for held in record.links() if held.link.outcome == "linked"}
    pairs = frozenset(pair for pair in shown.pairs & linked if pair[1] in stands)
    return msgspec.structs.replace(shown, pairs=pairs, alone=shown.alone & stands)


def _without_days(record: Record, material: Material) -> Material:
    """Return what was chosen from before any days were, of the same state of the log."""
    if material.selection.happened is None:
        return material
    asked = msgspec.structs.replace(material.selection, happened=None, entry=material.size - 1)
    whole = gather(record, asked)
    return dataclasses.replace(whole, provenance=material.provenance, read=only(material.read, frozenset(whole.by_report)))


def hidden_from(viewer: Viewer, material: Material) -> Material:
    """Return a material without anything that is in a compartment which ``viewer`` is not granted."""
    closed = frozenset(each for each in material.compartments if not viewer.opens(each))
    held = tuple(each for each in material.held if each.compartment not in closed)
    reports = frozenset(each.report.id for each in held)
    told, waiting, rejected = (
        tuple(each for each in several if each.claim.report in reports and each.compartment not in closed)
        for several in (material.told, material.waiting, material.rejected)
    )
    return parted(
        dataclasses.replace(
            material, held=held, told=told, waiting=waiting, rejected=rejected, entered=material.entered.of(viewer.opens)
        )
    )


def parted(material: Material) -> Material:
    """Return a material whose reports and claims were taken out of a larger one, with nothing left that names the others."""
    reports = frozenset(each.report.id for each in material.held)
    counted = {each.claim.id for each in material.told}
    there = counted.union(each.claim.id for several in (material.waiting, material.rejected) for each in several)
    links = [link for link in material.links if link.claim in there]
    incidents = {link.incident for link in links if link.outcome == "linked"}
    return dataclasses.replace(
        material,
        told=tuple(_answering(_numbered(each, n), counted) for n, each in enumerate(material.told, 1)),
        waiting=tuple(_answering(each, there) for each in material.waiting),
        rejected=tuple(_answering(each, there) for each in material.rejected),
        links=tuple(_reasoned(link, reports) for link in links if link.incident in incidents),
        copies=tuple(each for each in material.copies if each.report in reports and each.of in reports),
        differing=tuple(each for each in material.differing if there.issuperset(each.claims)),
        read=only(material.read, reports),
    )


def _numbered(told: Told, number: int) -> Told:
    return told if told.number == number else msgspec.structs.replace(told, number=number)


def _answering(told: Told, there: set[str]) -> Told:
    """Take out of ``answers`` what is not there."""
    if not told.claim.answers or there.issuperset(told.claim.answers):
        return told
    answers = tuple(each for each in told.claim.answers if each in there)
    return msgspec.structs.replace(told, claim=msgspec.structs.replace(told.claim, answers=answers))


def _reasoned(link: Link, reports: frozenset[str]) -> Link:
    """Return a link without its reason where that names a report that is not there."""
    if is_told(link.why, reports):
        return link
    return msgspec.structs.replace(link, why=NOT_SHOWN, bits=0)


def is_told(why: str, reports: Container[str]) -> bool:
    """Say whether the reason of a link names no report but those that are there."""
    _, names, rest = why.partition("as in ")
    return not names or rest.partition(": ")[0] in reports
