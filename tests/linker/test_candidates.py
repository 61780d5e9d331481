"""Candidates found in SQL are those a plain loop finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truceline.linker.candidates import Key, candidates, capped, rows_of
from truceline.linker.happenings import Happening, happenings

if TYPE_CHECKING:
    from linker.conftest import Teller


def _plain(rows: list[Key]) -> set[tuple[int, int]]:
    return {
        (a.happening, b.happening)
        for a in rows
        for b in rows
        if a.key == b.key and a.happening < b.happening and (a.wide or b.wide or not a.needs_wide)
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_query_and_a_plain_loop_find_the_same_pairs(teller: Teller, data: st.DataObject) -> None:
    """Which pairs are compared does not depend on how the question is put."""
    told: list[Happening] = []
    for n in range(data.draw(st.integers(1, 8))):
        day = data.draw(st.sampled_from([None, "2020-05-07", "2020-05-08"]))
        place = data.draw(st.sampled_from([None, "Northtown", "Easttown"]))
        told += happenings(teller.telling(f"r{n}", teller.claim(f"r{n}", day=day, place=place, killed=12, targets=("market",))))
    rows = rows_of(told)
    assert set(candidates(told, rows)) == _plain(rows)


def test_a_dated_and_an_undated_report_of_one_place_are_compared(teller: Teller) -> None:
    """A report that gives no day still meets those that do."""
    dated = happenings(teller.telling("a", teller.claim("a", day="2020-05-09", place="Northtown")))
    undated = happenings(teller.telling("b", teller.claim("b", place="Northtown")))
    both = [*dated, *undated]
    assert list(candidates(both, rows_of(both))) == [(0, 1)]


def test_under_a_crowded_key_a_happening_meets_those_published_nearest_to_it(teller: Teller) -> None:
    """A crowd costs as many comparisons as it has members, and what was not compared is said."""
    told = [
        h
        for n in range(6)
        for h in happenings(
            teller.telling(f"r{n}", teller.claim(f"r{n}", day="2020-05-09", place="Northtown"), published=f"2020-05-{n + 10}")
        )
    ]
    rows = rows_of(told)
    assert [p for p in candidates(told, rows, nearest=1) if p[0] == 2] == [(2, 3)]
    assert {c.happenings for c in capped(rows, nearest=1)} == {6}
    assert capped(rows) == ()
