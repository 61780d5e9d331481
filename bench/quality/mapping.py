"""Turn our codes into the names of a gold file by the ordered rows of maps/*.yaml.

A row has ``to`` and any of ``type, means, stage, certainty``; all that it has must fit, a list means any of these. The first
row wins, over all events: the rows stand in the order of how special they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from truceline.model import EventMention

Row = dict[str, Any]
MAPS = Path(__file__).resolve().parent / "maps"


def rows(name: str) -> Any:  # noqa: ANN401 - a list of rows, or slots with a list each
    """Read a map."""
    return YAML(typ="safe").load(MAPS / f"{name}.yaml")


def fits(row: Row, event: EventMention) -> bool:
    """Say whether an event fits every field of a row."""
    blamed = [actor for actor in event.actors if actor.role in {"alleged_perpetrator", "agent"}]
    has: dict[str, list[str | None]] = {
        "type": [event.type],
        "means": [event.means],
        "stage": [event.stage],
        "certainty": [str(actor.certainty) for actor in blamed],
        "perpetrator": ["state" for actor in blamed if (actor.actor or "").count(".")],
    }
    return all(set(wanted) & set(has[field]) for field, wanted in row.items() if field != "to")


def first(table: Iterable[Row], events: Iterable[EventMention]) -> str | None:
    """Return the name in the first row that one of the events fits."""
    found = tuple(events)
    return next((str(row["to"]) for row in table if any(fits(row, event) for event in found)), None)
