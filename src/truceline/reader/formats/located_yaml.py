r"""YAML that people write (packs, agreements, mappings), read into plain values that know their lines.

Every scalar stays the words that stand in the file: ``2016-09-12``, ``19:30``, ``no`` and ``1.10`` are what somebody typed, and
the type that they are converted into decides what they mean. Nothing in a file can make a program of it or make it hang: there
are no tags and no merging of keys, an alias counts as often as it is used, and size, number of values and depth have an end.
Whatever is wrong is a located mistake, and nothing of that file is read.

>>> found = read_yaml("p.yaml", b"name: Truce\nparties: [aa, bb]\n", mistakes := [])
>>> found["parties"], found.lines["parties"], mistakes
(['aa', 'bb'], 2, [])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)
from ruamel.yaml.reader import ReaderError

V = TypeVar("V")
Value: TypeAlias = "str | LocatedList | LocatedMap | None"
Step: TypeAlias = str | int

MOST_BYTES = 1_000_000
MOST_VALUES = 50_000
DEEPEST = 40
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Characters that YAML refuses as such, but lets somebody write as an escape: no name or sentence has them."""
_PATH = re.compile(r"\.(\w+)|\[(\d+)\]")


class Mistake(NamedTuple):
    """A mistake in a file: where (``FILE:LINE``), and what, with what was expected."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Located(NamedTuple, Generic[V]):
    """A value and the place it was read from, ``FILE:LINE``."""

    value: V
    where: str


class LocatedMap(dict[str, Value]):
    """A mapping that knows its first line and the lines of its keys, counted from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class LocatedList(list[Value]):
    """A list that knows its first line and the line of each entry, counted from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_yaml(path: str, data: bytes, mistakes: list[Mistake]) -> Value:
    """Return what a file says, None where it says nothing or cannot be read; ``path`` only names it in ``mistakes``."""
    if len(data) > MOST_BYTES:
        size = f"{len(data):,} bytes; expected at most {MOST_BYTES:,}, and lists of places or reports in files of their own"
        mistakes.append(Mistake(f"{path}:1", size))
        return None
    text = read_text(path, data, mistakes)
    try:
        return _Builder().built(YAML(typ="safe", pure=True).parse(text))
    except _RefusedError as refused:
        mistakes.append(Mistake(f"{path}:{refused.line}", refused.what))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        mistakes.append(Mistake(f"{path}:{line}", f"not readable as YAML: {' '.join(str(error.problem).split())}"))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        mistakes.append(
            Mistake(f"{path}:{line}", f"character U+{ord(text[error.position]):04X} is not allowed in YAML; take it out")
        )
    except YAMLError as error:
        mistakes.append(Mistake(f"{path}:1", f"not readable as YAML: {' '.join(str(error).split())}"))
    return None


def read_text(path: str, data: bytes, mistakes: list[Mistake]) -> str:
    """Return the text of a file in UTF-8, empty with a mistake where it is in no such encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(f"{path}:{line}", f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"))
        return ""


def line_at(value: Value, steps: Iterable[Step]) -> int:
    """Return the line of what the steps (keys and indices) lead to; of the nearest thing on the way that is there."""
    line = value.line if isinstance(value, LocatedMap | LocatedList) else 1
    for step in steps:
        if isinstance(value, LocatedMap) and isinstance(step, str):
            line = value.lines.get(step, line)
            value = value.get(step)
        elif isinstance(value, LocatedList) and isinstance(step, int):
            line = value.lines[step] if step < len(value) else line
            value = value[step] if step < len(value) else None
        else:
            break
    return line


def steps_of(path: str) -> Iterator[Step]:
    """Yield the steps of a path as msgspec writes it (``.names[0].lang``)."""
    for key, index in _PATH.findall(path):
        yield key or int(index)


class _RefusedError(Exception):
    """Something that YAML allows and this reading does not; never leaves this module."""

    def __init__(self, event: Event, what: str) -> None:
        super().__init__(what)
        self.line = event.start_mark.line + 1
        self.what = what


class _Open:
    """A list or mapping that is not complete: how many values it holds, aliases spelt out, and how deep they go."""

    def __init__(self, holds: LocatedMap | LocatedList, anchor: str | None) -> None:
        self.holds = holds
        self.anchor = anchor
        self.key: str | None = None
        self.values = 1
        self.depth = 1


class _Anchored(NamedTuple):
    value: Value
    values: int
    depth: int


class _Builder:
    """Builds values from the events of a parser, without recursion, however deep they would go."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._values = 0
        self._root: Value = None
        self._documents = 0

    def built(self, events: Iterable[Event]) -> Value:
        """Return the value of the one document that the events are of, None where there is none."""
        for event in events:
            self._take(event)
        return self._root

    def _take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _RefusedError(event, "a second document (---); expected one document a file")
        elif isinstance(event, AliasEvent):
            self._add(event, self._named(event))
        elif isinstance(event, ScalarEvent):
            self._check_tag(event)
            _check_text(event)
            is_plain = event.style in (None, "")
            value = None if is_plain and event.value in _NOTHING and not self._awaits_key() else event.value
            self._add(event, self._keep(event.anchor, _Anchored(value, 1, 0)))
        elif isinstance(event, CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, CollectionEndEvent):
            self._end(event)

    def _begin(self, event: CollectionStartEvent) -> None:
        self._check_tag(event)
        if self._awaits_key():
            raise _RefusedError(event, "a list or mapping as a key; expected a word")
        if len(self._open) >= DEEPEST:
            raise _RefusedError(event, f"nested more than {DEEPEST} deep")
        line = event.start_mark.line + 1
        holds = LocatedMap(line) if isinstance(event, MappingStartEvent) else LocatedList(line)
        self._count(event, 1)
        self._open.append(_Open(holds, event.anchor))

    def _end(self, event: CollectionEndEvent) -> None:
        done = self._open.pop()
        whole = self._keep(done.anchor, _Anchored(done.holds, done.values, done.depth))
        self._put(event, whole, done.holds.line)

    def _add(self, event: Event, found: _Anchored) -> None:
        self._count(event, found.values)
        if len(self._open) + found.depth > DEEPEST:
            raise _RefusedError(event, f"nested more than {DEEPEST} deep")
        self._put(event, found, event.start_mark.line + 1)

    def _put(self, event: Event, found: _Anchored, line: int) -> None:
        """Put a complete value where it belongs: as the document, an entry, a key, or the value of a key."""
        if not self._open:
            self._root = found.value
            return
        into = self._open[-1]
        into.values += found.values
        into.depth = max(into.depth, found.depth + 1)
        if isinstance(into.holds, LocatedList):
            into.holds.append(found.value)
            into.holds.lines.append(line)
        elif into.key is None:
            into.key = self._new_key(event, found.value, into.holds)
            into.holds.lines[into.key] = line
        else:
            into.holds[into.key] = found.value
            into.key = None

    def _new_key(self, event: Event, value: Value, holds: LocatedMap) -> str:
        if not isinstance(value, str):
            raise _RefusedError(event, "a list or mapping as a key; expected a word")
        if value == "<<":
            raise _RefusedError(event, "<< merges keys; expected every key written out")
        if value in holds.lines:
            raise _RefusedError(event, f"{value!r} stands here twice; first in line {holds.lines[value]}")
        return value

    def _named(self, event: AliasEvent) -> _Anchored:
        found = self._anchors.get(event.anchor)
        if found is None:
            inside = any(each.anchor == event.anchor for each in self._open)
            why = "stands inside what it names" if inside else "names nothing that comes before it"
            raise _RefusedError(event, f"the alias *{event.anchor} {why}")
        return found

    def _keep(self, anchor: str | None, found: _Anchored) -> _Anchored:
        if anchor is not None:
            self._anchors[anchor] = found
        return found

    def _count(self, event: Event, values: int) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            raise _RefusedError(event, f"more than {MOST_VALUES:,} values, aliases spelt out; expected fewer")

    def _check_tag(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.tag is not None:
            raise _RefusedError(event, f"the tag {event.tag!r}; expected plain values without tags")

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].holds, LocatedMap) and self._open[-1].key is None


def _check_text(event: ScalarEvent) -> None:
    odd = _NO_TEXT.search(event.value)
    if odd:
        raise _RefusedError(event, f"character U+{ord(odd[0]):04X} is not allowed; take it out")
