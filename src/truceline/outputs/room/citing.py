"""What every page cites: claims by number and report, incidents by name, and whose own voice a report is."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from truceline.agreement.remembering import remembered
from truceline.outputs.labels import load
from truceline.outputs.views import incident_list, names
from truceline.outputs.views.material import Material


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where a claim stands: its ``number`` in this selection, and the ``report`` whose words it is."""

    number: int
    report: str


@remembered
def spots(material: Material) -> Mapping[str, Spot]:
    """Return where every counted claim stands, by its id."""
    return {told.claim.id: Spot(number=told.number, report=told.claim.report) for told in material.told}


@remembered
def called(material: Material, lang: str) -> Mapping[str, str]:
    """Return what to call every incident in a language, by its id."""
    labels = load(lang)
    return {each.id: names.incident_name(material, each, labels) for each in incident_list.folded(material)}


@remembered
def own_voices(material: Material, lang: str) -> Mapping[str, str]:
    """Return whose own voice every report is, by its id."""
    labels = load(lang)
    return {held.report.id: names.publisher_of(material, [held.report.id], labels) for held in material.held}


@remembered
def actor_names(material: Material, lang: str) -> Mapping[str, str]:
    """Return what to call every actor of the pack in a language, by its id."""
    return {each.id: names.actor_name(each, lang) for each in material.actors.values()}
