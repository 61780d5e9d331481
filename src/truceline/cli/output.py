"""Printing: data on stdout, talk on stderr, tables that fit the terminal or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from truceline.model import Fault

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDEST_HEAD = 14
"""No column is narrower than its name, up to this many characters."""
PIPE_WIDTH = 160
"""Columns of a table that goes into a pipe or a file, where no terminal says how wide it is."""


def say(text: str) -> None:
    """Write a line of talk on stderr."""
    sys.stderr.write(f"{text}\n")


def print_json(value: object) -> None:
    """Write one value as one line of JSON on stdout."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def print_text(text: str = "") -> None:
    """Write a line of data on stdout; half a character, as in the name of a file that is no UTF-8, is escaped."""
    sys.stdout.write(f"{text}\n".encode("utf-8", "backslashreplace").decode())


def console() -> Console:
    """Return a console on stdout that is as wide as the terminal, or PIPE_WIDTH where there is none."""
    from rich.console import Console  # noqa: PLC0415 - rich only where something is drawn

    wide = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(file=sys.stdout, width=wide, highlight=False, emoji=False, markup=False, soft_wrap=False)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    lines: bool = False,
    unbroken: int = WIDEST_HEAD,
) -> Table:
    """Return a table of plain text; nothing in a cell is read as markup. ``unbroken``: words up to this length stay whole."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    cells = [tuple(isolated(cell) for cell in row) for row in rows]
    made = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", show_lines=lines, pad_edge=False, header_style="bold")
    for name, width in zip(columns, _whole_words(columns, cells, unbroken), strict=True):
        made.add_column(name, overflow="fold", min_width=width)
    for row in cells:
        made.add_row(*map(Text, row))
    return made


def _whole_words(columns: Sequence[str], cells: Sequence[Sequence[str]], unbroken: int) -> list[int]:
    """Return the least width of each column: that of its longest usual word where all columns then fit, else of its head."""
    heads = [min(len(name), WIDEST_HEAD) for name in columns]
    words = [max((len(word) for row in cells for word in row[at].split()), default=0) for at in range(len(columns))]
    wide = [max(head, min(word, unbroken)) for head, word in zip(heads, words, strict=True)]
    return wide if sum(wide) + 3 * len(columns) <= console().width else heads


def isolated(text: str) -> str:
    """Return the text with controls that could turn or repaint the line around it shown as what they are.

    Reports may hold terminal escapes, or override characters that make words run backwards on the screen.
    """
    return "".join(
        f"<U+{ord(c):04X}>" if c in CONTROLS or (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 else c for c in text
    )


CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def fault_line(fault: Fault, where: str | None = None) -> str:
    """Return one fault of the material as one line for people: where, what, and its code."""
    at = fault.where or where or "?"
    if at in fault.message:
        return isolated(f"{fault.message} [{fault.code}]")
    span = f", characters {fault.span.start}-{fault.span.end}" if fault.span else ""
    return isolated(f"{at}{span}: {fault.message} [{fault.code}]")


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return "1 report", "2 reports", "1,000 reports".

    >>> plural(2, "entry", "entries")
    '2 entries'
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
