"""From the words of a file to the entries of an agreement, guided by their types; every fault is collected, none stops the rest.

A value alone may stand where a list is expected. What is wrong leaves a gap that the later checks pass over (an empty string, a
default, a missing entry), so that a file with one fault in its first line still has all others named.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

import msgspec

from truceline.agreement.document.forms import PARTIES, SHORT, Form, Kind, fields_of, form_of, is_required
from truceline.agreement.document.hints import Hints, some
from truceline.agreement.document.written import EXPECTED, shown
from truceline.model.agreements import Calendar
from truceline.reader.formats.located_yaml import LocatedList, LocatedMap, Mistake, Step, Value, line_at

T = TypeVar("T", bound=msgspec.Struct)
Steps = tuple[Step, ...]

_GAP = object()
_KEY = re.compile(r"[a-z0-9._-]+")
_TRUTH = {"true": True, "false": False}


class Entry(NamedTuple):
    """An entry of the file as a value, and the steps that lead to it in the file."""

    value: msgspec.Struct
    steps: Steps


class Entries:
    """Reads the entries of one file; ``found`` has each as it was met, ``mistakes`` what was wrong."""

    def __init__(self, path: str, root: LocatedMap) -> None:
        self.path = path
        self.root = root
        self.found: list[Entry] = []
        self.mistakes: list[Mistake] = []
        self.hints = Hints()
        self.sources = self._keys_of_sources()
        self.parties = tuple(each for each in _listed(root.get("parties")) if isinstance(each, str))

    def read(self, kind: type[T], steps: Steps = ()) -> T:
        """Return the whole file as one entry of a type, with gaps where something is wrong."""
        return typing.cast("T", self._entry(kind, LocatedMap(1) if self.root is None else self.root, steps))

    def wrong(self, steps: Steps, what: str) -> None:
        """Note a mistake at the line to which the steps lead, with the name of the entry it is in."""
        line = line_at(self.root, steps)
        self.mistakes.append(Mistake(f"{self.path}:{line}", f"{self._name_at(steps)}{what}"))

    def _keys_of_sources(self) -> Mapping[str, str]:
        raw = self.root.get("sources")
        if raw is not None and not isinstance(raw, LocatedMap):
            self.wrong(("sources",), "sources; expected short keys, each with its citation: key: citation")
        return {key: text.strip() for key, text in raw.items() if isinstance(text, str)} if isinstance(raw, LocatedMap) else {}

    def _entry(self, kind: Kind, raw: Value, steps: Steps) -> object:
        if kind in SHORT and not isinstance(raw, LocatedMap) and raw is not None:
            raw = _spelt_out(kind, raw)
        if not isinstance(raw, LocatedMap):
            keys = ", ".join(field.name for field in fields_of(kind))
            self.wrong(steps, f"{_shown(raw)}; expected a mapping with some of the keys {keys}")
            return _GAP
        self._name_unknown(kind, raw, steps)
        given: dict[str, object] = {}
        for field in fields_of(kind):
            value = self._field(kind, field, raw.get(field.name), (*steps, field.name))
            if value is not _GAP:
                given[field.name] = value
            elif field.required:
                given[field.name] = _filler(field.type)
        made = kind(**given)
        self.found.append(Entry(made, steps))
        return made

    def _name_unknown(self, kind: Kind, raw: LocatedMap, steps: Steps) -> None:
        known = [field.name for field in fields_of(kind)] + (["sources"] if not steps else [])
        for key in raw:
            if key not in known:
                near = self.hints.question(key, known) or f"; expected some of {', '.join(known)}"
                self.wrong((*steps, key), f"unknown key {shown(key)}{near}")

    def _field(self, kind: Kind, field: msgspec.structs.FieldInfo, raw: Value, steps: Steps) -> object:
        form = form_of(kind, field.name)
        if raw is None:
            if is_required(kind, field):
                self.wrong(steps, f"{field.name} is missing; expected {_expected(field.type, form)}")
            return _GAP
        if form == "citation":
            return self._citation(field.name, raw, steps)
        value = self._value(field.type, raw, steps, form)
        if value == () and field.required:
            self.wrong(steps, f"{field.name} is empty; expected at least one")
        return value

    def _value(self, kind: object, raw: Value, steps: Steps, form: Form | None) -> object:
        """Return a value of a type, ``_GAP`` with a mistake where the words are none."""
        kind = _without_none(kind)
        if typing.get_origin(kind) is tuple:
            return self._list(typing.get_args(kind)[0], raw, steps, form)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._entry(kind, raw, steps)
        name = next(step for step in reversed(steps) if isinstance(step, str))
        if not isinstance(raw, str) or not raw.strip():
            self.wrong(steps, f"{name} {_shown(raw)}; expected {_expected(kind, form)}")
            return _GAP
        word = raw.strip()
        found = _read_as(kind, word)
        if found is _GAP:
            self.wrong(steps, f"{name} {shown(word)}; expected {_expected(kind)}{self.hints.question(word, _choices(kind))}")
        return found

    def _list(self, kind: object, raw: Value, steps: Steps, form: Form | None) -> object:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(raw, LocatedMap):
            return self._one_entry(kind, raw, steps)
        items = raw if isinstance(raw, LocatedList) else [raw]
        values: list[object] = []
        seen: set[object] = set()
        for at, item in enumerate(items):
            where = (*steps, at) if isinstance(raw, LocatedList) else steps
            if form in ("actor", "who", "taker") and item == PARTIES:
                values += self.parties or (PARTIES,)  # without parties the word stays, for the checks to pass over
            elif (value := self._value(kind, item, where, form)) is not _GAP:
                if form is not None and form != "point" and value in seen:
                    self.wrong(where, f"{steps[-1]} {value!r} stands in the list twice; expected it once")
                seen |= {value} if isinstance(value, str) else set()
                values.append(value)
        return tuple(dict.fromkeys(values)) if form in ("actor", "who", "taker") else tuple(values)

    def _one_entry(self, kind: Kind, raw: LocatedMap, steps: Steps) -> object:
        """Read one mapping where a list of them is expected; it is usually a list whose dashes were forgotten."""
        known = {field.name for field in fields_of(kind)}
        if known & raw.keys():
            value = self._entry(kind, raw, steps)
            return () if value is _GAP else (value,)
        self.wrong(steps, f"{steps[-1]}: expected a list of entries, each with a dash before it")
        return _GAP

    def _citation(self, name: str, raw: Value, steps: Steps) -> object:
        """Return where something stands, with the keys of ``sources`` written out; several are joined by semicolons."""
        found = []
        for at, key in enumerate(_listed(raw)):
            where = (*steps, at) if isinstance(raw, LocatedList) else steps
            if not isinstance(key, str) or not key.strip():
                self.wrong(where, f"{name} {_shown(key)}; expected a citation or a key of sources")
            elif key.strip() in self.sources:
                found.append(self.sources[key.strip()])
            elif self.sources and _KEY.fullmatch(key.strip()):
                near = self.hints.question(key, self.sources)
                self.wrong(where, f"{name} {key!r} is no key of sources ({some(self.sources)}) and no citation{near}")
            else:
                found.append(key.strip())
        return "; ".join(found) if found else _GAP

    def _name_at(self, steps: Steps) -> str:
        """Return the innermost named entry that the steps pass through, as a beginning of a message."""
        value: Value = self.root
        name = ""
        for step in steps:
            value = _below(value, step)
            if isinstance(step, int) and isinstance(value, LocatedMap):
                title = value.get("id") or value.get("name") or value.get("act") or value.get("party") or value.get("actor")
                name = f"{title}: " if isinstance(title, str) else name
        return name


def _spelt_out(kind: Kind, raw: Value) -> LocatedMap:
    """Return the mapping for which a bare value is short."""
    whole = LocatedMap(1)
    whole[SHORT[kind]] = raw
    return whole


def _below(value: Value, step: Step) -> Value:
    if isinstance(value, LocatedMap) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, LocatedList) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _listed(raw: Value) -> list[Value]:
    return list(raw) if isinstance(raw, LocatedList) else [] if raw is None else [raw]


def _without_none(kind: object) -> object:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next(each for each in typing.get_args(kind) if each is not type(None))
    return kind


def _choices(kind: object) -> tuple[str, ...]:
    return typing.get_args(kind) if typing.get_origin(kind) is Literal else ()


def _read_as(kind: object, word: str) -> object:
    if kind is bool:
        return _TRUTH.get(word.casefold(), _GAP)
    if kind is int:
        return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else _GAP
    choices = _choices(kind)
    return word if not choices or word in choices else _GAP


def _expected(kind: object, form: Form | None = None) -> str:
    kind = _without_none(kind)
    if typing.get_origin(kind) is tuple:
        return "a list"
    if choices := _choices(kind):
        return f"one of {', '.join(choices)}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return "a mapping"
    if form is not None and form in EXPECTED:
        return EXPECTED[form]
    return {bool: "true or false", int: "a whole number"}.get(typing.cast("type", kind), "words")


def _filler(kind: object) -> object:
    """Return what stands in for a required value that is missing or wrong, for the checks to pass over."""
    if typing.get_origin(kind) is tuple:
        return ()
    return Calendar() if kind is Calendar else ""


def _shown(raw: Value) -> str:
    """Return what stands in a file, short, for a message."""
    if raw is None:
        return "is empty"
    if isinstance(raw, LocatedMap | LocatedList):
        return "holds a mapping" if isinstance(raw, LocatedMap) else "holds a list"
    return shown(raw)
