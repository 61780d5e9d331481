"""Counted days: somebody says which day of calm it is, or that the days asked for have, or have not, been reached."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from truceline.agreement.statements.deeds import at_any
from truceline.agreement.statements.lists import Phrase, Table, lists, phrases_in, table, word_set
from truceline.agreement.statements.scene import Scene
from truceline.agreement.statements.tokens import hits, lows
from truceline.agreement.statements.values import DayCount

_SAID = frozenset({"assert", "confirm", "correct", "deny", "accuse"})
_BEEN = frozenset({"been", "was", "were", "had", "has", "have", "is", "are"})
_REACH = 7
_BETWEEN = 2
"""As many words may stand between "of" or "without" and what it is about: "of the fragile truce", "without a single breach"."""
_PARTING = frozenset(
    "about across after against ahead amid among and around as at because before between beyond but by despite during following"
    " for from if in into near nor of on or over since than that though through till to towards under until when where which"
    " while who with within without , ; : — – -".split()
)
_NOT = frozenset({"not", "n't", "never"})


def day_counts(scene: Scene) -> Iterator[DayCount]:
    """Yield the days that a claim counts, at most one count a sentence."""
    if scene.claim.stance not in _SAID or scene.cue in word_set("hopes_only"):
        return
    for tokens in scene.sentences:
        words = lows(tokens)
        if "?" in words or at_any(words, "conditional") or not word_set("day_words").intersection(words):
            continue
        found = _nth(words) or _met(words) or _so_many(words)
        if found is not None:
            days, needed, is_met = found
            yield DayCount(
                date=scene.date,
                speaker=scene.speaker,
                actor=scene.actor,
                by=scene.party or scene.authority,
                days=days,
                needed=needed,
                is_met=is_met,
                words=scene.slice(tokens, 1 if words[0] == "that" else 0, len(tokens)),
                claim=scene.claim.id,
                rule="days.nth" if needed is None and is_met is None else "days.met",
            )


def _nth(words: Phrase) -> tuple[int | None, int | None, bool | None] | None:
    """Read "The fourth consecutive day of calm", "day four of the truce": so many have begun."""
    for i, low in enumerate(words):
        if low != "day":
            continue
        behind = words[i + 1 : i + _REACH]
        before = [each for each in words[max(0, i - 3) : i] if each not in word_set("consecutive")]
        if before and (n := _ordinal(before[-1])) and _is_calm(behind):
            return n, None, None
        if behind and (n := _number(behind[0])) and _is_calm(behind[1:]):
            return n, None, None
    return None


def _met(words: Phrase) -> tuple[int | None, int | None, bool | None] | None:
    """Read "Seven days of calm have not been met", "three of the seven days have been reached"."""
    for i, low in enumerate(words):
        if low not in word_set("day_words"):
            continue
        needed = next((n for each in reversed(words[max(0, i - 3) : i]) if (n := _number(each))), None)
        behind = words[i + 1 : i + 1 + _REACH]
        negated = _negated(behind)
        if needed is None or negated is None:
            continue
        part = _number(words[i - 4]) if i >= 4 and words[i - 3 : i - 1] == ("of", "the") else None
        if part is not None:
            return part, needed, part >= needed
        return None if negated else needed, needed, not negated
    return None


def _negated(behind: Phrase) -> bool | None:
    """Say whether the words behind some days say that these have not been reached; None where they say nothing of it.

    Between the days and "have" stands nothing but of what they are, or that they were asked for, so that it is the days that
    have been reached and not what stands behind them: "two days after the truce was reached".
    """
    been = next((j for j, each in enumerate(behind) if each in _BEEN), None)
    done = next((j for j, each in enumerate(behind) if each in word_set("fulfilled")), None)
    if been is None or done is None or done < been:
        return None
    if not _BEEN.union(_NOT, word_set("adverbs"), {"yet"}).issuperset(behind[been:done]):
        return None
    what = behind[:been]
    while what and what[-1] in word_set("asked_for"):
        what = what[:-1]
    is_open = not what and (behind[done] not in word_set("passing") or _is_calm(behind[done + 1 :]))
    return bool(_NOT.intersection(behind[been:done])) if is_open or _is_calm(what) else None


def _so_many(words: Phrase) -> tuple[int | None, int | None, bool | None] | None:
    """Read "There have been three consecutive days of calm"."""
    for i, low in enumerate(words):
        if low not in word_set("day_words"):
            continue
        n = next((n for each in reversed(words[max(0, i - 3) : i]) if (n := _number(each))), None)
        is_counted = "there" in words[max(0, i - 8) : i] and _BEEN.intersection(words[max(0, i - 8) : i])
        if n is not None and is_counted and _is_calm(words[i + 1 : i + _REACH]):
            return n, None, None
    return None


def _is_calm(words: Phrase) -> bool:
    """Say whether words behind days make them days of calm: "of the fragile truce", "without any fighting"."""
    if words[:1] == ("without",):
        return _is_without(words[1:])
    hit = next(iter(hits(words, _calm())), None) if words[:1] == ("of",) else None
    if hit is None or _fierce().union(word_set("other_than_calm")).intersection(words[hit.after : hit.after + 1]):
        return False
    barred = _PARTING | _fierce() | word_set("negations") | word_set("few") | word_set("broken")
    return hit.first <= 1 + _BETWEEN and barred.isdisjoint(words[1 : hit.first])


def _is_without(words: Phrase) -> bool:
    """Say whether violence or a violation is what these words begin with; "without stopping the strikes" is not without them."""
    at = next((j for j, each in enumerate(words[: 2 + _BETWEEN]) if each in _fierce()), None)
    return at is not None and not any(each in _PARTING or each.endswith("ing") for each in words[:at])


def _fierce() -> frozenset[str]:
    return word_set("violence") | word_set("breaches")


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) < 4:
        return int(word)
    return _ranks("numbers").get(word)


def _ordinal(word: str) -> int | None:
    return _ranks("ordinals").get(word)


@cache
def _ranks(name: str) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(getattr(lists(), name).split(), 1)}


@cache
def _calm() -> Table:
    return table((each, "calm") for each in phrases_in(lists().calmness))
