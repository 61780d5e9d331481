"""Moods: whether a verb tells of what was done, is planned, was not done, is refused or vowed, or is only talked of.

``done``: was done, or is being done. ``planned``: "will", "is due to". ``undone``: "did not", "failed to", "could not".
``refused``: "refused to", "would not". ``vowed``: "vowed to", "threatened to". ``open``: anything else (could, if, demanded
that), of which nothing follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from truceline.movements.wording.lists import Phrase, Table, load, phrases, table, verb_entries, words
from truceline.movements.wording.tokens import hits

Mood = Literal["done", "planned", "undone", "refused", "vowed", "open"]
_DEPTH = 3
_AIM_REACH = 24
_WISHED_REACH = 12
_DENIED_REACH = 4
_INVERTED = frozenset({"had", "were", "should"})
"""A sentence that begins so tells what would have been: "Had it been approved, ..."."""
_ALMOST = frozenset({"almost", "nearly", "narrowly", "hardly", "barely"})
_WAITED = frozenset({"once", "when", "whenever", "after", "as"})
_TILL = frozenset({"until", "till", "pending"})
_TEMPORAL = frozenset("after while when since upon by during".split())
_NOT: Mapping[Mood, Mood] = {"done": "undone", "planned": "refused", "undone": "open", "refused": "open", "vowed": "open"}
_KEPT_FROM = frozenset(
    "prevent prevented preventing prevents stop stopped stopping bar barred barring ban banned banning block blocked blocking "
    "prohibit prohibited keep kept".split()
)


class MoodLists(msgspec.Struct, frozen=True):
    """``words.yaml`` of this package as a value."""

    irregular: dict[str, str]
    be: str
    have: str
    do: str
    modals: str
    futures: str
    negations: str
    adverbs: str
    nouns_too: str
    reaching: str
    planning: str
    refusing: str
    failing: str
    vowing: str
    wanting: str
    halting: str
    conditional: str
    denying: str
    dismissing: str
    wordings: str
    breaks: str
    saying: str
    preps: str
    parts: str
    units: str


@cache
def mood_lists() -> MoodLists:
    """Return the word lists."""
    return load("truceline.movements.wording", MoodLists)


@cache
def listed(name: str) -> frozenset[str]:
    """Return a list of single words by its name in the file."""
    return words(getattr(mood_lists(), name))


@cache
def _governors() -> Mapping[str, tuple[str, str]]:
    """Return, by each form of the verbs that govern an infinitive, the name of their list and the form."""
    found: dict[str, tuple[str, str]] = {}
    for name in ("reaching", "planning", "refusing", "failing", "vowing", "wanting"):
        for phrase, label in verb_entries(getattr(mood_lists(), name), name, mood_lists().irregular):
            found.setdefault(phrase[0], (name, label.split("|")[1]))
    return found


def negated(mood: Mood) -> Mood:
    """Return the mood of a verb of which nothing is told: "no aid was delivered"."""
    return _NOT.get(mood, "open")


class Group(NamedTuple):
    """The words before a verb that belong to it, from token ``first``, its mood, and whether it is done to its subject."""

    first: int
    mood: Mood
    is_passive: bool


class _Chain(NamedTuple):
    first: int
    words: tuple[str, ...]
    is_negated: bool


def group_of(low: Phrase, i: int, form: str, after: int, depth: int = 0) -> Group:
    """Return the group of the verb at tokens ``[i, after)``, which stands in this form."""
    chain = _chain(low, i)
    passive = form in {"past", "participle"} and (not listed("be").isdisjoint(chain.words) or low[after : after + 1] == ("by",))
    if chain.words[:1] == ("to",):
        led = _infinitive(low, chain, passive=passive, depth=depth)
        return led._replace(mood="open") if depth == 0 and _is_denied_in_words(low, i) else led
    mood = _mood(low, chain, form, passive=passive)
    if chain.is_negated:
        mood = "undone" if _is_modal(chain) else _NOT.get(mood, "open")
    is_near_miss = not _ALMOST.isdisjoint(low[chain.first : i])
    if is_near_miss or _is_yet_to_come(low, chain, form) or (depth == 0 and mood != "open" and _is_conditional(low, i, mood)):
        mood = "open"
    return Group(chain.first, mood, passive)


def _is_yet_to_come(low: Phrase, chain: _Chain, form: str) -> bool:
    """Say whether a verb tells what is waited for: "until leave was given", "as soon as it has been approved"."""
    at = next((i for i in range(chain.first - 1, -1, -1) if low[i] in listed("breaks") | _WAITED | _TILL), None)
    if at is None or low[at] not in _WAITED | _TILL:
        return False
    if low[at] == "as" and low[max(0, at - 2) : at] != ("as", "soon"):
        return False
    is_present = form in {"third", "base"} or (bool(chain.words) and {"is", "are", "has", "have", "been"}.issuperset(chain.words))
    return low[at] in _TILL or is_present


def _is_modal(chain: _Chain) -> bool:
    """Say whether it could not be done: "could not enter" says that it was not; "may not" and "should not" say nothing."""
    return not {"could", "can", "cannot"}.isdisjoint(chain.words)


def _chain(low: Phrase, i: int) -> _Chain:
    """Walk back over auxiliaries, adverbs and negations; stop at "to", which is kept as the first of the chain."""
    found: list[str] = []
    negated = False
    helpers = listed("be") | listed("have") | listed("do") | listed("modals") | listed("futures")
    while i > 0:
        word = low[i - 1]
        if word == "longer" and low[i - 2 : i - 1] == ("no",):
            negated, i = True, i - 2
            continue
        if word in {"not", "n't", "never"}:
            negated = True
        elif word == "to":
            return _Chain(i - 1, ("to", *reversed(found)), negated)
        elif word in helpers:
            found.append(word)
        elif word not in listed("adverbs") and not (word.endswith("ly") and len(word) > 4):
            break
        i -= 1
    negated = negated or "cannot" in found
    return _Chain(i, tuple(reversed(found)), negated)


def _mood(low: Phrase, chain: _Chain, form: str, *, passive: bool) -> Mood:
    helpers = frozenset(chain.words)
    if helpers & listed("modals") or ("would" in helpers and helpers & listed("have")):
        return "open"
    if helpers & listed("futures"):
        return "planned"
    if form == "ing":
        return _of_ing(low, chain)
    if form in {"base", "third"}:
        return "done" if form == "third" or helpers & (listed("have") | listed("do") | listed("be")) else "open"
    return "open" if passive and chain.words == ("be",) else "done"  # "demanded that it be allowed"


def _of_ing(low: Phrase, chain: _Chain) -> Mood:
    before = low[chain.first - 1] if chain.first else ""
    if frozenset(chain.words) & listed("be"):
        return "done"
    is_kept = before == "from" and not _KEPT_FROM.isdisjoint(low[max(0, chain.first - 8) : chain.first])
    if is_kept or before == "without":
        return "undone"
    is_named = before in listed("halting") | listed("saying") | {"that"}
    is_only_named = is_named or _governors().get(before, ("reaching", ""))[0] != "reaching"
    is_aim = before in {"before"} | (listed("preps") - _TEMPORAL) or (before in {"and", "or"} and _is_aimed(low, chain.first - 1))
    return "open" if is_only_named or is_aim else "done"  # "stopped sending", "aimed at sending"


def _is_aimed(low: Phrase, joint: int) -> bool:
    """Say whether another "-ing" joined before is itself only an aim: "aimed at freezing the lines and allowing aid"."""
    for i in range(joint - 1, max(0, joint - _AIM_REACH), -1):
        if low[i].endswith("ing") and low[i - 1] in listed("preps") - _TEMPORAL:
            return True
    return False


def _infinitive(low: Phrase, chain: _Chain, *, passive: bool, depth: int) -> Group:
    """Return the mood of "to enter": that of "was allowed" before it, planned after "is due"; open after all else."""
    at, negated = chain.first - 1, chain.is_negated
    while at >= 0 and low[at] != "yet" and (low[at] in listed("adverbs") or low[at] in {"not", "never"}):
        negated = negated or low[at] in {"not", "never"}
        at -= 1
    governor = low[at] if at >= 0 else ""
    if governor == "yet":
        return Group(_chain(low, at).first, "undone", passive)
    if governor in listed("be"):
        return Group(_chain(low, at + 1).first, "open" if negated else "planned", passive)
    name, form = _governors().get(governor, ("", ""))
    if not name and (found := _over_object(low, at)) is not None:
        at, (name, form) = found, _governors()[low[found]]
    if not name or depth >= _DEPTH:
        return Group(max(at, 0), "open", passive)
    above = group_of(low, at, form, at + 1, depth + 1)
    is_bare = form == "base" and above.first == at  # "they plan to leave"
    mood = _under(name, "done" if is_bare and name != "reaching" else above.mood)
    return Group(above.first, _NOT.get(mood, "open") if negated else mood, passive)


def _over_object(low: Phrase, at: int) -> int | None:
    """Return where the verb stands whose object lies before an infinitive: "allowed the convoy to enter"."""
    for i in range(at, max(-1, at - 6), -1):
        if low[i] in listed("breaks"):
            return None
        if low[i] in _governors() and _governors()[low[i]][0] in {"reaching", "wanting"}:
            return i
    return None


def _under(name: str, above: Mood) -> Mood:
    """Return the mood of what stands under a governing verb of that list in mood ``above``."""
    if name == "reaching":
        return above
    if above != "done" or name == "wanting":
        return "open"
    moods: Mapping[str, Mood] = {"vowing": "vowed", "planning": "planned", "failing": "undone"}
    return moods.get(name, "refused")


@cache
def _conditionals() -> Table:
    return table((each, "if") for each in phrases(mood_lists().conditional))


def _is_conditional(low: Phrase, i: int, mood: Mood) -> bool:
    """Say whether the verb depends on a condition, or is denied: behind "if" or "denied that", or before it and still open."""
    at = next((hit.first for hit in hits(low, _conditionals())), None)
    if (at is not None and (at < i or mood in {"planned", "vowed", "refused"})) or low[0] in _INVERTED:
        return True
    if mood in {"planned", "refused"} and _is_wished(low, i):
        return True
    return _is_denied_in_words(low, i)


def _is_denied_in_words(low: Phrase, i: int) -> bool:
    """Say whether a verb stands in what somebody is told to have denied: "dismissed accusations that it had blocked it"."""
    for j in range(i - 1):
        if low[j] in listed("denying") and _is_of_words(low[j + 1]):
            return True
        behind = low[j + 1 : min(i, j + 2 + _DENIED_REACH)]
        if low[j] in listed("denying") | listed("dismissing") and not listed("wordings").isdisjoint(behind):
            return True
    return False


def _is_wished(low: Phrase, i: int) -> bool:
    """Say whether what is to come is only wished for: "hopes the convoy will reach the town"."""
    for word in reversed(low[max(0, i - _WISHED_REACH) : i]):
        if word in {",", ";", ":", "but", "and"}:
            return False
        if _governors().get(word, ("", ""))[0] == "wanting":
            return True
    return False


def _is_of_words(word: str) -> bool:
    """Say whether what is denied is told in words: "denied that", "denied having", "denied reports"."""
    return word in {"that", "having", "reports", "claims", "allegations", "accusations", "it", "they"} or word.endswith("ing")
