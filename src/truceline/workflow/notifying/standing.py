"""What stands in a record of one site: its id found again, and its newest version."""

from __future__ import annotations

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.tellings import entry_of, subjects, tellings
from truceline.model.sites import Detail, Disclosed, SiteFact, SiteNamed
from truceline.movements.sites.saying import COUNTING
from truceline.workflow.notifying.words import NOTHING


def site_id(record: Record, wanted: str) -> str:
    """Return the id of a site by its id or its reference.

    Raises:
        NotFoundError: there is none.
    """
    there = subjects(record, of="site")
    found = next((each.id for each in there if wanted in (each.id, each.reference)), None)
    if found is None:
        message = f"no such site in this record; `truceline sites` lists the {len(there)} there are; {NOTHING}"
        raise NotFoundError(message)
    return found


def compartment_of(record: Record, site: str) -> str:
    """Return the compartment that a site was opened in: under its key goes everything that is told of it later."""
    entry = entry_of(record, site)
    assert entry is not None, "a site that was found is there"
    return entry.co


def facts_of(record: Record, site: str) -> tuple[SiteFact, ...]:
    """Return what is told to be so of a site, in the order of the log, as far as it can be read here."""
    return tuple(
        fact
        for each in tellings(record, of="site")
        if each.subject == site and each.telling is not None and each.telling.stance in COUNTING
        for fact in each.telling.facts
        if isinstance(fact, SiteFact)
    )


def newest(facts: tuple[SiteFact, ...]) -> int | None:
    """Return the number of the newest version, None where there is none to be read."""
    return max((fact.version for fact in facts if isinstance(fact, SiteNamed)), default=None)


def version_of(facts: tuple[SiteFact, ...], asked: int | None, site: str) -> int:
    """Return the version that is meant: the one asked for, else the newest.

    Raises:
        UsageError: there is none to be read, or not the one asked for.
    """
    known = sorted({fact.version for fact in facts if isinstance(fact, SiteNamed)})
    if not known or (asked is not None and asked not in known):
        there = ", ".join(map(str, known)) or "none that can be read here"
        message = f"version {asked or ''} of {site}: expected one of its versions: {there}; {NOTHING}".replace("  ", " ")
        raise UsageError(message)
    return asked if asked is not None else known[-1]


def sent_to(facts: tuple[SiteFact, ...], recipient: str) -> tuple[Disclosed, ...]:
    """Return what a recipient was sent."""
    return tuple(fact for fact in facts if isinstance(fact, Disclosed) and fact.recipient == recipient)


def finest(sent: tuple[Disclosed, ...]) -> Detail | None:
    """Return the finest detail that was sent, None where nothing was."""
    order: tuple[Detail, ...] = ("exact", "coarse_1km", "district")
    return min((each.detail for each in sent), key=order.index, default=None)
