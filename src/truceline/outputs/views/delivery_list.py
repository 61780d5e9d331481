"""Deliveries of arms and forces, and leave to fly, as somebody says: one line a figure, nothing summed, no place but a country.

What is read from claims and what people entered stand side by side. A place finer than a country never comes onto this page:
where a telling names one, its country stands there instead, and words that name no country are left out.
"""

from __future__ import annotations

import msgspec

from truceline.agreement.remembering import remembered
from truceline.model import Place
from truceline.model.assertions import Assertion, Fact
from truceline.model.claims import Stance, Standing
from truceline.model.counts import Bound
from truceline.model.deliveries import Delivered, DeliveryFact, Overflight, OverflightAct
from truceline.movements.deliveries import read
from truceline.movements.deliveries import waiting as read_waiting
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list
from truceline.outputs.views.hearing import day_asked_for, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_called, actor_name, place_name, publisher_of
from truceline.outputs.views.pages import Basis


class SaidBy(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it: ``name`` as the page shows it, ``actor`` its id in the pack (None: not of the pack, or the report itself).

    ``via``: through whom, outermost first. ``source``: the claim or telling, ``number`` the claim's number on the page,
    ``report`` its report; None for what a person entered. ``stance``: a ``deny`` says that it was not so.
    """

    name: str
    actor: str | None
    via: tuple[str, ...]
    unnamed: bool
    stance: Stance
    standing: Standing
    said_on: str
    known_on: str
    source: str
    number: int | None = None
    report: str | None = None


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="delivery"):
    """One figure of one speaker: ``low`` to ``high`` of ``item``, counted in ``unit``; both None where no figure is given.

    ``per`` and ``lasts``: of a rate, which is never multiplied out. ``supplier``, ``recipient`` and ``country`` by name.
    """

    said: SaidBy
    item: str
    unit: str
    low: int | None
    high: int | None
    bound: Bound
    per: str | None
    lasts: str | None
    supplier: str | None
    recipient: str | None
    country: str | None
    at: str | None


class OverflightView(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="overflight"):
    """Leave to fly as one speaker tells it: who flies over which countries, what was done, by whom, and who was pressed."""

    said: SaidBy
    act: OverflightAct
    flyer: str | None
    over: tuple[str, ...]
    by: str | None
    of: tuple[str, ...]
    at: str | None


class DeliveriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Deliveries and overflight in the order of the page's claims, then of the log; nothing here is added up.

    ``on``: the day asked for. ``waiting``: how many claims that nobody has decided on would add a line.
    """

    basis: Basis
    on: str | None
    deliveries: tuple[DeliveryView, ...]
    overflights: tuple[OverflightView, ...]
    waiting: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing at all is told."""
        return not (self.deliveries or self.overflights)


def listed(material: Material, lang: str = "en") -> DeliveriesPage:
    """Return the deliveries and overflights of a material, in words of a language."""
    return _listed(material, lang)


@remembered
def _listed(material: Material, lang: str) -> DeliveriesPage:
    hearing, labels = hear(material, None), load(lang)
    told = (*read(hearing), *(a for a in material.assertions if isinstance(a.fact, Delivered | Overflight)))
    lines = [_line(material, labels, each, each.fact) for each in told if isinstance(each.fact, Delivered | Overflight)]
    return DeliveriesPage(
        basis=material.basis(incident_list.waiting(material)),
        on=day_asked_for(material),
        deliveries=tuple(each for each in lines if isinstance(each, DeliveryView)),
        overflights=tuple(each for each in lines if isinstance(each, OverflightView)),
        waiting=len({each.source.id for each in read_waiting(hearing)}),
    )


def said_by(material: Material, labels: Labels, each: Assertion[Fact] | Assertion[DeliveryFact]) -> SaidBy:
    """Return who says an assertion, as a page shows it."""
    source, told = each.source, material.by_claim.get(each.source.id)
    actor = each.by if each.by in material.actors else None
    own = publisher_of(material, [source.report], labels) if source.report else labels.text("no_publisher")
    return SaidBy(
        name=each.name or (actor_called(material, each.by, labels.lang) if each.by else own),
        actor=actor,
        via=each.via,
        unnamed=each.unnamed,
        stance=each.stance,
        standing=source.standing,
        said_on=source.said_on,
        known_on=source.known_on,
        source=source.id,
        number=told.number if told else None,
        report=source.report,
    )


def _line(
    material: Material, labels: Labels, each: Assertion[Fact] | Assertion[DeliveryFact], fact: DeliveryFact
) -> DeliveryView | OverflightView:
    said, lang = said_by(material, labels, each), labels.lang

    def name(who: str | None) -> str | None:
        return actor_called(material, who, lang) if who else None

    if isinstance(fact, Delivered):
        return DeliveryView(
            said=said,
            item=fact.item,
            unit=fact.unit,
            low=fact.low,
            high=fact.high,
            bound=fact.bound,
            per=fact.per,
            lasts=fact.lasts,
            supplier=name(fact.supplier),
            recipient=name(fact.recipient),
            country=country_name(material, fact.country, lang),
            at=fact.at,
        )
    over = (country_name(material, each, lang) or _state(material, each, lang) for each in fact.over)
    return OverflightView(
        said=said,
        act=fact.act,
        flyer=name(fact.flyer),
        over=tuple(name for name in over if name),
        by=name(fact.by),
        of=tuple(name(each) or each for each in fact.of),
        at=fact.at,
    )


def _state(material: Material, who: str, lang: str) -> str | None:
    known = material.actors.get(who)
    return actor_name(known, lang) if known and known.kind == "state" else None


def country_name(material: Material, place: str | None, lang: str = "en") -> str | None:
    """Return the name of the country that a place is or lies in; None where no country of the theatre is meant."""
    known = _places(material)
    found = known.get(place or "") or next((p for p in known.values() if p.precision == "country" and p.name == place), None)
    if found is None:
        return None
    country = found if found.precision == "country" else known.get(found.country or "")
    return place_name(country, lang) if country else None


@remembered
def _places(material: Material) -> dict[str, Place]:
    return {place.id: place for place in material.places}
