"""Rows of incidents, newest first: for the situation room, and a sheet at a time for the list of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from truceline.agreement.remembering import remembered
from truceline.model import Incident
from truceline.model.agreements import Agreement
from truceline.outputs.labels import Labels, load
from truceline.outputs.views.hearing import chosen
from truceline.outputs.views.incident_list import folded, killed_words, waiting
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import incident_name, placing, undisputed_type
from truceline.outputs.views.room_days import first_day
from truceline.outputs.views.room_values import IncidentList, IncidentRow
from truceline.outputs.views.violation_list import assessed

ON_A_SHEET = 50


def newest_first(incidents: Iterable[Incident]) -> list[Incident]:
    """Return incidents by their first day, the latest first; those without a day last."""
    return sorted(incidents, key=_order, reverse=True)


def _order(incident: Incident) -> tuple[str, int, str]:
    day, digits = first_day(incident.time), incident.id.lstrip("i")
    return (day.isoformat() if day else "", int(digits) if digits.isdecimal() else 0, incident.id)


def rows(
    material: Material, incidents: Iterable[Incident], agreement: Agreement | None, labels: Labels
) -> tuple[IncidentRow, ...]:
    """Return a row for each incident, in the order given."""
    lines, called = _lines(material, agreement.id) if agreement else {}, placing(material, labels)
    return tuple(
        IncidentRow(
            id=each.id,
            name=incident_name(material, each, labels),
            type=undisputed_type(each),
            when=each.time,
            places=tuple(dict.fromkeys(called(place) for place in each.places)),
            killed=killed_words(each, labels),
            accounts=len(each.accounts),
            origins_low=each.origins.sure,
            origins_high=each.origins.possible,
            contested=each.contested,
            violations=lines.get(each.id, 0),
        )
        for each in incidents
    )


@remembered
def _lines(material: Material, agreement: str) -> Counter[str]:
    text = chosen(material, agreement)
    return Counter(line.incident for line in assessed(material, text)) if text else Counter()


def incident_sheet(  # noqa: PLR0913 - one parameter a choice
    material: Material,
    *,
    sheet: int = 1,
    type: str | None = None,  # noqa: A002  # the word of an incident
    contested: str | None = None,
    place: str | None = None,
    labels: Labels | None = None,
) -> IncidentList:
    """Return one sheet of the incidents of a ``type`` (or of a group, ``V``), ``contested`` about something, at a ``place`` (id).

    The type of an incident is the undisputed one, as in its name. A sheet beyond the last is the last.
    """
    words = labels or load()
    every = newest_first(folded(material))
    of_type = [each for each in every if type is None or _is_of(undisputed_type(each), type)]
    at = [each for each in of_type if place is None or any(mention.place == place for mention in each.places)]
    found = [each for each in at if contested is None or contested in each.contested]
    sheets = max(1, -(-len(found) // ON_A_SHEET))
    number = min(max(1, sheet), sheets)
    start = (number - 1) * ON_A_SHEET
    return IncidentList(
        basis=material.basis(waiting(material)),
        rows=rows(material, found[start : start + ON_A_SHEET], chosen(material), words),
        total=len(found),
        sheet=number,
        sheets=sheets,
        types=_counted(Counter(undisputed_type(each) for each in every)),
        contested=_counted(Counter(field for each in at for field in each.contested)),
    )


def _is_of(code: str, asked: str) -> bool:
    return code == asked or code.startswith(f"{asked}.")


def _counted(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))
