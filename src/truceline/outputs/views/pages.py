"""Page objects: what a page, a terminal or an export shows, each field said in a sentence. Faces only print them.

Every figure and every other value carries a `Reference`: the claim, the report, the spans and the words it comes from. No page
object holds a value that came from nowhere. "Nothing said", "unknown" and "zero" are three different things: a `Cell` without
values, a `Value` of kind ``unknown`` and a `Value` of kind ``zero``.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from truceline.model import (
    About,
    Attribution,
    Copy,
    Figure,
    Incident,
    Interval,
    RecordKind,
    Span,
    Stance,
    Standing,
    StandingCount,
    Voice,
)

Column = Literal[
    "occurrence",
    "killed",
    "injured",
    "figures",
    "means",
    "perpetrator",
    "responsibility",
    "place",
    "time",
    "stance",
]
COLUMNS: tuple[Column, ...] = get_args(Column)
ValueKind = Literal["stated", "denied", "unknown", "zero"]
EvidenceSide = Literal["for", "against", "open"]


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What part of a record is looked at.

    ``known`` keeps what was published by the end of that day, ``said`` what was surely said by the end of that day (both
    ``YYYY-MM-DD``), ``entry`` the log up to and including that entry. ``happened`` keeps what may have happened in those days:
    ``YYYY-MM-DD`` or ``FROM..TO``, both included, either left out for "open". ``with_proposals`` counts what no person has
    decided on.
    """

    known: str | None = None
    said: str | None = None
    entry: int | None = None
    happened: str | None = None
    with_proposals: bool = False


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a person. ``claims``: how many are proposed and not counted.

    ``changes``: how many of the incidents shown they would change; ``adds``: how many incidents more they would make.
    """

    claims: int = 0
    changes: int = 0
    adds: int = 0


class Undated(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out of a choice of days because nothing says when it happened; both zero where no days were chosen."""

    incidents: int = 0
    claims: int = 0


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What a page stands on.

    ``kind`` of record and ``theatre`` as titled by the pack; the ``selection``; ``size`` and ``root`` of the log; the ``version``
    of the software; what is ``waiting``; how the claims stand that this page ``counted``; and what a choice of days left out as
    ``undated``.
    """

    kind: RecordKind
    theatre: str
    selection: Selection
    size: int
    root: str
    version: str
    waiting: Waiting
    counted: StandingCount = StandingCount()
    undated: Undated = Undated()


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value stands: ``words`` are the text of ``report`` at ``spans``; ``number`` is the claim's number on the page."""

    claim: str
    number: int
    report: str
    spans: tuple[Span, ...]
    words: str


class Struck(msgspec.Struct, frozen=True, kw_only=True):
    """A value was taken back or corrected: by which claim, with its number, on which day (None: not dated)."""

    claim: str
    number: int
    day: str | None


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one account: ``text`` in the page's language, and its ``reference``: the words it comes from.

    ``kind``: stated, denied, unknown or zero. ``stance`` and ``about`` are those of the claim, ``standing`` how it stands.
    ``quoted``: no coded value could be read, and ``text`` is the account's own words. ``presupposed``: mentioned inside a claim
    about something else. ``certainty`` is for an alleged perpetrator. ``figure``: the coded figure, where it is one. ``struck``:
    what became of it, where the speaker took it back.
    """

    text: str
    kind: ValueKind
    stance: Stance
    about: About | None
    reference: Reference
    quoted: bool = False
    presupposed: bool = False
    certainty: str | None = None
    figure: Figure | None = None
    struck: Struck | None = None
    standing: Standing = "accepted"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What one account says in one column; no values: nothing said."""

    column: Column
    values: tuple[Value, ...] = ()

    @property
    def is_silent(self) -> bool:
        """The account says nothing here."""
        return not self.values


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One account: who says it, and a cell a column.

    ``speaker`` as named in the text (None: the own voice of the reports), ``name`` as the page prints it, ``actor`` its id in the
    pack; ``unnamed`` speakers stay so. ``voice``: quoted or narration; ``via`` are relays, outermost first. ``reports`` tell it,
    ``repeats`` only carry it on and add no origin. ``claims`` by id, ``cells`` in the order of `COLUMNS`. ``said_at`` and
    ``published_at`` are those of the first claim.
    """

    speaker: str | None
    name: str
    actor: str | None
    unnamed: bool
    voice: Voice
    via: tuple[str, ...]
    reports: tuple[str, ...]
    repeats: tuple[str, ...]
    claims: tuple[str, ...]
    cells: tuple[Cell, ...]
    said_at: Interval | None = None
    published_at: str | None = None


class OriginGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of one independent origin.

    ``id`` is the incident's own ("o1"), ``number`` the place on the page. ``first_seen`` is the day of first publication, None
    where not dated, ``received`` the day of receipt. ``rows`` stand in the order in which they were told.
    """

    id: str
    number: int
    first_seen: str | None
    received: str
    rows: tuple[Row, ...]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A range in words as readers could know it from ``day`` on; ``day`` None: with the reports that bear no date."""

    day: str | None
    words: str


class Foot(msgspec.Struct, frozen=True, kw_only=True):
    """What all accounts say in one column: ranges with their rule, or the rival values; ``contested`` where they differ.

    A range that changed with what was published later is a line with its days; ``steps`` has the same by line, empty for a
    line that never changed.
    """

    column: Column
    lines: tuple[str, ...]
    rule: str | None
    contested: bool
    steps: tuple[tuple[Step, ...], ...] = ()


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The competing accounts of one incident: origins of rows, a foot, and the columns about which no account says anything."""

    incident: Incident
    columns: tuple[Column, ...]
    silent: tuple[Column, ...]
    origins: tuple[OriginGroup, ...]
    foot: tuple[Foot, ...]


class ClaimView(Attribution, frozen=True, kw_only=True):
    """A claim as listed: the attribution, the report, the exact words, how it stands, and the incident it belongs to.

    ``possible`` are incidents it may belong to. ``number`` is its number on this page.
    """

    report: str
    words: str
    standing: Standing
    incident: str | None
    possible: tuple[str, ...] = ()
    number: int = 0
    published_at: str | None = None
    struck: Struck | None = None


class EvidenceItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a claim names as evidence: ``kind`` by code, ``name`` in the page's language.

    ``absent``: the words say that there is none of it. ``side``: cited for what the claim is ``about``, against it, or without
    deciding, after the claim's ``stance``. ``speaker``: who cites it, None for a report's own voice. ``reference`` is the word
    itself, ``before`` and ``after`` the claim's words around it. ``incident``: to which the claim belongs, None for none.
    """

    kind: str
    name: str
    absent: bool
    side: EvidenceSide
    about: tuple[About, ...]
    speaker: str | None
    stance: Stance
    reference: Reference
    before: str
    after: str
    incident: str | None


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """What one publisher or speaker (``part``) claimed, what was corrected, whom it repeats. There is no score.

    ``name``, and the id of its ``actor`` in the pack; ``reports`` in which it speaks; how many ``claims``; ``stances`` counts
    them, most used first. ``corrected`` are its claims that were later taken back or corrected. ``repeats``: a publisher's
    reports that copy others; ``passed_on_by``: who carries a speaker's words.
    """

    name: str
    actor: str | None
    part: Literal["publisher", "speaker"]
    reports: tuple[str, ...]
    claims: int
    stances: tuple[tuple[Stance, int], ...]
    corrected: tuple[Reference, ...]
    repeats: tuple[Copy, ...] = ()
    passed_on_by: tuple[str, ...] = ()


class NameView(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor calls itself beside what others write: ``others`` are (name, who uses it)."""

    actor: str
    name: str
    self_names: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, tuple[str, ...]], ...]


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its text and the claims that stand in it."""

    id: str
    title: str | None
    publisher: str | None
    published_at: str | None
    received_at: str
    lang: str | None
    url: str | None
    text_sha256: str
    text: str
    claims: tuple[ClaimView, ...]


class TimelineRow(msgspec.Struct, frozen=True, kw_only=True):
    """One incident on the timeline, by id and ``name``.

    ``happened``: when, as far as the accounts say, None where they do not; ``published``: the days of reports of it;
    ``contested``: the accounts differ about the time.
    """

    incident: str
    name: str
    happened: Interval | None
    published: tuple[str, ...]
    contested: bool


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Rows on one axis. ``stretches`` are runs of days (first, last) with something in them; what lies between is cut out."""

    rows: tuple[TimelineRow, ...]
    stretches: tuple[tuple[str, str], ...]


class IncidentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents of a record: ``incidents`` by their first day, undated ones last, ``names`` what to call each by its id.

    ``killed`` has, by id, the range of people killed in words, with its days where it changed with what was published later.
    """

    basis: Basis
    incidents: tuple[Incident, ...]
    names: dict[str, str]
    timeline: Timeline
    killed: dict[str, str] = {}


class DifferingView(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of another office that differs from the one made here, which stands.

    ``claims`` by id (two for a judgement on a pair), ``standing`` of the first here, ``decision`` and ``by`` there, ``origin`` of
    that log and the hash of the leaf, ``entry``, that has it.
    """

    claims: tuple[str, ...]
    standing: Standing
    decision: str
    by: str
    origin: str
    entry: str


class IncidentPage(msgspec.Struct, frozen=True, kw_only=True):
    """One incident: its ``name``, its matrix, its claims in their words, those ``possible`` for it, the evidence they cite.

    ``differing``: decisions of other offices on its claims that differ from those made here.
    """

    basis: Basis
    name: str
    incident: Incident
    matrix: Matrix
    claims: tuple[ClaimView, ...]
    possible: tuple[ClaimView, ...]
    evidence: tuple[EvidenceItem, ...]
    differing: tuple[DifferingView, ...] = ()


class ClaimsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The counted claims of a record in the order of reports and text."""

    basis: Basis
    claims: tuple[ClaimView, ...]


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """One report with its text and claims."""

    basis: Basis
    report: ReportView


class SourcesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Publishers and speakers, and the names that each actor calls itself and is called by."""

    basis: Basis
    sources: tuple[SourceView, ...]
    names: tuple[NameView, ...]
