"""The search page: its whole question in the address, every choice a link, nothing of what may not be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


def test_a_choice_is_a_link_that_keeps_the_question(client_as: Callable[[str | None], Client]) -> None:
    """Following a link of a facet narrows the same question; taking it back widens it again."""
    client = client_as("observer")
    page = client.get("/search", {"q": "convoy", "known": "2016-12-31"}).content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/search\?[^"]*kind=claim[^"]*)"', page)]
    assert links
    assert "q=convoy" in links[0]
    assert "known=2016-12-31" in links[0]
    narrowed = client.get(links[0])
    kinds = {found.kind for found, _ in narrowed.context["results"]}
    assert kinds == {"claim"}
    taken = narrowed.context["taken"][0][1].url
    assert "kind=claim" not in taken


def test_every_result_leads_somewhere(client_as: Callable[[str | None], Client]) -> None:
    """What has an address can be opened."""
    response = client_as("observer").get("/search", {"q": "aid"})
    assert response.context["page"].total
    assert all(url for found, url in response.context["results"] if found.kind != "proposal")


@pytest.mark.parametrize("asked", [{"from": "2016-02-30"}, {"to": "tomorrow"}])
def test_a_day_that_does_not_exist_is_said_so(client_as: Callable[[str | None], Client], asked: dict[str, str]) -> None:
    """Nothing is guessed."""
    response = client_as("observer").get("/search", asked)
    assert response.status_code == 400
    assert next(iter(asked.values())) in response.content.decode()


def test_what_is_typed_is_shown_as_text(client_as: Callable[[str | None], Client]) -> None:
    """Nothing typed becomes markup, in the field, in a choice or in an address."""
    response = client_as("observer").get(
        "/search", {"q": "<script>alert(1)</script>", "publisher": '"><img src=x>', "sheet": "x"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert "<img" not in page


def test_an_empty_answer_says_what_to_try(client_as: Callable[[str | None], Client]) -> None:
    """Also on a day on which nothing was known."""
    page = client_as("observer").get("/search", {"q": "zzzzz", "known": "2016-09-20"}).content.decode()
    assert "search the record as it stands now" in page
