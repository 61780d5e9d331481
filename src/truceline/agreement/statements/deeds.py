"""Deeds: what the words of a sentence do to an agreement, and where in them it stands who does it; not yet what it counts for.

Six ways of saying it are known, each a rule by name: ``act`` ("ended the truce"), ``passive`` ("the truce was ended"), ``itself``
("the truce took effect"), ``state`` ("the truce is over", "declared the truce over", "no longer bound by the truce"), ``noun``
("announced the end of the truce") and ``own`` ("announced a period of calm", "would halt its operations", "announced an
offensive"). A deed that is only wished, threatened, demanded, denied or made to depend on something is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, get_args

from truceline.agreement.statements.groups import Group, Mood, group_of
from truceline.agreement.statements.lists import Phrase, Table, lists, phrases_in, table, verb_phrases, word_set
from truceline.agreement.statements.stretches import BREAKS, OF, agent, before, goes_on, past_adverbs, phrase_start, without_aside
from truceline.agreement.statements.things import Thing
from truceline.agreement.statements.tokens import Hit, Token, at, hits, lows
from truceline.model.agreements import ActKind

ACTS: Mapping[str, ActKind] = {each: each for each in get_args(ActKind)}
TRUCES = frozenset({"truce", "deal", "calm"})
_CUTS = BREAKS | {"it", "they", "he", "she", "we", "i"}
"""What parts a thing from a verb behind it: a break, or a subject of the verb's own ("breaking the truce after it began")."""
_BE = frozenset({"is", "are", "was", "were", "been", "being", "be", "'s", "'re"})
_GAP = 9
_PARTICLES = frozenset({"off", "up"})
_PROMISED_TOO = frozenset({("accept",), ("join",), ("commit", "to"), ("agree", "to"), ("accede", "to"), ("sign", "up", "to")})


_DONE_TO_IT: tuple[ActKind, ...] = ("end", "suspend", "resume", "extend", "begin", "refuse", "withdraw")
_PART_NOUNS: Mapping[str, ActKind] = {"suspend": "suspend", "resume": "resume", "end": "withdraw"}


class Deed(NamedTuple):
    """An act at tokens ``[first, after)`` upon ``thing``; who does it stands at ``doer`` (half-open; None: nobody is named).

    ``rule`` is the way it is said. ``own``: it can only be of the doer itself (a part in the agreement, its forces).
    """

    act: ActKind
    rule: str
    first: int
    after: int
    thing: Thing
    doer: tuple[int, int] | None
    own: bool = False


class Verb(NamedTuple):
    """A listed verb at tokens ``[first, after)``: its form and base, and the words that belong to it before."""

    first: int
    after: int
    form: str
    base: Phrase
    group: Group


@cache
def _roles() -> Mapping[Phrase, frozenset[str]]:
    """Return of each verb which acts and other lists it stands in."""
    found: dict[Phrase, set[str]] = {}
    for act, words in lists().acts.items():
        for base in phrases_in(words.verbs):
            found.setdefault(base, set()).add(act)
        for base in phrases_in(words.itself):
            found.setdefault(base, set()).add(f"{act}.itself")
    for name in ("keep", "recognise", "halt", "own_calm", "performing", "granting"):
        for base in phrases_in(getattr(lists(), name)):
            found.setdefault(base, set()).add(name)
    return {base: frozenset(roles) for base, roles in found.items()}


@cache
def _verbs() -> Table:
    entries = []
    for base in _roles():
        entries += [(each.words, f"{each.form}|{' '.join(base)}") for each in verb_phrases("_".join(base))]
        if base[-1] in _PARTICLES:
            entries += [((each.words[0],), f"{each.form}|{' '.join(base)}") for each in verb_phrases("_".join(base))]
    return table(entries)


@cache
def _states() -> Table:
    return table((each, act) for act, words in lists().acts.items() for each in phrases_in(words.states))


@cache
def _nouns() -> Table:
    return table((each, act) for act, words in lists().acts.items() for each in phrases_in(words.nouns))


def verbs_in(words: Phrase) -> list[Verb]:
    """Return the listed verbs of a sentence with their groups."""
    found = []
    for hit in hits(words, _verbs()):
        form, _, base = hit.label.partition("|")
        found.append(Verb(hit.first, hit.after, form, tuple(base.split()), group_of(words, hit.first, form)))
    return found


def deeds_in(tokens: tuple[Token, ...], things: tuple[Thing, ...]) -> Iterator[Deed]:
    """Yield what a sentence does, in no particular order; each word stands for one deed at most."""
    words = lows(tokens)
    if not things or "?" in words or at_any(words, "conditional"):
        return
    verbs = verbs_in(words)
    for verb in verbs:
        yield from _acts(words, verb, things)
        yield from _passives(words, verb, things)
        yield from _itself(words, verb, things)
        yield from _performed(words, verb, things)
    yield from _states_in(words, things)
    yield from _bound(words, things)


@cache
def _phrases(name: str) -> Table:
    return table((each, name) for each in phrases_in(getattr(lists(), name)))


def at_any(words: Phrase, name: str) -> bool:
    """Say whether a phrase of the list of that name stands in the words."""
    return bool(hits(words, _phrases(name)))


def object_of(words: Phrase, after: int, things: tuple[Thing, ...]) -> Thing | None:
    """Return the thing that follows directly on token ``after``, adverbs aside."""
    while after < len(words) and words[after] in word_set("adverbs") and not any(t.first <= after < t.after for t in things):
        after += 1
    of = after + 1 if after + 1 < len(words) and words[after] not in word_set("contents") else after
    if words[of : of + 1] and words[of] in word_set("contents") and words[of + 1 : of + 2] == ("of",):
        after = of + 2
    return next((t for t in things if t.first <= after <= t.head), None)


def _acts(words: Phrase, verb: Verb, things: tuple[Thing, ...]) -> Iterator[Deed]:
    thing = object_of(words, verb.after, things)
    if thing is None or verb.group.is_passive:
        return
    after = thing.after
    if verb.base[-1] in _PARTICLES and verb.after - verb.first == 1:
        if after >= len(words) or words[after] != verb.base[-1]:
            return
        after += 1
    act = _meant(verb, thing)
    if act is not None:
        rule = "own" if act in {"undertake", "resume_operations"} else "act"
        own = thing.kind in {"part", "operations", "fire", "calm"} or act == "undertake"
        yield Deed(act, rule, verb.group.first, after, thing, before(words, verb.group.first), own)


def _meant(verb: Verb, thing: Thing) -> ActKind | None:
    """Return what this verb, in its mood, does to a thing of this kind."""
    roles, mood = _roles()[verb.base], verb.group.mood
    if thing.kind in {"operations", "fire"}:
        return _operating(roles - {"resume_operations"} if thing.kind == "fire" else roles, mood)
    if thing.kind == "part":
        return _taking_part(roles, mood)
    return _keeping(roles, mood, verb) or _doing(roles, mood, thing)


def _doing(roles: frozenset[str], mood: Mood, thing: Thing) -> ActKind | None:
    if "own_calm" in roles and _is_own(thing) and mood in {"done", "promised"}:
        return "undertake"
    if mood != "done" or not roles:
        return None
    if "begin" in roles and not thing.is_definite:
        return "undertake"
    return next((act for act in _DONE_TO_IT if act in roles), None)


def _operating(roles: frozenset[str], mood: Mood) -> ActKind | None:
    if "halt" in roles and mood in {"done", "promised"}:
        return "undertake"
    return "resume_operations" if "resume_operations" in roles and mood == "done" else None


def _taking_part(roles: frozenset[str], mood: Mood) -> ActKind | None:
    if mood != "done":
        return None
    return (
        "suspend"
        if "suspend" in roles
        else "resume"
        if "resume" in roles
        else "withdraw"
        if roles & {"end", "withdraw"}
        else None
    )


def _keeping(roles: frozenset[str], mood: Mood, verb: Verb) -> ActKind | None:
    """Promising to keep to it accepts, promising not to refuses, "no longer" withdraws; that it is kept to does nothing."""
    if not roles & {"keep", "recognise", "accept"}:
        return None
    if mood == "no_longer":
        return "withdraw"
    if mood == "refused" or (mood == "undone" and "recognise" in roles and verb.form == "base"):
        return "refuse"
    if "keep" in roles and mood == "promised":
        return "accept"
    if "accept" in roles and (mood == "done" or (mood == "promised" and verb.base in _PROMISED_TOO)):
        return "accept"
    return None


def _is_own(thing: Thing) -> bool:
    return thing.kind == "calm" or (
        thing.kind == "truce" and (not thing.is_definite or bool(word_set("unilateral").intersection(thing.before)))
    )


def _passives(words: Phrase, verb: Verb, things: tuple[Thing, ...]) -> Iterator[Deed]:
    if not verb.group.is_passive or verb.form not in {"past", "participle"} or verb.group.mood not in {"done", "no_longer"}:
        return
    roles = _roles()[verb.base]
    doer = agent(words, verb.after)
    for thing in reaching(words, verb.group.first, things):
        noun = _noun_of(words, thing)
        if noun and "performing" in roles:
            yield Deed(noun[1], "noun", noun[0], verb.after, thing, doer, thing.kind == "part")
            return
        act = next((a for a in ("end", "suspend", "resume", "extend") if a in roles), None)
        if act and not noun and verb.group.mood == "done" and thing.kind in TRUCES:
            yield Deed(ACTS[act], "passive", thing.first, verb.after, thing, doer)
        elif "performing" in roles and not noun and thing.kind in TRUCES:
            yield from _declared(words, verb, thing, doer)


def _declared(words: Phrase, verb: Verb, thing: Thing, doer: tuple[int, int] | None) -> Iterator[Deed]:
    """Read "the truce was declared over" and "a truce was declared by the Front"."""
    state = at(words, past_adverbs(words, verb.after), _states())
    if state:
        yield Deed(ACTS[state.label], "state", thing.first, state.after, thing, agent(words, state.after))
    elif doer and _is_own(thing):
        yield Deed("undertake", "own", thing.first, verb.after, thing, doer, own=True)


def _itself(words: Phrase, verb: Verb, things: tuple[Thing, ...]) -> Iterator[Deed]:
    act = next((role.partition(".")[0] for role in sorted(_roles()[verb.base]) if role.endswith(".itself")), None)
    if act is None or verb.group.is_passive or verb.group.mood != "done" or object_of(words, verb.after, things):
        return
    for thing in reaching(words, verb.group.first, things):
        if thing.kind in TRUCES and not _noun_of(words, thing):
            yield Deed(ACTS[act], "itself", thing.first, verb.after, thing, None)
            return


def _performed(words: Phrase, verb: Verb, things: tuple[Thing, ...]) -> Iterator[Deed]:
    """What announcing, declaring or ordering something does: its end, a calm of one's own, an offensive of one's own."""
    roles = _roles()[verb.base]
    if not roles & {"performing", "granting"} or verb.group.is_passive or verb.group.mood != "done":
        return
    doer = before(words, verb.group.first)
    named = next((n for n in _named_deeds(words, things) if n.first <= verb.after <= n.noun), None)
    if named and not goes_on(words, named.after):
        is_own = named.thing.kind in {"part", "operations"} or named.act == "withdraw"
        yield Deed(named.act, "noun", verb.first, named.after, named.thing, _owner(words, named) or doer, is_own)
        return
    thing = object_of(words, verb.after, things)
    if thing is None or "performing" not in roles:
        return
    state = at(words, past_adverbs(words, thing.after), _states())
    if state and thing.kind in TRUCES:
        yield Deed(ACTS[state.label], "state", verb.first, state.after, thing, doer)
    elif not goes_on(words, thing.after) and not _noun_of(words, thing):
        if thing.kind == "operations":
            yield Deed("resume_operations", "own", verb.first, thing.after, thing, doer, own=True)
        elif thing.kind == "deal":
            yield Deed("accept", "own", verb.first, thing.after, thing, doer, own=True)
        elif _is_own(thing):
            yield Deed("undertake", "own", verb.first, thing.after, thing, doer, own=True)


class _Named(NamedTuple):
    """A deed named by a noun: the noun phrase from ``first``, its noun at ``noun``, upon ``thing``, up to ``after``."""

    first: int
    noun: int
    after: int
    act: ActKind
    thing: Thing


def _owner(words: Phrase, named: _Named) -> tuple[int, int] | None:
    """Return where the owner of a named deed stands: "the Front's withdrawal"."""
    at = next((i for i in range(named.first, named.noun) if words[i] == "'s"), None)
    return (named.first, at) if at is not None else None


def _named_deeds(words: Phrase, things: tuple[Thing, ...]) -> Iterator[_Named]:
    for thing in things:
        noun = _noun_of(words, thing)
        if noun:
            yield _Named(phrase_start(words, noun[0]), noun[0], max(thing.after, noun[2]), noun[1], thing)


def _noun_of(words: Phrase, thing: Thing) -> tuple[int, ActKind, int] | None:
    """Return the noun of an act upon a thing: "the end of the truce", "a truce extension"; where, which act, and up to where."""
    behind = at(words, thing.after, _nouns())
    if behind and thing.kind in {"truce", "deal"} and behind.label in {"extend", "suspend"}:
        return behind.first, ACTS[behind.label], behind.after
    for hit in hits(words[: thing.first], _nouns()):
        gap = words[hit.after : thing.first]
        if (not gap and words[hit.after - 1] in OF) or (len(gap) == 1 and gap[0] in OF):
            act = _act_of_noun(hit, thing)
            return (hit.first, act, thing.after) if act else None
    return None


def _act_of_noun(hit: Hit, thing: Thing) -> ActKind | None:
    if thing.kind == "operations":
        return "resume_operations" if hit.label in {"resume_operations", "resume", "begin"} else None
    if thing.kind == "part":
        return _PART_NOUNS.get(hit.label)
    if hit.label == "resume_operations":
        return None
    return ACTS[hit.label] if thing.kind in TRUCES else None


def _states_in(words: Phrase, things: tuple[Thing, ...]) -> Iterator[Deed]:
    """Read "the truce is over", "the truce no longer exists"; what it is not, or could be, does nothing."""
    for hit in hits(words, _states()):
        group = group_of(words, hit.first, "participle")
        is_said = group.is_passive and group.mood == "done"
        if not (is_said or (words[hit.first] == "no" and words[hit.after - 1] == "exists")):
            continue
        for thing in reaching(words, group.first, things):
            if (
                thing.kind in TRUCES
                and not _noun_of(words, thing)
                and hit.label in {"end", "suspend", "resume", "extend", "begin"}
            ):
                yield Deed(ACTS[hit.label], "state", thing.first, hit.after, thing, agent(words, hit.after))


def _bound(words: Phrase, things: tuple[Thing, ...]) -> Iterator[Deed]:
    """Read "it is no longer bound by the truce", "is committed to the truce": how the speaker itself stands to it."""
    for hit in hits(words, _states()):
        thing = object_of(words, hit.after, things)
        if thing is None or thing.kind not in TRUCES or hit.label not in {"withdraw", "accept", "refuse"}:
            continue
        group = group_of(words, hit.first, "participle")
        considers = group.first >= 2 and words[group.first - 1] in {"itself", "themselves", "himself", "ourselves"}
        if group.mood == "done" and (group.is_passive or considers):
            first = group.first - 2 if considers else group.first
            yield Deed(ACTS[hit.label], "state", first, thing.after, thing, before(words, first), own=True)


def reaching(words: Phrase, first: int, things: tuple[Thing, ...]) -> Iterator[Thing]:
    """Yield the thing whose verb group begins at token ``first``: before it, with nothing between but what belongs to it."""
    for thing in reversed(things):
        if thing.after <= first:
            gap = without_aside(words[thing.after : first])
            if len(gap) <= _GAP and not _CUTS.intersection(gap) and not _has_other_subject(words, thing):
                yield thing
            return


def _has_other_subject(words: Phrase, thing: Thing) -> bool:
    """Say whether the thing only hangs on to another noun: "the monitors of the truce are over"."""
    return (
        thing.first > 1
        and words[thing.first - 1] in {"of", "on", "for", "under", "during", "from", "to", "against", "in", "with", "about"}
        and not _noun_of(words, thing)
    )
