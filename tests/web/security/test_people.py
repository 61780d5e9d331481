"""What administrators do with people, and the list of it that only grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.accounts.models import Account

pytestmark = pytest.mark.usefixtures("quick_passwords")


def _last() -> tuple[str, str, str, str]:
    from truceline.web.accounts.models import Change

    found = Change.objects.order_by("-pk")[0]
    return found.by, found.what, found.whom, found.of


def test_an_administrator_gives_and_takes_roles(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """What is ticked is given and what is not is taken, with a line for each; it counts with the next request."""
    person = somebody("Role Taker", "observer")
    chief, other = client_as("administrator"), client_as("Role Taker")
    assert chief.get(f"/people/{person.pk}").status_code == 200
    assert other.get("/desk/review").status_code == 403
    assert chief.post(f"/people/{person.pk}/roles", {"roles": ["analyst"]}).status_code == 302
    assert _last() == ("administrator", "role_given", "Role Taker", "analyst")
    assert other.get("/desk/review").status_code == 200
    assert chief.post(f"/people/{person.pk}/roles", {"roles": ["adjudicator"]}).status_code == 422
    assert chief.post(f"/people/{person.pk}/roles", {"roles": ["emperor"]}).status_code == 422
    assert chief.post(f"/people/{person.pk}/roles", {"roles": ["observer"], "authorities": ["nobody.known"]}).status_code == 422
    assert chief.post(f"/people/{person.pk}/compartments", {"compartments": ["knobody"]}).status_code == 422
    assert chief.post(f"/people/{person.pk}/roles", {}).status_code == 302
    assert other.get("/").status_code == 403


def test_the_last_administrator_cannot_be_lost(room: object, client_as: Callable[..., Client]) -> None:
    """Neither by taking the role from oneself nor by deactivating oneself; with a second one it works."""
    from truceline.web.accounts.models import Account

    Account.objects.filter(memberships__role="administrator").exclude(username="administrator").update(is_active=False)
    me = Account.objects.get(username="administrator")
    client = client_as("administrator")
    assert client.post(f"/people/{me.pk}/roles", {"roles": ["observer"]}).status_code == 422
    client.post(f"/people/{me.pk}/activity", {"act": "deactivate"})
    me = Account.objects.get(username="administrator")
    assert me.is_active
    assert me.roles == ("administrator",)
    assert client.get("/people/").status_code == 200


def test_the_list_of_changes_only_grows(room: object) -> None:
    """The database refuses to alter or to cut it, and a line that was altered past the database is found."""
    from django.db import DatabaseError, connection, transaction

    from truceline.web.accounts.changes import changing, first_broken, note
    from truceline.web.accounts.models import Change

    with changing():
        note("signed_out", "Somebody", by=None)
    for act in (lambda: Change.objects.all().delete(), lambda: Change.objects.update(by="somebody else")):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            act()
    assert first_broken() is None
    last = Change.objects.order_by("-pk")[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER accounts_change_unaltered")
        cursor.execute("UPDATE accounts_change SET whom = 'Nobody' WHERE id = %s", [last.pk])
        found = first_broken()
        transaction.set_rollback(True)
    assert found == last
    assert first_broken() is None


def test_the_page_of_people_tells_who_did_what(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """An administrator sees everybody, the open links and the changes, invites, and takes a link back."""
    from truceline.web.accounts.models import Invitation

    somebody("Listed Person", "monitor")
    client = client_as("administrator")
    made = client.post("/people/invite", {"name": "Expected One", "roles": ["observer"]})
    assert made.status_code == 200
    secret = made.content.decode().split("/people/join/")[-1].split('"')[0]
    content = client.get("/people/").content.decode()
    assert {"Listed Person", "Expected One"} <= {each for each in ("Listed Person", "Expected One") if each in content}
    assert secret not in content
    link = Invitation.objects.get(secret_hash=Invitation.hash_of(secret))
    assert client.post(f"/people/invitations/{link.pk}/withdraw").status_code == 302
    assert client_as(None).get(f"/people/join/{secret}").status_code == 404
    assert client.post("/people/invite", {"name": "administrator", "roles": ["observer"]}).status_code == 422
    assert client.post("/people/invite", {"name": ""}).status_code == 422


def test_an_adjudicator_speaks_for_their_authorities_alone(somebody: Callable[..., Account]) -> None:
    """Findings are entered in the name of those that were named for the person, and of nobody else."""
    from django.test import override_settings

    person = somebody("Speaks For", "adjudicator")
    assert not person.speaks_for("un"), "the role rests without a second factor"
    with override_settings(SECOND_FACTOR_ROLES=frozenset()):
        again = type(person).objects.get(pk=person.pk)
        assert [again.speaks_for(each) for each in ("un", "us", "")] == [True, False, False]
