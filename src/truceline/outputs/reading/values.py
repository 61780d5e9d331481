"""What the pages for close reading are made of: a claim as a line, a value in a cell, a marked run of characters.

Every claim bears a number of its own page, from 1 in the order of reports and text, and its id, which is the same on every page.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model import About, Interval, Stance, Standing, Voice
from truceline.outputs.report.drawing import FigureDrawing
from truceline.outputs.views.pages import Basis, Column, DifferingView, EvidenceItem, ValueKind

FactKind = Literal["count", "time", "place", "happening"]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A value that was read in a claim: its ``kind``, what it was read as in words, and the exact words it was ``read_from``."""

    kind: FactKind
    words: str
    read_from: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that another speaks of, by ``id``; its ``number``: None where it does not stand on this page."""

    id: str
    number: int | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What took a claim back or corrected it: the claim, and on which day, None where that is not dated."""

    by: Mention
    day: str | None


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as people read it.

    ``speaker`` as named in the text, None for the report's own voice, whose ``publisher`` stands beside; ``role`` and ``via`` as
    the text has them. ``about`` what it speaks, with which ``stance``; ``is_possible``: it calls it possible. ``words`` are the
    exact words, ``start`` the first of them; ``facts`` what was read in them. ``taken``: what became of it.
    ``is_machine_read``: no person stands behind it. ``incident`` to which it belongs, those ``possible``.
    """

    id: str
    number: int
    report: str
    speaker: str | None
    publisher: str
    role: str | None
    is_unnamed: bool
    voice: Voice
    via: tuple[str, ...]
    stance: Stance
    about: tuple[About, ...]
    is_possible: bool
    answers: tuple[Mention, ...]
    said_at: Interval | None
    standing: Standing
    is_machine_read: bool
    words: str
    start: int
    facts: tuple[Fact, ...]
    incident: str | None
    possible: tuple[str, ...]
    taken: Taken | None


class ReportHead(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a report beside its text.

    ``name``: its title, else its id. ``direction`` in which its language is written, ``auto`` where that is not known.
    ``withheld`` says why its text is not to be read here, None where it is.
    """

    id: str
    name: str
    publisher: str
    published_at: str | None
    received_at: str
    lang: str | None
    direction: str
    url: str | None
    text_sha256: str
    withheld: str | None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in words, and how precisely it is known."""

    words: str
    precision: str


class ClauseStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where one authority stands on a ``violation`` of a clause by a party (by name, None: nobody is alleged), ``since`` when."""

    violation: str
    clause: str
    party: str | None
    authority: str
    value: str
    since: str | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A value in a cell of the matrix, once, with every claim that gives it.

    ``stance``: what must be said before the value, since it is not simply stated. ``is_quoted``: the account's own words.
    ``is_in_passing``: mentioned in a claim about something else. ``is_possible``: an alleged perpetrator called possible.
    ``report``: where the first of the ``mentions`` has it.
    """

    text: str
    kind: ValueKind
    stance: Stance | None
    is_quoted: bool
    is_in_passing: bool
    is_possible: bool
    taken: Taken | None
    is_machine_read: bool
    mentions: tuple[Mention, ...]
    report: str


class ShownStance(msgspec.Struct, frozen=True, kw_only=True):
    """A stance of an account towards some things, and every claim in which it takes it."""

    stance: Stance
    about: tuple[About, ...]
    taken: Taken | None
    mentions: tuple[Mention, ...]


class MatrixCell(msgspec.Struct, frozen=True, kw_only=True):
    """What an account says in a column. ``is_silent``: nothing; ``is_contested``: the accounts differ in this column."""

    column: Column
    values: tuple[Shown, ...]
    stances: tuple[ShownStance, ...]
    is_silent: bool
    is_contested: bool


class Repeater(msgspec.Struct, frozen=True, kw_only=True):
    """A report that only carries an account on: ``publisher``, and when it was published (None: not dated)."""

    report: str
    publisher: str
    published_at: str | None


class MatrixRow(msgspec.Struct, frozen=True, kw_only=True):
    """One account. ``name`` as the page prints it; ``is_own_voice``: of the report itself; ``is_unnamed``: the text names nobody.

    ``repeats`` carry it on and add no origin. ``differs``: it says something in a column in which the accounts differ.
    """

    name: str
    is_own_voice: bool
    is_unnamed: bool
    via: tuple[str, ...]
    repeats: tuple[Repeater, ...]
    is_machine_read: bool
    cells: tuple[MatrixCell, ...]
    differs: bool


class MatrixGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of one independent origin: first published on ``first_seen`` (None: not dated), ``received`` on a day."""

    number: int
    first_seen: str | None
    received: str
    rows: tuple[MatrixRow, ...]
    differs: bool


class MatrixHead(msgspec.Struct, frozen=True, kw_only=True):
    """A column with its foot: all that is said, as ``lines``, and the ``rule`` of a range."""

    column: Column
    is_contested: bool
    lines: tuple[str, ...]
    rule: str | None


class MatrixSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The competing accounts as a table; ``silent`` are the columns about which no account says anything.

    ``is_machine_read``: no person has decided on any of it. ``differs``: there is a column in which accounts differ.
    """

    columns: tuple[MatrixHead, ...]
    groups: tuple[MatrixGroup, ...]
    silent: tuple[Column, ...]
    is_machine_read: bool
    differs: bool


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """An item of evidence with who cites it, by name, and the claim that does."""

    item: EvidenceItem
    by: str
    mention: Mention


class ReportClaims(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one report, in the order of its text."""

    report: ReportHead
    claims: tuple[ClaimLine, ...]


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log: its number, and what came in by it: a report or a claim, by id."""

    entry: int
    what: Literal["report", "claim"]
    id: str


class IncidentSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One incident with everything that is told of it.

    ``places`` with their precision, ``standings`` by clause and authority. ``waiting``: how many proposals would change it.
    ``figures`` as bars, ``matrix`` with the accounts side by side, ``claims`` in their words, those ``possible`` for it, the
    ``evidence`` they cite, decisions of other offices that are ``differing``, and the ``entries`` of the log it is made from.
    """

    basis: Basis
    id: str
    name: str
    time: Interval | None
    places: tuple[Place, ...]
    reports: int
    possible_reports: tuple[ReportHead, ...]
    origins_sure: int
    origins_possible: int
    known: str | None
    accepted: int
    entered: int
    waiting: int
    contested: tuple[str, ...]
    standings: tuple[ClauseStanding, ...]
    figures: tuple[FigureDrawing, ...]
    matrix: MatrixSheet
    claims: tuple[ReportClaims, ...]
    possible: tuple[ReportClaims, ...]
    evidence: tuple[Citation, ...]
    differing: tuple[DifferingView, ...]
    entries: tuple[LogLine, ...]


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that is there, for somebody who looked for another."""

    id: str
    name: str
    time: Interval | None


class MissingIncident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that is not there. What is ``near``, how many proposals tell of it, whether a part of the record is shown.

    ``joined``: incidents with which people merged it.
    """

    basis: Basis
    id: str
    waiting: int
    is_narrowed: bool
    joined: tuple[Near, ...]
    near: tuple[Near, ...]


class MarkedBy(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that marks a run of characters, by ``id`` and ``number``; ``lane``: which of the lines under the words is its."""

    id: str
    number: int
    stance: Stance
    lane: int
    is_machine_read: bool


class TextRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run of characters under the same marks.

    ``start``: its first character in the text, ``end`` the one after its last. ``marks`` in the order of claims, ``opens`` those
    that begin here; ``leads_to`` the claim it leads to, None where none marks it. ``is_source``: it names a speaker.
    """

    start: int
    end: int
    text: str
    marks: tuple[MarkedBy, ...]
    opens: tuple[MarkedBy, ...]
    leads_to: str | None
    is_source: bool


class TextBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of whole lines, so that a browser lays out only those that are in sight."""

    runs: tuple[TextRun, ...]


class ReportSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One report for close reading: its ``head``, its text in ``blocks``, its ``claims`` in the order of the text.

    ``rejected`` are those that people rejected; their words are not marked. ``incidents`` that it tells of, by id.
    """

    basis: Basis
    head: ReportHead
    blocks: tuple[TextBlock, ...]
    claims: tuple[ClaimLine, ...]
    rejected: tuple[ClaimLine, ...]
    incidents: tuple[Near, ...]


class WordsSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one report, for marking some of them: its ``head``, and its text in ``blocks`` with what is marked already."""

    head: ReportHead
    blocks: tuple[TextBlock, ...]


class ReviewSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal to decide on, and how many wait.

    ``claim`` None: nothing of what was asked for waits (any more). ``runs``: its words in whole sentences, with those
    around. ``place`` is where it stands among those that wait, from 1; ``following`` and ``previous`` are the claims beside it.
    ``reports`` and ``incidents``: of which anything waits, for choosing.
    """

    basis: Basis
    waiting: int
    place: int
    claim: ClaimLine | None
    head: ReportHead | None
    runs: tuple[TextRun, ...]
    following: str | None
    previous: str | None
    reports: tuple[ReportHead, ...]
    incidents: tuple[Near, ...]
