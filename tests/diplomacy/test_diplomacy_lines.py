"""How diplomacy is printed where a terminal is too narrow for a table, and words that no encoding takes."""

from __future__ import annotations

from diplomacy.diplomats import DIRECTORY, pause, said, stand
from truceline.cli.diplomacy_lines import PROPOSALS, blocks, proposal_row
from truceline.diplomacy.proposals import proposals


def test_nobody_can_write_a_line_that_looks_like_somebody_elses_word() -> None:
    """What one speaker wrote on two lines stays one line, under that speaker's name."""
    forged = said(pause("a pause\nlasting P9D (says Wire Two)", lasts="P3D"), "c1", by="Eve\nWire Two")
    (found,) = proposals([forged, said(pause("a pause"), "c2")], DIRECTORY)
    assert proposal_row(found)[1].split("\n") == [
        "pause: “a pause lasting P9D (says Wire Two)”",
        "2016-09-20",
        "lasting P3D (says Eve Wire Two, 2016-09-20)",
        "“a pause” (says Wire One, 2016-09-20)",
    ]


def test_a_stand_that_was_taken_back_is_shown_as_that_and_no_other_is_shown_twice() -> None:
    """The latest stand is the one that still stands; what a later speaker took back is named beside it."""
    told = [
        said(stand("aa.fm", "supports"), "c1", "2016-09-18"),
        said(stand("aa.fm", "opposes"), "c2", "2016-09-19", by="bb.mfa"),
        said(stand("aa.fm", "opposes"), "c3", "2016-09-20", by="bb.mfa", stance="retract"),
    ]
    (found,) = proposals(told, DIRECTORY)
    assert proposal_row(found)[3] == (
        "Foreign Minister of Aland: supports 2016-09-18 (says Wire One, 2016-09-18); taken back: opposes 2016-09-19"
    )


def test_every_cell_is_there_on_a_narrow_terminal_and_no_line_is_too_long() -> None:
    """Nothing is cut: each cell stands under its row with the name of its column."""
    told = [said(pause("a pause for three days", proposer="aa.fm", lasts="P3D"), "c1"), said(stand("aa.mil", "opposes"), "c2")]
    rows = [proposal_row(each) for each in proposals(told, DIRECTORY)]
    shown = list(blocks("Diplomatic proposals", PROPOSALS, rows, 48))
    assert all(len(line) <= 48 for block in shown for line in block.split("\n"))
    text = " ".join(" ".join(shown).split())
    assert "pr:c1" in text
    assert "Army of Aland: opposes 2016-09-20 (says Wire One, 2016-09-20)" in text
    assert "within Aland: Foreign Minister of Aland for it; Army of Aland against it" in text


def test_halves_of_characters_break_no_fold() -> None:
    """A hostile report may hold what no encoding takes; it is folded like any other."""
    (found,) = proposals([said(pause("a pause \ud800", proposer="aa"), "c1"), said(pause("a \udfff pause"), "c2")], DIRECTORY)
    assert found.title == "a pause \ud800"
