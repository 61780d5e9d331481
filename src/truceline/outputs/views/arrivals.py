"""Arrivals: what came into the record since somebody last looked, counted by what it is and by who may know of it.

Nothing here has a word, a name or an id of what came in. What is in a compartment counts only for those to whom it is granted;
the size of the log, which everybody may check, is the one number that is the same for all.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from truceline.ledger import Entry, Record
from truceline.ledger.joinings import claims_told, joinings
from truceline.ledger.leaf.bodies import IncidentsJoined, JoiningUndone, JudgementMade, StepTaken
from truceline.outputs.views.viewing import Viewer

What = Literal["reports", "claims", "decisions", "others"]
KINDS: dict[str, What] = {
    "report.archived": "reports",
    "claim.proposed": "claims",
    "claim.entered": "claims",
    "claim.accepted": "decisions",
    "claim.rejected": "decisions",
    "claim.superseded": "decisions",
    "judgement.made": "decisions",
    "review.decided": "decisions",
    "violation.step": "decisions",
    "incidents.joined": "decisions",
    "joining.undone": "decisions",
    "telling.entered": "others",
    "telling.withdrawn": "others",
    "observation.entered": "others",
    "observation.withdrawn": "others",
    "statement.marked": "others",
    "pack.archived": "others",
    "release.given": "others",
    "release.withdrawn": "others",
}
"""What a reader would want to look at anew; every other kind of entry moves the size of the log and nothing else."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that came in: its place in the log, and what it is.

    ``behind``: of each of these sets of compartments, by opaque id, one must be open to whoever is told of it.
    """

    entry: int
    what: What
    behind: tuple[frozenset[str], ...] = ()


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What came in, up to ``size`` entries of the log: counts of what a viewer may know of.

    ``is_whole``: False where so much came in that it was not counted, and the counts are of its end alone.
    """

    size: int
    reports: int = 0
    claims: int = 0
    decisions: int = 0
    others: int = 0
    is_whole: bool = True

    @property
    def total(self) -> int:
        """How much there is to look at anew."""
        return self.reports + self.claims + self.decisions + self.others


def head_of(record: Record) -> int:
    """Return how many entries the log has now."""
    return record.size


def arrivals(record: Record, since: int, until: int) -> tuple[Arrival, ...]:
    """Return what came in with the entries [since, until), in the order of the log."""
    came = [entry for batch in record.log.batches(since, until) for entry in batch if entry.kind in KINDS]
    if not came:
        return ()
    told = {entry.idx: tuple(claims) for entry, claims in zip(came, _about(record, came), strict=True)}
    sealed = record.compartments_of(tuple({claim for several in told.values() for claims in several for claim in claims}))
    return tuple(
        Arrival(
            entry=entry.idx,
            what=KINDS[entry.kind],
            behind=(frozenset({entry.co}), *filter(None, (_compartments(claims, sealed) for claims in told[entry.idx]))),
        )
        for entry in came
    )


def _compartments(claims: Iterable[str], sealed: Mapping[str, str]) -> frozenset[str]:
    return frozenset(sealed[claim] for claim in claims if claim in sealed)


def _about(record: Record, came: Iterable[Entry]) -> Iterator[Iterable[frozenset[str]]]:
    """Yield for each entry the sets of claims of each of which one must be seen by whoever is told of the entry."""
    joined = functools.cache(lambda: {each.id: each for each in joinings(record)})
    for entry in came:
        match entry.body:
            case JudgementMade(left=left, right=right):
                yield _each((left, right))
            case IncidentsJoined(joining=wanted) | JoiningUndone(joining=wanted):
                yield _each(claims_told(joined()[wanted]))
            case StepTaken(incident=incident, claim=claim):
                yield (_counted(record, incident), *_each((claim,) if claim else ()))
            case body:
                claim = getattr(body, "claim", None)
                yield _each((claim,) if isinstance(claim, str) else ())


def _each(claims: Iterable[str]) -> list[frozenset[str]]:
    """Return sets of one: every one of the claims must be seen, as what is done to a hidden one is as hidden."""
    return [frozenset({claim}) for claim in claims]


def _counted(record: Record, incident: str) -> frozenset[str]:
    """Return the claims that make an incident one that is shown: those that count, else all that belong to it."""
    inside = [held.link.claim for held in record.links(incident=incident) if held.link.outcome == "linked"]
    counted = {claim for claim, stood in record.standings(inside).items() if stood.standing in ("entered", "accepted")}
    return frozenset(counted or inside)


def news(came: Iterable[Arrival], viewer: Viewer, size: int, *, is_whole: bool = True) -> News:
    """Count what ``viewer`` may know of."""
    found = Counter(each.what for each in came if all(any(map(viewer.opens, compartments)) for compartments in each.behind))
    return News(
        size=size,
        reports=found["reports"],
        claims=found["claims"],
        decisions=found["decisions"],
        others=found["others"],
        is_whole=is_whole,
    )
