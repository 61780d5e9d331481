"""Incidents, claims, sources and the matrix, by standing and by the clocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.command_line import Run


def accept_all(truceline: Run, record: Path) -> None:
    ids = [claim["id"] for claim in truceline("claims", "--record", record, "--json").lines]
    assert truceline("claim", "accept", *ids, "--record", record, "--by", "amal").code == 0


def test_where_only_proposals_exist_a_view_ends_with_4_and_says_how_many(record: Path, truceline: Run) -> None:
    """The machine proposes, people decide; both commands are named."""
    claims = truceline("claims", "--record", record, "--json").lines
    done = truceline("incidents", "--record", record)
    assert (done.code, done.out) == (4, "")
    assert f"{len(claims)} proposed claims" in done.err
    assert "truceline review" in done.err
    assert "--with-proposals" in done.err


def test_every_view_says_how_many_proposals_it_did_not_count(record: Path, truceline: Run) -> None:
    """Also a view that has something else to show."""
    done = truceline("sources", "--record", record)
    assert done.code == 0
    assert "not counted" in done.err


def test_what_people_accepted_counts_without_asking_for_proposals(record: Path, truceline: Run) -> None:
    """After acceptance the same incidents show, with their standing."""
    before = truceline("incidents", "--record", record, "--json", "--with-proposals").lines
    accept_all(truceline, record)
    after = truceline("incidents", "--record", record, "--json")
    assert after.code == 0
    assert [incident["id"] for incident in after.lines] == [incident["id"] for incident in before]
    assert all(incident["standing"]["accepted"] for incident in after.lines)


def test_incidents_print_as_a_table_with_every_column(record: Path, truceline: Run) -> None:
    """The table has when, where, what, killed, accounts, origins, contested and standing."""
    done = truceline("incidents", "--record", record, "--with-proposals")
    head = done.out.split("──")[0].split()
    assert head == ["id", "when", "where", "what", "killed", "accounts", "origins", "contested", "standing"]


def test_an_incident_in_json_has_the_fields_of_the_contract(record: Path, truceline: Run) -> None:
    """One object a line, as docs/formats/incident.md says."""
    incident = truceline("incidents", "--record", record, "--json", "--with-proposals").lines[0]
    assert set(incident) >= {
        "id", "type", "time", "places", "reports", "main_of", "possible", "claims", "accounts", "figures", "killed",
        "contested", "origins", "standing", "known",
    }  # fmt: skip
    assert set(incident["origins"]) == {"sure", "possible"}


def test_a_claim_in_json_has_the_attribution_and_where_it_stands(record: Path, truceline: Run) -> None:
    """Words are exactly the text at the spans."""
    claims = truceline("claims", "--record", record, "--json").lines
    assert claims
    assert set(claims[0]) >= {
        "id", "source", "cue", "content", "type", "voice", "speaker", "via", "stance", "about", "answers", "said_at",
        "certainty", "rule", "report", "words", "standing", "incident",
    }  # fmt: skip
    assert all(claim["id"].startswith("c_") and len(claim["id"]) == 18 for claim in claims)


def test_known_hides_what_was_published_later_and_what_has_no_date(record: Path, truceline: Run) -> None:
    """A report without a date is never shown as known before it was received."""
    shown = truceline("claims", "--record", record, "--json", "--known", "2016-09-20").lines
    assert {claim["report"] for claim in shown} == {"east"}
    later = truceline("claims", "--record", record, "--json", "--known", "2016-09-21").lines
    assert {claim["report"] for claim in later} == {"east", "west"}


def test_said_hides_what_was_said_later(record: Path, truceline: Run) -> None:
    """What is only known to have been said by 21 September is not shown for the 20th."""
    shown = truceline("claims", "--record", record, "--json", "--said", "2016-09-20").lines
    assert {claim["report"] for claim in shown} <= {"east"}


def test_entry_shows_the_record_as_it_stood(record: Path, truceline: Run) -> None:
    """Decisions made later are not there yet."""
    accept_all(truceline, record)
    first = truceline("claims", "--record", record, "--json", "--entry", "6").lines
    assert {claim["standing"] for claim in first} <= {"proposed"}


@pytest.mark.parametrize("date", ["2016-02-31", "2016-13-01", "20160920", "yesterday", "2016-9-1", ""])
@pytest.mark.parametrize("option", ["--known", "--said"])
def test_a_date_that_does_not_exist_is_refused_with_what_was_expected(truceline: Run, option: str, date: str) -> None:
    """Used wrongly: exit 2, the value and the form named, no traceback."""
    done = truceline("incidents", option, date)
    assert (done.code, done.out) == (2, "")
    assert date in done.err
    assert "YYYY-MM-DD" in done.err
    assert "Traceback" not in done.err


def test_show_gives_every_cell_its_words_and_place(record: Path, truceline: Run) -> None:
    """Each value names report and offsets, and the words at these offsets are the report's."""
    listed = truceline("incidents", "--record", record, "--json", "--with-proposals").lines
    matrix = truceline("show", listed[0]["id"], "--record", record, "--json", "--with-proposals").lines[0]
    texts = {claim["report"] for claim in truceline("claims", "--record", record, "--json").lines}
    values = [value for group in matrix["origins"] for row in group["rows"] for cell in row["cells"] for value in cell["values"]]
    assert values
    assert all(value["reference"]["report"] in texts and value["reference"]["words"] for value in values)
    printed = truceline("show", listed[0]["id"], "--record", record, "--with-proposals")
    assert printed.code == 0
    assert "The words, and where they stand:" in printed.out


def test_an_incident_that_is_not_there_is_not_found_and_those_there_are_named(record: Path, truceline: Run) -> None:
    """Exit 4; the message helps on."""
    done = truceline("show", "i99", "--record", record, "--with-proposals")
    assert (done.code, done.out) == (4, "")
    assert "i99" in done.err
    assert "i1" in done.err.replace("i99", "")


def test_sources_have_no_score(record: Path, truceline: Run) -> None:
    """What was claimed, corrected and repeated; never how much to trust."""
    sources = truceline("sources", "--record", record, "--json", "--with-proposals").lines
    assert {source["part"] for source in sources} == {"publisher", "speaker"}
    assert not [name for name in sources[0] if "score" in name or "trust" in name or "reliab" in name]


def test_the_report_is_one_file_without_scripts(record: Path, truceline: Run, tmp_path: Path) -> None:
    """It can be mailed and opened anywhere."""
    done = truceline("report", tmp_path / "out.html", "--record", record, "--with-proposals")
    assert done.code == 0
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert 'http-equiv="refresh"' not in page


def test_text_with_turning_characters_is_shown_as_what_it_is(truceline: Run, tmp_path: Path) -> None:
    """Override characters and terminal escapes in a report cannot repaint the table around them."""
    file = tmp_path / "odd.txt"
    file.write_text("A spokesman said that \u202enobody\u202c was hurt \x1b[31mtoday\x1b[0m.", encoding="utf-8")
    done = truceline("read", file)
    assert "\u202e" not in done.out
    assert "\x1b" not in done.out
    assert "\x1b" not in done.err


def test_undated_incidents_come_last(record: Path, truceline: Run) -> None:
    """By first day; what nobody dates does not open the list."""
    done = truceline("incidents", "--record", record, "--with-proposals", "--json")
    days = [(i["time"] or {}).get("start") for i in done.lines]
    dated = [day for day in days if day]
    assert days == [*sorted(dated), *[None] * (len(days) - len(dated))]
    assert None in days
    assert len(dated) >= 1


def test_claims_take_with_proposals_like_every_view(record: Path, truceline: Run) -> None:
    """The listing is the same with it, since proposals are looked up here."""
    with_it = truceline("claims", "--record", record, "--with-proposals", "--json")
    assert (with_it.code, with_it.out) == (0, truceline("claims", "--record", record, "--json").out)
