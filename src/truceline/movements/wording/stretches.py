"""Stretches of a sentence: where the subject, the object and the agent of a verb stand, by the words that part them.

Half-open ranges of tokens; an empty range is nobody. An aside between commas is skipped, a subject left out behind "and" is that
of the verb before, and "which" is what stands before it.
"""

from __future__ import annotations

from truceline.movements.wording.lists import Phrase
from truceline.movements.wording.moods import listed

Range = tuple[int, int]
NOWHERE: Range = (0, 0)
_RELATIVE = frozenset({"that", "which", "who", "whom"})
_TEMPORAL = frozenset({"after", "before", "while", "when", "without", "since"})
_JOINING = frozenset({"and", "but", "or"})
_AGENT_REACH = 5
_SHARED_REACH = 6
_ARTICLES = frozenset("the a an its their his her our this these those any all".split())


def subject_of(low: Phrase, first: int, before: Range = NOWHERE) -> Range:
    """Return the subject of the verb group that begins at token ``first``; ``before`` is that of the verb before it."""
    last = low[first - 1] if first else ""
    if last in _JOINING and before != NOWHERE:
        return before
    if last in _RELATIVE:
        return phrase_to(low, first - 1 - (low[first - 2 : first - 1] == (",",)))
    if last == ",":
        return _over_aside(low, first - 1)
    if last in _TEMPORAL and before != NOWHERE:
        return before  # "entered the town after being held"
    begin = first
    while begin > 0 and low[begin - 1] not in (listed("breaks") - {"and"}) | listed("saying"):
        begin -= 1
    return begin, first


def _over_aside(low: Phrase, comma: int) -> Range:
    """Return the subject before an aside that ends at a comma: "The convoy, one of the first to go, had left"."""
    opening = next((i for i in range(comma - 1, -1, -1) if low[i] == ","), None)
    return NOWHERE if opening is None else _noun_before(low, opening)


def _noun_before(low: Phrase, after: int) -> Range:
    begin = after
    while begin > 0 and low[begin - 1] not in listed("breaks") - {"and"}:
        begin -= 1
    return begin, after


def object_of(low: Phrase, after: int) -> Range:
    """Return where the object of a verb stands that ends before token ``after``: up to the next break."""
    end = after
    while end < len(low) and low[end] not in listed("breaks") - {"and"}:
        end += 1
    return after, end


def agent_of(low: Phrase, after: int) -> Range:
    """Return where "by X" stands soon behind a verb; "by two days" and "by road" are nobody."""
    by = next((i for i in range(after, min(len(low), after + _AGENT_REACH)) if low[i] == "by"), None)
    if by is None or any(word in listed("breaks") for word in low[after:by]):
        return NOWHERE
    if low[by + 1 : by + 2] == ("and",):  # "approved by and received permits from X"
        by = next((i for i in range(by + 2, min(len(low), by + 2 + _SHARED_REACH)) if low[i] in {"from", "by", "of"}), by)
    return phrase_from(low, by + 1)


def phrase_from(low: Phrase, first: int) -> Range:
    """Return the noun phrase that begins at a token: up to the next break, preposition other than "of", verb "and" or helper."""
    stops = (
        listed("breaks") | (listed("preps") - {"of"}) | (listed("be") - {"'s"}) | listed("have") | listed("do") | listed("modals")
    )
    end = first
    while end < len(low) and low[end] not in (stops | listed("futures") | {"to"}) - {"and"}:
        end += 1
        if end < len(low) and low[end] == "and" and end + 1 < len(low) and not _goes_on(low, end + 1):
            break
    return (first, end) if end > first else NOWHERE


def _goes_on(low: Phrase, at: int) -> bool:
    """Say whether a noun phrase goes on behind "and", as far as its first word tells."""
    return low[at] not in listed("be") | listed("have") | listed("do") | listed("adverbs") and not low[at].endswith("ed")


def phrase_to(low: Phrase, after: int, reach: int = 6) -> Range:
    """Return the noun phrase that ends before token ``after``, back to its article or the next break or preposition."""
    stops = listed("breaks") | (listed("preps") - {"of"})
    begin = after
    while begin > 0 and after - begin < reach and low[begin - 1] not in stops:
        begin -= 1
        if low[begin] in _ARTICLES:
            break
    return (begin, after) if begin < after else NOWHERE
