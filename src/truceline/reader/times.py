"""Times in a report: what each expression means, counted from the day of publication or from another event.

Unresolved beats a guess: without a day of publication "yesterday" keeps its span and no value. A weekday lies in the past
unless the words before it look ahead. An impossible date ("31 February") stays unresolved and is a fault of the material.

>>> from truceline.reader.segments import clean
>>> [t.value for t in times(clean("The convoy was hit on Monday night."), "2016-09-21")]
['2016-09-19TNI']
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from truceline.model import Fault, Span, TimeMention
from truceline.reader.time_anchors import Found, place_relative
from truceline.reader.time_clock import place_clock
from truceline.reader.time_values import Meaning, Scene, join, meaning_of
from truceline.reader.time_words import time_pattern, time_words, triggers
from truceline.reader.words import CleanLike, Words, words_of

YEAR_CUES = frozenset(
    "in since of by until till from during to before after early mid late and or between around circa spring "
    "summer autumn fall winter for through".split()
)
MONTH_CUES = frozenset("in last next this since by until from during of early mid late and to or through between".split())
DATE_LIKE = re.compile(r"(?i)\d{1,2}|[a-z]+")
RANGE_JOIN = re.compile(r"(?i)\s*(?:-|–|to|until|and|or|through)\s+")


def times(clean: CleanLike, published_at: str | None) -> tuple[TimeMention, ...]:
    """Return the time expressions of a text in order; ``published_at`` is the day that "today" means, None where not known."""
    words = words_of(clean)
    today = dt.date.fromisoformat(published_at[:10]) if published_at else None
    found = [item for sentence in _sentences(words) for item in _in_sentence(words, sentence, today)]
    found = list(_joined(words.text, found))
    found = place_clock(words, found)
    found = place_relative(words, found)
    return tuple(_mention(item) for item in found)


def time_faults(clean: CleanLike, mentions: Iterable[TimeMention]) -> tuple[Fault, ...]:
    """Return a fault for each date among ``mentions`` that no calendar has."""
    return tuple(_impossible(clean.text, m.span) for m in mentions if m.value is None and _is_impossible(m.span.of(clean.text)))


def _impossible(text: str, span: Span) -> Fault:
    message = (
        f'"{span.of(text)}" is no day of the calendar (chars {span.start}-{span.end}); expected a date that exists; left open'
    )
    return Fault(code="impossible_date", span=span, message=message)


def _is_impossible(words: str) -> bool:
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d).*", words):
        return not _exists(*(int(n) for n in iso.groups()))
    months = time_words().months
    parts = [p.lower() for p in DATE_LIKE.findall(re.sub(r"\b\d{4}\b", "", words))]
    number = next((months[p] for p in parts if p in months), None)
    days = [int(p) for p in parts if p.isdigit()]
    stated = re.search(r"\b\d{4}\b", words)
    return bool(number and days) and not all(_exists(int(stated.group()) if stated else 2000, number or 1, d) for d in days)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _sentences(words: Words) -> Iterator[int]:
    """Yield the numbers of sentences that can hold a time: with a trigger word, a four-digit number or a clock time."""
    cues = triggers()
    seen = -1
    for i, low in enumerate(words.low):
        number = words.sentence[i]
        if number != seen and (low in cues or (low[0].isdigit() and _may_be_time(words, i))):
            seen = number
            yield number


def _may_be_time(words: Words, i: int) -> bool:
    low = words.low[i]
    following = words.low[i + 1] if i + 1 < len(words) else ""
    return (len(low) >= 4 and low[:4].isdigit()) or following in {":", "/", "am", "pm", "a", "p"} or "." in low


def _in_sentence(words: Words, sentence: int, today: dt.date | None) -> Iterator[Found]:
    stretch = words.stretch(sentence)
    for match in time_pattern().finditer(words.text, stretch.start, stretch.end):
        kind = match.lastgroup or ""
        shown = match.group().rstrip()
        span = Span(match.start(), match.start() + len(shown))
        token = bisect_left(words.start, span.start)
        if not _is_time(words, kind, shown, token, span):
            continue
        scene = _scene(words, sentence, token, today)
        meaning = meaning_of(kind, shown, scene)
        if meaning is not None:
            yield Found(span, kind, meaning, sentence)


def _is_time(words: Words, kind: str, shown: str, token: int, span: Span) -> bool:  # noqa: PLR0911 - one answer for each kind
    """Refuse what only looks like a time: "may" the verb, a room or resolution number, an amount of something."""
    before = words.low[token - 1] if token else ""
    if kind == "month":
        return _is_month(shown, before)
    if kind == "year" and shown[0].isdigit():
        return _is_year(words, token, span, before)
    if kind == "last_month":
        return shown.rsplit(maxsplit=1)[-1][0].isupper()
    if kind == "slashed":
        return len(re.split(r"[/.]", shown)) == 3
    if kind == "lasting":
        if re.fullmatch(r"(?i)an?\s+second|\d+\s+Minutes|a\s+day", shown):
            return before == "for"
        return before not in {"aged", "age"} and not re.search(r"(?i)\bold\b", words.text[span.end : span.end + 6])
    if kind == "clock" and re.fullmatch(r"\d{1,2}:\d\d", shown):
        return int(shown.split(":", maxsplit=1)[0]) < 25
    return True


def _is_month(shown: str, before: str) -> bool:
    name = shown.rsplit(maxsplit=1)[-1].rstrip(".").split("-")[-1]
    if not name[0].isupper():
        return False
    low = name.lower()
    if len(low) <= 4 and low not in {"june", "july", "may"}:
        return shown.endswith(".") and len(shown) > 3
    return low not in {"march", "may", "august"} or before in MONTH_CUES


def _is_year(words: Words, token: int, span: Span, before: str) -> bool:
    following = words.low[token + 1] if token + 1 < len(words) else ""
    if before in {"resolution", "no", "number", "room", "$", "£", "€", "flight", "route", "highway"} or following in {
        "%",
        "percent",
        "meters",
        "km",
    }:
        return False
    if before in YEAR_CUES or before in {",", "(", "-"} or not following.isalpha():
        return not (
            following.endswith("s")
            and following not in {"was", "is", "has"}
            and before not in {"in", "since", "by", "until", "during"}
        )
    return not following.endswith("s") and words.text[span.start - 1 : span.start] == " "


@cache
def _tense_words() -> tuple[frozenset[str], frozenset[str]]:
    words = time_words()
    return frozenset(words.future.split()), frozenset(words.past.split())


def _scene(words: Words, sentence: int, token: int, today: dt.date | None) -> Scene:
    """Look back through the clause for the nearest word that looks ahead or back."""
    future, past = _tense_words()
    if words.low[token + 1 : token + 2] in {("'s",), ("’s",)}:
        return Scene(today, is_ahead=False, is_past=True)
    first = max(words.sentences[sentence][0], token - 14)
    for i in range(token - 1, first - 1, -1):
        low = words.low[i]
        if low in future:
            return Scene(today, is_ahead=True, is_past=False)
        if low in past or (len(low) > 4 and low.endswith("ed") and not words.is_capital(i)):
            return Scene(today, is_ahead=False, is_past=True)
    return Scene(today, is_ahead=False, is_past=False)


def _joined(text: str, found: list[Found]) -> Iterator[Found]:
    """Join two neighbours of like grain into one stretch: "yearend or early January", "from Monday to Wednesday"."""
    i = 0
    while i < len(found):
        item = found[i]
        after = found[i + 1] if i + 1 < len(found) else None
        if after is not None and (both := _range(text, item, after)):
            yield both
            i += 2
        else:
            yield item
            i += 1


def _range(text: str, first: Found, last: Found) -> Found | None:
    between = text[first.span.end : last.span.start]
    if (
        len(between) > 12
        or not RANGE_JOIN.fullmatch(between)
        or not (first.meaning.start and last.meaning.start and last.meaning.end)
    ):
        return None
    led = re.search(r"(?i)\b(?:from|between|by)\s+$", text[max(0, first.span.start - 9) : first.span.start])
    if not led or first.meaning.precision == "year" or first.meaning.precision != last.meaning.precision:
        return None
    end = _later(first.meaning, last.meaning)
    return first.renewed(join(first.meaning, end), Span(first.span.start, last.span.end)) if end else None


def _later(first: Meaning, last: Meaning) -> Meaning | None:
    """Return ``last`` so that it follows ``first``: a month that lies before it is meant for the next year."""
    assert first.start is not None
    if last.start is not None and last.start >= first.start:
        return last
    if last.precision == "month" and last.value and last.basis != "stated":
        number = int(last.value[5:7])
        return meaning_of(
            "my",
            f"{_month_name(number)} {int(first.start[:4]) + (number <= int(first.start[5:7]))}",
            Scene(None, is_ahead=False, is_past=False),
        )
    return None


def _month_name(number: int) -> str:
    return next(name for name, value in time_words().months.items() if value == number)


def _mention(item: Found) -> TimeMention:
    m = item.meaning
    return TimeMention(span=item.span, value=m.value, start=m.start, end=m.end, precision=m.precision, basis=m.basis)
