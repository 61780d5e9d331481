"""Who repeats whom."""

from __future__ import annotations

from truceline.linker import Telling
from truceline.linker.repeats import copies
from truceline.model import Report

DISPATCH = (
    "Shells fell on the market of the old quarter shortly before noon, the town council said, and set eleven stalls alight. "
    "Fire crews needed two hours to reach the street because the bridge was closed. Nobody has said who fired. "
    "The hospital took in nineteen people and asked for blood of every group before the evening."
)
OTHER = (
    "Monitors counted nine vehicles at the northern crossing on Tuesday and turned back when a guard asked for papers "
    "that no agreement mentions. They will try again with a letter from the joint office, their spokeswoman told us."
)


def _telling(report: str, text: str, day: str) -> Telling:
    return Telling(report=Report(id=report, text=text, published_at=day))


def test_a_shortened_reprint_is_a_copy_of_the_earlier_report() -> None:
    """Half of a dispatch printed a day later under a new heading repeats it, not the other way round."""
    reprint = "Market burns. " + DISPATCH[: len(DISPATCH) // 2]
    (found,) = copies(
        [_telling("b", reprint, "2020-05-10"), _telling("a", DISPATCH, "2020-05-09"), _telling("c", OTHER, "2020-05-09")]
    )
    assert (found.report, found.of) == ("b", "a")
    assert found.share_percent >= 80


def test_the_same_text_twice_is_verbatim() -> None:
    """A second print without a change is a verbatim copy; ties fall to the smaller id."""
    (found,) = copies([_telling("b", DISPATCH, "2020-05-09"), _telling("a", DISPATCH, "2020-05-09")])
    assert (found.report, found.of, found.kind) == ("b", "a", "verbatim")


def test_reports_in_their_own_words_are_no_copies() -> None:
    """Two texts that share names but no sentences are two origins."""
    assert copies([_telling("a", DISPATCH, "2020-05-09"), _telling("b", OTHER, "2020-05-09")]) == ()
