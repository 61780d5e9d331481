"""Formats: what a file says becomes a report, word for word."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from truceline.errors import InputError, UsageError
from truceline.model import Report
from truceline.reader.formats import Incoming, read_path


def reports(path: Path, published: str | None = None, publisher: str | None = None, encoding: str | None = None) -> list[Report]:
    """Return the reports of a path; fail on a fault."""
    found = list(read_path(path, published=published, publisher=publisher, encoding=encoding))
    assert all(isinstance(item, Incoming) for item in found), found
    return [item.report for item in found if isinstance(item, Incoming)]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_is_one_report_named_after_it(tmp_path: Path) -> None:
    """The id is the file's stem, the title its first line where that is plainly a heading."""
    path = written(
        tmp_path, "mill.txt", "Fire at the mill\n\n21 September 2016\n\nThe mill burned down in the night, the mayor said.\n"
    )
    (report,) = reports(path)
    assert (report.id, report.title, report.published_at, report.lang) == ("mill", "Fire at the mill", "2016-09-21", "en")
    assert report.text == path.read_text()


def test_a_day_inside_the_text_is_not_its_day_of_publication(tmp_path: Path) -> None:
    """Only a line that is nothing but a date says when a report was published."""
    (report,) = reports(written(tmp_path, "a.txt", "The mill burned on 21 September 2016, the mayor said.\n"))
    assert report.published_at is None


def test_two_days_in_the_head_are_no_answer(tmp_path: Path) -> None:
    """Where the head gives two days, none is guessed."""
    (report,) = reports(written(tmp_path, "a.txt", "Fire\n\n21 September 2016\n\n22 September 2016\n\nThe mill burned.\n"))
    assert report.published_at is None


def test_markdown_keeps_its_marks(tmp_path: Path) -> None:
    """The text of a Markdown file is the file."""
    (report,) = reports(written(tmp_path, "a.md", "# Fire at the mill\n\nIt *burned*.\n"))
    assert (report.title, report.text) == ("Fire at the mill", "# Fire at the mill\n\nIt *burned*.\n")


def test_text_is_never_normalised(tmp_path: Path) -> None:
    """Letters stay composed or decomposed as they were written, so hashes and offsets hold."""
    text = "cafe\u0301 and caf\u00e9\r\nand a\u00a0space"
    (report,) = reports(written(tmp_path, "a.txt", text))
    assert report.text == text


def test_a_page_gives_text_and_head_and_runs_nothing(tmp_path: Path) -> None:
    """Scripts, styles and navigation are left out; the head names title, publisher, day and language."""
    page = """<html lang="en-GB"><head><title>Fire</title><meta property="og:site_name" content="The Miller">
    <meta property="article:published_time" content="2016-09-21T08:00:00+02:00"><style>p{}</style></head>
    <body><nav>Home</nav><script>document.title = "gone"</script>
    <h1>Fire</h1><p>It <b>burned</b>\n down.</p><p>One<br>two</p></body></html>"""
    (report,) = reports(written(tmp_path, "a.html", page))
    assert report.text == "Fire\n\nIt burned down.\n\nOne\ntwo"
    assert (report.title, report.publisher, report.published_at, report.lang) == ("Fire", "The Miller", "2016-09-21", "en")


def test_a_page_in_its_own_encoding_is_read_as_marked(tmp_path: Path) -> None:
    """The encoding that a page names is the one it is read in."""
    (report,) = reports(written(tmp_path, "a.html", '<meta charset="windows-1252"><p>caf\u00e9</p>'.encode("windows-1252")))
    assert report.text == "caf\u00e9"


def test_a_page_of_thousands_of_nested_tags_is_read(tmp_path: Path) -> None:
    """A page built to exhaust the stack is read like any other."""
    (report,) = reports(written(tmp_path, "a.html", "<div>" * 3000 + "deep" + "</div>" * 3000))
    assert report.text == "deep"


def test_each_line_of_json_is_a_report(tmp_path: Path) -> None:
    """JSON Lines keep all that they say; a line without id is named after file and line."""
    lines = [
        {"id": "r1", "text": "It burned.", "publisher": "P", "published_at": "2016-09-21", "lang": "en", "url": "u"},
        {"text": "Again."},
    ]
    first, second = reports(written(tmp_path, "day.jsonl", "\n".join(map(json.dumps, lines))))
    assert (first.id, first.publisher, first.published_at, first.lang, first.url) == ("r1", "P", "2016-09-21", "en", "u")
    assert second.id == "day-2"


def test_each_row_of_a_table_is_a_report(tmp_path: Path) -> None:
    """Columns go by name, in any order; a quoted field may hold line breaks."""
    path = written(tmp_path, "day.csv", 'text,id,published_at\n"It burned,\nthey said.",r1,2016-09-21\nAgain.,,\n')
    first, second = reports(path)
    assert (first.id, first.text, first.published_at) == ("r1", "It burned,\nthey said.", "2016-09-21")
    assert second.id == "day-3"


def test_a_row_is_archived_with_its_header(tmp_path: Path) -> None:
    """The archived form of a row can be read by itself."""
    (item,) = read_path(written(tmp_path, "day.csv", "id;text\nr1;Burned.\n"))
    assert isinstance(item, Incoming)
    assert item.raw == b"id;text\nr1;Burned.\n"


def test_a_folder_is_read_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    """The same folder gives the same reports in the same order everywhere."""
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", ".hidden.txt", "b/z.md"):
        written(tmp_path, name, "It burned down.")
    assert [r.id for r in reports(tmp_path)] == ["a", "z", "c"]


def test_a_record_that_lies_in_the_folder_is_not_read_as_reports(tmp_path: Path) -> None:
    """The page and the settings of a record beside the reports stay out of it."""
    (tmp_path / "a.txt").write_text("A shell hit a bakery in Homs.", encoding="utf-8")
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "truceline.toml").write_text("", encoding="utf-8")
    (tmp_path / "record" / "page.html").write_text("<p>A page of the record.</p>", encoding="utf-8")
    assert [report.id for report in reports(tmp_path)] == ["a"]


def test_what_the_person_gives_fills_in_and_never_overwrites(tmp_path: Path) -> None:
    """A day and a publisher given by hand are for reports that do not say."""
    written(tmp_path, "a.jsonl", '{"id": "r1", "text": "x", "published_at": "2016-09-21"}\n{"id": "r2", "text": "y"}\n')
    first, second = reports(tmp_path, published="2016-10-01", publisher="Desk")
    assert (first.published_at, second.published_at, second.publisher) == ("2016-09-21", "2016-10-01", "Desk")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads a pipe: JSON Lines where it begins with a brace, else text."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "r1", "text": "x"}\n')))
    assert [r.id for r in reports(Path("-"))] == ["r1"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"It burned.")))
    assert [(r.id, r.text) for r in reports(Path("-"))] == [("stdin", "It burned.")]


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A mistyped path is an error at once."""
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        read_path(tmp_path / "nowhere.txt")


def test_a_day_given_by_hand_must_exist(tmp_path: Path) -> None:
    """--published takes only a day of the calendar."""
    with pytest.raises(UsageError, match="2016-02-31"):
        read_path(written(tmp_path, "a.txt", "x"), published="2016-02-31")


def test_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    """A byte order mark says how a file is written."""
    (report,) = reports(written(tmp_path, "a.txt", "It burned.".encode("utf-16")))
    assert report.text == "It burned."


def test_an_encoding_given_by_hand_is_used(tmp_path: Path) -> None:
    """A file in another encoding is read once that is named."""
    (report,) = reports(written(tmp_path, "a.txt", "caf\u00e9".encode("windows-1252")), encoding="windows-1252")
    assert report.text == "caf\u00e9"
