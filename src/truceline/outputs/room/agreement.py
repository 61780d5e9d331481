"""The page of one agreement: its text in rows, its state, what is alleged against it, and what changed since another day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline.errors import NotFoundError
from truceline.model.agreements import Agreement
from truceline.model.status import AuthorityClaim, Declaration, Status
from truceline.model.violations import Position, Violation
from truceline.outputs.labels import Labels
from truceline.outputs.report import agreement_part
from truceline.outputs.report.agreement_part import ConditionRows, PhaseStep, Strip
from truceline.outputs.room.agreement_clauses import AgreementText, text_of
from truceline.outputs.room.citing import Spot, actor_names, called, spots
from truceline.outputs.views.agreement_text import AgreementName, agreement_page
from truceline.outputs.views.incident_list import waiting
from truceline.outputs.views.learned import SideChange, between
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.status_page import status_page
from truceline.outputs.views.violation_list import assessed

SHOWN = 12
"""So many of the latest declarations stand open; the others are folded, and none is left out."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """So many alleged violations stand so for one authority: ``authority`` by name, "arithmetic" for ours."""

    authority: str
    value: str
    number: int


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """Clause by alleged party: in how many incidents, and how these stand. ``party`` None: nobody whom the clause binds."""

    clause: str
    number: str | None
    summary: str
    party: str | None
    party_name: str
    incidents: int
    overdue: int
    occurrence: tuple[Tally, ...]
    attribution: tuple[Tally, ...]
    finding: tuple[Tally, ...]


class AgreementRoom(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page of an agreement shows; everything but ``basis`` and ``others`` is None or empty where there is none.

    ``on``: the day for which the state is asked. ``others``: all agreements to choose from. ``strip`` is what people stand
    behind, ``proposed`` what it would be with the proposals. ``authority``: who says who may declare it over (or begin it ...);
    ``declarations`` the latest, ``earlier`` the others. ``table``: alleged violations by clause and party. ``since``: the day
    from which ``changes`` are counted, None where none was asked for; ``was_there``: whether it was known of then. ``spots``,
    ``actors`` and ``incidents`` say what an id stands for.
    """

    basis: Basis
    agreement: AgreementName | None
    others: tuple[AgreementName, ...]
    spots: Mapping[str, Spot]
    actors: Mapping[str, str]
    incidents: Mapping[str, str]
    on: str | None = None
    text: AgreementText | None = None
    strip: Strip | None = None
    proposed: Strip | None = None
    steps: tuple[PhaseStep, ...] = ()
    conditions: tuple[ConditionRows, ...] = ()
    authority: tuple[AuthorityClaim, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    earlier: tuple[Declaration, ...] = ()
    table: tuple[TableRow, ...] = ()
    since: str | None = None
    was_there: bool = True
    changes: tuple[SideChange, ...] = ()


def built(
    material: Material,
    labels: Labels,
    agreement: str | None = None,
    *,
    since: str | None = None,
    earlier: Material | None = None,
) -> AgreementRoom:
    """Return the page of an agreement (None: that of the day asked for); ``earlier``: the material as known on ``since``.

    Raises:
        NotFoundError: the theatre has no agreement of this id by the day named.
    """
    names, incidents = actor_names(material, labels.lang), called(material, labels.lang)
    text = agreement_page(material, agreement)
    text = msgspec.structs.replace(text, names={each: names.get(each, name) for each, name in text.names.items()})
    part = agreement_part.build(material, incidents, labels, agreement)
    if text.agreement is None or part is None:
        return AgreementRoom(
            basis=material.basis(waiting(material)),
            agreement=None,
            others=text.others,
            spots=spots(material),
            actors=names,
            incidents=incidents,
        )
    status, violations = part.strip.status, assessed(material, text.agreement)
    idle = {phase.id: phase.name for phase in status.phases if phase.state != "under_way"}
    said = sorted(status.declarations, key=lambda each: each.date or "", reverse=True)
    before = _before(earlier, text.agreement) if earlier else None
    return AgreementRoom(
        basis=material.basis(waiting(material)),
        agreement=AgreementName(id=text.agreement.id, name=text.agreement.name, date=text.agreement.date),
        others=text.others,
        spots=spots(material),
        actors=names,
        incidents=incidents,
        on=status.on,
        text=text_of(text, idle, violations),
        strip=part.strip,
        proposed=part.proposed,
        steps=part.steps,
        conditions=part.conditions,
        authority=status.authority,
        declarations=tuple(said[:SHOWN]),
        earlier=tuple(said[SHOWN:]),
        table=tuple(_table(text.agreement, violations, names)),
        since=since,
        was_there=earlier is None or before is not None,
        changes=tuple(between(before, status, text.agreement, material, labels)) if before else (),
    )


def _before(earlier: Material, agreement: Agreement) -> Status | None:
    """Return the state on the earlier day, None where the agreement was not known of then."""
    try:
        return status_page(earlier, agreement=agreement.id).status
    except NotFoundError:
        return None


def _table(agreement: Agreement, violations: Sequence[Violation], names: Mapping[str, str]) -> Iterator[TableRow]:
    """Yield a row for each clause and alleged party, in the order of the document."""
    groups: dict[tuple[str, str | None], list[Violation]] = {}
    for each in violations:
        groups.setdefault((each.clause, each.party), []).append(each)
    clauses = {clause.id: (place, clause) for place, clause in enumerate(agreement.clauses)}
    parties = {party: place for place, party in enumerate(agreement.parties)}
    order = sorted(groups, key=lambda key: (clauses[key[0]][0], key[1] is None, parties.get(key[1] or "", len(parties))))
    for clause, party in order:
        found, (_, written) = groups[clause, party], clauses[clause]
        yield TableRow(
            clause=clause,
            number=written.number,
            summary=written.summary,
            party=party,
            party_name=names.get(party or "", party or ""),
            incidents=len({each.incident for each in found}),
            overdue=sum(bool(each.overdue) for each in found),
            occurrence=tuple(_tallies((each.occurrence for each in found), names)),
            attribution=tuple(_tallies((each.attribution for each in found), names)),
            finding=tuple(_tallies((each.finding for each in found), names)),
        )


def _tallies(positions: Iterable[Mapping[str, Position]], names: Mapping[str, str]) -> Iterator[Tally]:
    counts = Counter((authority, position.value) for each in positions for authority, position in each.items())
    first = {authority: place for place, (authority, _) in reversed(list(enumerate(counts)))}
    for (authority, value), number in sorted(counts.items(), key=lambda item: first[item[0][0]]):
        yield Tally(authority=names.get(authority, authority), value=value, number=number)
