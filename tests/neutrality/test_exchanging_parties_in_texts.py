"""Neutrality of the reader: exchange two parties in a text, and everything read is the same with the parties exchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from truceline.model import Claim, Report
from truceline.reader import Reader, claims_of
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import reader_for

STATES = (
    ("Russia", "the United States", ("ru", "us")),
    ("Russian", "US", ("ru", "us")),
    ("Moscow", "Washington", ("ru", "us")),
)
GROUPS = (("Ahrar al-Sham", "Jaysh al-Islam", ("ahrar-al-sham", "jaysh-al-islam")),)
TEXTS = (
    (
        "{A} denied that its aircraft had struck the clinic in Idlib."
        " A spokesman for {B} said that {A} had carried out the attack and that at least 12 people had been killed."
    ),
    (
        "{A2} warplanes bombed a market near Aleppo on 3 September, killing 14 civilians, a doctor said. {A3} rejected the claim."
        " {B3} blamed {A} for the attack."
    ),
    (
        "{A3} said on Monday that {B2} aircraft had hit a hospital in Idlib. {B3} said that it could not confirm the report."
        " {B2} officials declined to comment."
    ),
    (
        "{A3} accused {B3} of shelling a school in Homs, where 5 people were injured. {B} denied any role in the attack."
        " {A} said that {B} was responsible for the strike."
    ),
    (
        "{A} admitted that it took part in the strike. {B} said that its forces had not attacked the convoy near Hama"
        " and that {A2} troops had fired 20 rockets."
    ),
)


@cache
def reader() -> Reader:
    """Return the reader with the names of the demonstration's theatre, built once."""
    return reader_for(load_theatre("syria_2016").theatre)


def filled(text: str, pairs: tuple[tuple[str, str, tuple[str, str]], ...], *, exchanged: bool) -> str:
    """Return the text with the first pair's names as {A} and {B}, and further forms as {A2}, {A3}."""
    names: dict[str, str] = {}
    for number, name in enumerate("123"):
        first, second, _ = pairs[min(number, len(pairs) - 1)]
        one, other = (second, first) if exchanged else (first, second)
        suffix = "" if name == "1" else name
        names |= {f"A{suffix}": one, f"B{suffix}": other}
    whole = text.format(**names)
    return re.sub(r"(^|\. )the ", lambda found: f"{found[1]}The ", whole)


def claims(text: str) -> tuple[Claim, ...]:
    """Return the claims of a text."""
    report = Report(id="r", text=text, published_at="2016-09-06", lang="en")
    return claims_of(report, reader().read(report))


def seen(found: tuple[Claim, ...], names: Mapping[str, str]) -> list[object]:
    """Return all that must not depend on who is who, with the parties' ids renamed by ``names``."""
    return [
        (
            claim.voice,
            names.get(actor, actor) if (actor := claim.speaker.actor if claim.speaker else "") else None,
            claim.stance,
            claim.about,
            claim.certainty,
            [(c.effect, c.low, c.high, c.bound) for c in claim.counts],
            [
                (
                    e.type,
                    e.stage,
                    e.means,
                    e.targets,
                    e.denied,
                    [(a.role, names.get(_party(a.actor), ""), a.certainty) for a in e.actors],
                )
                for e in claim.events
            ],
            [p.place for p in claim.places],
            [(t.start, t.end) for t in claim.times],
        )
        for claim in found
    ]


def _party(actor: str | None) -> str:
    """Return the state of a state's part: one side's army is as good as the other's."""
    return (actor or "").split(".", maxsplit=1)[0]


@pytest.mark.parametrize("pairs", [STATES, GROUPS], ids=["states", "armed groups"])
@pytest.mark.parametrize("text", TEXTS)
def test_exchanging_two_parties_exchanges_only_the_speakers(
    text: str, pairs: tuple[tuple[str, str, tuple[str, str]], ...]
) -> None:
    """Stances, what they are about, certainty, counts, events and places are the same; who speaks and is accused is exchanged."""
    one, other = pairs[0][2]
    told = seen(claims(filled(text, pairs, exchanged=False)), {one: "A", other: "B"})
    back = seen(claims(filled(text, pairs, exchanged=True)), {one: "B", other: "A"})
    assert told
    assert back == told


def test_the_texts_hold_what_can_go_wrong() -> None:
    """Denials, refusals, accusations, silence and owned deeds all stand in them, so that none is the same by being absent."""
    stances = {c.stance for text in TEXTS for c in claims(filled(text, STATES, exchanged=False))}
    assert {"deny", "reject", "accuse", "cannot_verify", "decline", "claim_responsibility", "assert"} <= stances
