"""How diplomacy is printed where a terminal is too narrow for a table, and words that no encoding takes."""

from __future__ import annotations

from diplomacy.diplomats import DIRECTORY, pause, said, stand
from truceline.cli.diplomacy_lines import PROPOSALS, blocks, proposal_row
from truceline.diplomacy.proposals import proposals


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
