"""What was changed of people, by whom: a list that only grows. It is not in the log of the record, which goes to others.

The log says who did what in the record, under the name that they sign with. Who belongs to a mission, and who may see which
sources, would be of use to somebody who looks for these people; so it stays in the database of accounts, for administrators.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from truceline.web.accounts.models import Account, Change

BEGIN = "0" * 64


@contextmanager
def changing() -> Iterator[None]:
    """Change people inside the block, one change at a time in the whole room; all of it is kept or nothing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite begins every transaction as the only writer
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE accounts_change IN SHARE ROW EXCLUSIVE MODE")
        yield


def note(what: str, whom: str, of: str = "", *, by: Account | None) -> None:
    """Add a line to the list; inside ``changing`` alone. ``by``: None at the command line."""
    last = Change.objects.order_by("-pk").first()
    made = Change(
        at=timezone.now(),
        by=by.get_username() if by else "",
        what=what,
        whom=whom,
        of=of[:200],
        previous=last.digest if last else BEGIN,
    )
    made.digest = _digest(made)
    made.save(force_insert=True)


def first_broken() -> Change | None:
    """Return the first line that does not follow from the one before it; None where all do."""
    previous = BEGIN
    for each in Change.objects.order_by("pk").iterator():
        if each.previous != previous or each.digest != _digest(each):
            return each
        previous = each.digest
    return None


def _digest(change: Change) -> str:
    held = (f"{change.at.timestamp():.6f}", change.by, change.what, change.whom, change.of, change.previous)
    return hashlib.sha256(msgspec.json.encode(held)).hexdigest()
