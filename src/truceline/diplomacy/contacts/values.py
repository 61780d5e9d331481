"""What the assertions about contacts come to: encounters, series, bodies, channels, threats, withheld terms."""

from __future__ import annotations

import msgspec

from truceline.diplomacy.values import Perhaps, Saying, Who
from truceline.model.counts import Bound
from truceline.model.diplomacy import ChannelAct, ContactKind, ThreatKind


class SaidWho(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is said to have had a part in it, and who says so."""

    who: Who
    says: tuple[Saying, ...]


class SaidWords(msgspec.Struct, frozen=True, kw_only=True):
    """A day, a place, a matter: ``value`` as told, ``name`` to show."""

    value: str
    name: str
    says: tuple[Saying, ...]


class SaidRange(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as told: ``low`` to ``high`` (None: not told) of ``unit`` ("minutes", "foreign ministers")."""

    low: int | None
    high: int | None
    unit: str
    says: tuple[Saying, ...]


class SaidNth(msgspec.Struct, frozen=True, kw_only=True):
    """How often it is said to have been: "the third time in barely ten days" is 3 and P10D.

    ``in_record``: how many of this series the record has in that time.
    """

    nth: int
    within: str | None
    bound: Bound | None
    says: tuple[Saying, ...]
    in_record: int = 0


class Encounter(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="encounter"):
    """One call or meeting, with everything said of it side by side.

    ``id``: of the subject that people opened (``ct2``), else ``ct:`` and the claim that is first with it. ``day``: the first day
    told, None where none is. ``held`` and ``planned``: who says that it took place, who that it was to come. ``contested`` names
    the fields of which the accounts rule each other out. ``grouped`` says why these are taken for one. ``lapsed``: it was to
    come, its last day told lies before the day asked for, and nobody tells that it was held.
    """

    id: str
    kinds: tuple[ContactKind, ...]
    title: str
    day: str | None
    grouped: str
    reference: str | None = None
    participants: tuple[SaidWho, ...] = ()
    body: tuple[SaidWho, ...] = ()
    chairs: tuple[SaidWho, ...] = ()
    days: tuple[SaidWords, ...] = ()
    ends: tuple[SaidWords, ...] = ()
    places: tuple[SaidWords, ...] = ()
    durations: tuple[SaidRange, ...] = ()
    attendance: tuple[SaidRange, ...] = ()
    nth: tuple[SaidNth, ...] = ()
    about: tuple[SaidWords, ...] = ()
    held: tuple[Saying, ...] = ()
    planned: tuple[Saying, ...] = ()
    not_so: tuple[Saying, ...] = ()
    contested: tuple[str, ...] = ()
    lapsed: bool = False
    perhaps: tuple[Perhaps, ...] = ()


class Series(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="series"):
    """The contacts between two offices, by their ids in the order of days; ``nth``: which one in a row somebody counts."""

    between: tuple[Who, Who]
    contacts: tuple[str, ...]
    nth: tuple[SaidNth, ...] = ()


class SaidCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many members a body is said to have on a day (None: not told)."""

    low: int | None
    high: int | None
    at: str | None
    says: tuple[Saying, ...]


class Body(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="body"):
    """A body with its members and chairs as said, and the ids of its meetings in the order of days."""

    id: str
    who: Who
    reference: str | None = None
    members: tuple[SaidWho, ...] = ()
    chairs: tuple[SaidWho, ...] = ()
    counts: tuple[SaidCount, ...] = ()
    meetings: tuple[str, ...] = ()
    not_so: tuple[Saying, ...] = ()


class ChannelStep(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a channel on a day, as somebody says; ``by``: whose act it is said to be."""

    day: str
    act: ChannelAct
    by: Who | None
    says: tuple[Saying, ...]


class ChannelLine(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="channel"):
    """A channel between sides: its steps in the order of days, and its ``latest``, by the last day of which anything is told.

    More than one act in ``latest``: they are told differently. A proposal to resume it leaves it as it was, and stands in
    ``asked``.
    """

    id: str
    between: tuple[Who, ...]
    what: str
    grouped: str
    reference: str | None = None
    steps: tuple[ChannelStep, ...] = ()
    latest: tuple[ChannelStep, ...] = ()
    asked: tuple[ChannelStep, ...] = ()
    not_so: tuple[Saying, ...] = ()
    perhaps: tuple[Perhaps, ...] = ()


class ThreatMade(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="threat"):
    """A threat, a warning or an ultimatum as said.

    ``passed``: whether its deadline lies before the day asked for (None: it has none). ``of``: the subject under which
    people entered it. ``not_so``: who says that it was not made.
    """

    kind: ThreatKind
    by: Who
    against: Who | None
    words: str
    condition: str | None
    day: str
    deadline: str | None
    passed: bool | None
    says: tuple[Saying, ...]
    not_so: tuple[Saying, ...] = ()
    of: str | None = None


class Withheld(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="withheld"):
    """The terms of something are kept from the public: ``of`` what (an id or words), by whom, and who says so."""

    of: str
    name: str
    by: Who | None
    day: str
    says: tuple[Saying, ...]
    not_so: tuple[Saying, ...] = ()


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; each part in the order of days, what has none last."""

    encounters: tuple[Encounter, ...] = ()
    series: tuple[Series, ...] = ()
    bodies: tuple[Body, ...] = ()
    channels: tuple[ChannelLine, ...] = ()
    threats: tuple[ThreatMade, ...] = ()
    withheld: tuple[Withheld, ...] = ()
