"""What became of a notification: taken back, or its object struck. A strike is confirmed by a person, and stays for good."""

from __future__ import annotations

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.model.assertions import Telling
from truceline.model.sites import Revoked, Struck
from truceline.movements.coarsening import Rendition
from truceline.workflow.notifying.opening import Done
from truceline.workflow.notifying.positions import all_cells
from truceline.workflow.notifying.sending import Noted, note
from truceline.workflow.notifying.standing import compartment_of, facts_of, newest, site_id
from truceline.workflow.notifying.words import NOTHING, actor_of, incidents_of, refuse_positions
from truceline.workflow.opening import theatre_of
from truceline.workflow.telling import tell


def revoke(  # noqa: PLR0913 - who takes it back, when and why
    record: Record,
    wanted: str,
    *,
    at: str,
    by: str,
    revoked_by: str | None = None,
    reason: str | None = None,
    published: str | None = None,
) -> Done:
    """Enter that a notification is taken back; what was sent, and that the object was struck, stay.

    Raises:
        NotFoundError: there is no such site.
        UsageError: a position stands in the reason.
    """
    refuse_positions({"--reason": reason})
    site = site_id(record, wanted)
    who = actor_of(theatre_of(record), revoked_by) if revoked_by else by
    noted = Noted(fact=Revoked(at=at, by=who, reason=reason), said_by=who, on=at, published=published)
    done = note(record, site, newest(facts_of(record, site)) or 0, noted, by=by)
    return msgspec.structs.replace(done, remarks=("those who hold it are told by `site answer ID RECIPIENT recall`",))


def strike(  # noqa: PLR0913 - what, in which incident, when, as who says
    record: Record,
    wanted: str,
    incident: str,
    *,
    at: str | None,
    by: str,
    said_by: str | None = None,
    denied: bool = False,
    said_on: str | None = None,
    published: str | None = None,
) -> Done:
    """Enter that a notified object was struck in an incident, or, ``denied``, that somebody says it was not.

    Raises:
        NotFoundError: there is no such site, or no such incident.
    """
    site = site_id(record, wanted)
    if incident not in incidents_of(record):
        message = f'no incident "{incident}" in this record; `truceline incidents` lists them; {NOTHING}'
        raise NotFoundError(message)
    who = actor_of(theatre_of(record), said_by) if said_by else by
    fact = Struck(incident=incident, at=at)
    said = Telling(by=who, facts=(fact,), said_on=said_on, stance="deny" if denied else "assert")
    entered = tell(record, site, said, by=by, published_at=published, co=compartment_of(record, site))
    version = newest(facts_of(record, site)) or 0
    remark = (
        "said not to have struck it" if denied else "linked for good: neither expiry nor revocation nor withdrawing undoes it"
    )
    return Done(site=site, version=version, telling=entered.id, new=entered.new, remarks=(remark,))


def propose_cells(record: Record) -> dict[str, Rendition]:
    """Return by site the cell of its sealed position, to hold incidents against; no exact position is in it."""
    return all_cells(record)
