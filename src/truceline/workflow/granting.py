"""What can be granted to people of a room: the compartments that this machine knows, and the authorities of the agreements."""

from __future__ import annotations

from truceline.agreement.violations import authorities
from truceline.ledger import Record
from truceline.ledger.sealed.compartments import Compartment, Compartments
from truceline.workflow.opening import theatre_of


def compartments_of(record: Record) -> tuple[Compartment, ...]:
    """Return the compartments that are known here, but for the open one, which everybody has."""
    _open, *others = Compartments(record.origin).all()
    return tuple(others)


def authorities_of(record: Record) -> tuple[tuple[str, str], ...]:
    """Return who can have entered a finding, by the agreements of the theatre: actors' ids and names, each once."""
    theatre = theatre_of(record)
    names = {actor.id: actor.name for actor in theatre.actors}
    found = dict.fromkeys(each for text in theatre.agreements for each in authorities(text))
    return tuple((each, names.get(each, each)) for each in found)
