"""The main job on five real articles through the command line: the attack on the aid convoy of 19 September 2016.

The articles are not part of the project; where the folder of measuring data is absent, everything here is skipped aloud. One
test a sentence of what was promised. Words of the articles appear only as the few that find a place in them.
"""

from __future__ import annotations

import pytest

from fakes.seen_articles import Json, Seen, speaker, truceline

pytestmark = pytest.mark.shared


def test_the_convoy_is_one_incident_of_three_articles_and_no_other(seen: Seen, convoy: Json) -> None:
    """000, 002 and 004 tell of it; 001 and 003 do not, and it is not cut in pieces."""
    assert set(convoy["reports"]) == {"000", "002", "004"}
    for report, words in (("000", "31 trucks"), ("002", "31-vehicle"), ("004", "20 civilians")):
        assert seen.incident_of(report, words)["id"] == convoy["id"], report


def test_the_convoy_was_attacked_on_19_september(convoy: Json) -> None:
    """The day is resolved from "Monday" and "a day after"."""
    assert (convoy["time"]["start"][:10], convoy["time"]["end"][:10]) == ("2016-09-19", "2016-09-19")


def test_at_least_20_killed_is_narration_of_the_first_article(seen: Seen) -> None:
    """No official gets a figure that the article gives itself."""
    found = [(count, claim) for count, claim in seen.figures_at("000", "at least 20 people") if count["effect"] == "killed"]
    assert [(c["low"], c["high"], c["bound"], owner.get("voice")) for c, owner in found] == [(20, None, "at_least", "narration")]


def test_21_killed_has_the_red_cross_as_speaker(seen: Seen) -> None:
    """The figure of 002 is not the article's own."""
    found = [(count, claim) for count, claim in seen.figures_at("002", "21 people") if count["effect"] == "killed"]
    assert [(c["low"], "rcrc" in speaker(owner) or "red cross" in speaker(owner)) for c, owner in found] == [(21, True)]


def test_20_civilians_are_narration_or_presupposed(seen: Seen) -> None:
    """Kerry "portrayed" something else; the dead are mentioned on the way."""
    found = [(count, claim) for count, claim in seen.figures_at("004", "20 civilians") if count["effect"] == "killed"]
    assert found
    assert all(c["low"] == 20 and (owner.get("voice") == "narration" or c["presupposed"]) for c, owner in found)


def test_18_of_31_trucks_were_destroyed_and_nobody_of_them_died(seen: Seen, convoy: Json) -> None:
    """Trucks never become people: 18 and 31 are in no figure of dead."""
    trucks = [figure for figure in convoy["figures"] if figure["effect"] == "destroyed" and figure["unit"] == "trucks"]
    assert any(figure["low"] == 18 and figure["of_total"] == 31 for figure in trucks)
    everybody = [f for account in convoy["accounts"] for f in account["figures"] if f["effect"] == "killed"]
    assert not {18, 31, 49} & {value for f in everybody for value in (f["low"], f["high"])}
    assert {count["effect"] for count, _ in seen.figures_at("000", "18 out of 31")} == {"destroyed"}


def test_the_range_of_dead_is_20_to_21(convoy: Json) -> None:
    """The least low and the greatest high, never a sum."""
    assert (convoy["killed"]["low"], convoy["killed"]["high"]) == (20, 21)


@pytest.mark.parametrize("field", ["means", "alleged_perpetrator", "place"])
def test_means_perpetrator_and_place_of_the_convoy_are_contested(convoy: Json, field: str) -> None:
    """Rival accounts stay rivals."""
    assert field in convoy["contested"]


@pytest.mark.parametrize(
    ("report", "words", "who"),
    [
        ("000", "any role", "ru"),
        ("000", "any role", "sy"),
        ("000", "warplanes had not been involved", "centcom"),
        ("002", "the allegations", "moscow"),
        ("002", "Syrian warplanes could have hit", "russia"),
        ("002", "aircraft was not involved", "lavrov"),
        ("004", "it was responsible", "russia"),
    ],
)
def test_every_denial_keeps_who_denies(seen: Seen, report: str, words: str, who: str) -> None:
    """A denial is a stance of its speaker, never the reverse claim and never the article's own."""
    found = [claim for claim in seen.over(report, words) if claim["stance"] in ("deny", "reject")]
    assert any(who in speaker(claim) for claim in found), [(speaker(c), c["stance"]) for c in seen.over(report, words)]


def test_lavrovs_words_about_syrian_aircraft_are_russias(seen: Seen) -> None:
    """002 has no Syrian speaker: what Lavrov says of Syrian aircraft is not a Syrian denial."""
    denials = [c for c in seen.claims if c["report"] == "002" and c["stance"] in ("deny", "reject") and c["speaker"]]
    assert denials
    assert not [c for c in denials if (c["speaker"]["actor"] or "").split(".")[0] == "sy"]


def test_the_state_department_cannot_tell_the_perpetrator_and_accuses_of_responsibility(seen: Seen) -> None:
    """Two stances in one statement, each about its own thing."""
    unknown = [c for c in seen.over("000", "whether it was the Russians") if "state" in speaker(c)]
    assert any(c["stance"] == "cannot_verify" and "perpetrator" in c["about"] for c in unknown)
    blamed = [c for c in seen.over("000", "refrain from taking such action") if "state" in speaker(c)]
    assert any(c["stance"] == "accuse" and "responsibility" in c["about"] for c in blamed)


def test_the_white_house_accuses_of_responsibility(seen: Seen) -> None:
    """Allowing it is not doing it."""
    claim = seen.quoted("002", "responsible for airstrikes", "white house")
    assert claim["stance"] == "accuse"
    assert "responsibility" in claim["about"]


@pytest.mark.parametrize("words", ["Moscow responsible", "the attack on the Syrian government"])
def test_washington_accuses_indirectly(seen: Seen, words: str) -> None:
    """ "Declared responsible" and "blamed" are Washington's accusations, in the article's words."""
    claim = seen.quoted("000", words, "washington")
    assert (claim["stance"], claim["type"]) == ("accuse", "indirect")


def test_the_unnamed_official_accuses_about_the_perpetrator(seen: Seen) -> None:
    """The official of 004 stays unnamed and is resolved to no person."""
    claim = seen.over("004", "Russian-piloted aircraft", voice="quoted")[0]
    assert claim["stance"] == "accuse"
    assert "perpetrator" in claim["about"]
    assert claim["speaker"]["unnamed"] or claim["speaker"]["actor"] == "us"


def test_according_to_cnn_a_us_official_acknowledged_keeps_both_links(seen: Seen) -> None:
    """The official speaks, CNN passes it on; no intelligence on Syrian aircraft."""
    claim = seen.over("000", "no intelligence that specifically", voice="quoted")[0]
    assert "us official" in speaker(claim)
    assert claim["speaker"]["unnamed"]
    assert [relay["name"] for relay in claim["via"]] == ["CNN"]


def test_the_un_corrects_its_own_statement_of_the_day_before(seen: Seen) -> None:
    """A correction points at the earlier words, and takes nothing else back."""
    found = [
        c for c in seen.claims if c["report"] == "000" and c["stance"] in ("correct", "retract") and "un" in speaker(c).split()
    ]
    assert any(c["stance"] == "correct" for c in found), [(speaker(c), c["stance"], c["words"]) for c in found]


def test_the_un_cannot_verify_the_means_and_confirms_an_attack(seen: Seen) -> None:
    """Both in 000 and in 002, both by the spokesman."""
    for report in ("000", "002"):
        unknown = [c for c in seen.over(report, "whether these were in fact airstrikes") if c["stance"] == "cannot_verify"]
        assert any("means" in c["about"] for c in unknown), report
        attacked = [c for c in seen.over(report, "the convoy was attacked") if c["speaker"]]
        assert any(c["stance"] in ("assert", "confirm") for c in attacked), report


def test_why_the_un_changed_its_words_is_the_articles_own_claim(seen: Seen) -> None:
    """ "In response to the evidence" is what 000 says, not what the UN says."""
    found = seen.over("000", "In response to the evidence")
    assert found
    assert all(claim["voice"] == "narration" for claim in found)


def test_error_is_laerkes_word(seen: Seen) -> None:
    """The spokesman calls it an error; the stance is a correction."""
    assert seen.quoted("000", "earlier reference as an error", "laerke")["stance"] in ("correct", "retract")


def test_the_first_reports_of_the_red_cross_stand_beside_its_later_figure(seen: Seen, convoy: Json) -> None:
    """An air strike first, a figure later: both kept, both of one body."""
    first = seen.over("002", "had been targeted by an airstrike", voice="quoted")[0]
    later = seen.over("002", "31-vehicle convoy", voice="quoted")[0]
    assert (first["stance"], later["stance"]) == ("assert", "assert")
    assert {first["incident"], later["incident"]} == {convoy["id"]}
    assert later["speaker"]["actor"] == first["speaker"]["actor"]


@pytest.mark.parametrize(
    "words",
    ["There are no craters", "did not find any signs", "extent and the nature of destruction", "does not operate at night"],
)
def test_russias_explanations_are_all_there(seen: Seen, words: str) -> None:
    """Each is Russia's or its ministry's or minister's, and none replaces another."""
    claims = seen.over("002", words, voice="quoted")
    assert claims
    assert (claims[0]["speaker"]["actor"] or "").split(".")[0] == "ru"


def test_the_ministrys_statement_was_said_on_20_september(seen: Seen) -> None:
    """002 dates the statement to Tuesday."""
    said = seen.over("002", "There are no craters", voice="quoted")[0]["said_at"]
    assert (said["start"], said["end"]) == ("2016-09-20", "2016-09-20")


@pytest.mark.parametrize("words", ["extent and the nature of destruction", "does not operate at night"])
def test_undated_explanations_were_said_by_publication_and_no_order_is_invented(seen: Seen, words: str) -> None:
    """No start is made up for them."""
    said = seen.over("002", words, voice="quoted")[0]["said_at"]
    assert (said["start"], said["end"]) == (None, "2016-09-21")


def test_the_videos_are_evidence_cited_with_their_side(seen: Seen, convoy: Json) -> None:
    """The page lists them as items, each with who cites it and for what."""
    out = seen.folder / "page.html"
    truceline(seen.folder, "report", str(out), "--with-proposals")
    page = out.read_text(encoding="utf-8")
    assert "video" in page
    assert convoy["id"] in page
