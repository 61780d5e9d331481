"""What changed in the state of the agreements, side by side for their four sides; one claim may move several of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truceline.agreement.status import difference
from truceline.model.agreements import Agreement
from truceline.model.status import Change, Status
from truceline.outputs.labels import Labels
from truceline.outputs.views.hearing import dated
from truceline.outputs.views.incident_list import folded
from truceline.outputs.views.learned.pages import AgreementChange, Side, SideChange, then_and_now
from truceline.outputs.views.learned.wording import ARITHMETIC, Wording
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name
from truceline.outputs.views.status_page import status_page

_SIDES: dict[str, Side] = {
    "arrangement": "arrangement",
    "adherence": "adherence",
    "condition": "conditions",
    "phase": "phases",
    "assessment": "assessments",
    "declaration": "declarations",
    "claim about authority": "authority",
    "ground": "ground",
}

_PROGRESS = re.compile(r"(\d+) of (\d+)(, met)?")
_NUMBER = re.compile(r"\d+")


def changes(before: Material, after: Material, labels: Labels) -> Iterator[AgreementChange]:
    """Yield what changed in every agreement that the later state has heard of."""
    heard = {each.id for each in dated(before)}
    for agreement in dated(after):
        now = status_page(after, agreement=agreement.id)
        if now.status is None or now.agreement is None:
            continue
        was = status_page(before, agreement=agreement.id).status if agreement.id in heard else None
        told = tuple(between(was, now.status, now.agreement, after, labels)) if was else (_of_a_new_one(now.status, labels),)
        if told or was is None:
            yield AgreementChange(id=agreement.id, name=now.agreement.name, changes=told, is_new=was is None)


def between(was: Status, now: Status, agreement: Agreement, after: Material, labels: Labels) -> Iterator[SideChange]:
    """Yield what changed from one state of an agreement to another; ``after``: the material of the later one."""
    names = {clause.id: clause.summary for clause in agreement.conditions} | {phase.id: phase.name for phase in agreement.phases}
    called = {actor.id: actor_name(actor, labels.lang) for actor in after.actors.values()}
    wording = Wording(was, now, agreement, called, labels)
    for change in difference(was, now):
        side = next(side for words, side in _SIDES.items() if change.what.startswith(words))
        of = _of(change, side, {**called, **names, ARITHMETIC: labels.text("by_arithmetic")})
        then, state = _state(change.before, side, labels), _state(change.after, side, labels)
        yield SideChange(
            side=side,
            of=of,
            before=then,
            after=state,
            claims=change.claims or (_of_ground(was, now, after) if side == "ground" else ()),
            told=wording.told(change, side, of, then, state),
        )


def _of_ground(was: Status, now: Status, after: Material) -> tuple[str, ...]:
    """Return the claims of the incidents that count now and did not."""
    fresh = set(now.ground.incidents) - set(was.ground.incidents)
    return tuple(claim for incident in folded(after) if incident.id in fresh for claim in incident.claims)


def _of_a_new_one(now: Status, labels: Labels) -> SideChange:
    arrangement = now.arrangement
    state = _state(
        f"{arrangement.status} since {arrangement.since}" if arrangement.since else arrangement.status, "arrangement", labels
    )
    told = (then_and_now("arrangement", None, state),)
    return SideChange(side="arrangement", of="", before=None, after=state, claims=arrangement.claims, told=told)


def _of(change: Change, side: Side, names: Mapping[str, str]) -> str:
    """Return whose state it is in words: a party, a condition, a phase, whoever has the say that they claim to have."""
    if side == "adherence":
        return names.get(party := change.what.removeprefix("adherence "), party)
    if side == "arrangement":
        _, _, whom = change.what.partition(" according to ")
        return names.get(whom, whom)
    if side == "conditions":
        condition, _, by = change.what.removeprefix("condition ").rpartition(" by ")
        return f"{names.get(condition, condition).rstrip('.')} · {names.get(by, by)}"
    return names.get(phase, phase) if (phase := change.what.removeprefix("phase ")) != change.what else ""


def _state(words: str | None, side: Side, labels: Labels) -> str | None:
    """Return a state in the language of the page; what somebody said stays as it was said."""
    groups = {"arrangement": "arrangement", "adherence": "adherence", "phases": "phase"}
    if words is None:
        return None
    if side == "conditions" and (counted := _PROGRESS.fullmatch(words)):
        progress = labels.text("of_total", number=counted[1], total=counted[2])
        return f"{progress}{labels.text('comma')}{labels.text('condition_met')}" if counted[3] else progress
    if side == "ground" and (number := _NUMBER.match(words)):
        return labels.text("incidents_reported", number=number[0])
    if side not in groups:
        return words
    code, _, since = words.partition(" since ")
    state = labels.say(groups[side], code)
    return f"{state} ({labels.text('from', day=labels.day(since))})" if since else state
