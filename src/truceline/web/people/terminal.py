"""What ``truceline people`` does: named by string from the command line, as the room itself is. Every text comes in settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from truceline.errors import NotFoundError, UsageError
from truceline.web.accounts import administering, links
from truceline.web.accounts.changes import first_broken
from truceline.web.accounts.models import Account, Change
from truceline.web.accounts.names import Reason, reason_against, settled
from truceline.web.people.granting import Grantable, grantable
from truceline.web.people.pages import person_of

NAME_FAULTS: dict[Reason, str] = {
    "empty": "expected at least one letter or digit",
    "long": "expected at most 80 characters",
    "edge": "expected a letter or a digit at the beginning",
    "sign": "expected letters, digits, spaces and . - _ @ + ' only",
    "mixed": "expected letters of one script only, so that it cannot look like another name",
}


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, as ``truceline people list`` tells. ``waits``: a role rests until there is a second factor."""

    name: str
    roles: tuple[str, ...]
    authorities: tuple[str, ...]
    compartments: tuple[str, ...]
    second_factor: bool
    waits: bool
    active: bool
    last_signed_in: str | None


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One change to people; ``by`` is null at the command line."""

    at: str
    by: str | None
    what: str
    whom: str
    of: str
    digest: str


def first(name: str, password: str, roles: Iterable[str]) -> None:
    """Make the first administrator.

    Raises:
        UsageError: there is one, or the name or the password cannot be taken.
    """
    administering.refuse_second_first()
    wanted = _name(name)
    try:
        validate_password(password, Account(username=wanted))
    except ValidationError as error:
        message = f"the password is not taken: {' '.join(error.messages)}"
        raise UsageError(message) from error
    administering.first(wanted, password, roles)


def first_link(name: str, roles: Iterable[str]) -> str:
    """Return the path of a link by which the first administrator joins.

    Raises:
        UsageError: there is one, or the name cannot be taken.
    """
    administering.refuse_second_first()
    held = dict.fromkeys(("administrator", *roles))
    return _path(links.invite(None, [administering.checked(role, "") for role in held], name=_name(name)))


def invite(roles: Collection[str], authorities: Iterable[str], compartments: Iterable[str], name: str | None) -> str:
    """Return the path of a link for somebody new; compartments by their names or ids.

    Raises:
        UsageError: no role, one that is none, or an authority or compartment that the record does not know.
    """
    names = grantable()
    held = [administering.checked(role, "") for role in roles if role != "adjudicator"]
    held += [administering.checked("adjudicator", _authority(names, each)) for each in authorities]
    if "adjudicator" in roles and not any(role == "adjudicator" for role, _ in held):
        administering.checked("adjudicator", "")
    if not held:
        message = "an invitation is to at least one role: name it with --role"
        raise UsageError(message)
    opened = [_compartment(names, each) for each in compartments]
    return _path(links.invite(None, held, opened, _name(name) if name else ""))


def renew(name: str, purpose: str) -> str:
    """Return the path of a link by which somebody sets a password or a second factor anew.

    Raises:
        NotFoundError: nobody of this name may sign in.
    """
    account = Account.objects.filter(username=settled(name), is_active=True).first()
    if account is None:
        message = f'nobody who may sign in here is called "{name}"; `truceline people list` lists them'
        raise NotFoundError(message)
    return _path(links.renew(None, account, purpose))


def listed() -> tuple[Listed, ...]:
    """Return everybody, by name."""
    names = grantable()
    accounts = Account.objects.prefetch_related("memberships", "grants", "authenticator_set").order_by("username")
    return tuple(_listed(each, names) for each in accounts)


def changes() -> tuple[tuple[Changed, ...], int | None]:
    """Return every change, oldest first, and at which of them the list was altered afterwards: None where it was not."""
    lines = tuple(Change.objects.order_by("pk"))
    broken = first_broken()
    told = tuple(
        Changed(
            at=f"{each.at:%Y-%m-%dT%H:%M:%SZ}", by=each.by or None, what=each.what, whom=each.whom, of=each.of, digest=each.digest
        )
        for each in lines
    )
    return told, next((place for place, each in enumerate(lines) if broken is not None and each.pk == broken.pk), None)


def _listed(account: Account, names: Grantable) -> Listed:
    told = person_of(account, names)
    return Listed(
        name=told.name,
        roles=tuple(dict.fromkeys(each.role for each in account.memberships.all())),
        authorities=tuple(sorted(each.authority for each in account.memberships.all() if each.authority)),
        compartments=told.compartments,
        second_factor=told.has_second_factor,
        waits=told.is_resting,
        active=told.is_active,
        last_signed_in=told.seen,
    )


def _name(name: str) -> str:
    wanted = settled(name)
    if (reason := reason_against(wanted)) is not None:
        message = f'the name "{name}" cannot be signed with: {NAME_FAULTS[reason]}'
        raise UsageError(message)
    if links.is_taken(wanted):
        message = f'the name "{wanted}" is too much like that of somebody who is here; choose another'
        raise UsageError(message)
    return wanted


def _authority(names: Grantable, asked: str) -> str:
    if asked not in names.authorities:
        message = (
            f'"{asked}" is no authority of an agreement of this record; expected one of {", ".join(names.authorities) or "none"}'
        )
        raise UsageError(message)
    return asked


def _compartment(names: Grantable, asked: str) -> str:
    found = asked if asked in names.compartments else next((co for co, name in names.compartments.items() if name == asked), None)
    if found is None:
        message = f'no compartment "{asked}" here; expected one of {", ".join(names.compartments.values()) or "none"}'
        raise UsageError(message)
    return found


def _path(secret: str) -> str:
    return reverse("accounts:join", kwargs={"secret": secret})
