"""Origins: who merely repeats whom, and how many independent voices are left.

A named speaker is one origin however many reports quote them, and whoever passes the words on adds none. The report's own
voice is an origin, shared with every report that it copies. An unnamed speaker is never taken for the same person in two
reports. The number is an interval: surely as many as there are distinct named bodies, possibly one for every origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from truceline.actors import Registry
from truceline.model import Claim, Copy, Origins

CORROBORATING = frozenset({"assert", "confirm", "accuse", "claim_responsibility", "correct"})
"""Stances that speak for a happening; a denial or "cannot verify" is an account, but corroborates nothing."""

Origin = tuple[str, ...]


def roots(copies: Iterable[Copy]) -> dict[str, str]:
    """Return for each report that repeats another the report at the end of the chain."""
    of = {c.report: c.of for c in copies}
    return {report: _root(report, of) for report in of}


def _root(report: str, of: Mapping[str, str]) -> str:
    seen = {report}
    while report in of and of[report] not in seen:
        report = of[report]
        seen.add(report)
    return report


def origin(claim: Claim, repeated: Mapping[str, str], registry: Registry | None) -> Origin:
    """Return what identifies the origin of a claim."""
    report = repeated.get(claim.report, claim.report)
    speaker = claim.speaker
    if claim.voice == "narration":
        return ("report", report)
    if speaker is None:
        relay = claim.via[-1] if claim.via else None
        return ("relay", relay.actor or relay.name.casefold()) if relay else ("report", report)
    if speaker.unnamed:
        return ("unnamed", report, speaker.actor or speaker.name.casefold(), speaker.role or "")
    if speaker.actor is None:
        return ("name", speaker.name.casefold())
    return (
        "actor",
        registry.institution(speaker.actor, claim.said_at.end if claim.said_at else None) if registry else speaker.actor,
    )


def count_origins(claims: Sequence[Claim], found: Mapping[str, Origin], registry: Registry | None) -> Origins:
    """Count the origins of those claims that corroborate; ``found`` has the origin of each claim id."""
    speaking = {found[c.id] for c in claims if c.stance in CORROBORATING}
    named = {registry.state(o[1]) if registry and o[0] == "actor" else o[1] for o in speaking if o[0] in {"actor", "name"}}
    return Origins(sure=max(len(named), 1 if speaking else 0), possible=len(speaking))
