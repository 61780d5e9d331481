"""Quantities: vehicles in a convoy and vehicles destroyed, cargo loaded, removed, delivered, people it is for, areas approved.

Each figure is one of its own; none is added to another. ``quantity.vehicles``, ``quantity.people``, ``quantity.cargo``,
``quantity.areas``, ``quantity.removed``, ``quantity.share`` ("70% of the medical supplies").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, get_args

from truceline.model import Count
from truceline.model.counts import Bound
from truceline.model.movements import Phase, Quantity
from truceline.movements.reading.line import Found, Line, clause
from truceline.movements.reading.lists import phrase_table, word_set
from truceline.movements.wording.acts import Act
from truceline.movements.wording.lists import number_of
from truceline.movements.wording.moods import listed
from truceline.movements.wording.stretches import NOWHERE, Range, phrase_to
from truceline.movements.wording.tokens import hits

BOUNDS = frozenset(get_args(Bound))
_CARGO = frozenset({"tonnes", "parcels"})
_PEOPLE = frozenset({"people", "families"})
_VEHICLES = frozenset({"trucks", "vehicles"})
_STEPS = frozenset({"areas", "locations", "requests", "convoys", "permits", "villages"})
_PEOPLE_FOR = frozenset({"for", "to"})
_NEED = frozenset("need needs needed needing require requires required lack lacks lacked wanted appealed".split())
_HARM: dict[str, Phase] = {"destroyed": "destroyed", "damaged": "damaged"}


_BEFALLEN = frozenset(
    {
        "upon:aborted",
        "upon:suspended",
        "upon:looted",
        "upon:attacked",
        "upon:held",
        "upon:turned_back",
        "upon:inspected",
        "own:returning",
        "removing",
        "delaying",
    }
)
"""What befalls some vehicles says nothing of how many are in the movement."""


class _Phased(NamedTuple):
    """The phase of a figure, whether the words deny it, and whether it is of no one movement."""

    phase: Phase
    is_denied: bool = False


def quantities(line: Line) -> Iterator[Found]:
    """Yield the figures of a sentence that belong to a movement, and what is told of its cargo without a figure."""
    for at, count in line.scene.counts(line.sentence):
        yield from _counted(line, at, count)
    yield from _compounds(line)
    yield from _shares(line)
    yield from _cargo(line)
    yield from _removed(line)


def _counted(line: Line, at: int, count: Count) -> Iterator[Found]:
    if count.unit in _VEHICLES and line.is_about_aid(word_set("of_aid")):
        yield from _vehicles(line, at, count)
    elif count.unit in _PEOPLE and count.effect in {"other", "delivered", "displaced"}:
        yield from _people(line, at, count)
    elif count.unit in _CARGO and line.is_about_aid(word_set("of_aid")):
        phased = _phase(line, at)
        if phased is not None:
            yield _found(line, at, count, phased, "quantity.cargo")
    elif count.unit in _STEPS and line.is_about_aid(word_set("of_aid") | word_set("requests")):
        phased = _decided(line, at)
        if phased is not None:
            yield _found(line, at, count, phased, "quantity.areas", is_general=True)


def _vehicles(line: Line, at: int, count: Count) -> Iterator[Found]:
    """Read "18 out of 31 trucks" destroyed, "a convoy of 31 trucks", "46 trucks entered"."""
    harm = _HARM.get(count.effect)
    if not line.is_about_aid(frozenset({"convoy", "aid"})) or count.presupposed:
        return
    is_general = any(m.is_general and not m.is_loose for m in line.mentions if m.first <= at) or "each" in line.low[at : at + 4]
    if harm is not None:
        yield _found(line, at, count, _Phased(harm), "quantity.vehicles")
    elif count.effect in {"other", "delivered", "deployed"} and not count.of_total and (phase := _sent(line, at)) is not None:
        yield _found(line, at, count, phase, "quantity.vehicles", is_general=is_general)


def _sent(line: Line, at: int) -> _Phased | None:
    """Return whether vehicles are in the movement: not where they are only wished for, planned where they are to go."""
    act = _verb_of(line, at)
    if act is not None and act.roles & {"granting", "asking"}:
        return _decided(line, at)
    is_befallen = act is not None and any(role in _BEFALLEN for role in act.roles) and _is_part_of(line, act, at)
    is_befallen = is_befallen or (act is not None and "upon:delivered" in act.roles and act.first < at)
    is_coming_back = any("own:returning" in a.roles and a.first < at for a in line.acts)
    if is_befallen or is_coming_back:
        return None
    if act is None or act.mood == "done":
        return _Phased("sent")
    if act.mood == "planned":
        return _Phased("planned")
    return _Phased("sent", is_denied=True) if act.mood == "undone" else None


def _is_part_of(line: Line, act: Act, at: int) -> bool:
    """Say whether a figure is of what a verb is done to, not of a movement named before it: "a convoy of 31 trucks was hit"."""
    where = act.subject if act.is_passive else act.object
    is_of_movement = act.is_passive and any(where[0] <= m.first < at and not m.is_loose for m in line.mentions)
    return where[0] <= at < where[1] and not is_of_movement


def _verb_of(line: Line, at: int) -> Act | None:
    """Return the verb that a figure belongs to: the one whose subject or object it stands in, the nearest of them."""
    around = [a for a in line.acts if a.subject[0] <= at < a.subject[1] or a.object[0] <= at < a.object[1]]
    return min(around, key=lambda a: abs(a.first - at), default=None)


def _people(line: Line, at: int, count: Count) -> Iterator[Found]:
    """Read "aid for 78,000 people", "food was delivered to 40,000 people", "aid reached 27,500 people"."""
    low = line.low
    lead = next((i for i in range(at - 1, max(-1, at - 5), -1) if low[i] in _PEOPLE_FOR), None)
    act = _verb_of(line, at)
    is_reached = act is not None and ("own:arrived" in act.roles or "upon:delivered" in act.roles)
    if act is not None and (moved := _moved(line, at, count, act)) is not None:
        yield moved
        return
    if (lead is None and not is_reached) or _is_evacuation(line, at):
        yield from _to_be_moved(line, at, count)
        return
    begin = clause(low, at)[0]
    is_behind = any(begin <= m.first < at for m in line.mentions)
    if not is_behind and not (act and (line.head(act.subject) or line.head(act.agent))):
        return
    phased = _phase(line, at)
    if phased is None and (_is_wanted(line, at) or (act is not None and act.mood in {"open", "vowed"})):
        return
    phased = phased or _Phased("planned")
    yield _found(line, at, count, phased, "quantity.people", unit="people" if count.unit == "people" else count.unit)


def _is_wanted(line: Line, at: int) -> bool:
    """Say whether a figure is only of what is missing: "aid for 80,000 people is needed"."""
    begin, end = clause(line.low, at)
    return not _NEED.isdisjoint(line.low[begin:end])


def _moved(line: Line, at: int, count: Count, act: Act) -> Found | None:
    """Read "1,200 people were evacuated", "evacuated 350 wounded": people who are the movement themselves."""
    if not any(role.startswith("moving:") for role in act.roles) or act.mood not in {"done", "planned", "undone"}:
        return None
    phased = _Phased("planned" if act.mood == "planned" else "sent", is_denied=act.mood == "undone")
    return _found(line, at, count, phased, "quantity.people", unit="people", is_general=True)


def _is_evacuation(line: Line, at: int) -> bool:
    return line.low[at - 1 : at] == ("of",) and any(
        m.after == at - 1 and m.kind in {"evacuation", "medevac"} for m in line.mentions
    )


def _to_be_moved(line: Line, at: int, count: Count) -> Iterator[Found]:
    """Read "the evacuation of 1,200 people": so many are to be moved, whether it happened or not."""
    if _is_evacuation(line, at):
        yield _found(line, at, count, _Phased("planned"), "quantity.people", unit="people", is_general=True)


def _phase(line: Line, at: int) -> _Phased | None:
    """Return the phase that the verb of a figure gives it; None where it is only wished or nothing tells."""
    act = _verb_of(line, at)
    laden = [h for h in hits(line.low, phrase_table("laden")) if h.after <= at and clause(line.low, h.first)[1] >= at]
    if act is None or act.first < (laden[-1].first if laden else -1):
        return _Phased("loaded") if laden else None
    if act.mood in {"open", "vowed"}:
        return None
    phase = _of_verb(act) or ("loaded" if laden else None)
    if phase is None:
        return None
    if act.mood == "planned":
        return _Phased("planned")
    return _Phased(phase, is_denied=act.mood in {"undone", "refused"})


def _of_verb(act: Act) -> Phase | None:
    roles = act.roles
    found: tuple[tuple[str, Phase], ...] = (
        ("removing", "removed"),
        ("upon:delivered", "delivered"),
        ("upon:unloading", "delivered"),
        ("own:arrived", "delivered"),
        ("granting", "approved"),
        ("asking", "requested"),
        ("upon:loading", "loaded"),
        ("getting", "delivered"),
        ("loaded", "loaded"),
    )
    return next((phase for role, phase in found if role in roles), None)


def _decided(line: Line, at: int) -> _Phased | None:
    """Return the phase of areas and requests: approved, requested, delivered."""
    act = _verb_of(line, at)
    if act is None or act.mood not in {"done", "undone"}:
        return None
    if act.roles & {"granting"}:
        return _Phased("approved", is_denied=act.mood == "undone")
    if act.roles & {"asking"}:
        return _Phased("requested", is_denied=act.mood == "undone")
    return None


def _found(  # noqa: PLR0913 - what was found of a figure
    line: Line, at: int, count: Count, phased: _Phased, rule: str, *, unit: str | None = None, is_general: bool = False
) -> Found:
    item, unit = _item(line, at, count), unit or ("areas" if _is_area(line, at) else count.unit)
    is_cargo = rule == "quantity.people" and phased.phase == "removed"  # "medical items for 30,000 people were removed"
    if is_cargo:
        item = line.words(phrase_to(line.low, at - 1, 4)) or item
    fact = Quantity(
        phase=phased.phase,
        item=item if is_cargo or rule == "quantity.cargo" else unit,
        unit=unit,
        low=count.low,
        high=count.high,
        bound=count.bound,
        of_total=count.of_total,
        is_medical=not word_set("medical").isdisjoint(item.lower().split()),
        removed_by=_remover(line, at) if phased.phase == "removed" else None,
        at=line.day(clause(line.low, at)),
    )
    return Found(fact, rule, phased.is_denied, is_general)


def _is_area(line: Line, at: int) -> bool:
    return not word_set("areas").isdisjoint(line.low[at : at + 6])


def _item(line: Line, at: int, count: Count) -> str:
    """Return what is counted, as written: the words behind the number and its unit."""
    low = line.low
    begin = at
    while begin < len(low) and (number_of(low[begin].rstrip("%")) is not None or low[begin] in _BEFORE_NOUN):
        begin += 1
    end = begin
    while end < len(low) and low[end] not in _ITEM_STOPS | listed("breaks") | listed("be") | listed("have") - {"and"}:
        end += 1
    return line.words((begin, end)) or count.unit


_BEFORE_NOUN = frozenset(
    "at least more than over some about around nearly almost up to out of the only another roughly as many".split()
)
_ITEM_STOPS = frozenset("for to in on at from into by with were was near during through left arrived entered reached".split())


def _compounds(line: Line) -> Iterator[Found]:
    """Read "a 31-vehicle convoy", "the 46-truck aid convoy": the vehicles in it, whatever befell them."""
    low = line.low
    counted = {at for at, count in line.scene.counts(line.sentence) if count.unit in _VEHICLES}
    for i in range(len(low) - 2):
        n = number_of(low[i]) if i not in counted else None
        unit = low[i + 2] if low[i + 1] == "-" else low[i + 1]
        is_joined = low[i + 1] == "-" and low[i + 2] in word_set("vehicles")
        if n is None or not is_joined or not any(i < m.first <= i + 6 for m in line.mentions if not m.is_loose):
            continue
        plural = unit if unit.endswith("s") else f"{unit}s"
        yield Found(Quantity(phase="sent", item=plural, unit=plural, low=n, high=n), "quantity.vehicles")


def _shares(line: Line) -> Iterator[Found]:
    """Read "70% of the medical supplies were removed", "70 percent of the food was delivered"."""
    low = line.low
    for i, word in enumerate(low):
        digits = word.rstrip("%")
        is_share = word.endswith("%") or low[i + 1 : i + 2] in {("percent",), ("%",)} or low[i + 1 : i + 3] == ("per", "cent")
        if not is_share or number_of(digits) is None or not line.is_about_aid(word_set("of_aid")):
            continue
        of = next((j for j in range(i + 1, min(len(low), i + 5)) if low[j] == "of"), None)
        phased = _phase(line, i) if of is not None else None
        if of is None or phased is None:
            continue
        item = _noun_words(line, of + 1)
        n = number_of(digits)
        bound: Bound = "more_than" if low[i - 2 : i] == ("more", "than") else "about" if low[i - 1 : i] in _ABOUT else "exact"
        fact = Quantity(
            phase=phased.phase,
            item=item,
            unit="%",
            low=n,
            high=None if bound == "more_than" else n,
            bound=bound,
            is_medical=not word_set("medical").isdisjoint(item.lower().split()),
            removed_by=_remover(line, i) if phased.phase == "removed" else None,
        )
        yield Found(fact, "quantity.share", phased.is_denied)


_ABOUT = frozenset({("about",), ("some",), ("around",), ("nearly",), ("roughly",), ("almost",)})


def _noun_words(line: Line, first: int) -> str:
    """Return a noun phrase as written, without its article; "and" and commas between its parts belong to it."""
    low = line.low
    begin = first + (low[first : first + 1] in {("the",), ("its",), ("all",)})
    end = begin
    verbs = {act.group.first for act in line.acts}
    while (
        end < len(low)
        and end not in verbs
        and low[end]
        not in _ITEM_STOPS
        | (listed("breaks") - {"and"})
        | listed("be")
        | listed("have")
        | {
            "of",
            "that",
        }
    ):
        end += 1
    return line.words((begin, end))


def _cargo(line: Line) -> Iterator[Found]:
    """Read "trucks bearing food and other supplies": what is on them, however much."""
    for hit in hits(line.low, phrase_table("laden")):
        begin = clause(line.low, hit.first)[0]
        if not any(begin <= m.first < hit.first for m in line.mentions) or number_of(line.low[min(hit.after, len(line.low) - 1)]):
            continue
        item = _noun_words(line, hit.after)
        words = frozenset(item.lower().split())
        before = frozenset(line.low[begin : hit.first])
        if not words or before & (listed("futures") | listed("modals")):
            continue
        if any(m.first >= hit.after for m in line.mentions) or words & word_set("medical"):
            fact = Quantity(
                phase="loaded",
                item=item,
                unit="",
                low=None,
                high=None,
                bound="unknown",
                is_medical=bool(words & word_set("medical")),
            )
            yield Found(fact, "quantity.cargo")


def _removed(line: Line) -> Iterator[Found]:
    """Read "medical items were removed from the trucks by X": without a figure, whatever was removed."""
    told = {at for at, _ in line.scene.counts(line.sentence)}
    for act in line.acts:
        if "removing" not in act.roles or act.mood not in {"done", "undone"}:
            continue
        where = act.subject if act.is_passive else act.object
        item = _thing(line, where)
        is_counted = any(where[0] <= at < where[1] for at in told) or any(w.endswith("%") for w in line.low[where[0] : where[1]])
        if item is None or is_counted or {"percent", "per"}.intersection(line.low[where[0] : where[1]]):
            continue
        fact = Quantity(
            phase="removed",
            item=item,
            unit="",
            low=None,
            high=None,
            bound="unknown",
            is_medical=not word_set("medical").isdisjoint(item.lower().split()),
            removed_by=_by(line, act),
        )
        yield Found(fact, "quantity.removed", act.mood == "undone")


def _thing(line: Line, where: Range) -> str | None:
    """Return the cargo at some tokens as written; None where no cargo stands there."""
    if where == NOWHERE:
        return None
    words = frozenset(line.low[where[0] : where[1]])
    is_cargo = bool(words & word_set("medical")) or any(where[0] <= m.first < where[1] and m.is_loose for m in line.mentions)
    first = next((i for i in range(where[0], where[1]) if line.low[i] not in {",", "and", "on", "the"}), where[0])
    item = _noun_words(line, first)
    return item if (is_cargo and item and not words & word_set("vehicles") - {"vehicle"}) or (is_cargo and item) else None


def _remover(line: Line, at: int) -> str | None:
    act = _verb_of(line, at)
    return _by(line, act) if act else None


def _by(line: Line, act: Act) -> str | None:
    where = act.agent if act.is_passive else act.subject
    if act.is_passive and where == NOWHERE:
        where = line.phrase_after(frozenset({"by"}), act.object)
    return line.named(where) if where != NOWHERE else None
