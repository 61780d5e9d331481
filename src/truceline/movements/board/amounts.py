"""Quantities side by side: every figure that anybody gives, by phase; none is added to another, and none takes another's place.

Figures are of one line where item, unit and consignment agree (letters large or small); the same figure by several speakers
stands once, with all of them. What is only denied stands there too, without anybody who says it. A denial
that names who removed it denies that one's part, and not the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from truceline.model.assertions import Assertion
from truceline.model.counts import Bound
from truceline.model.movements import Phase, Quantity
from truceline.movements.board.values import Amount, PhaseAmounts, QuantityLine, Word
from truceline.movements.board.voices import Denial, alleged, ordered, told_of

QuantityWord: TypeAlias = Assertion[Quantity]
LineKey: TypeAlias = tuple[str, str, str]
PHASES: tuple[Phase, ...] = ("planned", "requested", "approved", "loaded", "sent", "removed", "delivered", "destroyed", "damaged")
"""The phases in the order of the way."""
_Figure: TypeAlias = tuple[int | None, int | None, Bound, int | None, str | None]


def line_key(fact: Quantity) -> LineKey:
    """Return what a figure is of: item and unit, in small letters, and the consignment where one is named."""
    return fact.item.casefold(), fact.unit.casefold(), fact.consignment or ""


def quantity_lines(words: Sequence[QuantityWord], denials: Sequence[Denial[Quantity]]) -> tuple[QuantityLine, ...]:
    """Return one line for each kind of cargo, people or vehicles, by item, unit and consignment."""
    said: dict[LineKey, list[QuantityWord]] = {}
    for word in words:
        said.setdefault(line_key(word.fact), []).append(word)
    denied: dict[LineKey, list[Denial[Quantity]]] = {}
    for denial in denials:
        denied.setdefault(line_key(denial.fact), []).append(denial)
    return tuple(_line(said.get(key, []), denied.get(key, [])) for key in sorted({*said, *denied}))


def _line(words: list[QuantityWord], denials: list[Denial[Quantity]]) -> QuantityLine:
    facts = [word.fact for word in ordered(words)]
    named = facts or [denial.fact for denial in denials]
    return QuantityLine(
        item=min(fact.item for fact in named),
        unit=min(fact.unit for fact in named),
        consignment=named[0].consignment,
        phases=tuple(found for phase in PHASES if (found := _phase(phase, words, denials)).amounts),
        sectors=told_of(fact.sector for fact in facts),
        is_medical=any(fact.is_medical for fact in named),
        removed_by=alleged(
            ((word.fact.removed_by, word) for word in words),
            ((denial.fact.removed_by, denial.word) for denial in denials),
        ),
        reasons=told_of(fact.reason for fact in facts),
    )


def _phase(phase: Phase, words: list[QuantityWord], denials: list[Denial[Quantity]]) -> PhaseAmounts:
    said: dict[_Figure, list[QuantityWord]] = {}
    for word in words:
        if word.fact.phase == phase:
            said.setdefault(_figure(word.fact), []).append(word)
    denied: dict[_Figure, list[Word]] = {}
    for denial in denials:
        if denial.fact.phase == phase and denial.fact.removed_by is None:
            denied.setdefault(_figure(denial.fact), []).append(denial.word)
    amounts = [_amount(figure, said.get(figure, []), denied.get(figure, [])) for figure in {**said, **denied}]
    return PhaseAmounts(phase=phase, amounts=tuple(sorted(amounts, key=_size)))


def _amount(figure: _Figure, says: list[QuantityWord], denies: list[Word]) -> Amount:
    low, high, bound, of_total, place = figure
    return Amount(low=low, high=high, bound=bound, says=ordered(says), of_total=of_total, place=place, denies=ordered(denies))


def _figure(fact: Quantity) -> _Figure:
    return fact.low, fact.high, fact.bound, fact.of_total, fact.place


def _size(amount: Amount) -> tuple[float, float, str, str, int]:
    low = -1 if amount.low is None else amount.low
    high = float("inf") if amount.high is None else amount.high
    return low, high, amount.bound, amount.place or "", amount.of_total or 0
