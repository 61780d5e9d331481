"""Movement logs as tables, and what is typed in of one movement: nothing lost, nothing guessed, what cannot be so shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from fakes.workbooks import words, workbook
from truceline.errors import InputError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.tellings import subjects, tellings
from truceline.model import Actor, ActorName, Place, Theatre
from truceline.model.assertions import Fact
from truceline.model.movements import (
    Checkpoint,
    Excluded,
    Leg,
    MovementFact,
    MovementNamed,
    Obstruction,
    Outcome,
    Permit,
    PlanNamed,
    Quantity,
    Reached,
)
from truceline.outputs import views
from truceline.outputs.forms.write import MOVEMENT_FORMS, form_of
from truceline.workflow.moving import Imported, import_log, tie, type_in
from truceline.workflow.moving.building import Builder, Built
from truceline.workflow.moving.shapes import FACTS, FIELDS, SHAPES
from truceline.workflow.opening import theatre_of
from truceline.workflow.redacting import approve, ask
from truceline.workflow.tables import Count, bundled_mapping, read_mapping
from truceline.workflow.telling import open_subject, withdraw

HEAD = "Ref,Name,Step,Asked,Due,Answered,Answer,Office,Said by,Granted\n"
ROWS = """\
14,Eastern convoy,plan approval,01.09.2016,09.09.2016,08.09.2016,yes,Ministry,un.ocha,Douma; Harasta
14,,governor,10.09.2016,,09.09.2016,yes,governor,un.ocha,
15,Northern convoy,facilitation letter,10.09.2016 08:30,,,no answer,Ministry,United Nations,
"""
MAP = """\
about: permit
zone: "+03:00"
date: DD.MM.YYYY hh:mm
fields:
  movement: Ref
  movement_name: Name
  step: {column: Step, words: {plan approval: plan_approval, facilitation letter: facilitation_letter}}
  requested: Asked
  due: Due
  decided: Answered
  decision: {column: Answer, words: {yes: granted, no answer: no_reply}}
  issuer: Office
  by: Said by
  areas_granted: Granted
"""


THEATRE = Theatre(
    name="valley",
    title="Valley",
    version="1",
    actors=(
        Actor(id="un", kind="un_body", name="United Nations", names=(ActorName(text="UN"),)),
        Actor(id="un.ocha", kind="un_body", name="OCHA"),
        Actor(id="sarc", kind="red_cross", name="Syrian Arab Red Crescent", names=(ActorName(text="SARC"),)),
    ),
    places=(
        Place(id="sy.duma", name="Douma"),
        Place(id="sy.harasta", name="Harasta"),
        Place(id="sy.urum-al-kubra", name="Urum al-Kubra"),
    ),
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of a small theatre, with nothing in it."""
    with Record.create(tmp_path / "rec", "exercise", "valley") as made:
        made.append([made.draft_pack(THEATRE, {})])
        yield made


def put_in(  # what to take, how to read it
    record: Record, folder: Path, data: str | bytes, mapping: str = MAP, *, skip_faulty: bool = False, dry_run: bool = False
) -> Imported:
    """Write a log with its mapping and import it."""
    (folder / "log.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    (folder / "log.yaml").write_text(mapping, encoding="utf-8")
    return import_log(record, folder / "log.csv", str(folder / "log.yaml"), by="ann", skip_faulty=skip_faulty, dry_run=dry_run)


def facts(record: Record) -> list[Fact]:
    """Return all facts that stand, in the order in which they were told."""
    return [fact for each in tellings(record) if each.telling for fact in each.telling.facts]


def test_a_permit_log_is_told_row_by_row_of_the_movements_that_it_names(record: Record, tmp_path: Path) -> None:
    """References open movements, the name stands in one row; places and actors of the pack have their ids, others words."""
    found = put_in(record, tmp_path, HEAD + ROWS)
    assert (found.entered, found.opened, found.ids, found.faults) == (3, ("mv1", "mv2"), ("tl1", "tl2", "tl3"), ())
    assert [(each.id, each.name, each.reference) for each in subjects(record)] == [
        ("mv1", "Eastern convoy", "14"),
        ("mv2", "Northern convoy", "15"),
    ]
    assert facts(record) == [
        Permit(
            step="plan_approval",
            issuer="Ministry",
            requested="2016-09-01",
            due="2016-09-09",
            decided="2016-09-08",
            decision="granted",
            areas_granted=("sy.duma", "sy.harasta"),
        ),
        Permit(step="governor", issuer="governor", requested="2016-09-10", decided="2016-09-09", decision="granted"),
        Permit(step="facilitation_letter", issuer="Ministry", requested="2016-09-10T08:30:00+03:00", decision="no_reply"),
    ]
    assert [each.telling and each.telling.by for each in tellings(record)] == ["un.ocha", "un.ocha", "un"]
    assert [each.source.row for each in views.gather(record).assertions] == ["ev1 row 2", "ev1 row 3", "ev1 row 4"]


def test_an_answer_before_the_request_is_told_with_its_cell_and_comes_in(record: Record, tmp_path: Path) -> None:
    """The board has it as a contradiction beside everything else; no row is taken out, none is mended."""
    found = put_in(record, tmp_path, HEAD + ROWS)
    where = 'log.csv, row 3, column F "Answered"'
    what = "it was decided 2016-09-09, before it was asked for, 2016-09-10; entered as told: the board shows both"
    assert found.doubts == (f"{where}: {what}",)
    (movement, _) = views.movements_page(record).board.movements
    assert [each.code for each in movement.contradictions] == ["decided_before_asked"]
    assert len(movement.steps) == 2


def test_a_log_that_grew_brings_its_new_rows_and_the_same_log_nothing(record: Record, tmp_path: Path) -> None:
    """What a dry run says is what then happens; a row that was withdrawn stays withdrawn."""
    put_in(record, tmp_path, HEAD + ROWS)
    size = record.size
    assert (put_in(record, tmp_path, HEAD + ROWS).entered, record.size) == (0, size)
    grown = HEAD + ROWS + "16,,governor,11.09.2016,,,,governor,un,\n"
    tried = put_in(record, tmp_path, grown, dry_run=True)
    assert ((tried.entered, tried.already, tried.written), record.size) == ((1, 3, False), size)
    done = put_in(record, tmp_path, grown)
    assert (done.entered, done.already, done.opened, done.ids) == (1, 3, ("mv3",), ("tl4",))
    withdraw(record, "tl2", reason="of another convoy", by="ann")
    again = put_in(record, tmp_path, grown)
    assert (again.entered, again.already, [each.id for each in tellings(record)]) == (0, 4, ["tl1", "tl3", "tl4"])


def test_everything_that_is_wrong_is_told_at_its_cell_and_nothing_is_written(record: Record, tmp_path: Path) -> None:
    """Month and day exchanged, a word of no vocabulary, nobody who says it, coordinates for a place, no movement."""
    bad = """\
14,,governor,09.13.2016,,,yes,,un,
14,,goverment,10.09.2016,,,yes,,un,
14,,governor,10.09.2016,,,yes,,,
14,,governor,10.09.2016,,,yes,,un,"36.1512, 36.9501"
,,governor,10.09.2016,,,yes,,un,
"""
    size = record.size
    found = put_in(record, tmp_path, HEAD + bad + ROWS)
    assert ((found.refused, found.entered, found.written), record.size) == ((5, 0, False), size)
    told = [fault.message for fault in found.faults]
    assert 'row 2, column D "Asked": "09.13.2016"; expected a day of the calendar' in told[0]
    assert 'row 3, column C "Step": "goverment"; expected one of plan approval' in told[1]
    assert 'row 4, column I "Said by": nothing; expected something: by must be there' in told[2]
    assert 'row 5, column J "Granted": holds coordinates; expected the name of a place' in told[3]
    assert 'row 6, column A "Ref": nothing; expected the reference of the movement or the plan' in told[4]
    assert "36.15" not in " ".join(told)
    mended = put_in(record, tmp_path, HEAD + bad + ROWS, skip_faulty=True)
    assert (mended.entered, mended.refused) == (3, 5)


def test_most_rows_the_wrong_way_round_are_told_as_exchanged_columns(record: Record, tmp_path: Path) -> None:
    """Once, before the rows; whether they are, only the office knows, so they come in."""
    rows = "".join(f"{n},,governor,1{n}.09.2016,,0{n}.09.2016,yes,governor,un,\n" for n in range(1, 6))
    found = put_in(record, tmp_path, HEAD + rows)
    assert (found.entered, len(found.doubts)) == (5, 6)
    assert "of 5 rows with requested and decided, 5 have them the wrong way round" in found.doubts[0]


def test_a_spreadsheet_with_merged_cells_is_refused_at_them_or_read_as_the_mapping_says(record: Record, tmp_path: Path) -> None:
    """Nothing of it is lost silently: without a word of the mapping no row comes in, with it each has the value."""
    cells = [("A", "ref"), ("B", "step"), ("C", "asked"), ("D", "by")]
    head = '<row r="1">' + "".join(words(f"{column}1", name) for column, name in cells) + "</row>"
    rows = ""
    for number, step in enumerate(("governor", "security_committee", "route_party"), 2):
        given = {"A": "14"} if number == 2 else {}
        given |= {"B": step, "C": f"2016-09-0{number}", "D": "un"}
        rows += f'<row r="{number}">' + "".join(words(f"{column}{number}", value) for column, value in given.items()) + "</row>"
    data = workbook(head + rows, after='<mergeCells><mergeCell ref="A2:A4"/></mergeCells>')
    mapping = "about: permit\nfields: {movement: ref, step: step, requested: asked, by: by}\n"
    refused = put_in(record, tmp_path, data, mapping)
    (fault,) = refused.faults
    assert 'sheet "Days", cells A2:A4: are merged' in fault.message
    assert (refused.written, "merged: repeat" in fault.message) == (False, True)
    found = put_in(record, tmp_path, data, mapping + "merged: repeat\n")
    assert (found.entered, found.opened) == (3, ("mv1",))


def test_a_line_of_cargo_is_one_figure_a_phase_and_more_delivered_than_loaded_is_told(record: Record, tmp_path: Path) -> None:
    """Ranges stay ranges; who took something off, and why, belongs to what was taken off."""
    table = "m,i,u,a,l,r,d,o,w\n14,surgical kits,kits,at least 40,20,about 5,25,office,not on the list\n"
    mapping = """\
about: cargo
fields: {movement: m, item: i, unit: u, amount_approved: a, amount_loaded: l, amount_removed: r, amount_delivered: d,
  removed_by: o, reason: w, is_medical: {value: "yes"}, by: {value: un}}
"""
    found = put_in(record, tmp_path, table, mapping)
    same = {"item": "surgical kits", "unit": "kits", "is_medical": True}
    assert facts(record) == [
        Quantity(phase="approved", low=40, high=None, bound="at_least", **same),  # type: ignore[arg-type]
        Quantity(phase="loaded", low=20, high=20, **same),  # type: ignore[arg-type]
        Quantity(phase="removed", low=5, high=5, bound="about", removed_by="office", reason="not on the list", **same),  # type: ignore[arg-type]
        Quantity(phase="delivered", low=25, high=25, **same),  # type: ignore[arg-type]
    ]
    (doubt,) = found.doubts
    assert 'row 2, column G "d": 25 delivered, and at most 20 loaded' in doubt


def test_a_plan_its_areas_and_its_movements_come_from_one_mixed_log(record: Record, tmp_path: Path) -> None:
    """A movement and a permit that name a plan belong to it; the plan's own steps are told of the plan."""
    table = """\
what,movement,plan,areas,step,decision,granted,refused,kind,left,place,arrived,who,outcome
plan,,Oct,Douma; Harasta,,,,,,,,,,
permit,,Oct,,plan_approval,partial,Douma,Harasta,,,,,,
movement,14,Oct,,,,,,evacuation,,,,,
permit,15,Oct,,governor,,,,,,,,,
checkpoint,14,,,,,,,,2016-10-02T09:00,Harasta,2016-10-02T10:00,,
excluded,14,,,,,,,,,,,the council,
outcome,14,,,,,,,,,,,,denied
"""
    mapping = """\
about: log
zone: "+03:00"
fields: {what: what, movement: movement, plan: plan, areas: areas, step: step, decision: decision, areas_granted: granted,
  areas_refused: refused, kind: kind, left: left, place: place, arrived: arrived, who: who, outcome: outcome, by: {value: un}}
"""
    found = put_in(record, tmp_path, table, mapping)
    assert (found.entered, found.opened) == (7, ("pl1", "mv1", "mv2"))
    assert [(each.subject, each.telling and each.telling.facts) for each in tellings(record)] == [
        ("pl1", (PlanNamed(areas=("sy.duma", "sy.harasta")),)),
        ("pl1", (Permit(step="plan_approval", decision="partial", areas_granted=("sy.duma",), areas_refused=("sy.harasta",)),)),
        ("mv1", (MovementNamed(kind="evacuation", plan="pl1"),)),
        ("mv2", (MovementNamed(kind=None, plan="pl1"), Permit(step="governor"))),
        ("mv1", (Checkpoint(place="sy.harasta", arrived="2016-10-02T10:00:00+03:00", left="2016-10-02T09:00:00+03:00"),)),
        ("mv1", (Excluded(who="the council"),)),
        ("mv1", (Outcome(outcome="denied"),)),
    ]
    (doubt,) = found.doubts
    assert 'row 6, column J "left": it was left 2016-10-02T09:00:00+03:00, before it was reached' in doubt
    (plan,) = views.movements_page(record).board.plans
    assert plan.movements == ("mv1", "mv2")


def test_what_kobo_sends_of_the_form_comes_in_with_its_mapping(record: Record, tmp_path: Path) -> None:
    """Questions that nobody answered are not in the submission; times have their zone."""
    sent = [
        {"by": "SARC", "said_on": "2016-09-19", "what": "stage", "movement": "14", "stage": "attacked", "place": "Urum al-Kubra",
         "at": "2016-09-19T19:12:00.000+03:00", "by_whom": "unknown aircraft", "_id": 7},
        {"by": "SARC", "said_on": "2016-09-19", "what": "movement", "movement": "14", "kind": "convoy", "vehicles": "31",
         "people_requested": "78000", "stance": "assert", "destinations": "Urum al-Kubra"},
        {"by": "SARC", "said_on": "2016-09-19", "what": "leg", "movement": "14", "number": "2", "destination": "Urum al-Kubra"},
        {"by": "SARC", "said_on": "2016-09-19", "what": "obstruction", "movement": "14", "by_whom": "a group", "act": "search"},
    ]  # fmt: skip
    (tmp_path / "kobo.json").write_text(json.dumps({"results": sent}), encoding="utf-8")
    found = import_log(record, tmp_path / "kobo.json", "movement", by="ann")
    assert (found.entered, found.faults, found.opened) == (4, (), ("mv1",))
    assert facts(record) == [
        Reached(stage="attacked", at="2016-09-19T19:12:00+03:00", place="sy.urum-al-kubra", by="unknown aircraft"),
        MovementNamed(destinations=("sy.urum-al-kubra",)),
        Quantity(phase="requested", item="people", unit="people", low=78000, high=78000),
        Quantity(phase="sent", item="vehicles", unit="vehicles", low=31, high=31),
        Leg(number=2, destination="sy.urum-al-kubra"),
        Obstruction(by="a group", act="search"),
    ]
    assert {each.said_on for each in tellings(record)} == {"2016-09-19"}


def test_an_id_of_another_office_opens_nothing_and_another_name_of_a_known_one_is_told(record: Record, tmp_path: Path) -> None:
    """What one office calls mv7 is not what this record calls so, and no sealed name stands in a message."""
    lines = "about: outcome\nfields: {movement: Ref, movement_name: Name, outcome: Outcome, by: {value: un}}\n"
    (tmp_path / "m.yaml").write_text(lines, encoding="utf-8")

    def given(rows: str) -> Imported:
        (tmp_path / "rows.csv").write_text(f"Ref,Name,Outcome\n{rows}", encoding="utf-8")
        return import_log(record, tmp_path / "rows.csv", str(tmp_path / "m.yaml"), by="ann")

    (fault,) = given("mv7,East,partial\n").faults
    assert ('row 2, column A "Ref"' in fault.message, "an id that is none here" in fault.message, record.size) == (True, True, 2)
    with pytest.raises(UsageError, match="looks like an id"):
        open_subject(record, "movement", "East", reference="mv7", by="ann")
    assert given("14,East,partial\n14,CANARY,denied\n").doubts[0].startswith("rows.csv, row 3: another name of the movement than")
    (doubt,) = given("mv1,CANARY,no_reply\n").doubts
    assert ("that of mv1 in the record" in doubt, "CANARY" in doubt, "East" in doubt) == (True, False, False)


def test_what_is_new_of_a_withdrawn_movement_is_refused_at_its_row_before_anything_is_kept(
    record: Record, tmp_path: Path
) -> None:
    """The rest comes in where it is asked for; rows that stood here are passed over."""
    (tmp_path / "m.yaml").write_text("about: outcome\nfields: {movement: Ref, outcome: Outcome, by: {value: un}}\n")

    def given(rows: str, *, skip: bool = False) -> Imported:
        (tmp_path / "rows.csv").write_text(f"Ref,Outcome\n{rows}")
        return import_log(record, tmp_path / "rows.csv", str(tmp_path / "m.yaml"), by="ann", skip_faulty=skip)

    assert given("14,partial\n").entered == 1
    withdraw(record, "tl1", reason="of another", by="ann")
    withdraw(record, "mv1", reason="of another", by="ann")
    size = record.size
    found = given("14,partial\n14,denied\n15,denied\n")
    assert [fault.where for fault in found.faults] == ["rows.csv, row 3"]
    assert (found.entered, found.written, record.size) == (0, False, size)
    found = given("14,partial\n14,denied\n15,denied\n", skip=True)
    assert (found.entered, found.already, found.refused, found.opened) == (1, 1, 1, ("mv2",))


def test_a_day_that_is_still_to_come_is_refused_at_its_cell_before_anything_is_kept(tmp_path: Path) -> None:
    """A mistyped year of what was said; of the publication, for the table as a whole. Plans may lie ahead."""
    (tmp_path / "m.yaml").write_text("about: stage\nfields: {movement: Ref, stage: S, at: At, said_on: Said, by: {value: un}}\n")
    (tmp_path / "rows.csv").write_text("Ref,S,At,Said\n14,planned,2061-09-20,2016-09-19\n14,held,,2061-09-19\n")
    with Record.create(tmp_path / "actual", "actual", "world") as record:
        size = record.size
        (fault,) = import_log(record, tmp_path / "rows.csv", str(tmp_path / "m.yaml"), by="ann").faults
        assert ('row 3, column D "Said"' in fault.message, "still to come" in fault.message) == (True, True)
        with pytest.raises(UsageError, match="published on '2061-01-01', is still to come"):
            import_log(
                record, tmp_path / "rows.csv", str(tmp_path / "m.yaml"), by="ann", published="2061-01-01", skip_faulty=True
            )
        assert record.size == size


def test_every_question_of_the_form_has_its_column_and_every_kind_of_row_its_answer() -> None:
    """So nothing that is filled in on a telephone is left behind, and nothing that a log can say is missing there."""
    form = form_of(MOVEMENT_FORMS[0], MOVEMENT_FORMS)
    asked = {question.name for question in form.questions if question.type not in ("note", "calculate")}
    mapping = read_mapping("movement", bundled_mapping("movement"), FIELDS)
    assert asked == set(mapping.fields)
    assert {choice.name for choice in form.choices["what"]} == set(FACTS)


def test_tonnes_with_decimals_come_in_as_kilograms_where_the_mapping_says_so(record: Record, tmp_path: Path) -> None:
    """Nobody's 12.5 t is rounded, and without that word they are refused with what to do."""
    (tmp_path / "cargo.csv").write_text("Ref,Item,Loaded,Off\n14,flour,12.5,about 0.75\n14,rice,more than 3,\n", encoding="utf-8")
    lines = "about: cargo\nfields:\n  movement: Ref\n  item: Item\n  unit: {value: kg}\n  by: {value: un}\n"
    for name, times in (("plain", ""), ("kg", ", times: 1000")):
        columns = f"  amount_loaded: {{column: Loaded{times}}}\n  amount_removed: {{column: Off{times}}}\n"
        (tmp_path / f"{name}.yaml").write_text(lines + columns, encoding="utf-8")
    refused = import_log(record, tmp_path / "cargo.csv", str(tmp_path / "plain.yaml"), by="ann")
    for fault, cell in zip(refused.faults, ("row 2, column C", "row 2, column D"), strict=True):
        assert all(words in fault.message for words in (cell, "12500 kg, not 12.5 t", "times: 1000")), fault
    assert import_log(record, tmp_path / "cargo.csv", str(tmp_path / "kg.yaml"), by="ann").entered == 2
    told = [(fact.low, fact.high, fact.bound) for fact in facts(record) if isinstance(fact, Quantity)]
    assert told == [(12500, 12500, "exact"), (750, 750, "about"), (3001, None, "at_least")]


def test_every_field_of_every_fact_of_a_movement_can_be_told_by_a_row(record: Record) -> None:
    """A log that has everything fills every field, so nothing of the model is out of reach of an office's table."""
    sample = {
        "words": "x", "list": ("x",), "count": Count(1, 2), "whole": 1, "day": "2016-09-10", "moment": "2016-09-10", "code": "x"
    }  # fmt: skip
    builder = Builder(theatre_of(record))
    filled: dict[type, set[str]] = {}
    for about in FACTS:
        shape = SHAPES[about]
        values = {name: field.words[0] if field.words else sample[field.kind] for name, field in shape.items()}
        values = {name: _typed(value) if shape[name].kind in ("day", "moment") else value for name, value in values.items()}
        made = builder.build(about, values)  # type: ignore[arg-type]
        assert isinstance(made, Built), made
        for fact in made.telling.facts:
            told = {name for name in fact.__struct_fields__ if getattr(fact, name) not in (None, (), False, "")}
            filled.setdefault(type(fact), set()).update(told)
    lacking = {kind.__name__: set(kind.__struct_fields__) - filled.get(kind, set()) for kind in get_args(MovementFact)}
    assert {name: fields for name, fields in lacking.items() if fields} == {"MovementNamed": {"plan"}}


def _typed(value: object) -> object:
    return msgspec.convert(value, type=__import__("datetime").date, strict=False)


def test_what_a_person_types_in_has_the_fields_of_a_table_and_every_fault_is_told(record: Record) -> None:
    """A movement is named by its id, reference or name; cargo needs no prefix; what cannot be so is said and entered."""
    open_subject(record, "movement", "the convoy", reference="14", by="ann")
    said = {"item": "kits", "unit": "kits", "loaded": "20", "delivered": "25", "by": "SARC"}
    made = type_in(record, "14", "cargo", said, by="ann")
    assert (made.id, made.new, len(made.doubts)) == ("tl1", True, 1)
    assert not type_in(record, "the convoy", "cargo", said, by="ann").new
    with pytest.raises(UsageError) as raised:
        type_in(record, "mv1", "permit", {"step": "goverment", "asked": "x", "requested": "09.10.2016"}, by="ann", zone="+03:00")
    told = str(raised.value)
    assert all(part in told for part in ('step: "goverment"', "no field 'asked'", 'requested: "09.10.2016"', "by: nothing"))
    for subject, kind, error in (("mv9", "outcome", NotFoundError), ("mv1", "plan", UsageError), ("mv1", "rumour", UsageError)):
        with pytest.raises(error):
            type_in(record, subject, kind, {"outcome": "denied", "by": "un"}, by="ann")
    assert len(tellings(record)) == 1


def test_a_movement_is_tied_only_to_an_incident_that_is_there(record: Record) -> None:
    """A slip of the pen is no tie."""
    open_subject(record, "movement", "the convoy", by="ann")
    with pytest.raises(NotFoundError, match='no incident "i9"'):
        tie(record, "mv1", "i9", by="ann", said_by="ann")


def test_nothing_that_a_log_says_is_readable_without_the_key(record: Record, tmp_path: Path) -> None:
    """Not in the leaves, and not in any file of the record: the table is kept encrypted."""
    put_in(record, tmp_path, HEAD + "CANARYREF,CANARYNAME,governor,10.09.2016,,,yes,CANARYOFFICE,CANARYSPEAKER,CANARYAREA\n")
    held = [path for path in (tmp_path / "rec").rglob("*") if path.is_file()]
    assert tellings(record)[0].telling is not None
    assert not [path for path in held if b"CANARY" in path.read_bytes()]


def test_a_table_a_movement_or_one_telling_can_be_taken_out_for_good(record: Record, tmp_path: Path) -> None:
    """The words go with their keys, the log holds, and what is left is told as before."""
    put_in(record, tmp_path, HEAD + ROWS)
    made = type_in(record, "mv1", "outcome", {"outcome": "denied", "by": "CANARY", "note": "CANARY"}, by="ann")
    withdraw(record, made.id, reason="CANARY", by="ann")
    approve(record, ask(record, made.id, basis="consent-withdrawn", by="ann").id, by="ben")
    assert [each.telling is None for each in tellings(record)] == [False, False, False]
    approve(record, ask(record, "mv1", basis="consent-withdrawn", by="ann").id, by="ben")
    assert [each.telling is None for each in tellings(record)] == [True, True, False]
    assert [each.name for each in subjects(record)] == [None, "Northern convoy"]
    approve(record, ask(record, "t1", basis="consent-withdrawn", by="ann").id, by="ben")
    assert [each.telling for each in tellings(record)] == [None, None, None]
    assert record.verify().problems == ()
    assert [each.name for each in views.movements_page(record).board.movements] == ["mv1", "mv2"]


def test_a_mapping_of_something_else_is_refused_by_name(record: Record, tmp_path: Path) -> None:
    """What a row is about must be one of the kinds of a movement log."""
    with pytest.raises(InputError, match="about 'observation'; expected one of movement, permit"):
        put_in(record, tmp_path, HEAD + ROWS, "about: observation\nfields: {by: Said by}\n")
