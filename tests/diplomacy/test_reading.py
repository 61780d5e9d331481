"""What is read of diplomacy from sentences made up for it: nothing that is not there, each office for itself."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from diplomacy.diplomacy_probes import EXCHANGED, PROBES, PUBLISHED, THEATRE, Probe
from truceline.diplomacy.reading import read
from truceline.model import Claim, Report
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import BodyNamed, Channel, Contact, DiplomacyFact, Position, Proposed, TermsWithheld, Threat
from truceline.model.hearing import Heard, Hearing
from truceline.reader import Reader
from truceline.reader.claims import claims_of

Told = Assertion[DiplomacyFact]


def short(told: Told) -> str:
    """Return an assertion in the short form of the probes."""
    negated = "not " if told.stance == "deny" else ""
    return negated + _short(told.fact)


def _short(fact: DiplomacyFact) -> str:  # noqa: PLR0911 - one line a kind
    match fact:
        case Proposed():
            return " ".join(filter(None, ("proposes", fact.kind, fact.proposer or "-", fact.lasts)))
        case Position():
            return f"{fact.stand} {fact.kind} {fact.office}"
        case Contact():
            return _contact(fact)
        case Channel():
            return f"channel {fact.act} {'+'.join(fact.between)}"
        case Threat():
            return f"{fact.kind} {fact.by}"
        case BodyNamed():
            return f"body {fact.body} {'+'.join(fact.chairs)}"
        case TermsWithheld():
            return f"withheld {fact.by}"


def _contact(fact: Contact) -> str:
    parts = [fact.kind, "+".join(fact.participants) or fact.body or "-"]
    if fact.planned:
        parts.append("planned")
    if fact.nth:
        parts.append(f"{fact.nth}/{fact.within}")
    if (fact.minutes_low, fact.minutes_high) != (None, None):
        parts.append(f"{fact.minutes_low or ''}-{fact.minutes_high or ''}")
    if fact.attended_unit:
        parts.append(f"{fact.attended_low or ''}-{fact.attended_high or ''} {fact.attended_unit}")
    return " ".join(parts)


def heard(report: Report, claim: Claim) -> Heard:
    return Heard(
        claim=claim,
        words=" ".join(report.text[span.start : span.end] for span in claim.content),
        sentence=report.text,
        sentence_at=0,
        known_on=PUBLISHED,
        said_on=PUBLISHED,
        standing="accepted",
    )


def told_by(reports: Iterable[Report], reader: Reader) -> dict[str, tuple[Told, ...]]:
    """Return what is read from each report, by its id."""
    found: dict[str, tuple[Told, ...]] = {}
    several = list(reports)
    for report, reading in zip(several, reader.read_all(several), strict=True):
        claims = tuple(heard(report, claim) for claim in claims_of(report, reading))
        found[report.id] = read(Hearing(on=PUBLISHED, heard=claims, incidents=(), actors=THEATRE.actors))
    return found


def shorts(told: Iterable[Told]) -> set[str]:
    return {short(each) for each in told if not (isinstance(each.fact, Position) and each.fact.stand == "proposes")}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(THEATRE)


@pytest.fixture(scope="module")
def found(reader: Reader) -> dict[str, tuple[Told, ...]]:
    return told_by((Report(id=probe.words, text=probe.words, published_at=PUBLISHED, lang="en") for probe in PROBES), reader)


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.words[:60])
def test_each_sentence_says_what_it_says_and_nothing_else(probe: Probe, found: dict[str, tuple[Told, ...]]) -> None:
    """No proposal, position or contact that is not there, and none missed."""
    assert shorts(found[probe.words]) == set(probe.gold)


KNOWN = (
    (
        "The Valley Contact Group met in the capital. Boren said the four-hour talks had been gloomy.",
        [("group", None), ("group", 240)],
    ),
    (
        "The Valley Contact Group met in the capital. Boren met Reyes. Erik Salo said the four-hour talks had been gloomy.",
        [("group", None), (None, None), ("group", 240)],
    ),
    (
        "The Valley Contact Group met in the capital. Boren met Reyes. Boren said the four-hour talks had been gloomy.",
        [("group", None), (None, None), (None, 240)],
    ),
    (
        "The Valley Contact Group met in the capital. Boren said that it followed a four-hour meeting of envoys.",
        [("group", None), (None, 240)],
    ),
)


@pytest.mark.parametrize(("words", "meetings"), KNOWN)
def test_a_meeting_that_names_nobody_is_the_only_one_that_can_be_meant(
    words: str, meetings: list[tuple[str | None, int | None]], reader: Reader
) -> None:
    """ "The four-hour talks" are those of the group; not where the speaker's own meeting can be meant, nor another meeting."""
    told = told_by([Report(id="r", text=words, published_at=PUBLISHED, lang="en")], reader)["r"]
    assert [(each.fact.body, each.fact.minutes_low) for each in told if isinstance(each.fact, Contact)] == meetings


def test_no_day_is_taken_for_what_a_meeting_was_about(reader: Reader) -> None:
    """ "On 14 May" and "on the evening of" say when, and "on the truce" says what about."""
    texts = ("Boren met Reyes on 14 May.", "Boren and Reyes held talks on the truce on Friday.")
    reports = [Report(id=text, text=text, published_at=PUBLISHED, lang="en") for text in texts]
    told = told_by(reports, reader)
    assert [[each.fact.about for each in told[text] if isinstance(each.fact, Contact)] for text in texts] == [
        [None],
        ["the truce"],
    ]


def exchanged(words: str) -> str:
    for old, new in EXCHANGED:
        words = words.replace(old, new)
    return words


def test_exchanging_the_parties_names_exchanges_what_is_read(reader: Reader, found: dict[str, tuple[Told, ...]]) -> None:
    """Who is who changes nothing else."""
    telling = (p.words for p in PROBES if p.gold)
    reports = (Report(id=words, text=exchanged(words), published_at=PUBLISHED, lang="en") for words in telling)
    other = told_by(reports, reader)
    ids = {"kes": "nor", "nor": "kes"}
    for words in other:
        expected = {" ".join(swapped(part, ids) for part in each.split(" ")) for each in shorts(found[words])}
        assert shorts(other[words]) == {exchanged(each) for each in expected}, words


def swapped(part: str, ids: dict[str, str]) -> str:
    """Return a word of the short form with the two states exchanged."""
    return "+".join(".".join([ids.get(each.split(".")[0], each.split(".")[0]), *each.split(".")[1:]]) for each in part.split("+"))
