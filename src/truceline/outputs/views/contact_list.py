"""Contacts: who is said to have met and spoken with whom, through which channels, under which threats, from what counts."""

from __future__ import annotations

import msgspec

from truceline.diplomacy.contacts import Body, ChannelLine, Encounter, Series, ThreatMade, Withheld, contacts
from truceline.model.diplomacy import BodyNamed, Channel, Contact, TermsWithheld, Threat
from truceline.outputs.views import incident_list
from truceline.outputs.views.diplomacy import claims_with, told_of_diplomacy
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class ContactsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The contacts told of, each part in the order of days, as on the day ``on``.

    ``waiting``: how many claims that nobody has decided on would add to it.
    """

    basis: Basis
    on: str
    encounters: tuple[Encounter, ...]
    series: tuple[Series, ...]
    bodies: tuple[Body, ...]
    channels: tuple[ChannelLine, ...]
    threats: tuple[ThreatMade, ...]
    withheld: tuple[Withheld, ...]
    waiting: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing at all is told."""
        return not (self.encounters or self.bodies or self.channels or self.threats or self.withheld)


def listed(material: Material) -> ContactsPage:
    """Return the contacts of a material."""
    told = told_of_diplomacy(material)
    found = contacts(told.counted, told.directory, material.subjects, on=told.on)
    return ContactsPage(
        basis=material.basis(incident_list.waiting(material)),
        on=told.on,
        encounters=found.encounters,
        series=found.series,
        bodies=found.bodies,
        channels=found.channels,
        threats=found.threats,
        withheld=found.withheld,
        waiting=claims_with(told.waiting, Contact, BodyNamed, Channel, Threat, TermsWithheld),
    )
