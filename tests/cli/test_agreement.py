"""`truceline agreement`: the text as it was public on a day, a file checked line by line, and the schema for editors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakes.command_line import Run

ARDUN = Path(__file__).parents[2] / "docs/examples/ardun"
KELL = ARDUN / "agreements/kell-2027.yaml"


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the example theatre, without a report."""
    from truceline.workflow.opening import make  # noqa: PLC0415 - only this fixture makes one

    folder = tmp_path_factory.mktemp("valley")
    make(folder, theatre=str(ARDUN), kind="exercise").close()
    return folder


def test_it_prints_who_is_bound_and_who_may_change_what(truceline: Run, valley: Path) -> None:
    """A mediator reads in one place what was agreed, with the source of each part and the marks of what nobody could check."""
    out = " ".join(truceline("agreement", "--record", valley).out.split())
    for words in (
        "Kell ceasefire of 10 April 2027 (kell-2027)",
        "Parties Government of Ardun (xa.gov) Northern Council (north)",
        "depositary: Ceasefire Monitoring Mission (mission), from 2027-04-10; as its text says",
        "not forbidden (in proportion): Fire that meets an immediate threat",
        "contested: whether there is such a clause at all Northern Council (north) says that it is a duty, 2027-04-20",
        "Government of Ardun (xa.gov) calls it a new proposal, 2027-04-21",
        "question: enquire, by depositary to alleged_party within PT12H after notice",
        "Northern Council (north), depositary together; changes the arrangement, which is then ended",
        "3 parts are marked: wording not verified",
    ):
        assert words in out


def test_terms_that_were_not_public_yet_are_not_shown(truceline: Run, valley: Path) -> None:
    """Asked for a day, the page says that terms were not public, and neither what they were nor when they became so."""
    done = truceline("agreement", "kell-2027", "--known", "2027-04-20", "--record", valley)
    assert "annex 2 (a clause): terms not public by 2027-04-20" in done.out
    assert "hears both" not in done.out
    assert "2027-05-02" not in done.out
    assert "calls it a new proposal" not in done.out
    assert "says that it is a duty" in done.out


def test_json_has_the_agreement_and_what_was_not_public(truceline: Run, valley: Path) -> None:
    """A program gets the same text and the same silence."""
    page = truceline("agreement", "--json", "--known", "2027-04-20", "--record", valley).lines[0]
    assert page["agreement"]["id"] == "kell-2027"
    assert {"part": "clause", "number": "annex 2"} in page["withheld"]
    assert "reports" not in [clause["id"] for clause in page["agreement"]["clauses"]]
    assert page["names"]["north"] == "Northern Council"


def test_an_agreement_that_is_not_there_yet_is_not_found(truceline: Run, valley: Path) -> None:
    """Before its date there is no agreement, whether it is named or not; a wrong name is told which there are."""
    assert truceline("agreement", "--known", "2027-04-01", "--record", valley).code == 4
    assert "no agreement" in truceline("agreement", "kell-2027", "--known", "2027-04-01", "--record", valley).err
    wrong = truceline("agreement", "kel", "--record", valley)
    assert (wrong.code, wrong.out) == (4, "")
    assert "expected one of: kell-2027" in wrong.err


def test_checking_a_file_names_what_it_holds_and_what_nobody_verified(truceline: Run) -> None:
    """The theatre is found beside the file; what is fine is said with its counts."""
    done = truceline("agreement", "check", KELL)
    assert done.code == 0
    assert "checked against the theatre ardun: no mistake" in done.out
    assert "clauses 5" in done.out
    assert "unverified wording: 2 clauses, 3 parts in all" in done.out


def test_checking_a_file_with_mistakes_ends_with_3_and_all_of_them(truceline: Run, tmp_path: Path) -> None:
    """Nothing goes to stdout; each mistake is a line with file and line number."""
    file = tmp_path / "bad.yaml"
    file.write_text(
        KELL.read_text(encoding="utf-8").replace("date: 2027-04-10", "date: x", 1).replace("by: reporter", "by: nobody")
    )
    done = truceline("agreement", "check", file, "--theatre", ARDUN)
    assert (done.code, done.out) == (3, "")
    assert f"{file}:5: date 'x'; expected a day" in done.err
    assert "by 'nobody' is nobody" in done.err
    assert "2 mistakes; checked against the theatre ardun" in done.err


def test_mistakes_as_json_go_to_stdout(truceline: Run, tmp_path: Path) -> None:
    """An editor or a build can read them."""
    file = tmp_path / "bad.yaml"
    file.write_text("id: [\n")
    done = truceline("agreement", "check", file, "--theatre", ARDUN, "--json")
    assert done.code == 3
    assert done.lines[0]["mistakes"][0][0] == f"{file}:2"


def test_a_file_that_is_not_there_ends_with_3(truceline: Run) -> None:
    """A wrong path is told as such."""
    done = truceline("agreement", "check", "missing.yaml", "--theatre", ARDUN)
    assert done.code == 3
    assert "missing.yaml: No such file" in done.err


def test_the_schema_is_printed_for_editors(truceline: Run) -> None:
    """`truceline agreement schema > agreement.schema.json` is all that an editor needs."""
    assert json.loads(truceline("agreement", "schema").out)["title"] == "truceline agreement"


def test_a_day_at_the_end_of_the_calendar_is_refused_and_any_digits_are_read(truceline: Run, valley: Path) -> None:
    """Days are counted on both sides of it, so the last one there is has no answer; a day is a day in whatever digits."""
    far = truceline("agreement", "--known", "9999-12-31", "--record", valley)
    assert (far.code, "is too far away" in far.err) == (2, True)
    assert truceline("agreement", "kell-2027", "--known", "٢٠٢٧-٠٤-٢٠", "--record", valley).code == 0
