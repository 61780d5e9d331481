"""The four figures of the situation room, each with the days before beside it and how many proposals would change it.

What people stand behind is counted; where a selection asks for the proposals, the amount with all of them stands beside, never in
its place.
"""

from __future__ import annotations

from collections.abc import Callable

from truceline.model.agreements import Agreement
from truceline.outputs.views.material import Material
from truceline.outputs.views.room_contested import Contested
from truceline.outputs.views.room_movements import LINES, Moved
from truceline.outputs.views.room_values import Amount, Days, FigureLine, LineCode, RoomFigure, Window
from truceline.outputs.views.room_violations import Alleged

Count = Callable[[Days], Amount]


def figures(
    material: Material, standing: Material, agreement: Agreement | None, window: Window, on: str
) -> tuple[RoomFigure, ...]:
    """Return the four figures; ``standing`` is the material without proposals, the same where it counts none."""
    both = material if material is not standing else None
    return (
        *_violations(standing, both, agreement, window),
        _movements(standing, both, window, on),
        _contested(standing, both, window),
    )


def _violations(
    standing: Material, both: Material | None, agreement: Agreement | None, window: Window
) -> tuple[RoomFigure, RoomFigure]:
    if agreement is None:
        return (
            RoomFigure(code="alleged", lines=(), proposals=0, silence="no_agreement"),
            RoomFigure(code="confirmed", lines=(), proposals=0, silence="no_agreement"),
        )
    held = Alleged(standing, agreement)
    more = Alleged(both, agreement) if both else None
    alleged, confirmed = held.changing(window)
    by = dict.fromkeys((*held.authorities, *(more.authorities if more else ())))
    return (
        RoomFigure(
            code="alleged",
            lines=(_line(window, "all", held.alleged, more.alleged if more else None),),
            proposals=alleged,
            undated=held.undated,
        ),
        RoomFigure(
            code="confirmed",
            lines=tuple(_line(window, "authority", held.by(each), more.by(each) if more else None, of=each) for each in by),
            proposals=confirmed,
            undated=held.undated_confirmed if by else 0,
            silence=None if by else "no_finding",
        ),
    )


def _movements(standing: Material, both: Material | None, window: Window, on: str) -> RoomFigure:
    if standing.is_public:  # what of movements everybody may see has a page of its own
        return RoomFigure(code="movements", lines=(), proposals=0, silence="not_public")
    held = Moved(standing, on)
    more = Moved(both, on) if both else None
    is_silent = held.is_silent and (more is None or more.is_silent)
    return RoomFigure(
        code="movements",
        lines=()
        if is_silent
        else tuple(_line(window, code, held.line(code), more.line(code) if more else None) for code in LINES),
        proposals=held.changing(window),
        undated=held.undated(),
        silence="no_movement" if is_silent else None,
    )


def _contested(standing: Material, both: Material | None, window: Window) -> RoomFigure:
    held = Contested(standing)
    more = Contested(both) if both else None
    return RoomFigure(
        code="contested",
        lines=(_line(window, "all", held.newly, more.newly if more else None),),
        proposals=held.changing(window),
    )


def _line(window: Window, code: LineCode, count: Count, proposed: Count | None, of: str | None = None) -> FigureLine:
    return FigureLine(
        code=code,
        of=of,
        now=count(window.now),
        before=count(window.before) if window.before else None,
        proposed=proposed(window.now) if proposed else None,
    )
