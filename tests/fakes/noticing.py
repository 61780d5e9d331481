"""Assertions about notified sites, made in one line each."""

from __future__ import annotations

import itertools

from truceline.model.assertions import Assertion, Fact, Source, Subject
from truceline.model.claims import Stance
from truceline.model.sites import Answered, Checked, Detail, Disclosed, SiteFact, SiteNamed, Verb
from truceline.movements.sites import Recipient, Site, sites

NUMBERS = itertools.count(1)
SITE = Subject(id="st1", of="site", name="A clinic")


def said(
    fact: Fact, by: str = "un.ocha", *, on: str = "2016-03-01", stance: Stance = "assert", subject: str = "st1", source: str = ""
) -> Assertion[Fact]:
    """Somebody says a fact of the site."""
    return Assertion(
        subject=subject,
        fact=fact,
        by=by,
        stance=stance,
        source=Source(id=source or f"tl{next(NUMBERS)}", known_on=on, said_on=on),
    )


def validated(version: int = 1, **more: object) -> list[Assertion[Fact]]:
    """A version of a clinic whose owner agrees, checked by two persons on 1 March 2016."""
    named = SiteNamed(**{"kind": "clinic", "version": version, "place": "sy.town", "consents": True, **more})  # type: ignore[arg-type]
    checks = [Checked(version=version, person=person, at="2016-03-01T08:00:00Z") for person in ("Anna", "Ben")]
    return [said(named), *map(said, checks)]


def sent(
    to: str = "ru", *, at: str = "2016-03-02", version: int = 1, detail: Detail = "exact", until: str | None = None
) -> SiteFact:
    """A version was sent to a recipient."""
    return Disclosed(recipient=to, version=version, sent=at, detail=detail, valid_to=until)


def answered(verb: Verb, of: str = "ru", *, at: str = "2016-03-03", version: int = 1, to_field: bool | None = None) -> SiteFact:
    """Something was answered."""
    return Answered(recipient=of, version=version, verb=verb, at=at, to_field=to_field)


def one(assertions: list[Assertion[Fact]], on: str = "2016-03-10") -> Site:
    """The site of some assertions as on a day."""
    (found,) = sites(assertions, [SITE], on=on)
    return found


def recipient(site: Site, name: str = "ru") -> Recipient:
    """One recipient of a site."""
    return next(each for each in site.recipients if each.recipient == name)


def states(site: Site, name: str = "ru") -> set[str]:
    """The states of one recipient."""
    return {each.state for each in recipient(site, name).states}


def kinds(site: Site) -> set[str]:
    """What is to be looked at about a site."""
    return {each.kind for each in site.due}
