"""The files of a theatre pack, one reader each: text in, located values and located mistakes out.

Nothing is guessed: an unknown key, a date that is none, a column too many is a mistake with its file and line.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from truceline.model import Actor, ActorKind, ActorName, Holding, Place, PlaceName
from truceline.model.parties import Within
from truceline.reader.formats.located_yaml import Located, LocatedMap, Mistake, Value, line_at, read_text, read_yaml, steps_of

T = TypeVar("T", bound=msgspec.Struct)

COLUMNS = ("id", "name", "names", "precision", "kind", "lat", "lon", "radius_km", "within", "country", "population", "source")
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_PATH = re.compile(r" - at `\$([^`]*)`$")


class PackHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``pack.yaml`` says. ``sources``: short keys for the public sources that the other files name."""

    name: str
    title: str
    version: str
    country: str | None = None
    includes: tuple[str, ...] = ()
    licence: str | None = None
    about: str | None = None
    sources: dict[str, str] = {}


class _NameEntry(ActorName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name as written in a pack; a bare string is short for ``{text: ...}``."""


class _HoldingEntry(Holding, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term of office as written in a pack."""


class _WithinEntry(Within, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time within a larger body as written in a pack."""


class _ActorEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An actor as written in a pack: ``Actor`` with short forms for its names; ``source`` is required."""

    id: str
    kind: ActorKind
    name: str
    source: str | tuple[str, ...]
    names: tuple[str | _NameEntry, ...] = ()
    self_names: tuple[str | _NameEntry, ...] = ()
    demonyms: tuple[str | _NameEntry, ...] = ()
    metonyms: tuple[str | _NameEntry, ...] = ()
    within: str | tuple[_WithinEntry, ...] | None = None
    speaks_for: str | None = None
    holders: tuple[_HoldingEntry, ...] = ()
    relay: bool = False
    country: str | None = None
    since: str | None = None
    until: str | None = None


def read_head(path: str, data: bytes | None, mistakes: list[Mistake]) -> PackHead:
    """Read ``pack.yaml``; on mistakes an empty head stands in, so that the other files are still checked."""
    if data is None:
        mistakes.append(Mistake(path, "is missing; expected a file with name, title and version"))
    else:
        head = _converted(path, read_yaml(path, data, mistakes), PackHead, mistakes)
        if head:
            return head
    return PackHead(name="", title="", version="")


def read_actors(path: str, data: bytes, sources: Mapping[str, str], mistakes: list[Mistake]) -> list[Located[Actor]]:
    """Read ``actors.yaml``: a list of actors, in the order in which their names are looked for."""
    found = []
    for raw in _rows(path, read_yaml(path, data, mistakes), mistakes):
        entry = _converted(path, raw, _ActorEntry, mistakes)
        if entry:
            where = f"{path}:{raw.line}"
            mistakes += [Mistake(where, f"{entry.id}: {what}") for what in _odd_in(entry)]
            found.append(Located(_actor(entry, sources), where))
    return found


def read_places(path: str, data: bytes, mistakes: list[Mistake]) -> list[Located[Place]]:
    """Read ``places.csv``: a row of column names, then one place a row; lines that start with ``#`` are remarks."""
    lines = read_text(path, data, mistakes).splitlines()
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    rows = list(csv.reader(io.StringIO("\n".join(line for _, line in numbered)), skipinitialspace=True))
    if not rows or tuple(rows[0]) != COLUMNS:
        mistakes.append(Mistake(f"{path}:{numbered[0][0] if numbered else 1}", f"expected the columns {','.join(COLUMNS)}"))
        return []
    found = []
    for (number, _), row in zip(numbered[1:], rows[1:], strict=False):
        where = f"{path}:{number}"
        place = _place(where, row, mistakes)
        if place:
            found.append(Located(place, where))
    return found


# from entries to values


def _actor(entry: _ActorEntry, sources: Mapping[str, str]) -> Actor:
    keys = (entry.source,) if isinstance(entry.source, str) else entry.source
    return Actor(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        names=(
            *_names(entry.self_names, self_name=True),
            *_names(entry.names),
            *_names(entry.demonyms, demonym=True),
            *_names(entry.metonyms, metonym=True),
        ),
        within=entry.within if isinstance(entry.within, str) else None,
        within_dated=tuple(Within(of=w.of, since=w.since, until=w.until) for w in _dated(entry)),
        speaks_for=entry.speaks_for,
        holders=tuple(Holding(holder=h.holder, since=h.since, until=h.until) for h in entry.holders),
        relay=entry.relay,
        country=entry.country,
        since=entry.since,
        until=entry.until,
        source="; ".join(sources.get(key, key) for key in keys) or None,
    )


def _dated(entry: _ActorEntry) -> tuple[_WithinEntry, ...]:
    """Return the larger bodies that an entry gives with dates; none where it names one for good."""
    return entry.within if isinstance(entry.within, tuple) else ()


def _names(entries: Iterable[str | _NameEntry], **marks: bool) -> Iterator[ActorName]:
    for entry in entries:
        plain = {"text": entry} if isinstance(entry, str) else msgspec.structs.asdict(entry)
        name = msgspec.convert({**plain, **{mark: True for mark in marks if marks[mark]}}, ActorName)
        yield name if name.lang != "en" else msgspec.structs.replace(name, lang=_script(name.text))


def _script(text: str) -> str:
    """Return the language tag that a name's script suggests where the pack gives none."""
    if re.search(r"[\u0600-\u06ff]", text):
        return "ar"
    return "ru" if re.search(r"[\u0400-\u04ff]", text) else "en"


def _odd_in(entry: _ActorEntry) -> Iterator[str]:
    """Yield what is wrong with an entry that no type can say."""
    if not _ID.fullmatch(entry.id):
        yield f"id {entry.id!r}; expected small letters, digits, hyphens and full stops, like ru.mod"
    if not entry.source or entry.source == ("",):
        yield "no source; expected the public source of these facts"
    names = [n for n in (*entry.names, *entry.self_names, *entry.demonyms, *entry.metonyms) if isinstance(n, _NameEntry)]
    spells: tuple[_ActorEntry | _HoldingEntry | _NameEntry | _WithinEntry, ...] = (entry, *entry.holders, *names, *_dated(entry))
    for spell in spells:
        for day in (spell.since, spell.until):
            if day is not None and not _is_day(day):
                yield f"date {day!r}; expected a day like 2016-07-28"
        if spell.since and spell.until and spell.since > spell.until:
            yield f"from {spell.since} to {spell.until} runs backwards; expected since before until"


def _is_day(day: str) -> bool:
    try:
        return dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _place(where: str, row: Sequence[str], mistakes: list[Mistake]) -> Place | None:
    if len(row) != len(COLUMNS):
        mistakes.append(Mistake(where, f"{len(row)} columns; expected {len(COLUMNS)}"))
        return None
    raw: dict[str, object] = {column: value for column, value in zip(COLUMNS, row, strict=True) if value}
    raw["names"] = [_place_name(name) for name in str(raw.get("names", "")).split("|") if name]
    try:
        place = msgspec.convert(raw, Place, strict=False)
    except msgspec.ValidationError as error:
        mistakes.append(Mistake(where, f"{row[0] or 'place without id'}: {error}"))
        return None
    if not _ID.fullmatch(place.id):
        mistakes.append(Mistake(where, f"id {place.id!r}; expected small letters, digits, hyphens and stops, like sy.aleppo"))
    return place


def _place_name(name: str) -> PlaceName:
    lang, colon, text = name.strip().partition(":")
    return PlaceName(text=text.strip(), lang=lang) if colon else PlaceName(text=lang, lang=_script(lang))


# located YAML


def _rows(path: str, document: Value, mistakes: list[Mistake]) -> list[LocatedMap]:
    rows = document if isinstance(document, list) else []
    found = [row for row in rows if isinstance(row, LocatedMap)]
    if document is not None and (not isinstance(document, list) or len(found) < len(rows)):
        mistakes.append(Mistake(f"{path}:1", "expected a list, each entry with id, kind, name and source"))
        return []
    return found


def _converted(path: str, raw: Value, kind: type[T], mistakes: list[Mistake]) -> T | None:
    if raw is None:
        return None
    try:
        return msgspec.convert(raw, kind, strict=False)  # words of a file: "true" is a yes where the type asks for one
    except msgspec.ValidationError as error:
        message = str(error)
        at = _PATH.search(message)
        name = f"{raw['id']}: " if isinstance(raw, LocatedMap) and "id" in raw else ""
        steps = [*steps_of(at.group(1) if at else ""), *re.findall(r"unknown field `(\w+)`", message)]
        what = name + _PATH.sub(lambda m: f" (at {m.group(1).lstrip('.')})", message)
        mistakes.append(Mistake(f"{path}:{line_at(raw, steps)}", what))
        return None
