"""Flying: leave to fly over a country: asked for, refused, granted; pressure to refuse it; another route; and who will not say.

``overflight.pressed`` "pressured X to deny Y permission to fly through its airspace"; ``overflight.refused`` "closed its airspace
to"; ``overflight.granted``, ``overflight.asked``; ``overflight.rerouted`` "shifted to a route over X"; ``overflight.silent``
"declined to comment on whether it pressed X". Pressure says nothing of what the pressed then did.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from truceline.model.deliveries import Overflight, OverflightAct
from truceline.movements.deliveries.line import Found, Line
from truceline.movements.deliveries.lists import phrase_table, word_set
from truceline.movements.wording.acts import Act
from truceline.movements.wording.stretches import NOWHERE, Range
from truceline.movements.wording.tokens import hits

_OVER = frozenset({"over", "via", "through", "across"})
_ACTS: tuple[tuple[str, OverflightAct, str], ...] = (
    ("denying", "refused", "overflight.refused"),
    ("allowing", "granted", "overflight.granted"),
    ("asking", "requested", "overflight.asked"),
)


def overflights(line: Line) -> Iterator[Found]:
    """Yield what a sentence says of leave to fly; who flies, as one part of it tells, holds for its other parts too."""
    found = list(_of_acts(line))
    flyer = next((f.fact.flyer for f in found if isinstance(f.fact, Overflight) and f.fact.flyer), None)
    for each in found:
        if flyer and isinstance(each.fact, Overflight) and each.fact.act == "rerouted" and each.fact.flyer is None:
            yield each._replace(fact=msgspec.structs.replace(each.fact, flyer=flyer))
        else:
            yield each


def is_of_airspace(line: Line) -> bool:
    """Say whether a sentence speaks of leave to fly: of airspace, of overflight, or of flights with leave or a route."""
    low = line.low
    if hits(low, phrase_table("airspace")):
        return True
    is_flight = not word_set("flights").isdisjoint(low)
    return is_flight and not (word_set("leave") | word_set("ways")).isdisjoint(low)


def _of_acts(line: Line) -> Iterator[Found]:
    is_about = is_of_airspace(line)
    pressed: Range = NOWHERE
    for act in line.acts:
        if "shifting" in act.roles or "flying" in act.roles:
            yield from _rerouted(line, act, is_about=is_about)
            continue
        if not is_about:
            continue
        if "pressing" in act.roles and (under := _denied_under(line, act)) is not None and act.mood in {"done", "undone"}:
            pressed = (act.first, under.object[1])
            yield _pressed(line, act, under)
        elif not pressed[0] < act.first < pressed[1]:
            yield from _decided(line, act)


def _denied_under(line: Line, act: Act) -> Act | None:
    """Return the refusal that somebody is pressed for: "pressed X to deny Y leave"."""
    later = (each for each in line.acts if each.first > act.first and "denying" in each.roles)
    found = next(later, None)
    if found is None or "to" not in line.low[act.after : found.first] or _parted(line, act.after, found.first):
        return None
    return found


def _parted(line: Line, first: int, after: int) -> bool:
    return not {",", ";", "but", "while", "which"}.isdisjoint(line.low[first:after])


def _pressed(line: Line, act: Act, under: Act) -> Found:
    where = act.subject if act.is_passive else (act.after, under.first)
    of = line.actors(where)
    if not of and not {"it", "us", "them"}.isdisjoint(line.low[where[0] : where[1]]) and line.scene.speaker:
        of = (line.scene.speaker,)
    fact = Overflight(
        act="pressed_to_refuse",
        flyer=_flyer(line, under, of),
        over=_over(line, under, of),
        by=line.actor(act.agent if act.is_passive else act.subject),
        of=of,
        at=line.day((act.first, under.object[1])),
    )
    return Found(fact, "overflight.pressed", act.mood == "undone")


def _flyer(line: Line, act: Act, others: tuple[str, ...]) -> str | None:
    """Return who flies: the first actor behind the verb who is none of those that decide."""
    return next((actor for actor in line.actors((act.after, act.object[1])) if actor not in others), None)


def _over(line: Line, act: Act, of: tuple[str, ...]) -> tuple[str, ...]:
    """Return over which countries: those named behind "over" or "through", else, for "its airspace", those who decide."""
    low = line.low
    for i in range(act.after, act.object[1]):
        if low[i] in _OVER:
            found = _countries(line, (i + 1, act.object[1]))
            if found:
                return found
    return _lands(line, of)


def _countries(line: Line, where: Range) -> tuple[str, ...]:
    """Return the countries at some tokens: of the places there, else the states named there."""
    found = line.countries_in(where)
    if found:
        return found
    return _lands(line, tuple(a for a in line.actors(where) if line.scene.registry.get(a).kind == "state"))


def _lands(line: Line, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the countries of some actors, each once: that which the pack gives, else the id of their state."""
    registry = line.scene.registry
    states = (registry.state(actor) for actor in actors if actor in registry)
    return tuple(dict.fromkeys(registry.get(state).country or state for state in states if state in registry))


def _decided(line: Line, act: Act) -> Iterator[Found]:
    named = next(((which, rule) for role, which, rule in _ACTS if role in act.roles), None)
    if named is None or act.mood not in {"done", "undone", "refused"}:
        return
    if not _is_leave(line, act) or _is_over_another(line, act):
        return
    which, rule = named
    doer = act.agent if act.is_passive else act.subject
    by = line.actor(doer) if doer != NOWHERE else None
    is_denied = act.mood == "undone"
    if which == "granted" and act.mood in {"undone", "refused"}:
        which, rule, is_denied = "refused", "overflight.refused", False
    elif act.mood == "refused":
        return
    yield Found(_fact(line, act, which, by), rule, is_denied)


def _is_over_another(line: Line, act: Act) -> bool:
    """Say whether a refusal is of an act that is read by itself: "refused to close its airspace", "refused to allow it"."""
    return line.low[act.after : act.after + 1] == ("to",) and any(
        act.after < each.first <= act.after + 2 and each.roles & {"denying", "allowing"} for each in line.acts
    )


def _fact(line: Line, act: Act, which: OverflightAct, by: str | None) -> Overflight:
    if which == "requested":
        of = tuple(actor for actor in line.actors((act.after, act.object[1])) if actor != by)
        return Overflight(act=which, flyer=by, over=_over(line, act, of), by=by, of=of, at=line.day(act.whole))
    own = (by,) if by else ()
    flyer = line.actor(act.subject) if act.is_passive and not _is_thing(line, act.subject) else _flyer(line, act, own)
    over = _over(line, act, own)
    return Overflight(act=which, flyer=flyer, over=over, by=by, at=line.day(act.whole))


def _is_thing(line: Line, where: Range) -> bool:
    """Say whether a subject is the leave itself and not who asks for it: "permission was refused"."""
    return not (word_set("leave") | {"airspace", "overflight", "overflights"}).isdisjoint(line.low[where[0] : where[1]])


def _is_leave(line: Line, act: Act) -> bool:
    """Say whether a verb is about leave to fly: "denied the flights passage", "closed its airspace"."""
    near = line.low[act.whole[0] : act.object[1]]
    words = word_set("leave") | word_set("flights") | {"airspace", "overflight", "overflights", "overfly", "fly"}
    return not words.isdisjoint(near) and bool(hits(line.low, phrase_table("airspace")) or not word_set("leave").isdisjoint(near))


def _rerouted(line: Line, act: Act, *, is_about: bool) -> Iterator[Found]:
    """Read "have shifted to a route over X and Y", "were rerouted via X", "now fly over X instead"."""
    low = line.low
    is_way = not word_set("ways").isdisjoint(low[act.after : act.object[1]]) or act.base[0] in {"reroute", "re-route"}
    if "flying" in act.roles:
        is_way = "instead" in low or "now" in low[max(0, act.first - 3) : act.first]
    is_of_flights = is_about or not word_set("flights").isdisjoint(low)
    if not is_way or not is_of_flights or act.mood not in {"done", "undone"}:
        return
    at = next((i for i in range(act.after, act.object[1]) if low[i] in _OVER), None)
    over = _countries(line, (at + 1, act.object[1])) if at is not None else ()
    if over:
        subject = line.actor(act.subject) if not _is_pronoun(line, act.subject) else None
        fact = Overflight(act="rerouted", flyer=subject, over=over, at=line.day(act.whole))
        yield Found(fact, "overflight.rerouted", act.mood == "undone")


def _is_pronoun(line: Line, where: Range) -> bool:
    return set(line.low[where[0] : where[1]]) <= {"they", "it", "these", "the", "flights", "planes"}


def silence(line: Line) -> Iterator[Found]:
    """Read "declined to comment on whether they pressed X", of a claim that declines and follows words on leave to fly."""
    of = tuple(dict.fromkeys(line.actors((0, len(line.low)))))
    who = line.scene.speaker
    of = tuple(actor for actor in of if actor != who) or line.countries_in((0, len(line.low)))
    yield Found(Overflight(act="declined_to_say", by=who or None, of=of), "overflight.silent")
