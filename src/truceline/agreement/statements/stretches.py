"""Stretches of a sentence: where a subject, an agent or a noun phrase begins and ends, by the words that part them."""

from __future__ import annotations

from truceline.agreement.statements.lists import Phrase, word_set

BREAKS = frozenset(
    {",", ";", ":", "—", "–", "that", "which", "who", "and", "but", "if", "when", "while", "because", "?", "although", "so"}
)
OF = frozenset({"of", "to", "in", "from", "for"})


def phrase_start(words: Phrase, noun: int) -> int:
    """Return where the noun phrase begins that ends with the noun at a token: at its article, a few words back at most."""
    first = noun
    while (
        first > 0
        and noun - first < 5
        and words[first - 1] not in BREAKS | OF
        and (words[first - 1][0].isalnum() or words[first - 1] == "'s")
    ):
        first -= 1
        if words[first] in {"the", "an", "a", "its", "their", "our", "his", "any", "no"}:
            break
    return first


def without_aside(gap: Phrase) -> Phrase:
    """Leave out what stands between two commas, and a clause that only tells more of it ("the truce that began on Monday")."""
    if gap[:1] in {("that",), ("which",)} and len(gap) > 1 and not BREAKS.intersection(gap[1:]):
        return ()
    if "," in gap and gap[-1] == ",":
        return gap[: gap.index(",")]
    return gap


def past_adverbs(words: Phrase, i: int) -> int:
    """Return the first token from ``i`` on that is neither an adverb nor a joining word before a state."""
    while i < len(words) and (words[i] in word_set("adverbs") or words[i] in {"to", "be", "as"}):
        i += 1
    return i


def goes_on(words: Phrase, after: int) -> bool:
    """Say whether a verb follows, so that the words before it were only its subject: "announced the truce had ended"."""
    return after < len(words) and (words[after] in word_set("auxiliaries") | word_set("futures") | word_set("modals"))


def before(words: Phrase, first: int) -> tuple[int, int]:
    """Return where the subject stands that ends before token ``first``; empty where it is left out."""
    begin = first
    while begin > 0 and words[begin - 1] not in BREAKS - {"and"}:
        begin -= 1
    return begin, first


def agent(words: Phrase, after: int) -> tuple[int, int] | None:
    """Return where "by X" stands soon after a passive; "by five days" is nobody."""
    end = min(len(words), after + 4)
    by = next((i for i in range(after, end) if words[i] == "by"), None)
    if by is None or not word_set("units").isdisjoint(words[by + 1 : by + 5]):
        return None
    stop = next(
        (i for i in range(by + 1, len(words)) if words[i] in BREAKS - {"and"} | {"on", "at", "from", "until", "in"}), len(words)
    )
    return (by + 1, stop) if stop > by + 1 else None
