"""The part of the page about aid movements: of each a vertical log, planned beside actual, who holds it now, every rival word.

Everything is computed by the movement board; here it is only ordered and named. What is denied stands beside what others say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.movements import (
    Delayed,
    Excluded,
    MovementFact,
    MovementNamed,
    Obstruction,
    Outcome,
    Permit,
    Quantity,
    Reached,
)
from truceline.movements.board import Movement, Plan
from truceline.movements.board.values import (
    Alleged,
    Amount,
    Answer,
    Area,
    Contradiction,
    Holder,
    Lapse,
    LogLine,
    State,
    Step,
    Stop,
    When,
)
from truceline.outputs.labels import Labels
from truceline.outputs.report.movement_rows import (
    AllegedRow,
    AmountRow,
    AnswerRow,
    AreaRow,
    CargoRow,
    ContradictionRow,
    HolderRow,
    LogRow,
    Moment,
    MovementCard,
    MovementPart,
    Note,
    PlanCard,
    StateRow,
    StepRow,
    StopRow,
)
from truceline.outputs.report.spoken import Voice, voices
from truceline.outputs.views import movement_board
from truceline.outputs.views.material import Material

_GROUPS = {"asked": "permit_asked", "answered": "permit_answered", "outcome": "outcome"}
"""In which words a line of the log stands; all others are those of stages."""
WAITING = frozenset({"at_checkpoint", "held", "requested", "no_reply", "suspended"})
"""In these states, how long it has been so up to the day asked for is told too."""
FOLDED_FROM = 6
"""From so many movements on, each is folded on the page."""


def build(material: Material, called: Mapping[str, str], publishers: Mapping[str, str], labels: Labels) -> MovementPart | None:
    """Return the part, None where nothing is told of any movement; ``called``: names of incidents, ``publishers`` by report."""
    page = movement_board.listed(material)
    writer = _Writer(page.names, called, publishers, labels)
    cards = tuple(writer.card(each) for each in page.board.movements)
    loose = tuple(writer.notes(page.board.loose))
    if not cards and not loose:
        return None
    return MovementPart(movements=cards, loose=loose, waiting=page.waiting, is_folded=len(cards) >= FOLDED_FROM)


def card_of(
    movement: Movement,
    names: Mapping[str, str],
    called: Mapping[str, str],
    publishers: Mapping[str, str],
    labels: Labels,
) -> MovementCard:
    """Return one movement as a card; ``names`` of actors and places, ``called`` of incidents, ``publishers`` by report."""
    return _Writer(names, called, publishers, labels).card(movement)


def plan_of(
    plan: Plan,
    names: Mapping[str, str],
    called: Mapping[str, str],
    publishers: Mapping[str, str],
    labels: Labels,
) -> PlanCard:
    """Return one plan as a card; what is given is as for ``card_of``."""
    return _Writer(names, called, publishers, labels).plan(plan)


def notes_of(
    words: Iterable[Assertion[MovementFact]],
    names: Mapping[str, str],
    called: Mapping[str, str],
    publishers: Mapping[str, str],
    labels: Labels,
) -> tuple[Note, ...]:
    """Return words about movements that nobody says which, a note each."""
    return tuple(_Writer(names, called, publishers, labels).notes(words))


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

    def plan(self, plan: Plan) -> PlanCard:
        return PlanCard(
            id=plan.id,
            name=plan.name or plan.id,
            reference=plan.reference,
            starts=self._moments(plan.starts),
            ends=self._moments(plan.ends),
            areas=tuple(map(self._area, plan.areas)),
            states=tuple(map(self._state, plan.states)),
            holders=tuple(map(self._holder, plan.holders)),
            steps=tuple(map(self._step, plan.steps)),
            contradictions=tuple(map(self._contradiction, plan.contradictions)),
        )

    def _area(self, area: Area) -> AreaRow:
        return AreaRow(
            area=self._one(area.area),
            asked=self._voices(area.asked),
            granted=self._voices(area.granted),
            refused=self._voices(area.refused),
        )

    def notes(self, words: Iterable[Assertion[MovementFact]]) -> Iterator[Note]:
        """Yield a note for each word: delays and threats by their own sort, anything else in short."""
        for word in words:
            fact, said = word.fact, self._voices((word,))
            if isinstance(fact, Delayed):
                by, over = self._all(each for each in (fact.by,) if each), fact.over or ""
                yield Note(code="delayed", what=self._hours(fact), by=by, over=over, voices=said)
            elif isinstance(fact, Obstruction):
                by = self._all(each for each in (fact.by,) if each)
                yield Note(code=f"would_{fact.act}", what="", by=by, over=fact.condition or "", voices=said)
            else:
                yield Note(code="told", what=self._in_short(fact), by=(), over="", voices=said)

    def _in_short(self, fact: MovementFact) -> str:
        """Return a fact of no movement in a few words: what, and where or when it is told."""
        say = self._labels.say
        if isinstance(fact, Reached):
            parts = [say("stage", fact.stage), self._one(fact.place), self._labels.day(fact.at or "")]
        elif isinstance(fact, Permit):
            answer = say("decision", fact.decision) if fact.decision else self._labels.text("no_answer_yet")
            parts = [say("permit", fact.step), self._one(fact.issuer), answer]
        elif isinstance(fact, Quantity):
            number = self._labels.number(fact.low, fact.high, fact.bound)
            parts = [say("cargo_phase", fact.phase), number, fact.item, self._labels.day(fact.at or "")]
        elif isinstance(fact, MovementNamed):
            parts = [say("movement_kind", fact.kind or "other"), self._one(fact.origin), *self._all(fact.destinations)]
        elif isinstance(fact, Outcome):
            parts = [say("outcome", fact.outcome), self._labels.day(fact.at or "")]
        elif isinstance(fact, Excluded):
            parts = [say("movement_note", "not_along"), self._one(fact.who)]
        else:
            values = msgspec.structs.astuple(fact)
            parts = [self._one(value) for value in values if isinstance(value, str)]
        return " · ".join(part for part in parts if part)

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
            alleged=self._alleged(state.alleged),
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
            voices=self._voices(holder.says),
            denies=self._voices(holder.denies),
            contested=holder.contested,
        )

    def _line(self, line: LogLine) -> LogRow:
        return LogRow(
            group=_GROUPS.get(line.of, "stage"),
            code=line.code,
            name=line.name or "",
            place=self._one(line.place),
            planned=self._moments(line.planned),
            actual=self._moments(line.actual),
            until=self._moments(line.until),
            undated=self._voices(line.undated),
            planned_undated=self._voices(line.planned_undated),
            denies=self._voices(line.denies),
            denies_plan=self._voices(line.denies_plan),
            alleged=self._alleged(line.alleged),
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
                item=self._unit(line.item),
                unit=self._unit(line.unit),
                is_medical=line.is_medical,
                amounts=tuple(self._amount(phase.phase, each) for phase in line.phases for each in phase.amounts),
                removed_by=self._alleged(line.removed_by),
                reasons=line.reasons,
            )

    def _unit(self, words: str) -> str:
        """Return people, trucks and the like in the language of the page; any other cargo as it was told."""
        return self._labels.find("unit", words) or words

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
            controllers=self._alleged(stop.controllers),
            arrived=self._moments(stop.arrived),
            left=self._moments(stop.left),
            held=self._lapse(stop.held),
        )

    def _left_behind(self, movement: Movement) -> Iterator[Note]:
        for each in movement.excluded:
            yield Note(
                code="not_along",
                what=self._one(each.who),
                by=(),
                over=", ".join(each.reasons),
                voices=self._voices((*each.says, *each.denies)),
                alleged=self._alleged(each.demanded_by),
            )

    def _contradiction(self, found: Contradiction) -> ContradictionRow:
        return ContradictionRow(
            says=self._labels.find("contradiction", found.code) or found.says,
            first=found.first,
            second=found.second,
            voices=self._voices(found.words),
            against=self._voices(found.against),
        )

    def _alleged(self, several: Iterable[Alleged]) -> tuple[AllegedRow, ...]:
        return tuple(
            AllegedRow(who=self._one(each.who), voices=self._voices(each.says), denies=self._voices(each.denies))
            for each in several
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
