"""Figures: the counts of each account beside each other, and the range over all of them, never a sum and never a mean.

Low is the least low that any account gives; an account without one ("as many as 90") does not lower it. High is the
greatest high given, open only when no account gives one. Parts ("14 of them children") stay parts: they are neither added
to their whole nor counted as a rival figure; where one account gives parts of different descriptions and no whole ("63
civilians and 153 soldiers"), it says at least as many as its greatest part. What somebody denies is nobody's figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from truceline.model import Account, Bound, Claim, Count, EventMention, Figure, KilledRange, Link

RULE = "range of distinct accounts"
PARTS_RULE = "greatest part of one account; parts are not added"
"""Nobody said such a figure: an account gave parts of different descriptions and no whole."""

MIXED_RULE = "range of distinct accounts; of one that gives parts only, the greatest part"
SILENT = frozenset({"deny", "reject", "cannot_verify", "decline", "question", "demand", "retract"})
"""Stances that give no figure of their own."""


def counts_of(claim: Claim, link: Link) -> tuple[Count, ...]:
    """Return the counts of a claim that belong to the happening it is linked to."""
    if not link.events:
        return claim.counts if not claim.events else ()
    return tuple(c for c in claim.counts if _event_of(c, claim.events) in link.events)


def _event_of(count: Count, events: Sequence[EventMention]) -> str | None:
    """Return the event that a count belongs to; None for a claim without events, which a link may still name some of."""
    holding = [e for e in events if count.id in e.counts] or events
    return min(holding, key=lambda e: (abs(e.span.start - count.span.start), e.id)).id if holding else None


def figures_of(counts: Iterable[Count]) -> tuple[Figure, ...]:
    """Return one account's figures: each distinct count once, parts marked as parts."""
    counts = tuple(counts)
    wholes = {c.id: c for c in counts}
    made = [
        _figure(c, wholes.get(c.subset_of or ""), counts)
        for c in counts
        if c.effect != "other" and (c.low, c.high) != (None, None)
    ]
    return tuple(dict.fromkeys(made))


def _figure(count: Count, whole: Count | None, counts: Iterable[Count]) -> Figure:
    part_of = whole or next((c for c in counts if _is_part(count, c)), None)
    whole_in_words = f"{part_of.effect} {part_of.unit}" if part_of else "whole not given" if count.subset_of else None
    return msgspec.structs.replace(Figure.of(count), subset_of=whole_in_words)


def _is_part(count: Count, whole: Count) -> bool:
    """Say whether a smaller count with a description ("8 soldiers") is part of one without, told by the same account."""
    alike = count.effect == whole.effect and count.unit == whole.unit and not whole.subset_of
    return alike and count.category is not None and whole.category is None and _size(count) <= _size(whole)


def _size(count: Count) -> int:
    return count.low if count.low is not None else count.high or 0


def ranges(accounts: Sequence[Account]) -> tuple[Figure, ...]:
    """Return one figure for each effect and unit over all accounts, parts by themselves."""
    told: dict[tuple[str, str, str, str], list[tuple[Figure, str]]] = {}
    for account in accounts:
        for figure in _wholes(account.figures) if account.stance not in SILENT else ():
            part = (figure.category or "", figure.subset_of) if figure.subset_of else ("", "")
            told.setdefault((figure.effect, figure.unit, *part), []).append((figure, account.origin))
    return tuple(_range([f for f, _ in rows], {o for _, o in rows}) for _, rows in sorted(told.items()))


def _wholes(figures: Sequence[Figure]) -> list[Figure]:
    """Return one account's figures with parts of different descriptions taken as "at least the greatest of them"."""
    found: list[Figure] = []
    for figure in figures:
        alike = [f for f in figures if (f.effect, f.unit) == (figure.effect, figure.unit) and not f.subset_of]
        described = {f.category for f in alike}
        if figure.subset_of or len(described) < 2 or None in described:
            found.append(figure)
        else:
            least = max((f.low for f in alike if f.low is not None), default=None)
            found.append(Figure(effect=figure.effect, unit=figure.unit, low=least, bound="at_least", rule=PARTS_RULE))
    return [f for f in dict.fromkeys(found) if (f.low, f.high) != (None, None)]


def _range(figures: Sequence[Figure], origins: set[str]) -> Figure:
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures if f.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    categories, totals = {f.category for f in figures}, {f.of_total for f in figures if f.of_total is not None}
    return Figure(
        effect=figures[0].effect,
        unit=figures[0].unit,
        category=categories.pop() if len(categories) == 1 else None,
        low=low,
        high=high,
        bound=_bound(low, high),
        of_total=totals.pop() if len(totals) == 1 else None,
        subset_of=figures[0].subset_of,
        rule=_rule(figures),
        accounts=len(origins),
        greatest_low=max(lows, default=None),
    )


def _rule(figures: Sequence[Figure]) -> str:
    derived = [f.rule == PARTS_RULE for f in figures]
    return PARTS_RULE if all(derived) else MIXED_RULE if any(derived) else RULE


def _bound(low: int | None, high: int | None) -> Bound:
    if high is None:
        return "at_least"
    return "up_to" if low is None else "exact"


def killed(figures: Iterable[Figure]) -> KilledRange | None:
    """Return the range of people killed, None where no account gives a figure."""
    found = next((f for f in figures if f.effect == "killed" and f.unit == "people" and not f.subset_of), None)
    if found is None:
        return None
    return KilledRange(
        low=found.low,
        high=found.high,
        rule=found.rule or RULE,
        accounts=found.accounts or 0,
        greatest_low=found.greatest_low,
    )
