"""Aid movements on the command line: the board for people, its lines, what everybody may see, and what is entered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from fakes.command_line import Run
from truceline.ledger import Record
from truceline.model import Actor, Place, Theatre
from truceline.movements.reminder import REMINDER
from truceline.workflow.moving import type_in
from truceline.workflow.redacting import approve, ask
from truceline.workflow.tables import LARGEST_BYTES
from truceline.workflow.telling import open_subject

THEATRE = Theatre(
    name="valley",
    title="Valley",
    version="1",
    actors=(
        Actor(id="un", kind="un_body", name="United Nations"),
        Actor(id="north", kind="armed_group", name="Northern Front"),
        Actor(id="south", kind="armed_group", name="Southern Front"),
    ),
    places=(
        Place(id="v.mill", name="Mill", within="v.east"),
        Place(id="v.east", name="Eastern District", precision="governorate", kind="region", radius_km=60),
    ),
)
SECRET = ("CANARYNAME", "CANARYREF", "CANARYITEM", "CANARYLEAD", "CANARYPOST", "CANARYSPEAKER", "mv1", "Mill")


@pytest.fixture
def valley(tmp_path: Path) -> Path:
    """A record of a small theatre, with nothing in it."""
    with Record.create(tmp_path / "rec", "exercise", "valley") as made:
        made.append([made.draft_pack(THEATRE, {})])
    return tmp_path / "rec"


def tell(truceline: Run, record: Path, *words: str, said_by: str = "un", on: str = "2016-09-20") -> str:
    """Enter what is told of a movement and return the id of the telling."""
    done = truceline("movement", "tell", *words, "--said-by", said_by, "--said-on", on, "--record", record)
    assert (done.code, REMINDER in done.err) == (0, True), done.err
    return done.out.strip()


def over(record: Path) -> None:
    """Enter a movement that came to its end."""
    told = (
        ("un", "movement", {"kind": "convoy", "origin": "Mill", "lead": "CANARYLEAD", "people_requested": "500"}),
        (
            "un",
            "permit",
            {
                "step": "governor",
                "issuer": "CANARYPOST",
                "requested": "2016-09-01",
                "decided": "2016-09-05",
                "decision": "granted",
            },
        ),
        ("CANARYSPEAKER", "cargo", {"item": "CANARYITEM", "unit": "kits", "loaded": "20"}),
        ("un", "checkpoint", {"place": "CANARYPOST", "controller": "north", "arrived": "2016-09-12"}),
        ("un", "stage", {"stage": "delivered", "at": "2016-09-12T10:00+02:00"}),
    )
    with Record.open(record) as held:
        assert open_subject(held, "movement", "CANARYNAME", reference="CANARYREF", by="ann").id == "mv1"
        for said_by, kind, fields in told:
            type_in(held, "CANARYREF", kind, {**fields, "by": said_by, "said_on": "2016-09-20"}, by="ann")


def test_an_empty_record_has_no_board_and_says_how_movements_come_in(truceline: Run, valley: Path) -> None:
    """Nothing found is exit 4; the reminder stands there all the same."""
    done = truceline("movements", "--record", valley)
    assert (done.code, REMINDER in done.out, "movements import FILE" in done.err) == (4, True, True)


def test_the_board_tells_rivals_with_who_says_so_and_for_whom_a_movement_waits(truceline: Run, valley: Path) -> None:
    """In a table, and in a narrow terminal as blocks; one movement shows everything with its source."""
    truceline("movement", "open", "the convoy", "--record", valley)
    truceline("movement", "open", "the next", "--record", valley)
    tell(truceline, valley, "mv2", "permit", "step=governor", "issuer=north", "requested=2016-09-01", "due=2016-09-05")
    tell(truceline, valley, "mv1", "stage", "stage=delivered", "at=2016-09-12", said_by="south")
    tell(truceline, valley, "mv1", "stage", "stage=turned_back", "at=2016-09-12", said_by="north")
    done = truceline("movements", "--record", valley)
    assert done.code == 0
    flat = " ".join(done.out.split())
    for words in (
        "delivered since 2016-09-12: Southern Front",
        "turned back since 2016-09-12: Northern",
        REMINDER,
    ):
        assert words in flat, words
    waits = "Northern Front: a reply on governor, since 2016-09-01 (19 days), 15 days overdue"
    assert waits in truceline("movements", "mv2", "--record", valley).out
    one = truceline("movements", "the convoy", "--record", valley)
    for words in ("Stage log", "[tl2]", "[tl3]", "2016-09-20 Southern Front: stage: stage delivered"):
        assert words in one.out, words
    assert truceline("movements", "mv7", "--record", valley).code == 4


def test_a_plain_no_is_told_and_who_denies_a_delay_or_a_vow_stands_beside_it(truceline: Run, valley: Path) -> None:
    """A seal that is broken, a delay that its party denies, a vow that is words alone; names keep their letters."""
    truceline("movement", "open", "the convoy", "--record", valley)
    tell(truceline, valley, "mv1", "seal", "vehicle=3", "intact=no")
    with Record.open(valley) as held:
        for kind, fields in (
            ("delay", {"hours": "48", "by_whom": "north"}),
            ("obstruction", {"by_whom": "north", "act": "attack"}),
        ):
            for said_by, stance in (("un", "assert"), ("north", "deny")):
                type_in(held, "mv1", kind, {**fields, "by": said_by, "stance": stance}, by="ann")
    shown = truceline("movements", "mv1", "--record", valley).out
    for words in (
        "seal: vehicle 3, intact no",
        "by Northern Front (says United Nations)",
        "Not so, says Northern Front: delayed: low hours 48",
        "act attack (an announcement or demand, no act; says United Nations)",
        "Not so, says Northern Front: obstruction",
    ):
        assert words in shown, words


def test_exchanging_the_parties_exchanges_them_on_the_board_and_nothing_else(truceline: Run, tmp_path: Path) -> None:
    """The same words in the other's mouth read the same."""
    shown = []
    for number, (one, other) in enumerate((("north", "south"), ("south", "north"))):
        place = tmp_path / f"rec{number}"
        with Record.create(place, "exercise", "valley") as made:
            made.append([made.draft_pack(THEATRE, {})])
        truceline("movement", "open", "the convoy", "--record", place)
        tell(truceline, place, "mv1", "stage", "stage=held", "at=2016-09-11", f"by_whom={one}", said_by=other)
        tell(truceline, place, "mv1", "stage", "stage=departed", "at=2016-09-11", said_by=one)
        shown.append(truceline("movements", "mv1", "--record", place).out)
    swapped = shown[1].replace("Northern", "?").replace("Southern", "Northern").replace("?", "Southern")
    assert [line for line in shown[0].splitlines() if "Front" in line] == [
        line for line in swapped.splitlines() if "Front" in line
    ]


def test_each_line_of_json_has_the_reminder_and_every_word_once_whole(truceline: Run, valley: Path) -> None:
    """What is computed names its sources; who an id is stands in the last line."""
    over(valley)
    done = truceline("movements", "--json", "--record", valley)
    movement, names = done.lines
    assert {line["reminder"] for line in done.lines} == {REMINDER}
    assert [word["fact"]["type"] for word in movement["words"]] == [
        "movement",
        "quantity",
        "permit",
        "quantity",
        "checkpoint",
        "stage",
    ]
    assert movement["steps"][0]["answers"][0]["says"][0]["source"] == "tl2"
    assert (movement["id"], movement["reference"], names["names"]["un"]) == ("mv1", "CANARYREF", "United Nations")
    before = truceline("movements", "--json", "--known", "2016-09-01", "--record", valley)
    assert (before.code, "CANARY" in before.out) == (4, False)


def test_everybody_may_see_a_movement_only_a_day_after_its_end_and_nothing_that_tells_of_its_people(
    truceline: Run, valley: Path
) -> None:
    """Days and districts; no name, reference, lead, cargo, checkpoint, speaker without an office, and no id."""
    over(valley)
    for when, is_shown in (("2016-09-13", False), ("2016-09-14", True)):
        done = truceline("movements", "--public", "--on", when, "--record", valley)
        assert done.code == (0 if is_shown else 4), when
        assert not [word for word in SECRET if word in done.out]
        assert ("delivered" in done.out, "Eastern District" in done.out) == (is_shown, is_shown)
    done = truceline("movements", "--public", "--json", "--record", valley)
    assert not [word for word in SECRET if word in done.out]
    (line,) = done.lines
    assert (line["ended"], line["areas"], line["reminder"]) == ("2016-09-12", ["v.east"], REMINDER)
    truceline("movement", "tell", "mv1", "stage", "stage=delivered", "--stance", "deny", "--said-by", "north", "--record", valley)
    assert "delivered 2016-09-12 (denied too)" in truceline("movements", "--public", "--record", valley).out


def test_what_was_withdrawn_is_gone_from_the_board_and_stands_as_of_before(truceline: Run, valley: Path) -> None:
    """Its reason is asked for; as the record stood before, it is there. What was ordered to go is said to be missing."""
    over(valley)
    assert truceline("movement", "withdraw", "tl5", "--reason", " ", "--record", valley).code == 2
    done = truceline("movement", "withdraw", "tl5", "--reason", "of another", "--record", valley)
    assert (done.code, done.out) == (0, "tl5\n")
    entry = int(done.err.split("; entry ")[1].split()[0])
    gone = ask(Record.open(valley), "tl3", basis="consent-withdrawn", by="ann")
    approve(Record.open(valley), gone.id, by="ben")
    assert "told of mv1, and not readable here" in truceline("movements", "--record", valley).err
    now, then = (truceline("movements", "--json", *more, "--record", valley) for more in ((), ("--entry", str(entry - 1))))
    assert [len(each.lines[0]["words"]) for each in (now, then)] == [4, 5]


def test_a_log_is_refused_with_its_cells_or_comes_in_once(truceline: Run, valley: Path, tmp_path: Path) -> None:
    """Exit 3 and nothing written, 0 and the ids, 0 and nothing new; what cannot be so is told and comes in."""
    (tmp_path / "p.csv").write_text("m,s,r,d,b\n14,governor,2016-09-10,2016-09-09,un\n15,govenor,,,un\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text("about: permit\nfields: {movement: m, step: s, requested: r, decided: d, by: b}\n")
    size = Record.open(valley).size
    done = truceline("movements", "import", "p.csv", "--map", "p.yaml", "--record", valley)
    assert (done.code, Record.open(valley).size) == (3, size)
    assert 'p.csv, row 3, column B "s": "govenor"; expected one of plan_approval' in done.err
    done = truceline("movements", "import", "p.csv", "--map", "p.yaml", "--skip-faulty", "--json", "--record", valley)
    assert (done.code, done.lines[0]["ids"], done.lines[0]["opened"]) == (0, ["tl1"], ["mv1"])
    assert 'look at this: p.csv, row 2, column D "d": it was decided 2016-09-09, before it was asked for' in done.err
    again = truceline("movements", "import", "p.csv", "--map", "p.yaml", "--skip-faulty", "--record", valley)
    assert (again.code, "0 entered; 1 already there; 1 refused" in again.err) == (0, True)
    assert "decided before asked" in truceline("movements", "--record", valley).out
    table = truceline("movements", "access", "--record", valley)
    assert (table.code, "requests" in table.out, REMINDER in table.out) == (0, True, True)
    assert truceline("movements", "access", "--since", "2017-01-01", "--record", valley).code == 4
    assert truceline("movements", "access", "--weekend", "someday", "--record", valley).code == 2


def test_claims_that_nobody_decided_on_are_counted_and_shown_only_on_request(truceline: Run, record: Path) -> None:
    """Where only proposals tell of a movement, the board is empty, and the two ways to them are said."""
    done = truceline("movements", "--record", record)
    assert (done.code, "truceline review" in done.err, "--with-proposals" in done.err) == (4, True, True)
    both = truceline("movements", "--with-proposals", "--record", record)
    assert (both.code, "(proposed)" in both.out) == (0, True)


def test_a_movement_is_tied_to_its_incident_and_has_what_reports_say_of_it(truceline: Run, record: Path) -> None:
    """From then on the words of the claims stand with it; an incident that is not there is refused."""
    before = truceline("movements", "--with-proposals", "--json", "--record", record).lines
    (known,) = [line for line in before if line["kind"] == "movement"]
    truceline("movement", "open", "the convoy", "--record", record)
    assert truceline("movement", "tie", "mv1", "i_none", "--record", record).code == 4
    incident = known["id"].removeprefix("mv:")
    assert truceline("movement", "tie", "mv1", incident, "--said-by", "un", "--record", record).code == 0
    after = truceline("movements", "--with-proposals", "--json", "--record", record).lines
    tied = [line for line in after if line["kind"] == "movement" and line["basis"] == "with_proposals"]
    assert [(line["id"], line["incidents"]) for line in tied] == [("mv1", [incident])]
    assert len(tied[0]["words"]) == len(known["words"]) + 1


def test_the_blank_form_is_a_form_in_two_languages(truceline: Run, tmp_path: Path) -> None:
    """The program that Kobo and ODK read forms with takes it without a warning; nothing is overwritten."""
    out = tmp_path / "m.xlsx"
    assert truceline("movements", "form", out).code == 0
    made = convert(xlsform=str(out))
    assert (made.warnings, 'lang="Arabic (ar)"' in made.xform, 'lang="English (en)"' in made.xform) == ([], True, True)
    assert truceline("movements", "form", out).code == 2


def test_what_cannot_be_read_is_refused_and_nothing_is_written(truceline: Run, valley: Path) -> None:
    """Exit 2, with what was expected."""
    truceline("movement", "open", "the convoy", "--record", valley)
    size = Record.open(valley).size
    for words, told in (
        (("permit", "step"), '"step" is no field; expected FIELD=VALUE'),
        (("permit", "step=governor", "step=other"), '"step" is given twice'),
        (("permit", "step=goverment"), 'step: "goverment"; expected one of plan_approval'),
        (("stage", "stage=departed", "at=2016-09-12T10:00"), "at: "),
        (("stage", "stage=departed", "place=36.1512, 36.9501"), "holds coordinates"),
        (("cargo", "item=flour", "unit=t", "loaded=12.5"), 'loaded: "12.5"; expected a whole number, in a smaller unit'),
        (("rumour", "a=b"), '"rumour" cannot be told of a movement'),
    ):
        done = truceline("movement", "tell", "mv1", *words, "--said-by", "un", "--record", valley)
        assert (done.code, told in done.err, "36.1512" in done.err) == (2, True, False), words
    assert Record.open(valley).size == size


def test_a_log_that_is_no_file_or_too_large_is_refused_and_nothing_is_entered(
    truceline: Run, valley: Path, tmp_path: Path
) -> None:
    """Exit 3, with the name and what it is; a pipe is not waited for, and a device not read."""
    size = Record.open(valley).size
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.csv")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    for name, told in (("zero.csv", "no plain file but a device"), ("pipe.csv", "a pipe"), ("large.csv", "larger than")):
        for each in (["reports.csv", "--map", name], [name, "--map", "movement"]):
            (tmp_path / "reports.csv").write_text("id\n1\n", encoding="utf-8")
            done = truceline("movements", "import", *each, "--record", valley)
            assert (done.code, name in done.err, told in done.err) == (3, True, True), done.err
    assert Record.open(valley).size == size
