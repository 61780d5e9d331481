"""The board printed: a table where the terminal is wide enough, else a block a movement; one movement with everything of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from truceline.cli.moving_words import Words, clock, code, lapse
from truceline.cli.output import console, isolated, plural, print_text, table

if TYPE_CHECKING:
    from rich.table import Table

    from truceline.movements.board import Board, Movement, Plan
    from truceline.movements.board.values import Word
    from truceline.outputs.views.movement_board import MovementsPage
    from truceline.outputs.views.movement_public import PublicMovementsPage

COLUMNS = ("id", "movement", "where it stands: who says so", "waits for", "cannot all be so")
PLAN_COLUMNS = ("id", "plan", "areas: granted, refused, asked", "waits for", "cannot all be so")
STEP_COLUMNS = ("permission step", "whose", "asked", "due", "answered", "waited", "overdue")
LOG_COLUMNS = ("stage", "where", "planned", "came", "until", "late", "lasted")
NARROW = 110
"""Below so many columns a table of these would break every word."""


def print_board(page: MovementsPage, board: Board) -> None:
    """Print the movements and plans of a board, and what is told of none."""
    words = Words(page.names)
    movements = [_movement(words, each) for each in board.movements]
    plans = [_plan(words, each) for each in board.plans]
    for columns, rows, title in ((PLAN_COLUMNS, plans, "Plans"), (COLUMNS, movements, f"Movements as told by {page.on}")):
        if rows and console().width >= NARROW:
            console().print(table(columns, rows, title=title, lines=True))
        elif rows:
            _print_blocks(columns, rows, title)
    if board.loose:
        print_text(f"Of no movement that is told: {plural(len(board.loose), 'word')}")
        for word in board.loose:
            print_text(isolated(f"  {words.speaker(word)}: {told(words, word.fact)} [{word.source.id}]"))


def _print_blocks(columns: tuple[str, ...], rows: list[tuple[str, ...]], title: str) -> None:
    print_text(f"{title}\n")
    for row in rows:
        print_text(isolated(f"{row[0]}  {row[1]}".replace("\n", "\n    ")))
        for head, cell in zip(columns[2:], row[2:], strict=True):
            if cell:
                print_text(isolated(f"  {head.partition(':')[0]}:"))
                print_text(isolated("\n".join(f"    {line}" for line in cell.split("\n"))))
        print_text()


def _movement(words: Words, movement: Movement) -> tuple[str, ...]:
    return (
        movement.id,
        "\n".join(_called(words, movement)),
        "\n".join(map(words.state, movement.states)) or "nothing is told of where it stands",
        "\n".join(map(words.holder, movement.holders)),
        "\n".join(code(each.code) for each in movement.contradictions),
    )


def _called(words: Words, movement: Movement) -> Iterator[str]:
    """Yield what a movement is called, its reference, and what it is as told."""
    yield movement.name or words.name(movement.id)
    if movement.reference and movement.reference != movement.name:
        yield movement.reference
    found = movement.identity
    ways = [words.named(found.origins), words.named(found.destinations)]
    what = [", ".join(map(code, found.kinds)), " to ".join(way for way in ways if way)]
    if line := "; ".join(part for part in what if part):
        yield line
    if movement.incidents:
        yield f"tied to {', '.join(movement.incidents)}"


def _plan(words: Words, plan: Plan) -> tuple[str, ...]:
    granted = [words.name(area.area) for area in plan.areas if area.granted]
    refused = [words.name(area.area) for area in plan.areas if area.refused]
    asked = [words.name(area.area) for area in plan.areas if not (area.granted or area.refused)]
    parts = (("granted", granted), ("refused", refused), ("asked for, no answer told", asked))
    return (
        plan.id,
        "\n".join(dict.fromkeys(part for part in (plan.name or words.name(plan.id), plan.reference) if part)),
        "\n".join(f"{what} {len(names)}: {', '.join(names)}" for what, names in parts if names),
        "\n".join(map(words.holder, plan.holders)),
        "\n".join(code(each.code) for each in plan.contradictions),
    )


def print_one(page: MovementsPage, found: Movement | Plan) -> None:
    """Print everything that is told of one movement or plan."""
    from truceline.movements.board import Movement  # noqa: PLC0415 - imports wait until a command needs them

    words = Words(page.names)
    title = f"As told by {page.on}"
    if isinstance(found, Movement):
        _print_blocks(COLUMNS, [_movement(words, found)], title)
    else:
        _print_blocks(PLAN_COLUMNS, [_plan(words, found)], title)
    if found.steps:
        console().print(table(STEP_COLUMNS, _steps(words, found), title="Permissions"))
    if isinstance(found, Movement):
        for made in _tables(words, found):
            console().print(made)
        for line in _rest(words, found):
            print_text(isolated(line))
    if found.contradictions:
        print_text("Cannot all be so; everything stays as it was told:")
        for each in found.contradictions:
            print_text(isolated(f"  {words.sentence(each.says)}"))
    _print_words(words, found.words)


def _print_words(words: Words, several: Iterable[Word]) -> None:
    print_text("Everything that is told, by the day it was said:")
    for word in several:
        stance = "" if word.stance == "assert" else f" ({word.stance})"
        row = f", {word.source.row}" if word.source.row else ""
        what = told(words, word.fact)
        print_text(isolated(f"  {word.source.said_on} {words.speaker(word)}{stance}: {what} [{word.source.id}{row}]"))


def _tables(words: Words, found: Movement) -> Iterator[Table]:
    if found.log:
        yield table(LOG_COLUMNS, _log(words, found), title="Stage log, in the order of time")
    if found.lines:
        yield table(("what", "phase", "figures side by side"), _quantities(words, found), title="Quantities, never added")
    if found.stops:
        columns = ("checkpoint", "held by, as told", "reached", "left", "stayed")
        stops = [
            (
                words.name(stop.place),
                words.named(stop.controllers),
                words.when(stop.arrived),
                words.when(stop.left),
                lapse(stop.held),
            )
            for stop in found.stops
        ]
        yield table(columns, stops, title="Checkpoints")


def _steps(words: Words, found: Movement | Plan) -> Iterator[tuple[str, ...]]:
    for step in found.steps:
        answers = [
            "; ".join(
                part
                for part in (
                    f"{code(answer.decision or 'answered')} {words.when(answer.decided)}".strip(),
                    words.speakers(answer.says),
                )
                if part
            )
            + words.denied(answer.denies)
            for answer in step.answers
        ]
        name = f"{code(step.step)} ({step.name})" if step.name else code(step.step)
        yield (
            name,
            words.name(step.issuer) if step.issuer else "not told",
            words.when(step.asked),
            words.when(step.due),
            "\n".join(answers) or "no answer is told",
            lapse(step.waited),
            lapse(step.overdue),
        )


def _log(words: Words, found: Movement) -> Iterator[tuple[str, ...]]:
    for line in found.log:
        came = words.when(line.actual) or ("said, without a time" if line.undated else "")
        name = f"{code(line.code)} ({line.name})" if line.name else code(line.code)
        act = f", {line.of}" if line.of in {"asked", "answered"} else ""
        yield (
            f"{name}{act}{words.denied(line.denies)}",
            words.name(line.place) if line.place else "",
            words.when(line.planned),
            came,
            words.when(line.until),
            lapse(line.slip),
            lapse(line.lasting),
        )


def _quantities(words: Words, found: Movement) -> Iterator[tuple[str, ...]]:
    for line in found.lines:
        unit = "" if line.unit == line.item else f", {line.unit}"
        item = f"{line.item}{unit}" + (" (medical)" if line.is_medical else "")
        for number, phase in enumerate(line.phases):
            yield ("" if number else item, code(phase.phase), "\n".join(map(words.amount, phase.amounts)))


def _rest(words: Words, movement: Movement) -> Iterator[str]:
    """Yield what has no table: who may not come along, delays, vows, seals."""
    for each in movement.excluded:
        demanded = f", demanded by {words.named(each.demanded_by)}" if each.demanded_by else ""
        yield (
            f"May not come along: {words.name(each.who)}{demanded} (says {words.speakers(each.says)}{words.denied(each.denies)})"
        )
    for word in (*movement.delayed, *movement.obstructions):
        yield f"{told(words, word.fact).capitalize()} (says {words.speaker(word)})"
    for seal in movement.seals:
        seen = [
            f"{what}: {words.speakers(says)}"
            for what, says in (("intact", seal.intact), ("broken", seal.broken), ("seen", seal.untold))
            if says
        ]
        yield f"Seal of {seal.vehicle} {', '.join(seal.seals)}: {'; '.join(seen)}"


def told(words: Words, fact: object) -> str:
    """Return a fact as its fields stand, what is not told left out: the board is above, this is what it is made from."""
    fields: Iterable[str] = getattr(fact, "__struct_fields__", ())
    parts = []
    for field in fields:
        value = getattr(fact, field)
        if value is None or value is False or value == ():
            continue
        shown = words.named(value) if isinstance(value, tuple) else words.name(value) if isinstance(value, str) else str(value)
        parts.append(f"{code(field)} {clock(shown) if shown[:4].isdigit() else shown}")
    config = getattr(fact, "__struct_config__", None)
    return f"{code(str(config.tag)) if config else ''}: {', '.join(parts)}"


def print_public(page: PublicMovementsPage) -> None:
    """Print what everybody may see."""
    names = page.names
    rows = [
        (
            ", ".join(map(code, each.kinds)),
            ", ".join(names.get(area, area) for area in each.areas),
            each.ended,
            "\n".join(f"{code(state.code)} {state.day or ''}".strip() for state in each.states),
            "\n".join(
                f"{code(step.step)}: {', '.join(code(a.code) for a in step.answers) or 'no answer'}" for step in each.steps
            ),
        )
        for each in page.movements
    ]
    if rows:
        console().print(table(("kind", "areas", "over since", "states", "permissions"), rows, lines=True))
