"""A pack with a mistake is refused, and the message says which line to mend."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from truceline.errors import PackError
from truceline.workflow.packs import LARGEST_BYTES, load_theatre

HEAD = "name: small\ntitle: Small\nversion: '1'\n"
PLACES = "id,name,names,precision,kind,lat,lon,radius_km,within,country,population,source\n"
GOOD = "- {id: aa, kind: state, name: Aland, source: invented}\n"


def pack(folder: Path, *, head: str = HEAD, actors: str = GOOD, places: str = PLACES) -> str:
    root = folder / "small"
    root.mkdir()
    (root / "pack.yaml").write_text(head, encoding="utf-8")
    (root / "actors.yaml").write_text(actors, encoding="utf-8")
    (root / "places.csv").write_text(places, encoding="utf-8")
    return str(root)


def test_a_pack_needs_no_more_than_a_head_an_actor_and_a_place(tmp_path: Path) -> None:
    """A newcomer can begin with three short files."""
    row = "aa.town,Town,ar:بلدة|Toun,town,town,1.5,2.5,3,,,0,invented\n"
    theatre = load_theatre(pack(tmp_path, places=PLACES + "# a remark\n" + row)).theatre
    assert [a.id for a in theatre.actors] == ["aa"]
    assert [(n.text, n.lang) for n in theatre.places[0].names] == [("بلدة", "ar"), ("Toun", "en")]
    assert len(theatre.sha256) == 64


def test_a_theatre_replaces_what_the_world_says_about_an_actor(tmp_path: Path) -> None:
    """What the theatre's own pack says about an id comes first, and the rest of the world stays."""
    actors = "- {id: fr, kind: state, name: Gallia, source: invented}\n"
    theatre = load_theatre(pack(tmp_path, head=HEAD + "includes: [world]\n", actors=actors)).theatre
    assert [a.name for a in theatre.actors if a.id == "fr"] == ["Gallia"]
    assert theatre.actors[0].id == "fr"
    assert any(a.id == "un" for a in theatre.actors)


@pytest.mark.parametrize(
    ("actors", "said"),
    [
        (GOOD + "- {id: bb, kind: state, name: Beland}\n", "actors.yaml:2: bb: Object missing required field `source`"),
        (GOOD + "- {id: bb, kind: county, name: B, source: x}\n", "actors.yaml:2: bb: Invalid enum value 'county'"),
        (
            GOOD + "- id: bb\n  kind: state\n  name: B\n  alias: C\n  source: x\n",
            "actors.yaml:5: bb: Object contains unknown field",
        ),
        (GOOD + "- id: bb\n  kind: state\n  name: B\n  source: x\n  names:\n    - {text: C, lnag: en}\n", "actors.yaml:7: bb: "),
        (
            GOOD + "- {id: bb, kind: body, name: B, within: cc, source: x}\n",
            "actors.yaml:2: bb: within 'cc' is no actor of the pack",
        ),
        (GOOD + GOOD, "actors.yaml:2: aa stands here twice; first at small/actors.yaml:1"),
        (
            GOOD + "- {id: bb, kind: body, name: ALAND, names: [Aland], source: x}\n",
            "actors.yaml:2: bb: 'Aland' is at the same time a name of aa",
        ),
        (
            GOOD + "- {id: bb, kind: body, name: B, since: 2016-02-30, source: x}\n",
            "actors.yaml:2: bb: date '2016-02-30'; expected a day like",
        ),
        (GOOD + "- {id: bb, kind: body, name: B, since: 2016-03-01, until: 2016-02-01, source: x}\n", "runs backwards"),
        (GOOD + "- {id: Bb, kind: body, name: B, source: x}\n", "actors.yaml:2: Bb: id 'Bb'; expected small letters"),
        (
            GOOD + "- {id: b, kind: office, name: B, source: x, "
            "holders: [{holder: Ann, since: 2016-01-01}, {holder: Bo, since: 2016-05-01}]}\n",
            "actors.yaml:2: b: 'Bo' (2016-05-01 to now) holds the office while 'Ann' (2016-01-01 to now) does",
        ),
        (GOOD + "- {id: bb\n", "actors.yaml:3: not readable as YAML"),
        ("id: aa\n", "actors.yaml:1: expected a list"),
    ],
)
def test_a_mistake_in_the_actors_is_named_with_its_line(tmp_path: Path, actors: str, said: str) -> None:
    """Whoever keeps a pack is led to the very line."""
    with pytest.raises(PackError) as error:
        load_theatre(pack(tmp_path, actors=actors))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("id,name\n", "places.csv:1: expected the columns id,name,names"),
        (PLACES + "a,A,,town,town,1,2,3,,,0\n", "places.csv:2: 11 columns; expected 12"),
        (PLACES + "# remark\na,A,,town,town,91,2,3,,,0,x\n", "places.csv:3: a: '91' is no number of degrees between -90 and 90"),
        (PLACES + "a,A,,town,town,1,,3,,,0,x\n", "places.csv:2: a: has only one of lat and lon"),
        (PLACES + "a,A,,village,town,1,2,3,,,0,x\n", "places.csv:2: a: Invalid enum value 'village'"),
        (PLACES + "a,A,,town,town,1,2,far,,,0,x\n", "places.csv:2: a: Expected `int`, got `str` - at `$.radius_km`"),
        (PLACES + "a,A,,town,town,1,2,3,b,,0,x\n", "places.csv:2: a: within 'b' is no other place of the pack"),
        (PLACES + "a,A,,town,town,1,2,3,,,0,\n", "places.csv:2: a: no source"),
    ],
)
def test_a_mistake_in_the_places_is_named_with_its_line(tmp_path: Path, places: str, said: str) -> None:
    """A spreadsheet that lost a column is noticed at once."""
    with pytest.raises(PackError) as error:
        load_theatre(pack(tmp_path, places=places))
    assert said in str(error.value)


@pytest.mark.parametrize(
    "actors",
    [
        "- {id: aid, kind: civil_society, name: Aid, within: front, source: x}\n",
        "- {id: aid, kind: red_cross, name: Aid, speaks_for: front, source: x}\n",
        "- {id: aid, kind: media, name: Aid, within: front, source: x}\n",
        (
            "- {id: p, kind: person, name: P, speaks_for: front, source: x}\n"
            "- {id: aid, kind: media, name: Aid, within: p, source: x}\n"
        ),
        "- {id: aid, kind: media, name: Aid, source: x}\n- {id: wing, kind: armed_group, name: W, within: aid, source: x}\n",
    ],
)
def test_a_pack_that_affiliates_a_civic_body_is_refused(tmp_path: Path, actors: str) -> None:
    """Whose a rescue, medical, media or civic body is, can only ever be said by somebody in a report."""
    front = "- {id: front, kind: armed_group, name: Front, source: x}\n"
    with pytest.raises(PackError, match="a claim with a speaker, never a fact of a pack"):
        load_theatre(pack(tmp_path, actors=front + actors))


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    """Nobody mends a pack line by line against one message after the other."""
    with pytest.raises(PackError) as error:
        load_theatre(pack(tmp_path, actors=GOOD + "- {id: B, kind: body, name: B, within: cc, source: x}\n", places="id\n"))
    assert "has 3 mistakes; nothing of it was used" in str(error.value)


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    """A file saved in another encoding is refused with what to do."""
    folder = Path(pack(tmp_path))
    (folder / "actors.yaml").write_bytes(GOOD.encode() + b"- {id: b, kind: body, name: B\xe9, source: x}\n")
    with pytest.raises(PackError, match=r"actors.yaml:2: byte 0xe9 is not UTF-8; save the file as UTF-8"):
        load_theatre(str(folder))


def test_an_unknown_theatre_is_answered_with_those_there_are(tmp_path: Path) -> None:
    """A slip in a name costs one look at the message."""
    with pytest.raises(PackError, match=r"one of colombia_2016, syria_2016, ukraine_2015, world, or a folder that holds"):
        load_theatre("siria")
    with pytest.raises(PackError, match=r"a folder without pack\.yaml"):
        load_theatre(str(tmp_path))


@pytest.mark.parametrize("part", ["actors.yaml", "places.csv", "agreements/truce.yaml"])
def test_a_part_that_is_no_file_or_has_no_end_is_refused(tmp_path: Path, part: str) -> None:
    """A pipe is not waited for and a device not read: a pack may come from anybody."""
    root = Path(pack(tmp_path))
    (root / "agreements").mkdir()
    place = root / part
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    with pytest.raises(PackError, match=rf"{part} cannot be read: no plain file but a pipe; expected"):
        load_theatre(str(root))
    place.unlink()
    place.symlink_to("/dev/zero")
    with pytest.raises(PackError, match=rf"{part} cannot be read: no plain file but a device; expected"):
        load_theatre(str(root))
    place.unlink()
    with place.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(PackError, match=rf"{part} cannot be read: larger than 16,777,216 bytes"):
        load_theatre(str(root))
