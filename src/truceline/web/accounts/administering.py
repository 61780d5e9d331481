"""What an administrator does with people: roles, compartments, who may sign in. Each act leaves a line in the list of changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from truceline.errors import UsageError
from truceline.web.accounts.changes import changing, note
from truceline.web.accounts.models import Account, Grant, Invitation, Membership
from truceline.web.accounts.roles import ROLES

Held = tuple[str, str]
"""A role and, for an adjudicator, the authority; the second is empty for all others."""


def first(name: str, password: str, roles: Iterable[str] = ()) -> Account:
    """Make the first administrator, who may have further roles.

    Raises:
        UsageError: there is an administrator.
    """
    with changing():
        refuse_second_first()
        account = Account.objects.create_user(username=name, password=password)
        note("first", name, by=None)
        put_roles(None, account, [(role, "") for role in dict.fromkeys(("administrator", *roles))])
    return account


def refuse_second_first() -> None:
    """Refuse to make a first administrator where there is one.

    Raises:
        UsageError: there is an administrator.
    """
    if (there := _administrators().first()) is not None:
        message = (
            f'there is an administrator already: "{there.username}"; whoever else is to come in is invited, on the page People '
            "or with `truceline people invite`"
        )
        raise UsageError(message)


def set_roles(by: Account, account: Account, roles: Iterable[Held]) -> None:
    """Give ``account`` these roles and no others.

    Raises:
        UsageError: nobody would be administrator any more.
    """
    with changing():
        put_roles(by, account, roles)
        _refuse_nobody()


def put_roles(by: Account | None, account: Account, roles: Iterable[Held]) -> None:
    """Give roles and take all others away, with a line for each; inside ``changing``."""
    wanted = {checked(*each) for each in roles}
    there = {(each.role, each.authority): each for each in account.memberships.all()}
    for held in sorted(there.keys() - wanted):
        there[held].delete()
        note("role_taken", account.get_username(), " ".join(held).rstrip(), by=by)
    if there.keys() - wanted and not any(role == "administrator" for role, _ in wanted):
        _take_links_back(by, account)
    for role, authority in sorted(wanted - there.keys()):
        Membership.objects.create(account=account, role=role, authority=authority)
        note("role_given", account.get_username(), f"{role} {authority}".rstrip(), by=by)


def set_compartments(by: Account, account: Account, compartments: Iterable[str]) -> None:
    """Open these compartments to ``account`` and no others."""
    with changing():
        put_compartments(by, account, compartments)


def put_compartments(by: Account | None, account: Account, compartments: Iterable[str]) -> None:
    """Open compartments and close all others, with a line for each; inside ``changing``."""
    wanted = set(compartments)
    there = {each.compartment: each for each in account.grants.all()}
    for co in sorted(there.keys() - wanted):
        there[co].delete()
        note("compartment_taken", account.get_username(), co, by=by)
    for co in sorted(wanted - there.keys()):
        Grant.objects.create(account=account, compartment=co)
        note("compartment_given", account.get_username(), co, by=by)


def deactivate(by: Account, account: Account) -> None:
    """Let ``account`` sign in no more; all its sessions end now, and its open links are worth nothing, nor those it made.

    Raises:
        UsageError: nobody would be administrator any more.
    """
    with changing():
        Account.objects.filter(pk=account.pk).update(is_active=False, signed_out=account.signed_out + 1)
        _refuse_nobody()
        note("deactivated", account.get_username(), by=by)
        _take_links_back(by, account)


def reactivate(by: Account, account: Account) -> None:
    """Let ``account`` sign in again, with what it could do before; no session of before comes back."""
    with changing():
        Account.objects.filter(pk=account.pk).update(is_active=True)
        note("reactivated", account.get_username(), by=by)


def sign_out(by: Account, account: Account) -> None:
    """End all sessions of ``account``."""
    with changing():
        Account.objects.filter(pk=account.pk).update(signed_out=account.signed_out + 1)
        note("signed_out", account.get_username(), by=by)


def _take_links_back(by: Account | None, account: Account) -> None:
    """Withdraw every open link that somebody made who is administrator no more: one of them could be in their own hands."""
    made = Invitation.objects.filter(
        made_by=account.get_username(), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    for each in made.select_related("account"):
        each.withdrawn_at = timezone.now()
        each.save()
        note("withdrawn", each.account.get_username() if each.account else f"#{each.pk}", by=by)


def checked(role: str, authority: str) -> Held:
    """Return a role with its authority.

    Raises:
        UsageError: no such role, an adjudicator without an authority, or an authority for another role.
    """
    if role not in ROLES:
        message = f'"{role}" is no role; expected one of {", ".join(ROLES)}'
        raise UsageError(message)
    if (role == "adjudicator") != bool(authority):
        message = (
            "an adjudicator enters findings of one named authority: name it"
            if role == "adjudicator"
            else f'the role {role} has no authority; "{authority}" goes with adjudicator alone'
        )
        raise UsageError(message)
    return role, authority


def _administrators() -> QuerySet[Account]:
    return Account.objects.filter(is_active=True, memberships__role="administrator")


def _refuse_nobody() -> None:
    if not _administrators().exists():
        message = "nobody would be administrator any more; make somebody else administrator first"
        raise UsageError(message)
