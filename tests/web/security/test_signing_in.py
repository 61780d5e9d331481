"""The door: guessing, fixed sessions, redirects to elsewhere, and what it lets slip about who is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.accounts.models import Account

pytestmark = pytest.mark.usefixtures("quick_passwords")
PASSWORD = "a long enough passphrase 7"
DOOR = "/account/login/"
WRONG = "not the passphrase at all"


def _try(client: Client, name: str, password: str, **extra: str) -> bytes:
    return client.post(DOOR, {"login": name, "password": password}, **extra).content  # type: ignore[arg-type] # headers of the request


def _is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_guessing_one_password_is_stopped_after_five(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """The right password opens nothing any more once five wrong ones were tried, from wherever they came."""
    somebody("guessed", "observer")
    for number in range(5):
        _try(client_as(None), "guessed", f"{WRONG} {number}", REMOTE_ADDR=f"203.0.113.{number}")
    client = client_as(None)
    assert b"Too many" in _try(client, "guessed", PASSWORD, REMOTE_ADDR="203.0.113.77")
    assert not _is_in(client)


def test_another_host_name_is_no_new_set_of_attempts(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """Attempts at one name are counted together whatever host, port or spelling of the name they ask for."""
    somebody("hosted", "observer")
    for number in range(5):
        _try(client_as(None), "hosted", f"{WRONG} {number}", REMOTE_ADDR=f"203.0.113.{number}", HTTP_HOST="localhost")
    for host in ("localhost:1", "127.0.0.1:9", "LOCALHOST", "[::1]:80"):
        client = client_as(None)
        _try(client, " Hosted", PASSWORD, REMOTE_ADDR="203.0.113.78", HTTP_HOST=host)
        assert not _is_in(client), host


def test_trying_many_names_from_one_address_is_stopped(client_as: Callable[..., Client]) -> None:
    """One address cannot try one password with everybody."""
    answers = [_try(client_as(None), f"name {number}", WRONG) for number in range(12)]
    assert b"Too many" in answers[-1]
    assert b"Too many" not in answers[5]


def test_an_address_that_was_written_into_the_request_is_not_believed(
    client_as: Callable[..., Client],
) -> None:
    """Without a proxy of ours the forwarded address counts for nothing; with one, only what that proxy added."""
    from django.test import RequestFactory

    from truceline.web.accounts.addresses import UNKNOWN, address_of

    asked = RequestFactory().get("/", REMOTE_ADDR="198.51.100.9", HTTP_X_FORWARDED_FOR="10.0.0.1, 192.0.2.5, 203.0.113.8")
    assert [address_of(asked, proxies) for proxies in (0, 1, 2)] == ["198.51.100.9", "203.0.113.8", "192.0.2.5"]
    assert address_of(asked, 9) == "198.51.100.9"
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=""), 0) == UNKNOWN
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="::1", HTTP_X_FORWARDED_FOR="<script>"), 1) == UNKNOWN
    for number in range(12):
        last = _try(client_as(None), f"other {number}", WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert b"Too many" in last


def test_the_door_does_not_tell_who_is_here(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """A wrong password, a name that nobody has, and a deactivated account with its right password are answered alike."""
    somebody("here-1", "observer")
    gone = somebody("gone-1", "observer")
    gone.is_active = False
    gone.save()
    answers = {
        (answer.status_code, len(answer.content))
        for name, password in (("here-1", WRONG), ("nobody", WRONG), ("gone-1", PASSWORD))
        for answer in [client_as(None).post(DOOR, {"login": name, "password": password})]
    }
    assert len(answers) == 1
    for number in range(6):
        locked = _try(client_as(None), "nobody at all", f"{WRONG} {number}", REMOTE_ADDR=f"203.0.113.{number}")
    assert b"Too many" in locked, "a name that nobody has is locked like any other"


def test_an_unknown_name_costs_as_much_work_as_a_known_one(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """A password is hashed for a name that nobody has too, so that the time of the answer says little."""
    import time

    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"]):
        somebody("timed", "observer")
        spent: dict[str, list[float]] = {"timed": [], "nobody here": []}
        for _ in range(3):  # the first ones also load what signing in needs
            for name, costs in spent.items():
                begun = time.process_time()
                _try(client_as(None), name, WRONG)
                costs.append(time.process_time() - begun)
    known, unknown = map(min, spent.values())
    assert unknown > known / 2, f"{unknown:.3f} s for nobody, {known:.3f} s for somebody"


def test_a_session_that_was_planted_is_another_after_signing_in(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Whoever gave somebody a session id before they signed in has nothing of it afterwards."""
    somebody("fixed", "observer")
    client = client_as(None)
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    _try(client, "fixed", PASSWORD)
    assert _is_in(client)
    assert client.cookies["sessionid"].value != planted
    attacker = client_as(None)
    attacker.cookies["sessionid"] = str(planted)
    assert not _is_in(attacker)
    unknown = client_as(None)
    unknown.cookies["sessionid"] = "chosenbyanattackerchosenbyanatta"
    _try(unknown, "fixed", PASSWORD)
    assert unknown.cookies["sessionid"].value != "chosenbyanattackerchosenbyanatta"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://localhost:8765@evil.example/",
        "http://127.0.0.1:99/",
        "/%0d%0aSet-Cookie: a=b",
        " //evil.example",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_to_no_other_place(
    target: str, somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Where one goes after signing in, or out, is a page of this room whatever the address asks for."""
    from urllib.parse import urlsplit

    somebody("led", "observer")
    client = client_as(None)
    for answer in (
        client.post(f"{DOOR}?next={target}", {"login": "led", "password": PASSWORD, "next": target}),
        client.get(DOOR, {"next": target}),
        client.post("/account/logout/", {"next": target}),
    ):
        assert answer.status_code == 302
        place = urlsplit(answer.headers["Location"])
        assert not place.netloc, answer.headers["Location"]
        assert not place.scheme
        assert not answer.headers["Location"].startswith(("//", "/\\"))
        assert "a" not in answer.cookies


def test_sessions_end_with_the_password_and_with_the_account(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """A session elsewhere ends when the password is changed, when all are ended, and at once when the account is deactivated."""
    from truceline.web.accounts import administering
    from truceline.web.accounts.models import Account

    person = somebody("ended", "observer")
    administrator = Account.objects.get(username="administrator")
    here, elsewhere = client_as("ended"), client_as("ended")
    changed = {"oldpassword": PASSWORD, "password1": "another good phrase 55", "password2": "another good phrase 55"}
    assert here.post("/account/password/", changed).status_code == 302
    assert (_is_in(here), _is_in(elsewhere)) == (True, False)
    administering.sign_out(administrator, Account.objects.get(pk=person.pk))
    assert not _is_in(here)
    again = client_as("ended")
    administering.deactivate(administrator, Account.objects.get(pk=person.pk))
    assert not _is_in(again)
    administering.reactivate(administrator, Account.objects.get(pk=person.pk))
    assert not _is_in(again), "no session of before comes back"


def test_a_code_of_the_app_opens_the_room_once(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """Somebody who read a code over a shoulder cannot use it, not even while the clock would still allow it."""
    import time

    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

    person = somebody("coded", "observer")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    first, second = client_as(None), client_as(None)
    for client in (first, second):
        assert client.post(DOOR, {"login": "coded", "password": PASSWORD}).headers["Location"] == "/account/login/second/"
        assert not _is_in(client), "the password alone opens nothing"
    assert first.post("/account/login/second/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert _is_in(first)
    second.post("/account/login/second/", {"code": code})
    assert not _is_in(second)


def test_guessing_codes_is_stopped_too(somebody: Callable[..., Account], client_as: Callable[..., Client]) -> None:
    """Whoever has the password cannot try codes until one fits, also not in several sessions."""
    import time

    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

    person = somebody("tried", "observer")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    right = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    wrong = f"{(int(right) + 7) % 10**6:06}"
    for number in range(6):
        client = client_as(None)
        client.post(DOOR, {"login": "tried", "password": PASSWORD}, REMOTE_ADDR=f"203.0.113.{number}")
        client.post("/account/login/second/", {"code": wrong}, REMOTE_ADDR=f"203.0.113.{number}")
    client.post("/account/login/second/", {"code": right}, REMOTE_ADDR="203.0.113.99")
    assert not _is_in(client)


def test_the_secret_of_an_app_is_not_in_the_database(somebody: Callable[..., Account]) -> None:
    """A copy of the database alone makes no codes; and where the key is another, no code fits, and nothing breaks."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
    from django.test import override_settings

    person = somebody("locked", "observer")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    kept = Authenticator.objects.get(user=person)
    assert secret not in str(kept.data)
    with override_settings(SECRET_KEY="another key"):
        assert not any(TOTP(kept).validate_code(format_hotp_value(hotp_value(secret, number))) for number in range(3))


def test_an_address_counts_as_what_it_is_in_whatever_dress(client_as: Callable[..., Client]) -> None:
    """Behind a proxy that writes IPv4 as IPv6 all readers are not one, and an address within the house breaks nothing."""
    from django.test import RequestFactory, override_settings

    from truceline.web.accounts.addresses import address_of

    def told(address: str) -> str:
        return address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=address), 1)

    assert [told("::ffff:203.0.113.8"), told("fe80::1%eth0"), told("2001:db8::1")] == ["203.0.113.8", "fe80::1", "2001:db8::1"]
    with override_settings(TRUSTED_PROXIES=1):
        assert b"errorlist" in _try(client_as(None), "dressed", WRONG, HTTP_X_FORWARDED_FOR="fe80::1%eth0")


def test_the_right_password_of_a_deactivated_account_counts_as_a_wrong_one(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Nobody learns from the number of attempts that are left that a password is that of somebody who was here."""
    gone = somebody("gone-2", "observer")
    gone.is_active = False
    gone.save()
    answers = [_try(client_as(None), "gone-2", PASSWORD, REMOTE_ADDR=f"203.0.113.{number}") for number in range(6)]
    assert [b"Too many" in answer for answer in answers] == [False] * 5 + [True]


def test_guesses_that_come_at_once_are_counted_one_by_one(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Twelve guesses at the same moment from twelve addresses are five, and the right password among the rest opens nothing."""
    import threading

    from django.db import connections

    somebody("crowded", "observer")
    begin = threading.Barrier(12)
    refused: list[bool] = []

    def guess(number: int) -> None:
        client = client_as(None)
        begin.wait()
        try:
            refused.append(b"Too many" in _try(client, "crowded", f"{WRONG} {number}", REMOTE_ADDR=f"203.0.113.{number}"))
        finally:
            connections.close_all()

    guesses = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join()
    assert refused.count(False) <= 5
    client = client_as(None)
    _try(client, "crowded", PASSWORD, REMOTE_ADDR="203.0.113.98")
    assert refused.count(False) < 5 or not _is_in(client)


def test_the_code_with_which_an_app_was_set_up_opens_nothing(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Whoever looked on while somebody set up their app, and knows the password, does not come in with that code."""
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    somebody("onlooked", "observer")
    client = client_as(None)
    _try(client, "onlooked", PASSWORD)
    client.post("/account/again/", {"password": PASSWORD})
    secret = client.get("/account/app/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/account/app/", {"code": code}).headers["Location"] == "/account/codes/"
    other = client_as(None)
    assert _try(other, "onlooked", PASSWORD) == b""
    other.post("/account/login/second/", {"code": code})
    assert not _is_in(other)


def test_nothing_of_the_room_is_kept_for_the_button_that_goes_back(
    somebody: Callable[..., Account], client_as: Callable[..., Client]
) -> None:
    """Every page of a signed-in person says that it is kept nowhere, and after signing out its address leads to the door."""
    somebody("walked off", "observer")
    client = client_as("walked off")
    session = client.cookies["sessionid"].value
    pages = ("/incidents", "/map/points.json", "/account/")
    assert {client.get(page).headers["Cache-Control"] for page in pages} == {"private, no-store"}
    client.post("/account/logout/")
    client.cookies["sessionid"] = session
    assert [client.get(page).status_code for page in pages] == [302] * len(pages)


def test_strangers_do_not_fill_the_database_with_sessions(client_as: Callable[..., Client]) -> None:
    """Asking for a passkey begins a session: one address may do so thirty times a minute, and what is over is forgotten."""
    import datetime as dt

    from django.contrib.sessions.models import Session
    from django.utils import timezone

    def asked(address: str) -> int:
        return client_as(None).get("/account/login/passkey/", HTTP_ACCEPT="application/json", REMOTE_ADDR=address).status_code

    before = Session.objects.count()
    answers = [asked("203.0.113.4") for _ in range(33)]
    assert (answers[29], answers[30:]) == (200, [429] * 3)
    assert Session.objects.count() <= before + 30
    Session.objects.filter(pk__in=Session.objects.order_by("-expire_date")[:30]).update(
        expire_date=timezone.now() - dt.timedelta(seconds=1)
    )
    assert asked("203.0.113.5") == 200
    assert Session.objects.filter(expire_date__lt=timezone.now()).count() == 0
