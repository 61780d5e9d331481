"""What the words around a trigger say of the event: its stage, whether it is denied or pointed back at, what was struck."""

from __future__ import annotations

from truceline.model import Stage, Target
from truceline.reader.event_triggers import PASSIVE, Hit
from truceline.reader.event_words import event_words
from truceline.reader.words import Words

CLAUSE_ENDS = frozenset({";", ":", "—", "–", ".", "but", "which", "while", "because", "although", "by", "when", "after"})
STAGE_REACH = 5
DENIAL_REACH = 4
TARGET_REACH = 10
CARRIER_REACH = 10
LIGHT_REACH = 4
FLOWN = frozenset({"missile", "rocket"})
"""Means that aircraft and launchers on the ground share."""
TARGET_LEADS = frozenset({"on", "at", "against", "targeting", "of", "upon", "targeted", "hitting", "hit", "struck", "to"})
OPENING = frozenset({"whether", "if"})
"""What stands before these is not said of what follows them: "could not tell whether it was struck"."""
POSSIBLE = frozenset({"could", "might", "may", "would"})
"""With "have" these speak of what is past: "could not have attacked"."""
DENYING = frozenset({"denied", "denies", "denying", "deny", "rejected", "dismissed"})


def stage_of(words: Words, hit: Hit) -> Stage:
    """Return how far the event came, from the few words before its trigger; ``occurred`` where nothing says otherwise."""
    stages = event_words().stages
    begin = words.sentences[hit.sentence][0]
    for i in range(hit.first - 1, max(begin, hit.first - STAGE_REACH) - 1, -1):
        low = words.low[i]
        if low in CLAUSE_ENDS or low == "," or low in OPENING:
            break
        if low in POSSIBLE and "have" in words.low[i + 1 : min(i + 3, hit.first)]:
            continue
        if low in stages:
            return stages[low]
    return "occurred"


def is_denied(words: Words, hit: Hit) -> bool:
    """Say whether the words say that it did not happen: "no airstrike", "had not bombed", "denied bombing"."""
    begin = words.sentences[hit.sentence][0]
    before = words.low[max(begin, hit.first - DENIAL_REACH) : hit.first]
    before = before[max((i + 1 for i, low in enumerate(before) if low in OPENING), default=0) :]
    if hit.trigger.is_verb:
        is_gerund = words.low[hit.first].endswith("ing")
        negated = any(low in {"not", "never", "n't"} for low in before) or before[-2:] in {("n", "’"), ("’", "t"), ("'", "t")}
        return negated or (is_gerund and any(low in DENYING for low in before))
    return "no" in before[-2:] or "not" in before[-3:] or ("without" in before[-2:])


def is_definite(words: Words, hit: Hit) -> bool:
    """Say whether a noun points back: "the attack", "this deadly strike", "Monday's bombing"."""
    if not hit.trigger.is_noun:
        return False
    begin = words.sentences[hit.sentence][0]
    definite = event_words().definite
    for i in range(hit.first - 1, max(begin, hit.first - 4) - 1, -1):
        low = words.low[i]
        if low in definite or low in {"'s", "’s"}:
            return True
        if not low.isalpha() or low in {"a", "an", "of", "on", "in", "by", "and", "to", "with", "for"}:
            return False
    return False


def targets_of(words: Words, hit: Hit) -> tuple[Target, ...]:
    """Return what was struck or meant, by kind, in order of mention."""
    begin, end = words.sentences[hit.sentence]
    found = _targets_in(words, hit.after, _clause_end(words, hit.after, min(end, hit.after + TARGET_REACH)))
    if not hit.trigger.is_verb:
        found += _targets_in(words, max(begin, hit.first - 2), hit.first)
    if hit.trigger.is_verb or (found == () and _has_passive(words, begin, hit.first)):
        found += (
            _targets_in(words, max(begin, hit.first - TARGET_REACH), hit.first) if _has_passive(words, begin, hit.first) else ()
        )
    return tuple(dict.fromkeys(found))


def _has_passive(words: Words, begin: int, first: int) -> bool:
    return any(low in PASSIVE for low in words.low[max(begin, first - 5) : first])


def _clause_end(words: Words, first: int, end: int) -> int:
    return next((i for i in range(first, end) if words.low[i] in CLAUSE_ENDS), end)


def _targets_in(words: Words, first: int, end: int) -> tuple[Target, ...]:
    table = event_words().targets
    found: list[Target] = []
    i = first
    while i < end:
        match = next((t for t in table.get(words.low[i], ()) if words.low[i : i + len(t[0])] == t[0]), None)
        if match:
            found.append(match[1])
        i += len(match[0]) if match else 1
    return tuple(found)


def type_of(words: Words, hit: Hit) -> str:
    """Return the code: what aircraft do is done from the air, missiles included; a clash with protesters is unrest."""
    code = hit.trigger.type
    if code == "V.UNSPEC":
        means = means_of(words, hit)
        code = {"airstrike": "V.AIR", "helicopter": "V.AIR", "drone": "V.DRONE"}.get(means or "", code)
    if hit.trigger.means in FLOWN:
        begin = max(words.sentences[hit.sentence][0], hit.first - CARRIER_REACH)
        carriers = event_words().carriers
        flown = next((carriers[low] for low in words.low[begin : hit.first] if low in carriers and low != "air"), None)
        code = "V.DRONE" if flown == "drone" else "V.AIR" if flown else code
    if code in {"V.GROUND", "V.UNSPEC"}:
        begin, end = words.sentences[hit.sentence]
        protesters = event_words().protesters
        if hit.trigger.means == "clash" and not protesters.isdisjoint(words.low[begin:end]):
            return "P.RIOT"
        if hit.trigger.means != "clash" and not protesters.isdisjoint(words.low[hit.after : min(end, hit.after + 4)]):
            return "P.SUPPRESS"
    return code


def means_of(words: Words, hit: Hit) -> str | None:
    """Return the means: that of what carried an attack ("warplanes bombed", "attack by jets"), else the trigger's own."""
    if hit.trigger.type != "V.UNSPEC":
        return hit.trigger.means
    carriers = event_words().carriers
    found = next((carriers[low] for low in _carrying(words, hit) if low in carriers), None)
    return found or hit.trigger.means


def _carrying(words: Words, hit: Hit) -> tuple[str, ...]:
    """Return the words that can name what carried out an attack: around a verb; beside a noun, or after its "by"."""
    begin, end = words.sentences[hit.sentence]
    behind = () if hit.trigger.is_weak else words.low[hit.after : min(end, hit.after + CARRIER_REACH)]
    before = words.low[max(begin, hit.first - CARRIER_REACH) : hit.first]
    if hit.trigger.is_verb or len(hit.trigger.words) > 1 or not event_words().light_verbs.isdisjoint(before[-LIGHT_REACH:]):
        return before + behind
    by = behind.index("by") if "by" in behind else len(behind)
    return words.low[max(begin, hit.first - 2) : hit.first] + behind[by:]
