"""Claims to authority: somebody says who may do something to the agreement ("only the two co-chairs can announce its end").

Such a sentence declares nothing: it is its speaker's claim, whoever speaks. Of whom it is said is looked up among the capacities,
parties and third parties of the text, and among the actors by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from truceline.agreement.statements.lists import Phrase, Table, lists, phrase, phrases_in, table, verb_phrases, word_set
from truceline.agreement.statements.scene import Scene, stands_in
from truceline.agreement.statements.things import things
from truceline.agreement.statements.tokens import Token, hits, lows
from truceline.model.agreements import ActKind
from truceline.model.status import AuthorityClaim

_SAID = frozenset({"assert", "confirm", "correct", "accuse"})
_ONES = frozenset({"ones", "one", "people", "parties", "those", "persons", "actors", "countries", "powers", "bodies", "body"})
_ACTS: tuple[ActKind, ...] = ("end", "extend", "suspend", "resume", "begin", "exclude")
_ENDED = frozenset({"dead", "over", "finished", "failed", "collapsed", "end", "ended"})
_REACH = 9


def authority_claims(scene: Scene) -> Iterator[AuthorityClaim]:
    """Yield what a claim says about who may do what, at most once a sentence."""
    if scene.claim.stance not in _SAID:
        return
    for tokens in scene.sentences:
        words = lows(tokens)
        found = _said(words)
        if found is None or "?" in words:
            continue
        holders, rest = found
        act = _act(words, rest)
        of = _of(scene, tokens, holders)
        if act is not None and (of or things(tokens, scene.table)):
            yield AuthorityClaim(
                date=scene.date,
                speaker=scene.speaker,
                actor=scene.actor,
                act=act,
                of=of,
                words=scene.slice(tokens, 1 if words[0] == "that" else 0, len(tokens)),
                claim=scene.claim.id,
            )


def _said(words: Phrase) -> tuple[tuple[int, int], int] | None:
    """Return where those stand who may, and from where on it is said what they may."""
    for i, low in enumerate(words):
        if low in word_set("alone"):
            found = _only(words, i)
        elif low in word_set("sole") and i:
            found = _alone(words, i)
        elif low in word_set("nobody") or words[i : i + 2] == ("no", "one"):
            found = _nobody(words, i)
        else:
            found = _up_to(words, i)
        if found is not None:
            return found
    return None


def _only(words: Phrase, i: int) -> tuple[tuple[int, int], int] | None:
    """Read "Only the co-chairs can ...", "the only ones who can ... are the co-chairs"."""
    if i + 1 < len(words) and words[i + 1] in _ONES:
        can = _entitled(words, i + 2)
        be = next((j for j in range(len(words) - 1, (can or len(words)), -1) if words[j] in {"is", "are", "was", "were"}), None)
        return ((be + 1, len(words)), can) if can is not None and be is not None else None
    can = _entitled(words, i + 1)
    return ((i + 1, can), can) if can is not None and can > i + 1 else None


def _alone(words: Phrase, i: int) -> tuple[tuple[int, int], int] | None:
    can = _entitled(words, i + 1)
    begin = next((j + 1 for j in range(i - 1, -1, -1) if words[j] in {";", ":", ",", "that", "but"}), 0)
    return ((begin, i), can) if can is not None and can <= i + 3 and begin < i else None


def _nobody(words: Phrase, i: int) -> tuple[tuple[int, int], int] | None:
    step = next((hit for hit in hits(words, _phrases("except_")) if i < hit.first <= i + 3), None)
    can = _entitled(words, i + 1)
    if step is None or can is None:
        return None
    if step.first > can:
        return (step.after, len(words)), can
    return (step.after, can), can


def _up_to(words: Phrase, i: int) -> tuple[tuple[int, int], int] | None:
    """Read "It is up to the guarantors to ..."."""
    if i < 1 or words[i - 1] not in {"is", "was", "'s", "remains"}:
        return None
    hit = next((each for each in hits(words[i:], _phrases("up_to")) if each.first == 0), None)
    if hit is None:
        return None
    begin = i + hit.after
    to = next((j for j in range(begin + 1, min(len(words), begin + _REACH)) if words[j] == "to"), None)
    return ((begin, to), to) if to is not None else None


def _entitled(words: Phrase, begin: int) -> int | None:
    """Return where "can" or "have the right" stands, before the sentence goes over to something else."""
    for i in range(begin, min(len(words), begin + _REACH)):
        if words[i] in word_set("entitled"):
            return None if i + 1 < len(words) and words[i + 1] in {"not", "n't"} else i
        if words[i] in {";", ":"}:
            return None
    return None


def _act(words: Phrase, begin: int) -> ActKind | None:
    """Return what they may do: the first act that is named behind "can", by a verb, a noun or a state."""
    for i in range(begin, len(words)):
        if words[i] in _ENDED:
            return "end"
        hit = next((each for each in hits(words[i : i + 4], _act_words()) if each.first == 0), None)
        if hit is not None:
            return next(act for act in _ACTS if act == hit.label)
    return None


def _of(scene: Scene, tokens: tuple[Token, ...], where: tuple[int, int]) -> tuple[str, ...]:
    """Return the capacities named in some words, else the roles, else the actors."""
    words = scene.slice(tokens, *where)
    capacities = scene.capacities(words)
    if capacities:
        return capacities
    looked = tuple(low.removesuffix("s") for low in lows(tokens[where[0] : where[1]]))
    roles = tuple(dict.fromkeys(third.actor for third in scene.agreement.third_parties if stands_in(phrase(third.role), looked)))
    if roles:
        return roles
    if {"partie", "party", "side"}.intersection(looked):
        return scene.agreement.parties
    found = scene.find(words).actors
    return tuple(dict.fromkeys(scene.parties.party_of(each) or scene.parties.authority_of(each) or each for each in found))


@cache
def _phrases(name: str) -> Table:
    return table((each, name) for each in phrases_in(getattr(lists(), name)))


@cache
def _act_words() -> Table:
    entries = []
    for act in (each for each in _ACTS if each in lists().acts):
        words = lists().acts[act]
        entries += [(each.words, act) for each in verb_phrases(words.verbs) if each.form in {"base", "past", "participle"}]
        entries += [(each, act) for each in (*phrases_in(words.nouns), *phrases_in(words.states))]
    return table(entries)
