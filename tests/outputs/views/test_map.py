"""Where an incident stands on a map: as exactly as it is known and no more, and for everybody less."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.storytelling import Story
from truceline.model import Incident, Place, PlaceMention, PlaceName, Span, StandingCount
from truceline.model.incidents import Origins
from truceline.model.places import PlacePrecision, PlaceRelation
from truceline.outputs import views
from truceline.outputs.labels import load
from truceline.outputs.views.map_places import MapPlace, OffMap, Siting

PLACES = (
    Place(id="xx", name="Xland", precision="country", kind="country", lat="10", lon="10", radius_km=400),
    Place(
        id="xx.west", name="West Province", precision="governorate", lat="10.1", lon="9", radius_km=120, within="xx", country="xx"
    ),
    Place(
        id="xx.town",
        name="Town",
        names=(PlaceName(text="البلدة", lang="ar"),),
        lat="10.2",
        lon="9.2",
        radius_km=4,
        within="xx.west",
        country="xx",
        population=50_000,
    ),
    Place(id="xx.base", name="Base", precision="exact", lat="10.21", lon="9.26", within="xx.west", country="xx"),
    Place(
        id="xx.quarter", name="Quarter", precision="district", lat="10.2", lon="9.21", radius_km=2, within="xx.west", country="xx"
    ),
    Place(id="xx.alone", name="Alone", precision="exact", lat="12", lon="9"),
    Place(id="xx.highway", name="Highway", precision="route", lat="10", lon="9.5", radius_km=200, within="xx", country="xx"),
    Place(id="xx.road", name="Road", precision="route", lat="10", lon="9.5", radius_km=6, within="xx.west", country="xx"),
    Place(id="xx.sea", name="Sea", precision="unlocated"),
)
BY_ID = {place.id: place for place in PLACES}


def mention(
    place: str | None, precision: PlacePrecision | None = None, relation: str | None = None, *, name: str = "somewhere"
) -> PlaceMention:
    """Return a mention as the reader makes it: with a point only where the place itself is meant, and is exact or a town."""
    known = BY_ID.get(place or "")
    exactly = precision or (known.precision if known else "unlocated")
    located = known is not None and relation is None and exactly in {"exact", "town"}
    return PlaceMention(
        span=Span(0, 1),
        name=known.name if known else name,
        place=place,
        lat=float(known.lat or 0) if known and located else None,
        lon=float(known.lon or 0) if known and located else None,
        precision=exactly,
        relation=PlaceRelation(kind=relation, of=place) if relation else None,
    )


def incident(*places: PlaceMention, kind: str = "V.AIR", number: int = 1) -> Incident:
    """Return an incident with these places."""
    return Incident(
        id=f"i{number}",
        type=kind,
        time=None,
        places=places,
        reports=(),
        main_of=(),
        possible=(),
        claims=(),
        accounts=(),
        figures=(),
        killed=None,
        contested=(),
        origins=Origins(sure=1, possible=1),
        standing=StandingCount(accepted=1),
        known=None,
    )


def sited(*places: PlaceMention, kind: str = "V.AIR", public: bool = False, lang: str = "en") -> list[MapPlace | OffMap]:
    """Return where an incident with these places goes."""
    return Siting(BY_ID, load(lang), public).of(incident(*places, kind=kind))


@pytest.mark.parametrize(
    ("told", "shape", "radius", "precision"),
    [
        (mention("xx.base"), "point", None, "exact"),
        (mention("xx.town"), "point", None, "town"),
        (mention("xx.quarter"), "area", 2, "district"),
        (mention("xx.west"), "area", 120, "governorate"),
        (mention("xx.road"), "area", 6, "route"),
        (mention("xx.town", "district", "north_of"), "area", 20, "district"),
    ],
)
def test_a_place_is_drawn_as_exactly_as_it_is_known(told: PlaceMention, shape: str, radius: int, precision: str) -> None:
    """A point is drawn for an exact position and a town; all else that is drawn is an area that says how wide it is."""
    (found,) = sited(told)
    assert isinstance(found, MapPlace)
    assert (found.shape, found.radius_km, found.precision) == (shape, radius, precision)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (mention("xx"), "country"),
        (mention("xx.highway"), "too_wide"),
        (mention("xx.sea"), "unlocated"),
        (mention(None, name="a valley"), "unlocated"),
    ],
)
def test_what_is_not_known_well_enough_is_on_no_map_but_in_the_list(told: PlaceMention, why: str) -> None:
    """A country, a long road, a sea and words that name no place become no point anywhere; the list says which and why."""
    (found,) = sited(told)
    assert isinstance(found, OffMap)
    assert (found.why, found.name) == (why, told.name)


def test_an_incident_without_a_place_is_in_the_list() -> None:
    """Nothing told is not nothing happened."""
    assert sited() == [OffMap(why="no_place", name=None, precision="unlocated")]


@pytest.mark.parametrize("kind", ["V.OFFENSIVE", "M.DEPLOY", "H.AID_DEPART", "H.AID_DELIVER"])
def test_movements_of_forces_and_of_aid_are_on_no_map(kind: str) -> None:
    """Not even their town's name is told there, whoever looks."""
    for public in (False, True):
        assert sited(mention("xx.town"), kind=kind, public=public) == [OffMap(why="forces", name=None, precision="unlocated")]


def test_every_place_of_an_incident_is_drawn_but_not_what_only_holds_another() -> None:
    """Two towns are two points; the province and the country around them are not drawn beside them."""
    found = sited(mention("xx.town"), mention("xx.base"), mention("xx.west"), mention("xx"))
    assert [each.key for each in found if isinstance(each, MapPlace)] == ["xx.town", "xx.base"]
    assert len(found) == 2


def test_beside_a_town_is_not_in_it() -> None:
    """ "North of Town" and "Town" are two places, and neither takes the other's away."""
    found = sited(mention("xx.town"), mention("xx.town", "district", "north_of"))
    assert [(each.name, each.shape) for each in found if isinstance(each, MapPlace)] == [
        ("Town", "point"),
        ("north of Town", "area"),
    ]


def test_places_are_named_in_the_language_of_the_page() -> None:
    """The pack's own script where it has one, else its label."""
    assert [each.name for each in sited(mention("xx.town"), mention("xx.base"), lang="ar")] == ["البلدة", "Base"]


def test_everybody_sees_nothing_finer_than_a_town() -> None:
    """An exact position and a part of a town become the province; where nothing holds them, nothing is told of them."""
    province = ("xx.west", "West Province", "area", 120)
    for told in (mention("xx.base"), mention("xx.quarter"), mention("xx.base", "district", "near"), mention("xx.road")):
        (found,) = sited(told, public=True)
        assert isinstance(found, MapPlace)
        assert (found.key, found.name, found.shape, found.radius_km) == province
    assert sited(mention("xx.alone"), public=True) == [OffMap(why="not_public", name=None, precision="unlocated")]


def test_coordinates_of_a_report_are_not_for_everybody() -> None:
    """A position that only a report gives is drawn for those who may read the report, and for nobody else."""
    given = PlaceMention(span=Span(0, 1), name="36.15, 36.95", lat=36.15, lon=36.95, precision="exact")
    (inside,) = sited(given)
    assert isinstance(inside, MapPlace)
    assert (inside.shape, inside.lat, inside.lon) == ("point", 36.15, 36.95)
    (outside,) = sited(given, public=True)
    assert outside == OffMap(why="not_public", name=None, precision="unlocated")


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([place.id for place in PLACES]), max_size=5), st.sampled_from(["", "near", "north_of", "outside"])
)
def test_no_point_is_ever_finer_than_what_was_told(ids: list[str], relation: str) -> None:
    """For everybody, whatever is named: a point is a town's and nothing else's."""
    told = [mention(one, "district" if relation else None, relation or None) for one in ids]
    for found in sited(*told, public=True):
        if isinstance(found, MapPlace):
            assert found.shape == "area" or (found.place == "xx.town" and not relation)
        else:
            assert found.why != "not_public" or found.name is None


def _told_at(where: str, *, incidents: int) -> views.Material:
    story = Story()
    for n in range(incidents):
        text = f"Shells fell on {where} on 12 September, killing {n + 3} people."
        story.report(f"r{n}", text, published="2016-09-21")
        story.claim(f"r{n}", text[:-1], event="fell", places=[where], incident=f"i{n}", about=("occurrence",))
    found = story.material()
    placed = [
        _placed(
            told, PlaceMention(span=told.claim.places[0].span, name=where, place="xx.town", lat=10.2, lon=9.2, precision="town")
        )
        for told in found.told
    ]
    return dataclasses.replace(found, told=tuple(placed), places=PLACES)


def _placed(told: views.Told, place: PlaceMention) -> views.Told:
    """Return a claim that names another place at the same words."""
    return msgspec.structs.replace(told, claim=msgspec.structs.replace(told.claim, places=(place,)))


def test_a_place_stands_once_with_all_that_happened_there() -> None:
    """Seven attacks on one town are one point that leads to seven incidents."""
    page = views.map_page(_told_at("Town", incidents=7))
    (place,) = page.places
    assert place.incidents == tuple(range(7))
    assert {each.places for each in page.incidents} == {("xx.town",)}
    assert page.on_map == 7


def test_a_choice_narrows_the_map_and_its_list_alike() -> None:
    """The same incidents are on the map, in the table and in the list of what is not on it."""
    material = _told_at("Town", incidents=3)
    one = views.map_page(material, choice=views.MapChoice(incident="i1"))
    assert [each.id for each in one.incidents] == ["i1"]
    none = views.map_page(material, choice=views.MapChoice(kind="V.CHEM"))
    assert (none.incidents, none.places, none.absent, none.kinds) == ((), (), (), ("V.UNSPEC",))


def test_names_on_the_map_tell_of_no_exact_position() -> None:
    """Countries and towns are named, bases and roads are not."""
    named = views.map_labels(_told_at("Town", incidents=1), labels=load("ar"))
    assert [(label.name, label.rank) for label in named] == [("Xland", 0), ("البلدة", 3)]
