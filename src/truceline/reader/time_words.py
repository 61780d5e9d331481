"""The words of time expressions, and the pattern that finds them.

One pattern with a named alternative for each kind of expression; ``times`` looks only at sentences in which one of
``TRIGGERS`` occurs, and ``time_values`` says what a match means. Longer kinds stand before the shorter ones they begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from truceline.reader.slotlists import word_list

SMALL = (
    "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
VAGUE = (
    "several",
    "a few",
    "few",
    "some",
    "many",
    "a couple of",
    "couple of",
    "recent",
    "a number of",
    "dozens of",
    "hundreds of",
)


class TimeWords(msgspec.Struct, frozen=True):
    """``lexicons/times.yaml`` as a value."""

    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, str]
    parts_of_day: dict[str, str]
    seasons: dict[str, str]
    zones: dict[str, int]
    future: str
    past: str
    feasts: dict[str, str]
    references: dict[str, str]
    happenings: str
    gatherings: str
    gathering: str


@cache
def time_words() -> TimeWords:
    """Return the word lists of time expressions."""
    return word_list("times", TimeWords)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + ")"


def _pieces() -> dict[str, str]:
    """The building blocks of the pattern, by name; a block may use those above it as ``<name>``."""
    words = time_words()
    return {
        "month": _any(words.months) + r"\b(?:(?<=\b\w{3})(?<!may)\.|(?<=\bsept)\.)?",
        "dow": _any(words.weekdays) + r"\b\.?",
        "long_dow": _any(w for w in words.weekdays if len(w) > 5),
        "part": _any(words.parts_of_day),
        "season": _any(words.seasons),
        "unit": _any(words.units) + "s?",
        "century": r"centur(?:y|ies)",
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[:.,]\d)",
        "any_day": r"\d{1,2}(?:st|nd|rd|th)?(?![\d%]|[:.,]\d)",
        "year": r"(?:1[89]|20)\d\d(?!\d|[.,]\d)",
        "num": r"(?:\d+(?:\.\d+)?|"
        + _any(VAGUE)
        + "|"
        + r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[-\s](?:one|two|three|four|five|six|seven|eight|nine)|"
        + _any(SMALL)
        + r"\b)",
        "zone": r"(?:local\s+time|" + _any(words.zones) + r")\b",
        "edge": r"(?:(?:early|mid|late|earlier|later|the\s+(?:beginning|start|middle|end)\s+of)[\s-]+)",
        "join": r"\s*(?:-|–|\bto\b)\s*",
    }


KINDS: tuple[tuple[str, str], ...] = (
    ("iso", r"<year>-(?:0\d|1[0-2])-[0-3]\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"),
    ("slashed", r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4}(?![\d.])"),
    (
        "clock",
        (
            r"(?:\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\b\.?|\d{1,2}:\d\d(?::\d\d)?|\d{4}(?=\s+(?:<zone>|hours))|noon|midnight)(?:\s+(?:<zone>|hours))?"
            r"(?:\s+(?:on\s+)?<long_dow>)?"
        ),
    ),
    (
        "dmy",
        r"(?:<long_dow>,?\s+)?(?:the\s+)?<any_day>(?:<join><any_day>)?(?:\s+of)?[\s-]+<month>(?:,?[\s-]+(?:<year>|'?[6-9]\d\b))?",
    ),
    (
        "mdy",
        r"(?:last\s+|next\s+)?(?:<dow>,?\s+)?<month>\s+(?:the\s+)?<any_day>(?:<join><any_day>\b(?!\s+<unit>\b))?(?:,?\s+<year>)?",
    ),
    ("my", r"<edge>?<month>(?:,?\s+(?:of\s+)?<year>)"),
    ("last_month", r"<edge>?(?:last|next|this|this\s+past|previous|the\s+coming)\s+<month>"),
    ("season", r"<edge>?(?:(?:last|next|this|past)\s+<season>|(?:the\s+)?<season>\s+(?:of\s+)?<year>)\b"),
    ("dow", r"(?:(?:last|next|this(?:\s+past)?|past|previous|the\s+following)\s+)?<long_dow>(?:\s+<part>\b)?"),
    (
        "day_word",
        (
            r"(?:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:today|yesterday|tomorrow)(?:\s+<part>\b)?|tonight|last\s+night|overnight"
            r"|this\s+(?:morning|afternoon|evening)|to-?day)\b"
        ),
    ),
    (
        "span_back",
        (
            r"(?:the\s+)?(?:last|past|previous|next|coming|recent)\s+<num>?\s*(?:weeks|days|months|years|hours|minutes|decades|centuries|nights)\b"
            r"|(?:the\s+)?(?:last|past|next)\s+(?:<num>\s+<unit>|(?:decade|century|hour|half[-\s]hour))\b"
        ),
    ),
    (
        "last_unit",
        r"<edge>?(?:the\s+)?(?:last|this|next|past|previous|coming|current)\s+(?:week(?:end)?|month|year|quarter|decade|century)\b|(?:the|at)\s+weekend\b",
    ),
    ("ago", r"<num>\s+<unit>\s+ago\b"),
    (
        "shifted",
        (
            r"(?:<num>\s+(?:more\s+)?<unit>|(?:the|a)\s+(?:day|night|week|month|year))\s+(?:earlier|later|before|after|previously|afterwards?|following)\b"
            r"|(?:the|that)\s+(?:previous|next|following|same|very\s+same)\s+(?:day|night|evening|morning|afternoon|week|month|year)\b"
            r"|(?:earlier|later)?\s*that\s+(?:day|night|evening|morning|afternoon|week|month|year)\b|(?:earlier|later)\s+(?:the\s+same|in\s+the)\s+day\b"
        ),
    ),
    ("vague_ago", r"(?:seconds|minutes|hours|days|nights|weeks|months|years|decades)\s+(?:ago|earlier|later|before|after)\b"),
    ("year_end", r"(?:the\s+)?(?:year[-\s]?end|end\s+of\s+(?:the|this)\s+year)\b"),
    ("every", r"(?:every|each)\s+(?:<unit>|<long_dow>)\b|daily\b|weekly\b|monthly\b|annually\b"),
    (
        "lasting",
        r"<num>[-\s]+(?:more\s+)?<unit>(?:-long)?\b(?![-\s]olds?\b)|(?:hours|days|weeks|months|years|decades)(?:-long)?\b",
    ),
    ("decade", r"(?:<edge>|the\s+)?(?:<year>|')(?<=0)s\b"),
    ("feast", "<feast>"),
    ("month", r"<edge>?<month>"),
    ("year", r"(?:<edge>)?<year>\b"),
    ("reference", r"<reference>\b"),
)


@cache
def time_pattern() -> re.Pattern[str]:
    """Return the one pattern of all kinds; ``lastgroup`` of a match is its kind."""
    words, blocks = time_words(), _pieces()
    blocks["feast"], blocks["reference"] = _any(words.feasts), _any(words.references)
    kinds = []
    for name, body in KINDS:
        filled = body
        while "<" in filled and any(f"<{key}>" in filled for key in blocks):
            for key, block in blocks.items():
                filled = filled.replace(f"<{key}>", block)
        kinds.append(f"(?P<{name}>{filled})")
    return re.compile(r"\b(?<![\w-])(?:" + "|".join(kinds) + r")(?![\w])", re.IGNORECASE)


@cache
def triggers() -> frozenset[str]:
    """Words without one of which a sentence holds no time expression (years and clock times are looked for by their digits)."""
    words = time_words()
    named = {*words.months, *words.weekdays, *words.seasons}
    units = {form for unit in words.units for form in (unit, unit + "s")} | {"centuries"}
    others = (
        "today yesterday tomorrow tonight overnight weekend yearend daily weekly monthly annually noon midnight "
        "quarter morning evening afternoon"
    )
    return frozenset(named | units | set(others.split()) | {w.split()[-1] for w in (*words.references, *words.feasts)})
