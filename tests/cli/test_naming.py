"""``truceline actors`` and ``truceline actor``: names on a day, claims of coverage entered and listed, lists converted."""

from __future__ import annotations

from pathlib import Path

from fakes.command_line import Run
from truceline.cli.naming_lines import groups
from truceline.outputs.views.actor_pages import GroupView, QuoteView


def test_a_name_is_shown_with_its_days_and_users(record: Path, truceline: Run) -> None:
    """One command answers who calls a group what, and since when."""
    done = truceline("actors", "Jabhat al-Nusra", "--on", "2016-09-20", "--record", record)
    assert done.code == 0
    assert "Jabhat Fatah al-Sham (jfs), as of 2016-09-20" in done.out
    assert "2016-07-28: Jabhat al-Nusra -> Jabhat Fatah al-Sham" in done.out
    assert "used by" in done.out


def test_a_look_alike_is_not_known_and_ends_with_nothing_found(record: Path, truceline: Run) -> None:
    """A Cyrillic letter is not silently read as a Latin one: the command says what the name looks like, and finds nobody."""
    done = truceline("actors", "Nusr\u0430 Front", "--record", record)
    assert (done.code, done.out) == (4, "")
    assert "is not known in this theatre" in done.err
    assert "looks like 'Nusra Front' of jfs (differs by: \u0430 (U+0430 CYRILLIC SMALL LETTER A)" in done.err


def test_what_is_entered_of_coverage_stands_under_its_speaker_until_it_is_withdrawn(record: Path, truceline: Run) -> None:
    """What a person heard somebody say is listed as that somebody's, once, and goes when it is withdrawn."""
    words = (
        "actor",
        "tell",
        "Ahrar al-Sham",
        "--says",
        "Jaysh al-Islam",
        "--coverage",
        "not_accepted",
        "--said-on",
        "2016-09-12",
    )
    first = truceline(*words, "--published", "2016-09-12", "--record", record)
    again = truceline(*words, "--published", "2016-09-12", "--record", record)
    assert (first.code, first.out) == (0, "tl1\n")
    assert "nothing new" in again.err
    (found,) = truceline("actors", "ahrar-al-sham", "--json", "--record", record).lines
    assert [(line["by_name"], line["state"], line["since"]) for line in found["coverage"]] == [
        ("Jaysh al-Islam", "not_accepted", "2016-09-12")
    ]
    assert truceline("actor", "withdraw", "tl1", "--reason", "misheard", "--record", record).code == 0
    (found,) = truceline("actors", "ahrar-al-sham", "--json", "--record", record).lines
    assert found["coverage"] == []


def test_an_affiliation_is_only_kept_with_the_words_of_its_speaker(record: Path, truceline: Run) -> None:
    """Without the words nothing is written; with them they are a quotation."""
    words = ("actor", "tell", "White Helmets", "--says", "Somebody", "--relation", "close_to", "--other", "Nusra Front")
    refused = truceline(*words, "--record", record)
    assert refused.code == 2
    assert "only kept as quoted" in refused.err
    done = truceline(*words, "--words", "they stand near each other", "--record", record)
    assert done.code == 0
    assert "'Somebody' is nobody of this theatre" in done.err
    shown = truceline("actors", "scd", "--record", record).out
    assert "affiliation, as others say" in shown
    assert "they stand near each other" in shown


def test_a_wrong_word_or_day_is_refused_before_anything_is_written(record: Path, truceline: Run) -> None:
    """A state that is none, and an end before a beginning, are told with what was expected."""
    for extra, said in (
        (("--coverage", "maybe"), "expected one of party, accepted"),
        (("--coverage", "party", "--since", "2016-09-20", "--until", "2016-09-01"), "runs backwards"),
        ((), "either --coverage STATE or --relation WORD"),
    ):
        done = truceline("actor", "tell", "Ahrar al-Sham", "--says", "Russia", *extra, "--record", record)
        assert done.code == 2
        assert said in done.err


def test_a_list_of_another_project_is_converted_to_stdout_with_remarks_on_stderr(truceline: Run, tmp_path: Path) -> None:
    """The pack's text goes into a pipe, and what could not be carried over is told beside it."""
    (tmp_path / "list.txt").write_text("RED_FRONT [KESREB]\nGHOST\n", encoding="utf-8")
    done = truceline("actors", "convert", tmp_path / "list.txt", "--from", "petrarch")
    assert done.code == 0
    assert '- id: "red-front"' in done.out
    assert "list.txt:2: 'GHOST' has no code" in done.err
    assert truceline("actors", "convert", tmp_path / "list.txt", "--from", "ucdp").code == 4


def test_the_names_of_a_pack_are_checked(truceline: Run) -> None:
    """A bundled pack has nothing to look at."""
    done = truceline("actors", "check", "syria_2016")
    assert (done.code, done.out) == (0, "")


def test_a_pack_with_two_names_on_the_same_days_is_told_of_when_it_comes_into_use(truceline: Run, tmp_path: Path) -> None:
    """Whoever makes a record with a pack of his own hears, with file and line, that both names resolve; nothing is refused."""
    pack = tmp_path / "korland"
    pack.mkdir()
    (pack / "pack.yaml").write_text('name: korland\ntitle: Korland\nversion: "1"\nabout: made up\n', encoding="utf-8")
    names = "self_names: [{text: Red Host, since: 2015-01-01, until: 2016-09-01}, {text: Red Front, since: 2016-07-01}]"
    (pack / "actors.yaml").write_text(
        f"- {{id: red, kind: armed_group, name: Red Front, {names}, source: made up}}\n", encoding="utf-8"
    )
    done = truceline("init", tmp_path / "kept", "--theatre", pack)
    assert done.code == 0
    assert "korland/actors.yaml:1: red: calls itself 'Red Host' until 2016-09-01 and 'Red Front' from 2016-07-01" in done.err


def test_what_is_told_of_a_group_that_no_pack_names_is_listed_under_its_words() -> None:
    """A claim on "the northern factions" is neither lost nor put to anybody."""
    quote = QuoteView(
        actor="northern factions",
        other="red",
        relation="close_to",
        words="they are near",
        by="ru",
        name="",
        said_on="2016-09-12",
        known_on="2016-09-12",
        stance="deny",
        standing="entered",
        rule="",
        sources=("tl1",),
        by_name="Russia",
        actor_name="northern factions",
        other_name="Red",
    )
    assert list(groups((GroupView(name="northern factions", coverage=(), quotes=(quote,)),))) == [
        "northern factions (no actor of the theatre)",
        "  affiliation, as others say:",
        "    Russia (deny), 2016-09-12: “they are near” (tl1, entered)",
    ]
