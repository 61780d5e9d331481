"""What the pages about people show, in typed objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from truceline.web.accounts.changes import first_broken
from truceline.web.accounts.models import SECOND_FACTORS, Account, Change, Invitation
from truceline.web.people import words

SHOWN_CHANGES = 200


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody: ``seen`` the day of the last sign-in, ``resting`` where a role waits for a second factor."""

    id: int
    name: str
    roles: tuple[str, ...]
    compartments: tuple[str, ...]
    has_second_factor: bool
    is_resting: bool
    is_active: bool
    seen: str | None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link that can still be used."""

    id: int
    purpose: str
    whom: str
    what: tuple[str, ...]
    by: str
    until: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of changes. ``by``: None at the command line."""

    at: str
    by: str | None
    what: str
    whom: str
    of: str


class PeoplePage(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody, the open links, and what was changed; ``broken``: the first line of the list that was altered afterwards."""

    people: tuple[Person, ...]
    links: tuple[Link, ...]
    changes: tuple[Line, ...]
    all_changes: int
    broken: str | None
    head: str | None


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """One person, with what was changed of them. ``is_self``: the administrator who looks."""

    person: Person
    changes: tuple[Line, ...]
    is_self: bool


class LinkPage(msgspec.Struct, frozen=True, kw_only=True):
    """A link just made, shown this once."""

    purpose: str
    whom: str
    address: str
    until: str


class Names(Protocol):
    """What is known of the record: names of authorities and of compartments, by their ids."""

    @property
    def authorities(self) -> Mapping[str, str]:
        """Names of authorities."""

    @property
    def compartments(self) -> Mapping[str, str]:
        """Names of compartments."""


def people_page(names: Names) -> PeoplePage:
    """Return everybody, those who may sign in first."""
    accounts = Account.objects.prefetch_related("memberships", "grants", "authenticator_set").order_by("-is_active", "username")
    links = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()).select_related("account")
    changes = Change.objects.order_by("-pk")
    broken, newest = first_broken(), list(changes[:SHOWN_CHANGES])
    return PeoplePage(
        people=tuple(person_of(each, names) for each in accounts),
        links=tuple(_link(each, names) for each in links.order_by("expires_at")),
        changes=tuple(_line(each, names) for each in newest),
        all_changes=changes.count(),
        broken=f"{broken.at:%Y-%m-%dT%H:%M:%SZ}" if broken else None,
        head=newest[0].digest if newest else None,
    )


def person_page(account: Account, names: Names, *, is_self: bool) -> PersonPage:
    """Return one person."""
    changes = Change.objects.filter(whom=account.get_username()).order_by("-pk")[:SHOWN_CHANGES]
    return PersonPage(person=person_of(account, names), changes=tuple(_line(each, names) for each in changes), is_self=is_self)


def person_of(account: Account, names: Names) -> Person:
    """Return what the list says of an account; queries are spared where everything was fetched before."""
    held = [(each.role, each.authority) for each in account.memberships.all()]
    has_factor = any(each.type in SECOND_FACTORS for each in factors_of(account))
    return Person(
        id=account.pk,
        name=account.get_username(),
        roles=_roles(held, names),
        compartments=tuple(sorted(names.compartments.get(each.compartment, each.compartment) for each in account.grants.all())),
        has_second_factor=has_factor,
        is_resting=not has_factor and bool({role for role, _ in held} & settings.SECOND_FACTOR_ROLES),
        is_active=account.is_active,
        seen=f"{account.last_login:%Y-%m-%d}" if account.last_login else None,
    )


def factors_of(account: Account) -> Iterable[Authenticator]:
    """Return the second factors and recovery codes of an account."""
    found: Iterable[Authenticator] = account.authenticator_set.all()  # type: ignore[attr-defined] # made by allauth's model
    return found


def _roles(held: list[tuple[str, str]], names: Names) -> tuple[str, ...]:
    order = list(words.ROLES)
    ranked = sorted(held, key=lambda each: (order.index(each[0]), each[1]))
    return tuple(
        f"{words.ROLES[role][0]}: {names.authorities.get(authority, authority)}" if authority else str(words.ROLES[role][0])
        for role, authority in ranked
    )


def _link(invitation: Invitation, names: Names) -> Link:
    held = [(role, authority) for role, authority in invitation.roles]
    return Link(
        id=invitation.pk,
        purpose=str(words.PURPOSES[invitation.purpose]),
        whom=invitation.account.get_username() if invitation.account else invitation.name or f"#{invitation.pk}",
        what=(*_roles(held, names), *(names.compartments.get(co, co) for co in invitation.compartments)),
        by=invitation.made_by,
        until=f"{invitation.expires_at:%Y-%m-%dT%H:%M:%SZ}",
    )


def _line(change: Change, names: Names) -> Line:
    return Line(
        at=f"{change.at:%Y-%m-%dT%H:%M:%SZ}",
        by=change.by or None,
        what=str(words.CHANGES.get(change.what, change.what)),
        whom=change.whom,
        of=_told(change.of, names),
    )


def _told(of: str, names: Names) -> str:
    role, _, authority = of.partition(" ")
    if role in words.ROLES and "," not in of:
        return _roles([(role, authority)], names)[0]
    return names.compartments.get(of, of)
