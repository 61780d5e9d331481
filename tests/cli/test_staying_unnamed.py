"""Attacks on people who must stay unnamed, through every command that takes a name. Each must fail, and leave nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakes.command_line import Run, write_reports

CALLER = "Karim Ibn Example"
WORDS = "mortar shells hit the bakery, three dead"
LETTER: dict[str, Any] = {
    "id": "letter",
    "title": "A letter",
    "publisher": None,
    "published_at": None,
    "lang": "en",
    "url": None,
    "text": (
        "A US official said that the strike was a mistake. Ali was in Australia. Sergey Lavrov spoke in Moscow.\n\n"
        "A spokesman, John Sample, said that the road was closed.\n"
    ),
}


def size(truceline: Run, record: Path) -> int:
    return int(truceline("verify", "--record", record, "--json").lines[0]["size"])


def call(truceline: Run, record: Path) -> tuple[str, str]:
    """Enter a call; return its report and its claim."""
    line = ("call", "--about", "shelling of a bakery", "--words", WORDS, "--caller", CALLER, "--record", record)
    report = truceline(*line).out.strip()
    return report, truceline("claims", "--record", record, "--report", report, "--json").lines[0]["id"]


@pytest.fixture
def official(record: Path, truceline: Run, tmp_path: Path) -> str:
    """A claim by an unnamed official, in a report that names other people elsewhere."""
    folder = tmp_path / "letter"
    folder.mkdir()
    assert truceline("ingest", write_reports(folder, (LETTER,)), "--record", record).code == 0
    claims = truceline("claims", "--record", record, "--report", "letter", "--json").lines
    found = [c["id"] for c in claims if "mistake" in c["words"] and c["speaker"] and c["speaker"]["unnamed"]]
    assert found, claims
    return str(found[0])


def test_a_caller_cannot_be_uncovered_by_way_of_narration(record: Path, truceline: Run) -> None:
    """Who makes it the report's own voice first gets no further than who does not."""
    _, claim = call(truceline, record)
    narration = truceline("claim", "correct", claim, "--speaker", "-", "--record", record).out.strip()
    before = size(truceline, record)
    for name in ("Samir Haddad", CALLER, "Red Cross"):
        assert truceline("claim", "correct", narration, "--speaker", name, "--record", record).code == 2, name
    assert size(truceline, record) == before


def test_a_caller_cannot_be_uncovered_after_any_number_of_steps(record: Path, truceline: Run) -> None:
    """Every claim before it in its place counts, not only the last."""
    _, claim = call(truceline, record)
    for change in (("--speaker", "-"), ("--killed", "3"), ("--speaker", "-", "--stance", "deny")):
        claim = truceline("claim", "correct", claim, *change, "--record", record).out.strip()
    assert truceline("claim", "correct", claim, "--speaker", "Samir Haddad", "--record", record).code == 2


@pytest.mark.parametrize("name", ["Samir Haddad", "Sergey Lavrov", CALLER])
def test_a_claim_marked_anew_in_a_call_names_nobody(record: Path, truceline: Run, name: str) -> None:
    """Neither as a speaker nor, where it is the caller's, as a role."""
    report, _ = call(truceline, record)
    before = size(truceline, record)
    line = ("claim", "add", "--report", report, "--find", "three dead", "--record", record)
    assert truceline(*line, "--speaker", name).code == 2
    if name != "Samir Haddad":
        assert truceline(*line, "--unnamed", name).code == 2
    assert truceline(*line, "--unnamed", "a resident", "--by", CALLER).code == 2
    assert truceline(*line, "--unnamed", "a resident", "--place", f"house of {CALLER}").code == 2
    assert size(truceline, record) == before
    assert truceline(*line, "--unnamed", "a resident").code == 0


def test_review_uncovers_nobody_either(record: Path, truceline: Run, official: str) -> None:
    """The same rule holds at the reviewer's desk; the claim stays the current one."""
    keys = "".join(f"c speaker={name}\n" for name in ("Sergey Lavrov", "Ali")) + "q"
    order = [c["id"] for c in truceline("claims", "--record", record, "--report", "letter", "--json").lines]
    done = truceline("review", "--report", "letter", "--record", record, keys="s" * order.index(official) + keys)
    assert done.err.count("cannot be put there") == 2
    assert "0 decisions" in done.err


@pytest.mark.parametrize("name", ["Sergey Lavrov", "Ali", "John Sample", "Samir Haddad"])
def test_an_official_is_not_taken_for_somebody_named_elsewhere_in_the_text(
    record: Path, truceline: Run, official: str, name: str
) -> None:
    """Standing somewhere in the report is no reason; nor is a detour over narration, or marking the words anew."""
    assert truceline("claim", "correct", official, "--speaker", name, "--record", record).code == 2
    detour = truceline("claim", "correct", official, "--speaker", "-", "--record", record).out.strip()
    assert truceline("claim", "correct", detour, "--speaker", name, "--record", record).code == 2
    line = ("claim", "add", "--report", "letter", "--find", "the strike was a mistake", "--record", record)
    assert truceline(*line, "--speaker", name).code == 2


def test_an_official_is_not_uncovered_by_marking_first_and_naming_later(record: Path, truceline: Run, official: str) -> None:
    """The words are the official's, whoever marks them; nor can another's claim be moved over them."""
    add = ("claim", "add", "--report", "letter", "--record", record)
    marked = truceline(*add, "--find", "the strike was a mistake").out.strip()
    assert truceline("claim", "correct", marked, "--speaker", "Sergey Lavrov", "--record", record).code == 2
    elsewhere = truceline(*add, "--find", "spoke in Moscow", "--speaker", "Sergey Lavrov").out.strip()
    start = LETTER["text"].index("the strike was a mistake")
    moved = ("claim", "correct", elsewhere, "--span", f"{start}:{start + 24}", "--record", record)
    assert truceline(*moved).code == 2
    told = truceline(*add, "--find", "A US official said that the strike was a mistake", "--speaker", "Sergey Lavrov")
    assert told.code == 0, official
    shrunk = ("claim", "correct", told.out.strip(), "--span", f"{start}:{start + 24}", "--record", record)
    assert truceline(*shrunk).code == 2


def test_an_official_is_not_named_as_a_role(record: Path, truceline: Run, official: str) -> None:
    """A person of the pack is no role."""
    assert truceline("claim", "correct", official, "--unnamed", "Sergey Lavrov", "--record", record).code == 2
    assert truceline("claim", "correct", official, "--unnamed", "an American official", "--record", record).code == 0


def test_the_institution_of_an_unnamed_official_may_be_named(record: Path, truceline: Run, official: str) -> None:
    """Not below it: the institution is as far as anybody may go."""
    assert truceline("claim", "correct", official, "--speaker", "State Department", "--record", record).code == 0


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--words", "This is Karim, they are shelling us"),
        ("--words", "this is  KARIM   ibn  example"),
        ("--about", "call of Mr. Example"),
        ("--place", "Karím's house"),
        ("--channel", "phone of K\u200barim"),
        ("--asked-of", "ministry, by Karim"),
        ("--by", "Karim Ibn-Example"),
        ("--words", "\uff2barim here"),
    ],
)
def test_no_part_of_the_callers_name_gets_into_an_open_field(record: Path, truceline: Run, option: str, text: str) -> None:
    """However it is written: by halves, with other spaces, accents, invisible or wide letters."""
    before = size(truceline, record)
    given = {"--about": "shelling", "--caller": CALLER, "--by": "duty officer", option: text}
    done = truceline("call", *(part for pair in given.items() for part in pair), "--record", record)
    assert done.code == 2
    assert option in done.err
    assert "karim" not in done.err.casefold()
    assert size(truceline, record) == before


def test_a_name_in_another_script_is_found_with_what_is_written_together_with_it(record: Path, truceline: Run) -> None:
    """ "And Samir" is one word in Arabic, and vowel signs are left out as one likes."""
    done = truceline("call", "--about", "قصف", "--caller", "سَمير حداد", "--words", "قال وسمير إن القصف مستمر", "--record", record)
    assert done.code == 2


def test_short_parts_of_a_name_are_no_hindrance(record: Path, truceline: Run) -> None:
    """ "Ibn" alone stands in many names."""
    done = truceline("call", "--about", "shelling of Ibn Rushd street", "--caller", CALLER, "--record", record)
    assert done.code == 0


@pytest.mark.parametrize("sealed", ["00963 944-000-001", "36.1397/36.9506", "at 36.1397"])
def test_a_callers_number_or_position_gets_into_no_claim_of_the_call(record: Path, truceline: Run, sealed: str) -> None:
    """Neither marked anew nor put in the place of another, however it is written; the message does not repeat it."""
    line = ("call", "--about", "shelling", "--words", WORDS, "--contact", "+963 944 000 001", "--position", "36.1397, 36.9506")
    report = truceline(*line, "--record", record).out.strip()
    claim = truceline("claims", "--record", record, "--report", report, "--json").lines[0]["id"]
    before = size(truceline, record)
    add = ("claim", "add", "--report", report, "--find", "three dead", "--record", record)
    correct = ("claim", "correct", claim, "--record", record)
    for attempt in (
        (*add, "--unnamed", "a resident", "--place", f"house {sealed}"),
        (*add, "--unnamed", f"a resident, {sealed}"),
        (*add, "--unnamed", "a resident", "--by", sealed),
        (*correct, "--place", f"house {sealed}"),
        (*correct, "--unnamed", f"a man at {sealed}"),
        (*correct, "--killed", "3", "--by", sealed),
    ):
        done = truceline(*attempt)
        assert done.code == 2, attempt
        assert "is not sealed; leave it out there" in done.err, attempt
        assert sealed not in done.err
    assert size(truceline, record) == before
    assert truceline(*correct, "--place", "Idlib").code == 0
