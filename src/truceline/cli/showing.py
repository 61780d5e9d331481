"""``truceline show``: the competing accounts of one incident, and for each cell the words and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import print_incidents, tell_waiting
from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import console, isolated, print_json, print_text, table
from truceline.cli.words import time_words

if TYPE_CHECKING:
    from truceline.outputs.views import DifferingView, Foot, Matrix, Row, Value

NARROW = 110
"""A terminal with fewer columns shows accounts one below another."""
CELL = 36
"""Characters of quoted words in a cell of the matrix."""
PROPOSED = "*"


def show(  # noqa: PLR0913 - one parameter an option
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Id of an incident, as `truceline incidents` prints it.")],
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print the competing accounts of an incident side by side, with the words behind every cell and where they stand."""
    from truceline.errors import NotFoundError  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        try:
            page = views.incident_page(held, incident, selection)
        except NotFoundError as error:
            tell_waiting(views.incidents_page(held, selection).basis.waiting)
            raise NotFoundError(str(error)) from error
    if as_json:
        print_json(page.matrix)
    else:
        print_matrix(page.matrix)
        _print_differing(page.differing)
    tell_waiting(page.basis.waiting)


def _print_differing(found: Sequence[DifferingView]) -> None:
    """Print what other offices decided otherwise; the decision made here stands."""
    if found:
        print_text("\nDecided otherwise by another office (the decision made here stands):")
        rows = [(" and ".join(d.claims), d.standing, d.decision, d.by, d.origin, d.entry[:16]) for d in found]
        console().print(table(("claim", "here", "there", "by", "log", "leaf there"), rows))


def print_matrix(matrix: Matrix, *, with_words: bool = True) -> None:
    """Print a matrix: the incident, a line for each account, what they say together, and the words of every cell.

    On a narrow terminal the accounts stand one below another, each with its words, because columns would be unreadable.
    """
    print_incidents((matrix.incident,), as_json=False)
    out = console()
    if out.width >= NARROW:
        rows = [_matrix_row(group.number, row, matrix.columns) for group in matrix.origins for row in group.rows]
        out.print(table(("origin", "account", *matrix.columns), rows, title="Accounts side by side", lines=True))
        if matrix.incident.standing.proposed:
            print_text(f"{PROPOSED} proposed by the machine; nobody has decided on it\n")
    for foot in matrix.foot:
        if foot.lines:
            print_text(isolated(_foot(foot)))
    if matrix.silent:
        print_text(f"no account says anything about: {', '.join(matrix.silent)}")
    if with_words or out.width < NARROW:
        print_text("\nThe words, and where they stand:")
        out.print(table(("account", "column", "value", "report", "at", "words"), _words(matrix)))


def _matrix_row(origin: int, row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return (str(origin), _row_name(row), *(_cell(row, column) for column in columns))


def _foot(foot: Foot) -> str:
    """Return what all accounts together say in one column, with the rule that made a range."""
    rule = f" ({foot.rule})" if foot.rule else ""
    contested = "  CONTESTED" if foot.contested else ""
    return f"{foot.column}: {'; '.join(foot.lines)}{rule}{contested}"


def _row_name(row: Row) -> str:
    via = f" via {', '.join(row.via)}" if row.via else ""
    repeats = f", repeated in {', '.join(row.repeats)}" if row.repeats else ""
    said = f"; said {time_words(row.said_at)}" if row.said_at else ""
    return f"{row.name}{via} ({', '.join(row.reports)}{repeats}{said})"


def _cell(row: Row, column: str) -> str:
    """Return a cell: its values each once, with the number of the claim it comes from; empty where nothing is said."""
    lines: dict[str, list[str]] = {}
    for cell in row.cells:
        for value in cell.values if cell.column == column else ():
            lines.setdefault(_value(value, longest=CELL), []).append(str(value.reference.number))
    return "\n".join(f"{text} [{','.join(dict.fromkeys(numbers))}]" for text, numbers in lines.items())


def _value(value: Value, *, longest: int | None = None) -> str:
    """Return a value, never firmer than the account: denied, unknown, presupposed, taken back or only proposed is said."""
    text = f"“{_cut(value.text, longest)}”" if value.quoted else value.text
    marks = [
        "denied: " if value.kind == "denied" else "unknown: " if value.kind == "unknown" else "",
        text,
        " (presupposed)" if value.presupposed else "",
        f" (taken back [{value.struck.number}])" if value.struck else "",
        PROPOSED if value.standing == "proposed" else "",
    ]
    return "".join(marks)


def _cut(words: str, longest: int | None) -> str:
    """Return at most ``longest`` characters, cut between words; the whole stands in the list of words."""
    if longest is None or len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0] + " …"


def _words(matrix: Matrix) -> list[tuple[str, ...]]:
    """Return a line for each value: whose, which column, the value, and report, offsets and words."""
    lines: list[tuple[str, ...]] = []
    for group in matrix.origins:
        for row in group.rows:
            for cell in row.cells:
                for value in cell.values:
                    place = value.reference
                    at = ", ".join(f"{span.start}:{span.end}" for span in place.spans)
                    lines.append(
                        (f"[{place.number}] {row.name}", cell.column, _value(value), place.report, at, f"“{place.words}”")
                    )
    return list(dict.fromkeys(lines))
