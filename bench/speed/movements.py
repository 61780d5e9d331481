"""What folding movements into the board costs: every row of it, every detail of it, and the access table.

    .venv/bin/python bench/speed/movements.py [--movements N ...]

Made-up movements of ten steps each, by four speakers: five permission steps (one in three movements still waits for one), and
loading, departure, a stop at a checkpoint, an end and an outcome class, on which speakers differ in one movement of seven.
``sorted_s``: until any movement can be shown. ``board_s``: besides, of all movements the set of states with who says so, and for
whom each waits, since when and how long overdue. ``access_s``: the access table of all of them. ``detail_us``: for one movement,
besides its row, the whole log, every step with its clock, figure and contradiction (of the first 3,000).
``per_step_ns``: ``board_s`` for each step. Times are of the processor, since others may be at work. One JSON line.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Iterator

from truceline.model.assertions import Assertion, Source
from truceline.model.movements import Checkpoint, MovementFact, Outcome, Permit, Reached, StepKind
from truceline.movements.board import Board, Movement, access, board

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
SPEAKERS = ("un.ocha", "sarc", "sy.ministry", "hnc.office")
STEPS: tuple[StepKind, ...] = ("plan_approval", "facilitation_letter", "governor", "security_committee", "route_party")
ON = "2016-12-31"
DETAILED = 3_000
"""So many movements are shown in detail; each costs the same."""


def day(number: int) -> str:
    """Return a day of the year."""
    return f"2016-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def told(number: int, turn: int, fact: MovementFact) -> Assertion[MovementFact]:
    """Return one telling of a movement."""
    on = day(number * 7 + turn)
    source = Source(id=f"tl{number * 10 + turn}", known_on=on, said_on=on)
    return Assertion(subject=f"mv{number}", fact=fact, by=SPEAKERS[(number + turn) % 4], source=source)


def facts(number: int) -> Iterator[MovementFact]:
    """Yield the ten steps of a movement."""
    first = number * 7 % 300
    for turn, step in enumerate(STEPS):
        waits = turn == 4 and number % 3 == 0
        yield Permit(
            step=step,
            issuer=SPEAKERS[2 + turn % 2],
            requested=day(first + turn),
            due=day(first + turn + 7),
            decided=None if waits else day(first + turn + 3),
            decision=None if waits else "granted",
        )
    hour = f"T{number % 24:02d}:{number % 60:02d}:00+02:00"
    if number % 3 == 0:
        yield Reached(stage="planned", at=day(first + 9), planned=True)
        yield Reached(stage="letters_issued", at=day(first + 5))
        yield Reached(stage="loading", at=day(first + 6), planned=True)
        yield Reached(stage="departed", at=day(first + 8), planned=True)
        yield Reached(stage="arrived", at=day(first + 9), planned=True)
        return
    yield Reached(stage="loading", at=day(first + 8))
    yield Reached(stage="departed", at=day(first + 9) + hour)
    yield Checkpoint(place="north", controller="sy.ministry", arrived=day(first + 10) + hour, left=day(first + 11) + hour)
    yield Reached(stage="turned_back" if number % 7 == 0 else "delivered", at=day(first + 12))
    yield Outcome(outcome="impeded" if number % 5 == 0 else "facilitated", at=day(first + 13))


def record(count: int) -> list[Assertion[MovementFact]]:
    """Return everything told of so many movements."""
    return [told(number, turn, fact) for number in range(1, count + 1) for turn, fact in enumerate(facts(number))]


def every_row(found: Board) -> int:
    """Make each row of the board; return for how many answers something waits."""
    return sum(len(each.states and each.holders) for each in found.movements)


def every_part(movement: Movement) -> None:
    """Make every part of a movement."""
    for part in ("log", "steps", "lines", "stops", "legs", "seals", "excluded", "outcomes", "contradictions", "incidents"):
        getattr(movement, part)


def measured(count: int) -> dict[str, float]:
    """Return what one size costs."""
    words = record(count)
    gc.collect()
    gc.freeze()  # what is measured is the board, not the collector walking over the made-up record
    start = time.process_time()
    found = board(words, on=ON, utc_offset="+02:00")
    movements = found.movements
    ready = time.process_time()
    every_row(found)
    rows = time.process_time()
    access(found)
    counted = time.process_time()
    for movement in movements[:DETAILED]:
        every_part(movement)
    end = time.process_time()
    gc.unfreeze()
    return {
        "movements": count,
        "sorted_s": round(ready - start, 3),
        "board_s": round(rows - start, 3),
        "access_s": round(counted - rows, 3),
        "detail_us": round((end - counted) / min(count, DETAILED) * 1e6),
        "per_step_ns": round((rows - start) / len(words) * 1e9),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movements", type=int, nargs="+", default=list(SIZES))
    sizes: list[int] = parser.parse_args().movements
    curve = [measured(size) for size in sizes]
    last = {name: curve[-1][name] for name in ("sorted_s", "board_s", "access_s", "detail_us")}
    print(json.dumps({"bench": "movements", "gold": f"{sizes[-1]} movements x 10 steps", "figures": {"curve": curve, **last}}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
