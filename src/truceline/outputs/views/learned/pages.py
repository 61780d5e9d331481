"""What was learned, as values: every line names the claims that made it so."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model import Stance, Standing
from truceline.outputs.views.pages import Basis, Selection

ClaimNews = Literal["added", "corrected", "retracted", "stands_again", "standing", "replaced", "gone"]
"""``stands_again``: what had taken it back or corrected it counts no longer. ``standing``: a person decided on it, or anew.
``replaced``: another claim took its place. ``gone``: it is not in the later state, and nothing there says why."""
IncidentNews = Literal["added", "changed", "gone"]
IncidentField = Literal["type", "time", "place", "means", "alleged_perpetrator", "figures", "contested", "origins", "reports"]
Side = Literal["arrangement", "adherence", "assessments", "ground", "conditions", "phases", "declarations", "authority"]
MovementNews = Literal["movement", "state", "no_state", "figure"]


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of our own: its ``code`` among the labels ``learned_told``, and the words that it is filled with, by name."""

    code: str
    values: dict[str, str] = {}


class ClaimChange(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one claim: who says what, in which words, and ``news`` of it.

    ``name`` of who says it (empty: the report's own voice); ``by``: the claims that corrected, retracted or replaced it;
    ``before`` and ``after``: how it stood and stands, where that changed. ``day``: from which it was known.
    """

    news: ClaimNews
    claim: str
    report: str
    name: str
    stance: Stance
    words: str
    day: str
    publisher: str | None
    incident: str | None
    by: tuple[str, ...] = ()
    before: Standing | None = None
    after: Standing | None = None


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said of an incident that is another now. None: nothing was said, or is said no longer. ``what``: which figure."""

    field: IncidentField
    before: str | None
    after: str | None
    claims: tuple[str, ...]
    what: str = ""

    @property
    def told(self) -> Sentence:
        """What was told then and is told now."""
        has_own = self.field in {"type", "contested", "origins", "reports"}
        return then_and_now(self.field if has_own else "told", self.before, self.after)


class IncidentChange(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that is new, is told otherwise, or is no more; ``now_in``: the incidents in which its claims are then.

    ``claims``: those that it has now and had not.
    """

    news: IncidentNews
    id: str
    name: str
    changes: tuple[FieldChange, ...] = ()
    claims: tuple[str, ...] = ()
    now_in: tuple[str, ...] = ()


class SideChange(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an agreement's state that is another now; ``of`` whom or what, in words (empty: of the whole).

    ``told``: what held then, what holds now and what made it so, in sentences.
    """

    side: Side
    of: str
    before: str | None
    after: str | None
    claims: tuple[str, ...]
    told: tuple[Sentence, ...] = ()


class AgreementChange(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in the state of one agreement; ``is_new``: the earlier state had not heard of it."""

    id: str
    name: str
    changes: tuple[SideChange, ...]
    is_new: bool = False


class MovementChange(msgspec.Struct, frozen=True, kw_only=True):
    """A movement that is new, or is told to be in another state, or of which another figure or end is told.

    ``code`` of the state or phase and its ``group`` (empty: of a new movement); ``claims``: ids of the claims and tellings that
    say so.
    """

    news: MovementNews
    id: str
    name: str
    group: str
    code: str
    claims: tuple[str, ...]
    before: str | None = None
    after: str | None = None


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that came to be known; its title is its id where there is none."""

    id: str
    title: str
    publisher: str | None
    day: str


class LearnedPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the state ``after`` says that ``before`` did not, of the same record for the same reader.

    Lines stand in the order of the record. ``waiting_before`` and ``waiting``: how many proposals waited then and wait now.
    ``names``: who says each claim and telling that a line names; ``entries``: which entry of the log it is.
    ``without_movements``: for this reader movements have a page of their own.
    """

    basis: Basis
    before: Selection
    after: Selection
    reports: tuple[NewReport, ...]
    incidents: tuple[IncidentChange, ...]
    claims: tuple[ClaimChange, ...]
    agreements: tuple[AgreementChange, ...]
    movements: tuple[MovementChange, ...]
    waiting_before: int
    waiting: int
    names: dict[str, str] = {}
    entries: dict[str, int] = {}
    without_movements: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was learned."""
        return not (self.reports or self.incidents or self.claims or self.agreements or self.movements)


def then_and_now(code: str, before: str | None, after: str | None, **values: str) -> Sentence:
    """Return the sentence of something told then and now; ``code`` has two others, for what was told or is told alone."""
    ending = "_new" if before is None else "_gone" if after is None else ""
    told = {"then": before, "now": after}
    return Sentence(f"{code}{ending}", {**values, **{name: words for name, words in told.items() if words is not None}})
