"""The forms of the listed verbs and the cutting into sentences, on which every reading of a statement stands."""

from __future__ import annotations

import pytest

from truceline.agreement.statements.lists import forms, lists
from truceline.agreement.statements.tokens import lows, sentences


@pytest.mark.parametrize(
    ("base", "past", "participle", "ing"),
    [
        ("admit", "admitted", "admitted", "admitting"),
        ("agree", "agreed", "agreed", "agreeing"),
        ("annul", "annulled", "annulled", "annulling"),
        ("become", "became", "become", "becoming"),
        ("begin", "began", "begun", "beginning"),
        ("choose", "chose", "chosen", "choosing"),
        ("decree", "decreed", "decreed", "decreeing"),
        ("deny", "denied", "denied", "denying"),
        ("end", "ended", "ended", "ending"),
        ("feel", "felt", "felt", "feeling"),
        ("forbid", "forbade", "forbidden", "forbidding"),
        ("foresee", "foresaw", "foreseen", "foreseeing"),
        ("guarantee", "guaranteed", "guaranteed", "guaranteeing"),
        ("log", "logged", "logged", "logging"),
        ("plan", "planned", "planned", "planning"),
        ("regret", "regretted", "regretted", "regretting"),
        ("resume", "resumed", "resumed", "resuming"),
        ("seek", "sought", "sought", "seeking"),
        ("stick", "stuck", "stuck", "sticking"),
        ("undertake", "undertook", "undertaken", "undertaking"),
        ("unwind", "unwound", "unwound", "unwinding"),
        ("uphold", "upheld", "upheld", "upholding"),
        ("write", "wrote", "written", "writing"),
    ],
)
def test_a_listed_verb_has_the_forms_that_people_write(base: str, past: str, participle: str, ing: str) -> None:
    """A form that nobody writes would miss what somebody did."""
    made = forms(base, lists().irregular)
    assert (made.past, made.participle, made.ing) == (past, participle, ing)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("He said no. The truce is over.", ["he said no", "the truce is over"]),
        ("He said no. 5 days had passed.", ["he said no . 5 days had passed"]),
        ("Checkpoint No. 5 was shelled. It burned.", ["checkpoint no . 5 was shelled", "it burned"]),
        ("Gen. Orsa said so. We agree.", ["gen . orsa said so", "we agree"]),
    ],
)
def test_no_ends_a_sentence_unless_a_number_follows(text: str, cut: list[str]) -> None:
    """ "No." before a number may be the number of something, so that nothing is cut there."""
    assert [" ".join(lows(each)) for each in sentences(text)] == cut
