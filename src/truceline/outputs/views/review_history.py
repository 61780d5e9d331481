"""Review history: every act of people and machines on the claims of one incident, with the entry of the log that holds it.

Who proposed, entered, accepted, rejected, replaced, tied to the incident or untied from it, judged, joined and released. The
clock is that of the log: days on which things were said do not matter here, but a claim that the reader may not see leaves
nothing. Names of people are given only to readers who are signed in; everybody else sees what was done, and when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

import msgspec
import sqlalchemy as sa

from truceline.ledger import Record
from truceline.ledger.kernel.projections import CLAIM, JUDGEMENT, LINK, STANDING
from truceline.ledger.kernel.versions import OPEN
from truceline.ledger.leaf.bodies import IncidentsJoined, JoiningUndone, JudgementMade, LinkMade, LinkUnmade
from truceline.ledger.leaf.entries import Entry
from truceline.ledger.numbered import told_by
from truceline.ledger.releases import releases
from truceline.outputs.views.join_page import joinings_seen
from truceline.outputs.views.material import Material
from truceline.outputs.views.viewing import is_told

ActKind = Literal[
    "proposed",
    "entered",
    "accepted",
    "rejected",
    "replaced",
    "linked",
    "unlinked",
    "judged_same",
    "judged_different",
    "judged_unsure",
    "merged",
    "split",
    "undone",
    "release_asked",
    "release_given",
    "release_withdrawn",
]
_KINDS: dict[str, ActKind] = {
    "claim.proposed": "proposed",
    "claim.entered": "entered",
    "claim.accepted": "accepted",
    "claim.rejected": "rejected",
    "claim.superseded": "replaced",
    "link.made": "linked",
    "link.unmade": "unlinked",
}
MOST_CLAIMS = 5_000
"""An incident of more claims is shown without its history, which nobody would read to its end."""
_AT_ONCE = 500


class ReviewAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act, or several of one kind by one person in one minute: when, in which entries, on which claims.

    ``by``: who (None: not said to this reader). ``subject``: another incident, or a release, by its id.
    """

    kind: ActKind
    at: str
    entries: tuple[int, ...]
    claims: tuple[str, ...]
    by: str | None = None
    subject: str | None = None


class ReviewHistory(msgspec.Struct, frozen=True, kw_only=True):
    """The acts on an incident in the order of the log; ``with_names``: who did them is told. ``is_cut``: there are too many."""

    incident: str
    acts: tuple[ReviewAct, ...]
    with_names: bool
    is_cut: bool = False


def review_history(record: Record, material: Material, incident: str, *, with_names: bool) -> ReviewHistory:
    """Return the acts on the claims of ``incident`` that are in ``material``, up to the entry it was gathered for."""
    until = material.size - 1
    with record.log.reading():
        claims = _claims(record, material, incident, until)
        if len(claims) > MOST_CLAIMS:
            return ReviewHistory(incident=incident, acts=(), with_names=with_names, is_cut=True)
        entries = [record.entry(idx) for idx in _entries(record, claims, incident, until)]
        single = [act for entry in entries if _is_seen(entry, material) for act in _acts(entry, incident, claims)]
        single += [] if material.is_public else _joined(record, material, incident, claims, until)
        single += _released(record, incident, claims, until, is_public=material.is_public)
    single.sort(key=lambda act: act.entries)
    acts = tuple(_grouped(single))
    shown = acts if with_names else tuple(msgspec.structs.replace(act, by=None) for act in acts)
    return ReviewHistory(incident=incident, acts=shown, with_names=with_names)


def _claims(record: Record, material: Material, incident: str, until: int) -> frozenset[str]:
    """Return the claims that belong or once belonged to the incident, of those that the reader may see."""
    seen = {told.claim.id for told in material.told}
    if not material.is_public:
        seen |= {told.claim.id for told in (*material.waiting, *material.rejected)}
        seen |= {told.claim.supersedes for told in material.told if told.claim.supersedes}
    query = sa.select(LINK.c.claim).where(LINK.c.incident == incident, LINK.c.idx_from <= until).distinct()
    found = seen.intersection(record.connection.execute(query).scalars())
    replaced = {told.claim.supersedes for told in material.told if told.claim.id in found and told.claim.supersedes}
    return frozenset(found | (replaced & seen))


def _entries(record: Record, claims: Collection[str], incident: str, until: int) -> list[int]:
    """Return the entries that say something of these claims, in order."""
    ordered, found = sorted(claims), set[int]()
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        found.update(record.connection.execute(sa.select(CLAIM.c.entry).where(CLAIM.c.claim.in_(some))).scalars())
        found.update(record.connection.execute(sa.select(STANDING.c.idx_from).where(STANDING.c.claim.in_(some))).scalars())
        here = sa.and_(LINK.c.claim.in_(some), LINK.c.incident == incident)
        for first, last in record.connection.execute(sa.select(LINK.c.idx_from, LINK.c.idx_to).where(here)):
            found.update({first} if last == OPEN else {first, last + 1})
        pairs = sa.or_(JUDGEMENT.c.first.in_(some), JUDGEMENT.c.second.in_(some))
        found.update(record.connection.execute(sa.select(JUDGEMENT.c.idx_from).where(pairs)).scalars())
    return sorted(idx for idx in found if idx <= until)


def _is_seen(entry: Entry, material: Material) -> bool:
    """Say whether an entry may be told of: a link that was made anew because of a hidden report is not."""
    return not isinstance(entry.body, LinkMade) or is_told(entry.body.why, material.by_report)


def _acts(entry: Entry, incident: str, claims: Collection[str]) -> Iterator[ReviewAct]:
    """Yield what an entry does to these claims; of what it does to others, nothing."""
    body = entry.body
    if isinstance(body, JudgementMade):
        if {body.left, body.right} <= set(claims):
            kinds: dict[str, ActKind] = {"same": "judged_same", "different": "judged_different", "unsure": "judged_unsure"}
            yield _act(kinds[body.verdict], entry, (body.left, body.right))
        return
    if isinstance(body, LinkMade | LinkUnmade) and body.incident != incident:
        return
    kind, claim = _KINDS.get(entry.kind), getattr(body, "claim", None)
    if kind is not None and isinstance(claim, str) and claim in claims:
        yield _act(kind, entry, (claim,))


def _act(kind: ActKind, entry: Entry, claims: tuple[str, ...], subject: str | None = None) -> ReviewAct:
    return ReviewAct(kind=kind, at=entry.at, entries=(entry.idx,), claims=claims, by=entry.by, subject=subject)


def _joined(record: Record, material: Material, incident: str, claims: Collection[str], until: int) -> Iterator[ReviewAct]:
    """Yield the mergings and splittings in which the incident took part and of which all may be seen, and what became of them."""
    mine: set[str] = set()
    seen = {each.id for each in joinings_seen(record, material)}
    for entry, body in told_by(record, "incidents.joined", IncidentsJoined, until):
        moved = tuple(claim for claim in body.claims if claim in claims)
        if body.joining in seen and incident in body.incidents and (moved or not body.claims):
            mine.add(body.joining)
            other = next((each for each in body.incidents if each != incident), None)
            yield _act("merged" if body.act == "merge" else "split", entry, moved, other)
    for entry, undone in told_by(record, "joining.undone", JoiningUndone, until):
        if undone.joining in mine:
            yield _act("undone", entry, (), undone.joining)


def _released(record: Record, incident: str, claims: Collection[str], until: int, *, is_public: bool) -> Iterator[ReviewAct]:
    """Yield the releases of the incident itself and of its claims; to everybody those in force alone."""
    for release in releases(record):
        covered = tuple(claim for claim in release.claims if claim in claims)
        if (release.subject != incident and not covered) or (is_public and not release.is_in_force):
            continue
        steps: tuple[ActKind, ActKind, ActKind] = ("release_asked", "release_given", "release_withdrawn")
        for kind, act in zip(steps, (release.asked, release.given, release.withdrawn), strict=True):
            if act is not None and act.entry <= until:
                yield ReviewAct(kind=kind, at=act.at, entries=(act.entry,), claims=covered, by=act.by, subject=release.id)


def _grouped(acts: list[ReviewAct]) -> Iterator[ReviewAct]:
    """Yield acts of one kind, by one person and in one minute, as one."""
    held: ReviewAct | None = None
    for act in acts:
        if held is not None and _alike(held, act):
            held = msgspec.structs.replace(
                held, entries=(*held.entries, *act.entries), claims=tuple(dict.fromkeys((*held.claims, *act.claims)))
            )
        else:
            if held is not None:
                yield held
            held = act
    if held is not None:
        yield held


def _alike(left: ReviewAct, right: ReviewAct) -> bool:
    return (left.kind, left.by, left.at[:16], left.subject) == (right.kind, right.by, right.at[:16], right.subject)
