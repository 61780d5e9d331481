"""Tallies as the command line lists them."""

from __future__ import annotations

from pathlib import Path

from fakes.command_line import Run, write_reports

REPORT = {
    "id": "week",
    "title": "A week",
    "publisher": "Desk",
    "published_at": "2016-09-23",
    "lang": "en",
    "url": None,
    "text": (
        "The Syrian Network for Human Rights said that it had recorded 242 breaches since 12 September, of which 219 were combat "
        "breaches (203 + 10 + 6) and 32 were arrests (18 + 5)."
    ),
}
LETTER = {**REPORT, "id": "letter", "lang": "ru", "text": "За сутки зафиксировано 45 нарушений, из них 40 в Алеппо."}


def record(truceline: Run, folder: Path) -> Path:
    file = write_reports(folder, (REPORT, LETTER))
    made = folder / "week"
    assert truceline("init", made, "--theatre", "syria_2016", "--kind", "actual").code == 0
    assert truceline("ingest", file, "--record", made).code in {0, 3}
    return made


def test_what_people_accepted_or_marked_is_listed_as_tallies(truceline: Run, tmp_path: Path) -> None:
    """Proposals wait; once accepted, the total stands with the sums of its parts; words of any language count once marked."""
    held = record(truceline, tmp_path)
    before = truceline("tallies", "--record", held)
    assert (before.code, before.out) == (4, "")
    assert "truceline review" in before.err
    assert "--with-proposals" in before.err

    (claim,) = [c["id"] for c in truceline("claims", "--record", held, "--json").lines if "tally" in c["about"]]
    assert truceline("claim", "accept", claim, "--by", "Ada", "--record", held).code == 0
    marked = truceline(
        *("claim", "add", "--report", "letter", "--find", "зафиксировано 45 нарушений, из них 40 в Алеппо"),
        *("--count", "violations:violations:45", "--by", "Ada", "--record", held),
    )
    assert marked.code == 0

    week, letter = sorted(truceline("tallies", "--record", held, "--json").lines, key=lambda tally: -tally["n"])
    assert (week["n"], week["parts_sum"], week["since"], week["actor"]) == (242, 251, "2016-09-12", "snhr")
    assert [(part["n"], part["parts_sum"]) for part in week["breakdown"]] == [(219, 219), (32, 23)]
    assert week["matched"] == {"covered": [], "unmatched_tally": 242, "unmatched_incidents": [], "possible": []}
    assert (letter["n"], letter["parts_sum"], letter["breakdown"][0]["words"]) == (45, 40, "в Алеппо")

    shown = truceline("tallies", "--record", held)
    assert shown.code == 0
    assert "the parts given sum to 251" in " ".join(shown.out.split())
    assert truceline("tallies", "--record", held, "--known", "2016-09-22").code == 4
    assert truceline("tallies", "--record", held, "--agreement", "none-such").code == 4
