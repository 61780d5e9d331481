"""Who is said to have done it, and to whom: subject, "by" agent, possessor, the accused, the struck.

An actor here is always *alleged*: the text says so, and whose word it is stands in the claim. Nothing is inferred from what
an actor could have done.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from truceline.actors import Match, Registry
from truceline.model import Certainty, EventActor, Role
from truceline.reader.event_triggers import PASSIVE, Hit
from truceline.reader.event_words import event_words
from truceline.reader.words import Words

BLAME = frozenset(
    {"blamed", "blames", "blaming", "blame", "accused", "accuses", "accusing", "accuse", "responsible", "accusations"}
)
SAYING = frozenset(
    {
        "said",
        "says",
        "told",
        "denied",
        "denies",
        "insisted",
        "claimed",
        "reported",
        "added",
        "stated",
        "announced",
        "declared",
        "acknowledged",
        "noted",
    }
)
SUBJECT_REACH = 9
AGENT_REACH = 14
LEAD_REACH = 3
BLAME_REACH = 5
LIST_REACH = 14
UNLISTED = frozenset("for on of that who which said to".split())
"""After a word of blame these end the list of those whom it names."""
SHORT = 4
"""Letters of the longest abbreviation of a state: "US", "U.S."."""
LIGHT_REACH = 5
LEADS = frozenset("on against of targeting at".split())
CLAUSES = frozenset("whether if how why".split())
"""Words that open a clause with a subject of its own."""
ABOUT = frozenset("about into regarding concerning".split())
PAPERS = frozenset(
    "report reports inquiry inquiries investigation probe statement statements summary findings finding account resolution"
    " letter communique review study hearing session meeting debate article video videos footage".split()
)
"""What tells of a deed: whoever stands beside it is its author."""
PAPER_REACH = 4
NOT_OBJECT = frozenset("by , ; after near in with from for before as when to".split())


BESIDE_NO_OBJECT = frozenset("at in on near by during last outside inside when while with from as and after before".split())


@cache
def victim_words() -> frozenset[str]:
    """Return the single words for things and people that are struck but strike nobody."""
    kinds = event_words().targets
    return frozenset(
        first for first, found in kinds.items() if any(len(p) == 1 and kind not in {"troops", "base"} for p, kind in found)
    )


class Party(NamedTuple):
    """An actor's name at tokens ``[first, after)``. ``is_land``: as well the name of a country, which things happen in."""

    first: int
    after: int
    match: Match
    is_land: bool = False


def parties_of(words: Words, matches: Sequence[Match], registry: Registry) -> dict[int, list[Party]]:
    """Return the names of actors by sentence; who only passes words on strikes nobody."""
    found: dict[int, list[Party]] = {}
    for match in matches:
        actor = registry.get(match.actor_id) if match.actor_id in registry else None
        if actor is not None and actor.relay:
            continue
        first = bisect_left(words.start, match.span.start)
        after = bisect_left(words.start, match.span.end)
        if first < after <= len(words):
            is_land = actor is not None and actor.kind == "state" and not match.demonym and len(match.span) > SHORT
            found.setdefault(words.sentence[first], []).append(Party(first, after, match, is_land))
    return found


def actors_of(words: Words, hit: Hit, parties: Sequence[Party], others: Sequence[Hit]) -> tuple[EventActor, ...]:
    """Return the actors of an event among the names in its sentence, each once, in order.

    ``others``: the triggers of the sentence; a name with one of them in between belongs to that one, unless it is blamed.
    """
    does: Role = "alleged_perpetrator" if hit.trigger.type[0] == "V" else "agent"
    found: dict[tuple[int, Role], EventActor] = {}
    for party in parties:
        if _is_parted(hit, party, others) and not _is_blamed(words, hit, party):
            continue
        for role, certainty in _roles(words, hit, party, does):
            found.setdefault(
                (party.first, role), EventActor(role=role, span=party.match.span, actor=party.match.actor_id, certainty=certainty)
            )
            break
    return tuple(found.values())


def _is_parted(hit: Hit, party: Party, others: Sequence[Hit]) -> bool:
    first, last = (party.after, hit.first) if party.after <= hit.first else (hit.after, party.first)
    return any(
        first <= other.first < last and other.trigger.type[0] == hit.trigger.type[0] for other in others if other is not hit
    )


def _roles(words: Words, hit: Hit, party: Party, does: Role) -> Iterator[tuple[Role, Certainty]]:
    if _is_blamed(words, hit, party):
        yield ("party" if _is_only_responsible(words, hit, party) else "alleged_perpetrator"), "accused"
    elif party.after <= hit.first and _is_author(words, hit, party):
        return
    elif party.after <= hit.first:
        if _is_possessor(words, hit, party) or _is_subject(words, hit, party) or _is_doer(words, hit, party):
            yield does, "claimed"
        elif hit.trigger.is_verb and _is_struck_subject(words, hit, party):
            yield "target", "claimed"
    elif party.first >= hit.after:
        if _is_agent(words, hit, party):
            yield does, "claimed"
        elif _is_struck(words, hit, party):
            yield ("target" if does == "alleged_perpetrator" else "recipient"), "claimed"


def _between(words: Words, first: int, after: int) -> tuple[str, ...]:
    return words.low[first:after]


def _is_blamed(words: Words, hit: Hit, party: Party) -> bool:
    """Say whether the text blames it: "blamed X for the attack", "blamed the attack on X", "X responsible for"."""
    if hit.trigger.type[0] != "V":
        return False
    begin = words.sentences[hit.sentence][0]
    before = _blaming(words.low[max(begin, party.first - LIST_REACH) : party.first])
    if party.after <= hit.first:
        between = _between(words, party.after, hit.first)
        near = len(between) <= AGENT_REACH and "," not in between
        return near and (any(low in BLAME for low in before) or "responsible" in between[:2])
    return (before[-1:] == ("on",) or before[-2:] == ("on", "the")) and any(
        low in BLAME for low in words.low[max(begin, hit.first - 6) : hit.first]
    )


def _blaming(before: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before a name that can blame it: the last few, or more where others stand in a list with it."""
    told = next((i for i in range(len(before) - 1, -1, -1) if before[i] in BLAME), 0)
    is_listed = "and" in before[told:] and UNLISTED.isdisjoint(before[told + 1 :])
    return before if is_listed else before[-BLAME_REACH:]


def _is_only_responsible(words: Words, hit: Hit, party: Party) -> bool:
    """Say whether the blame is for not preventing it: "accused X of allowing", "holds X responsible for"."""
    return party.after <= hit.first and not event_words().allowing.isdisjoint(_between(words, party.after, hit.first))


def _is_doer(words: Words, hit: Hit, party: Party) -> bool:
    """Say whether a light verb lends it to the noun: "X aircraft carried out the strike"."""
    between = _between(words, party.after, hit.first)
    is_lent = not hit.trigger.is_verb and not event_words().light_verbs.isdisjoint(between[-LIGHT_REACH:])
    return (
        is_lent
        and len(between) <= AGENT_REACH
        and not any(low in PASSIVE or low in SAYING or low in {",", ";", "by", "that"} for low in between)
    )


def _is_possessor(words: Words, hit: Hit, party: Party) -> bool:
    """Say whether it stands before a noun: "US airstrike", "Syria's attack", "American and allied warplanes' bombing"."""
    between, strikers = _between(words, party.after, hit.first), event_words().strikers
    if party.is_land and not between:
        return False
    return (
        not hit.trigger.is_verb
        and len(between) <= 3
        and all(low in strikers or low in {"'s", "’s", "-", "latest", "errant", "recent"} for low in between)
    )


def _is_subject(words: Words, hit: Hit, party: Party) -> bool:
    if not (hit.trigger.is_verb or len(hit.trigger.words) > 1) or hit.first - party.after > SUBJECT_REACH:
        return False
    between = _between(words, party.after, hit.first)
    if CLAUSES & set(between) or _is_patient(words, hit):
        return False
    if between[-1:] in {("that",), ("which",), ("who",)}:
        between = between[:-1]
    is_going_on = words.low[hit.first].endswith("ing") and "being" not in between
    passive = frozenset[str]() if is_going_on else PASSIVE
    return not any(low in passive or low in SAYING or low in {",", ";", ":", "by", "that"} for low in between)


def _is_author(words: Words, hit: Hit, party: Party) -> bool:
    """Say whether it only tells of the deed: "the report of X on the convoy attacked", "X's inquiry into the strike"."""
    begin = words.sentences[hit.sentence][0]
    between = _between(words, party.after, hit.first)
    if ABOUT & set(between):
        return True
    before = words.low[max(begin, party.first - PAPER_REACH) : party.first]
    owned = tuple(low for low in before if low != "the")[-1:] in {("of",), ("by",), ("from",)}
    return not PAPERS.isdisjoint(between[:PAPER_REACH]) or (owned and not PAPERS.isdisjoint(before))


def _is_patient(words: Words, hit: Hit) -> bool:
    """Say whether the trigger says what was done to the noun before it: "the convoy attacked at the border"."""
    low = words.low[hit.first]
    if not hit.trigger.is_verb or low.endswith("ing"):
        return False
    begin, end = words.sentences[hit.sentence]
    is_victim = hit.first > begin and words.low[hit.first - 1] in victim_words()
    following = words.low[hit.after] if hit.after < end else ""
    return is_victim and (not following.isalpha() or following in BESIDE_NO_OBJECT)


def _is_struck_subject(words: Words, hit: Hit, party: Party) -> bool:
    between = _between(words, party.after, hit.first)
    if words.low[hit.first].endswith("ing") and "being" not in between:
        return False
    return len(between) <= SUBJECT_REACH and any(low in PASSIVE for low in between) and not any(low in SAYING for low in between)


def _is_agent(words: Words, hit: Hit, party: Party) -> bool:
    """Say whether it follows "by": "bombed by the US Air Force and allied warplanes"."""
    between = _between(words, hit.after, party.first)
    if len(between) > AGENT_REACH or "by" not in between or any(low in SAYING or low in {";", "according"} for low in between):
        return False
    behind_by = between[len(between) - between[::-1].index("by") :]
    return (len(behind_by) <= 3 or "and" in behind_by) and not set(behind_by) & LEADS


def _is_struck(words: Words, hit: Hit, party: Party) -> bool:
    between = _between(words, hit.after, party.first)
    lead = next((i for i in range(len(between) - 1, -1, -1) if between[i] in LEADS), None)
    if (
        lead is not None
        and len(between) - lead <= LEAD_REACH
        and len(between) <= AGENT_REACH
        and not any(low in SAYING for low in between)
    ):
        return between[lead] != "of" or lead == 0 or "by" in between[:lead]
    return hit.trigger.is_verb and len(between) <= LEAD_REACH and not any(low in SAYING or low in NOT_OBJECT for low in between)
