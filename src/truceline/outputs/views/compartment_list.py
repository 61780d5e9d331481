"""The compartments of a record, for whoever grants them: opaque id, the name it has here, and whether its key is here."""

from __future__ import annotations

import msgspec

from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.ledger.sealed.compartments import Compartments


class CompartmentView(msgspec.Struct, frozen=True, kw_only=True):
    """A compartment that can be granted. ``has_key``: what is sealed in it can be read on this machine."""

    id: str
    name: str
    has_key: bool


def compartment_list(record: Record) -> tuple[CompartmentView, ...]:
    """Return the compartments that are known on this machine by name, without the open one, which is everybody's."""
    known = (each for each in Compartments(record.origin).all() if each.id != OPEN_COMPARTMENT)
    return tuple(CompartmentView(id=each.id, name=each.name, has_key=each.has_key) for each in known)
