"""What people entered beside claims, read once: steps, marks, tellings, subjects, observations, as the log stood at one entry.

The clocks of a selection and the rights of a viewer choose from this; nothing of it is shown as it is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from truceline.ledger import Record
from truceline.ledger.marks import RecordedMark, standing_marks
from truceline.ledger.observations import Coverage, Recorded, recorded
from truceline.ledger.steps import RecordedStep, steps
from truceline.ledger.tellings import RecordedSubject, RecordedTelling, subjects, tellings

T = TypeVar("T", RecordedSubject, RecordedTelling, Recorded)


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """Each in the order of the log. ``replaced``: claims in whose place others stand, with their reports."""

    tellings: tuple[RecordedTelling, ...] = ()
    subjects: tuple[RecordedSubject, ...] = ()
    steps: tuple[RecordedStep, ...] = ()
    marks: Mapping[str, tuple[RecordedMark, ...]] = {}
    coverage: Coverage = Coverage()
    replaced: Mapping[str, str] = {}

    @property
    def compartments(self) -> frozenset[str]:
        """The compartments, by opaque id, of everything here that can be in one."""
        several = (self.tellings, self.subjects, self.coverage.observations, self.coverage.gaps, self.coverage.exposures)
        return frozenset(each.compartment for kind in several for each in kind)

    def of(self, is_open: Callable[[str], bool]) -> Entered:
        """Return what is in compartments that are open; what is told of a hidden subject goes with it."""
        kept = _open(self.subjects, is_open)
        hidden = {each.id for each in self.subjects} - {each.id for each in kept}
        return msgspec.structs.replace(
            self,
            tellings=tuple(each for each in _open(self.tellings, is_open) if each.subject not in hidden),
            subjects=kept,
            coverage=Coverage(
                observations=_open(self.coverage.observations, is_open),
                gaps=_open(self.coverage.gaps, is_open),
                exposures=_open(self.coverage.exposures, is_open),
            ),
        )


def entered(record: Record, entry: int | None) -> Entered:
    """Read what people entered up to ``entry`` (None: now); words of observations are not unlocked."""
    told, stepped = tellings(record, entry), steps(record, entry)
    stands_on_claims = any(each.claim for each in told) or any(each.step.claim for each in stepped)
    return Entered(
        tellings=told,
        subjects=subjects(record, entry),
        steps=stepped,
        marks=standing_marks(record, entry),
        coverage=recorded(record, entry, with_words=False),
        replaced=record.superseded(entry) if stands_on_claims else {},
    )


def _open(several: tuple[T, ...], is_open: Callable[[str], bool]) -> tuple[T, ...]:
    return tuple(each for each in several if is_open(each.compartment))
