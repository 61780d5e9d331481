"""Bad input: each fault names file, place, what was expected and what to do, and the rest goes on."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from truceline.model import Fault, Span
from truceline.reader.formats import Incoming, Options, read_path


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fault(path: Path) -> Fault:
    """Return the one fault of a path that gives nothing else."""
    (item,) = read_path(path)
    assert isinstance(item, Fault)
    return item


def taken(path: Path) -> list[Incoming]:
    """Return what of a path is taken in."""
    return [item for item in read_path(path) if isinstance(item, Incoming)]


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    """Nothing to read is said, not passed over."""
    for content in (b"", b" \n\n"):
        found = fault(written(tmp_path, "empty.txt", content))
        assert found.code == "empty"
        assert "empty.txt" in found.message


def test_a_wrong_byte_is_named_with_its_offset_and_a_way_out(tmp_path: Path) -> None:
    """A file in another encoding is refused with byte, offset and what to give."""
    found = fault(written(tmp_path, "old.txt", b"caf\xe9 burned"))
    assert found.code == "wrong_encoding"
    for part in ("old.txt", "0xE9", "offset 3", "--encoding"):
        assert part in found.message


def test_nul_bytes_are_refused(tmp_path: Path) -> None:
    """A file with NUL is no text."""
    assert fault(written(tmp_path, "a.txt", b"It\x00burned")).code == "nul_bytes"
    assert fault(written(tmp_path, "b.txt", "It burned \u00e9\u00e9".encode("utf-16-le"))).code == "nul_bytes"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
    ],
)
@pytest.mark.parametrize("name", ["report.txt", "report.html", "report.csv", "report.jsonl"])
def test_something_else_under_the_name_of_a_text_is_recognised(tmp_path: Path, start: bytes, kind: str, name: str) -> None:
    """An archive or image renamed to text is named as what it is."""
    found = fault(written(tmp_path, name, start + b"\x00\x01rest\n"))
    assert found.code == "not_text"
    assert kind in found.message


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    """Memory does not grow with the size of what is thrown at it."""
    path = written(tmp_path, "huge.txt", b"")
    with path.open("r+b") as stream:
        stream.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    found = fault(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.code == "too_large"
    assert str(200 * 1024 * 1024) in found.message
    assert peak < 4 * 1024 * 1024


def test_a_line_that_is_too_long_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    """One giant line does not cost the others."""
    path = written(tmp_path, "a.jsonl", '{"id": "r1", "text": "' + "x" * 5000 + '"}\n{"id": "r2", "text": "y"}\n')
    first, second = read_path(path, options=Options(largest_line=1000))
    assert isinstance(first, Fault)
    assert isinstance(second, Incoming)
    assert (first.code, second.report.id) == ("too_large", "r2")


def test_a_broken_line_17_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """Line 17 of 20 is at fault, nineteen reports come in."""
    lines = [f'{{"id": "r{n}", "text": "It burned."}}' for n in range(1, 21)]
    lines[16] = '{"id": "r17", "text": '
    found = list(read_path(written(tmp_path, "day.jsonl", "\n".join(lines))))
    (broken,) = [item for item in found if isinstance(item, Fault)]
    assert len(found) == 20
    assert "day.jsonl, line 17" in broken.message
    assert "expected" in broken.message


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "r1"}',
        '{"id": 5, "text": "x"}',
        "[1]",
        "plain words",
        '{"id": "r1", "text": ""}',
        '{"id": "r1", "text": "a\\u0000b"}',
    ],
)
def test_a_line_that_is_no_report_is_a_fault(tmp_path: Path, line: str) -> None:
    """What is missing or of the wrong kind is said line by line."""
    assert "line 1" in fault(written(tmp_path, "a.jsonl", line)).message


def test_a_row_that_does_not_fit_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """A row with too few fields costs only itself."""
    found = list(read_path(written(tmp_path, "a.csv", "id,text,lang\nr1,One.,en\nr2,Two.\nr3,Three.,en\n")))
    assert [item.report.id for item in found if isinstance(item, Incoming)] == ["r1", "r3"]
    assert ["row 3" in item.message for item in found if isinstance(item, Fault)] == [True]


def test_a_table_without_a_text_column_is_refused(tmp_path: Path) -> None:
    """The message says which columns there were."""
    found = fault(written(tmp_path, "a.csv", "id,body\nr1,One.\n"))
    assert found.code == "no_text_column"
    assert "body" in found.message


def test_an_impossible_date_keeps_the_report_without_a_date(tmp_path: Path) -> None:
    """A report is not lost for a date that no calendar has."""
    (item,) = taken(written(tmp_path, "a.jsonl", '{"id": "r1", "text": "It burned.", "published_at": "2016-02-31"}'))
    assert item.report.published_at is None
    assert [f.code for f in item.faults] == ["impossible_date"]
    assert "2016-02-31" in item.faults[0].message


def test_an_impossible_date_in_the_head_of_a_text_is_named(tmp_path: Path) -> None:
    """The head of a text is held to the calendar, too."""
    (item,) = taken(written(tmp_path, "a.txt", "Fire\n\n31 February 2016\n\nIt burned.\n"))
    assert item.report.published_at is None
    assert [f.code for f in item.faults] == ["impossible_date"]


def test_scripts_of_a_page_leave_no_trace(tmp_path: Path) -> None:
    """Nothing of a script, nor of an event handler, gets into the text."""
    page = (
        "<p onclick='steal()'>It burned.</p><script>steal()</script><svg><script>steal()</script></svg>"
        "<iframe srcdoc='<p>steal</p>'></iframe>"
    )
    (item,) = taken(written(tmp_path, "a.html", page))
    assert item.report.text == "It burned."


def test_a_page_built_to_stall_the_parser_is_refused(tmp_path: Path) -> None:
    """A hundred thousand tags inside each other cost a message, not minutes."""
    assert fault(written(tmp_path, "a.html", "<div>" * 100_000 + "deep")).code == "too_deep"


def test_characters_that_turn_the_reading_round_are_kept_and_shown(tmp_path: Path) -> None:
    """The text is not changed, and the reader is told where its order deceives."""
    text = "It was \u202edenruB\u202c down."
    (item,) = taken(written(tmp_path, "a.txt", text))
    assert item.report.text == text
    assert [(f.code, f.span) for f in item.faults] == [("bidi_control", Span(7, 8)), ("bidi_control", Span(14, 15))]


def test_a_name_that_hides_characters_is_refused(tmp_path: Path) -> None:
    """Neither an id nor a file name may read other than it is written."""
    found = fault(written(tmp_path, "a\u202etxt.exe.txt", "It burned."))
    assert found.code == "hidden_in_name"
    assert "\u202e" not in found.message
    assert fault(written(tmp_path / ".", "b.jsonl", '{"id": "r\\u202e1", "text": "x"}')).code == "hidden_in_name"


def test_a_file_of_a_kind_that_is_not_read_is_named(tmp_path: Path) -> None:
    """In a folder nothing is passed over in silence."""
    written(tmp_path, "a.docx", b"PK\x03\x04")
    found = fault(tmp_path)
    assert found.code == "unknown_kind"
    assert "a.docx" in found.message


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    """A file that cannot be opened costs only itself."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    written(tmp_path, "b.txt", "It burned.")
    found = list(read_path(tmp_path))
    assert [item.code for item in found if isinstance(item, Fault)] == ["unreadable"]
    assert [item.report.id for item in found if isinstance(item, Incoming)] == ["b"]


def test_lists_nested_without_end_in_a_line_cost_only_that_line(tmp_path: Path) -> None:
    """A field that is not even read cannot end an ingest of other people's reports."""
    deep = '{"text": "x", "y": ' + "[" * 30_000 + "]" * 30_000 + "}"
    first, second = read_path(written(tmp_path, "a.jsonl", deep + '\n{"id": "r2", "text": "y"}\n'))
    assert isinstance(first, Fault)
    assert isinstance(second, Incoming)
    assert first.code == "bad_line"
    assert "a.jsonl, line 1" in first.message
    assert "expected" in first.message


@pytest.mark.parametrize("escape", ["\\q016-09-21", "\\ud8002016-09-21"])
def test_a_day_in_linked_data_that_is_no_json_is_no_day(tmp_path: Path, escape: str) -> None:
    """The page is read without it."""
    page = f'<script type="application/ld+json">{{"datePublished": "{escape}"}}</script><p>It burned.</p>'
    (item,) = taken(written(tmp_path, "a.html", page))
    assert (item.report.text, item.report.published_at) == ("It burned.", None)


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "undefined"])
def test_a_page_that_names_an_encoding_of_no_file_is_refused(tmp_path: Path, name: str) -> None:
    """One of those that Python knows takes hours for a page of some megabytes, which never come to be decoded."""
    page = f"<meta charset={name}><p>" + "-" + "a" * 1_000_000
    found = fault(written(tmp_path, "a.html", page))
    assert found.code == "wrong_encoding"
    assert name in found.message


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.jsonl"])
def test_half_a_character_is_named_in_every_format(tmp_path: Path, name: str) -> None:
    """Some encodings can write what no text has; it is refused, whatever kind of file it stands in."""
    content = {"a.csv": b"text\nIt +2AA- burned.\n", "a.jsonl": b'{"text": "It +2AA- burned."}\n'}.get(name, b"It +2AA- burned.")
    (found,) = read_path(written(tmp_path, name, content), encoding="utf-7")
    assert isinstance(found, Fault)
    assert name in found.message


def test_the_same_report_twice_comes_out_twice(tmp_path: Path) -> None:
    """Formats only read; what is already known is for the record to say."""
    written(tmp_path, "a.jsonl", '{"id": "r1", "text": "x"}\n{"id": "r1", "text": "x"}\n')
    assert len(taken(tmp_path)) == 2


def test_every_fault_says_what_was_expected(tmp_path: Path) -> None:
    """No message leaves a person without the next step."""
    written(tmp_path, "a.txt", b"caf\xe9")
    written(tmp_path, "b.txt", b"")
    written(tmp_path, "c.txt", b"PK\x03\x04")
    written(tmp_path, "d.jsonl", b"{")
    written(tmp_path, "e.csv", b"id\n1\n")
    faults = [item for item in read_path(tmp_path) if isinstance(item, Fault)]
    assert len(faults) == 5
    assert all("expected" in f.message or "save it as UTF-8" in f.message for f in faults)
