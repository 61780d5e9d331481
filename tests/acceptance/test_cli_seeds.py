"""The main job on five real articles through the command line: what a person sees after `ingest` and `link`.

The articles are not part of the project; where the folder of measuring data is absent, everything here is skipped aloud. One
test a sentence of what was promised. Words of the articles appear only as the few that find a place in them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.shared

Json = dict[str, Any]


def truceline(folder: Path, *arguments: str, expect: int = 0) -> str:
    """Run the command line in a folder and return its stdout."""
    environment = {name: value for name, value in os.environ.items() if name != "TRUCELINE_RECORD"}
    done = subprocess.run(
        [sys.executable, "-m", "truceline", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Seen:
    """What the commands print, and the texts, to find places by a few of their words."""

    folder: Path
    texts: dict[str, str]
    incidents: list[Json]
    claims: list[Json]

    def at(self, report: str, words: str, nth: int = 0) -> tuple[int, int]:
        start = -1
        for _ in range(nth + 1):
            start = self.texts[report].find(words, start + 1)
        assert start >= 0, f"{words!r} does not stand in {report}"
        return start, start + len(words)

    def over(self, report: str, words: str, nth: int = 0, *, voice: str | None = None) -> list[Json]:
        """The claims whose content holds these words, the narrowest first."""
        start, end = self.at(report, words, nth)
        found = [
            claim
            for claim in self.claims
            if claim["report"] == report
            and any(s <= start and end <= e for s, e in claim["content"])
            and voice in (None, claim["voice"])
        ]
        return sorted(found, key=lambda claim: sum(e - s for s, e in claim["content"]))

    def quoted(self, report: str, words: str, who: str, nth: int = 0) -> Json:
        """The claim over these words by a speaker whose name or actor has ``who`` in it."""
        found = [claim for claim in self.over(report, words, nth) if who.casefold() in speaker(claim)]
        assert found, [(speaker(c), c["stance"], c["words"]) for c in self.over(report, words, nth)]
        return found[0]

    def incident_of(self, report: str, words: str, nth: int = 0) -> Json:
        """The incident to which a claim over these words is linked."""
        ids = {claim["incident"] for claim in self.over(report, words, nth) if claim["incident"]}
        assert ids, f"no claim over {words!r} of {report} is linked"
        return next(incident for incident in self.incidents if incident["id"] in ids)

    def figures_at(self, report: str, words: str, nth: int = 0) -> list[tuple[Json, Json]]:
        """Counts read at these words, each with the attribution it is part of."""
        start, end = self.at(report, words, nth)
        raw = READINGS[self.folder][report]
        owners = {each["id"]: each for each in raw["attributions"]}
        return [
            (count, owners.get(count["claim"], {}))
            for count in raw["counts"]
            if count["span"][0] < end and start < count["span"][1]
        ]


READINGS: dict[Path, dict[str, Json]] = {}


def speaker(claim: Json) -> str:
    """Name and actor of a claim's speaker in lower case; empty for narration."""
    who = claim["speaker"]
    return f"{who['name']} {who['actor'] or ''}".casefold() if who else ""


def lines(text: str) -> list[Json]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def seen(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    reports = shared_data / "seeds" / "reports.jsonl"
    folder = tmp_path_factory.mktemp("seeds")
    truceline(folder, "ingest", str(reports), "--theatre", "syria_2016")
    truceline(folder, "link")
    texts = {each["id"]: each["text"] for each in lines(reports.read_text(encoding="utf-8"))}
    READINGS[folder] = {
        each["id"]: each for each in lines(truceline(folder, "read", str(reports), "--theatre", "syria_2016", "--json"))
    }
    return Seen(
        folder=folder,
        texts=texts,
        incidents=lines(truceline(folder, "incidents", "--json", "--with-proposals")),
        claims=lines(truceline(folder, "claims", "--json")),
    )


@pytest.fixture(scope="module")
def convoy(seen: Seen) -> Json:
    """The attack on the aid convoy near Aleppo, found by the sentence of 002 that counts its trucks."""
    return seen.incident_of("002", "31-vehicle convoy")


@pytest.fixture(scope="module")
def strike(seen: Seen) -> Json:
    """The strike on Syrian troops near Deir ez-Zor, found by the sentence of 000 that names the place."""
    return seen.incident_of("000", "Deir ez-Zor Airport")


def accounts(incident: Json, stance: str, who: str) -> list[Json]:
    """The accounts of an incident in a stance by a speaker."""
    return [
        account
        for account in incident["accounts"]
        if account["stance"] == stance and who.casefold() in f"{account['speaker']} {account['actor']}".casefold()
    ]


# The aid convoy near Aleppo


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


# The strike on Syrian troops


def test_the_strike_of_17_september_is_linked_across_two_articles(seen: Seen, strike: Json) -> None:
    """000 has the place and "two days earlier", 002 the day; 004 has neither and is linked or possible."""
    assert {"000", "002"} <= set(strike["reports"])
    assert seen.incident_of("002", "took lives of over 60")["id"] == strike["id"]
    assert "004" in {*strike["reports"], *strike["possible"]}
    assert (strike["time"]["start"][:10], strike["time"]["end"][:10]) == ("2016-09-17", "2016-09-17")


def test_the_strike_is_not_the_convoy(convoy: Json, strike: Json) -> None:
    """Two happenings of the same days are two incidents."""
    assert convoy["id"] != strike["id"]


@pytest.mark.parametrize(
    ("report", "words", "low", "high"),
    [("000", "as many as 90", None, 90), ("002", "over 60", 61, None), ("004", "62 Syrian troops", 62, 62)],
)
def test_the_dead_of_the_strike_are_narration_or_presupposed(
    seen: Seen, report: str, words: str, low: int | None, high: int | None
) -> None:
    """Never the subject of anybody's refusal."""
    found = [(count, claim) for count, claim in seen.figures_at(report, words) if count["effect"] == "killed"]
    assert [(count["low"], count["high"]) for count, _ in found] == [(low, high)]
    assert all(owner.get("voice") == "narration" or count["presupposed"] for count, owner in found)


def test_the_wounded_of_the_strike_are_a_figure_of_their_own(seen: Seen) -> None:
    """Wounded are never added to killed."""
    found = [count for count, _ in seen.figures_at("000", "another 100") if count["effect"] == "injured"]
    assert [count["low"] for count in found] == [100]


def test_accidental_is_washingtons_and_assad_rejects_it(seen: Seen) -> None:
    """The refusal is of the word "accidental", not of the strike or its dead."""
    claim = next(c for c in seen.over("004", "accidental") if "assad" in speaker(c) or "sy" in speaker(c).split())
    assert claim["stance"] == "reject"
    assert any("washington" in speaker(c) for c in seen.over("004", "accidental"))


def test_four_countries_claim_responsibility_for_taking_part(seen: Seen, strike: Json) -> None:
    """Admitted participation is a stance of its own."""
    claim = seen.over("002", "they took part", voice="quoted")[0]
    assert claim["stance"] == "claim_responsibility"
    assert claim["incident"] == strike["id"]


def test_dunfords_words_belong_to_the_strike_and_not_to_the_convoy(seen: Seen, convoy: Json, strike: Json) -> None:
    """ "The US airstrike" is the one on the troops."""
    claim = seen.quoted("000", "no rush to judgment", "dunford")
    assert claim["incident"] == strike["id"]
    assert claim["id"] not in convoy["claims"]


# The others


def test_the_mortar_shelling_of_2015_has_38_dead_of_whom_14_are_children(seen: Seen) -> None:
    """A subset is never added: 52 appears nowhere."""
    incident = seen.incident_of("001", "38 civilians")
    assert incident["reports"] == ["001"]
    assert incident["time"]["start"][:10] == "2015-09-15"
    assert (incident["killed"]["low"], incident["killed"]["high"]) == (38, 38)
    figures = [f for account in incident["accounts"] for f in account["figures"]]
    assert any(f["low"] == 14 and f["subset_of"] for f in figures)
    assert 52 not in {f["low"] for f in figures}


def test_300_violations_are_a_tally_with_its_speaker(seen: Seen) -> None:
    """A number of violations is a claim about a set, not 300 incidents."""
    found = [c for c in seen.over("000", "300 violations", voice="quoted") if "tally" in c["about"]]
    assert found
    assert found[0]["speaker"]["actor"] == "sy"
    assert [count["effect"] for count, _ in seen.figures_at("000", "300 violations")] == ["violations"]


def test_the_government_declared_it_over_by_21_september(seen: Seen) -> None:
    """The text gives no day, so the interval ends with publication."""
    claim = next(c for c in seen.over("000", "ceasefire over", voice="quoted") if c["speaker"]["actor"] == "sy")
    assert claim["said_at"]["end"] == "2016-09-21"
    assert "state" in claim["about"]


def test_kerry_and_de_mistura_say_separately_that_it_is_not_dead(seen: Seen) -> None:
    """Two speakers, two claims, in the words of each."""
    kerry = seen.quoted("000", "The ceasefire is not dead", "kerry")
    envoy = seen.quoted("002", "The ceasefire is not dead", "mistura", nth=1)
    assert kerry["id"] != envoy["id"]
    assert {kerry["stance"], envoy["stance"]} <= {"assert", "confirm"}


def test_the_mobile_hospital_is_undated_blamed_by_the_author_and_not_verified_by_the_spokesman(seen: Seen) -> None:
    """003 gives no day; nobody but its author blames; Toner cannot confirm."""
    told = seen.over("003", "mobile hospital")
    assert any(c["voice"] == "narration" for c in told)
    toner = [c for c in seen.over("003", "able to confirm (it)", voice="quoted") if "toner" in speaker(c)]
    assert [c["stance"] for c in toner] == ["cannot_verify"]
    incident = seen.incident_of("003", "mobile hospital")
    assert incident["time"] is None or incident["time"]["start"] is None


def test_mcclatchy_quoting_an_official_keeps_both_links_for_that_sentence(seen: Seen) -> None:
    """The official speaks through the agency; the inventory after it is the agency's alone."""
    official = seen.over("001", "two giant Condor", voice="quoted")[0]
    assert "us official" in speaker(official)
    assert ["mcclatchy" in relay["name"].casefold() for relay in official["via"]] == [True]
    inventory = seen.over("001", "deliveries thus far", voice="quoted")[0]
    assert "mcclatchy" in speaker(inventory)
    assert inventory["via"] == []


# Dates and standing


def test_a_report_without_a_date_has_none(seen: Seen) -> None:
    """004 is not dated, and nobody guesses."""
    assert {c["published_at"] for c in seen.claims if c["report"] == "004"} == {None}


def test_known_on_20_september_2016_shows_only_the_report_of_2015(seen: Seen) -> None:
    """What readers could know that day."""
    shown = lines(truceline(seen.folder, "incidents", "--with-proposals", "--known", "2016-09-20", "--json"))
    assert shown
    assert {report for incident in shown for report in (*incident["reports"], *incident["possible"])} == {"001"}


def test_known_on_21_september_2016_shows_two_more_and_never_the_undated(seen: Seen) -> None:
    """004 cannot be shown as known before it was received."""
    shown = lines(truceline(seen.folder, "incidents", "--with-proposals", "--known", "2016-09-21", "--json"))
    reports = {report for incident in shown for report in (*incident["reports"], *incident["possible"])}
    assert {"000", "002"} <= reports
    assert "004" not in reports


def test_without_proposals_there_is_nothing_and_it_says_how_many_wait(seen: Seen) -> None:
    """The machine proposes; people decide: exit 4 with the two commands."""
    done = subprocess.run(
        [sys.executable, "-m", "truceline", "incidents"], cwd=seen.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert done.stdout == ""
    assert "truceline review" in done.stderr
    assert "--with-proposals" in done.stderr
    assert f"{len(seen.claims)} proposed" in done.stderr


def test_every_claim_gives_exactly_the_words_of_its_article(seen: Seen) -> None:
    """Offsets fit the archived text, character for character."""
    for claim in seen.claims:
        text = seen.texts[claim["report"]]
        words = " … ".join(" ".join(text[s:e].split()) for s, e in claim["content"])
        assert claim["words"] == words


def test_the_record_verifies(seen: Seen) -> None:
    """All of it was written into a log that holds together."""
    assert "ok" in truceline(seen.folder, "verify")


def holder_matches(probe: Json, claim: Json) -> bool:
    """Whether a claim's source or speaker is one of the probe's holders."""
    spans = [tuple(span) for source in probe["source_any_of"] for span in source["spans"]]
    texts = {source["text"].casefold() for source in probe["source_any_of"]}
    if any(s < end and start < e for s, e in claim["source"] for start, end in spans):
        return True
    return bool(claim["speaker"]) and claim["speaker"]["name"].casefold() in texts


def test_at_least_48_of_64_probes_have_holder_and_stance(seen: Seen, shared_data: Path) -> None:
    """Who says it and in what stance, for 64 hard places of the articles."""
    probes = lines((shared_data / "seeds" / "probes.jsonl").read_text(encoding="utf-8"))
    right = 0
    for probe in probes:
        fitting = [
            claim
            for claim in seen.claims
            if claim["report"] == probe["report"]
            and any(s < end and start < e for s, e in claim["content"] for start, end in probe["content"])
        ]
        right += any(holder_matches(probe, claim) and claim["stance"] in probe["stance_any_of"] for claim in fitting)
    assert right >= 48, f"{right} of {len(probes)}"
