"""Incidents as the linker folds them from the material, and what waits for a person's decision."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from truceline import linker
from truceline.model import Incident, Standing, StandingCount
from truceline.outputs.views.material import Material, Told, standing_count
from truceline.outputs.views.pages import Waiting


def folded(material: Material) -> tuple[Incident, ...]:
    """Return the incidents of the counted claims; each one's ``standing`` also counts what waits or was rejected."""
    told = [
        linker.Told(claim=t.claim, standing=t.standing, published_at=material.by_report[t.claim.report].report.published_at)
        for t in material.told
    ]
    shown = linker.incidents(told, material.links, material.copies, material.registry)
    standings = _standings(material)
    return tuple(msgspec.structs.replace(incident, standing=standings[incident.id]) for incident in shown)


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
