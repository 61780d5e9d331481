"""What one claim says on each of the three axes: did it happen, who did it, was it a violation.

A denial is a denial and nothing else: whoever denies having done it does not deny that it happened, and names nobody else. Who
cannot tell says neither. That somebody alleges a deed is an allegation of a breach, never a finding; findings come from steps
that a person entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truceline.agreement.violations.positions import Take, Takes
from truceline.agreement.violations.testimony import ASSERTING, DENYING, OPEN, VIOLATION, Named, Testimony

OCCURRENCE = ("alleged", "unverifiable", "corroborated", "verified", "refuted")
ATTRIBUTION = ("unattributed", "alleged", "contested", "accepted", "determined")
FINDING = (
    "alleged",
    "under_review",
    "inconclusive",
    "unverifiable",
    "justified",
    "out_of_scope",
    "rejected",
    "confirmed",
)
"""The words of each axis; of two said on one day the later in this list holds."""
ALLEGING = ASSERTING - {"claim_responsibility"}


def occurrence(testimonies: Iterable[Testimony]) -> Takes:
    """Return by authority what it says of whether it happened."""
    found: dict[str, list[Take]] = {}
    for each in testimonies:
        if each.authority is not None:
            said = _occurrence(each)
            if said is not None:
                found.setdefault(each.authority, []).append(take_of(each, OCCURRENCE, *said))
    return found


def _occurrence(each: Testimony) -> tuple[str, str] | None:
    is_meant = each.is_about("occurrence")
    if each.asserts:
        return _asserted(each, is_meant=is_meant)
    if is_meant and each.claim.stance in DENYING:
        return "refuted", "denies that it happened"
    if is_meant and each.claim.stance == "cannot_verify":
        return "unverifiable", "says that it cannot verify whether it happened"
    return None


def _asserted(each: Testimony, *, is_meant: bool) -> tuple[str, str] | None:
    if is_meant and each.events and all(event.denied for event in each.events):
        return "refuted", "says that it did not happen"
    if is_meant and each.claim.stance == "confirm":
        return "verified", "confirms that it happened"
    if is_meant or any(not event.denied for event in each.events):
        return "alleged", "says that it happened, or takes it as given"
    return None


def attribution(testimonies: Iterable[Testimony], party: str | None, unbound: frozenset[str] = frozenset()) -> Takes:
    """Return by authority what it says of whether ``party`` did it.

    For None: what is said of nobody in particular, and of the actors in ``unbound``, whom the clause does not bind.
    """
    found: dict[str, list[Take]] = {}
    for each in testimonies:
        if each.authority is not None:
            for value, rule in _attributions(each, party, unbound):
                found.setdefault(each.authority, []).append(take_of(each, ATTRIBUTION, value, rule))
    return found


def _attributions(each: Testimony, party: str | None, unbound: frozenset[str]) -> Iterator[tuple[str, str]]:
    claim = each.claim
    is_own = party is not None and party in (each.party, each.authority)
    if claim.stance == "claim_responsibility":
        meant = [named for named in each.named if _is_meant(named, party, unbound)]
        if is_own or meant:
            yield _claimed(is_own=is_own, perhaps=_perhaps(each, meant))
        return
    if each.asserts:
        for named in each.named:
            if _is_meant(named, party, unbound):
                yield _named(named.actor, is_own=is_own, perhaps=named.perhaps, denied=named.denied, is_bound=party is not None)
    elif claim.stance in DENYING:
        if _denies(each, party, is_own=is_own):
            yield "contested", "denies that it did it" if is_own else "denies that this party did it"
        elif party is None and each.is_about("perpetrator"):
            denied = " and ".join(dict.fromkeys(named.actor for named in each.named)) or "it"
            yield "unattributed", f"denies that {denied} did it, and names nobody"
    elif claim.stance in OPEN and each.is_about("perpetrator"):
        yield (
            "unattributed",
            "says that it cannot tell who did it" if claim.stance == "cannot_verify" else "declines to say who did it",
        )


def _perhaps(each: Testimony, meant: Sequence[Named]) -> bool:
    return each.claim.certainty == "possible" or (bool(meant) and all(named.perhaps for named in meant))


def _claimed(*, is_own: bool, perhaps: bool) -> tuple[str, str]:
    if perhaps:
        return "alleged", "says itself that it may have done it" if is_own else "says that it may have had a part in it itself"
    return "accepted", "says that it did it itself" if is_own else "takes upon itself what this party is said to have done"


def _named(actor: str, *, is_own: bool, perhaps: bool, denied: bool, is_bound: bool) -> tuple[str, str]:
    if denied:
        return "contested", "denies that it did it" if is_own else f"says that {actor} did not do it"
    if not is_bound:
        return "alleged", f"says that {actor} did it, whom this clause does not bind"
    if not is_own:
        return "alleged", f"says that {actor} {'may have done' if perhaps else 'did'} it"
    return ("alleged", "says itself that it may have done it") if perhaps else ("accepted", "says that it did it itself")


def _denies(each: Testimony, party: str | None, *, is_own: bool) -> bool:
    """Say whether a denial denies that this party did it: one that names somebody is about them, else about the speaker."""
    if party is None or not (each.is_about("perpetrator") or (each.named and not each.claim.about)):
        return False
    return any(named.party == party for named in each.named) if each.named else is_own


def allegation(testimonies: Iterable[Testimony], party: str | None, unbound: frozenset[str] = frozenset()) -> Takes:
    """Return by authority that it alleges a breach by ``party``, or denies that there was one; for None as in ``attribution``."""
    found: dict[str, list[Take]] = {}
    for each in testimonies:
        if each.authority is None:
            continue
        is_own = party is not None and party in (each.party, each.authority)
        stance = each.claim.stance
        if stance not in ALLEGING and stance not in DENYING:
            continue
        speaks = VIOLATION in [event.type for event in each.claim.events]
        if speaks and stance in DENYING and (is_own or party is None):
            found.setdefault(each.authority, []).append(take_of(each, FINDING, "rejected", "denies a violation"))
        elif (
            each.named
            and stance in ALLEGING
            and not is_own
            and any(_is_meant(named, party, unbound) for named in each.named if not named.denied)
        ):
            said = "speaks of a violation by it" if speaks else "alleges that it did this"
            found.setdefault(each.authority, []).append(take_of(each, FINDING, "alleged", f"{said}; an allegation is no finding"))
    return found


def _is_meant(named: Named, party: str | None, unbound: frozenset[str]) -> bool:
    return named.actor in unbound if party is None else named.party == party


def take_of(each: Testimony, words: tuple[str, ...], value: str, rule: str) -> Take:
    """Return what one claim says as a position on the axis that has these words."""
    heard = each.heard
    return Take(heard.said_on, words.index(value), value, rule, heard.claim.id, None, each.is_named, each.taken_back)
