"""Links that work once: to join, to set a password anew, to set up a second factor anew.

A secret of 256 bits stands in the link and nowhere else; the database has its hash. Two rules keep an administrator from becoming
somebody else with them: whoever sets a password anew still needs their second factor, and whoever sets up a second factor
anew still needs their password. Who lost both is invited anew, under another name.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.utils import timezone

from truceline.errors import UsageError
from truceline.web.accounts.administering import Held, put_compartments, put_roles
from truceline.web.accounts.changes import changing, note
from truceline.web.accounts.models import Account, Invitation
from truceline.web.accounts.names import skeleton

VALID = dt.timedelta(hours=72)
SECRET_BYTES = 32


def invite(by: Account | None, roles: Iterable[Held], compartments: Iterable[str] = (), name: str = "") -> str:
    """Make a link for somebody new, and return its secret. ``name``: what they will sign with, where they may not choose it."""
    held, opened = tuple(roles), tuple(compartments)
    with changing():
        secret, made = _make("join", by, name=name)
        made.roles = [list(each) for each in held]
        made.compartments = list(opened)
        made.save()
        told = ", ".join((*(f"{role} {authority}".rstrip() for role, authority in held), *opened))
        note("invited", name or f"#{made.pk}", told, by=by)
    return secret


def renew(by: Account | None, account: Account, purpose: str) -> str:
    """Make a link by which ``account`` sets a password (``password``) or a second factor (``factor``) anew."""
    with changing():
        for each in account.invitations.filter(purpose=purpose, used_at=None, withdrawn_at=None):
            each.withdrawn_at = timezone.now()
            each.save()
        secret, made = _make(purpose, by, account=account)
        made.save()
        note(f"{purpose}_link", account.get_username(), by=by)
    return secret


def withdraw(by: Account, invitation: Invitation) -> None:
    """Take a link back that nobody used yet."""
    with changing():
        invitation.refresh_from_db()
        if invitation.is_open:
            invitation.withdrawn_at = timezone.now()
            invitation.save()
            note("withdrawn", invitation.account.get_username() if invitation.account else f"#{invitation.pk}", by=by)


def found(secret: str) -> Invitation | None:
    """Return the open link with this secret; None for one that was never made, was used, withdrawn, or is too old."""
    held = Invitation.objects.select_related("account").filter(secret_hash=Invitation.hash_of(secret)).first()
    return held if held is not None and held.is_open and (held.account is None or held.account.is_active) else None


def join(secret: str, name: str, password: str) -> Account:
    """Make the account that a link invites to; the link is used up by it.

    Raises:
        UsageError: the link was used meanwhile, or the name is somebody's.
    """
    with changing():
        invitation = _taken(secret, "join")
        if is_taken(name):
            message = f'the name "{name}" is too much like that of somebody who is here; choose another'
            raise UsageError(message)
        account = Account.objects.create_user(username=name, password=password)
        inviter = Account.objects.filter(username=invitation.made_by).first()
        note("joined", name, f"#{invitation.pk}", by=account)
        put_roles(inviter, account, [(role, authority) for role, authority in invitation.roles])
        put_compartments(inviter, account, invitation.compartments)
        invitation.account = account
        invitation.save()
    return account


def set_password(secret: str, password: str) -> Account:
    """Set the password that a link is about; all sessions of the person end. A second factor stays.

    Raises:
        UsageError: the link was used meanwhile.
    """
    with changing():
        account = _owner(_taken(secret, "password"))
        account.set_password(password)
        account.save()
        note("password_reset", account.get_username(), by=account)
    return account


def drop_second_factor(secret: str) -> Account:
    """Take away every second factor of the person a link is about, who has just shown their password; all sessions end.

    Raises:
        UsageError: the link was used meanwhile.
    """
    with changing():
        account = _owner(_taken(secret, "factor"))
        Authenticator.objects.filter(user=account).delete()
        account.signed_out += 1
        account.save()
        note("factor_reset", account.get_username(), by=account)
    return Account.objects.get(pk=account.pk)


def is_taken(name: str) -> bool:
    """Say whether somebody signs with this name, or with one that differs in capitals, spaces or signs alone."""
    wanted = skeleton(name)
    return any(skeleton(each) == wanted for each in Account.objects.values_list("username", flat=True))


def _make(purpose: str, by: Account | None, *, name: str = "", account: Account | None = None) -> tuple[str, Invitation]:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = timezone.now()
    made = Invitation(
        secret_hash=Invitation.hash_of(secret),
        purpose=purpose,
        name=name,
        account=account,
        made_by=by.get_username() if by else "",
        made_at=now,
        expires_at=now + VALID,
    )
    made.save()
    return secret, made


def _taken(secret: str, purpose: str) -> Invitation:
    """Return an open link and mark it as used; inside ``changing``, so of two who use it at once one is too late."""
    held = found(secret)
    if held is None or held.purpose != purpose:
        message = "the link was used, withdrawn, or is older than 72 hours; ask the administrator for a new one"
        raise UsageError(message)
    held.used_at = timezone.now()
    held.save()
    return held


def _owner(invitation: Invitation) -> Account:
    assert invitation.account is not None, "such a link is made for somebody"
    return invitation.account
