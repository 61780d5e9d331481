"""What a time expression means: a TIMEX3 value and a stretch of the calendar, counted from the day of publication.

Each kind of ``time_words.KINDS`` has one function here. A function gets the match and the ``Scene`` and returns a
``Meaning``, or None where nothing certain can be said: unresolved beats a guess. Weekdays lie in the past unless the words
before them look ahead. Nothing here reads a clock.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from truceline.model import Basis, Precision
from truceline.reader.time_words import SMALL, time_words

TENS = {w: 10 * (i + 2) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
ONES = {w: i for i, w in enumerate(SMALL[1:21])} | TENS | {"a": 1, "an": 1, "one": 1}


class Meaning(NamedTuple):
    """TIMEX3 value and inclusive days (or instants with zone); days are None for what has no place in the calendar."""

    value: str | None
    start: str | None
    end: str | None
    precision: Precision
    basis: Basis


class Scene(NamedTuple):
    """What the words around say: the day counted from (None: not known) and whether they look ahead."""

    today: dt.date | None
    is_ahead: bool
    is_past: bool


UNRESOLVED = Meaning(None, None, None, "unresolved", "stated")


def day(date: dt.date, basis: Basis, part: str = "") -> Meaning:
    """Return the meaning of one day, or of a part of it: the night of a day reaches into the next."""
    iso = date.isoformat()
    if part == "NI":
        return Meaning(f"{iso}TNI", iso, (date + dt.timedelta(1)).isoformat(), "night", basis)
    return Meaning(f"{iso}T{part}" if part else iso, iso, iso, "day", basis)


def month(year: int, number: int, basis: Basis) -> Meaning:
    """Return the meaning of a month; a number outside 1 to 12 counts on into the years around."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    last = calendar.monthrange(year, number)[1]
    return Meaning(
        f"{year:04d}-{number:02d}", f"{year:04d}-{number:02d}-01", f"{year:04d}-{number:02d}-{last:02d}", "month", basis
    )


def year(number: int, basis: Basis) -> Meaning:
    """Return the meaning of a year."""
    return Meaning(f"{number:04d}", f"{number:04d}-01-01", f"{number:04d}-12-31", "year", basis)


def week(date: dt.date, basis: Basis, *, weekend: bool = False) -> Meaning:
    """Return the meaning of the ISO week in which ``date`` lies, or of its weekend."""
    number = date.isocalendar()
    monday = date - dt.timedelta(date.weekday())
    first = monday + dt.timedelta(5 if weekend else 0)
    value = f"{number.year:04d}-W{number.week:02d}" + ("-WE" if weekend else "")
    return Meaning(value, first.isoformat(), (monday + dt.timedelta(6)).isoformat(), "range", basis)


def length(amount: str, unit: str) -> Meaning:
    """Return a duration: a TIMEX3 period without a place in the calendar."""
    letter = time_words().units.get(unit, "C")
    scaled = {"F": ("W", 2), "E": ("Y", 10), "C": ("Y", 100)}.get(letter)
    if scaled and amount != "X":
        letter, amount = scaled[0], f"{float(amount) * scaled[1]:g}"
    elif scaled:
        letter = scaled[0]
    period = f"PT{amount}{letter[1]}" if letter.startswith("T") else f"P{amount}{letter}"
    return Meaning(period, None, None, "unresolved", "stated")


def amount_of(words: str) -> int | None:
    """Return the number that a few words name; None for vague ones ("several") and broken ones ("2.5")."""
    words = re.sub(r"\s+", " ", words.lower().strip())
    if words.isdigit():
        return int(words)
    parts = [ONES.get(part) for part in re.split(r"[-\s]", words)]
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


def unit_of(words: str) -> str | None:
    """Return the unit that a few words name, in the singular."""
    for word in reversed(re.findall(r"[a-z]+", words.lower())):
        single = "century" if word == "centuries" else word.removesuffix("s")
        if single in time_words().units:
            return single
    return None


def shift(anchor: dt.date, amount: int, unit: str, basis: Basis) -> Meaning:
    """Return what lies ``amount`` units after (or, negative, before) a day; as exact as the unit."""
    if unit in {"day", "night"}:
        return day(_plus_days(anchor, amount), basis)
    if unit in {"week", "fortnight"}:
        return week(_plus_days(anchor, amount * (14 if unit == "fortnight" else 7)), basis)
    if unit == "month":
        return month(max(anchor.year, 1), anchor.month + amount, basis)
    if unit in {"year", "decade", "century"}:
        return year(anchor.year + amount * {"year": 1, "decade": 10, "century": 100}[unit], basis)
    return UNRESOLVED


def _plus_days(anchor: dt.date, amount: int) -> dt.date:
    return anchor + dt.timedelta(max(min(amount, 40000), -40000))


def _part(words: str) -> str:
    parts = time_words().parts_of_day
    return next((parts[w] for w in re.findall(r"[a-z]+", words.lower()) if w in parts), "")


def _month_of(words: str) -> int | None:
    months = time_words().months
    return next((months[w] for w in re.findall(r"[a-z]+", words.lower()) if w in months), None)


def _weekday_of(words: str) -> int | None:
    days = time_words().weekdays
    return next((days[w] for w in re.findall(r"[a-z]+", words.lower()) if w in days), None)


def _year_of(words: str) -> int | None:
    if found := re.search(r"(?:1[89]|20)\d\d", words):
        return int(found.group())
    if found := re.search(r"[-\s']([6-9]\d)$", words):
        return 1900 + int(found.group(1))
    return None


def _iso(words: str, _scene: Scene) -> Meaning | None:
    if "T" not in words.upper():
        return day(dt.date.fromisoformat(words), "stated")
    moment = dt.datetime.fromisoformat(words.upper())
    date = moment.date().isoformat()
    if moment.tzinfo is None:
        return Meaning(words, date, date, "hour", "stated")
    return Meaning(words, moment.isoformat(), moment.isoformat(), "instant", "stated")


def _slashed(words: str, _scene: Scene) -> Meaning | None:
    """Accept only what can be read in one way: 21/9/2016, 9/21/2016, 2016/09/21; leave 9/10/2016 alone."""
    a, b, c = (int(n) for n in re.split(r"[/.]", words))
    if a > 1000:
        return day(dt.date(a, b, c), "stated")
    if c < 1000 or (a <= 12 and b <= 12 and a != b):
        return UNRESOLVED if c > 1000 else None
    return day(dt.date(c, b, a) if a > 12 or a == b else dt.date(c, a, b), "stated")


def _dated(words: str, scene: Scene) -> Meaning | None:
    """Return a day of a month, or several: the year is the one written, else the nearest one that fits the tense."""
    number, year_number = _month_of(words), _year_of(words)
    bare = re.sub(r"(?:1[89]|20)\d\d|'?\b[6-9]\d$", " ", words)
    days = [int(d) for d in re.findall(r"\d{1,2}", bare)]
    if number is None or not days:
        return None
    basis: Basis = "stated" if year_number else "dateline"
    if year_number is None:
        if scene.today is None:
            return UNRESOLVED
        year_number = _nearest_year(scene, number, days[0])
    first = dt.date(year_number, number, days[0])
    if len(days) == 1:
        return day(first, basis)
    last = dt.date(year_number, number, days[-1])
    return join(day(first, basis), day(last, basis)) if last > first else UNRESOLVED


def _nearest_year(scene: Scene, number: int, day_number: int) -> int:
    """Return the year in which a day of a month lies nearest; a day against the tense counts as four times as far."""
    assert scene.today is not None
    today = scene.today

    def far(year_number: int) -> int:
        days = (dt.date(year_number, number, min(day_number, 28)) - today).days
        return abs(days) * (4 if (days > 0) != scene.is_ahead and days != 0 else 1)

    return min((today.year, today.year - 1, today.year + 1), key=far)


def join(first: Meaning, last: Meaning) -> Meaning:
    """Return the stretch from the start of one meaning to the end of another."""
    return Meaning(f"{first.value}/{last.value}", first.start, last.end, "range", first.basis)


def _month_and_year(words: str, _scene: Scene) -> Meaning | None:
    number, year_number = _month_of(words), _year_of(words)
    return month(year_number, number, "stated") if number and year_number else None


def _bare_month(words: str, scene: Scene) -> Meaning | None:
    number = _month_of(words)
    if number is None or scene.today is None:
        return UNRESOLVED
    return month(_nearest_year(scene, number, scene.today.day), number, "dateline")


def _last_month(words: str, scene: Scene) -> Meaning | None:
    number = _month_of(words)
    if number is None or scene.today is None:
        return UNRESOLVED
    today, low = scene.today, words.lower()
    if "next" in low or "coming" in low:
        return month(today.year + (number <= today.month), number, "dateline")
    if "last" in low or "past" in low or "previous" in low:
        return month(today.year - (number >= today.month), number, "dateline")
    return month(today.year, number, "dateline")


def _season(words: str, scene: Scene) -> Meaning | None:
    seasons = time_words().seasons
    name = next(w for w in re.findall(r"[a-z]+", words.lower()) if w in seasons)
    code, low = seasons[name], words.lower()
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    number = _year_of(words)
    basis: Basis = "stated" if number else "dateline"
    if number is None:
        if scene.today is None:
            return UNRESOLVED
        number = scene.today.year
        if "next" in low:
            number += first <= scene.today.month
        elif "this" not in low:
            number -= first + 2 >= scene.today.month
    return Meaning(f"{number:04d}-{code}", month(number, first, basis).start, month(number, first + 2, basis).end, "range", basis)


def _weekday(words: str, scene: Scene) -> Meaning | None:
    wanted, low = _weekday_of(words), words.lower()
    if wanted is None or scene.today is None:
        return UNRESOLVED
    today = scene.today
    back = (today.weekday() - wanted) % 7
    ahead = (wanted - today.weekday()) % 7
    if low.startswith("next"):
        return day(today + dt.timedelta(ahead or 7), "dateline", _part(words))
    if low.startswith(("last", "past", "this past", "previous")):
        return day(today - dt.timedelta(back or 7), "dateline", _part(words))
    return day(today + dt.timedelta(ahead) if scene.is_ahead else today - dt.timedelta(back), "dateline", _part(words))


def _clock_day(words: str, scene: Scene) -> Meaning | None:
    """Return the weekday written inside a clock time ("9 a.m. Tuesday"); the hour is added later."""
    return _weekday(words, scene) if _weekday_of(words) is not None else UNRESOLVED


def _day_word(words: str, scene: Scene) -> Meaning | None:
    if scene.today is None:
        return UNRESOLVED
    low = re.sub(r"\s+", " ", words.lower())
    if low == "overnight":
        return day(scene.today - dt.timedelta(1), "dateline", "NI")
    part = "NI" if low in {"tonight", "last night"} else _part(low)
    offsets = (("before yesterday", -2), ("after tomorrow", 2), ("yesterday", -1), ("tomorrow", 1), ("last night", -1))
    offset = next((n for phrase, n in offsets if phrase in low), 0)
    return day(scene.today + dt.timedelta(offset), "dateline", part)


def _stretch_back(words: str, _scene: Scene) -> Meaning | None:
    """Return the length of "the past two weeks": how long is said, where it begins is not."""
    unit = unit_of(words)
    if re.fullmatch(r"(?i)(?:the\s+)?\w+\s+\w+[^s]", words) and unit:
        return length("1", unit)
    middle = re.sub(r"(?i)^(?:the\s+)?(?:last|past|previous|next|coming|recent)\s+|\s*\w+$", "", words)
    amount = amount_of(middle) if middle else None
    return length(str(amount) if amount else "X", unit) if unit else None


def _last_unit(words: str, scene: Scene) -> Meaning | None:  # noqa: PLR0911 - one answer for each unit
    low = words.lower()
    if scene.today is None:
        return UNRESOLVED
    step = 1 if re.search(r"\b(?:next|coming)\b", low) else -1 if re.search(r"\b(?:last|past|previous)\b", low) else 0
    today = scene.today
    if "weekend" in low:
        step = step if step or today.weekday() >= 5 or scene.is_ahead else -1
        return week(today + dt.timedelta(7 * step), "dateline", weekend=True)
    if "week" in low:
        return week(today + dt.timedelta(7 * step), "dateline")
    if "month" in low:
        return month(today.year, today.month + step, "dateline")
    if "quarter" in low:
        number = (today.month - 1) // 3 + step
        first = month(today.year, 3 * number + 1, "dateline")
        assert first.start is not None
        return Meaning(
            f"{first.start[:4]}-Q{number % 4 + 1}",
            first.start,
            month(today.year, 3 * number + 3, "dateline").end,
            "range",
            "dateline",
        )
    if "year" in low:
        return year(today.year + step, "dateline")
    return UNRESOLVED


def _ago(words: str, scene: Scene) -> Meaning | None:
    unit = unit_of(words)
    amount = amount_of(re.sub(r"(?i)\s+\w+\s+ago$", "", words))
    if scene.today is None or unit is None or amount is None:
        return UNRESOLVED
    return shift(scene.today, -amount, unit, "dateline")


def _year_end(_words: str, scene: Scene) -> Meaning | None:
    return month(scene.today.year, 12, "dateline") if scene.today else UNRESOLVED


def _every(words: str, _scene: Scene) -> Meaning | None:
    low = words.lower()
    plain = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y"}.get(low)
    if plain:
        return Meaning(plain, None, None, "unresolved", "stated")
    weekday, unit = _weekday_of(low), unit_of(low)
    if weekday is not None:
        return Meaning(f"XXXX-WXX-{weekday + 1}", None, None, "unresolved", "stated")
    return length("1", unit) if unit else None


def _lasting(words: str, _scene: Scene) -> Meaning | None:
    unit = unit_of(words)
    amount = amount_of(re.sub(r"(?i)[-\s]*(?:more[-\s]+)?[a-z]+(?:-long)?$", "", words))
    return length(str(amount) if amount is not None else "X", unit) if unit else None


def _decade(words: str, _scene: Scene) -> Meaning | None:
    number = _year_of(words)
    return Meaning(f"{number // 10:03d}", f"{number}-01-01", f"{number + 9}-12-31", "range", "stated") if number else None


def _feast(words: str, scene: Scene) -> Meaning | None:
    if scene.today is None:
        return UNRESOLVED
    number, day_number = (int(n) for n in time_words().feasts[re.sub(r"\s+", " ", words.lower())].split("-"))
    return day(dt.date(_nearest_year(scene, number, day_number), number, day_number), "dateline")


def _plain_year(words: str, _scene: Scene) -> Meaning | None:
    number = _year_of(words)
    return year(number, "stated") if number else None


def _reference(words: str, _scene: Scene) -> Meaning | None:
    return Meaning(time_words().references[re.sub(r"\s+", " ", words.lower())], None, None, "unresolved", "stated")


MEANINGS: dict[str, Callable[[str, Scene], Meaning | None]] = {
    "iso": _iso,
    "slashed": _slashed,
    "dmy": _dated,
    "mdy": _dated,
    "my": _month_and_year,
    "last_month": _last_month,
    "season": _season,
    "dow": _weekday,
    "clock": _clock_day,
    "day_word": _day_word,
    "span_back": _stretch_back,
    "last_unit": _last_unit,
    "ago": _ago,
    "year_end": _year_end,
    "every": _every,
    "lasting": _lasting,
    "decade": _decade,
    "feast": _feast,
    "month": _bare_month,
    "year": _plain_year,
    "reference": _reference,
}


def meaning_of(kind: str, words: str, scene: Scene) -> Meaning | None:
    """Return what an expression means; None where it is no time at all, ``UNRESOLVED`` where it cannot be placed."""
    rule = MEANINGS.get(kind)
    if rule is None:
        return UNRESOLVED
    try:
        return rule(words, scene)
    except (ValueError, OverflowError):
        return UNRESOLVED
