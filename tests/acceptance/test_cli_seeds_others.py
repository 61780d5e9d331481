"""The main job on five real articles through the command line: the other happenings in them, dates and standing.

The articles are not part of the project; where the folder of measuring data is absent, everything here is skipped aloud. One
test a sentence of what was promised. Words of the articles appear only as the few that find a place in them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fakes.seen_articles import Json, Seen, lines, speaker, truceline

pytestmark = pytest.mark.shared


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
