"""The two attacks of September 2016 in the demonstration, held against the arrangement of 9 September: nobody is overruled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fakes.command_line import Run
from truceline.ledger import Record
from truceline.model.violations import Position, Violation
from truceline.outputs import views
from truceline.outputs.views import Material, Selection
from truceline.workflow.violations import Given, take_step

STRIKE, CONVOY = "2016-09-17", "2016-09-19"


@pytest.fixture(scope="module")
def shown(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration."""
    return Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("violations") / "record"))


@pytest.fixture(scope="module")
def material(shown: Path) -> Material:
    """All of it that people stand behind; other tests write into other copies of the same log meanwhile."""
    with Record.open(shown, is_checked=False) as record:
        return views.gather(record)


def _lines(source: Material) -> dict[tuple[str | None, str, str | None], Violation]:
    return {(each.on, each.clause, each.party): each for each in views.violations_page(source).violations}


def _values(positions: dict[str, Position]) -> dict[str, str]:
    return {by: position.value for by, position in positions.items()}


def test_of_the_strike_of_17_september_each_side_keeps_its_own_finding(material: Material) -> None:
    """Russia alleges the coalition; the United States says that an excluded group was meant: out of scope, for it alone."""
    line = _lines(material)[STRIKE, "cease-attacks", "coalition"]
    assert line.attribution["ru"].value == "alleged"
    assert _values(line.finding) == {"ru": "alleged", "us": "out_of_scope"}
    assert [(each.by, each.kind) for each in line.invoked] == [("us", "excluded_group")]
    assert {line.occurrence[by].value for by in ("sy", "ru", "us")} == {"alleged"}
    assert line.occurrence["arithmetic"].value == "corroborated"
    assert line.grading is not None
    assert (line.grading.word, "combatants" in line.grading.rule) == ("discounted", True)  # who took part is no rival


def test_of_the_convoy_of_19_september_everybody_stands_where_they_stood(material: Material) -> None:
    """Denials, an inquiry that cannot tell, another that names the Syrian air force: five positions, no sum of them."""
    line = _lines(material)[CONVOY, "cease-attacks", "sy"]
    assert _values(line.attribution) == {
        "sy": "contested",
        "ru": "contested",
        "un.boi-urum": "unattributed",
        "un.coi-syria": "alleged",
    }
    assert line.attribution["un.boi-urum"].since == "2016-12-21"
    assert _values(line.finding) == {"un.coi-syria": "alleged"}
    assert [(each.by, each.of) for each in line.responsibility] == [("us", "ru")]
    assert (CONVOY, "cease-attacks", "ru") not in _lines(material)


def test_on_20_september_nobody_had_named_a_party_for_the_convoy(shown: Path) -> None:
    """Russia's denial stands without an allegation, and what inquiries said later is nowhere."""
    with Record.open(shown) as record:
        material = views.gather(record, Selection(known="2016-09-20"))
    found = _lines(material)
    line = found[CONVOY, "cease-attacks", None]
    assert _values(line.attribution)["ru"] == "unattributed"
    assert not [party for on, _, party in found if on == CONVOY and party]
    assert "un.coi" not in str(found)
    assert [(each.by, each.of) for each in line.responsibility] == [("us", "ru")]


def test_whether_aircraft_were_to_stay_grounded_is_itself_contested(material: Material) -> None:
    """The line stands, with who says that there is such a duty and who says that it was only proposed."""
    line = _lines(material)[CONVOY, "grounding-where-aid-flows", "sy"]
    assert line.duty is not None
    assert "new proposal" in line.duty


def test_what_people_enter_later_stands_beside_it_from_its_own_day(shown: Path, tmp_path: Path) -> None:
    """A determination by one, a rejection by another; on an earlier day neither is there."""
    place = Path(shutil.copytree(shown, tmp_path / "record"))
    with Record.open(place) as record:
        (incident,) = {each.incident for each in views.violations_page(record).violations if each.on == CONVOY}
        for authority, on, axis, value in (
            ("un.coi-syria", "2017-03-01", "attribution", "determined"),
            ("ru", "2017-03-02", "finding", "rejected"),
        ):
            given = Given(
                incident=incident,
                clause="cease-attacks",
                party="sy",
                kind="finding",
                authority=authority,
                on=on,
                axis=axis,
                value=value,
            )
            take_step(record, given, "ann")
        late = _lines(views.gather(record))[CONVOY, "cease-attacks", "sy"]
        early = views.gather(record, Selection(known="2017-02-28"))
    assert late.attribution["un.coi-syria"].value == "determined"
    assert [each.value for each in late.attribution["un.coi-syria"].history] == ["alleged"]
    assert _values(late.finding) == {"ru": "rejected", "un.coi-syria": "alleged"}
    assert early.steps == ()


def test_the_command_prints_one_line_of_json_for_each(shown: Path, truceline: Run) -> None:
    """Three axes, each an object by authority; filters choose lines and change none."""
    every = truceline("violations", "--record", shown, "--json")
    assert every.code == 0
    keys = {"incident", "clause", "party", "occurrence", "attribution", "finding"}
    assert all(keys <= line.keys() for line in every.lines)
    assert all(isinstance(line[axis], dict) for line in every.lines for axis in ("occurrence", "attribution", "finding"))
    chosen = truceline("violations", "--record", shown, "--json", "--clause", "cease-attacks", "--party", "sy")
    assert chosen.lines == [line for line in every.lines if (line["clause"], line["party"]) == ("cease-attacks", "sy")]
    assert truceline("violations", "--record", shown, "--overdue").code == 4
