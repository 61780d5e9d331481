"""Coordinates against the place that was stated with them: told and asked, never put right."""

from __future__ import annotations

from truceline.model import Place
from truceline.reader.coordinates import Checked, Surroundings, check, read, surroundings

COUNTRY = Place(id="sy", name="Syria", precision="country", kind="country", lat="35.0", lon="38.5", country="sy")
TOWN = Place(id="sy.urum", name="Urum", lat="36.14", lon="36.95", radius_km=5, country="sy")
FAR = Place(id="sy.bukamal", name="Al-Bukamal", lat="34.45", lon="40.92", country="sy")
SOUTH = Place(id="sy.daraa", name="Daraa", lat="32.62", lon="36.10", country="sy")
WEST = Place(id="sy.tartus", name="Tartus", lat="34.89", lon="35.89", country="sy")
ELSEWHERE = Place(id="de.berlin", name="Berlin", lat="52.52", lon="13.40", country="de")
PLACES = (COUNTRY, TOWN, FAR, SOUTH, WEST, ELSEWHERE)
IN_COLOMBIA = (
    Place(id="co.bogota", name="Bogotá", lat="4.71", lon="-74.07", country="co"),
    Place(id="co.leticia", name="Leticia", lat="-4.21", lon="-69.94", country="co"),
)


def _held(text: str, stated: Place | None = TOWN) -> Checked:
    return check(read(text), surroundings(PLACES, "sy", stated))


def _codes(checked: Checked) -> list[str]:
    return [question.code.partition(".")[2] for question in checked.questions]


def test_exchanged_within_the_region_is_seen_by_the_stated_place_only() -> None:
    """Both orders lie in Syria; the place says which one lies near, and that it is not the ordinary one is asked."""
    checked = _held("36.95, 36.15")
    assert all(fit.is_in_frame for fit in checked.fits)
    assert [fit.is_near for fit in checked.fits] == [False, True]
    assert _codes(checked) == ["doubt-order"]
    assert "only latitude 36.15°, longitude 36.95° lies near Urum" in checked.questions[0].message
    assert checked.settled is None


def test_the_ordinary_reading_is_settled_where_it_alone_lies_near() -> None:
    """The doubt about the order is no question when the place answers it the ordinary way."""
    checked = _held("36.15, 36.95")
    assert checked.questions == ()
    assert checked.settled == checked.coordinates.positions[0]


def test_without_a_place_the_country_cannot_tell_the_order() -> None:
    """Range checks see nothing in northern Syria; where the two lie apart, as in Colombia, the country does tell."""
    assert _codes(_held("36.15, 36.95", stated=None)) == ["doubt-order"]
    colombia = surroundings(IN_COLOMBIA, "co")
    checked = check(read("4.711, -74.072"), colombia)
    assert checked.questions == ()
    assert _codes(check(read("-74.072, 4.711"), colombia)) == ["doubt-order"]


def test_lettered_and_exchanged_is_told_with_what_would_lie_near() -> None:
    """Letters leave no doubt how it is to be read, and it lies a hundred kilometres off: what would fit is said, not used."""
    checked = _held("36.95N 36.15E")
    assert _codes(checked) == ["far"]
    assert "latitude and longitude exchanged would lie 1.1 km from it" in checked.questions[0].message
    assert [(round(fit.position.lat, 2), round(fit.position.lon, 2)) for fit in checked.others] == [(36.15, 36.95)]
    assert [(fit.position.lat, fit.position.lon) for fit in checked.fits] == [(36.95, 36.15)]


def test_minutes_typed_as_decimals_are_told() -> None:
    """36 degrees 09 minutes typed as 36.09 lies 35 km away; both readings are shown."""
    checked = _held("36.09, 36.57")
    assert [fit.is_near for fit in checked.fits] == [False, False, True, False]
    assert _codes(checked) == ["doubt-order", "doubt-minutes"]
    marked = _held("36.09°N 36.57°E")
    assert _codes(marked) == ["far"]
    assert marked.others[0].position.how == "36°09′N and 36°57′E: decimals taken as minutes"


def test_seconds_typed_as_decimals_and_decimals_typed_as_minutes_are_told() -> None:
    """36.0824 for 36 degrees 08 minutes 24 seconds, and the other way round."""
    supposed = [fit.position.how for fit in _held("36.0824N 36.5700E").others]
    assert "36°08′24″N and 36°57′00″E: decimals taken as minutes and seconds" in supposed
    decimals = Place(id="sy.x", name="X", lat="36.14", lon="36.58", country="sy")
    assert [fit.position.how for fit in _held("36°14′N 36°58′E", decimals).others] == [
        "36.14°N and 36.58°E: minutes taken as decimals"
    ]


def test_the_wrong_side_of_greenwich_is_told() -> None:
    """East typed for west leaves the country; what would lie near is said."""
    checked = check(read("4.711N 74.072E"), surroundings(IN_COLOMBIA, "co", IN_COLOMBIA[0]))
    assert _codes(checked) == ["far", "outside"]
    assert "the other side of Greenwich would lie" in checked.questions[0].message


def test_a_zone_that_the_country_does_not_meet_is_asked() -> None:
    """Zone and band must fit the theatre's country."""
    frame = surroundings(PLACES, "sy").frame
    assert frame is not None
    assert (frame.zones, frame.bands) == ((36, 37), "RS")
    assert _codes(_held("37SCA15570253")) == []
    assert _codes(_held("43SCA15570253", stated=None)) == ["zone-elsewhere"]
    assert _codes(_held("37QCA1557", stated=None)) == ["zone-elsewhere"]
    assert _codes(_held("UTM 37T 315500 4602300", stated=None)) == ["zone-elsewhere"]


def test_band_or_hemisphere_is_answered_by_the_country() -> None:
    """37S is band S or the southern half of the earth: in Syria only one of them."""
    assert _codes(check(read("37S 315500 4002300"), Surroundings())) == ["doubt-band-or-hemisphere"]
    assert _codes(_held("37S 315500 4002300", stated=None)) == []


def test_outside_the_country_is_asked_and_a_border_town_is_not() -> None:
    """A degree around the towns of the country still counts."""
    assert _codes(_held("52.52N 13.405E", stated=None)) == ["outside"]
    assert _codes(_held("37.065N 37.380E", stated=None)) == []


def test_near_means_within_the_radius_of_the_place_and_the_accuracy_of_the_text() -> None:
    """A coarse text may lie further from the place's point than a fine one."""
    assert _codes(_held("36.20N 36.95E")) == ["far"]
    assert _codes(_held("36.2N 36.9E")) == []


def test_what_is_refused_stays_refused() -> None:
    """A place does not make a contradiction readable."""
    checked = _held("36°61′N 36°57′E")
    assert checked.fits == ()
    assert checked.questions == checked.coordinates.faults


def test_nothing_to_hold_against_leaves_the_only_reading() -> None:
    """Without place and country one reading is enough, and two are a question."""
    assert check(read("36.15N 36.95E"), Surroundings()).settled is not None
    assert _codes(check(read("36.15, 36.95"), Surroundings())) == ["doubt-order"]
