"""``truceline coordinates``: every reading in a table, questions on stderr, and an exit code that says which it was."""

from __future__ import annotations

import json

from fakes.command_line import Run

SYRIA = ("--theatre", "syria_2016", "--place", "sy.urum-al-kubra")


def test_both_readings_stand_in_a_table_with_their_distance_from_the_place(truceline: Run) -> None:
    """What was meant is asked, with the one that would lie near; nothing is put right."""
    shown = truceline("coordinates", "36.95, 36.15", *SYRIA)
    assert shown.code == 1
    assert "latitude 36.95°, longitude 36.15°" in shown.out
    assert "latitude 36.15°, longitude 36.95°" in shown.out
    assert "from Urum al-Kubra" in shown.out
    assert "115.0 km" in shown.out
    assert "which of the two numbers is the latitude is not said; only" in shown.err


def test_one_reading_ends_with_zero_and_needs_no_theatre(truceline: Run) -> None:
    """The accuracy of the digits stands beside the point."""
    shown = truceline("coordinates", "36°09′00″N 36°57′00″E")
    assert (shown.code, shown.err) == (0, "")
    assert "20 m" in shown.out
    assert "37S CA" in shown.out


def test_what_is_refused_is_underlined_and_ends_with_three(truceline: Run) -> None:
    """The words at fault are underlined, and what was expected is said."""
    shown = truceline("coordinates", "36°61′N, 36°57′E")
    assert (shown.code, shown.out) == (3, "")
    lines = shown.err.split("\n")
    assert lines[0].strip() == "36°61′N, 36°57′E"
    assert lines[1].index("^") == lines[0].index("61")
    assert '"61" is not under 60 minutes; expected 0 to 59; ask what was meant [coordinates.minutes]' in lines[2]


def test_what_was_said_of_the_order_settles_it(truceline: Run) -> None:
    """Whoever wrote it was asked, and the answer is given."""
    shown = truceline("coordinates", "36.95, 36.15", "--order", "lon_lat", "--json", *SYRIA)
    assert shown.code == 0
    answer = json.loads(shown.out)
    assert (answer["settled"]["lat"], answer["settled"]["lon"], answer["place"]) == (36.15, 36.95, "sy.urum-al-kubra")
    assert answer["questions"] == []


def test_stdin_keeps_positions_out_of_the_history_and_the_worst_line_decides(truceline: Run) -> None:
    """A dash reads one a line; one object a line comes out."""
    shown = truceline("coordinates", "-", "--json", keys="٣٦٫١٥ شمالاً، ٣٦٫٩٥ شرقاً\n\n36.15, 36.95\n36.15 N\n")
    assert shown.code == 3
    assert [len(json.loads(line)["readings"]) for line in shown.out.splitlines()] == [1, 2, 0]


def test_bytes_that_are_no_text_are_refused_with_their_place(truceline: Run) -> None:
    """Half a character on the command line or on stdin is U+FFFD, in the answer as JSON too."""
    for arguments, keys in ((("36.1 \udcff", "--json"), ""), (("-", "--json"), "36.1 \udcff\n")):
        shown = truceline("coordinates", *arguments, keys=keys)
        assert shown.code == 3
        answer = json.loads(shown.out)
        assert answer["raw"] == "36.1 \ufffd"
        assert answer["questions"][0]["span"] == [5, 6]


def test_a_place_or_datum_that_there_is_not_is_told(truceline: Run) -> None:
    """An unknown place ends with 4, an unknown datum with 2, each with what was expected."""
    nowhere = truceline("coordinates", "36.15N 36.95E", "--theatre", "syria_2016", "--place", "Atlantis")
    assert nowhere.code == 4
    assert 'no place "Atlantis"' in nowhere.err
    datum = truceline("coordinates", "36.15N 36.95E", "--datum", "Atlantis 1900")
    assert datum.code == 2
    assert "Pulkovo 1942" in datum.err


def test_a_minus_at_the_beginning_goes_behind_two_dashes(truceline: Run) -> None:
    """As the help says."""
    assert truceline("coordinates", "--", "-4.711N, -74.072").code == 3
    assert truceline("coordinates", "--datum", "unknown", "--", "lat -4.711 lon -74.072").code == 0


def test_a_latitude_in_the_south_may_begin_with_its_sign(truceline: Run) -> None:
    """It is no option, though it begins as options do."""
    shown = truceline("coordinates", "-33.4500, 151.2000")
    assert (shown.code, shown.err) == (0, "")
    assert "33.4500°S 151.2000°E" in shown.out
