"""Linking a record: all claims that nobody rejected, grouped into incidents; only what changed becomes an entry."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from truceline.ledger import Draft, Record, RecordedClaim
from truceline.ledger.leaf import drafts
from truceline.linker import Telling, link
from truceline.model import Claim, Link, Report
from truceline.workflow.opening import theatre_of


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What a linking changed, and what holds after it."""

    incidents: int
    claims: int
    possible: int
    made: int
    unmade: int
    copies: int


def link_record(record: Record) -> Linked:
    """Link all claims of the record again; a record that nothing was added to gets no entry."""
    claims = [held for held in record.claims() if held.standing != "rejected"]
    stands = {(held.link.claim, held.link.incident): held.link for held in record.links()}
    previous = {link.claim: link.incident for link in stands.values() if link.outcome == "linked"}
    judgements = [held.judgement for held in record.judgements()]
    found = link(_tellings(record, claims), judgements=judgements, previous=previous, places=theatre_of(record).places)
    wanted = {(each.claim, each.incident): each for each in found.links if each.outcome != "separate"}
    noted = {held.copy for held in record.copies()}
    copies = [drafts.copied(copy) for copy in found.copies if copy not in noted]
    made, unmade = _changes(stands, wanted)
    if made or unmade or copies:
        record.append([*unmade, *made, *copies])
    return Linked(
        incidents=len({each.incident for each in wanted.values() if each.outcome == "linked"}),
        claims=len({each.claim for each in wanted.values() if each.outcome == "linked"}),
        possible=sum(each.outcome == "possible" for each in wanted.values()),
        made=len(made),
        unmade=len(unmade),
        copies=len(copies),
    )


def _tellings(record: Record, claims: list[RecordedClaim]) -> list[Telling]:
    """Return every report with its claims, in the order of the log."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for held in claims:
        by_report[held.claim.report].append(held.claim)
    return [
        Telling(
            report=Report(
                id=held.id,
                text=record.text(held.text_sha256),
                title=held.title,
                publisher=held.publisher,
                published_at=held.published_at,
                lang=held.lang,
                url=held.url,
                kind=held.kind,
            ),
            received_at=held.received_at,
            claims=tuple(by_report.get(held.id, ())),
        )
        for held in record.reports()
    ]


def _changes(stands: dict[tuple[str, str], Link], wanted: dict[tuple[str, str], Link]) -> tuple[list[Draft], list[Draft]]:
    """Return entries for links that are new or different, and for links that do not hold any more."""
    made = [drafts.linked(each) for pair, each in wanted.items() if stands.get(pair) != each]
    unmade = [drafts.unlinked(*pair, why="not found again") for pair in stands if pair not in wanted]
    return made, unmade
