"""What five real articles of September 2016 and after say of the arrangement of 9 September, as far as they carry it."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.agreement.parties import Parties
from truceline.agreement.statements import BreachAlleged, Statement, read
from truceline.model import Claim, Report
from truceline.model.hearing import Heard
from truceline.model.status import Assessment, AuthorityClaim, Declaration
from truceline.reader.claims import claims_of
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import reader_for

pytestmark = pytest.mark.shared
PUBLISHED = {"000": "2016-09-21", "002": "2016-09-21", "004": "2016-09-23"}


def _heard(report: Report, claim: Claim, day: str) -> Heard:
    words = " ".join(report.text[span.start : span.end] for span in claim.content)
    first, last = claim.content[0].start, claim.content[-1].end
    where = {"words": words, "sentence": report.text[first:last], "sentence_at": first}
    return Heard(claim=claim, known_on=day, said_on=day, standing="accepted", **where)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def said(shared_data: Path) -> tuple[Statement, ...]:
    """All that the three articles that speak of it say."""
    theatre = load_theatre("syria_2016").theatre
    text = next(each for each in theatre.agreements if each.id == "syria-2016-09-09")
    parties = Parties(text, theatre.actors, theatre.places)
    reports = [
        Report(id=name, text=(shared_data / "seeds" / f"{name}.txt").read_text(encoding="utf-8"), published_at=day)
        for name, day in PUBLISHED.items()
    ]
    return tuple(
        statement
        for report, reading in zip(reports, reader_for(theatre).read_all(reports), strict=True)
        for claim in claims_of(report, reading)
        for statement in read(_heard(report, claim, PUBLISHED[report.id]), text, parties)
    )


def test_the_one_act_they_tell_is_a_party_s_and_has_no_day_of_its_own(said: tuple[Statement, ...]) -> None:
    """The government declared it over: its own adherence, and the day is only the last on which it can have been said."""
    (act,) = (each for each in said if isinstance(each, Declaration))
    assert (act.act, act.scope, act.party, act.by, act.effective) == ("end", "own_adherence", "sy", ("sy",), None)


def test_every_opinion_stands_with_whose_it_is(said: tuple[Statement, ...]) -> None:
    """The words are the speakers'; those of the reports themselves are nobody's."""
    found = {(each.actor, each.words.lower()) for each in said if isinstance(each, Assessment)}
    asked: set[tuple[str | None, str]] = {
        ("us.state", "not dead"),
        ("ru.presidency", "very slim"),
        ("un.ose", "in danger"),
        ("fr.mfa", "unlikely to survive"),
    }
    asked |= {(None, "in shambles"), (None, "dead letter"), (None, "tattered")}
    assert {(actor, part) for actor, part in asked if any(who == actor and part in words for who, words in found)} == asked


def test_who_may_end_it_is_the_envoy_s_claim(said: tuple[Statement, ...]) -> None:
    """Of the two co-chairs, and a claim about authority only."""
    (claim,) = (each for each in said if isinstance(each, AuthorityClaim))
    assert (claim.act, claim.of, claim.actor) == ("end", ("co-chair",), "un.ose")


def test_three_hundred_violations_are_the_government_s_count_of_nobody_in_particular(said: tuple[Statement, ...]) -> None:
    """Whom it means is quoted, and resolved to no party."""
    (tally,) = (each for each in said if isinstance(each, BreachAlleged) and each.is_tally)
    assert (tally.low, tally.by, tally.party) == (300, "sy", None)
