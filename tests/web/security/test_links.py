"""Links that work once: used twice, too late, guessed, taken for something else; what an administrator cannot do with them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.accounts.models import Account

pytestmark = pytest.mark.usefixtures("quick_passwords")
PASSWORD = "a long enough passphrase 7"
CHOSEN = {"password1": "four plain words here 4", "password2": "four plain words here 4"}


@pytest.fixture
def chief(room: object) -> Account:
    """The administrator."""
    from truceline.web.accounts.models import Account

    return Account.objects.get(username="administrator")


def _join(client: Client, secret: str, name: str) -> int:
    return client.post(f"/people/join/{secret}", {"name": name, **CHOSEN}).status_code


def test_an_invitation_lets_one_person_in_once(chief: Account, client_as: Callable[..., Client]) -> None:
    """Looking at a link uses nothing up; joining does, for good, and gives the roles that were chosen and no more."""
    from truceline.web.accounts import links
    from truceline.web.accounts.models import Account

    secret = links.invite(chief, [("monitor", "")], ["k0123456789abcdef"])
    first, second = client_as(None), client_as(None)
    assert [first.get(f"/people/join/{secret}").status_code for _ in range(3)] == [200] * 3
    answer = first.post(f"/people/join/{secret}", {"name": "Joined Once", **CHOSEN})
    assert answer.headers["Location"] == "/account/"
    person = Account.objects.get(username="Joined Once")
    assert (person.roles, person.compartments, person.is_superuser) == (("monitor",), frozenset({"k0123456789abcdef"}), False)
    assert first.get("/account/").status_code == 200
    assert second.get(f"/people/join/{secret}").status_code == 404
    assert _join(second, secret, "Joined Twice") == 404
    assert not Account.objects.filter(username="Joined Twice").exists()


def test_a_link_that_is_worth_nothing_does_not_say_why(chief: Account, client_as: Callable[..., Client]) -> None:
    """Never made, used, withdrawn and too old are one answer; nobody learns that there was such a link."""
    import datetime as dt

    from django.utils import timezone

    from truceline.web.accounts import links
    from truceline.web.accounts.models import Invitation

    used, withdrawn, old = (links.invite(chief, [("observer", "")]) for _ in range(3))
    assert _join(client_as(None), used, "Worth Nothing") == 302
    links.withdraw(chief, Invitation.objects.get(secret_hash=Invitation.hash_of(withdrawn)))
    held = Invitation.objects.filter(secret_hash=Invitation.hash_of(old))
    assert held.get().expires_at - held.get().made_at == dt.timedelta(hours=72)
    held.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    answers = {
        (answer.status_code, answer.content)
        for secret in (used, withdrawn, old, "never-made", "0", used[:-1])
        for answer in (client_as(None).get(f"/people/join/{secret}"), client_as(None).get(f"/people/join/{secret}"))
    }
    plain = {(status, content.replace(b"/people/join/", b"")) for status, content in answers}
    assert {status for status, _ in plain} == {404}
    assert len({_without_addresses(content) for _, content in plain}) == 1


def _without_addresses(content: bytes) -> bytes:
    import re

    return re.sub(rb'href="[^"]*lang=[a-z]+"', b"", content)


def test_guessing_links_is_stopped(client_as: Callable[..., Client]) -> None:
    """An address that tries links is refused after twenty a minute, and the secret has 256 bits anyway."""
    from truceline.web.accounts import links

    answers = [client_as(None).get(f"/people/join/guess-{number}").status_code for number in range(22)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert links.SECRET_BYTES * 8 == 256


def test_the_secret_of_a_link_is_kept_nowhere(chief: Account, client_as: Callable[..., Client], capfd: object) -> None:
    """Neither in the database, nor in what the server prints, nor in what another site is told."""
    import logging

    from django.core import serializers

    from truceline.web.accounts import links
    from truceline.web.accounts.models import Change, Invitation
    from truceline.web.logs import WithoutSecrets

    secret = links.invite(chief, [("observer", "")])
    kept = serializers.serialize("json", [*Invitation.objects.all(), *Change.objects.all()])
    assert secret not in kept
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: %s", (f"/people/join/{secret}?x",), None)
    assert WithoutSecrets().filter(line)
    assert secret not in line.getMessage()
    answer = client_as(None).get(f"/people/join/{secret}")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_of_two_who_use_a_link_at_once_one_is_too_late(chief: Account) -> None:
    """A link that was copied does not let two people in, however close together they send the form."""
    from django.db import connections

    from truceline.errors import UsageError
    from truceline.web.accounts import links
    from truceline.web.accounts.models import Account

    secret = links.invite(chief, [("observer", "")])
    begin = threading.Barrier(2)
    late: list[str] = []

    def use(name: str) -> None:
        begin.wait()
        try:
            links.join(secret, name, "four plain words here 4")
        except UsageError as error:
            late.append(str(error))
        finally:
            connections.close_all()

    users = [threading.Thread(target=use, args=(name,)) for name in ("Race A", "Race B")]
    for each in users:
        each.start()
    for each in users:
        each.join()
    assert len(late) == 1
    assert Account.objects.filter(username__startswith="Race").count() == 1


@pytest.mark.parametrize(
    "name",
    ["administrator", "ADMINISTRATOR", " admin istrator", "admin.istrator", "аdministrator", "-x", "", "a\u202eb", "x" * 81],
)
def test_nobody_takes_a_name_that_looks_like_anothers(name: str, chief: Account, client_as: Callable[..., Client]) -> None:
    """Names that differ in capitals, spaces or signs alone, that mix scripts or hide a character, are refused; the link stays."""
    from truceline.web.accounts import links

    secret = links.invite(chief, [("observer", "")])
    client = client_as(None)
    answer = client.post(f"/people/join/{secret}", {"name": name, **CHOSEN})
    assert answer.status_code == 422
    assert client.get(f"/people/join/{secret}").status_code == 200


def test_names_of_every_script_are_taken(room: object) -> None:
    """Nobody has to write their name in Latin letters."""
    from truceline.web.accounts.names import reason_against

    assert [reason_against(each) for each in ("أمل حداد", "Олена К.", "J.-P. Müller", "李雷", "O'Brien 2", "सीता")] == [None] * 6


def test_an_administrator_cannot_become_somebody_with_a_second_factor(
    chief: Account, somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """A link for a new password still asks for the second factor; a link for a new factor still asks for the password."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from truceline.web.accounts import links

    person = somebody("Taken Over", "publisher")
    TOTP.activate(person, generate_totp_secret())
    attacker = client_as(None)
    answer = attacker.post(f"/people/join/{links.renew(chief, person, 'factor')}", {"password": "a guess at it 1"})
    assert answer.status_code == 422
    attacker.post(f"/people/join/{links.renew(chief, person, 'password')}", CHOSEN)
    answer = attacker.post("/account/login/", {"login": "Taken Over", "password": CHOSEN["password1"]})
    assert answer.headers["Location"] == "/account/login/second/"
    assert attacker.get("/account/").status_code == 302


def test_a_lost_factor_is_replaced_by_whoever_has_the_password(
    chief: Account, somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """The link and the password together take the old factors away, end all sessions, and lead to setting up a new one."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from truceline.web.accounts import links

    person = somebody("Lost It", "publisher")
    TOTP.activate(person, generate_totp_secret())
    before = client_as("Lost It")
    older, secret = (links.renew(chief, person, "factor") for _ in range(2))
    client = client_as(None)
    assert client.get(f"/people/join/{older}").status_code == 404, "a newer link takes the place of an older one"
    answer = client.post(f"/people/join/{secret}", {"password": PASSWORD})
    assert answer.headers["Location"] == "/account/"
    assert not Authenticator.objects.filter(user=person).exists()
    assert before.get("/account/").status_code == 302
    assert client.get("/account/app/").status_code == 200


def test_a_link_of_a_deactivated_person_opens_nothing(
    chief: Account, somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Deactivating somebody also makes the links worthless that they still have."""
    from truceline.web.accounts import administering, links

    person = somebody("Gone Again", "observer")
    secret = links.renew(chief, person, "password")
    administering.deactivate(chief, person)
    assert client_as(None).post(f"/people/join/{secret}", CHOSEN).status_code == 404


@pytest.mark.parametrize("how", ["role", "deactivated"])
def test_who_is_administrator_no_more_keeps_no_link_in_hand(
    how: str, chief: Account, somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Links that a former administrator made open nothing, and the list says that they were withdrawn; others' links stay."""
    from truceline.web.accounts import administering, links
    from truceline.web.accounts.models import Change

    former = somebody("Former Chief", "administrator", "analyst")
    person = somebody("Still Here", "observer")
    secrets = [links.invite(former, [("administrator", "")]), links.renew(former, person, "password")]
    other = links.invite(chief, [("observer", "")])
    if how == "role":
        administering.set_roles(chief, former, [("analyst", "")])
    else:
        administering.deactivate(chief, former)
    assert [client_as(None).get(f"/people/join/{each}").status_code for each in (*secrets, other)] == [404, 404, 200]
    assert [each.what for each in Change.objects.order_by("-pk")[:2]] == ["withdrawn"] * 2


def test_a_stolen_session_cannot_change_how_one_signs_in(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Setting up a factor, or reading the codes that replace it, asks once more who it is: a session found open is not enough."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    left = somebody("Left Open", "observer")
    client = client_as("Left Open")
    for address in ("/account/app/", "/account/passkeys/add/", "/account/codes/new/"):
        answer = client.post(address, {"code": "123456"})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/again/"), address
    code, *_ = RecoveryCodes.activate(left).get_unused_codes()
    for address in ("/account/codes/", "/account/codes/recovery-codes.txt"):
        answer = client.get(address)
        assert answer.headers["Location"].startswith("/account/again/"), address
        assert code.encode() not in answer.content
