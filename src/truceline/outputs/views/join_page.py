"""Joining and parting incidents: one or two of them side by side with every claim in its words, and what was joined before."""

from __future__ import annotations

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.ledger.joinings import claims_told, joinings
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import claim_list, incident_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import incident_name
from truceline.outputs.views.pages import Basis, ClaimView


class Joinable(msgspec.Struct, frozen=True, kw_only=True):
    """An incident to choose: its ``id`` and ``name``, and of how many claims it is made."""

    id: str
    name: str
    claims: int


class JoinSide(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that was chosen, with its claims in the order of reports and text; proposals are among them."""

    id: str
    name: str
    claims: tuple[ClaimView, ...]


class JoiningView(msgspec.Struct, frozen=True, kw_only=True):
    """A merge or a split as it was recorded: ``act`` by code, which ``incidents``, how many ``claims`` it moved, by whom and why.

    ``note`` None: it cannot be read here. ``undone_by`` None: it stands.
    """

    id: str
    act: str
    incidents: tuple[str, ...]
    claims: int
    by: str
    at: str
    note: str | None
    undone_by: str | None
    undone_at: str | None


class JoinPage(msgspec.Struct, frozen=True, kw_only=True):
    """What may be joined. ``first`` and ``second`` are those chosen, None where none was; ``joinings``: the latest first."""

    basis: Basis
    incidents: tuple[Joinable, ...]
    first: JoinSide | None
    second: JoinSide | None
    joinings: tuple[JoiningView, ...]


def join_page(
    record: Record, material: Material, first: str | None = None, second: str | None = None, *, labels: Labels | None = None
) -> JoinPage:
    """Return the page; ``material`` is what the viewer may see, with proposals.

    Raises:
        NotFoundError: no such incident in it.
    """
    words = labels or load()
    found = {each.id: each for each in incident_list.folded(material)}
    names = {each.id: incident_name(material, each, words) for each in found.values()}
    for wanted in (first, second):
        if wanted and wanted not in found:
            message = f'no incident "{wanted}" here; it may have been joined with another meanwhile: choose again'
            raise NotFoundError(message)
    listed = claim_list.listed(material) if first or second else ()

    def side(incident: str | None) -> JoinSide | None:
        if not incident:
            return None
        inside = set(found[incident].claims)
        return JoinSide(id=incident, name=names[incident], claims=tuple(each for each in listed if each.id in inside))

    return JoinPage(
        basis=material.basis(incident_list.waiting(material)),
        incidents=tuple(Joinable(id=each.id, name=names[each.id], claims=len(each.claims)) for each in found.values()),
        first=side(first),
        second=side(second),
        joinings=joinings_seen(record, material),
    )


def joinings_seen(record: Record, material: Material) -> tuple[JoiningView, ...]:
    """Return the joinings of which every claim may be seen; of another one nothing is told.

    A claim that was corrected is seen where the one that stands in its place is.
    """
    several = (material.told, material.waiting, material.rejected)
    there = {each.claim.id for part in several for each in part}
    found = joinings(record)
    there |= _replaced(record, there) if found else set()
    return tuple(
        JoiningView(
            id=each.id,
            act=each.act,
            incidents=each.incidents,
            claims=len(each.claims),
            by=each.by,
            at=each.at,
            note=each.note,
            undone_by=each.undone_by,
            undone_at=each.undone_at,
        )
        for each in reversed(found)
        if there.issuperset(claims_told(each))
    )


def _replaced(record: Record, there: set[str]) -> set[str]:
    """Return the claims in whose place, however often, others came that are there."""
    after = record.successors()
    found = set()
    for claim in after:
        line = [claim]
        while line[-1] in after and after[line[-1]] not in line:
            line.append(after[line[-1]])
        if line[-1] in there:
            found.add(claim)
    return found
