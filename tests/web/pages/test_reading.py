"""The pages of agreement, violations, movements, actors and sources: what they show, to whom, and what they never show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]

FOR_ALL = ("agreement", "violations", "proposals", "contacts", "deliveries", "actors", "sources")


@pytest.fixture
def public(room: Path) -> Iterator[None]:
    """The room serves what was released without sign-in."""
    from django.test import override_settings

    with override_settings(IS_PUBLIC=True):
        yield


def text(html: str) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def seen(client: Client, address: str, status: int = 200) -> str:
    """Return the page of an address."""
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer.content.decode()


def test_four_things_stand_in_one_size_and_none_is_left_out(client_as: AsRole) -> None:
    """Arrangement, adherence, assessments and ground are alike, so that none is read as the whole."""
    page = seen(client_as("observer"), "/agreement")
    assert re.findall(r'<article aria-labelledby="four-(\w+)">', page) == ["arrangement", "adherence", "assessments", "ground"]


def test_who_may_declare_it_over_is_told_by_the_text_and_by_people(client_as: AsRole) -> None:
    """What the text names stands beside what people say, each with the speaker."""
    page = text(seen(client_as("observer"), "/agreement"))
    box = page.partition("Who says who may declare this over")[2]
    assert "What its text names" in box
    assert "What people say" in box
    assert box.index("What its text names") < box.index("Who declared what")


def test_what_changed_since_a_day_names_the_claims(client_as: AsRole) -> None:
    """A change without the words that made it so would be our own word."""
    page = seen(client_as("observer"), "/agreement?since=2016-09-18")
    rows = page.partition('class="changed"')[2].partition("</table>")[0]
    assert "Arrangement" in rows
    assert re.search(r'href="/reports/[^"]+#c_', rows)
    assert "Nothing changed" in seen(client_as("observer"), "/agreement?known=2016-09-20&since=2016-09-20")


def test_a_day_before_the_agreement_has_none(client_as: AsRole) -> None:
    """What was not agreed yet is on no page of that day."""
    page = seen(client_as("observer"), "/agreement?known=2015-01-01")
    assert "No agreement of this theatre" in page
    assert "9 September 2016" not in text(page).partition("Skip to the page itself")[2]


def test_an_unknown_agreement_violation_movement_actor_and_source_are_told_so(client_as: AsRole) -> None:
    """A helpful 404 says what was asked for and what to do."""
    client = client_as("observer")
    for address in (
        "/agreement?agreement=nowhere",
        "/violations?opened=i9/x/y",
        "/movements/mv999",
        "/movements/plans/pl999",
        "/actors/nobody",
        "/sources/speaker/nobody",
        "/sources/other/ru",
    ):
        page = seen(client, address, 404)
        assert "Not found here" in page


def test_a_day_that_does_not_exist_is_no_filter(client_as: AsRole) -> None:
    """Nothing is guessed: the page says which day it could not read, or that it lies too far away to count with."""
    for address in ("/violations?since=2016-02-30", "/agreement?since=yesterday", "/movements?until=2016-9-1"):
        assert "There is no day" in seen(client_as("observer"), address, 400)
    for address in ("/agreement?since=9999-12-31", "/learned?since=0001-01-01", "/agreement?known=9999-12-31"):
        assert "is too far away" in seen(client_as("observer"), address, 400)


def test_a_day_is_read_in_the_digits_of_any_script(client_as: AsRole) -> None:
    """Who writes ٢٠١٦-٠٩-٢٠ means the same day, and who asks for two days at once is asked to leave one."""
    client = client_as("observer")
    assert "2016-09-20" in seen(client, "/incidents?known=٢٠١٦-٠٩-٢٠")
    assert "two things at once" in seen(client, "/incidents?known=2016-09-20&known=2016-09-21", 400)
    assert seen(client, "/incidents?known=2016-09-20&known=2016-09-20") != ""


def test_the_choice_of_violations_stands_in_the_address(client_as: AsRole) -> None:
    """Who opens the same address sees the same rows; nothing that stays is changed."""
    client = client_as("observer")
    every, chosen = seen(client, "/violations"), seen(client, "/violations?authority=ru&finding=alleged")
    rows = [re.findall(r"opened=([^#&\"]+)#opened", page) for page in (every, chosen)]
    assert set(rows[1]) < set(rows[0])
    assert rows[1] == ["i1%2Fcease-attacks%2Fcoalition"]
    assert "None of them is as you asked" in seen(client, "/violations?finding=confirmed&authority=ru")


def test_an_opened_violation_shows_every_authority_with_its_rule(client_as: AsRole) -> None:
    """Each stands for itself on three questions, with the rule that gives its position."""
    page = text(seen(client_as("observer"), "/violations?opened=i2/cease-attacks/sy"))
    opened = page.partition("Where everybody stands")[2]
    assert "denies that this party did it" in opened
    assert "What is due" in opened


def test_whoever_is_signed_in_sees_who_entered_a_telling(client_as: AsRole) -> None:
    """A movement's page says by which account each telling came in."""
    page = text(seen(client_as("observer"), "/movements/mv1"))
    assert "Who entered what is told" in page
    assert "demonstration reviewer" in page


@pytest.mark.usefixtures("public")
def test_everybody_sees_the_rendition_of_movements_and_no_movement_alone(client_as: AsRole) -> None:
    """No name, id, checkpoint or account reaches the public, and one movement has no page for it."""
    page = text(seen(client_as(None), "/movements"))
    for word in ("mv1", "Convoy to", "Urum al-Kubra", "demonstration reviewer", "checkpoint"):
        assert word not in page, word
    assert "Notification neither creates nor removes protection" in page
    for address in ("/movements/mv1", "/movements/mv999", "/movements/plans/pl1", "/care"):
        assert client_as(None).get(address).status_code == 302, address


@pytest.mark.usefixtures("public")
def test_everybody_may_read_the_other_pages_of_a_demonstration(client_as: AsRole) -> None:
    """They say demonstration, and offer nothing that needs sign-in."""
    for name in FOR_ALL:
        page = seen(client_as(None), f"/{name}")
        assert "Demonstration: not a record of actual monitoring" in page
        assert "Enter a step" not in page


def test_without_public_nobody_reads_without_sign_in(client_as: AsRole) -> None:
    """Every page leads to sign-in."""
    for name in (*FOR_ALL, "movements", "sites"):
        assert client_as(None).get(f"/{name}").status_code == 302, name


def test_the_reminder_stands_on_every_page_of_aid(client_as: AsRole) -> None:
    """Notification neither creates nor removes protection, and the page says so."""
    for address in ("/movements", "/movements/mv1", "/sites"):
        assert "Notification neither creates nor removes protection" in seen(client_as("observer"), address)


def test_an_actor_is_called_as_on_the_day(client_as: AsRole) -> None:
    """A group that took another name is called by that of the day looked at, with its own names beside those of others."""
    client = client_as("observer")
    before, after = (re.search(r"<h1>(.*?)</h1>", seen(client, f"/actors/jfs?on={day}")) for day in ("2016-07-01", "2016-09-01"))
    assert before
    assert after
    assert "Jabhat al-Nusra" in before[1]
    assert "Jabhat Fatah al-Sham" in after[1]
    assert "<svg" in seen(client, "/actors/jfs")


def test_a_denial_is_no_allegation_against_an_actor(client_as: AsRole) -> None:
    """Of whom it is only denied, the page says that nobody says so."""
    page = text(seen(client_as("observer"), "/actors/ru")).partition("Against it")[2]
    assert "nobody says so here; it is denied" in page


def test_no_page_of_sources_counts_corrections(client_as: AsRole) -> None:
    """There is no score, nor the parts of one: a list has neither numbers of claims nor of corrections."""
    page = seen(client_as("observer"), "/sources?part=speaker")
    heads = re.findall(r'role="columnheader">(.*?)</th>', page)
    assert heads == ["Speaker", "Reports", "Passed on by"]


def test_a_source_lists_what_it_claimed_and_leads_to_the_words(client_as: AsRole) -> None:
    """Each claim leads to its report."""
    page = seen(client_as("observer"), "/sources/speaker/ru.mfa")
    assert "Ministry of Foreign Affairs of Russia" in page
    assert re.search(r'href="/reports/[^"]+#c_', page)


@pytest.mark.parametrize("name", [*FOR_ALL, "movements", "movements/mv1", "actors/jfs", "violations?opened=i2/cease-attacks/sy"])
def test_arabic_pages_run_from_right_to_left_with_no_code_in_them(client_as: AsRole, name: str) -> None:
    """Every code has Arabic words; numbers keep their direction."""
    page = seen(client_as("observer"), f"/{name}{'&' if '?' in name else '?'}lang=ar")
    assert 'dir="rtl"' in page
    words = text(page)
    for code in ("under_way", "not_told", "info_requested", "out_of_scope", "at_checkpoint", "&lt;bdi"):
        assert code not in words, code


@pytest.mark.parametrize(
    "name", [*FOR_ALL, "movements", "movements/mv1", "actors/jfs", "care", "sites", "sources/speaker/ru.mfa"]
)
def test_no_page_asks_the_database_of_accounts_more_than_twelve_times(client_as: AsRole, name: str) -> None:
    """The record is no part of that database, and people are few questions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as("observer")
    with CaptureQueriesContext(connection) as asked:
        seen(client, f"/{name}")
    assert len(asked) <= 12
