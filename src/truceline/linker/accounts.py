"""Accounts: claims and links folded into incidents, rival accounts side by side.

An account is what one speaker says in one report, in one stance and voice. Nothing is decided between accounts. The fold
takes any subset of claims (those known on a day, those that people accepted) and depends on nothing else.

>>> incidents((), ())
()
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from truceline.actors import Registry
from truceline.linker.contested import Position, contested
from truceline.linker.facts import Facts, Window, together, window
from truceline.linker.figures import SILENT, counts_of, figures_of, killed, ranges
from truceline.linker.identity import number_of
from truceline.linker.mentions import facts_of, is_own
from truceline.linker.origins import Origin, count_origins, origin, roots
from truceline.model import (
    Account,
    Claim,
    Copy,
    EventMention,
    Incident,
    Interval,
    Link,
    PlaceMention,
    Standing,
    StandingCount,
)

_NO_FACT = SILENT - {"retract"}
_FORCES = ("V.OFFENSIVE", "M.", "H.")
"""Kinds that tell where forces or aid move: nothing about them carries a point."""

_DISPLACING = ("near", "outside", "between", "toward", "towards", "road_to")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as it stands in a record, with the day its report was published."""

    claim: Claim
    standing: Standing = "proposed"
    published_at: str | None = None


class _Member(msgspec.Struct, frozen=True):
    """A claim with its link to one incident, and its mentions of that incident."""

    told: Told
    link: Link
    events: tuple[EventMention, ...]

    @classmethod
    def of(cls, told: Told, link: Link) -> _Member:
        return cls(told, link, tuple([e for e in told.claim.events if e.id in link.events]))

    @property
    def claim(self) -> Claim:
        return self.told.claim

    @property
    def order(self) -> tuple[str, str, int, str]:
        return (self.told.published_at or "9999", self.claim.report, self.claim.reach.start, self.claim.id)


def incidents(
    told: Sequence[Told], links: Sequence[Link], copies: Sequence[Copy] = (), registry: Registry | None = None
) -> tuple[Incident, ...]:
    """Fold claims into incidents, earliest known first; links of claims that are not among ``told`` are left out."""
    known = {t.claim.id: t for t in told}
    linked: dict[str, list[_Member]] = defaultdict(list)
    possible: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.claim not in known or link.outcome == "separate":
            continue
        if link.outcome == "linked":
            linked[link.incident].append(_Member.of(known[link.claim], link))
        elif known[link.claim].standing != "rejected":
            possible[link.incident].add(known[link.claim].claim.report)
    repeated = roots(copies)
    made = [_incident(i, members, possible[i], repeated, registry) for i, members in linked.items()]
    return tuple(sorted((m for m in made if m.claims), key=lambda m: (m.known or "9999", number_of(m.id))))


def _incident(
    incident: str, everyone: Iterable[_Member], possible: set[str], repeated: Mapping[str, str], registry: Registry | None
) -> Incident:
    ordered = sorted(everyone, key=lambda m: m.order)
    members = [m for m in ordered if m.told.standing != "rejected"]
    found = {m.claim.id: origin(m.claim, repeated, registry) for m in members}
    labels = _labels(found.values())
    grouped = [(part, _asserted(part)) for part in _grouped(members)]
    accounts = tuple(_account(part, facts, labels[found[part[0].claim.id]]) for part, facts in grouped)
    figures = ranges(accounts)
    kind = _type(members)
    reports = sorted({m.claim.report for m in members})
    return Incident(
        id=incident,
        type=kind,
        time=_time(members),
        places=tuple(_protected(p, is_force=kind.startswith(_FORCES)) for p in _places(members)),
        reports=tuple(reports),
        main_of=tuple(sorted({m.claim.report for m in members if m.link.main})),
        possible=tuple(sorted(possible.difference(reports))),
        claims=tuple(m.claim.id for m in members),
        accounts=accounts,
        figures=figures,
        killed=killed(figures),
        contested=contested([_position(part, facts) for part, facts in grouped], registry),
        origins=count_origins([m.claim for m in members], found, registry),
        standing=_standing(ordered),
        known=min((m.told.published_at for m in members if m.told.published_at), default=None),
    )


def chief_incident(claim: Claim, links: Iterable[Link]) -> str | None:
    """Return the incident that a claim is mostly about: the one that has its counts, then most of its mentions."""
    sure = [link for link in links if link.claim == claim.id and link.outcome == "linked"]
    best = max(sure, key=lambda k: (len(counts_of(claim, k)), len(k.events), k.bits, k.incident), default=None)
    return best.incident if best else None


def _labels(origins: Iterable[Origin]) -> dict[Origin, str]:
    return {o: f"o{n}" for n, o in enumerate(dict.fromkeys(origins), start=1)}


def _grouped(members: Iterable[_Member]) -> list[list[_Member]]:
    groups: dict[tuple[object, ...], list[_Member]] = defaultdict(list)
    for member in members:
        claim = member.claim
        speaker = (claim.speaker.actor or claim.speaker.name.casefold(), claim.speaker.unnamed) if claim.speaker else None
        via = tuple(r.actor or r.name.casefold() for r in claim.via)
        groups[claim.report, claim.voice, speaker, via, claim.stance].append(member)
    return list(groups.values())


def _account(part: Sequence[_Member], facts: Facts, label: str) -> Account:
    first = part[0].claim
    return Account(
        speaker=first.speaker.name if first.speaker else None,
        actor=first.speaker.actor if first.speaker else None,
        via=tuple(r.name for r in first.via),
        voice=first.voice,
        stance=first.stance,
        about=tuple(dict.fromkeys(a for m in part for a in m.claim.about)),
        report=first.report,
        means=next((e.means for m in part for e in m.events if e.means and not e.denied), None),
        alleged_perpetrator=min(facts.strikers, default=None),
        place=next((p.name for m in part for p in _mentioned(m)), None),
        figures=() if first.stance in SILENT else figures_of(c for m in part for c in counts_of(m.claim, m.link)),
        claims=tuple(m.claim.id for m in part),
        origin=label,
        said_at=next((m.claim.said_at for m in part if m.claim.said_at), None),
        published_at=part[0].told.published_at,
    )


def _asserted(part: Iterable[_Member]) -> Facts:
    """Return the facts that an account stands behind; a denial stands behind none."""
    return together(facts_of(m.claim, e) for m in part if m.claim.stance not in _NO_FACT for e in m.events if not e.denied)


def _position(part: Sequence[_Member], facts: Facts) -> Position:
    claims = [m.claim for m in part]
    near = (p.relation.kind for m in part for p in _mentioned(m) if p.relation)
    return Position(
        stance=claims[0].stance,
        about=tuple(dict.fromkeys(a for c in claims for a in c.about)),
        facts=facts,
        directions=frozenset(k for k in near if k.endswith("_of") and not k.startswith(("border", "countryside"))),
    )


def _mentioned(member: _Member) -> list[PlaceMention]:
    wanted = {s for e in member.events for s in e.places}
    return [p for p in member.claim.places if p.span in wanted]


def _type(members: Sequence[_Member]) -> str:
    """Return the kind that most accounts assert; an attack of unknown means only where nobody says more."""
    told = Counter((m.claim.report, e.type) for m in members if m.claim.stance not in _NO_FACT for e in m.events)
    votes = Counter(kind for _, kind in told)
    mentions = Counter({kind: sum(n for (_, k), n in told.items() if k == kind) for kind in votes})
    ranked = sorted(votes, key=lambda k: (k == "V.UNSPEC", -votes[k], -mentions[k], k))
    return ranked[0] if ranked else "V.UNSPEC"


def _time(members: Sequence[_Member]) -> Interval | None:
    """Return the narrowest time that most mentions agree with, in the words of the mention that gave it."""
    told: list[tuple[Window, Interval]] = []
    for member in members:
        wanted = {s for e in member.events for s in e.times} if member.claim.events else {t.span for t in member.claim.times}
        intervals = [t.interval for t in member.claim.times if t.span in wanted and is_own(member.claim, t)]
        told += [(w, i) for i in intervals if (w := window(i)) is not None and w.days <= 31]
    best = Facts(windows=tuple(w for w, _ in told)).when
    return next((i for w, i in told if w == best), None)


def _places(members: Sequence[_Member]) -> tuple[PlaceMention, ...]:
    """Return the distinct places that were named, the most often named first."""
    told = [p for m in members for p in _mentioned(m)]
    counted = Counter(_place_key(p) for p in told)
    first = {_place_key(p): p for p in reversed(told)}
    return tuple(first[k] for k in sorted(counted, key=lambda k: (-counted[k], k)))


def _protected(place: PlaceMention, *, is_force: bool) -> PlaceMention:
    """Return a place without a point where there is none to give: of forces and aid, and of what lies beside the place named."""
    relation = place.relation.kind if place.relation else ""
    if is_force or relation.endswith("_of") or relation in _DISPLACING:
        return msgspec.structs.replace(place, lat=None, lon=None)
    return place


def _place_key(place: PlaceMention) -> tuple[str, str]:
    return (place.place or place.name.casefold(), place.relation.kind if place.relation else "")


def _standing(members: Iterable[_Member]) -> StandingCount:
    told = Counter(m.told.standing for m in members)
    return StandingCount(proposed=told["proposed"], entered=told["entered"], accepted=told["accepted"], rejected=told["rejected"])
