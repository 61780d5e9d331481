"""Diplomacy on the report page: whose terms, what was taken back, and that a denial never looks like what it denies."""

from __future__ import annotations

import dataclasses

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from truceline.model.assertions import Assertion, Fact, Source, Subject, SubjectOf
from truceline.model.claims import Stance
from truceline.model.diplomacy import Channel, Position, Proposed, TermsWithheld
from truceline.outputs import report
from truceline.outputs.views import Material

OF: tuple[tuple[str, SubjectOf], ...] = (("pr1", "proposal"), ("ch1", "channel"))
HALT = "no flights"


def said(
    n: int, by: str, fact: Fact, *, subject: str = "pr1", stance: Stance = "assert", on: str = "2016-09-20"
) -> Assertion[Fact]:
    """What somebody says, as the telling of that number."""
    return Assertion(subject=subject, fact=fact, by=by, stance=stance, source=Source(id=f"tl{n}", known_on=on, said_on=on))


@pytest.fixture
def section(material: Material) -> str:
    """The words of the part of the page about diplomacy, on one line."""
    supports = Position(kind="pause", office="Office B", stand="supports", words=HALT)
    opposes = Position(kind="pause", office="Office B", stand="opposes", words=HALT)
    duty = Position(kind="pause", office="Office C", stand="existing_duty", words=HALT, on_whom=("Side D",))
    told = (
        said(1, "One", Proposed(kind="pause", words="a short pause", lasts="P3D")),
        said(2, "Two", Proposed(kind="pause", words="a long pause", lasts="P7D", disclosed=False)),
        said(3, "Three", supports, on="2016-09-18"),
        said(4, "Four", opposes, on="2016-09-19"),
        said(5, "Four", opposes, stance="retract"),
        said(6, "Five", duty),
        said(7, "Six", Channel(between=("A", "B"), what="line", act="suspended"), subject="ch1", stance="deny"),
        said(8, "Seven", TermsWithheld(of="the deal", by="Office C"), stance="deny"),
    )
    subjects = tuple(Subject(id=name, of=of, name=f"Named {name}", known_on="2016-09-18") for name, of in OF)
    shown = dataclasses.replace(material, told=(), waiting=(), assertions=told, subjects=subjects)
    (part,) = HTMLParser(report.render(shown)).css("#diplomacy")
    return " ".join(part.text(separator=" ").replace("\u2068", "").replace("\u2069", "").split())


def test_rival_terms_stand_with_who_gives_them_and_a_denial_with_who_denies(section: str) -> None:
    """Terms, a duty, a stand taken back, a denied channel and denied secrecy each say whose word they are."""
    for words in (
        "a short pause · days: 3 One tl1",
        "a long pause · days: 7, Terms said not to be public Two tl2",
        "speaks against 19 Sep 2016 · taken back since Four tl4",
        "owed by: Side D",
        "Named ch1 not so, or not known: Six denies tl7",
        "the deal ( Office C ) not so, or not known: Seven denies tl8",
    ):
        assert words in section
