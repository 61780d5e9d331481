"""Observations as a page: each with its area and distance range, counted per period with what was looked at and what was not.

Where the observer stood is on no page and in no export unless somebody asks for it who has the key. Direction of fire is shown as
written, and nothing is concluded from it. Weapons near a line of the agreement are listed for looking at, with what was compared.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from truceline.agreement.observations import Concern, Gazetteer, PeriodCount, concerns, counts, period_of
from truceline.ledger import Record
from truceline.ledger.observations import recorded
from truceline.model.agreements import Agreement, Calendar
from truceline.model.observations import CoverageGap, Exposure, Observation
from truceline.outputs.views.hearing import chosen
from truceline.outputs.views.material import Material
from truceline.outputs.views.provenance import Provenance

SAMPLE = "a sample, not a census: what was heard and seen where somebody looked"


class ObservationView(Observation, frozen=True, kw_only=True, tag_field="kind", tag="observation"):
    """One observation. ``area_name`` is the pack's; ``of_period`` its reporting period, None where that cannot be told.

    ``unsealed``: what tells where the observer stood, None unless it was asked for and the key is here.
    """

    area_name: str | None = None
    of_period: str | None = None
    unsealed: Mapping[str, str] | None = None


class GapView(CoverageGap, frozen=True, kw_only=True, tag_field="kind", tag="gap"):
    """Where monitors could not look, with the names of the pack."""

    area_name: str | None = None
    refused_by_name: str | None = None


class ExposureView(Exposure, frozen=True, kw_only=True, tag_field="kind", tag="exposure"):
    """How much was looked."""

    area_name: str | None = None


class CountView(PeriodCount, frozen=True, kw_only=True, tag_field="kind", tag="count"):
    """A count of a period, with the name of its region and the sentence that goes with every count."""

    region_name: str | None = None
    sample: str = SAMPLE


class ConcernView(Concern, frozen=True, kw_only=True, tag_field="kind", tag="concern"):
    """An observation that a clause on withdrawal may be concerned by: to be looked at, no finding."""

    agreement: str


class ObservationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything observed. ``cut_off`` and ``utc_offset`` end a reporting period, both None without an agreement."""

    provenance: Provenance | None
    agreement: str | None
    cut_off: str | None
    utc_offset: str | None
    observations: tuple[ObservationView, ...]
    gaps: tuple[GapView, ...]
    exposures: tuple[ExposureView, ...]
    counts: tuple[CountView, ...]
    concerns: tuple[ConcernView, ...]


def page_of(
    material: Material,
    agreement: str | None = None,
    *,
    period: str | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    is_unsealed: bool = False,
) -> ObservationsPage:
    """Return the page of a material; ``period``: of that reporting day only; ``words``: what was unlocked, by observation.

    Raises:
        NotFoundError: no agreement of that id.
    """
    listing = _Listing(material, chosen(material, agreement), words or {}, is_unsealed=is_unsealed)
    views = tuple(map(listing.observation, material.observations))
    found = tuple(view for view in views if period in (None, view.of_period))
    counted = counts(material.observations, material.gaps, material.exposures, listing.calendar)
    ids = {view.id for view in found}
    gaps = {gap for count in counted if count.period == period for gap in count.gaps}
    return ObservationsPage(
        provenance=material.provenance,
        agreement=listing.agreement.id if listing.agreement else None,
        cut_off=listing.calendar.cut_off if listing.calendar else None,
        utc_offset=listing.calendar.utc_offset if listing.calendar else None,
        observations=found,
        gaps=tuple(listing.gap(each) for each in material.gaps if period is None or each.id in gaps),
        exposures=tuple(listing.exposure(e) for e in material.exposures if period in (None, period_of(e, listing.calendar))),
        counts=tuple(listing.count(each) for each in counted if period in (None, each.period)),
        concerns=tuple(each for each in listing.concerns() if each.observation in ids),
    )


def words_of(record: Record, entry: int | None = None, *, is_unsealed: bool = False) -> dict[str, Mapping[str, str]]:
    """Return by observation what is sealed of it and can be read here; where observers stood only if ``is_unsealed``."""
    return {each.value.id: each.words for each in recorded(record, entry, is_unsealed=is_unsealed).observations}


class _Listing:
    """The names of a pack and the calendar of an agreement, put to each thing observed."""

    def __init__(
        self,
        material: Material,
        agreement: Agreement | None,
        words: Mapping[str, Mapping[str, str]],
        *,
        is_unsealed: bool,
    ) -> None:
        self._material = material
        self._words = words
        self._is_unsealed = is_unsealed
        self._places = Gazetteer(material.places)
        self.agreement = agreement
        self.calendar: Calendar | None = agreement.calendar if agreement else None

    def observation(self, value: Observation) -> ObservationView:
        words = self._words.get(value.id, {})
        shown = {"area_words": words.get("area_words"), "direction": words.get("direction")}
        return ObservationView(
            **{**msgspec.structs.asdict(value), **shown},
            area_name=self._name(value.area),
            of_period=period_of(value, self.calendar),
            unsealed=words if self._is_unsealed else None,
        )

    def gap(self, value: CoverageGap) -> GapView:
        actor = self._material.actors.get(value.refused_by or "")
        return GapView(
            **msgspec.structs.asdict(value), area_name=self._name(value.area), refused_by_name=actor.name if actor else None
        )

    def exposure(self, value: Exposure) -> ExposureView:
        return ExposureView(**msgspec.structs.asdict(value), area_name=self._name(value.area))

    def count(self, value: PeriodCount) -> CountView:
        return CountView(**msgspec.structs.asdict(value), region_name=self._name(value.region))

    def concerns(self) -> tuple[ConcernView, ...]:
        """Return what lies, or may lie, nearer to a line than a clause allows; what surely does not is left out."""
        if self.agreement is None:
            return ()
        found = concerns(self.agreement, self._material.observations, self._places)
        name = self.agreement.id
        return tuple(ConcernView(**msgspec.structs.asdict(each), agreement=name) for each in found if each.nearer != "no")

    def _name(self, place: str | None) -> str | None:
        known = self._places.places.get(place or "")
        return known.name if known else None
