"""People enter, accept, reject and correct claims; every act is written with their name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakes.command_line import Run


def standings(truceline: Run, record: Path) -> dict[str, str]:
    return {claim["id"]: claim["standing"] for claim in truceline("claims", "--record", record, "--json").lines}


def claim_over(truceline: Run, record: Path, words: str) -> dict[str, Any]:
    return next(c for c in truceline("claims", "--record", record, "--json").lines if words in c["words"])


def test_a_marked_claim_stands_as_entered_and_counts(record: Path, truceline: Run) -> None:
    """No machine and no second person is needed for what a person marked."""
    done = truceline(
        "claim", "add", "--record", record, "--report", "undated", "--find", "mortar shells killed three people in Idlib",
        "--unnamed", "a resident", "--killed", "3", "--place", "Idlib", "--when", "2016-09-18", "--event", "V.SHELL",
        "--by", "amal",
    )  # fmt: skip
    assert done.code == 0
    assert "mortar shells killed three people in Idlib" in done.err
    assert standings(truceline, record)[done.out.strip()] == "entered"
    assert truceline("link", "--record", record).code == 0
    incidents = truceline("incidents", "--record", record, "--json").lines
    assert [(i["killed"]["low"], i["killed"]["high"]) for i in incidents if done.out.strip() in i["claims"]] == [(3, 3)]


def test_a_claim_can_be_marked_in_a_language_that_no_reader_reads(record: Path, truceline: Run, tmp_path: Path) -> None:
    """Offsets are characters of the text, whatever its direction."""
    text = "قالت اللجنة إن القصف أصاب القافلة قرب أورم الكبرى وقتل عشرين شخصاً."
    file = tmp_path / "ar1.txt"
    file.write_text(text, encoding="utf-8")
    assert truceline("ingest", file, "--record", record).code == 0
    start = text.index("القصف")
    span = f"{start}:{len(text) - 1}"
    done = truceline(
        "claim", "add", "--record", record, "--report", "ar1", "--span", span, "--speaker", "اللجنة", "--killed", "20", "--json"
    )
    assert done.lines[0]["words"] == text[start:-1]
    listed = truceline("claims", "--record", record, "--report", "ar1", "--json").lines
    assert [(claim["words"], claim["speaker"]["name"]) for claim in listed] == [(text[start:-1], "اللجنة")]


def test_the_same_words_marked_twice_are_one_claim(record: Path, truceline: Run) -> None:
    """A slip of the return key makes no second claim."""
    line = ("claim", "add", "--record", record, "--report", "undated", "--find", "A resident", "--by", "amal")
    first, second = truceline(*line), truceline(*line)
    assert first.out == second.out
    assert len(standings(truceline, record)) == len({*standings(truceline, record)})


def test_the_same_words_marked_with_other_values_are_a_correction(record: Path, truceline: Run) -> None:
    """The message names the command for it."""
    line = ("claim", "add", "--record", record, "--report", "undated", "--find", "three people", "--by", "amal", "--killed")
    assert truceline(*line, "3").code == 0
    done = truceline(*line, "4")
    assert done.code == 2
    assert "claim correct" in done.err


def test_a_span_outside_the_text_is_refused_with_its_length(record: Path, truceline: Run) -> None:
    """Nothing is written."""
    before = truceline("verify", "--record", record, "--json").lines[0]["size"]
    done = truceline("claim", "add", "--record", record, "--report", "undated", "--span", "10:9999")
    assert done.code == 2
    assert "10:9999" in done.err
    assert truceline("verify", "--record", record, "--json").lines[0]["size"] == before


def test_a_report_that_is_not_there_is_not_found(record: Path, truceline: Run) -> None:
    """Some of those there are stand in the message."""
    done = truceline("claim", "add", "--record", record, "--report", "north", "--find", "x")
    assert done.code == 4
    assert "east" in done.err


def test_neither_span_nor_words_is_used_wrongly(record: Path, truceline: Run) -> None:
    """A claim always has words."""
    assert truceline("claim", "add", "--record", record, "--report", "east").code == 2


def test_accepting_and_rejecting_are_written_with_the_name(record: Path, truceline: Run) -> None:
    """The last decision counts; a claim decided so already gets no second entry."""
    claim = next(iter(standings(truceline, record)))
    assert truceline("claim", "accept", claim, "--record", record, "--by", "amal").code == 0
    assert standings(truceline, record)[claim] == "accepted"
    again = truceline("claim", "accept", claim, "--record", record, "--by", "amal")
    assert "0 claims; 1 claim stood so already" in again.err
    assert truceline("claim", "reject", claim, "--record", record, "--by", "boris").code == 0
    assert standings(truceline, record)[claim] == "rejected"


def test_a_claim_that_is_not_there_stops_the_whole_decision(record: Path, truceline: Run) -> None:
    """All or nothing."""
    claim = next(iter(standings(truceline, record)))
    assert truceline("claim", "accept", claim, "c_0000000000000000", "--record", record).code == 4
    assert standings(truceline, record)[claim] == "proposed"


def test_a_correction_takes_the_place_of_the_old_claim(record: Path, truceline: Run) -> None:
    """The corrected claim stands as entered, keeps the words, and the old one is shown no more."""
    old = claim_over(truceline, record, "14 people were killed")
    done = truceline("claim", "correct", old["id"], "--killed", "15", "--stance", "confirm", "--record", record, "--by", "amal")
    new = claim_over(truceline, record, "14 people were killed")
    assert done.out.strip() == new["id"] != old["id"]
    assert (new["standing"], new["stance"], new["words"], new["incident"]) == (
        "entered",
        "confirm",
        old["words"],
        old["incident"],
    )
    assert old["id"] not in standings(truceline, record)


def test_correcting_twice_by_the_same_hand_keeps_every_step(record: Path, truceline: Run) -> None:
    """Each correction is a claim of its own; the last one stands."""
    first = claim_over(truceline, record, "14 people were killed")["id"]
    second = truceline("claim", "correct", first, "--killed", "15", "--record", record, "--by", "amal").out.strip()
    third = truceline("claim", "correct", second, "--killed", "16", "--record", record, "--by", "amal").out.strip()
    assert len({first, second, third}) == 3
    assert claim_over(truceline, record, "14 people were killed")["id"] == third
    late = truceline("claim", "accept", first, "--record", record)
    assert late.code == 2
    assert second in late.err


def test_a_correction_of_nothing_is_used_wrongly(record: Path, truceline: Run) -> None:
    """The parts that can be corrected are named."""
    claim = next(iter(standings(truceline, record)))
    done = truceline("claim", "correct", claim, "--record", record)
    assert done.code == 2
    assert "--stance" in done.err


def test_a_person_can_say_to_which_incident_a_claim_belongs(record: Path, truceline: Run) -> None:
    """No later linking undoes it."""
    incident = truceline("incidents", "--record", record, "--json", "--with-proposals").lines[0]
    words = "could not verify who was responsible"
    done = truceline(
        "claim",
        "add",
        "--record",
        record,
        "--report",
        "west",
        "--find",
        words,
        "--incident",
        incident["id"],
        "--speaker",
        "United Nations",
    )
    assert done.code == 0
    assert truceline("link", "--record", record).code == 0
    listed = {c["id"]: c["incident"] for c in truceline("claims", "--record", record, "--json").lines}
    assert listed[done.out.strip()] == incident["id"]


def test_review_takes_one_key_for_each_claim(record: Path, truceline: Run) -> None:
    """Accept, reject, skip; then the pipe ends and what was decided stays."""
    done = truceline("review", "--record", record, "--by", "amal", keys="ars")
    assert done.code == 0
    assert "2 decisions written by amal" in done.err
    assert sorted(standings(truceline, record).values())[:2] == ["accepted", "proposed"]
    assert list(standings(truceline, record).values()).count("rejected") == 1


def test_review_shows_the_words_marked_in_their_context(record: Path, truceline: Run) -> None:
    """What is decided on is seen where it stands."""
    done = truceline("review", "--record", record, "--report", "east", keys="q")
    assert "[[" in done.out
    assert "Convoy hit near Urum al-Kubra" in done.out
    assert "stance:" in done.out


def test_undo_takes_the_last_decision_back_before_it_is_written(record: Path, truceline: Run) -> None:
    """A slip of the finger leaves no trace."""
    size = truceline("verify", "--record", record, "--json").lines[0]["size"]
    done = truceline("review", "--record", record, keys="auq")
    assert "taken back" in done.err
    assert set(standings(truceline, record).values()) == {"proposed"}
    assert truceline("verify", "--record", record, "--json").lines[0]["size"] == size


def test_review_corrects_with_fields(record: Path, truceline: Run) -> None:
    """`c stance=deny` on one line puts a corrected claim in the place of the old."""
    before = standings(truceline, record)
    done = truceline("review", "--record", record, "--by", "amal", keys="c stance=question\nq")
    assert "takes its place" in done.err
    new = {claim: standing for claim, standing in standings(truceline, record).items() if claim not in before}
    assert list(new.values()) == ["entered"]


def test_a_correction_with_a_value_that_is_none_keeps_the_claim_current(record: Path, truceline: Run) -> None:
    """The reviewer is told and stays at the same claim."""
    done = truceline("review", "--record", record, keys="c stance=denies\naq")
    assert "is not a stance" in done.err
    assert list(standings(truceline, record).values()).count("accepted") == 1


def test_an_unknown_key_is_said_and_decides_nothing(record: Path, truceline: Run) -> None:
    """Only the keys named do anything."""
    done = truceline("review", "--record", record, keys="xq")
    assert "is no key here" in done.err
    assert set(standings(truceline, record).values()) == {"proposed"}


def test_review_of_one_incident_shows_only_its_claims(record: Path, truceline: Run) -> None:
    """A reviewer can take one incident at a time; when all is decided nothing waits."""
    incident = truceline("incidents", "--record", record, "--json", "--with-proposals").lines[0]
    truceline("review", "--record", record, "--incident", incident["id"], keys="a" * 50)
    shown = standings(truceline, record)
    assert {shown[claim] for claim in incident["claims"]} == {"accepted"}
    assert truceline("review", "--record", record, "--incident", incident["id"]).code == 4


def test_an_unnamed_speaker_is_never_given_a_persons_name(record: Path, truceline: Run) -> None:
    """A reviewer may name an institution, or somebody whom the report itself names, and nobody else."""
    line = (
        "claim",
        "add",
        "--record",
        record,
        "--report",
        "undated",
        "--find",
        "mortar shells",
        "--unnamed",
        "a resident",
        "--by",
        "a",
    )
    claim = truceline(*line).out.strip()
    refused = truceline("claim", "correct", claim, "--speaker", "Sergey Lavrov", "--record", record)
    assert refused.code == 2
    assert "does not name" in refused.err
    assert truceline("claim", "correct", claim, "--speaker", "Red Cross", "--record", record).code == 0


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("claim", "add", "--report", "undated", "--find", "mortar shells", "--event", "V.NONSENSE"), "V.NONSENSE"),
        (("claim", "add", "--report", "undated", "--find", "mortar shells", "--means", "qq"), "qq"),
        (("call", "--about", "shelling", "--event", "FOO"), "FOO"),
        (("call", "--about", "shelling", "--event", "v.shell"), "V.SHELL"),
    ],
)
def test_a_code_that_is_none_of_ours_does_not_get_into_the_log(
    record: Path, truceline: Run, command: tuple[str, ...], named: str
) -> None:
    """It could never be taken out again; the message says what is allowed."""
    before = truceline("verify", "--record", record, "--json").lines[0]["size"]
    done = truceline(*command, "--record", record)
    assert done.code == 2
    assert named in done.err
    assert "expected" in done.err
    assert truceline("verify", "--record", record, "--json").lines[0]["size"] == before


def test_a_correction_to_a_code_that_is_none_of_ours_is_refused(record: Path, truceline: Run) -> None:
    """The same list holds for corrections."""
    claim = claim_over(truceline, record, "14 people were killed")["id"]
    assert truceline("claim", "correct", claim, "--event", "V.NONSENSE", "--record", record).code == 2
    assert truceline("claim", "correct", claim, "--means", "mortar", "--record", record).code == 0


@pytest.mark.parametrize("typed", ['"unclosed', "speaker=", "x=1 stance=deny", "stance=deny nonsense=2", "O'Brien"])
def test_review_answers_what_it_cannot_read_with_a_sentence(record: Path, truceline: Run, typed: str) -> None:
    """A slip at the desk never ends the sitting."""
    done = truceline("review", "--record", record, keys=f"c {typed}\naq")
    assert done.code == 0
    assert "truceline: " in done.err
    assert list(standings(truceline, record).values()).count("accepted") == 1


@pytest.mark.parametrize("name", ["Miles O'Brien", 'Abu "Example" Somebody', "اللجنة المحلية"])
def test_review_takes_names_as_they_are_written(record: Path, truceline: Run, name: str) -> None:
    """An apostrophe or a quotation mark is part of a name, and a name has as many words as it has."""
    done = truceline("review", "--record", record, "--by", "amal", keys=f"c stance=question speaker={name} killed=3\nq")
    assert "takes its place" in done.err
    (claim,) = truceline("claims", "--record", record, "--standing", "entered", "--json").lines
    assert (claim["speaker"]["name"], claim["stance"]) == (name, "question")
