"""Correcting a claim in the browser: all that was read stands in the form, and only what a person touches is changed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page

    from truceline.model import Claim

    AsRole = Callable[[str], Client]


TEXT = "Shells killed {} people, 3 of them children, in Karm on Monday; a raid on Deir on Tuesday wounded 9."
NUMBERS = itertools.count(20)


@pytest.fixture
def rich(room: Path) -> Claim:
    """A proposal of a report of its own, with two happenings, three figures, two days and two places."""
    from truceline.model import EventMention, PlaceMention, Report, Span, TimeMention
    from truceline.workflow.figures import counts_at, figure
    from truceline.workflow.marking import Marking, claim_of
    from truceline.workflow.opening import opened, theatre_of

    number = next(NUMBERS)
    text = TEXT.format(number)
    report = Report(id=f"rich{number}", text=text, publisher="Desk", published_at="2016-09-21", lang="en")

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    def day(words: str, value: str) -> TimeMention:
        return TimeMention(span=at(words), value=value, start=value, end=value, precision="day")

    with opened(room) as record:
        bare = claim_of(Marking(spans=(Span(0, len(text)),)), report, theatre_of(record), "en-1")
        given = (
            figure(str(number), "killed", "people"),
            figure("3", "killed", "people", "child"),
            figure("9", "injured", "people"),
        )
        claim = replace(
            bare,
            counts=counts_at(at("people"), given, bare.id),
            times=(day("Monday", "2016-09-19"), day("Tuesday", "2016-09-20")),
            places=(PlaceMention(span=at("Karm"), name="Karm"), PlaceMention(span=at("Deir"), name="Deir", precision="district")),
            events=(
                EventMention(
                    id="e1", span=at("Shells"), type="V.SHELL", times=(at("Monday"),), places=(at("Karm"),), counts=("n1",)
                ),
                EventMention(
                    id="e2", span=at("raid"), type="V.AIR", times=(at("Tuesday"),), places=(at("Deir"),), counts=("n3",)
                ),
            ),
        )
        record.append([record.draft_report(report, raw=text.encode(), media="text/plain")])
        record.append([record.draft_claim(claim, by="en-1")])
    return claim


def _stands(room: Path, claim: str) -> Claim:
    from truceline.workflow.claims import as_it_was
    from truceline.workflow.opening import opened

    with opened(room) as record:
        return as_it_was(record, claim)


def _typed(client: Client, claim: str) -> dict[str, object]:
    """Return what a browser would send of the form as it is opened."""
    form = client.get(f"/desk/correct/{claim}").context["form"]
    return {field.name: value for field in form if (value := field.value()) not in (None, "", [])}


def _bare(several: tuple[object, ...]) -> list[object]:
    return [replace(each, claim=None) if hasattr(each, "claim") else each for each in several]  # type: ignore[type-var]


def test_the_second_place_is_mended_and_all_else_stays_as_it_was_read(client_as: AsRole, room: Path, rich: Claim) -> None:
    """Every place, day, happening and figure stands in the form; one is changed, one is taken out, and the rest is untouched."""
    client = client_as("analyst")
    typed = _typed(client, rich.id)
    assert [typed[f"place{n}"] for n in range(len(rich.places))] == [" ".join(each.name.split()) for each in rich.places]
    assert [typed[f"event{n}"] for n in range(len(rich.events))] == [each.type for each in rich.events]
    assert b"Nothing was changed" in client.post(f"/desk/correct/{rich.id}", typed).content
    wrong = client.post(f"/desk/correct/{rich.id}", {**typed, "place1": "Elsewhere", "means9": "", "when_from0": "2016-02-31"})
    assert (wrong.status_code, wrong.context["form"]["place1"].value()) == (422, "Elsewhere")
    done = client.post(f"/desk/correct/{rich.id}", {**typed, "place1": "Elsewhere"})
    new = _stands(room, done["Location"].partition("#")[2])
    assert [each.name for each in new.places] == [e.name if n != 1 else "Elsewhere" for n, e in enumerate(rich.places)]
    assert [each.span for each in new.places] == [each.span for each in rich.places]
    assert (_bare(new.counts), new.times, new.said_at) == (_bare(rich.counts), rich.times, rich.said_at)
    assert _bare(new.events) == _bare(rich.events)


def test_who_corrects_what_was_corrected_meanwhile_is_told_and_keeps_what_was_typed(
    client_as: AsRole, room: Path, rich: Claim
) -> None:
    """The second is told who corrected it and when, writes nothing, and finds every typed word and the way to the later claim."""
    from fakes.rooms import person
    from truceline.web.accounts.models import Account

    if not Account.objects.filter(username="analyst2").exists():
        person("analyst2", "analyst")
    one, other = client_as("analyst"), client_as("analyst2")
    typed = {**_typed(other, rich.id), "place0": "Where the second says"}
    first = one.post(f"/desk/correct/{rich.id}", {**_typed(one, rich.id), "stance": "question"})
    after = first["Location"].partition("#")[2]
    late = other.post(f"/desk/correct/{rich.id}", typed)
    assert late.status_code == 409
    said = " ".join(late.content.decode().replace("<bdi>", "").replace("</bdi>", "").split())
    assert "analyst corrected this claim" in said
    assert 'value="Where the second says"' in said
    assert f'href="/desk/correct/{after}"' in said
    assert _stands(room, after).supersedes == rich.id
    assert other.get(f"/desk/correct/{rich.id}", follow=True).redirect_chain[0][0].startswith(f"/desk/correct/{after}")


def test_correcting_by_keys_alone_right_to_left(page_as: Callable[..., Page], room: Path, rich: Claim) -> None:
    """In an Arabic page each row says what it is of, is reached by the tabulator, and is sent by Enter."""
    page = page_as("analyst", locale="ar")
    page.goto(f"/desk/correct/{rich.id}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    place = page.locator("#id_place0")
    page.locator(f"#id_time_of{len(rich.times) + 1}").focus()
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert "id_place0" in reached
    place.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("بصرى")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**")
    new = _stands(room, page.url.partition("#")[2])
    assert new.places[0].place == "sy.busra-al-sham", "the pack has the place by this name"
    assert [each.name for each in new.places[1:]] == [each.name for each in rich.places[1:]]
