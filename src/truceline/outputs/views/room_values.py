"""What the situation room shows, value by value: four things of the agreement, four figures of some days, the days, what changed.

Every amount is a range: ``low`` counts what is surely so, ``high`` what may be so; equal where nobody leaves it open. An amount
that is None is "nothing said", which is not zero.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger.levels import Level
from truceline.model import Incident, Interval
from truceline.model.status import Adherence, Arrangement, Assessment, Change, ConditionCount
from truceline.outputs.views.pages import Basis

FigureCode = Literal["alleged", "confirmed", "movements", "contested"]
LineCode = Literal["all", "authority", "delivered", "blocked", "attacked"]
Silence = Literal["no_agreement", "no_finding", "no_movement", "not_public"]
NewsKind = Literal["declared", "incident", "taken_back", "step"]


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """From ``first`` to ``last`` day, both included, and how many they are."""

    first: str
    last: str
    number: int


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The days that the figures are about, and as many days right ``before`` them (None: they have no beginning).

    ``is_chosen``: somebody chose them, else they end with the day asked for.
    """

    now: Days
    before: Days | None
    is_chosen: bool


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """How many in some days: at least, at most; by how many ``accounts``, from how many independent origins.

    Origins are counted for each incident or movement by itself and then added, surely at least ``origins_low``, possibly up to
    ``origins_high``: one agency that tells of two incidents is an origin of each.
    """

    low: int = 0
    high: int = 0
    accounts: int = 0
    origins_low: int = 0
    origins_high: int = 0

    def plus(self, other: Amount) -> Amount:
        """Return the two together."""
        return Amount(
            low=self.low + other.low,
            high=self.high + other.high,
            accounts=self.accounts + other.accounts,
            origins_low=self.origins_low + other.origins_low,
            origins_high=self.origins_high + other.origins_high,
        )


class FigureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a figure: ``of`` an authority (actor id) or of nothing in particular, ``now`` and in the days ``before``.

    ``before``: None where the days have none before them. ``proposed``: what it is now with the proposals, where they are asked
    for beside what people stand behind.
    """

    code: LineCode
    now: Amount
    before: Amount | None
    of: str | None = None
    proposed: Amount | None = None


class RoomFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four figures. ``silence``: why it has no lines. ``code`` names its rule, which the page writes out.

    ``proposals``: how many of those that wait would each change it if it alone were accepted. ``undated``: how many are left out
    because nothing says on which day they were, or only one end of it.
    """

    code: FigureCode
    lines: tuple[FigureLine, ...]
    proposals: int
    undated: int = 0
    silence: Silence | None = None


class DayCounts(msgspec.Struct, frozen=True, kw_only=True):
    """One day: ``incidents`` reported for it, violations ``alleged`` of it, and of these ``confirmed`` by any authority.

    ``is_reported``: the record has a report or an observation of that day; without one, zero only says that nothing is recorded.
    """

    day: str
    incidents: int
    alleged: int
    confirmed: int
    is_reported: bool


class DayChart(msgspec.Struct, frozen=True, kw_only=True):
    """The days that are drawn, without a gap, and the ``most`` of one of them; those of all others are counted as not shown.

    ``earlier`` and ``later``: the last day of a stretch before and after with something in it, None where there is nothing.
    ``has_agreement``: violations can be alleged; else only incidents are drawn.
    """

    days: tuple[DayCounts, ...]
    most: int
    earlier: str | None
    later: str | None
    has_agreement: bool


class IncidentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One incident in a table: what to call it, when and where, people killed in words, how many alleged violations."""

    id: str
    name: str
    type: str
    when: Interval | None
    places: tuple[str, ...]
    killed: str
    accounts: int
    origins_low: int
    origins_high: int
    contested: tuple[str, ...]
    violations: int


class GroundLine(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents reported since it began, beside those without a day and those that may lie before; where nobody could look."""

    incidents: int
    undated: int
    unsure: int
    gaps: int
    coverage: str
    since: str | None


class ConditionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One condition in the agreement's words (``summary``), as each of ``FourThings.counted_by`` counts it (None: not at all).

    Of what started a count anew only the last is kept here.
    """

    summary: str
    counts: tuple[ConditionCount | None, ...]


class FourThings(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the agreement as four things of the same weight, never merged (``model.status``).

    ``assessments``: the latest of each speaker, newest first, ``more_assessments`` of them are on the agreement's own page.
    ``counted_by``: who counts conditions, authorities in the order of the document, then ``arithmetic``.
    ``day_number``: the day of the arrangement, counted from 1 on the day it began; None while it has not begun. ``proposals``
    would each change something of this; ``changes``: what all of them together would, where they are asked for.
    """

    agreement: str
    name: str
    on: str
    arrangement: Arrangement
    adherence: tuple[Adherence, ...]
    assessments: tuple[Assessment, ...]
    more_assessments: int
    ground: GroundLine
    counted_by: tuple[str, ...]
    conditions: tuple[ConditionRow, ...]
    day_number: int | None
    proposals: int
    changes: tuple[Change, ...] = ()


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """The head of the log that the page stands on; ``level``: how far it is signed and witnessed, None where not known."""

    size: int
    root: str
    level: Level | None
    origin: str | None


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that became known on ``day``: ``incident``, ``claim`` with its ``report``, and ``of`` (who) where it has them.

    ``code``: the act declared, the stance that takes back, the kind of step; ``words`` of the claim, or the name of the incident.
    """

    day: str
    kind: NewsKind
    code: str
    of: str
    words: str
    incident: str | None = None
    claim: str | None = None
    report: str | None = None


class RoomPage(msgspec.Struct, frozen=True, kw_only=True):
    """The situation room.

    ``status``: None where the theatre has no agreement on the day asked for. ``on``: that day, None where nothing has one.
    ``window``: None where nothing has a day. ``incidents``: newest first, ``more_incidents`` on the list's own page; those
    that may have happened in the chosen days. ``names`` of actors by id. ``is_empty``: the record has no report at all yet.
    ``busy``: the days up to the last one of which an incident is told, where all figures are zero and it lies before their days.
    """

    basis: Basis
    on: str | None
    window: Window | None
    status: FourThings | None
    figures: tuple[RoomFigure, ...]
    chart: DayChart | None
    incidents: tuple[IncidentRow, ...]
    more_incidents: int
    news: tuple[News, ...]
    seal: Seal
    names: dict[str, str]
    is_empty: bool
    busy: Days | None = None


class IncidentList(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of the list of incidents: rows newest first, ``total`` in all that fit, and which ``sheet`` of ``sheets``.

    ``types`` and ``contested`` are the codes to choose from, with how many incidents each has in the choice of the others.
    """

    basis: Basis
    rows: tuple[IncidentRow, ...]
    total: int
    sheet: int
    sheets: int
    types: tuple[tuple[str, int], ...]
    contested: tuple[tuple[str, int], ...]


def amount_of(incident: Incident, *, low: int, high: int) -> Amount:
    """Return an amount told by the accounts of one incident."""
    origins = incident.origins
    return Amount(low=low, high=high, accounts=len(incident.accounts), origins_low=origins.sure, origins_high=origins.possible)
