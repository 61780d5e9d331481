"""Counts in a report: how many of what, with which effect, and how they hang together.

A count is a range with its bounding words. "18 out of 31 trucks" is 18 of a total of 31; "38 civilians, 14 of them children"
is 38, and 14 that are a subset of them; "killing or injuring 30" stays one undivided count of casualties. Dates, ages, clock
times, money, shares, ordinals and names of weapons are no counts. "No one was killed" is 0..0, which is not the same as
nothing said.

>>> from truceline.reader.segments import clean
>>> [(c.low, c.high, c.effect, c.unit) for c in counts(clean("It killed at least 20 people."))]
[(20, None, 'killed', 'people')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truceline.model import Count, Effect, Span, TimeMention
from truceline.reader.count_effects import CASUALTIES, Governed, effect_of
from truceline.reader.count_phrases import Phrase, phrases
from truceline.reader.count_words import Unit, count_words
from truceline.reader.numbers import Number, numbers
from truceline.reader.words import CleanLike, Words, words_of

PEOPLE_EFFECTS = frozenset({"killed", "injured", "missing", "detained", "displaced"})
REFERRING = frozenset("the these those both his her their its our two's".split())


class Draft(NamedTuple):
    """A count before it gets its number: its phrase and what befell what is counted."""

    phrase: Phrase
    governed: Governed


def counts(clean: CleanLike, times: Sequence[TimeMention] = ()) -> tuple[Count, ...]:
    """Return the counts of a text in order, with ids ``n1``, ``n2`` ...; numbers inside ``times`` are left alone."""
    words = words_of(clean)
    found = phrases(words, _outside(words, times))
    drafts = [draft for draft in _drafts(words, list(found)) if _is_count(words, draft)]
    return tuple(_counts(words, drafts))


def _outside(words: Words, times: Sequence[TimeMention]) -> Iterator[Number]:
    """Yield the token ranges of numbers that are no part of a time expression, as numbers."""
    spans = iter(sorted(t.span for t in times))
    current = next(spans, None)
    for number in numbers(words):
        start, end = words.start[number.bare], words.end[number.after - 1]
        while current is not None and current.end <= start:
            current = next(spans, None)
        if current is None or current.start >= end:
            yield number


def _drafts(words: Words, found: list[Phrase]) -> Iterator[Draft]:
    """Give each phrase its effect; one without takes over that of the list it begins or goes on with."""
    governed = [effect_of(words, phrase) for phrase in found]
    for i, phrase in enumerate(found):
        own = governed[i]
        if phrase.unit is None and not phrase.noun and own.effect == "other" and (asked := asked_for(words, phrase)):
            yield Draft(phrase._replace(unit=asked), own)
            continue
        if own.effect == "other" and i + 1 < len(found) and _is_joined(words, phrase, found[i + 1]):
            own = governed[i + 1]._replace(is_shared=True) if governed[i + 1].effect in PEOPLE_EFFECTS else own
        yield Draft(phrase, own)


def asked_for(words: Words, phrase: Phrase) -> Unit | None:
    """Return what a bare number counts in an answer: the noun of "how many ..." in its sentence or the one before."""
    sentence = words.sentence[phrase.number.first]
    begin = words.sentences[max(sentence - 1, 0)][0]
    for i in range(phrase.number.first - 2, begin - 1, -1):
        if words.low[i : i + 2] == ("how", "many"):
            units = count_words().units
            return next((units[low] for low in words.low[i + 2 : i + 12] if low in units), None)
    return None


def _is_joined(words: Words, phrase: Phrase, after: Phrase) -> bool:
    """Say whether two phrases are members of one list: only "and" or a comma stands between them."""
    between = words.low[phrase.after : after.number.first]
    return between in {("and",), (",",), (",", "and"), ("or",), ("as", "well", "as")} and phrase.unit is not None


def _is_count(words: Words, draft: Draft) -> bool:
    """Keep what counts something: an effect, or a known noun that is not merely referred to ("the two countries")."""
    phrase, governed = draft
    number = phrase.number
    following = words.low[number.after] if number.after < len(words) else ""
    if (number.low == 1 == number.high and following == "of") or (
        number.low == 0 and phrase.unit is None and words.low[number.after - 1] == "no"
    ):
        return False
    if governed.effect != "other":
        return governed.effect in PEOPLE_EFFECTS or phrase.unit is not None or bool(phrase.noun)
    if phrase.unit is None or number.low == 0:
        return False
    before = words.low[number.first - 1] if number.first else ""
    small = number.high is not None and number.high < 10
    if words.low[number.bare] == "one" or (number.low == 1 and number.high == 1):
        return False
    return not (small and before in REFERRING)


def _counts(words: Words, drafts: Sequence[Draft]) -> Iterator[Count]:
    made: list[Count] = []
    for draft in drafts:
        whole = _whole(made, words, draft) if draft.phrase.is_part else None
        count = _count(words, draft, made, whole, f"n{len(made) + 1}")
        made.append(count)
        yield count


def _whole(made: Sequence[Count], words: Words, draft: Draft) -> Count | None:
    """Return the count that this one is a part of: the nearest before it, in its sentence or the one before."""
    sentence = words.sentence[draft.phrase.number.first]
    start = words.start[words.sentences[max(sentence - 1, 0)][0]]
    value = draft.phrase.number.low or 0
    near = [c for c in made if c.span.start >= start and c.subset_of is None and (c.high is None or c.high >= value)]
    return near[-1] if near else None


def _count(words: Words, draft: Draft, made: Sequence[Count], whole: Count | None, name: str) -> Count:
    phrase, governed = draft
    number = phrase.number
    effect: Effect = governed.effect
    if effect == "other" and whole is not None:
        effect = whole.effect
    if effect in PEOPLE_EFFECTS and phrase.unit is not None and phrase.unit.name not in {"people", "families"}:
        effect = "other"
    unit, category = _unit(phrase, effect, made)
    if governed.is_mixed:
        effect, unit = "other", CASUALTIES
    return Count(
        id=name,
        span=_span(words, phrase),
        low=number.low,
        high=number.high,
        bound=number.bound,
        effect=effect,
        unit=unit,
        category=category,
        vague=number.vague,
        of_total=phrase.of_total,
        subset_of=whole.id if whole else None,
    )


def _unit(phrase: Phrase, effect: Effect, made: Sequence[Count]) -> tuple[str, str | None]:
    if phrase.unit is not None:
        return phrase.unit.name, phrase.unit.category
    if effect in PEOPLE_EFFECTS:
        another = phrase.number.first != phrase.number.bare and made and made[-1].effect in PEOPLE_EFFECTS
        return "people", made[-1].category if another and not phrase.noun else None
    return phrase.noun or "people", None


def _span(words: Words, phrase: Phrase) -> Span:
    """Return the words of the number itself, with its bounding words and its total."""
    number = phrase.number
    after = number.after
    if phrase.of_total is not None:
        after = (
            next(
                i
                for i in range(number.after, phrase.after + 1)
                if i >= number.after and words.low[i][0].isalnum() and words.low[i] not in {"out", "of", "the"}
            )
            + 1
        )
    return words.span(number.first, after)
