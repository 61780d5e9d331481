"""The text of an agreement in rows: clauses as an outline, who has which part in it, and who it says may do what.

Only what was public on the day asked for; of a clause whose terms were not, its number stands there and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline.model.agreements import Acceptance, Agreement, Capacity, Clause, Exclusion
from truceline.model.violations import Violation
from truceline.outputs.views.agreement_text import AgreementPage


class ContestRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says of a clause that it is a duty, none, or only a new proposal; ``says`` is the code."""

    by: str
    says: str
    on: str | None
    is_verified: bool


class ClauseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One clause in our words. ``bound`` by name, empty: all parties. ``waits_for_phase``: the name of its phase, not under way.

    ``incidents``: how many incidents are alleged to concern it. ``is_verified``: its wording was checked against the text.
    """

    id: str
    number: str | None
    summary: str
    kind: str
    bound: tuple[str, ...]
    since: str | None
    until: str | None
    phase: str | None
    waits_for_phase: str | None
    exceptions: tuple[str, ...]
    contests: tuple[ContestRow, ...]
    is_contested: bool
    is_verified: bool
    incidents: int


class RoleRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a part: ``who`` by name, ``role`` in the text's words or a code; ``by``: who claims it, None: the text."""

    who: tuple[str, ...]
    role: str
    since: str | None = None
    until: str | None = None
    by: str | None = None
    is_verified: bool = True


class ActRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the text says of who may do what. ``by`` None in ``claimed_by``: the text itself; ``clause``: its number."""

    act: str
    by: tuple[str, ...]
    manner: str
    changes: str
    clause: str | None
    claimed_by: str | None
    is_verified: bool


class AcceptanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A party accepted or refused by its own act, on a day; ``to``: to whom that was made known, where the text asks for it."""

    party: str
    act: str
    on: str
    to: str | None
    is_verified: bool


class DueRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is due when: a line of the text's own calendar (``by`` in its times), or a step of a procedure (within a time)."""

    what: str
    who: tuple[str, ...]
    at: str
    until: str | None
    of: str | None
    is_verified: bool


class AgreementText(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement's text in rows, with the citations of its ``sources``; ``applies``: in which words its reach is limited.

    ``withheld`` are the numbers of clauses whose terms were not public, ``withheld_more`` counts the parts without a number.
    """

    about: str | None
    effective_at: str | None
    ends_at: str | None
    applies: str | None
    parties: tuple[RoleRow, ...]
    acceptances: tuple[AcceptanceRow, ...]
    capacities: tuple[RoleRow, ...]
    third_parties: tuple[RoleRow, ...]
    excluded: tuple[RoleRow, ...]
    clauses: tuple[ClauseRow, ...]
    acts: tuple[ActRow, ...]
    calendar: tuple[DueRow, ...]
    procedures: tuple[DueRow, ...]
    withheld: tuple[str, ...]
    withheld_more: int
    sources: tuple[str, ...]


def text_of(page: AgreementPage, waiting: Mapping[str, str], violations: Sequence[Violation]) -> AgreementText | None:
    """Return the text in rows, None where there is none; ``waiting``: names of phases that are not under way, by id."""
    text = page.agreement
    if text is None:
        return None
    writer = _Writer(text, page.names, waiting, violations)
    numbered = tuple(each.number for each in page.withheld if each.number)
    return AgreementText(
        about=text.about,
        effective_at=text.effective_at,
        ends_at=text.ends_at,
        applies=text.coverage.words,
        parties=tuple(writer.parties()),
        acceptances=tuple(map(writer.acceptance, text.acceptances)),
        calendar=tuple(
            DueRow(what=each.summary, who=writer.all(each.by), at=each.at, until=each.until, of=None, is_verified=each.verified)
            for each in text.timetable
        ),
        procedures=tuple(writer.procedures()),
        capacities=tuple(writer.role(each, each.holders, each.name) for each in text.capacities),
        third_parties=tuple(RoleRow(who=writer.all((each.actor,)), role=each.role) for each in text.third_parties),
        excluded=tuple(writer.role(each, (each.actor,), "excluded") for each in text.exclusions),
        clauses=tuple(map(writer.clause, text.clauses)),
        acts=tuple(writer.acts()),
        withheld=numbered,
        withheld_more=len(page.withheld) - len(numbered),
        sources=tuple(each.citation for each in text.source_text),
    )


class _Writer:
    """One text and the names in it."""

    def __init__(
        self, text: Agreement, names: Mapping[str, str], waiting: Mapping[str, str], violations: Iterable[Violation]
    ) -> None:
        self._text = text
        self._names = names
        self._waiting = waiting
        concerned: dict[str, set[str]] = {}
        for each in violations:
            concerned.setdefault(each.clause, set()).add(each.incident)
        self._concerned = concerned

    def one(self, actor: str | None) -> str | None:
        return self._names.get(actor, actor) if actor else None

    def all(self, actors: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._names.get(each, each) for each in actors)

    def acceptance(self, each: Acceptance) -> AcceptanceRow:
        return AcceptanceRow(
            party=self.one(each.party) or "",
            act=each.act,
            on=each.on,
            to=self.one(each.communicated_to),
            is_verified=each.verified,
        )

    def role(self, each: Capacity | Exclusion, who: Iterable[str], role: str) -> RoleRow:
        return RoleRow(
            who=self.all(who),
            role=role,
            since=each.since,
            until=each.until,
            by=self.one(each.claimed_by),
            is_verified=each.verified,
        )

    def parties(self) -> Iterator[RoleRow]:
        """Yield the parties in the order of the text, each with how it signed, where it did."""
        for party in self._text.parties:
            signed = [each for each in self._text.signatories if each.party == party]
            role = "; ".join(each.as_signed for each in signed)
            verified = all(each.verified for each in signed)
            yield RoleRow(
                who=self.all((party,)), role=role, since=next((s.on for s in signed if s.on), None), is_verified=verified
            )

    def clause(self, each: Clause) -> ClauseRow:
        phase = next((phase.name for phase in self._text.phases if phase.id == each.phase), None)
        return ClauseRow(
            id=each.id,
            number=each.number,
            summary=each.summary,
            kind=each.kind,
            bound=self.all(each.bound),
            since=each.since,
            until=each.until,
            phase=phase,
            waits_for_phase=self._waiting.get(each.phase or ""),
            exceptions=tuple(one.summary for one in each.exceptions),
            contests=tuple(
                ContestRow(by=self.one(one.claimed_by) or "", says=one.says, on=one.on, is_verified=one.verified)
                for one in each.contests
            ),
            is_contested=each.existence == "contested",
            is_verified=each.verified,
            incidents=len(self._concerned.get(each.id, ())),
        )

    def procedures(self) -> Iterator[DueRow]:
        """Yield the steps of every procedure in the order of the text."""
        for procedure in self._text.procedures:
            for step in procedure.steps:
                yield DueRow(
                    what=step.summary or step.id,
                    who=self.all(step.by),
                    at=step.within or "",
                    until=None,
                    of=procedure.name,
                    is_verified=step.verified and procedure.verified,
                )

    def acts(self) -> Iterator[ActRow]:
        numbers = {clause.id: clause.number or clause.id for clause in self._text.clauses}
        for each in self._text.acts:
            yield ActRow(
                act=each.act,
                by=self.all(each.by),
                manner=each.manner,
                changes="arrangement" if each.changes == "arrangement" else "own_adherence",
                clause=numbers.get(each.clause or ""),
                claimed_by=self.one(each.claimed_by),
                is_verified=each.verified,
            )
