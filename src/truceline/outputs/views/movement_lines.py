"""The board as plain values for JSON: one object a movement or plan, every word once whole and elsewhere by its source.

What is computed stands beside the words that it is computed from (``says``): who says it, how, through whom, in which telling or
claim. The facts themselves stand in ``words``, in the order in which they were said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from truceline.model.assertions import Assertion
from truceline.movements.board import Board, Movement, Plan
from truceline.outputs.views.movement_board import MovementsPage

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
OF_MOVEMENT = (
    "identity",
    "states",
    "holders",
    "steps",
    "log",
    "stops",
    "legs",
    "seals",
    "excluded",
    "delayed",
    "obstructions",
    "outcomes",
    "incidents",
    "contradictions",
    "asides",
    "taken_back",
    "is_over",
    "over_since",
)
OF_PLAN = ("starts", "ends", "areas", "steps", "states", "holders", "movements", "contradictions")


def lines(page: MovementsPage, only: str | None = None) -> Iterator[dict[str, Json]]:
    """Yield one object a movement and plan, then what is told of none, and what every id is called.

    ``only``: the id of one of them. With proposals, what people stand behind comes first, and everything after it.
    """
    for counts, of in (("counted", page.board), ("with_proposals", page.proposed)):
        if of is not None:
            yield from ({**line, "basis": counts, "on": page.on, "reminder": page.reminder} for line in _of_board(of, only))
    yield {"kind": "names", "names": dict(page.names), "on": page.on, "reminder": page.reminder}


def _of_board(board: Board, only: str | None) -> Iterator[dict[str, Json]]:
    for movement in board.movements:
        if only in (None, movement.id):
            yield {"kind": "movement", **_called(movement), "quantities": plain(movement.lines), **_parts(movement, OF_MOVEMENT)}
    for plan in board.plans:
        if only in (None, plan.id):
            yield {"kind": "plan", **_called(plan), **_parts(plan, OF_PLAN)}
    if only is None and board.loose:
        yield {"kind": "of_none", "words": [_whole(word) for word in board.loose]}


def _called(of: Movement | Plan) -> dict[str, Json]:
    return {"id": of.id, "name": of.name, "reference": of.reference, "words": [_whole(word) for word in of.words]}


def _parts(of: Movement | Plan, names: tuple[str, ...]) -> dict[str, Json]:
    return {name: plain(getattr(of, name)) for name in names}


def plain(value: object) -> Json:
    """Return a value of the board for JSON; a word without its fact, by its source."""
    if isinstance(value, Assertion):
        return _said(value)
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    assert value is None or isinstance(value, str | int | float), f"a {type(value).__name__} is no value of the board"
    return value


def _said(word: Assertion[object]) -> dict[str, Json]:
    source = word.source
    return {
        "source": source.id,
        "by": word.by,
        "by_words": word.name or None,
        "via": list(word.via),
        "stance": word.stance,
        "unnamed": word.unnamed,
        "said_on": source.said_on,
        "known_on": source.known_on,
        "standing": source.standing,
        "report": source.report,
        "row": source.row,
        "claim": source.claim,
        "rule": word.rule,
    }


def _whole(word: Assertion[object]) -> dict[str, Json]:
    tag = word.fact.__struct_config__.tag if isinstance(word.fact, msgspec.Struct) else None
    fact = plain(word.fact)
    assert isinstance(fact, dict)
    return {"fact": {"type": str(tag), **fact}, **_said(word)}
