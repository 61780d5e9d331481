"""The packs that come with the program hold what they promise, and nothing they must not."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from truceline.actors import Registry
from truceline.model import Actor, Theatre
from truceline.workflow.packs import bundled, load_theatre, theatre_from

LOADED = re.compile(
    r"\b(regime|rebels?|terroris\w*|militants?|jihadi\w*|insurgen\w*|militias?|extremis\w*|mercenar\w*|so-called|liberated|puppet)\b",
    re.IGNORECASE,
)
CIVIC = {"civil_society", "media", "red_cross"}


@pytest.fixture(scope="module")
def syria() -> Theatre:
    return load_theatre("syria_2016").theatre


@pytest.fixture(scope="module")
def registry(syria: Theatre) -> Registry:
    return Registry(syria.actors)


@pytest.mark.parametrize("name", ["world", "syria_2016"])
def test_a_bundled_pack_loads_without_a_mistake(name: str) -> None:
    """The packs we ship pass the checks that we make others' packs pass."""
    assert name in bundled()
    assert load_theatre(name).theatre.name == name


def test_every_actor_names_its_public_source(syria: Theatre) -> None:
    """Whoever doubts an entry can look it up; a short key is always resolved into a citation."""
    assert [a.id for a in syria.actors if not a.source or len(a.source) < 15] == []
    assert [p.id for p in syria.places if not p.source] == []


def test_the_theatre_has_all_governorates_and_some_three_hundred_towns(syria: Theatre) -> None:
    """A report from any part of the country finds its place."""
    kinds = Counter(place.kind for place in syria.places if place.country == "sy")
    assert kinds["governorate"] == 14
    assert kinds["town"] >= 300


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Uram al-Kubra", "sy.urum-al-kubra"),
        ("Castello Road", "sy.castello-road"),
        ("eastern Aleppo", "sy.eastern-aleppo"),
        ("Hmeimim", "sy.hmeimim"),
        ("Khmeimim", "sy.hmeimim"),
        ("Deir ez-Zor Airport", "sy.deir-ez-zor-airport"),
        ("Daraya", "sy.darayya"),
        ("Lattakia", "sy.latakia"),
        ("Tadmur", "sy.palmyra"),
        ("Bab al-Hawa", "sy.bab-al-hawa"),
        ("حلب", "sy.aleppo"),
        ("Алеппо", "sy.aleppo"),
        ("Geneva", "ch.geneva"),
    ],
)
def test_a_place_is_listed_under_the_spellings_in_use(syria: Theatre, name: str, place: str) -> None:
    """Agencies spell one town in many ways; the pack lists those that we have seen."""
    assert place in {p.id for p in syria.places if name in {p.name, *(n.text for n in p.names)}}


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("US State Department", "us.state"),
        ("Russia’s Defense Ministry", "ru.mod"),
        ("the Syrian army", "sy.mil"),
        ("US Central Command", "us.centcom"),
        ("UN envoy for Syria", "un.envoy-syria"),
        ("Jens Laerke", "un.laerke"),
        ("the White House", "us.presidency"),
        ("the Kremlin", "ru.presidency"),
        ("Damascus", "sy"),
        ("Washington", "us"),
        ("Syrian Arab Red Crescent", "sarc"),
        ("the Red Cross", "rcrc"),
        ("McClatchy", "mcclatchy"),
        ("Danish Ministry of Defence", "dk.mod"),
        ("Australian Defence Department", "au.mod"),
        ("Minister of Foreign Affairs of Iran", "ir.fm"),
        ("وزارة الدفاع الروسية", "ru.mod"),
        ("МИД России", "ru.mfa"),
    ],
)
def test_who_spoke_about_syria_is_known_by_name(registry: Registry, words: str, actor: str) -> None:
    """The voices of the record resolve in the scripts in which they are quoted."""
    assert registry.resolve(words, on="2016-09-21") == actor


@pytest.mark.parametrize(
    ("person", "body"),
    [
        ("us.kerry", "us.state"),
        ("ru.lavrov", "ru.mfa"),
        ("ru.konashenkov", "ru.mod"),
        ("un.laerke", "un.ocha"),
        ("un.demistura", "un.ose"),
        ("us.dunford", "us.jcs"),
        ("sy.assad", "sy.presidency"),
        ("gb.johnson", "gb.mfa"),
    ],
)
def test_a_person_speaks_for_an_institution(registry: Registry, person: str, body: str) -> None:
    """A statement is filed with the body in whose name it was made."""
    assert registry.institution(person, on="2016-09-20") == body


def test_the_front_is_found_by_its_name_of_the_day(registry: Registry) -> None:
    """The renaming of 28 July 2016: the new name only from that day, the old one before and, by others, after it."""
    assert registry.resolve("Jabhat Fatah al-Sham", on="2016-07-27") is None
    assert registry.resolve("Jabhat Fatah al-Sham", on="2016-07-28") == "jfs"
    assert registry.resolve("Nusra Front", on="2016-09-21") == "jfs"
    assert registry.name_on("jfs", "2016-07-27") == "Jabhat al-Nusra"
    assert registry.name_on("jfs", "2016-09-21") == "Jabhat Fatah al-Sham"
    assert registry.resolve("Hay'at Tahrir al-Sham", on="2016-09-21") is None


def test_who_chairs_a_group_does_not_speak_for_it_alone(registry: Registry) -> None:
    """Two ministers chair the support group; each still speaks for his own ministry."""
    holders = [holding.holder for holding in registry.get("issg.cochairs").holders]
    assert holders == ["us.kerry", "ru.lavrov"]
    assert len({registry.institution(holder, on="2016-09-20") for holder in holders}) == 2


def test_no_civic_body_belongs_to_anybody(syria: Theatre) -> None:
    """Rescue, medical, media and civic bodies stand in no larger body and speak for none but themselves."""
    by_id = {actor.id: actor for actor in syria.actors}

    def leads_to(actor: Actor) -> set[str]:
        return {by_id[other].kind for other in (actor.within, actor.speaks_for) if other}

    assert [a.id for a in syria.actors if a.kind in CIVIC and leads_to(a) - CIVIC] == []
    assert [a.id for a in syria.actors if a.kind == "armed_group" and leads_to(a) & CIVIC] == []


def test_a_name_with_a_loaded_word_says_who_uses_it(syria: Theatre) -> None:
    """Such names are needed to read reports; they are never ours, and the label never has one."""
    assert [a.id for a in syria.actors if LOADED.search(a.name)] == []
    assert [n.text for a in syria.actors for n in a.names if LOADED.search(n.text) and not n.used_by] == []


def test_parties_are_listed_alike(syria: Theatre) -> None:
    """Every armed group has its source, and those with disputed names have a name that they gave themselves."""
    groups = [a for a in syria.actors if a.kind == "armed_group"]
    assert [g.id for g in groups if any(n.used_by for n in g.names) and not any(n.self_name for n in g.names)] == []


def test_no_protected_site_is_listed(syria: Theatre) -> None:
    """Hospitals, schools and shelters have no place in a file that anybody can read."""
    assert {p.kind for p in syria.places} & {"hospital", "clinic", "school", "shelter", "warehouse", "mosque", "church"} == set()


@pytest.mark.parametrize("name", ["Crimea", "Sevastopol", "Simferopol", "Jerusalem", "East Jerusalem", "Kashmir", "Abkhazia"])
def test_a_place_whose_status_is_disputed_is_given_to_no_state(syria: Theatre, name: str) -> None:
    """The map takes no side: such a place is found, once, and has no country."""
    assert [(p.name, p.country, p.within) for p in syria.places if p.name == name] == [(name, None, None)]


def test_a_theatre_is_the_same_from_its_archived_files() -> None:
    """A record can be rebuilt from the pack it archived, without the pack's folder."""
    pack = load_theatre("syria_2016")
    assert theatre_from(pack.files) == pack.theatre
    changed = {**pack.files, "syria_2016/places.csv": pack.files["syria_2016/places.csv"] + b"# one more remark\n"}
    assert theatre_from(changed).sha256 != pack.theatre.sha256
