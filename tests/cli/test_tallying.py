"""Tallies as the command line lists them."""

from __future__ import annotations

from pathlib import Path

from fakes.command_line import Run, write_reports

LETTER = {
    "id": "letter",
    "title": "A letter",
    "publisher": "Desk",
    "published_at": "2016-09-23",
    "lang": "ru",
    "url": None,
    "text": (
        "За неделю зафиксировано 242 нарушения, из них 219 обстрелов (203 + 10 + 6) и 32 ареста (18 + 5). За сутки 45 нарушений."
    ),
}


def test_where_only_proposals_exist_the_list_says_how_to_see_them(record: Path, truceline: Run) -> None:
    """Nothing that the machine proposed is listed as a tally unless somebody asks for it."""
    done = truceline("tallies", "--record", record)
    assert (done.code, done.out) == (4, "")
    assert "truceline review" in done.err
    assert "--with-proposals" in done.err


def test_what_a_person_marked_is_listed_with_the_sums_of_its_parts(record: Path, truceline: Run, tmp_path: Path) -> None:
    """Words of any language count once they are marked; the total, the parts and their sums stand side by side."""
    truceline("ingest", write_reports(tmp_path, (LETTER,)), "--record", record)
    for words, number in ((str(LETTER["text"]).partition(". ")[0], 242), ("За сутки 45 нарушений", 45)):
        marked = truceline(
            *("claim", "add", "--report", "letter", "--find", words, "--speaker", "Monitor", "--by", "Ada"),
            *("--count", f"violations:violations:{number}", "--record", record),
        )
        assert marked.code == 0

    week, day = truceline("tallies", "--record", record, "--json").lines
    assert (week["n"], week["parts_sum"], week["speaker"]) == (242, 251, "Monitor")
    assert [(part["n"], part["parts_sum"]) for part in week["breakdown"]] == [(219, 219), (32, 23)]
    assert (day["n"], day["breakdown"], day["parts_sum"]) == (45, [], None)
    assert {"covered", "unmatched_tally", "unmatched_incidents"} <= week["matched"].keys()

    shown = truceline("tallies", "--record", record)
    assert shown.code == 0
    assert "the parts given sum to 251" in " ".join(shown.out.split())
    assert truceline("tallies", "--record", record, "--known", "2016-09-22").code == 4


def test_an_agreement_that_the_theatre_has_not_is_not_found(record: Path, truceline: Run) -> None:
    """The message names those there are."""
    done = truceline("tallies", "--record", record, "--agreement", "none-such")
    assert done.code == 4
    assert 'no agreement "none-such"' in done.err
