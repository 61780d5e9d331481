"""Linking a record: all claims that nobody rejected, grouped into incidents; only what changed becomes an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from truceline.ledger import Draft, Record, RecordedClaim
from truceline.ledger.leaf import drafts
from truceline.linker import Telling, link
from truceline.model import Claim, Judgement, Link, Report
from truceline.workflow.opening import theatre_of


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What a linking changed, and what holds after it."""

    incidents: int
    claims: int
    possible: int
    made: int
    unmade: int
    copies: int


class Relinked(msgspec.Struct, frozen=True, kw_only=True):
    """A linking that is not written yet: the entries it takes, and the incidents to which each claim surely belongs after it."""

    linked: Linked
    drafts: tuple[Draft, ...]
    incidents: Mapping[str, tuple[str, ...]]


def link_record(record: Record) -> Linked:
    """Link all claims of the record again; a record that nothing was added to gets no entry."""
    found = relinked(record)
    if found.drafts:
        record.append(found.drafts)
    return found.linked


def relinked(record: Record, judged: Sequence[Judgement] = (), inherit: Mapping[str, str | None] | None = None) -> Relinked:
    """Link all claims of the record again, with more judgements than it has; nothing is written.

    ``inherit``: of some claims, the incident whose id they hand down in the place of their own, None for none.

    Raises:
        UsageError: two judgements cannot both hold.
    """
    claims = [held for held in record.claims() if held.standing != "rejected"]
    stands = {(held.link.claim, held.link.incident): held.link for held in record.links()}
    previous = {link.claim: link.incident for link in stands.values() if link.outcome == "linked"}
    handed = {**previous, **(inherit or {})}
    found = link(
        _tellings(record, claims),
        judgements=judgements_of(record, judged),
        previous={claim: incident for claim, incident in handed.items() if incident},
        places=theatre_of(record).places,
    )
    wanted = {(each.claim, each.incident): each for each in found.links if each.outcome != "separate"}
    noted = {held.copy for held in record.copies()}
    copies = [drafts.copied(copy) for copy in found.copies if copy not in noted]
    made, unmade = _changes(stands, wanted)
    sure = [each for each in wanted.values() if each.outcome == "linked"]
    return Relinked(
        linked=Linked(
            incidents=len({each.incident for each in sure}),
            claims=len({each.claim for each in sure}),
            possible=sum(each.outcome == "possible" for each in wanted.values()),
            made=len(made),
            unmade=len(unmade),
            copies=len(copies),
        ),
        drafts=(*unmade, *made, *copies),
        incidents=_by_claim(sure),
    )


def judgements_of(record: Record, judged: Iterable[Judgement] = ()) -> list[Judgement]:
    """Return people's judgements, the last on each pair, ``judged`` last of all; each on the claims that stand there now."""
    after = record.successors()
    last: dict[frozenset[str], Judgement] = {}
    for each in (*(held.judgement for held in record.judgements()), *judged):
        left, right = (_standing_for(claim, after) for claim in (each.left, each.right))
        last[frozenset((left, right))] = Judgement(left=left, right=right, verdict=each.verdict)
    return [each for each in last.values() if each.left != each.right]


def _standing_for(claim: str, after: Mapping[str, str]) -> str:
    """Return the claim that stands in the place of one now, however often it was corrected."""
    seen: set[str] = set()
    while claim in after and claim not in seen:
        seen.add(claim)
        claim = after[claim]
    return claim


def _by_claim(links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in links:
        found[each.claim] = (*found.get(each.claim, ()), each.incident)
    return found


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
