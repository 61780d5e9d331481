"""``truceline read``: what a reader finds in files; nothing is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, Encoding, Published, Publisher, Theatre
from truceline.cli.output import console, fault_line, isolated, print_json, print_text, say, table
from truceline.cli.progress import watching

if TYPE_CHECKING:
    from truceline.workflow.reading import Read

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Files or folders: .txt .md .html .csv .jsonl; - reads one text from stdin."),
]


def read(  # noqa: PLR0913 - one parameter an option
    files: Files,
    *,
    as_json: AsJson = False,
    theatre: Theatre = None,
    published: Published = None,
    publisher: Publisher = None,
    encoding: Encoding = None,
) -> None:
    """Read reports and print who says what; keeps nothing.

    One object per report on stdout with --json: attributions, counts, times, places, events and faults, all as spans of the text.
    """
    from truceline.model import Fault  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.packs import load_theatre  # noqa: PLC0415
    from truceline.workflow.reading import Defaults, check_paths, read_files, reader_for  # noqa: PLC0415

    check_paths(files)
    reader = reader_for(load_theatre(theatre or "world").theatre)
    unreadable = done = 0
    with watching("read", "reports") as watch:
        for item in read_files(files, reader, Defaults(published=published, publisher=publisher, encoding=encoding)):
            if isinstance(item, Fault):
                unreadable += 1
                say(f"truceline: {fault_line(item)}")
                continue
            done += 1
            _print(item, as_json=as_json)
            watch(done, None)
    if unreadable or not done:
        raise typer.Exit(3 if unreadable else 4)


def _print(item: Read, *, as_json: bool) -> None:
    for fault in (*item.incoming.faults, *item.reading.faults):
        say(f"truceline: {fault_line(fault, where=item.incoming.report.id)}")
    if as_json:
        print_json(item.reading)
        return
    report = item.incoming.report
    print_text(
        isolated(f"{report.id}  {report.title or '(no title)'}  {report.publisher or ''}  {report.published_at or 'no date'}")
    )
    console().print(table(("at", "who", "stance", "about", "words"), _rows(item)))


def _rows(item: Read) -> list[tuple[str, ...]]:
    from truceline.model import words_at  # noqa: PLC0415

    text = item.incoming.report.text
    rows: list[tuple[str, ...]] = []
    for each in item.reading.attributions:
        who = each.speaker.name if each.speaker else "(the report itself)" if each.voice == "narration" else "(nobody named)"
        through = "".join(f" via {relay.name}" for relay in each.via)
        at = f"{each.content[0].start}:{each.content[-1].end}"
        rows.append((at, who + through, each.stance, ", ".join(each.about), words_at(text, each.content)))
    return rows
