"""What of an agreement was public on a day, on every surface that shows anything of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from truceline.cli.agreement_lines import lines
from truceline.ledger import Record
from truceline.model.agreements import Agreement
from truceline.outputs import report, views
from truceline.outputs.views import Material, Selection
from truceline.outputs.views.status_page import status_page
from truceline.workflow.opening import opened
from truceline.workflow.packs import load_theatre

TEXT = next(each for each in load_theatre("syria_2016").theatre.agreements if each.id == "syria-2016-09-09")
WRITTEN = re.compile(r"(\d{1,2}) September 2016")


@pytest.fixture(scope="module")
def record(demonstration: Path) -> Iterator[Record]:
    """The demonstration, opened once."""
    with opened(demonstration) as held:
        yield held


def kept_back(text: Agreement, day: str) -> set[str]:
    """Return the words and ids of what the file says was made public after a day."""
    late = {each.id for each in text.clauses if (each.disclosed_at or text.disclosed_at or "") > day and not each.contests}
    found = {each.summary for each in text.clauses if each.id in late} | {f'"{name}"' for name in late} | {text.about or ""}
    found |= {each.role for each in text.third_parties if (each.disclosed_at or "") > day}
    late_procedures = [each for each in text.procedures if (each.disclosed_at or "") > day]
    found |= {step.summary or "" for each in late_procedures for step in each.steps} | {each.name for each in late_procedures}
    only = {phase.id for phase in text.phases} - {each.phase for each in text.clauses if each.id not in late}
    found |= {each.name for each in text.phases if each.id in only}
    return found - {""}


def surfaces(material: Material) -> dict[str, str]:
    """Return everything that people and machines are shown of an agreement."""
    page = views.agreement_page(material)
    shown = (status_page(material), views.violations_page(material), views.tallies_page(material), page)
    found = {type(each).__name__: msgspec.json.encode(each).decode() for each in shown}
    return {**found, "lines": "\n".join(line.text for line in lines(page)), "report": report.render(material)}


@pytest.mark.parametrize("asked", [Selection(known="2016-09-10"), Selection(known="2016-09-20"), Selection(said="2016-09-14")])
def test_no_surface_tells_on_a_day_what_was_made_public_later(record: Record, asked: Selection) -> None:
    """Status, alleged violations, tallies, the text and the page leave out what was not public, and say that they do."""
    day = asked.known or asked.said or ""
    hidden = kept_back(TEXT, day)
    assert len(hidden) > 5
    found = surfaces(views.gather(record, asked))
    assert {name: told for name, text in found.items() if (told := [each for each in hidden if each in text])} == {}
    for name in ("AgreementPage", "lines"):
        assert max(re.findall(r"\d{4}-\d{2}-\d{2}", found[name])) <= max(day, "2016-09-12")
        assert [
            told for told in WRITTEN.findall(found[name]) if dt.date(2016, 9, int(told)).isoformat() > max(day, "2016-09-12")
        ] == []
    assert f"terms not public by {day}" in found["lines"]
    assert '"undisclosed":0' not in found["StatusPage"] + found["ViolationsPage"]


def test_without_a_day_everything_that_the_file_says_is_shown(record: Record) -> None:
    """Whoever names no day reads the whole text, its phases and its reasons."""
    material = views.gather(record, Selection())
    page = status_page(material)
    assert page.agreement == TEXT
    assert (page.undisclosed, views.violations_page(material).undisclosed) == (0, 0)
