"""What the parts that judge are given: counted claims with their words, the incidents they were linked to, and who is who."""

from __future__ import annotations

import msgspec

from truceline.model.claims import Claim, Standing
from truceline.model.incidents import Incident
from truceline.model.observations import CoverageGap, Exposure, Observation
from truceline.model.parties import Actor
from truceline.model.places import Place
from truceline.model.violations import ViolationStep


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One counted claim. ``words`` are those of its content, ``sentence`` the whole sentence or sentences it stands in.

    ``known_on`` is the day from which a reader could know it, ``said_on`` the last day on which it can have been said.
    ``incidents`` are those to which it surely belongs, ``possible`` those to which it may. ``reading`` is what a person said that
    these words do (a word of ``ActKind``, ``assessment``, ``authority``, ``tally`` or ``nothing``), None where nobody said.
    ``mentions``: by incident, the ids of the claim's event mentions that are that happening (none given: all of them).
    ``sentence_at`` is where the sentence begins in ``Report.text``, None where that is not known.
    ``then``, of a claim that waits: the incidents it belongs to as they would be if it counted.
    """

    claim: Claim
    words: str
    sentence: str
    known_on: str
    said_on: str
    standing: Standing
    incidents: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    reading: Marked | None = None
    sentence_at: int | None = None
    mentions: dict[str, tuple[str, ...]] = {}
    then: tuple[Incident, ...] = ()


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said that a claim's words do to ``agreement``; times as in ``Declaration``; ``by`` who said so."""

    agreement: str
    does: str
    by: str
    party: str | None = None
    of: tuple[str, ...] = ()
    effective: str | None = None
    until: str | None = None


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that counts on the day ``on`` (``YYYY-MM-DD``, in the agreement's own calendar).

    ``waiting`` are the proposals that do not count, for saying how many would change something. ``places`` are the theatre's.
    ``reported`` are the days on which reports were known of which people have counted or refused anything, whatever it says, and
    those of observations; None where that is not told, as in a hearing made by hand: no day is left out for want of reports then.
    """

    on: str
    heard: tuple[Heard, ...]
    incidents: tuple[Incident, ...]
    actors: tuple[Actor, ...]
    waiting: tuple[Heard, ...] = ()
    steps: tuple[ViolationStep, ...] = ()
    observations: tuple[Observation, ...] = ()
    gaps: tuple[CoverageGap, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    places: tuple[Place, ...] = ()
    reported: tuple[str, ...] | None = None
