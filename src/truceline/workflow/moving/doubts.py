"""What cannot be so in a row as it was told, with its cells: it comes in as it stands, and the board shows it beside the rest.

Where most rows of a table have two times the wrong way round, the two columns are likely exchanged, and that is said once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from truceline.workflow.tables import Count, TypedRow

ORDERED = (
    ("requested", "due", "was due"),
    ("requested", "decided", "was decided"),
    ("planned_departure", "planned_arrival", "was to arrive"),
    ("departed", "arrived", "arrived"),
    ("arrived", "left", "was left"),
    ("at", "until", "ended"),
    ("start", "end", "ends"),
)
"""Two times of a row of which the second cannot come before the first, and what the second says."""
ABOVE = (
    ("amount_approved", "amount_loaded"),
    ("amount_loaded", "amount_removed"),
    ("amount_loaded", "amount_delivered"),
    ("people_approved", "people_reached"),
)
"""Two figures of a row of which the second cannot be greater than the first."""
BEFORE = {"requested": "it was asked for", "arrived": "it was reached", "departed": "it departed", "at": "it began"}
FEW = 3
"""From so many rows on, two columns that are mostly the wrong way round are held to be exchanged."""


def doubts(rows: Iterable[TypedRow]) -> Iterator[str]:
    """Yield a located sentence for everything in these rows that cannot be so."""
    both: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], TypedRow] = {}
    above: list[str] = []
    for row in rows:
        for early, late, says in ORDERED:
            if early in row.values and late in row.values:
                both[early, late] += 1
                if is_before(row.values[late], row.values[early]):
                    found[early, late].append(_turned(row, early, late, says))
                    first.setdefault((early, late), row)
        above += _too_much(row)
    for pair, sentences in found.items():
        if len(sentences) >= FEW and 2 * len(sentences) > both[pair]:
            yield (
                f"{first[pair].where} and others: of {both[pair]} rows with {pair[0]} and {pair[1]}, {len(sentences)} have them "
                "the wrong way round; are the two columns exchanged, or day and month?"
            )
        yield from sentences
    yield from above


def is_before(one: object, other: object) -> bool:
    """Say whether a day or instant is surely before another; a day is any moment of it."""
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return one < other
    return isinstance(one, dt.date) and isinstance(other, dt.date) and one.isoformat()[:10] < other.isoformat()[:10]


def _turned(row: TypedRow, early: str, late: str, says: str) -> str:
    cell = row.places.get(late, row.where)
    one, other = row.values[late], row.values[early]
    assert isinstance(one, dt.date)
    assert isinstance(other, dt.date)
    than = BEFORE.get(early, early.replace("_", " "))
    return f"{cell}: it {says} {one.isoformat()}, before {than}, {other.isoformat()}; entered as told: the board shows both"


def _too_much(row: TypedRow) -> Iterator[str]:
    for most, part in ABOVE:
        whole, some = row.values.get(most), row.values.get(part)
        if not (isinstance(whole, Count) and isinstance(some, Count)) or whole.high is None or some.low is None:
            continue
        if some.low > whole.high:
            cell = row.places.get(part, row.where)
            told = f"{some.low:,} {_phase(part)}, and at most {whole.high:,} {_phase(most)}"
            yield f"{cell}: {told}; entered as told: the board shows both"


def _phase(field: str) -> str:
    return field.partition("_")[2]
