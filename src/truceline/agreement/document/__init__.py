r"""The file of an agreement (YAML that a lawyer can read) into a value, or into everything that is wrong with it.

Every mistake has its file and line and says what was expected; all of them are found at once, and with a single one there is no
agreement, since what is held against a text must stand in it. See docs/formats/agreement.md.

>>> read("a.yaml", b"id: truce\nname: Truce\n", {}, ())[1][0].what
'date is missing; expected a day like 2016-09-12'
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping

import msgspec

from truceline.agreement.document.cited import Names, missing, own_names
from truceline.agreement.document.entries import Entries, Entry
from truceline.agreement.document.forms import FORMS, Form
from truceline.agreement.document.points import odd_point
from truceline.agreement.document.rules import AFTERWARDS, Odd, broken
from truceline.agreement.document.written import odd, readable
from truceline.model import Actor
from truceline.model.agreements import Act, Agreement, Calendar
from truceline.reader.formats.located_yaml import LocatedMap, Mistake, read_yaml

__all__ = ["read"]


def read(path: str, data: bytes, actors: Mapping[str, Actor], places: Collection[str]) -> tuple[Agreement | None, list[Mistake]]:
    """Return the agreement that a file holds, or None and every mistake, by line.

    ``path`` only names the file in messages; ``actors`` and ``places`` are those of the pack, by id.
    """
    mistakes: list[Mistake] = []
    root = read_yaml(path, data, mistakes)
    if not isinstance(root, LocatedMap):
        if not mistakes:
            mistakes.append(Mistake(f"{path}:1", "expected the keys of an agreement: id, name, date, calendar, parties ..."))
        return None, mistakes
    entries = Entries(path, root)
    agreement = entries.read(Agreement)
    calendar = readable(agreement.calendar)
    names = Names(actors=actors, places=places, own=own_names(root), hints=entries.hints)
    for fault in (*_odd_fields(entries.found, names, calendar), *broken(agreement, entries.found, calendar, actors)):
        entries.wrong(*fault)
    if entries.mistakes:
        return None, _by_line(entries.mistakes)
    acts = tuple(map(_with_its_end, agreement.acts))
    return msgspec.structs.replace(agreement, acts=acts, sha256=hashlib.sha256(data).hexdigest()), []


def _odd_fields(entries: list[Entry], names: Names, calendar: Calendar) -> Iterator[Odd]:
    """Yield every field that is not written as its form asks, or cites what is not there."""
    for entry in entries:
        for field, form in FORMS.get(type(entry.value), {}).items():
            value = getattr(entry.value, field)
            several = value if isinstance(value, tuple) else (value,) if value else ()
            for at, text in enumerate(several):
                what = _odd_text(form, text, names, calendar)
                if what:
                    yield Odd((*entry.steps, field, at) if isinstance(value, tuple) else (*entry.steps, field), f"{field} {what}")


def _odd_text(form: Form, text: str, names: Names, calendar: Calendar) -> str | None:
    if form == "point":
        return odd_point(text, names.places, names.hints)
    return odd(form, text, calendar) or missing(form, text, names)


def _with_its_end(act: Act) -> Act:
    """Return an act with the state that the arrangement has after it, where its entry leaves that to be understood."""
    if act.changes == "arrangement" and act.to is None:
        return msgspec.structs.replace(act, to=AFTERWARDS[act.act])
    return act


def _by_line(mistakes: list[Mistake]) -> list[Mistake]:
    return sorted(dict.fromkeys(mistakes), key=lambda mistake: int(mistake.where.rpartition(":")[2]))
