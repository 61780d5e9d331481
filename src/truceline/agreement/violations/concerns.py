"""Which clauses an incident concerns: what to look at, never a finding.

A clause is concerned where some account of the incident fits its ``Breach``: the kind of event and what was hit must be said, and
some place where the clause names places; where and when it was must only not speak against it. Clauses are indexed by the kind of
event, so that most pairs of incident and clause are never touched; and what was worked out for one incident serves every other
of the same pattern: of the same kinds, targets and means, lying alike to the places and the times that the text names.

>>> from truceline.model.agreements import Agreement, Breach, Calendar, Clause
>>> text = Agreement(id="a", name="A", date="2016-09-09", calendar=Calendar(day_d="2016-09-12"), source_text=(), parties=("x",),
...                  clauses=(Clause(id="c1", summary="No attack.", kind="refrain", breach=Breach(events=("V",))),))
>>> [concern.clause.id for concern in Concerns(text, ()).of_kind("V.AIR")]
['c1']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from truceline.agreement.containment import containing
from truceline.agreement.times import at, moment
from truceline.model import Place
from truceline.model.agreements import Agreement, Clause


class Seen(NamedTuple):
    """What accounts of one incident say of it, all together: kinds, what was hit, means, ids of places, and when."""

    kinds: tuple[str, ...]
    targets: frozenset[str]
    means: frozenset[str]
    places: tuple[str, ...]
    when: Stretch


class Stretch(NamedTuple):
    """From one day to another, in the calendar of the agreement, with the instants where the hour is known; None is open."""

    first: str | None = None
    last: str | None = None
    first_instant: dt.datetime | None = None
    last_instant: dt.datetime | None = None

    def is_before(self, other: Stretch) -> bool:
        """Say whether this one is surely over before the other begins."""
        if self.last is None or other.first is None or self.last > other.first:
            return False
        if self.last < other.first:
            return True
        return bool(self.last_instant and other.first_instant and self.last_instant < other.first_instant)

    def begins_inside(self, other: Stretch) -> bool:
        """Say whether this one surely lies after the beginning of the other."""
        if other.first is None:
            return True
        if self.first is None or self.first < other.first:
            return False
        if self.first > other.first or other.first_instant is None:
            return True
        return self.first_instant is not None and self.first_instant >= other.first_instant

    def ends_inside(self, other: Stretch) -> bool:
        """Say whether this one is surely over when the other ends."""
        if other.last is None:
            return True
        if self.last is None or self.last > other.last:
            return False
        if self.last < other.last or other.last_instant is None:
            return True
        return self.last_instant is not None and self.last_instant <= other.last_instant


class Fit(NamedTuple):
    """How an incident fits a clause: by what, and what of it is sure."""

    kinds: tuple[str, ...]
    hit: frozenset[str]
    means: frozenset[str]
    has_begun: bool
    has_not_ended: bool
    is_inside: bool
    is_dated: bool
    is_placed: bool


class Ground:
    """Which places lie within which."""

    def __init__(self, places: Iterable[Place]) -> None:
        known = tuple(places)
        self._within: Mapping[str, str | None] = {place.id: place.within for place in known}
        self.countries = frozenset(place.id for place in known if place.precision == "country")
        self._areas: dict[tuple[tuple[str, ...], bool], Area] = {}

    def area(self, places: tuple[str, ...], *, is_spot: bool) -> Area:
        """Return the area that these places make, one for all clauses that name the same."""
        key = (places, is_spot)
        if key not in self._areas:
            self._areas[key] = Area(places, self, is_spot=is_spot)
        return self._areas[key]

    def above(self, place: str) -> tuple[str, ...]:
        """Return a place and all that contain it, nearest first."""
        return containing(place, self._within)

    def knows(self, place: str) -> bool:
        """Say whether the place is one of the theatre."""
        return place in self._within


class Area:
    """Somewhere that a text names by places: ``holds`` tells what is known of another place.

    ``is_spot``: a country around it is too coarse to say that something may have been there.
    """

    def __init__(self, places: Iterable[str], ground: Ground, *, is_spot: bool) -> None:
        self._places = frozenset(places)
        around = frozenset(outer for place in self._places for outer in ground.above(place)[1:])
        self._around = around - ground.countries if is_spot else around
        self._ground = ground
        self._told: dict[str, bool | None] = {}

    def holds(self, place: str) -> bool | None:
        """Say whether a place lies in here; None where that cannot be told, as of a province of which this is a part."""
        if not self._places:
            return True
        if place not in self._told:
            self._told[place] = self._judge(place)
        return self._told[place]

    def _judge(self, place: str) -> bool | None:
        if not self._places.isdisjoint(self._ground.above(place)):
            return True
        return None if place in self._around or not self._ground.knows(place) else False

    def may_hold(self, places: Iterable[str]) -> bool:
        """Say whether one of these places may lie in here; of no place at all it may."""
        told = [self.holds(place) for place in places]
        return not told or any(each is not False for each in told)

    def is_sure_of(self, places: Iterable[str]) -> bool:
        """Say whether one of these places surely lies in here."""
        return not self._places or any(self.holds(place) for place in places)


class Concern:
    """One clause with what it takes for an incident to concern it. ``order`` is its place in the document."""

    __slots__ = ("_means", "_targets", "areas", "clause", "events", "order", "window")

    def __init__(self, clause: Clause, order: int, agreement: Agreement, ground: Ground) -> None:
        breach = clause.breach
        assert breach is not None, "a clause without a breach concerns no incident"
        self.clause = clause
        self.order = order
        self.events = breach.events
        self._targets = frozenset(breach.targets)
        self._means = frozenset(breach.means)
        self.areas = tuple(
            ground.area(places, is_spot=is_spot)
            for places, is_spot in ((breach.places, True), (agreement.coverage.places, False))
            if places
        )
        self.window = _window(clause, agreement)

    def fits(self, seen: Seen) -> bool:
        """Say whether what is said of an incident of a fitting kind fits this clause."""
        if self._targets and self._targets.isdisjoint(seen.targets):
            return False
        if self._means and self._means.isdisjoint(seen.means):
            return False
        if seen.when.is_before(self.window) or self.window.is_before(seen.when):
            return False
        if self.clause.breach and self.clause.breach.places and not seen.places:
            return False
        return all(area.may_hold(seen.places) for area in self.areas)

    def why(self, seen: Seen) -> str:
        """Return in a sentence why the clause is concerned, and what could not be told."""
        fit = Fit(
            seen.kinds,
            self._targets & seen.targets,
            self._means & seen.means,
            seen.when.begins_inside(self.window),
            seen.when.ends_inside(self.window),
            all(area.is_sure_of(seen.places) for area in self.areas),
            seen.when.first is not None or seen.when.last is not None,
            bool(seen.places),
        )
        return self._sentence(fit)

    def _sentence(self, fit: Fit) -> str:
        said = [f"accounts tell of {' and '.join(kind for kind in fit.kinds if _is_of(kind, self.events))}"]
        if fit.hit:
            said.append(f"it hit: {', '.join(sorted(fit.hit))}")
        if fit.means:
            said.append(f"by {', '.join(sorted(fit.means))}")
        if not fit.has_begun:
            said.append("whether that was after its beginning is not said" if fit.is_dated else "no day is said")
        if not fit.has_not_ended and fit.is_dated:
            said.append("whether that was before its end is not said")
        if not fit.is_inside:
            said.append("whether it lies where this applies is not known" if fit.is_placed else "no place is known")
        return "; ".join(said)


class Pattern(NamedTuple):
    """All of an incident that decides which clauses it concerns, and why: ``lying`` to their places, ``timed`` to their times."""

    kinds: tuple[str, ...]
    targets: frozenset[str]
    means: frozenset[str]
    lying: tuple[bool, ...]
    timed: tuple[bool, ...]


class Concerns:
    """The clauses of one agreement that an incident can concern, found by its kind."""

    def __init__(self, agreement: Agreement, places: Iterable[Place]) -> None:
        ground = Ground(places)
        self._all = tuple(
            Concern(clause, order, agreement, ground)
            for order, clause in enumerate(agreement.clauses)
            if clause.breach is not None and _is_of_incidents(clause)
        )
        self._of_kind: dict[str, tuple[Concern, ...]] = {}
        self._areas = tuple(dict.fromkeys(area for each in self._all for area in each.areas))
        self._windows = tuple(dict.fromkeys(each.window for each in self._all))
        self._lying: dict[tuple[str, ...], tuple[bool, ...]] = {}
        self._timed: dict[Stretch, tuple[bool, ...]] = {}
        self._found: dict[Pattern, tuple[tuple[Concern, str], ...]] = {}

    def concerned(self, seen: Seen) -> tuple[tuple[Concern, str], ...]:
        """Return the clauses that an incident concerns, in the order of the document, each with why."""
        pattern = Pattern(seen.kinds, seen.targets, seen.means, self._lies(seen.places), self._happened(seen.when))
        found = self._found.get(pattern)
        if found is None:
            found = self._found[pattern] = tuple((each, each.why(seen)) for each in self.of(seen.kinds) if each.fits(seen))
        return found

    def _lies(self, places: tuple[str, ...]) -> tuple[bool, ...]:
        """Return how places lie to everything that the text names by places: all that ``fits`` and ``why`` ask of them."""
        told = self._lying.get(places)
        if told is None:
            judged = [(area.may_hold(places), area.is_sure_of(places)) for area in self._areas]
            told = self._lying[places] = (bool(places), *(each for pair in judged for each in pair))
        return told

    def _happened(self, when: Stretch) -> tuple[bool, ...]:
        """Return how a time lies to those of the clauses: all that ``fits`` and ``why`` ask of it."""
        told = self._timed.get(when)
        if told is None:
            judged = [
                (when.is_before(each), each.is_before(when), when.begins_inside(each), when.ends_inside(each))
                for each in self._windows
            ]
            is_dated = when.first is not None or when.last is not None
            told = self._timed[when] = (is_dated, *(each for judgement in judged for each in judgement))
        return told

    def of_kind(self, kind: str) -> tuple[Concern, ...]:
        """Return the clauses that an event of this kind may concern, in the order of the document."""
        if kind not in self._of_kind:
            self._of_kind[kind] = tuple(each for each in self._all if _is_of(kind, each.events))
        return self._of_kind[kind]

    def of(self, kinds: tuple[str, ...]) -> tuple[Concern, ...]:
        """Return the clauses that an incident of several kinds may concern, each once, in the order of the document."""
        if len(kinds) == 1:
            return self.of_kind(kinds[0])
        found = {each.order: each for kind in kinds for each in self.of_kind(kind)}
        return tuple(found[order] for order in sorted(found))


def _is_of(kind: str, events: tuple[str, ...]) -> bool:
    """Say whether a kind is one of these or of one of these families; where none are named, every kind is."""
    return not events or any(kind == event or kind.startswith(f"{event}.") for event in events)


def _is_of_incidents(clause: Clause) -> bool:
    """Say whether a breach can be told of an incident; one that names only weapons and a line is told of observations."""
    breach = clause.breach
    assert breach is not None, "asked only where there is one"
    told = breach.events or breach.targets or breach.means or breach.places
    return bool(told) or not (breach.weapons or breach.line)


def _window(clause: Clause, agreement: Agreement) -> Stretch:
    """Return the clause's own time, else its phase's, else the agreement's; nothing outlasts the agreement."""
    phase = next((each for each in agreement.phases if each.id == clause.phase), None)
    since = clause.since or (phase.begins if phase else None) or agreement.effective_at
    first = at(since, agreement) or at("D", agreement) or at(agreement.date, agreement)
    ends = [at(until, agreement) for until in (clause.until, phase.ends if phase else None, agreement.ends_at)]
    last = min((end for end in ends if end), key=lambda end: end.day, default=None)
    return Stretch(
        first=first.day.isoformat() if first else None,
        last=last.day.isoformat() if last else None,
        first_instant=first.instant if first else None,
        last_instant=last.instant if last else None,
    )


def stretch_of(start: str | None, end: str | None, agreement: Agreement) -> Stretch:
    """Return from when to when something was, each a day or an instant, in the calendar of the agreement."""
    calendar = agreement.calendar
    if (start is None or len(start) == 10) and (end is None or len(end) == 10):
        return Stretch(start, end)
    first, last = (moment(each, calendar) if each else None for each in (start, end))
    return Stretch(
        first.day.isoformat() if first else None,
        last.day.isoformat() if last else None,
        first.instant if first else None,
        last.instant if last else None,
    )
