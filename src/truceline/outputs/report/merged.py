"""Merging what one account says twice: the same value from several claims is printed once, with the number of each claim."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec

from truceline.model import About, Stance
from truceline.outputs.views.pages import Cell, ClaimView, Reference, Row, Struck, Value


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A value and every place where this account gives it."""

    value: Value
    references: tuple[Reference, ...]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A stance of one account towards some things, and every claim in which it takes it."""

    stance: Stance
    about: tuple[About, ...]
    struck: Struck | None
    references: tuple[Reference, ...]


def said(values: Iterable[Value]) -> tuple[Said, ...]:
    """Return the different values in order, each with all its references."""
    found: dict[tuple[object, ...], list[Value]] = {}
    for value in values:
        shape = (
            value.text,
            value.kind,
            value.stance,
            value.quoted,
            value.presupposed,
            value.certainty,
            value.struck,
            value.standing,
        )
        found.setdefault(shape, []).append(value)
    return tuple(Said(value=same[0], references=_once(v.reference for v in same)) for same in found.values())


def stances(cell: Cell) -> tuple[Held, ...]:
    """Return the stances of a cell, the topics of one claim together, claims that hold the same together."""
    by_claim: dict[str, list[Value]] = {}
    for value in cell.values:
        by_claim.setdefault(value.reference.claim, []).append(value)
    found: dict[tuple[object, ...], list[list[Value]]] = {}
    for values in by_claim.values():
        topics = tuple(v.about for v in values if v.about)
        found.setdefault((values[0].stance, topics, values[0].struck), []).append(values)
    return tuple(
        Held(
            stance=same[0][0].stance,
            about=tuple(v.about for v in same[0] if v.about),
            struck=same[0][0].struck,
            references=_once(values[0].reference for values in same),
        )
        for same in found.values()
    )


def all_proposed(row: Row) -> bool:
    """Say whether nobody has decided on any claim of this account: then it is said once, beside the name."""
    values = [value for cell in row.cells for value in cell.values]
    return bool(values) and all(value.standing == "proposed" for value in values)


def by_report(claims: Iterable[ClaimView]) -> tuple[tuple[str, tuple[ClaimView, ...]], ...]:
    """Return claims under the report they stand in, in their order."""
    return tuple((report, tuple(group)) for report, group in itertools.groupby(claims, key=lambda claim: claim.report))


def _once(references: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple({r.claim: r for r in references}.values())
