"""The totals that a claim gives: "302 violations", "violated 23 times", "only one of the violations".

First the counts of violations that the claim has, read or marked by a person; beside them the numbers that stand with a listed
word for violations. A count that is a part of another, or stands in another's breakdown, is no total of its own. Two totals of
one claim are two tallies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from truceline.agreement.tallies.lexicon import DIGITS, lexicon, number_of
from truceline.model import Bound, Claim, Count

_WORD = re.compile(r"[^\s,;:.()\[\]\d]+")
_OF_THE = re.compile(r"\s+(?:of\s+(?:the|these|those|its)|من|из\s+этих|de\s+las)(?=\s)", re.IGNORECASE)
_OF_WHOLE = re.compile(
    r"\s+(?:out\s+of|of|من\s+أصل|من|из|з|de)(?:\s+(?:the|these|those|its|las|los))?(?:\s+[^\s\d,;:.]+){0,2}\s+", re.IGNORECASE
)
_SECOND = re.compile(rf"\s*(?:-|–|—|and|to|و|и|до|y|a)\s*(?P<high>{DIGITS})(?!\w)", re.IGNORECASE)
"""The second number of a range, behind its first."""
_SPAN_OF_TWO = re.compile(rf"(?:between|from|بين|от|від|entre)\s+(?P<low>{DIGITS})\s+(?:and|to|و|и|до|y)\s*$", re.IGNORECASE)
_MARKED = re.compile(r"[,;:.()\[\]]")
_MOST_BETWEEN = 3
"""How many words may stand between a number and its noun ("302 alleged ceasefire violations")."""
_BEFORE = 28


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A total: its range, and where it and what is counted stand in the claim's words. ``parts``: counts marked as its parts.

    ``is_short``: it counts what the total before it counts, without saying so again ("95 breaches by X and 12 by Y").
    """

    low: int | None
    high: int | None
    bound: Bound
    start: int
    end: int
    parts: tuple[Count, ...] = ()
    is_short: bool = False


def heads(claim: Claim, words: str, at: Sequence[int], *, is_marked: bool = False) -> tuple[Head, ...]:
    """Return the totals of a claim, in the order of its words; ``at``: places of the words' characters in the report's text.

    ``is_marked``: a person said that the claim is a tally, so that its first count is a total whatever it counts.
    """
    found = sorted(_from_counts(claim, words, at, is_marked=is_marked), key=lambda head: (head.start, head.end))
    kept = list(found)
    if not (kept or lexicon().nouns.search(words) or lexicon().verbs.search(words)):
        return ()
    for head in (*_from_words(words), *_behind_amount(words)):
        if all(head.end <= other.start or head.start >= other.end for other in kept):
            kept.append(head)
    kept += [head for head in _without_noun(words) if kept and all(head.end <= o.start or head.start >= o.end for o in kept)]
    totals = sorted((head for head in kept if is_marked or _is_said(words, head)), key=lambda head: (head.start, head.end))
    is_confirmed = claim.stance == "confirm" or bool(lexicon().confirms.search(words))
    return tuple(_without_wholes(words, totals)) if is_confirmed else tuple(totals)


def _is_said(words: str, head: Head) -> bool:
    """Say whether a number counts what there was: no rate, no number of an article, nothing that would be."""
    ahead = words[: head.start].rstrip()
    clause = re.split(r"[,;:.()،]|\bthat\b|\bwhich\b", ahead)[-1]
    is_label = bool(ahead) and _ends(lexicon().labels, ahead)
    return not (is_label or lexicon().unreal.search(clause) or lexicon().rates.match(words[head.end :].lstrip()))


def _without_wholes(words: str, totals: Sequence[Head]) -> Iterator[Head]:
    """Yield totals; in "confirmed nine of the 31 violations" nine are confirmed, and the 31 are somebody else's count."""
    numbers = {
        head: number
        for head in totals
        for number in lexicon().number.finditer(words, 0, head.start)
        if _OF_WHOLE.fullmatch(words, number.end(), head.start)
    }
    taken = {number.start() for number in numbers.values()}
    for head in totals:
        number = numbers.get(head)
        if number:
            yield msgspec.structs.replace(_head(words, number, number.end()), end=head.end)
        elif head.start not in taken:
            yield head


def _from_counts(claim: Claim, words: str, at: Sequence[int], *, is_marked: bool) -> Iterator[Head]:
    counts = [count for count in claim.counts if _is_of_violations(count) and not count.presupposed]
    counts = counts or [count for count in claim.counts[:1] if is_marked]
    own = {count.id for count in counts}
    whole = [count for count in counts if count.subset_of not in own]
    same = {count.span for count in whole}
    if len(whole) > 1 and len(same) == 1:  # typed by a person, who marked words and not single numbers
        yield _placed(whole[0], words, at, parts=tuple(whole[1:]))
        return
    for count in whole:
        yield _placed(count, words, at, parts=tuple(c for c in claim.counts if c.subset_of == count.id))


def _is_of_violations(count: Count) -> bool:
    return count.effect == "violations" or bool(lexicon().nouns.search(count.unit))


def _placed(count: Count, words: str, at: Sequence[int], parts: tuple[Count, ...]) -> Head:
    """Return a count as a total, at its place in the words: where the reader found it, else where its number first stands."""
    where = {offset: i for i, offset in enumerate(at)}
    start, end = where.get(count.span.start, 0), where.get(count.span.end - 1, len(words) - 1) + 1
    numbers = list(lexicon().number.finditer(words, start, end))
    values = {count.low, count.high, (count.low or 0) - (count.bound == "more_than")}
    number = next((n for n in numbers if number_of(n.group()) in values), numbers[0] if len(numbers) == 1 else None)
    found = number or lexicon().spelled.search(words, start, end)
    start, end = found.span() if found else (start, start)
    low = count.low
    span = _SPAN_OF_TWO.search(words[:start])
    if span and low is not None and low == count.high:
        low, start = min(low, number_of(span["low"])), span.start("low")
    second = _SECOND.match(words, end)
    if second and low != count.high and number_of(second["high"]) == count.high:
        end = second.end()
    return Head(low=low, high=count.high, bound=count.bound, start=start, end=_behind_noun(words, end), parts=parts)


def _behind_noun(words: str, end: int) -> int:
    """Return where the noun ends that a number counts; ``end``, where the number ends, where it counts none."""
    of_the = _OF_THE.match(words, end)
    at = of_the.end() if of_the else end
    for _ in range(_MOST_BETWEEN + 1):
        at += len(words[at:]) - len(words[at:].lstrip(" \t\n\u00a0-"))
        noun = lexicon().nouns.match(words, at)
        if noun:
            return noun.end()
        word = _WORD.match(words, at)
        if word is None or lexicon().stops.fullmatch(word.group()):
            break
        at = word.end()
    return end


def _from_words(words: str) -> Iterator[Head]:
    lists = lexicon()
    for number in lists.number.finditer(words):
        end = _behind_noun(words, number.end())
        times = lists.times.match(words[number.end() :].lstrip())
        if end == number.end() and not (times and lists.verbs.search(words, 0, number.start())):
            continue
        if lists.measures.match(words[number.end() :].lstrip(" -")):
            continue
        if end == number.end():
            end += words[number.end() :].index(times.group()) + len(times.group()) if times else 0
        yield _head(words, number, end)


def _behind_amount(words: str) -> Iterator[Head]:
    """Yield numbers that an amount of violations has come to: "the number of violations by X rose to 150"."""
    lists = lexicon()
    for amount in lists.amounts.finditer(words):
        noun = lists.nouns.search(words, amount.end(), amount.end() + _BEFORE)
        number = lists.number.search(words, noun.end()) if noun else None
        between = words[noun.end() : number.start()] if noun and number else ""
        bare = _without_bound(between)
        if number and not _MARKED.search(between) and _ends(lists.reaches, bare.rstrip()):
            yield msgspec.structs.replace(_head(words, number, number.end()), start=amount.start())


def _without_bound(words: str) -> str:
    """Return words without what bounds the number behind them ("rose to more than")."""
    found = (m for listed in lexicon().bounds.values() for m in listed.finditer(words) if m.end() == len(words.rstrip()))
    return words[: min((m.start() for m in found), default=len(words))]


def _without_noun(words: str) -> Iterator[Head]:
    """Yield numbers right before "by", which count what was counted before them: "95 breaches by X and 12 by Y"."""
    for number in lexicon().number.finditer(words):
        by = lexicon().by.match(words[number.end() :].lstrip())
        if by and re.search(r"(?:[,;]|\band|و|\bи|\by)\s*$", words[: number.start()]):
            yield msgspec.structs.replace(_head(words, number, number.end()), is_short=True)


def _head(words: str, number: re.Match[str], end: int) -> Head:
    value = number_of(number.group())
    before = words[max(0, number.start() - _BEFORE) : number.start()].rstrip()
    bound = next((name for name, listed in lexicon().bounds.items() if _ends(listed, before)), "exact")
    low: int | None = value + 1 if bound == "more_than" else value
    high: int | None = None if bound in {"more_than", "at_least"} else value
    if bound == "up_to":
        low = None
    return Head(low=low, high=high, bound=msgspec.convert(bound, Bound), start=number.start(), end=end)


def _ends(listed: re.Pattern[str], before: str) -> bool:
    return any(found.end() == len(before) for found in listed.finditer(before))
