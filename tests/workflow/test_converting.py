"""Other projects' lists of actors become a pack's actors.yaml: what can be carried over is, the rest is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.actors import Registry
from truceline.errors import InputError, UsageError
from truceline.model import Actor
from truceline.workflow.converting import LARGEST_BYTES, Converted, converted
from truceline.workflow.packs import load_theatre, remarks_on

DICTIONARY = """\
<!-- written for this test;
     of a country that is none -->
KESTRIA_ [KES]  ; the state
+KESTRIAN_
RED_FRONT_ [KESREB]
+FRONT_OF_THE_REDS
ADA_LOR_
+PRESIDENT_LOR_   # her title
	[KESGOV 930120-20010119]
	[KESOPP >20010120]
BO_LIND [KES]
	[KESMIL 990101-991231]
	[KESREB 19990601-20000101]
BLUE_AID [KESNGO]
	[KESGOV 20010101-20011301]
GHOST
+RED_FRONT
DOCTOR {DOCTORS} [~MED]
NOBODY [---]
"""
LIST = """\
ActorId,NameData,NameOrig,NameOrigFull,NameOrigFullEng,NameChange,NewName,NewNameFullEng,Org,NameAlliance,GroupName,Location
1,Government of Kestria,,,,0,,,4,,,Kestria
77,Red Front,RF,Frente Rojo,Red Front of Kestria,1,Red Army,The Red Army,1,Blue Guard,,Kestria
78,Blue Guard,Red Front,,,0,,,1,,Red Front,Kestria
79,Short row,,
x,No number,,,,0,,,1,,,Kestria
"""


def convert(folder: Path, text: str, origin: str) -> tuple[Converted, dict[str, Actor]]:
    """Convert a list, and load what comes out as a pack."""
    (folder / "list").write_text(text, encoding="utf-8")
    made = converted(folder / "list", origin)
    pack = folder / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("name: pack\ntitle: Pack\nversion: '1'\n", encoding="utf-8")
    (pack / "actors.yaml").write_text(made.yaml, encoding="utf-8")
    loaded = load_theatre(str(pack))
    assert remarks_on(loaded.files) == ()
    return made, {actor.id: actor for actor in loaded.theatre.actors}


def test_a_dictionary_s_names_and_dated_codes_become_actors_within_bodies(tmp_path: Path) -> None:
    """A phrase, its synonyms and the days of its codes are all there, and resolve."""
    _, actors = convert(tmp_path, DICTIONARY, "petrarch")
    registry = Registry(actors.values())
    assert registry.resolve("Front of the Reds") == "red-front"
    assert actors["red-front"].kind == "armed_group"
    assert actors["red-front"].within == "cameo.kesreb"
    lor = [(each.of, each.since, each.until) for each in actors["ada-lor"].within_dated]
    assert lor == [("cameo.kesgov", "1993-01-20", "2001-01-19"), ("cameo.kesopp", "2001-01-20", None)]
    assert registry.state("ada-lor", "1999-01-01") == "cameo.kesgov"
    assert registry.state("ada-lor", "2005-01-01") == "cameo.kesopp"


def test_a_default_code_holds_where_no_dated_one_does(tmp_path: Path) -> None:
    """What the dictionary's own program would have coded on a day is what the pack says for it."""
    _, actors = convert(tmp_path, DICTIONARY, "petrarch")
    registry = Registry(actors.values())
    assert [registry.state("bo-lind", day) for day in ("1998-12-31", "1999-01-01", "2000-01-02")] == [
        "cameo.kes",
        "cameo.kesmil",
        "cameo.kes",
    ]


def test_what_a_dictionary_says_and_a_pack_cannot_is_a_remark_with_its_line(tmp_path: Path) -> None:
    """Nothing is left out in silence: codes that overlap, a day that is none, an agent, a civic body's affiliation."""
    made, _ = convert(tmp_path, DICTIONARY, "petrarch")
    said = "\n".join(map(str, made.remarks))
    for where, what in (
        (13, "KESMIL (line 12) and KESREB hold on the same days; both are kept"),
        (15, "20011301 is no day"),
        (14, "KESNGO is left out; to whom a civic body belongs is a claim"),
        (16, "'GHOST' has no code"),
        (18, "is no actor, synonym or code"),
        (19, "[---] says that nothing is coded"),
    ):
        assert any(line.startswith(f"list:{where}: ") and what in line for line in said.splitlines()), (where, what, said)
    assert [int(remark.where.rpartition(":")[2]) for remark in made.remarks] == sorted(
        int(remark.where.rpartition(":")[2]) for remark in made.remarks
    )


def test_only_the_actors_of_a_country_can_be_asked_for(tmp_path: Path) -> None:
    """A theatre needs its own actors, not those of the whole world."""
    (tmp_path / "list").write_text(DICTIONARY + "ELSEWHERE [ELS]\n", encoding="utf-8")
    assert "elsewhere" not in converted(tmp_path / "list", "petrarch", code="KES").yaml


def test_a_list_of_names_becomes_actors_and_its_findings_stay_remarks(tmp_path: Path) -> None:
    """Names are carried over; a renaming without a day, an alliance and a merger are said, and no fact of the pack."""
    made, actors = convert(tmp_path, LIST, "ucdp")
    assert {actor.id: actor.kind for actor in actors.values()} == {
        "ucdp-1": "government",
        "ucdp-77": "armed_group",
        "ucdp-78": "armed_group",
    }
    assert [name.text for name in actors["ucdp-77"].names] == [
        "RF",
        "Frente Rojo",
        "Red Front of Kestria",
        "Red Army",
        "The Red Army",
    ]
    assert all(actor.within is None and not actor.within_dated for actor in actors.values())
    said = "\n".join(map(str, made.remarks))
    for part in (
        "list:1: columns that a pack has no place for, not carried over: Location",
        "list:3: Red Front: renamed from 'RF' to 'Red Army'; the list gives no day",
        "list:3: Red Front: the list says that it allied with 'Blue Guard'",
        "list:4: Blue Guard: the list says that it joined 'Red Front'",
        "list:4: ucdp-78: 'Red Front' is also a name of ucdp-77; left to that one",
        "list:5: 4 cells (79, Short row); expected 12",
        "list:6: ActorId 'x', NameData 'No number'",
    ):
        assert part in said


def test_a_list_in_an_older_encoding_is_read_with_a_remark(tmp_path: Path) -> None:
    """Names with accents survive, and a person is told by which encoding they were read."""
    (tmp_path / "list").write_bytes("ActorId;NameData;Org\n5;Ejército;1\n".encode("cp1252"))
    made = converted(tmp_path / "list", "ucdp")
    assert "Ejército" in made.yaml
    assert "was read as windows-1252" in str(made.remarks[0])


def test_what_is_no_such_list_is_refused_by_name(tmp_path: Path) -> None:
    """A wrong format, a missing file and a table without the columns are told apart."""
    with pytest.raises(UsageError, match="petrarch or ucdp"):
        converted(tmp_path / "list", "gdelt")
    with pytest.raises(InputError, match="cannot be read"):
        converted(tmp_path / "none", "ucdp")
    (tmp_path / "list").write_text("a,b\n1,2\n", encoding="utf-8")
    made = converted(tmp_path / "list", "ucdp")
    assert made.actors == 0
    assert "no column ActorId, NameData" in str(made.remarks[0])


def test_a_row_that_is_no_csv_costs_that_row_only_and_an_open_quotation_mark_is_told(tmp_path: Path) -> None:
    """A cell beyond every bound is passed over with its line; lines that a quotation mark swallowed are told from where on."""
    file = tmp_path / "list.csv"
    file.write_text("ActorId,NameData,Org\n1," + "x" * 140_000 + ',1\n2,Red Front,1\n3,"Blue\nGuard,1\n', encoding="utf-8")
    made = converted(file, "ucdp")
    assert made.actors == 1
    assert [remark.where for remark in made.remarks][:2] == ["list.csv:2", "list.csv:4"]
    assert "quotation mark" in made.remarks[1].what


def test_lines_that_end_in_carriage_returns_are_lines(tmp_path: Path) -> None:
    """A list saved by an old spreadsheet is read like any other."""
    file = tmp_path / "list.csv"
    file.write_bytes(b"ActorId,NameData,Org\r1,Red Front,1\r2,Blue Guard,1\r")
    assert converted(file, "ucdp").actors == 2


def test_comments_that_are_never_closed_and_codes_without_end_stay_quick(tmp_path: Path) -> None:
    """A dictionary made to slow a reader down is read in the time that its length asks for: one remark a line."""
    file = tmp_path / "actors.txt"
    codes = "".join(f" [K{n:04}GOV 19990101-20000101]\n" for n in range(400))
    file.write_text("<!-- x\n" * 500 + "RED_FRONT_\n" + codes, encoding="utf-8")
    made = converted(file, "petrarch")
    assert len(made.remarks) == 1 + 500 + 399


def test_a_list_without_end_is_refused(tmp_path: Path) -> None:
    """Neither a device nor a file of any size is read into memory whole; nothing is written of it."""
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    with pytest.raises(InputError, match=r"zero.csv cannot be read: no plain file but a device"):
        converted(tmp_path / "zero.csv", "ucdp")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(InputError, match=r"large.csv is larger than"):
        converted(tmp_path / "large.csv", "ucdp")
