"""What monitors observed, printed: each count beside how much was looked and where not; where they stood in no column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.cli.output import console, plural, table

if TYPE_CHECKING:
    from truceline.agreement.observations import Counted
    from truceline.outputs.views import ObservationsPage
    from truceline.outputs.views.observation_list import CountView, GapView, ObservationView

COLUMNS = ("id", "observer", "when", "period", "where", "sense", "what", "assessment", "weapon", "direction, as written")
COUNT_COLUMNS = ("period", "region", "observer", "counted", "period before", "looked", "could not look")


def print_page(page: ObservationsPage) -> None:
    """Print the page as tables; each count beside how much was looked and where not."""
    if page.observations:
        console().print(table(COLUMNS, map(_observation_row, page.observations)))
    if page.counts:
        title = f"Counts: a sample, not a census; {_calendar(page)}"
        console().print(table(COUNT_COLUMNS, map(_count_row, page.counts), title=title))
    if page.gaps:
        columns = ("id", "observer", "when", "where", "reason", "refused by")
        console().print(table(columns, map(_gap_row, page.gaps), title="Could not look"))
    if page.concerns:
        rows = [(c.observation, c.clause, c.weapon, c.nearer.replace("_", " "), c.why) for c in page.concerns]
        title = f"To look at under {page.agreement}: weapons near a line; no finding"
        console().print(table(("observation", "clause", "weapon", "nearer", "why"), rows, title=title))


def _gap_row(gap: GapView) -> tuple[str, ...]:
    where, who = gap.area_name or gap.area_words or gap.region or "", gap.refused_by_name or gap.refused_by or ""
    return gap.id, gap.observer, _when(gap.start, gap.end), where, gap.reason, who


def _calendar(page: ObservationsPage) -> str:
    if page.agreement is None:
        return "days as written, no agreement"
    return f"days end at {page.cut_off or 'midnight'} (UTC{page.utc_offset}) as {page.agreement} says"


def _observation_row(view: ObservationView) -> tuple[str, ...]:
    number = _number(view.low, view.high)
    what = view.unit if number is None else _counted(number, view.unit)
    return (
        view.id,
        view.observer,
        _when(view.start, view.end),
        view.of_period or "cannot be told",
        _where(view),
        view.sense,
        what,
        view.assessment,
        view.weapon or "",
        view.direction or "",
    )


def _number(low: int | None, high: int | None) -> str | None:
    if low is None:
        return f"up to {high}" if high is not None else None
    return f"{low} or more" if high is None else f"{low}" if low == high else f"{low} to {high}"


def _where(view: ObservationView) -> str:
    """Return area and distance range in words, never a point."""
    name = view.area_name or view.area or view.area_words or "not told"
    if view.area_high_m is not None:
        name = f"{(view.area_low_m or 0) // 1000} to {view.area_high_m // 1000} km from {name}"
    if view.distance_high_m is None and view.distance_low_m is None:
        return name
    low, high = (None if m is None else f"{m / 1000:g}" for m in (view.distance_low_m, view.distance_high_m))
    far = f"{low} km or more" if high is None else f"up to {high} km" if low is None else f"{low} to {high} km"
    return f"{name}; {far.replace(f'{low} to {low} km', f'{low} km')} from the observer"


def _when(start: str | None, end: str | None) -> str:
    if start is None:
        return "not told"
    first, last = start.replace("T", " ")[:16], (end or start).replace("T", " ")[:16]
    return first if first == last else f"{first} to {last[11:] if last[:10] == first[:10] else last}"


def _count_row(view: CountView) -> tuple[str, ...]:
    looked = [f"{each.sensor} {_looked(each.hours, each.sorties)}" for each in view.looked]
    looked += [f"{exposure} (longer)" for exposure in view.across]
    counted = _numbers(view.counted) + ([f"{view.uncounted} not counted"] if view.uncounted else [])
    before = (", ".join(_numbers(view.before.counted)) or str(view.before.observations)) if view.before else "not known"
    return (
        view.period or "cannot be told",
        view.region_name or view.region or "",
        view.observer,
        ", ".join(counted) or ("0" if view.looked else "not known"),
        before,
        ", ".join(looked) or "not said",
        ", ".join(view.gaps),
    )


def _looked(hours: int | None, sorties: int | None) -> str:
    return ", ".join([f"{hours} h"] * (hours is not None) + [plural(sorties or 0, "sortie")] * (sorties is not None))


def _numbers(counted: Iterable[Counted]) -> list[str]:
    return [_counted(_number(each.low, each.high) or "", each.unit) for each in counted]


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit}" if number == "1" or unit == "other" else f"{number} {unit}s"
