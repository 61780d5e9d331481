"""What the view of one incident rests on: every entry that would change it if it were not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
import sqlalchemy as sa

from truceline.ledger import Record
from truceline.ledger.heads.log_keys import origin_of
from truceline.ledger.kernel.projections import PACK
from truceline.ledger.leaf.bodies import RedactionOrdered
from truceline.ledger.numbered import numbered
from truceline.ledger.redactions import ordered
from truceline.model import Incident
from truceline.outputs.views import Material

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
    found |= {
        link.entry: "link" for link in record.links(entry) if link.link.incident == incident.id and link.link.claim in claims
    }
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
