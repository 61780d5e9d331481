"""Slots of a whole text: where, who is blamed, by what means, how many. Takes gold files, prints one line each.

A document's slot is the value that most of its mentions give (ties: the first); maps/ turns our codes into the gold's names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness import Line, readings, reports, run, score
from mapping import Row, fits, rows

from truceline.model import EventMention, Place, Reading
from truceline.workflow.packs import load_theatre


def commonest(values: Iterable[str | None]) -> str | None:
    """Return the value that stands most often, the first of several."""
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def mapped(table: Iterable[Row], event: EventMention) -> str | None:
    """Return the name of the first row that an event fits."""
    return next((str(row["to"]) for row in table if fits(row, event)), None)


def violence(reading: Reading) -> list[EventMention]:
    """Return the mentions of violence."""
    return [event for event in reading.events if event.type.startswith("V.")]


def blamed(reading: Reading) -> Iterator[str]:
    """Yield the actors that a text's events are laid to."""
    for event in violence(reading):
        yield from (actor.actor for actor in event.actors if actor.actor and actor.role in {"alleged_perpetrator", "agent"})


def containing(places: Mapping[str, Place], identifier: str | None, precision: str) -> str | None:
    """Return the id of the governorate or country that contains a place."""
    while identifier is not None and (place := places.get(identifier)) is not None:
        if place.precision == precision:
            return place.id
        identifier = place.within
    return None


def killed(reading: Reading, category: str | None) -> int | None:
    """Return the first number of people killed, of a category or of any."""
    found = (c for c in reading.counts if c.effect == "killed" and not c.vague and (category is None or c.category == category))
    return next((number for c in found if (number := c.low if c.low is not None else c.high) is not None), None)


def fakes(path: Path) -> Iterator[Line]:
    """Answer FA-KES's slots."""
    table = rows("fakes")
    places = {place.id: place for place in load_theatre("syria_2016").theatre.places}
    actors = {prefix: row["to"] for row in table["actor"] for prefix in row["actor"]}
    governorates = {row["place"]: row["to"] for row in table["location"]}
    for reading in readings(reports(path.with_name("reports.jsonl.gz")), "syria_2016"):
        yield {
            "id": reading.id,
            "location": commonest(governorates.get(containing(places, m.place, "governorate") or "") for m in reading.places),
            "actor": commonest(actors.get(actor) or actors.get(actor.split(".")[0]) for actor in blamed(reading)) or "unknown",
            "cause_of_death": commonest(mapped(table["cause_of_death"], event) for event in violence(reading)) or "unknown",
            "nb_civilians": killed(reading, None),
            "nb_children": killed(reading, "child"),
            "nb_women": killed(reading, "woman"),
        }


def muc4(path: Path) -> Iterator[Line]:
    """Answer MUC-4's slots."""
    table: dict[str, Any] = rows("muc4")
    texts = path.with_name(path.name.replace("documents.jsonl", "reports.jsonl.gz"))
    places = {place.id: place for place in load_theatre("world").theatre.places}
    for reading in readings(reports(texts), "world"):
        events = violence(reading)
        slots: Line = {
            slot: commonest(mapped(table[slot], event) for event in events) for slot in ("type", "stage", "confidence")
        }
        country = commonest(containing(places, mention.place, "country") for mention in reading.places)
        slots["country"] = places[country].name.upper() if country and events else None
        yield {"id": reading.id, **{slot: [value] if value else [] for slot, value in slots.items()}}


def hrdsattack(path: Path) -> Iterator[Line]:
    """Answer HRDsAttack's country and date."""
    texts = path.with_name(path.name.replace("documents.jsonl", "reports.jsonl.gz"))
    places = {place.id: place for place in load_theatre("world").theatre.places}
    for reading in readings(reports(texts), "world"):
        country = commonest(containing(places, mention.place, "country") for mention in reading.places)
        day = next((time.start for time in reading.times if time.precision == "day" and time.start), None)
        yield {"id": reading.id, "country": places[country].name if country else None, "date": day}


ANSWERS: dict[str, tuple[Callable[[Path], Iterator[Line]], str]] = {
    "fakes": (fakes, "location,actor,cause_of_death,nb_civilians,nb_women,nb_children"),
    "muc4": (muc4, "type,stage,country,confidence"),
    "hrdsattack": (hrdsattack, "country,date"),
}


def measure(path: Path) -> Line:
    """Read every text and score its slots, by the folder that the gold lies in."""
    answer, slots = ANSWERS[path.parent.name]
    return score("score_documents.py", path, answer(path), "--slots", slots)


if __name__ == "__main__":
    run("documents", measure, ["fakes/slots.jsonl", "muc4/tst1.documents.jsonl", "hrdsattack/dev.documents.jsonl"])
