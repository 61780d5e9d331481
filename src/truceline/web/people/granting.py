"""What an administrator can grant, by the record of this room."""

from __future__ import annotations

import msgspec

from truceline.outputs.views import compartment_list
from truceline.web.record import desk
from truceline.workflow.granting import authorities_of


class Grantable(msgspec.Struct, frozen=True):
    """Authorities and compartments: names by id."""

    authorities: dict[str, str]
    compartments: dict[str, str]


def grantable() -> Grantable:
    """Return what can be granted now."""
    with desk.borrow() as record:
        return Grantable(dict(authorities_of(record)), {each.id: each.name for each in compartment_list(record)})
