"""What holding a record against an agreement costs: the whole status and all alleged violations, and one new claim.

    .venv/bin/python bench/speed/agreement.py [--incidents N ...]

Made-up incidents of a year, two claims each by seven speakers, against a text of 40 clauses and two conditions. ``status_s`` and
``violations_s`` are whole evaluations, ``whole_s`` their sum; ``update_ms`` one new claim on an incident put into an evaluation
that is at hand, with its status and the violations of that incident made again (median of 30). ``per_pair_ns``: ``whole_s`` for
each incident and clause. Times are of the processor, since others may be at work. One JSON line.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from collections.abc import Sequence

import msgspec

from truceline import linker
from truceline.agreement import violations
from truceline.agreement.status import Evaluation
from truceline.agreement.violations import Assessor
from truceline.model import Actor, Claim, EventActor, EventMention, Incident, Interval, Link, Span, Speaker, TimeMention
from truceline.model.agreements import Agreement, Breach, Calendar, Capacity, Clause, Condition
from truceline.model.hearing import Heard, Hearing

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
CLAUSES = 40
KINDS = ("V.AIR", "V.SHELL", "V.GROUND", "V.OFFENSIVE", "L.DETAIN")
SPEAKERS = ("us.spokesman", "ru.ministry", "sy.army", "hnc.office", "un.office", "desk", "watch")
PARTIES = ("sy", "hnc")
LAST = "2016-12-31"


def actors() -> tuple[Actor, ...]:
    """Return who speaks, and for whom."""
    states = tuple(Actor(id=each, kind="state", name=each.upper()) for each in ("us", "ru", "sy", "hnc", "un"))
    return (*states, *(Actor(id=each, kind="office", name=each, within=each.partition(".")[0]) for each in SPEAKERS))


def text() -> Agreement:
    """Return an agreement of 40 clauses: one on every attack, the others each on one kind of event and target or means."""
    clauses = [Clause(id="cease", summary="No attack.", kind="refrain", breach=Breach(events=("V",)))]
    for number in range(CLAUSES - 1):
        breach = Breach(events=(KINDS[number % len(KINDS)],), targets=(("convoy",), ("medical",), ("school",))[number % 3])
        clauses.append(Clause(id=f"c{number}", summary="A duty.", kind="refrain", breach=breach))
    days = Condition(
        id="days",
        summary="Seven days.",
        kind="days",
        needed=7,
        counted_by=("co-chair", "sy", "hnc", "un"),
        rule="undisputed",
        interrupted_by=("cease",),
    )
    return Agreement(
        id="bench",
        name="Bench",
        date="2016-01-01",
        calendar=Calendar(day_d="2016-01-01", utc_offset="+03:00"),
        source_text=(),
        parties=PARTIES,
        capacities=(Capacity(name="co-chair", holders=("us", "ru")),),
        clauses=tuple(clauses),
        conditions=(days, msgspec.structs.replace(days, id="calm", needed=30, rule="agreed")),
    )


def day_of(number: int) -> str:
    """Return a day of the year."""
    return f"2016-{number % 12 + 1:02d}-{number // 12 % 28 + 1:02d}"


def heard(number: int, turn: int) -> Heard:
    """Return a claim about an incident: who says it, of what kind, on which day."""
    span, at = Span(0, 10), Span(12, 20)
    speaker = SPEAKERS[(number + turn * 3) % len(SPEAKERS)]
    accused = EventActor(role="alleged_perpetrator", span=span, actor=PARTIES[number % 2])
    event = EventMention(
        id="e1",
        span=span,
        type=KINDS[number % len(KINDS)],
        targets=(("convoy", "medical", "civilians")[number % 3],),
        actors=(accused,) if turn else (),
        times=(at,),
    )
    day = day_of(number)
    claim = Claim(
        id=f"c_{turn}{number:015x}",
        source=(),
        cue=(),
        content=(span,),
        type="indirect",
        voice="quoted",
        speaker=Speaker(name=speaker, actor=speaker),
        stance="accuse" if turn else "assert",
        about=("occurrence",),
        said_at=Interval(start=day, end=day, precision="day"),
        rule="bench",
        report=f"r{number}",
        text_sha256="0" * 64,
        author="bench",
        times=(TimeMention(span=at, start=day, end=day, precision="day"),),
        events=(event,),
    )
    name = f"i{number}"
    return Heard(
        claim=claim,
        words="shells fell on a street",
        sentence="Shells fell on a street.",
        known_on=day,
        said_on=day,
        standing="accepted",
        incidents=(name,),
        mentions={name: ("e1",)},
    )


def incident(number: int, claims: Sequence[Heard]) -> Incident:
    """Return the incident that some claims make, as the linker folds it."""
    told = [linker.Told(claim=each.claim, standing="accepted", published_at=each.known_on) for each in claims]
    links = [Link(claim=each.claim.id, incident=f"i{number}", outcome="linked", why="", events=("e1",)) for each in claims]
    return linker.incidents(told, links)[0]


def hearing(count: int) -> Hearing:
    """Return everything that is heard of so many incidents."""
    pairs = [(heard(number, 0), heard(number, 1)) for number in range(count)]
    return Hearing(
        on=LAST,
        heard=tuple(each for pair in pairs for each in pair),
        incidents=tuple(incident(number, pair) for number, pair in enumerate(pairs)),
        actors=actors(),
    )


def measured(agreement: Agreement, count: int) -> dict[str, float]:
    """Return what one size costs."""
    told = hearing(count)
    gc.collect()
    gc.freeze()  # what is measured is the evaluation, not the collector walking over the made-up record
    start = time.process_time()
    evaluation = Evaluation(agreement, told)
    evaluation.status()
    middle = time.process_time()
    violations.assess(agreement, told)
    end = time.process_time()
    update = updates(agreement, told, evaluation, count)
    gc.unfreeze()
    return {
        "incidents": count,
        "status_s": round(middle - start, 3),
        "violations_s": round(end - middle, 3),
        "whole_s": round(end - start, 3),
        "per_pair_ns": round((end - start) / (count * CLAUSES) * 1e9),
        "update_ms": update,
    }


def updates(agreement: Agreement, told: Hearing, evaluation: Evaluation, count: int) -> float:
    """Return the median milliseconds of a new claim on an incident that is known, until status and violations are there."""
    assessor = Assessor(agreement, told.actors, told.places, on=told.on)
    took = []
    for turn in range(30):
        number = turn * 97 % count
        members = (told.heard[2 * number], told.heard[2 * number + 1], heard(number, 2 + turn))
        found = incident(number, members)
        start = time.process_time()
        evaluation.add(members[-1], (found,))
        evaluation.status()
        assessor.of(found, members, ())
        took.append((time.process_time() - start) * 1000)
    return round(statistics.median(took), 2)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, nargs="+", default=list(SIZES))
    sizes: list[int] = parser.parse_args().incidents
    agreement = text()
    curve = [measured(agreement, size) for size in sizes]
    figures = {"curve": curve, "whole_s": curve[-1]["whole_s"], "update_ms": curve[-1]["update_ms"]}
    print(json.dumps({"bench": "agreement", "gold": f"{sizes[-1]} incidents x {CLAUSES} clauses", "figures": figures}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
