"""The agreements of a pack: read with it, refused with it, kept with a record, and taken along by packs that build on it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from truceline.errors import PackError
from truceline.ledger import Record
from truceline.model import Theatre
from truceline.workflow.opening import make, open_or_make, theatre_of
from truceline.workflow.packs import load_theatre, theatre_from, without_agreements

TEXT = """\
id: {id}
name: Truce
date: {date}
calendar: {{utc_offset: "+02:00"}}
source_text: The text
parties: [aa]
coverage: {{places: [aa.town]}}
"""
PLACES = """\
id,name,names,precision,kind,lat,lon,radius_km,within,country,population,source
aa.town,Town,,town,town,1,2,3,,,0,invented
"""


def pack(root: Path, *, head: str = "", **texts: str) -> str:
    """A pack of one actor, one place and the given agreements."""
    (root / "agreements").mkdir(parents=True)
    (root / "pack.yaml").write_text(f"name: {root.name}\ntitle: Small\nversion: '1'\n{head}", encoding="utf-8")
    (root / "actors.yaml").write_text("- {id: aa, kind: state, name: Aland, source: invented}\n", encoding="utf-8")
    (root / "places.csv").write_text(PLACES, encoding="utf-8")
    for name, text in texts.items():
        (root / "agreements" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(root)


def text(name: str, date: str = "2027-04-10") -> str:
    return TEXT.format(id=name, date=date)


def test_a_pack_brings_its_agreements_in_the_order_of_their_dates(tmp_path: Path) -> None:
    """The latest agreement is the last, whatever its file is called."""
    theatre = load_theatre(pack(tmp_path / "small", a=text("later", "2027-05-01"), b=text("earlier"))).theatre
    assert [each.id for each in theatre.agreements] == ["earlier", "later"]


def test_the_files_of_agreements_are_archived_and_count_in_the_digest(tmp_path: Path) -> None:
    """A changed word of an agreement is another pack, and the record can read it back without the folder."""
    folder = pack(tmp_path / "small", one=text("one"))
    loaded = load_theatre(folder)
    assert "small/agreements/one.yaml" in loaded.files
    (tmp_path / "small/agreements/one.yaml").write_text(text("one").replace("Truce", "The truce"), encoding="utf-8")
    assert load_theatre(folder).theatre.sha256 != loaded.theatre.sha256
    assert theatre_from(loaded.files) == loaded.theatre


def test_no_agreement_is_passed_over_for_the_ending_of_its_name(tmp_path: Path) -> None:
    """.yml is read as .yaml is; what a system or an editor hides beside a file is not."""
    folder = Path(pack(tmp_path / "small", one=text("one")))
    (folder / "agreements/two.yml").write_text(text("two"), encoding="utf-8")
    (folder / "agreements/._one.yaml").write_bytes(b"\x00\x05\x16\x07")
    assert {each.id for each in load_theatre(str(folder)).theatre.agreements} == {"one", "two"}


def test_a_record_keeps_the_agreements_that_it_was_made_with(tmp_path: Path) -> None:
    """Whoever opens the record later has the same text, though the pack is gone or was changed."""
    folder = Path(pack(tmp_path / "small", one=text("one")))
    make(tmp_path / "record", theatre=str(folder), kind="exercise").close()
    (folder / "agreements/one.yaml").unlink()
    with Record.open(tmp_path / "record") as record:
        found = record.pack()
        assert found is not None
        assert [(each.id, each.parties) for each in found.agreements] == [("one", ("aa",))]


def test_a_record_takes_a_new_version_of_its_pack_when_it_is_named_and_only_then(tmp_path: Path) -> None:
    """An agreement that was signed after a record was begun comes into it; a mistake in it changes nothing."""
    folder, place = Path(pack(tmp_path / "small")), tmp_path / "record"
    make(place, theatre=str(folder), kind="exercise").close()
    file = folder / "agreements/one.yaml"
    file.write_text(text("one"), encoding="utf-8")
    with open_or_make(place)[0] as record:
        assert theatre_of(record).agreements == ()
    with open_or_make(place, theatre=str(folder))[0] as record:
        assert [each.id for each in theatre_of(record).agreements] == ["one"]
        size = record.log.size
    with open_or_make(place, theatre=str(folder))[0] as record:
        assert record.log.size == size
        record.rebuild()
        assert [each.id for each in theatre_of(record).agreements] == ["one"]
    file.write_text("id: one\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"one\.yaml:1"):
        open_or_make(place, theatre=str(folder))
    with Record.open(place) as record:
        assert (record.log.size, len(theatre_of(record).agreements)) == (size, 1)


def test_a_pack_that_was_archived_before_there_were_agreements_still_opens(tmp_path: Path) -> None:
    """An archived pack without that key is one without agreements."""
    theatre = load_theatre(pack(tmp_path / "small")).theatre
    old = {key: value for key, value in msgspec.to_builtins(theatre).items() if key != "agreements"}
    assert msgspec.json.decode(msgspec.json.encode(old), type=Theatre) == theatre


def test_an_agreement_of_an_included_pack_comes_along(tmp_path: Path) -> None:
    """A pack that builds on another has its agreements too; an agreement of its own with the same id comes first."""
    pack(tmp_path / "base", one=text("one"), two=text("two"))
    theatre = load_theatre(
        pack(tmp_path / "top", head=f"includes: [{tmp_path / 'base'}]\n", own=text("one").replace("Truce", "Own words"))
    ).theatre
    assert [(each.id, each.name) for each in theatre.agreements] == [("one", "Own words"), ("two", "Truce")]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (text("one").replace("[aa]", "[bb]"), text("two"), "a.yaml:6: parties 'bb' is no actor of the pack"),
        (text("one").replace("aa.town", "bb.town"), text("two"), "a.yaml:7: places 'bb.town' is no place of the pack"),
        (text("one"), text("one"), "small/agreements/b.yaml:1: id one is also that of small/agreements/a.yaml:1"),
        (text("one"), "id: [\n", "small/agreements/b.yaml:2: not readable as YAML"),
    ],
)
def test_a_pack_with_a_mistake_in_an_agreement_is_refused_with_its_line(
    tmp_path: Path, first: str, second: str, said: str
) -> None:
    """An agreement that cites nobody makes the pack unusable; its names are still there to check by."""
    folder = pack(tmp_path / "small", a=first, b=second)
    with pytest.raises(PackError) as error:
        load_theatre(folder)
    assert said in str(error.value)
    assert [actor.id for actor in without_agreements(folder).actors] == ["aa"]
