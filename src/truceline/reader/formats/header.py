"""What the first lines of a plain text say plainly: its title and the day of its publication. Nothing else is concluded.

A date counts only where a line of the head consists of nothing but a date (with "Published:" or a weekday before it); two
different ones are no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.reader.time_words import time_words

HEAD_LINES = 14
LONGEST_TITLE = 200
LABEL = r"(?:(?:published|posted|date|publication date|fecha de publicación|publié le)\s*(?:on|at)?\s*:?\s*)?"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*,?\s+)?"
TIME = r"(?:\s*,?\s*(?:at\s+)?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{3,4})?)?"
FORMS = (
    re.compile(
        rf"(?i)^\W*{LABEL}{WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{{3,9}})\.?,?\s+(?P<year>\d{{4}}){TIME}\W*$"
    ),
    re.compile(
        rf"(?i)^\W*{LABEL}{WEEKDAY}(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){TIME}\W*$"
    ),
    re.compile(rf"(?i)^\W*{LABEL}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){TIME}\W*$"),
)


def day_in_head(text: str) -> str | None:
    """Return the one day that a line of its own in the head names, as written there; None without one, or with two."""
    days = {day for line in _head(text) if (day := _day_of(line))}
    return days.pop() if len(days) == 1 else None


def title_in_head(text: str) -> str | None:
    """Return the first line where it is plainly a heading: marked as one, or short, without full stop, and set apart."""
    lines = text.splitlines()
    for number, line in enumerate(lines[:HEAD_LINES]):
        bare = line.strip()
        if not bare or _day_of(bare):
            continue
        if marked := re.match(r"#{1,2}\s+(\S.*?)\s*#*$", bare):
            return marked.group(1)
        following = next((i for i in range(number + 1, len(lines)) if lines[i].strip()), None)
        is_apart = following is not None and (following > number + 1 or _day_of(lines[following].strip()))
        return bare if is_apart and len(bare) <= LONGEST_TITLE and bare[-1] not in ".,;:" else None
    return None


def _head(text: str) -> Iterator[str]:
    written = (line.strip() for line in text.splitlines()[: 4 * HEAD_LINES])
    for number, line in enumerate(line for line in written if line):
        if number == HEAD_LINES:
            return
        yield line


def _day_of(line: str) -> str | None:
    """Return the day of a line that is nothing but a date, as ``YYYY-MM-DD`` even where no calendar has it."""
    for form in FORMS:
        if match := form.match(line):
            name = match["month"].lower()
            month = int(name) if name.isdigit() else _months().get(name)
            return f"{match['year']}-{month:02d}-{int(match['day']):02d}" if month else None
    return None


def _months() -> dict[str, int]:
    return time_words().months
