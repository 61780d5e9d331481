"""The parts of a tally, as its words give them: "242 breaches, of which 219 combat (203 + 10 + 6) and 32 arrests (18 + 5)".

A breakdown begins where a listed phrase opens it ("of which", "including") or where a bracket with numbers follows what is
counted. In it every number is a part, with the words up to the next number, bracket or mark. What stands in brackets are parts of
the part before them; so are, without brackets, numbers "by" somebody after a part that says what was counted. Names with a
number each in brackets ("Latakia (3) and Hama (2)") are parts too. Nothing is made to fit: what the parts sum to stands beside
the whole, whatever it is.

>>> found = breakdown(", of which 219 combat (203 + 10 + 6) and 32 arrests (18 + 5)")
>>> [(part.n, part.words, part.parts_sum) for part in found.parts]
[(219, 'combat', 219), (32, 'arrests', 23)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from truceline.agreement.tallies.lexicon import lexicon, number_of
from truceline.model.tallies import TallyPart

Named = Callable[[str, int, int], str | None]
"""Whom the words of a part name, with where they begin and end in the text that was given; an actor's id or None."""
_MARK = re.compile(r"[,;+&/،؛]|[.](?=\s|$)")
_NAMED_IN_BRACKETS = re.compile(r"(?P<name>[^,;()\[\]\d]+?)\s*[(\[]\s*(?P<n>\d{1,6})\s*[)\]]")
_LISTED = re.compile(r"\s*(?::|\s[–—-]\s)")
_LISTED_LATER = re.compile(r"[^,;:.()\[\]\d]{0,40}:")
"""A colon behind what was done to what is counted ("29 violations had been recorded: 20 in the north, 6 ...")."""
_RANGE = re.compile(r"(?:-|–|and|to|и|по|و|y|a)\s*\d+\s+(?P<what>\w+)")
_OPEN, _CLOSE = "([", ")]"
_DEEPEST = 3
"""Brackets in brackets in brackets are read; what is deeper is no breakdown that anybody writes."""
_AT_ONCE = 3
"""A bracket with one number opens a breakdown only so few characters behind what is counted; one with more, farther on too."""


class _Item(msgspec.Struct, frozen=True):
    """A number and the words that say what it counts; ``start`` and ``end`` in the whole text; ``inner``: brackets after it.

    ``until`` is where all of it ends, its brackets too.
    """

    n: int
    words: str
    start: int
    end: int
    until: int
    inner: tuple[_Item, ...] = ()


class Breakdown(msgspec.Struct, frozen=True):
    """The parts, and from where to where in the text they stand; no parts: nowhere."""

    parts: tuple[TallyPart, ...] = ()
    start: int = 0
    end: int = 0


def _nobody(words: str, start: int, end: int) -> None:
    del words, start, end


def breakdown(text: str, named: Named = _nobody, *, is_open: bool = False) -> Breakdown:
    """Return the parts given in ``text``, which begins right behind what is counted; none where no breakdown is given.

    ``is_open``: it was opened before what is counted ("of the 242 breaches, 219 were ..."). Order is that of the words.
    """
    at = 0 if is_open else _opening(text)
    broken = lexicon().breaks.search(text)
    end = broken.start() if broken else len(text)
    items = list(_items(text, at, end)) if at is not None else list(_bracketed_names(text[:end]))
    if not items:
        return Breakdown()
    parts = tuple(_part(item, below, named) for item, below in _nested(items))
    return Breakdown(parts, items[0].start if at is None else at, max(item.until for item in items))


def total(parts: Sequence[TallyPart]) -> int | None:
    """Return what parts sum to; None where there are none."""
    return sum(part.n for part in parts) if parts else None


def effect_of(words: str) -> str | None:
    """Return the effect of a count that words of a part name, such as ``detained`` for arrests."""
    return next((effect for effect, listed in lexicon().effects.items() if listed.search(words)), None)


def _opening(text: str) -> int | None:
    """Return where the parts begin: behind a phrase that opens them, or at a bracket that stands at once and holds a number."""
    bracket = next((i for i, sign in enumerate(text) if sign in "([,;."), len(text))
    if text[bracket : bracket + 1] and text[bracket] in _OPEN:
        inside = list(lexicon().number.finditer(text, bracket, _closing(text, bracket)))
        if len(inside) > (0 if bracket <= _AT_ONCE else 1):
            return bracket + 1
    sentence = re.search(r"[.!?](?=\s+[A-Z\u0400-\u042f]|\s*$)", text)
    end = sentence.start() if sentence else len(text)
    listed = _LISTED.match(text)
    if listed and _next_number(text, listed.end(), end):
        return listed.end()
    later = _LISTED_LATER.match(text)
    first = _next_number(text, later.end(), end) if later else None
    if later and first and _next_number(text, first.end(), end):
        return later.end()
    opens = lexicon().opens.search(text, 0, end)
    if opens is None:
        return None
    numbers = lexicon().number.finditer(text, 0, opens.start())
    before = [number.start() for number in numbers if not text[number.end() : opens.start()].strip()]
    return before[-1] if before else opens.end()


def _items(text: str, start: int, end: int, depth: int = _DEEPEST) -> Iterator[_Item]:
    """Yield the numbers between two places with their words, and with what brackets behind each hold."""
    while start < end:
        number = _next_number(text, start, end)
        if number is None:
            return
        stop = _stop(text, number.end(), end)
        words = _own(text[number.end() : stop]) or _own(text[start : number.start()])
        inner: tuple[_Item, ...] = ()
        begin, until = number.start(), stop
        if stop < end and text[stop] in _OPEN and depth:
            close = min(_closing(text, stop), end)
            inner, until = tuple(_items(text, stop + 1, close, depth - 1)), close + 1
        yield _Item(number_of(number.group()), words, begin, stop, until, inner)
        start = max(number.end(), until)
        if text[start - 1 : start] and _is_over(text, start):
            return


def _next_number(text: str, start: int, end: int) -> re.Match[str] | None:
    words = lexicon()
    for number in words.number.finditer(text, start, end):
        behind, before = text[number.end() : number.end() + 24].lstrip(" -"), text[start : number.start()].rstrip()
        by = list(words.by.finditer(before))
        to = _RANGE.match(behind)
        if words.measures.match(to["what"] if to else behind) or (by and by[-1].end() == len(before)):
            continue
        return number
    return None


def _stop(text: str, start: int, end: int) -> int:
    """Return where the words of a number end: at a mark, a bracket, "and" before a number, or the next number."""
    words = lexicon()
    found = [m.start() for m in (_MARK.search(text, start, end),) if m]
    found += [i for i in (text.find(sign, start, end) for sign in (*_OPEN, *_CLOSE)) if i >= 0]
    following = _next_number(text, start, end)
    found += [following.start()] if following else []
    found += [opens.start() for opens in words.opens.finditer(text, start, end) if text[start : opens.start()].strip()][:1]
    return min([*found, end])


def _is_over(text: str, at: int) -> bool:
    """Say whether a sentence ended right before ``at``."""
    return bool(re.match(r"\s*[.!?](?=\s|$)", text[at:]))


def _closing(text: str, bracket: int) -> int:
    """Return where the bracket that opens at ``bracket`` closes; the end of the text where it never does."""
    depth = 0
    for i in range(bracket, len(text)):
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if depth == 0:
            return i
    return len(text)


def _own(words: str) -> str:
    """Return the words of a part without what only joins them to others."""
    words = re.sub(r"(?:\s+(?:and|و|и|та|y))?\s*$", "", words.strip(" \t\n,;:–-+()[].“”\"'"))
    filler = lexicon().filler
    while found := filler.match(words):
        words = words[found.end() :].lstrip(" :–-")
    return words.strip()


def _bracketed_names(text: str) -> Iterator[_Item]:
    """Yield names with a number each in brackets, where there are at least two."""
    sentence = re.search(r"[.!?](?=\s)", text)
    found = list(_NAMED_IN_BRACKETS.finditer(text, 0, sentence.start() if sentence else len(text)))
    for match in found if len(found) > 1 else ():
        name = re.search(r"[^\W\d_a-z][\w'’-]*(?:\s+[\w'’-]+)*$", match["name"])
        start = match.start("name") + (name.start() if name else 0)
        yield _Item(int(match["n"]), _own(text[start : match.end("name")]), start, match.end("name"), match.end())


def _nested(items: Sequence[_Item]) -> Iterator[tuple[_Item, Sequence[_Item]]]:
    """Yield each part with the parts below it: what stands in its brackets, else numbers "by" somebody that follow it."""
    by = lexicon().by
    kinds = [bool(by.match(item.words)) for item in items]
    mixed = bool(items) and not kinds[0] and any(kinds)
    i = 0
    while i < len(items):
        j = i + 1
        while mixed and j < len(items) and kinds[j]:
            j += 1
        yield items[i], items[i].inner or items[i + 1 : j]
        i = j


def _part(item: _Item, below: Sequence[_Item], named: Named) -> TallyPart:
    parts = tuple(_part(each, each.inner, named) for each in below)
    return TallyPart(
        n=item.n,
        words=item.words,
        of=named(item.words, item.start, item.end),
        effect=effect_of(item.words),
        parts=parts,
        parts_sum=total(parts),
    )
