"""Airwars' grading words for one allegation, each with the rule that gives it. About an allegation, never about an outlet.

Source: the scale of the Airwars archive: confirmed (a belligerent accepted), discounted (those killed were combatants, or
another party most likely did it), contested (competing claims of who did it), fair (two or more sources), weak (a single one).
What counts as a source here is an independent origin; whether it is credible is not judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from truceline.agreement.violations.case import Case
from truceline.agreement.violations.testimony import Testimony
from truceline.model import Incident
from truceline.model.violations import Graded, Position

COMBATANTS = frozenset({"soldier", "fighter", "troops", "militant", "rebel", "combatant", "policeman"})
SETTLED = frozenset({"accepted", "determined"})
FAIR = 2


def graded(party: str, mine: Mapping[str, Position], rivals: Mapping[str, Mapping[str, Position]], case: Case) -> Graded | None:
    """Return the word for the allegation against ``party``; None where nobody alleges it.

    ``mine`` are the attributions to it by authority, ``rivals`` those to the other parties that are alleged. Others who are said
    to have done it and stand for no party are rivals too: whom the text binds makes no difference to who did it.
    """
    own = mine.get(party)
    if own is not None and own.value == "accepted":
        return Graded(word="confirmed", rule=f"{party} says that it did it")
    settled = sorted(each for each, theirs in rivals.items() if any(p.value in SETTLED for p in theirs.values()))
    if settled and not any(position.value in SETTLED for position in mine.values()):
        return Graded(word="discounted", rule=f"another party accepts it or was found to have done it: {', '.join(settled)}")
    if _only_combatants(case.incident):
        return Graded(
            word="discounted", rule="every figure of people killed is of combatants (the scale is of harm to civilians)"
        )
    return _by_origins(party, tuple(rivals), case)


def strangers(party: str, testimonies: Iterable[Testimony]) -> tuple[str, ...]:
    """Return who is said to have done it, stands for no party, and is named where ``party`` is not.

    Who says that it took part itself, and names no deed of its own, says nothing against others having done it.
    """
    found: set[str] = set()
    for each in testimonies:
        if each.asserts and each.taken_back is None and party not in [named.party for named in each.named]:
            found.update(named.actor for named in each.named if named.party is None and not named.denied)
    return tuple(sorted(found))


def _by_origins(party: str, others: Sequence[str], case: Case) -> Graded | None:
    sources = origins(party, case.testimonies)
    if not sources:
        return None
    rivals = sorted(each for each in others if origins(each, case.testimonies))
    if None in case.alleged:
        rivals += strangers(party, case.testimonies)
    if rivals:
        return Graded(word="contested", rule=f"others are said to have done it: {', '.join(rivals)}")
    if len(sources) >= FAIR:
        return Graded(word="fair", rule=f"{len(sources)} independent origins say that {party} did it")
    return Graded(word="weak", rule=f"one independent origin says that {party} did it")


def _only_combatants(incident: Incident) -> bool:
    killed = [figure for figure in incident.figures if figure.effect == "killed" and figure.high != 0]
    return bool(killed) and all(figure.category in COMBATANTS for figure in killed)


def origins(party: str, testimonies: Sequence[Testimony]) -> Collection[str]:
    """Return the surely independent origins that say that a party did it: outermost bodies, one for all who are unnamed."""
    named: set[str] = set()
    other = False
    for each in testimonies:
        if each.named and each.asserts and each.taken_back is None and party in [n.party for n in each.named if not n.denied]:
            if each.origin is None:
                other = True
            else:
                named.add(each.origin)
    return named or ({"unnamed"} if other else set())
