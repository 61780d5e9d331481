"""What can be granted to people of a room by the agreements of its theatre: to speak for an authority."""

from __future__ import annotations

from truceline.agreement.violations import authorities
from truceline.ledger import Record
from truceline.workflow.opening import theatre_of


def authorities_of(record: Record) -> tuple[tuple[str, str], ...]:
    """Return who can have entered a finding, by the agreements of the theatre: actors' ids and names, each once."""
    theatre = theatre_of(record)
    names = {actor.id: actor.name for actor in theatre.actors}
    found = dict.fromkeys(each for text in theatre.agreements for each in authorities(text))
    return tuple((each, names.get(each, each)) for each in found)
