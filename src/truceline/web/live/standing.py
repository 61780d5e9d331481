"""Who of those that listen may still: their sessions, their accounts, their compartments, asked of the database in one go."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from truceline.web.accounts.models import Account


def standing_of(asked: Collection[tuple[str, int]]) -> dict[tuple[str, int], frozenset[str]]:
    """Return the compartments of everybody who may still read, by session and account; who may not is not in it."""
    sessions = Session.objects.filter(session_key__in={session for session, _ in asked}, expire_date__gt=timezone.now())
    hashes = {each.session_key: str(each.get_decoded().get(HASH_SESSION_KEY, "")) for each in sessions}
    accounts = Account.objects.filter(pk__in={account for _, account in asked}, is_active=True)
    people = {each.pk: each for each in accounts.prefetch_related("memberships", "grants")}
    found = {}
    for session, account in asked:
        person = people.get(account)
        if person is None or session not in hashes:
            continue
        if constant_time_compare(hashes[session], person.get_session_auth_hash()) and person.may("read"):
            found[session, account] = person.compartments
    return found
