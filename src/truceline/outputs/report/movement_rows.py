"""What the part of the page about aid movements shows, named and in order: rows that the template only draws."""

from __future__ import annotations

import msgspec

from truceline.outputs.report.spoken import Voice


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A time as told, and who says so."""

    at: str
    voices: tuple[Voice, ...]


class AllegedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One who is said to have done something: who says so, and who says that it was not this one."""

    who: str
    voices: tuple[Voice, ...]
    denies: tuple[Voice, ...]


class StateRow(msgspec.Struct, frozen=True, kw_only=True):
    """One state in which somebody says that it is."""

    group: str
    code: str
    since: str | None
    lasting: str
    computed: bool
    place: str
    alleged: tuple[AllegedRow, ...]
    voices: tuple[Voice, ...]
    denies: tuple[Voice, ...]


class LogRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the vertical log. ``slip`` and ``lasting`` are in words, empty where nothing is known."""

    group: str
    code: str
    name: str
    place: str
    planned: tuple[Moment, ...]
    actual: tuple[Moment, ...]
    until: tuple[Moment, ...]
    undated: tuple[Voice, ...]
    planned_undated: tuple[Voice, ...]
    denies: tuple[Voice, ...]
    denies_plan: tuple[Voice, ...]
    alleged: tuple[AllegedRow, ...]
    slip: str
    is_late: bool
    lasting: str
    incidents: tuple[str, ...]

    @property
    def is_only_planned(self) -> bool:
        """Say whether somebody tells that it was planned, and nobody that it came."""
        return bool(self.planned or self.planned_undated) and not self.actual and not self.undated

    @property
    def is_only_denied(self) -> bool:
        """Say whether nobody tells that it came or was planned: it stands there since somebody denies it, or a part in it."""
        return not (self.actual or self.undated or self.planned or self.planned_undated or self.until)


class HolderRow(msgspec.Struct, frozen=True, kw_only=True):
    """For whom it waits; ``what`` is a code of ``waits``, ``step`` one of ``permit``."""

    what: str
    who: str
    step: str | None
    place: str
    since: str | None
    lasting: str
    overdue: str
    voices: tuple[Voice, ...]
    denies: tuple[Voice, ...]
    contested: bool


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to a permission step; ``decision`` is None where only areas are told."""

    decision: str | None
    decided: tuple[Moment, ...]
    voices: tuple[Voice, ...]
    denies: tuple[Voice, ...]
    granted: int
    refused: int


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """One permission step."""

    step: str
    name: str
    issuer: str
    asked: tuple[Moment, ...]
    due: tuple[Moment, ...]
    answers: tuple[AnswerRow, ...]
    waited: str
    overdue: str
    is_open: bool
    voices: tuple[Voice, ...]


class AmountRow(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one phase, with who gives it."""

    phase: str
    number: str
    of_total: int | None
    voices: tuple[Voice, ...]
    denies: tuple[Voice, ...]


class CargoRow(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of cargo, people or vehicles, with its figures side by side."""

    item: str
    unit: str
    is_medical: bool
    amounts: tuple[AmountRow, ...]
    removed_by: tuple[AllegedRow, ...]
    reasons: tuple[str, ...]


class StopRow(msgspec.Struct, frozen=True, kw_only=True):
    """One stop at a checkpoint."""

    place: str
    controllers: tuple[AllegedRow, ...]
    arrived: tuple[Moment, ...]
    left: tuple[Moment, ...]
    held: str


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody not let along, a delay, a threat to aid: ``what`` and ``whom`` in words, with who says it.

    ``by``: as the same speakers say; ``alleged``: who is said to have demanded it, each with who says that.
    """

    code: str
    what: str
    by: tuple[str, ...]
    over: str
    voices: tuple[Voice, ...]
    alleged: tuple[AllegedRow, ...] = ()


class ContradictionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot both be so: ``first`` by those ``voices``, ``second`` by those ``against``, who may be the same."""

    says: str
    first: str
    second: str
    voices: tuple[Voice, ...]
    against: tuple[Voice, ...]


class MovementCard(msgspec.Struct, frozen=True, kw_only=True):
    """One movement on the page."""

    id: str
    name: str
    kinds: tuple[str, ...]
    leads: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    states: tuple[StateRow, ...]
    holders: tuple[HolderRow, ...]
    log: tuple[LogRow, ...]
    steps: tuple[StepRow, ...]
    cargo: tuple[CargoRow, ...]
    stops: tuple[StopRow, ...]
    notes: tuple[Note, ...]
    contradictions: tuple[ContradictionRow, ...]
    incidents: tuple[str, ...]


class AreaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One area of a plan: who says that it was asked for, granted, refused; rivals stand beside each other."""

    area: str
    asked: tuple[Voice, ...]
    granted: tuple[Voice, ...]
    refused: tuple[Voice, ...]


class PlanCard(msgspec.Struct, frozen=True, kw_only=True):
    """One plan: the days and areas that are told for it, its permission steps and what they come to, for whom it waits."""

    id: str
    name: str
    reference: str | None
    starts: tuple[Moment, ...]
    ends: tuple[Moment, ...]
    areas: tuple[AreaRow, ...]
    states: tuple[StateRow, ...]
    holders: tuple[HolderRow, ...]
    steps: tuple[StepRow, ...]
    contradictions: tuple[ContradictionRow, ...]


class MovementPart(msgspec.Struct, frozen=True, kw_only=True):
    """All movements of the page; ``loose`` are words about movements that nobody says which."""

    movements: tuple[MovementCard, ...]
    loose: tuple[Note, ...]
    waiting: int
    is_folded: bool
