"""Triggers: what is asked of a claim's words before any rule looks at them leaves out nothing that a rule would find."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement.statement_probes import ACTORS, ISLES, PROBES, VALLEY
from truceline.agreement.parties import Parties
from truceline.agreement.statements import read
from truceline.agreement.statements.lists import lists
from truceline.agreement.statements.reading import every_rule
from truceline.agreement.statements.scene import Scene
from truceline.agreement.statements.triggers import may_say
from truceline.model import Claim, EventActor, EventMention, Span, Speaker, Stance
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard

TEXTS = {each.id: (each, Parties(each, ACTORS)) for each in (VALLEY, ISLES)}
LISTED = sorted(
    {word for listed in msgspec.structs.asdict(lists()).values() if isinstance(listed, str) for word in listed.split()}
)
ODD = "- -- 't 's n't ’ve- no one is the 7 12 Front Lund_accord 5- _ “ cease . ?".split()


def heard(words: str, stance: Stance = "assert") -> Heard:
    """Return a claim of the Front's speaker in these words, about an attack of Velland that the record knows."""
    by = EventActor(role="alleged_perpetrator", span=Span(0, 1), actor="velland.mil")
    claim = Claim(
        id="c_1",
        source=(),
        cue=(),
        content=(Span(0, len(words)),),
        type="indirect",
        voice="quoted",
        speaker=Speaker(name="Mara Lind", actor="front.lind"),
        stance=stance,
        rule="say.that",
        report="r1",
        text_sha256="0" * 64,
        author="hand",
        events=(EventMention(id="e1", span=Span(0, 1), type="V.SHELL", actors=(by,)),),
    )
    return Heard(
        claim=claim,
        words=words,
        sentence=words,
        known_on="2031-05-20",
        said_on="2031-05-20",
        standing="accepted",
        incidents=("i1",),
    )


@pytest.mark.parametrize("text", [VALLEY, ISLES], ids=["valley", "isles"])
def test_every_sentence_made_up_for_the_rules_is_read_as_without_it(text: Agreement) -> None:
    """Whatever a rule finds in them is found."""
    _, parties = TEXTS[text.id]
    for probe in PROBES:
        told = heard(probe.words)
        assert read(told, text, parties) == every_rule(Scene(told, parties))


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(LISTED + ODD), max_size=9),
    st.sampled_from([" ", "_", "-", "  ", "“ ", ""]),
    st.sampled_from(["valley", "isles"]),
    st.sampled_from(["assert", "deny", "question"]),
)
def test_words_thrown_together_are_read_as_without_it(words: list[str], between: str, name: str, stance: Stance) -> None:
    """Hyphens, lost apostrophes and marks in odd places part no word that a rule would see whole."""
    text, parties = TEXTS[name]
    told = heard(between.join(each.replace("_", " ") for each in words) or "-", stance)
    assert read(told, text, parties) == every_rule(Scene(told, parties))


def test_words_of_the_ground_are_not_looked_at_by_the_rules() -> None:
    """Shells that fell on a street say nothing of an agreement, and that a party is said to have fired them is kept."""
    _, parties = TEXTS["valley"]
    told = heard("shells fell on a street")
    assert not may_say(Scene(told, parties))
    assert [each.rule for each in read(told, VALLEY, parties)] == ["breach.attack"]  # type: ignore[union-attr]
