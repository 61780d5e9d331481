"""What searching costs: the index of a material made once, and then questions of every kind.

    .venv/bin/python bench/speed/searching.py [--claims N ...]

Made-up reports of five claims each, in two scripts, over a year and forty places. ``index_s``: from the material to the index,
``index_mb``: what it takes of memory (resident, so a little of everything). ``p50_ms`` and ``p95_ms`` over questions as people
ask them (one word, several, a phrase, an exclusion, a beginning, Arabic, a facet, two facets, a stretch of days, an order, a late
page), each asked anew with another word; ``worst_ms``: the slowest. Times are of the wall. One JSON line.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import random
import resource
import time
from collections.abc import Iterator

from truceline.model import (
    Claim,
    EventMention,
    Interval,
    Place,
    PlaceMention,
    PlaceName,
    Report,
    Span,
    Speaker,
    Stance,
    text_digest,
)
from truceline.outputs.views import Held, Material, Selection, Told, select
from truceline.outputs.views.search import Asked, search
from truceline.outputs.views.search.index import index_of

SIZES = (1_000, 10_000, 100_000)
A_REPORT = 5
WORDS = (
    *"convoy truck shelling strike market school medical evacuation checkpoint".split(),
    *"permit delivery ceasefire village crossing road".split(),
)
ARABIC = "قافلة شاحنة قصف سوق مدرسة إخلاء حاجز هدنة قرية معبر طريق مستشفى".split()
STANCES: tuple[Stance, ...] = ("assert", "deny", "accuse", "confirm", "cannot_verify")
PLACES = tuple(Place(id=f"p{n}", name=f"Place {n}", names=(PlaceName(text=f"مكان {n}", lang="ar"),)) for n in range(40))


def sentence(rng: random.Random, number: int, turn: int) -> str:
    """Return a made-up sentence of some thirty words; a tenth of the reports are Arabic."""
    stock = ARABIC if number % 10 == 0 else WORDS
    told = " ".join(rng.choices(stock, k=24))
    return f"On day {number % 365} {told} near Place {(number + turn) % 40} witness{number % 997} said it{rng.randrange(50_000)}."


def told_in(report: Report, starts: list[int], number: int) -> Iterator[Told]:
    """Yield the claims of a report, one a sentence."""
    for turn, (start, end) in enumerate(itertools.pairwise((*starts, len(report.text)))):
        span, at = Span(start, end - 1), Span(start, start + 2)
        kind = ("V.SHELL", "V.AIR", "H.CONVOY", "C.VIOLATE")[number % 4]
        claim = Claim(
            id=f"c_{number:012x}{turn:04x}",
            source=(),
            cue=(),
            content=(span,),
            type="indirect",
            voice="quoted",
            speaker=Speaker(name=f"Speaker {(number * 7 + turn) % 400}"),
            stance=STANCES[(number + turn) % 5],
            about=(("occurrence", "count", "means")[turn % 3],),
            said_at=Interval(start=report.published_at, end=report.published_at, precision="day"),
            rule="bench",
            report=report.id,
            text_sha256="0" * 64,
            author="bench",
            places=(PlaceMention(span=at, name="Place", place=f"p{(number + turn) % 40}", precision="town"),),
            events=(EventMention(id="e1", span=at, type=kind),),
        )
        yield Told(claim=claim, standing="accepted", entry=number)


def material(count: int) -> Material:
    """Return a material of so many claims."""
    rng = random.Random(1)  # noqa: S311  # the same material every time
    texts: dict[str, str] = {}
    held: list[Held] = []
    told: list[Told] = []
    for number in range(count // A_REPORT):
        lines = [sentence(rng, number, turn) for turn in range(A_REPORT)]
        starts = list(itertools.accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
        day = f"2016-{number % 12 + 1:02d}-{number // 12 % 28 + 1:02d}"
        text = " ".join(lines) + " "
        report = Report(
            id=f"r{number}", text=text, title=lines[0][:60], publisher=f"Desk {number % 60}", published_at=day, lang="en"
        )
        texts[report.id] = text
        held.append(Held(report=report, text_sha256=text_digest(text), received_at=f"{day}T00:00:00Z", entry=number))
        told += told_in(report, starts, number)
    return select(
        kind="exercise",
        theatre="bench",
        selection=Selection(),
        size=count,
        root="0" * 64,
        held=held,
        claims=told,
        links=(),
        copies=(),
        read=texts.__getitem__,
    )


def questions(rng: random.Random) -> Iterator[Asked]:
    """Yield questions of every kind, each with other words than the last of its kind."""
    for turn in range(20):
        one, two, three = rng.sample(WORDS, 3)
        arabic = ARABIC[turn % len(ARABIC)].replace("ة", "ه")
        yield from (
            Asked(words=one),
            Asked(words=f"{one} {two} {three}"),
            Asked(words=f'"{one} {two}"'),
            Asked(words=f"{one} -{two}"),
            Asked(words=f"-{one}"),
            Asked(words=f"{one[:3]}* witness{turn}"),
            Asked(words="it*"),
            Asked(words=arabic),
            Asked(words=f"it{rng.randrange(50_000)}"),
            Asked(words=f"{one} nowhere{turn}"),
            Asked(chosen={"stance": ("deny",), "publisher": (f"Desk {turn}",)}),
            Asked(words=one, chosen={"speaker": (f"name:Speaker {turn}",), "event": ("V.AIR", "V.SHELL")}),
            Asked(words=two, published_from="2016-03-01", published_to="2016-04-30", order="oldest"),
            Asked(order="newest", page=turn + 1),
        )


def measured(count: int) -> dict[str, float]:
    """Return what one size costs."""
    made = material(count)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    index = index_of(made, "en")
    ready = time.perf_counter()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    times = []
    for asked in questions(random.Random(2)):  # noqa: S311  # the same questions every time
        begun = time.perf_counter()
        search(made, asked)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {
        "claims": count,
        "documents": len(index),
        "index_s": round(ready - start, 2),
        "index_mb": round(grown / 1024),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[len(times) * 95 // 100], 1),
        "worst_ms": round(times[-1], 1),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=list(SIZES))
    sizes: list[int] = parser.parse_args().claims
    curve = [measured(size) for size in sizes]
    print(json.dumps({"bench": "searching", "gold": f"{sizes[-1]} claims", "figures": {"curve": curve, **curve[-1]}}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
