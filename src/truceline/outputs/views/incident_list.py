"""Incidents as the linker folds them from the material, and what waits for a person's decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import msgspec

from truceline import linker
from truceline.agreement.remembering import remembered
from truceline.model import Copy, Incident, Standing, StandingCount
from truceline.outputs.labels import Labels
from truceline.outputs.views.cells import figure_words
from truceline.outputs.views.material import Material, Told, standing_count
from truceline.outputs.views.pages import Waiting
from truceline.outputs.views.steps import line_of, steps


@remembered
def folded(material: Material) -> tuple[Incident, ...]:
    """Return the incidents of the counted claims by the first day on which they may have happened, undated ones last.

    Each one's ``standing`` also counts what waits or was rejected.
    """
    shown = linker.incidents([_linked_to(material, t) for t in material.told], material.links, material.copies, material.registry)
    standings = _standings(material)
    return tuple(msgspec.structs.replace(incident, standing=standings[incident.id]) for incident in sorted(shown, key=_first_day))


def refolded(material: Material, incident: str, told: Collection[Told]) -> Incident | None:
    """Return an incident as only those claims make it, whether they count or wait; None where none of them belongs to it.

    Its ``standing`` counts only them.
    """
    links = {t.claim.id: [link for link in material.links_of.get(t.claim.id, ()) if link.incident == incident] for t in told}
    members = [_linked_to(material, t) for t in told]
    copies = _chain({t.claim.report for t in told}, material.copy_of)
    found = linker.incidents(members, [link for each in links.values() for link in each], copies, material.registry)
    return next((each for each in found if each.id == incident), None)


def _linked_to(material: Material, told: Told) -> linker.Told:
    published = material.by_report[told.claim.report].report.published_at
    return linker.Told(claim=told.claim, standing=told.standing, published_at=published)


def _chain(reports: set[str], copies: Mapping[str, Copy]) -> list[Copy]:
    """Return the copies that lead from these reports to the ends of their chains."""
    found: dict[str, Copy] = {}
    for start in reports:
        report = start
        while report in copies and report not in found:
            found[report] = copies[report]
            report = copies[report].of
    return list(found.values())


def _first_day(incident: Incident) -> tuple[bool, str, int, str]:
    time = incident.time
    day = (time.start or time.end) if time else None
    digits = incident.id.lstrip("i")
    return (day is None, (day or "")[:10], int(digits) if digits.isdigit() else 0, incident.id)


def killed_words(incident: Incident, labels: Labels) -> str:
    """Return the range of people killed in words, with the days on which it became known; empty where nobody gives a figure."""
    told = (f for f in incident.figures if f.effect == "killed" and f.unit == "people" and not f.subset_of)
    total = next(told, None)
    if total is None:
        return ""
    found = steps(incident, total, labels)
    return line_of(found, labels) if found else figure_words(total, labels)


def waiting(material: Material) -> Waiting:
    """Return how many proposals are not counted, how many incidents shown they would change, how many they would add."""
    counted = _linked(material, material.told)
    proposed = _linked(material, material.waiting)
    return Waiting(claims=len(material.waiting), changes=len(proposed & counted), adds=len(proposed - counted))


def _linked(material: Material, told: tuple[Told, ...]) -> set[str]:
    links = (link for t in told for link in material.links_of.get(t.claim.id, ()))
    return {link.incident for link in links if link.outcome == "linked"}


def _standings(material: Material) -> dict[str, StandingCount]:
    found: dict[str, list[Standing]] = defaultdict(list)
    for told in (*material.told, *material.waiting, *material.rejected):
        for link in material.links_of.get(told.claim.id, ()):
            if link.outcome == "linked":
                found[link.incident].append(told.standing)
    return {incident: standing_count(standings) for incident, standings in found.items()}
