"""Medical care attacked, and people besieged: two lists of what is said, each line with who says it. No list of who did it.

An attack on medical care is an incident of which a counted claim says that hospitals, clinics, ambulances or medical staff were
what was struck, or that medical staff were killed or injured; its rival accounts stay beside each other, denials among them.
Where all that counts is a denial, nobody says that it happened, and no line is made of it. A siege is told of by a claim; how
many people it holds is the speaker's figure, and two figures are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from truceline.agreement.remembering import remembered
from truceline.model import Claim, Count, EventMention, Incident, Interval
from truceline.model.counts import Bound, Effect
from truceline.model.events import Stage
from truceline.model.hearing import Heard, Hearing
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list
from truceline.outputs.views.delivery_list import SaidBy
from truceline.outputs.views.hearing import day_asked_for, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_called, incident_name, placing, publisher_of
from truceline.outputs.views.pages import Basis

MEDICAL_STAFF = frozenset({"medical", "aid worker"})
SIEGE = "H.BESIEGE"
_STAFF_WORDS = frozenset("medic medics paramedic paramedics doctor doctors nurse nurses surgeons surgeon medical".split())
_HELD_UNITS = frozenset({"people", "families"})
_AFFIRMING = frozenset({"assert", "accuse", "confirm", "correct", "claim_responsibility"})
_UNSAYING = frozenset({"deny", "reject", "retract"})
_REACH_CHARACTERS = 160
"""So far from a word for a siege, a figure of people whom nothing befell is taken for the besieged."""


class CareFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of one claim, as in a count of a reading."""

    effect: Effect
    unit: str
    category: str | None
    low: int | None
    high: int | None
    bound: Bound


class CareAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim says of an attack on medical care: who says it, its ``words``, its figures, and whom it names for it.

    ``alleged``: as alleged by this speaker, by name; a denial with a name in it denies that one's part.
    """

    said: SaidBy
    words: str
    figures: tuple[CareFigure, ...] = ()
    alleged: tuple[str, ...] = ()


class CareAttack(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="attack"):
    """An attack on medical care: the incident (None: a claim that belongs to none), what it is called, when, where."""

    incident: str | None
    name: str
    time: Interval | None
    places: tuple[str, ...]
    contested: tuple[str, ...]
    accounts: tuple[CareAccount, ...]


class Besieged(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="besieged"):
    """One claim that tells of a siege: its words, the places it names, and the figure of people that it gives, if any.

    ``stage``: ``occurred`` where the siege is told as a fact, else threatened, demanded and so on. ``is_denied``: told not to be.
    """

    said: SaidBy
    words: str
    places: tuple[str, ...]
    stage: Stage
    is_denied: bool
    low: int | None = None
    high: int | None = None
    bound: Bound | None = None
    unit: str | None = None


class CarePage(msgspec.Struct, frozen=True, kw_only=True):
    """Attacks on medical care by the first day on which they may have happened, and sieges in the order of the page's claims.

    ``waiting``: how many claims that nobody has decided on would add a line.
    """

    basis: Basis
    on: str | None
    attacks: tuple[CareAttack, ...]
    besieged: tuple[Besieged, ...]
    waiting: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing at all is told."""
        return not (self.attacks or self.besieged)


def listed(material: Material, lang: str = "en") -> CarePage:
    """Return the attacks on medical care and the besieged people of a material, in words of a language."""
    return _listed(material, lang)


@remembered
def _listed(material: Material, lang: str) -> CarePage:
    hearing, labels = hear(material, None), load(lang)
    return CarePage(
        basis=material.basis(incident_list.waiting(material)),
        on=day_asked_for(material),
        attacks=tuple(_attacks(material, hearing, labels)),
        besieged=tuple(line for heard in hearing.heard for line in _sieges(material, heard, labels)),
        waiting=sum(1 for heard in hearing.waiting if _of_care(heard, heard.claim.events) or _sieges_in(heard.claim)),
    )


# attacks on medical care


def _of_care(heard: Heard, events: Iterable[EventMention]) -> bool:
    """Say whether some events of a claim struck medical care: its places or vehicles, or killed or injured its staff."""
    for event in events:
        if not event.type.startswith("V.") or event.stage not in {"occurred", "attempted"}:
            continue
        harmed = (c for c in heard.claim.counts if c.id in event.counts and c.effect in {"killed", "injured", "detained"})
        if "medical" in event.targets or any(_is_staff(heard, count) for count in harmed):
            return True
    return False


def _is_staff(heard: Heard, count: Count) -> bool:
    """Say whether a count is of medical staff; rescue volunteers alone are not counted as such."""
    if count.category not in MEDICAL_STAFF:
        return False
    at = heard.sentence_at
    behind = heard.sentence[count.span.start - at : count.span.end - at + 40] if at is not None else ""
    return count.category == "medical" or not _STAFF_WORDS.isdisjoint(behind.lower().replace(",", " ").split())


def _attacks(material: Material, hearing: Hearing, labels: Labels) -> Iterator[CareAttack]:
    told: dict[str, list[Heard]] = {}
    loose: list[Heard] = []
    for heard in hearing.heard:
        for name in heard.incidents:
            told.setdefault(name, []).append(heard)
        if not heard.incidents and _of_care(heard, heard.claim.events):
            loose.append(heard)
    for incident in hearing.incidents:
        members = told.get(incident.id, [])
        if any(_affirms(heard, _mentions(heard, incident)) for heard in members):
            yield _attack(material, incident, members, labels)
    if any(_affirms(heard, heard.claim.events) for heard in loose):
        for heard in loose:
            yield _alone(material, heard, labels)


def _affirms(heard: Heard, events: Iterable[EventMention]) -> bool:
    """Say whether a claim says that medical care was struck: one that denies it, asks or demands does not."""
    return heard.claim.stance in _AFFIRMING and _of_care(heard, [event for event in events if not event.denied])


def _mentions(heard: Heard, incident: Incident) -> list[EventMention]:
    """Return the events of a claim that are this incident."""
    ids = heard.mentions.get(incident.id, ())
    return [event for event in heard.claim.events if not ids or event.id in ids]


def _attack(material: Material, incident: Incident, members: list[Heard], labels: Labels) -> CareAttack:
    return CareAttack(
        incident=incident.id,
        name=incident_name(material, incident, labels),
        time=incident.time,
        places=tuple(dict.fromkeys(map(placing(material, labels), incident.places))),
        contested=incident.contested,
        accounts=tuple(_account(material, heard, _mentions(heard, incident), labels) for heard in members),
    )


def _alone(material: Material, heard: Heard, labels: Labels) -> CareAttack:
    """Return a claim of an attack that is in no incident, or only perhaps in one, as a line of its own."""
    events = [event for event in heard.claim.events if _of_care(heard, [event])]
    kind, target = labels.say("event", events[0].type), labels.say("target", "medical")
    return CareAttack(
        incident=None,
        name=labels.text("on_target", kind=kind, target=target),
        time=_time(heard.claim, events),
        places=_places(heard.claim),
        contested=(),
        accounts=(_account(material, heard, events, labels),),
    )


def _time(claim: Claim, events: list[EventMention]) -> Interval | None:
    """Return when it is said to have happened: never the day on which somebody spoke of it."""
    spans = [span for event in events for span in event.times]
    return next((time.interval for time in claim.times if time.span in spans and time.start), None)


def _account(material: Material, heard: Heard, events: list[EventMention], labels: Labels) -> CareAccount:
    counts = [c for c in heard.claim.counts if any(c.id in event.counts for event in events)]
    named = (a.actor for event in events for a in event.actors if a.role == "alleged_perpetrator" and a.actor)
    return CareAccount(
        said=_said(material, heard, labels),
        words=heard.words,
        figures=tuple(
            CareFigure(effect=c.effect, unit=c.unit, category=c.category, low=c.low, high=c.high, bound=c.bound) for c in counts
        ),
        alleged=tuple(actor_called(material, actor, labels.lang) for actor in dict.fromkeys(named)),
    )


# besieged people


def _sieges_in(claim: Claim) -> list[EventMention]:
    return [event for event in claim.events if event.type == SIEGE]


def _sieges(material: Material, heard: Heard, labels: Labels) -> Iterator[Besieged]:
    """Yield one line for a claim that tells of a siege, with each figure of people it gives for it, else without one."""
    events = _sieges_in(heard.claim)
    if not events:
        return
    line = Besieged(
        said=_said(material, heard, labels),
        words=heard.words,
        places=_places(heard.claim),
        stage=events[0].stage,
        is_denied=heard.claim.stance in _UNSAYING or all(event.denied for event in events),
    )
    held = [count for count in heard.claim.counts if _is_besieged(count, events)]
    for count in held:
        yield msgspec.structs.replace(line, low=count.low, high=count.high, bound=count.bound, unit=count.unit)
    if not held:
        yield line


def _is_besieged(count: Count, events: list[EventMention]) -> bool:
    """Say whether a figure is of the besieged: people whom nothing else befell, near a word for the siege."""
    is_people = (
        count.unit in _HELD_UNITS and count.effect in {"other", "displaced"} and count.category not in {"soldier", "fighter"}
    )
    return is_people and any(abs(count.span.start - event.span.start) <= _REACH_CHARACTERS for event in events)


def _places(claim: Claim) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.name for place in claim.places))


def _said(material: Material, heard: Heard, labels: Labels) -> SaidBy:
    claim, told = heard.claim, material.by_claim.get(heard.claim.id)
    who = claim.speaker
    return SaidBy(
        name=who.name if who else publisher_of(material, [claim.report], labels),
        actor=who.actor if who else None,
        via=tuple(relay.name for relay in claim.via),
        unnamed=who.unnamed if who else claim.voice != "narration",
        stance=claim.stance,
        standing=heard.standing,
        said_on=heard.said_on,
        known_on=heard.known_on,
        source=claim.id,
        number=told.number if told else None,
        report=claim.report,
    )
