"""The map's page and its data: the same rows, the same choice, and nothing for those who may not see it."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

ClientAs = Callable[[str | None], "Client"]


def _rows(page: str) -> list[str]:
    """Return the names of places in the table."""
    table = page.partition("<table")[2].partition("</table>")[0]
    return [html.unescape(re.sub(r"<[^>]*>", "", name)) for name in re.findall(r'<th scope="row">(.*?)</th>', table)]


@pytest.mark.parametrize(
    "query", ["", "?known=2016-09-18", "?kind=V.AIR", "?contested=1", "?proposals=1", "?happened=2016-09-19"]
)
def test_the_table_has_the_same_places_as_the_map(client_as: ClientAs, query: str) -> None:
    """Whoever reads the table misses nothing that stands on the map, whatever was chosen."""
    client = client_as("observer")
    page = client.get(f"/map{query}").content.decode()
    data = client.get(f"/map/points.json{query}").json()
    assert _rows(page) == [place["name"] for place in data["places"]]
    on_map = {number for place in data["places"] for number in place["incidents"]}
    assert on_map == {number for number, incident in enumerate(data["incidents"]) if incident[4]}


def test_the_script_asks_for_what_the_page_shows(client_as: ClientAs) -> None:
    """The address of the data carries the page's choice, and the address of an incident its selection."""
    page = client_as("observer").get("/map?known=2016-09-20&kind=V.AIR&contested=1").content.decode()
    asked = html.unescape(re.findall(r'data-points="([^"]*)"', page)[0])
    assert {"known=2016-09-20", "kind=V.AIR", "contested=1"} <= set(asked.partition("?")[2].split("&"))
    assert "known=2016-09-20" in re.findall(r'data-incident="([^"]*)"', page)[0]


def test_on_a_poor_line_the_table_stands_alone(client_as: ClientAs) -> None:
    """Without the map the page has the same rows and loads no script of it."""
    client = client_as("observer")
    plain, full = (client.get(address).content.decode() for address in ("/map?map=0", "/map"))
    assert _rows(plain) == _rows(full)
    assert "data-map" not in plain
    assert "js/map." not in plain


def test_the_page_says_that_its_boundaries_take_no_position(client_as: ClientAs) -> None:
    """The sentence stands under every map, and the default draws neutral lines."""
    page = client_as("observer").get("/map").content.decode()
    assert "take no position" in page
    assert 'data-boundaries="neutral"' in page


def test_all_incidents_of_a_place_can_be_listed(client_as: ClientAs) -> None:
    """What a row or a sign leaves out is one step away; a place that is not there is no fault."""
    client = client_as("observer")
    place = client.get("/map/points.json").json()["places"][0]
    assert 'id="at"' in client.get("/map", {"at": place["key"]}).content.decode()
    assert 'id="at"' not in client.get("/map", {"at": "nowhere"}).content.decode()


@pytest.mark.parametrize("address", ["/map", "/map/points.json", "/map/labels.json", "/map/base/world.json", "/tiles/a/1/1/1"])
def test_nobody_sees_the_map_of_a_closed_room(client_as: ClientAs, address: str) -> None:
    """Without sign-in not even the base map is served."""
    answer = client_as(None).get(address)
    assert (answer.status_code, answer.headers.get("Location", "").partition("?")[0]) == (302, "/account/login/")


def test_a_day_that_does_not_exist_is_said_to_be_none(client_as: ClientAs) -> None:
    """The data answers as the page does."""
    assert client_as("observer").get("/map/points.json?known=2016-02-31").status_code == 400


def test_the_base_map_is_asked_for_once_and_incidents_are_kept_nowhere(client_as: ClientAs) -> None:
    """A repeated visit costs a poor line little; what the record tells one person stays in no cache."""
    client = client_as("observer")
    assert client.get("/map/base/world.json").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    told = client.get("/map/points.json", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(told.content))["places"]
    assert "no-store" in told.headers["Cache-Control"]


def test_a_cell_of_the_open_sea_is_empty(client_as: ClientAs) -> None:
    """Nothing is there, which is no fault."""
    assert client_as("observer").get("/map/base/cell/-30/-40.json").json()["land"] == []


def test_every_field_of_the_map_is_shown(room: Path) -> None:
    """What the page object holds stands on the page, or is there for the script."""
    from fakes.fields import compare
    from truceline.outputs.views import MapPage

    drawn = "is drawn by the script, from the data that has it"
    compare(
        MapPage,
        "maps/page.html",
        not_shown={
            "Basis.counted": "each incident says whether a person stands behind it",
            "MapChoice.incident": "chosen by the page of that incident",
            "MapIncident.day": "stands in words beside the name",
            "MapIncident.places": drawn,
            "MapIncident.type": "its name says it",
            "MapPlace.has_outline": drawn,
            "MapPlace.lat": drawn,
            "MapPlace.lon": drawn,
            "MapPlace.place": drawn,
            "MapPlace.precision": "said in words by how_exactly",
            "MapPlace.radius_km": "said in words by how_exactly",
            "MapPlace.shape": drawn,
            "OffMap.precision": "said in words by why_not",
            "OffMap.why": "said in words by why_not",
        },
    )
