r"""Cells of a table that a spreadsheet will open: text that it would run as a formula, or that hides something, is made harmless.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break for a formula (also the full-width
forms of these); a report could say so on purpose. Such text gets an apostrophe in front. Characters that reorder or hide what
stands beside them are written as ``<U+202E>``. Numbers stay numbers. How many cells were changed is counted and said in the
manifest; the lines of the other format stay exact.

>>> guarded("=HYPERLINK(1)")
"'=HYPERLINK(1)"
>>> guarded("20 killed")
'20 killed'
>>> uncovered("safe\u202eelif")
'safe<U+202E>elif'
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from truceline.outputs.exports.parts import Cell
from truceline.outputs.report.text import HIDDEN

_BEGINS = frozenset("=+-@\t\r\n\0＝＋－＠﹢﹣﹦﹫")
MARK = "\ufeff"
"""At the start of the file: without it spreadsheets read Arabic and Cyrillic as noise."""


class Table(msgspec.Struct, frozen=True):
    """A table as bytes, and how many cells were made harmless."""

    data: bytes
    guarded: int
    uncovered: int


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """Return rows as CSV (RFC 4180; UTF-8 with a mark), first the names of the columns."""
    counted = {"guarded": 0, "uncovered": 0}

    def safe(cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        opened = uncovered(cell)
        made = guarded(opened)
        counted["uncovered"] += opened != cell
        counted["guarded"] += made != opened
        return made

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return Table((MARK + out.getvalue()).encode(), counted["guarded"], counted["uncovered"])


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    first = text.lstrip(" ")[:1]
    return f"'{text}" if first and first in _BEGINS else text


def uncovered(text: str) -> str:
    """Return text with every character that hides or reorders written as its number."""
    return HIDDEN.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)
