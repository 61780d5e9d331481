"""The board printed: a table where the terminal is wide enough, else a block a movement; one movement with everything of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from truceline.cli.moving_words import Words, clock, code, lapse
from truceline.cli.output import console, isolated, plural, print_text, table

if TYPE_CHECKING:
    from rich.table import Table

    from truceline.movements.board import Board, Movement, Plan
    from truceline.movements.board.values import LogLine, Word
    from truceline.outputs.views.movement_board import MovementsPage
    from truceline.outputs.views.movement_public import PublicMovementsPage, PublicSays

COLUMNS = ("id", "movement", "where it stands: who says so", "waits for", "cannot all be so")
PLAN_COLUMNS = ("id", "plan", "areas: granted, refused, asked", "waits for", "cannot all be so")
STEP_COLUMNS = ("permission step", "whose", "asked", "due", "answered", "waited", "overdue")
LOG_COLUMNS = ("stage", "where", "planned", "came", "until", "late", "lasted")
UNSAID = frozenset({"is_medical", "planned"})
"""Fields of facts that are no unless somebody says yes."""
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
                words.told_of(stop.controllers),
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
        planned = words.when(line.planned) or ("without a time" if line.planned_undated else "")
        is_told = came or planned or line.until
        name = f"{code(line.code)} ({line.name})" if line.name else code(line.code)
        act = f", {line.of}" if line.of in {"asked", "answered"} else ""
        yield (
            "\n".join((f"{name}{act}{words.denied(line.denies)}", *_who(words, line))),
            words.name(line.place) if line.place else "",
            planned + words.denied(line.denies_plan),
            came if is_told else "nobody says so",
            words.when(line.until),
            lapse(line.slip),
            lapse(line.lasting),
        )


def _who(words: Words, line: LogLine) -> list[str]:
    """Return who did it as alleged; who holds a checkpoint stands in the table of these."""
    return words.alleged(line.alleged) if line.of == "stage" else []


def _quantities(words: Words, found: Movement) -> Iterator[tuple[str, ...]]:
    for line in found.lines:
        unit = "" if line.unit == line.item else f", {line.unit}"
        item = f"{line.item}{unit}" + (" (medical)" if line.is_medical else "")
        for number, phase in enumerate(line.phases):
            yield ("" if number else item, code(phase.phase), "\n".join(map(words.amount, phase.amounts)))


def _rest(words: Words, movement: Movement) -> Iterator[str]:
    """Yield what has no table: who may not come along, delays, vows, seals."""
    for each in movement.excluded:
        says = words.speakers(each.says) or "nobody"
        yield f"May not come along: {words.name(each.who)} (says {says}{words.denied(each.denies)})"
        for demander in each.demanded_by:
            says = words.speakers(demander.says) or "nobody"
            yield f"  demanded by {words.name(demander.who)} (says {says}{words.denied(demander.denies)})"
    yield from _vows_and_delays(words, movement)
    for seal in movement.seals:
        seen = [
            f"{what}: {words.speakers(says)}"
            for what, says in (("intact", seal.intact), ("broken", seal.broken), ("seen", seal.untold))
            if says
        ]
        yield f"Seal of {seal.vehicle} {', '.join(seal.seals)}: {'; '.join(seen)}"


def _vows_and_delays(words: Words, movement: Movement) -> Iterator[str]:
    """Yield delays, and what somebody is said to have announced or demanded, each with who says so; then who denies it."""
    from truceline.model.movements import Delayed, Obstruction  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.movements.board.voices import AGAINST  # noqa: PLC0415

    for word in movement.delayed:
        yield f"{_capital(told(words, word.fact))} (says {words.speaker(word)})"
    for word in movement.obstructions:
        yield f"{_capital(told(words, word.fact))} (an announcement or demand, no act; says {words.speaker(word)})"
    for word in movement.words:
        if word.stance in AGAINST and isinstance(word.fact, Delayed | Obstruction):
            yield f"Not so, says {words.speaker(word)}: {told(words, word.fact)}"


def _capital(line: str) -> str:
    """Return a line with its first letter large; names in it stay as they are written."""
    return line[:1].upper() + line[1:]


def told(words: Words, fact: object) -> str:
    """Return a fact as its fields stand, what is not told left out: the board is above, this is what it is made from.

    A plain no stays: a seal that is not intact was told to be broken.
    """
    fields: Iterable[str] = getattr(fact, "__struct_fields__", ())
    parts = []
    for field in fields:
        value = getattr(fact, field)
        if value is None or value == () or (value is False and field in UNSAID):
            continue
        shown = words.named(value) if isinstance(value, tuple) else words.name(value) if isinstance(value, str) else _plain(value)
        parts.append(f"{code(field)} {clock(shown) if shown[:4].isdigit() else shown}")
    config = getattr(fact, "__struct_config__", None)
    return f"{code(str(config.tag)) if config else ''}: {', '.join(parts)}"


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _contested(said: PublicSays) -> str:
    return " (denied too)" if said.denied_by or said.others_deny else ""


def print_public(page: PublicMovementsPage) -> None:
    """Print what everybody may see."""
    names = page.names
    rows = [
        (
            ", ".join(map(code, each.kinds)),
            ", ".join(names.get(area, area) for area in each.areas),
            each.ended,
            "\n".join(f"{code(state.code)} {state.day or ''}".strip() + _contested(state) for state in each.states),
            "\n".join(
                f"{code(step.step)}: {', '.join(code(a.code) + _contested(a) for a in step.answers) or 'no answer'}"
                for step in each.steps
            ),
        )
        for each in page.movements
    ]
    if rows:
        console().print(table(("kind", "areas", "over since", "states", "permissions"), rows, lines=True))
