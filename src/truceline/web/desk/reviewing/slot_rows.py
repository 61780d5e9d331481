"""The happenings, figures, days and places of a claim as rows of a form: what was read stands in them, and some are empty.

A row that is left as it stands stays exactly as it was read; one that is emptied is taken out; an empty one that is filled adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from truceline.model import Claim, words_at
from truceline.web.desk.fields import DayField
from truceline.web.desk.reviewing.saying_form import MORE, ROWS, days_of, typed
from truceline.workflow.slots import Kind, Slot, Slots

T = TypeVar("T")


class Row(msgspec.Struct, frozen=True):
    """One row as the page shows it: its ``fields``, and from which ``words`` it was read, empty for a new one."""

    fields: tuple[forms.BoundField, ...]
    words: str


class Rows(msgspec.Struct, frozen=True):
    """The rows of one kind: the ``names`` of its fields without the number of a row, and the words each was read from.

    ``empty``: if nothing was read, so many rows.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    empty: int = MORE

    @property
    def numbers(self) -> range:
        """The numbers of the rows, those that are empty last."""
        return range(len(self.words) + MORE if self.words else self.empty)


def rows_of(claim: Claim, text: str) -> dict[str, Rows]:
    """Return the rows that a claim has, by kind."""

    def words(several: tuple[Any, ...]) -> tuple[str, ...]:
        return tuple(words_at(text, (each.span,)) for each in several)

    return {
        "events": Rows(("event", "means"), words(claim.events)),
        "counts": Rows(("effect", "number", "unit", "category", "count_of"), words(claim.counts), ROWS),
        "times": Rows(("when_from", "when_to", "time_of"), words(claim.times)),
        "places": Rows(("place", "place_of"), words(claim.places)),
    }


def fields_of(rows: Mapping[str, Rows], choices: Mapping[str, list[tuple[str, str]]]) -> dict[str, forms.Field]:
    """Return the fields of all rows by name; ``choices`` of what happened and by which means."""
    happenings = [("", "–"), *((str(number), str(number + 1)) for number in rows["events"].numbers)]
    made: dict[str, forms.Field] = {}
    for number in rows["events"].numbers:
        made[f"event{number}"] = forms.ChoiceField(label=_("What happened"), required=False, choices=choices["event"])
        made[f"means{number}"] = forms.ChoiceField(label=_("By which means"), required=False, choices=choices["means"])
    for number in rows["times"].numbers:
        made[f"when_from{number}"] = DayField(label=_("Happened on, or from"), required=False)
        made[f"when_to{number}"] = DayField(label=_("Happened until"), required=False)
    for number in rows["places"].numbers:
        widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
        made[f"place{number}"] = forms.CharField(label=_("Place"), required=False, max_length=300, widget=widget)
    for kind, name in (("counts", "count_of"), ("times", "time_of"), ("places", "place_of")):
        for number in rows[kind].numbers:
            made[f"{name}{number}"] = forms.ChoiceField(label=_("Of happening"), required=False, choices=happenings)
    return made


def shown(form: forms.Form, rows: Rows) -> Iterator[Row]:
    """Yield the rows of one kind for the page."""
    for number in rows.numbers:
        words = rows.words[number] if number < len(rows.words) else ""
        yield Row(tuple(form[f"{name}{number}"] for name in rows.names), words)


class SlotReader:
    """What a form that was found valid says of each row; its ``figure_rows`` are the figures by row."""

    def __init__(self, form: forms.Form, rows: Mapping[str, Rows]) -> None:
        self._said = form.cleaned_data
        self._changed = frozenset(form.changed_data)
        self._rows = rows

    def slots(self) -> Slots | None:
        """Return what was changed, None where no row was."""
        found = Slots(
            events=self._read("events", self._event),
            counts=self._read("counts", self._said["figure_rows"].get),
            times=self._read("times", self._time),
            places=self._read("places", lambda n: str(self._said.get(f"place{n}") or "").strip() or None),
        )
        return None if found == Slots() else found

    def _read(self, kind: str, said: Callable[[int], T | None]) -> tuple[Slot[T], ...] | None:
        """Return the rows of a kind, None where none was touched; the number of a row is that of its slot, if it is not empty."""
        rows = self._rows[kind]
        if not any(self._is_changed(rows, number) for number in rows.numbers):
            return None
        return tuple(slot for number in rows.numbers if (slot := self._slot(rows, number, said)) is not None)

    def _slot(self, rows: Rows, number: int, said: Callable[[int], T | None]) -> Slot[T] | None:
        was = number if number < len(rows.words) else None
        of = self._happening(rows, number)
        if was is not None and not any(f"{name}{number}" in self._changed for name in rows.names if not name.endswith("_of")):
            return Slot(was=was, of=of)
        now = said(number)
        return None if now is None else Slot(was=was, now=now, of=of)

    def _happening(self, rows: Rows, number: int) -> int | None:
        """Return the number among the happenings that are given of the row that was chosen."""
        chosen = next((self._said.get(f"{name}{number}") for name in rows.names if name.endswith("_of")), "") or ""
        if not chosen:
            return None
        given = [n for n in self._rows["events"].numbers if self.has_happening(n)]
        return given.index(int(chosen)) if int(chosen) in given else None

    def has_happening(self, number: int) -> bool:
        """Say whether a row of a happening is one, after what was typed."""
        rows = self._rows["events"]
        return (number < len(rows.words) and not self._is_changed(rows, number)) or self._event(number) is not None

    def _is_changed(self, rows: Rows, number: int) -> bool:
        return any(f"{name}{number}" in self._changed for name in rows.names)

    def _event(self, number: int) -> Kind | None:
        code = self._said.get(f"event{number}")
        return Kind(code, self._said.get(f"means{number}") or None) if code else None

    def _time(self, number: int) -> str | None:
        first, last = (self._said.get(f"when_{name}{number}") or "" for name in ("from", "to"))
        return f"{first}..{last}" if last else first or None


def as_read(claim: Claim) -> dict[str, object]:
    """Return what stands in the rows at first, as a person would type it."""
    found: dict[str, object] = {}
    for row, event in enumerate(claim.events):
        found |= {f"event{row}": event.type, f"means{row}": event.means or ""}
    for row, count in enumerate(claim.counts):
        found |= {f"effect{row}": count.effect, f"number{row}": typed(count)}
        found |= {f"unit{row}": count.unit, f"category{row}": count.category or ""}
    for row, time in enumerate(claim.times):
        found[f"when_from{row}"], found[f"when_to{row}"] = days_of(time.interval)
    found |= {f"place{row}": " ".join(place.name.split()) for row, place in enumerate(claim.places)}
    return found
