"""Steps of a procedure that people entered, as positions of the authority whose step it is.

A finding is the authority's own word on the axis it names. Receiving, asking and visiting put the matter under review, until that
authority finds something or closes it. An answer is the party's own: it accepts, denies or justifies for itself and for nobody
else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from truceline.agreement.violations.axes import ATTRIBUTION, FINDING, OCCURRENCE
from truceline.agreement.violations.positions import Take
from truceline.model.violations import Axis, ViolationStep

WORDS: dict[Axis, tuple[str, ...]] = {"occurrence": OCCURRENCE, "attribution": ATTRIBUTION, "finding": FINDING}
REVIEWING = {"received": "received it", "info_requested": "asked for information", "visit": "visited the place"}
FINAL = frozenset({"confirmed", "rejected", "inconclusive", "unverifiable", "out_of_scope", "justified"})
"""Findings with which an authority is done: nothing is overdue for it any more."""
AnswerTake = tuple[Axis, str, str]
ANSWERS: dict[str, tuple[AnswerTake, ...]] = {
    "accepts": (("attribution", "accepted", "answered that it did it"), ("finding", "confirmed", "answered that it accepts it")),
    "denies": (("attribution", "contested", "answered that it denies it"), ("finding", "rejected", "answered that it denies it")),
    "justifies": (("finding", "justified", "answered that it was justified"),),
}


def takes_of(steps: Iterable[ViolationStep], axis: Axis, party: str | None) -> dict[str, list[Take]]:
    """Return the positions on one axis that these steps of one violation make, by authority."""
    ordered = sorted(steps, key=step_order)
    found: dict[str, list[Take]] = defaultdict(list)
    for step in ordered:
        for value, rule, until in _said(step, axis, party, ordered):
            rank = WORDS[axis].index(value)
            taken = Take(step.on[:10], rank, value, rule, step=step.id, until=until, instant=instant_of(step))
            found[step.authority].append(taken)
    return found


def _said(
    step: ViolationStep, axis: Axis, party: str | None, steps: Sequence[ViolationStep]
) -> list[tuple[str, str, str | None]]:
    if step.kind == "finding" and (step.axis or "finding") == axis and step.value in WORDS[axis]:
        return [(step.value, f"found by it on {step.on[:10]}", None)]
    if step.kind == "response" and step.answer in ANSWERS:
        own = party is None or step.authority == party
        return [(value, rule, None) for on, value, rule in ANSWERS[step.answer] if on == axis and (own or axis == "finding")]
    if axis == "finding" and step.kind in REVIEWING:
        return [("under_review", REVIEWING[step.kind], _ended(step, steps))]
    return []


def _ended(step: ViolationStep, steps: Sequence[ViolationStep]) -> str | None:
    """Return the day on which the authority closed the matter after this step, None where it did not."""
    closings = (
        each.on for each in steps if each.kind == "closed" and each.authority == step.authority and is_no_earlier(each, step)
    )
    return next(closings, None)


def is_no_earlier(step: ViolationStep, other: ViolationStep) -> bool:
    """Say whether a step was taken no earlier than another: by the hour where both have one, else by the day."""
    one, two = instant_of(step), instant_of(other)
    return one >= two if one and two else step.on[:10] >= other.on[:10]


def instant_of(step: ViolationStep) -> str:
    """Return the instant of a step in UTC, as text that sorts; empty where only the day is known."""
    if len(step.on) <= len("2016-09-20"):
        return ""
    read = dt.datetime.fromisoformat(step.on)
    return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()


def step_order(step: ViolationStep) -> tuple[str, int, str]:
    """Return what steps are ordered by: their day, then the order in which they were entered."""
    digits = step.id.lstrip("s")
    return (step.on[:10], int(digits) if digits.isdecimal() else 0, step.id)


def done(steps: Iterable[ViolationStep]) -> frozenset[str]:
    """Return the authorities that closed the matter or found something final in it."""
    return frozenset(
        step.authority
        for step in steps
        if step.kind == "closed" or (step.kind == "finding" and step.axis in {None, "finding"} and step.value in FINAL)
    )
