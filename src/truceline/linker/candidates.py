"""Candidates: which happenings are worth comparing, found by shared keys in SQL, so that ten thousand reports stay quick.

Each happening publishes keys at its own precision. A dated one stands under each of its days, in its cell of the map; one
that knows only a province, or no place, must meet all of that day. An undated one meets what shares its target, its place
or who was hit, if it was published not long after. So that a crowded day costs no more than its crowd, a happening meets under
one key only those published nearest to it, and a key that too many share is left out; ``capped`` says which keys were.

The same question put to a plain loop gives the same pairs (tests/linker/test_candidates.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from truceline.linker.happenings import Happening
from truceline.linker.tellings import Capped

CROWD = 600
"""A key that more happenings share than this tells nothing; it is left out."""

NEAREST = 40
"""Under one key a happening meets at most so many before and after it, in the order in which their reports were published."""

_CELLS_PER_DEGREE = 4
_PERIOD_DAYS = 15
_CHUNK = 50_000
_CAPPED = """
    create table told as
        select *, row_number() over (partition by key order by published nulls last, happening) as place
        from keys where key in (select key from keys group by key having count(*) <= ?)
"""
_SQL = """
    select distinct least(a.happening, b.happening) as one, greatest(a.happening, b.happening) as other
    from told a join told b on a.key = b.key and a.place < b.place and b.place <= a.place + ?
    where (a.wide or b.wide or not a.needs_wide) and a.report <> b.report
    order by one, other
"""


class Key(msgspec.Struct, frozen=True, order=True):
    """A key of one happening. Where ``needs_wide`` is true the key joins only pairs of which one side is ``wide``."""

    happening: int
    key: str
    wide: bool = False
    needs_wide: bool = False


def keys(at: int, happening: Happening) -> tuple[Key, ...]:
    """Return all keys of the happening that stands at position ``at``."""
    facts = happening.facts
    when = facts.when
    days = range(when.first - 1, when.last + 2) if when and when.days <= 9 else ()
    fine = [s for s in facts.spots if s.fine]
    undated = not days
    found = {Key(at, f"{day}|{cell}") for day in days for s in fine for cell in _cells(s.key, s.lat, s.lon)}
    found |= {Key(at, f"{day}|*", wide=not fine, needs_wide=True) for day in days}
    named = [f"t:{t}" for t in facts.targets - {"other", "civilians"}]
    named += [f"p:{cell}" for s in fine for cell in _cells(s.key, s.lat, s.lon)]
    named += [f"v:{v}" for v in facts.victims]
    named += [f"n:{t.effect}:{t.unit}:{t.size}" for t in facts.tolls if t.size > 9]
    periods = _periods(happening)
    found |= {Key(at, f"{name}|{period}", wide=undated, needs_wide=True) for name in named for period in periods if period != "*"}
    found |= {Key(at, f"{name}|*", wide="*" in periods, needs_wide=True) for name in named}
    return tuple(sorted(found))


def _periods(happening: Happening) -> set[str]:
    """Return the half months in which it may have happened; ``*`` where neither it nor its report has a date."""
    when, bound = happening.facts.when, happening.bound
    if when is not None:
        return {str(day // _PERIOD_DAYS) for day in (when.first, when.last)}
    return {str(bound // _PERIOD_DAYS + n) for n in (-1, 0, 1)} if bound is not None else {"*"}


def _cells(key: str, lat: float | None, lon: float | None) -> set[str]:
    if lat is None or lon is None:
        return {key}
    row, column = int(lat * _CELLS_PER_DEGREE), int(lon * _CELLS_PER_DEGREE)
    return {f"{row + r},{column + c}" for r in (-1, 0, 1) for c in (-1, 0, 1)}


def rows_of(happenings: Sequence[Happening]) -> list[Key]:
    """Return the keys of all happenings."""
    return [k for at, h in enumerate(happenings) for k in keys(at, h)]


def capped(rows: Sequence[Key], crowd: int = CROWD, nearest: int = NEAREST) -> tuple[Capped, ...]:
    """Return the keys under which not every pair is compared."""
    shared = Counter(row.key for row in rows)
    return tuple(Capped(key=k, happenings=n, left_out=n > crowd) for k, n in sorted(shared.items()) if n > nearest + 1)


def candidates(
    happenings: Sequence[Happening], rows: Sequence[Key], crowd: int = CROWD, nearest: int = NEAREST
) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions (smaller first) of happenings of different reports that share one of the keys in ``rows``."""
    import duckdb  # noqa: PLC0415 - a heavy library that only linking needs

    if not rows:
        return
    reports = {r: n for n, r in enumerate(dict.fromkeys(h.report for h in happenings))}
    with duckdb.connect(":memory:", config={"threads": 1}) as con:
        con.execute("create table keys (happening int, key varchar, wide boolean, needs_wide boolean, report int, published int)")
        columns: list[list[object]] = [
            [k.happening for k in rows],
            [k.key for k in rows],
            [k.wide for k in rows],
            [k.needs_wide for k in rows],
            [reports[happenings[k.happening].report] for k in rows],
            [happenings[k.happening].bound for k in rows],
        ]
        con.execute("insert into keys select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", columns)
        con.execute(_CAPPED, [crowd])
        con.execute(_SQL, [nearest])
        while chunk := con.fetchmany(_CHUNK):
            yield from chunk
