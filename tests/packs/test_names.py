"""What a pack says of names that may be a slip: a remark with file and line, while both names stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.actors import Registry
from truceline.errors import PackError
from truceline.workflow.packs import bundled, load_theatre, remarks_on

LEAGUE = "- {id: league, kind: armed_group, name: The League, source: invented}\n"


def pack(folder: Path, actors: str) -> str:
    root = folder / "small"
    root.mkdir()
    (root / "pack.yaml").write_text("name: small\ntitle: Small\nversion: '1'\n", encoding="utf-8")
    (root / "actors.yaml").write_text(actors, encoding="utf-8")
    return str(root)


def test_two_own_names_of_one_group_on_the_same_days_are_remarked_and_both_kept(tmp_path: Path) -> None:
    """Two names with overlapping dates are named with their line; both resolve, and nothing is lost."""
    actors = LEAGUE + (
        "- id: front\n  kind: armed_group\n  name: Northern Front\n  source: invented\n  self_names:\n"
        "    - {text: Northern Host, since: 2014-01-01, until: 2016-08-15}\n    - {text: Northern Front, since: 2016-07-28}\n"
    )
    loaded = load_theatre(pack(tmp_path, actors))
    (remark,) = remarks_on(loaded.files)
    assert remark.where == "small/actors.yaml:2"
    assert "from 2016-07-28 to 2016-08-15 both names hold" in remark.what
    registry = Registry(loaded.theatre.actors)
    assert {registry.resolve(name, "2016-08-01") for name in ("Northern Host", "Northern Front")} == {"front"}


def test_one_name_of_two_actors_on_one_day_is_refused_with_both_lines(tmp_path: Path) -> None:
    """A name must mean one actor a day: whom it means is not chosen for the author."""
    actors = LEAGUE + "- {id: other, kind: armed_group, name: Other, names: [The League], source: invented}\n"
    with pytest.raises(PackError, match=r"actors.yaml:2: other: 'The League' is at the same time a name of league"):
        load_theatre(pack(tmp_path, actors))


def test_names_of_two_actors_that_look_alike_are_remarked_and_stay_two(tmp_path: Path) -> None:
    """A Cyrillic letter in a Latin name makes another name, of which the author is told."""
    actors = LEAGUE + '- {id: other, kind: armed_group, name: "The L\\u0435ague", source: invented}\n'
    loaded = load_theatre(pack(tmp_path, actors))
    alike, odd = sorted(str(remark) for remark in remarks_on(loaded.files))
    assert "mixes Cyrillic and Latin letters" in alike + odd
    assert "looks like 'The League' of league (small/actors.yaml:1)" in alike + odd
    assert Registry(loaded.theatre.actors).resolve("The League") == "league"


def test_a_larger_body_of_a_time_is_read_and_checked(tmp_path: Path) -> None:
    """An actor may be part of another between two days; a body that is none is named with its line."""
    good = LEAGUE + (
        "- {id: front, kind: armed_group, name: Front, within: [{of: league, since: 2017-01-28, until: 2017-07-20}], source: x}\n"
    )
    loaded = load_theatre(pack(tmp_path, good))
    assert Registry(loaded.theatre.actors).state("front", "2017-02-01") == "league"
    (tmp_path / "bad").mkdir()
    with pytest.raises(PackError) as refused:
        load_theatre(pack(tmp_path / "bad", good.replace("of: league", "of: nobody").replace("2017-07-20", "2017-01-01")))
    assert "actors.yaml:2: front: within 'nobody'" in str(refused.value)
    assert "from 2017-01-28 to 2017-01-01 runs backwards" in str(refused.value)


def test_a_civic_body_is_for_no_time_part_of_anybody_else(tmp_path: Path) -> None:
    """Dates do not turn an affiliation that somebody claims into a fact."""
    actors = LEAGUE + "- {id: aid, kind: civil_society, name: Aid, within: [{of: league, since: 2017-01-28}], source: x}\n"
    with pytest.raises(PackError, match="is a claim with a speaker, never a fact of a pack"):
        load_theatre(pack(tmp_path, actors))


@pytest.mark.parametrize("name", bundled())
def test_the_names_of_the_packs_that_come_along_are_told_apart(name: str) -> None:
    """No name that comes with the program can be mistaken for another's on the same day."""
    assert remarks_on(load_theatre(name).files) == ()


def test_a_group_that_took_another_name_is_called_by_that_of_the_day() -> None:
    """The name of July and the name of August are one group, each on its days; a name to come means nobody yet."""
    registry = Registry(load_theatre("syria_2016").theatre.actors)
    assert registry.name_on("jfs", "2016-07-27") == "Jabhat al-Nusra"
    assert registry.name_on("jfs", "2016-07-28") == "Jabhat Fatah al-Sham"
    assert registry.resolve("جبهة فتح الشام", "2016-07-27") is None
    assert {registry.resolve(name, "2016-09-20") for name in ("Джебхат Фатх аш-Шам", "جبهة فتح الشام", "al-Nusra")} == {"jfs"}
    assert registry.institution("jfs.julani", "2016-09-20") == "jfs"
    assert [registry.state("zenki", day) for day in ("2016-09-20", "2017-03-01", "2017-08-01")] == ["zenki", "hts", "zenki"]
