"""What the view of one incident rests on: every entry that would change it if it were not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
import sqlalchemy as sa

from truceline.ledger import Record, RecordedLink
from truceline.ledger.heads.log_keys import origin_of
from truceline.ledger.kernel.projections import LINK, PACK
from truceline.ledger.leaf.bodies import LinkMade, RedactionOrdered
from truceline.ledger.numbered import numbered
from truceline.ledger.redactions import ordered
from truceline.model import Incident
from truceline.outputs.views import Material
from truceline.outputs.views.viewing import is_told

Role = Literal["opening", "pack", "report", "claim", "decision", "link", "copy", "judgement", "call", "redaction", "succession"]


class Part(msgspec.Struct, frozen=True, order=True):
    """An entry of the log and the part it plays."""

    entry: int
    role: Role


def parts(record: Record, material: Material, incident: Incident) -> tuple[Part, ...]:
    """Return the entries on which ``incident``, as folded from ``material``, rests, in the order of the log."""
    entry = material.selection.entry
    claims = {*incident.claims, *(link.claim for link in material.links if link.incident == incident.id)}
    claims &= set(material.by_claim)
    reports = {material.by_claim[claim].claim.report for claim in claims}
    found: dict[int, Role] = {0: "opening"}
    found |= {held.entry: "report" for held in material.held if held.report.id in reports}
    found |= _claims(record, entry, claims)
    found |= _links(record, material, incident.id, claims)
    found |= {noted.entry: "copy" for noted in record.copies(entry) if {noted.copy.report, noted.copy.of} <= reports}
    found |= {
        judged.entry: "judgement"
        for judged in record.judgements(entry)
        if {judged.judgement.left, judged.judgement.right} <= claims
    }
    found |= {call.entry: "call" for call in record.calls(entry) if call.report in reports}
    found |= _pack(record, entry)
    found |= _orders(record, found)
    found |= _successions(record)
    return tuple(sorted(Part(idx, role) for idx, role in found.items()))


def _claims(record: Record, entry: int | None, claims: set[str]) -> dict[int, Role]:
    found: dict[int, Role] = {}
    for recorded in record.claims(entry, superseded=True):
        if recorded.claim.id in claims:
            found[recorded.entry] = "claim"
            if recorded.decided_entry is not None:
                found[recorded.decided_entry] = "decision"
    return found


def _links(record: Record, material: Material, incident: str, claims: set[str]) -> dict[int, Role]:
    """Return the entries that put these claims into the incident.

    Where the last one names in its reason a report that is not seen, it is an earlier one that says the same without it.
    """
    found: dict[int, Role] = {}
    for held in record.links(material.selection.entry, incident=incident):
        if held.link.claim in claims:
            entry = held.entry if is_told(held.link.why, material.by_report) else _earlier(record, material, held)
            if entry is not None:
                found[entry] = "link"
    return found


def _earlier(record: Record, material: Material, held: RecordedLink) -> int | None:
    """Return the last entry before one that makes the same link and names no report that is not seen, if any."""
    same = sa.and_(LINK.c.claim == held.link.claim, LINK.c.incident == held.link.incident, LINK.c.idx_from < held.entry)
    query = sa.select(LINK.c.idx_from).where(same).order_by(LINK.c.idx_from.desc())
    several: list[int] = list(record.connection.execute(query).scalars())
    for idx in several:
        body = record.entry(idx).body
        if isinstance(body, LinkMade) and body.outcome == held.link.outcome and is_told(body.why, material.by_report):
            return idx
    return None


def _pack(record: Record, entry: int | None) -> dict[int, Role]:
    """Return the pack in use: the newest that was archived up to ``entry``."""
    newest = sa.select(sa.func.max(PACK.c.entry))
    last = record.connection.execute(newest if entry is None else newest.where(PACK.c.entry <= entry)).scalar()
    return {} if last is None else {last: "pack"}


def _orders(record: Record, found: Iterable[int]) -> dict[int, Role]:
    """Return the entries that ordered something of these entries to go."""
    wanted, orders = set(found), {order.entry for order in ordered(record).values()}
    return {
        idx: "redaction"
        for idx in orders
        if isinstance(body := record.entry(idx).body, RedactionOrdered) and any(t.entry in wanted for t in body.targets)
    }


def _successions(record: Record) -> dict[int, Role]:
    """Return the entries from which on the log bears another origin, where it does."""
    if origin_of(record) == record.origin:
        return {}
    return {entry.idx: "succession" for entry in numbered(record, "log.successor")}
