"""The part of the page about aid movements: of each a vertical log, planned beside actual, who holds it now, every rival word.

Everything is computed by the movement board; here it is only ordered and named. What is denied stands beside what others say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.movements import Delayed, MovementFact, Obstruction
from truceline.movements.board import Movement
from truceline.movements.board.values import Amount, Answer, Contradiction, Holder, Lapse, LogLine, State, Step, Stop, When
from truceline.outputs.labels import Labels
from truceline.outputs.report.spoken import Voice, voices
from truceline.outputs.views import movement_board
from truceline.outputs.views.material import Material

_GROUPS = {"asked": "permit_asked", "answered": "permit_answered", "outcome": "outcome"}
"""In which words a line of the log stands; all others are stages."""
WAITING = frozenset({"at_checkpoint", "held", "requested", "no_reply", "suspended"})
"""In these states, how long it has been so up to the day asked for is told too."""
FOLDED_FROM = 6
"""From so many movements on, each is folded on the page."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A time as told, and who says so."""

    at: str
    voices: tuple[Voice, ...]


class StateRow(msgspec.Struct, frozen=True, kw_only=True):
    """One state in which somebody says that it is."""

    group: str
    code: str
    since: str | None
    lasting: str
    computed: bool
    place: str
    by: tuple[str, ...]
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
    denies: tuple[Voice, ...]
    slip: str
    is_late: bool
    lasting: str
    incidents: tuple[str, ...]

    @property
    def is_only_planned(self) -> bool:
        """Say whether nobody tells that it came."""
        return not self.actual and not self.undated


class HolderRow(msgspec.Struct, frozen=True, kw_only=True):
    """For whom it waits; ``what`` is a code of ``waits``, ``step`` one of ``permit``."""

    what: str
    who: str
    step: str | None
    place: str
    since: str | None
    lasting: str
    overdue: str
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
    removed_by: tuple[str, ...]
    reasons: tuple[str, ...]


class StopRow(msgspec.Struct, frozen=True, kw_only=True):
    """One stop at a checkpoint."""

    place: str
    controllers: tuple[str, ...]
    arrived: tuple[Moment, ...]
    left: tuple[Moment, ...]
    held: str


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody not let along, a delay, a threat to aid: ``what`` and ``whom`` in words, with who says it."""

    code: str
    what: str
    by: tuple[str, ...]
    over: str
    voices: tuple[Voice, ...]


class ContradictionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot both be so, and whose words they are."""

    says: str
    voices: tuple[Voice, ...]


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


class MovementPart(msgspec.Struct, frozen=True, kw_only=True):
    """All movements of the page; ``loose`` are words about movements that nobody says which."""

    movements: tuple[MovementCard, ...]
    loose: tuple[Note, ...]
    waiting: int
    is_folded: bool


def build(material: Material, called: Mapping[str, str], publishers: Mapping[str, str], labels: Labels) -> MovementPart | None:
    """Return the part, None where nothing is told of any movement; ``called``: names of incidents, ``publishers`` by report."""
    page = movement_board.listed(material)
    writer = _Writer(page.names, called, publishers, labels)
    cards = tuple(writer.card(each) for each in page.board.movements)
    loose = tuple(writer.notes(page.board.loose))
    if not cards and not loose:
        return None
    return MovementPart(movements=cards, loose=loose, waiting=page.waiting, is_folded=len(cards) >= FOLDED_FROM)


class _Writer:
    """Puts one board into words of one language."""

    def __init__(
        self, names: Mapping[str, str], called: Mapping[str, str], publishers: Mapping[str, str], labels: Labels
    ) -> None:
        self._names = names
        self._called = called
        self._publishers = publishers
        self._labels = labels

    def card(self, movement: Movement) -> MovementCard:
        identity = movement.identity
        return MovementCard(
            id=movement.id,
            name=self._name(movement),
            kinds=tuple(self._labels.say("movement_kind", each) for each in identity.kinds),
            leads=self._all(identity.leads),
            origins=self._all(identity.origins),
            destinations=self._all(identity.destinations),
            states=tuple(map(self._state, movement.states)),
            holders=tuple(map(self._holder, movement.holders)),
            log=tuple(map(self._line, movement.log)),
            steps=tuple(map(self._step, movement.steps)),
            cargo=tuple(self._cargo(movement)),
            stops=tuple(map(self._stop, movement.stops)),
            notes=(*self._left_behind(movement), *self.notes((*movement.delayed, *movement.obstructions))),
            contradictions=tuple(map(self._contradiction, movement.contradictions)),
            incidents=tuple(each for each in movement.incidents if each in self._called),
        )

    def notes(self, words: Iterable[Assertion[MovementFact]]) -> Iterator[Note]:
        """Yield delays and threats, one for each word; other words of no movement by their kind alone."""
        for word in words:
            fact, said = word.fact, self._voices((word,))
            if isinstance(fact, Delayed):
                by, over = self._all(each for each in (fact.by,) if each), fact.over or ""
                yield Note(code="delayed", what=self._hours(fact), by=by, over=over, voices=said)
            elif isinstance(fact, Obstruction):
                by = self._all(each for each in (fact.by,) if each)
                yield Note(code=f"would_{fact.act}", what="", by=by, over=fact.condition or "", voices=said)

    def _voices(self, words: Iterable[Assertion[MovementFact]]) -> tuple[Voice, ...]:
        return voices(words, self._names, self._publishers)

    def _name(self, movement: Movement) -> str:
        tied = next((self._called[each] for each in movement.incidents if each in self._called), None)
        return movement.name or (self._labels.text("movement_of", incident=tied) if tied else movement.id)

    def _state(self, state: State) -> StateRow:
        return StateRow(
            group=state.of,
            code=state.code,
            since=state.since,
            lasting=self._lapse(state.lasting) if state.code in WAITING else "",
            computed=state.computed,
            place=self._one(state.place),
            by=self._all(state.by),
            voices=self._voices(state.says),
            denies=self._voices(state.denies),
        )

    def _holder(self, holder: Holder) -> HolderRow:
        return HolderRow(
            what=holder.waits,
            who=self._one(holder.who),
            step=holder.step,
            place=self._one(holder.place),
            since=holder.since,
            lasting=self._lapse(holder.lasting),
            overdue=self._lapse(holder.overdue),
            contested=holder.contested,
        )

    def _line(self, line: LogLine) -> LogRow:
        return LogRow(
            group={"stage": "stage", "asked": "permit_asked", "answered": "permit_answered", "outcome": "outcome"}.get(
                line.of, "stage"
            ),
            code=line.code,
            name=line.name or "",
            place=self._one(line.place),
            planned=self._moments(line.planned),
            actual=self._moments(line.actual),
            until=self._moments(line.until),
            undated=self._voices(line.undated),
            denies=self._voices(line.denies),
            slip=self._lapse(line.slip),
            is_late=bool(line.slip and line.slip.high_hours > 0),
            lasting=self._lapse(line.lasting) if line.code in WAITING or not (line.lasting and line.lasting.is_open) else "",
            incidents=tuple(each for each in line.incidents if each in self._called),
        )

    def _step(self, step: Step) -> StepRow:
        return StepRow(
            step=step.step,
            name=step.name or "",
            issuer=self._one(step.issuer),
            asked=self._moments(step.asked),
            due=self._moments(step.due),
            answers=tuple(map(self._answer, step.answers)),
            waited=self._lapse(step.waited),
            overdue=self._lapse(step.overdue),
            is_open=step.is_open,
            voices=self._voices(step.says),
        )

    def _answer(self, answer: Answer) -> AnswerRow:
        return AnswerRow(
            decision=answer.decision,
            decided=self._moments(answer.decided),
            voices=self._voices(answer.says),
            denies=self._voices(answer.denies),
            granted=len(answer.areas_granted),
            refused=len(answer.areas_refused),
        )

    def _cargo(self, movement: Movement) -> Iterator[CargoRow]:
        for line in movement.lines:
            yield CargoRow(
                item=line.item,
                unit=line.unit,
                is_medical=line.is_medical,
                amounts=tuple(self._amount(phase.phase, each) for phase in line.phases for each in phase.amounts),
                removed_by=self._all(line.removed_by),
                reasons=line.reasons,
            )

    def _amount(self, phase: str, amount: Amount) -> AmountRow:
        return AmountRow(
            phase=phase,
            number=self._labels.number(amount.low, amount.high, amount.bound),
            of_total=amount.of_total,
            voices=self._voices(amount.says),
            denies=self._voices(amount.denies),
        )

    def _stop(self, stop: Stop) -> StopRow:
        return StopRow(
            place=self._one(stop.place),
            controllers=self._all(stop.controllers),
            arrived=self._moments(stop.arrived),
            left=self._moments(stop.left),
            held=self._lapse(stop.held),
        )

    def _left_behind(self, movement: Movement) -> Iterator[Note]:
        for each in movement.excluded:
            yield Note(
                code="not_along",
                what=self._one(each.who),
                by=self._all(each.demanded_by),
                over=", ".join(each.reasons),
                voices=self._voices((*each.says, *each.denies)),
            )

    def _contradiction(self, found: Contradiction) -> ContradictionRow:
        return ContradictionRow(
            says=self._labels.find("contradiction", found.code) or found.says, voices=self._voices(found.words)
        )

    def _moments(self, times: Iterable[When]) -> tuple[Moment, ...]:
        return tuple(Moment(at=each.at, voices=self._voices(each.says)) for each in times)

    def _lapse(self, lapse: Lapse | None) -> str:
        """Return how long something took, in hours below two days, else in days; empty where that is not known."""
        if lapse is None or not any((lapse.low_hours, lapse.high_hours, lapse.low_days, lapse.high_days)):
            return ""
        if lapse.high_hours < 48 and lapse.low_hours == lapse.high_hours:
            return self._labels.text("hours_n", number=f"{abs(lapse.low_hours):g}")
        low, high = sorted((abs(lapse.low_days), abs(lapse.high_days)))
        if not high:
            return ""
        return self._labels.text("days_n", number=self._labels.number(low, high))

    def _hours(self, fact: Delayed) -> str:
        low, high = fact.low_hours, fact.high_hours
        if low is None and high is None:
            return ""
        is_days = all(each is None or each % 24 == 0 for each in (low, high))
        size = 24 if is_days else 1
        number = self._labels.number(low // size if low is not None else None, high // size if high is not None else None)
        return self._labels.text("days_n" if is_days else "hours_n", number=number)

    def _all(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._one, ids))

    def _one(self, actor: str | None) -> str:
        return self._names.get(actor, actor) if actor else ""
