"""UCDP actor lists (CSV), read into actors of a theatre pack.

The list names each actor in several ways, says whether it took another name, and with whom it allied or merged. Names are
carried over; it gives no days, so a renaming stays a remark. With whom somebody allied, from whom it split and whom it joined is
somebody's finding and stays a remark too: a pack never says to whom anybody belongs unless a source of the group's own says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from truceline.model import Actor, ActorKind, ActorName
from truceline.reader.formats.listed_names import alone, in_order
from truceline.reader.formats.located_yaml import Mistake

NEEDED = ("ActorId", "NameData")
_NAMES = ("NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullMotherTongue", "NewNameFullEng", "NameFull")
_SAYS = (
    ("NamePrev", "it split from"),
    ("NameSplitTemp", "it split for a time from"),
    ("NameAlliance", "it allied with"),
    ("GroupName", "it joined"),
)
_KINDS: Mapping[str, ActorKind] = {"1": "armed_group", "2": "body", "3": "body", "4": "government"}
_CARRIED = frozenset({*NEEDED, *_NAMES, "NameChange", "Org", *(column for column, _ in _SAYS)})
LONGEST_CELL = 8192
"""More characters than any list has in a cell. How many the CSV module takes is set for the whole process, and others set it."""
_NOTHING = frozenset({"", "na", "n/a", "null", "none", "-", "."})


def read(path: str, text: str, *, source: str) -> tuple[tuple[Actor, ...], tuple[Mistake, ...]]:
    """Return the actors of a list, and what could not be carried over, by line; no actors where a needed column is missing."""
    remarks: list[Mistake] = []
    rows = _rows(path, text.lstrip("\ufeff"), remarks)
    _, head = next(rows, (1, []))
    head = [column.strip() for column in head]
    if missing := [column for column in NEEDED if column not in head]:
        remarks.append(Mistake(f"{path}:1", f"no column {', '.join(missing)}; expected those of a UCDP actor list"))
        return (), tuple(remarks)
    if unused := [column for column in head if column and column not in _CARRIED]:
        remarks.append(Mistake(f"{path}:1", f"columns that a pack has no place for, not carried over: {', '.join(unused)}"))
    actors: list[Actor] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        where = f"{path}:{line}"
        if not any(cell.strip() for cell in row):
            continue
        if any(len(cell) > LONGEST_CELL for cell in row):
            remarks.append(Mistake(where, f"a cell of more than {LONGEST_CELL:,} characters; no actor is called so; passed over"))
            continue
        if len(row) != len(head):
            remarks.append(Mistake(where, f"{len(row)} cells ({', '.join(row[:2])}); expected {len(head)}; passed over"))
            continue
        cells = {column: _cell(value) for column, value in zip(head, row, strict=True)}
        actor = _actor(where, cells, source, remarks)
        if actor is not None and actor.id in lines:
            remarks.append(Mistake(where, f"{actor.id} stands already in line {lines[actor.id]}; the row was passed over"))
        elif actor is not None:
            lines[actor.id] = line
            actors.append(actor)
    return alone(path, actors, lines, remarks), in_order(remarks)


def _rows(path: str, text: str, remarks: list[Mistake]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its last line; a row over several lines, or one that is no CSV, is a remark, the others are read."""
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text))
    while True:
        begins = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            remarks.append(Mistake(f"{path}:{rows.line_num}", f"no row of CSV ({error}); passed over"))
            continue
        if rows.line_num > begins:
            what = f"the row goes on to line {rows.line_num}; expected one line: is a quotation mark not closed?"
            remarks.append(Mistake(f"{path}:{begins}", what))
        yield rows.line_num, row


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _cell(value: str) -> str:
    plain = " ".join(value.split())
    return "" if plain.lower() in _NOTHING else plain


def _actor(where: str, cells: Mapping[str, str], source: str, remarks: list[Mistake]) -> Actor | None:
    number, name = cells["ActorId"], cells["NameData"]
    if not number.isascii() or not number.isdigit() or not name:
        remarks.append(
            Mistake(where, f"ActorId {number!r}, NameData {name!r}; expected a number and a name; the row was passed over")
        )
        return None
    kind = _KINDS.get(cells.get("Org", ""))
    if kind is None:
        remarks.append(Mistake(where, f"{name}: Org {cells.get('Org', '')!r} is none of {', '.join(_KINDS)}; taken as body"))
    remarks += [Mistake(where, what) for what in _not_carried(name, cells)]
    listed = dict.fromkeys(cells.get(column, "") for column in _NAMES)
    names = tuple(ActorName(text=text) for text in listed if text and text != name)
    return Actor(id=f"ucdp-{number}", kind=kind or "body", name=name, names=names, source=f"{source}, actor {number}")


def _not_carried(name: str, cells: Mapping[str, str]) -> Iterator[str]:
    new = cells.get("NewName") or cells.get("NewNameFullEng")
    if cells.get("NameChange") == "1" or new:
        before = cells.get("NameOrig") or cells.get("NameOrigFullEng") or name
        yield f"{name}: renamed from {before!r} to {new or name!r}; the list gives no day: add since and until to both names"
    for column, says in _SAYS:
        if other := cells.get(column):
            yield f"{name}: the list says that {says} {other!r}; a claim; to keep it: `truceline actor tell`"
