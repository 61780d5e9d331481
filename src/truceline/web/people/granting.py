"""What an administrator can grant, by the record of this room."""

from __future__ import annotations

import msgspec
from django.utils.translation import get_language

from truceline.outputs.views import compartment_list
from truceline.outputs.views.names import actor_name
from truceline.web.record import desk
from truceline.workflow.granting import authorities_of
from truceline.workflow.opening import theatre_of


class Grantable(msgspec.Struct, frozen=True):
    """Authorities and compartments: names by id."""

    authorities: dict[str, str]
    compartments: dict[str, str]


def grantable() -> Grantable:
    """Return what can be granted now, authorities by what the page's language calls them."""
    with desk.borrow() as record:
        called = {each.id: actor_name(each, get_language() or "en") for each in theatre_of(record).actors}
        authorities = {each: called.get(each, name) for each, name in authorities_of(record)}
        return Grantable(authorities, {each.id: each.name for each in compartment_list(record)})
