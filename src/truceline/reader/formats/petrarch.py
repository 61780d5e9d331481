r"""PETRARCH actor dictionaries (the CAMEO format of TABARI and PETRARCH), read into actors of a theatre pack.

A record is a phrase, more phrases that begin with ``+``, and codes in brackets, some with days between which they hold. A code
says what somebody is ("USAGOV"); here each code becomes a body of its own of which the actor is part on those days. What is no
actor's name or code, and what cannot be told from the file, is a remark with its line: nothing is left out in silence.

>>> actors, remarks = read("d.txt", "RED_FRONT_ [XYZREB]\n+FRONT_OF_RED_\\n", source="made up")
>>> [(actor.id, actor.kind, actor.within) for actor in actors][-1]
('red-front', 'armed_group', 'cameo.xyzreb')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from truceline.model import Actor, ActorKind, ActorName
from truceline.model.parties import Within
from truceline.reader.formats.listed_names import Ids, alone, in_order, restored
from truceline.reader.formats.located_yaml import Mistake

CENTURY_TURNS = 30
"""Years of two digits above it are of the 20th century."""
_COMMENT = re.compile(r"<!\s?--")
_BRACKET = re.compile(r"\[([^\]]*)\]")
_CODE = re.compile(r"^([^\s<>]+?)(?:\s*(?:([<>])\s*(\d{6,8})|(?<=\s)\s*(\d{6,8})\s*-\s*(\d{6,8})))?$")
_NULL = re.compile(r"^[-#+*]+$")
_KINDS: tuple[tuple[str, ActorKind], ...] = (
    ("IGOUNO", "un_body"),
    ("UNO", "un_body"),
    ("IGO", "intergovernmental"),
    ("IMG", "armed_group"),
    ("NGO", "civil_society"),
    ("NGM", "civil_society"),
    ("MED", "media"),
    ("REB", "armed_group"),
    ("INS", "armed_group"),
    ("SEP", "armed_group"),
    ("UAF", "armed_group"),
    ("OPP", "opposition_body"),
    ("MIL", "military"),
    ("GOV", "government"),
)
_CIVIC = frozenset({"civil_society", "media", "red_cross"})


class _Dated(NamedTuple):
    """A code and the days between which it holds, from line ``line``."""

    code: str
    since: str | None
    until: str | None
    line: int


class _Record:
    """What stands in the file of one actor, with lines."""

    def __init__(self, phrase: str, line: int) -> None:
        self.line = line
        self.phrases = [(phrase, line)]
        self.codes: list[_Dated] = []


def read(path: str, text: str, *, source: str, code: str | None = None) -> tuple[tuple[Actor, ...], tuple[Mistake, ...]]:
    """Return the actors of a dictionary, the bodies of their codes first, and what could not be carried over, by line.

    ``code``: only those one of whose codes begins so.
    """
    remarks: list[Mistake] = []
    records = [
        each
        for each in _records(path, text, remarks)
        if code is None or any(held.code.upper().startswith(code.upper()) for held in each.codes)
    ]
    made = _Making(path, source, remarks)
    actors = [actor for record in records if (actor := made.actor(record)) is not None]
    if actors:
        remarks.insert(
            0,
            Mistake(
                f"{path}:1", "the dictionary writes in capitals: small letters were put in by rule, so look the names through"
            ),
        )
    return alone(path, (*made.bodies(), *actors), made.lines, remarks), in_order(remarks)


def _records(path: str, text: str, remarks: list[Mistake]) -> list[_Record]:
    found: list[_Record] = []
    for number, line in enumerate(_without_comments(text).splitlines(), 1):
        plain = line.partition("#")[0].partition(";")[0].rstrip()
        if not plain.strip():
            continue
        where = f"{path}:{number}"
        phrase = _BRACKET.sub("", plain).strip()
        codes = [each for raw in _BRACKET.findall(plain) if (each := _dated(raw, number, where, remarks))]
        if phrase.startswith("+") and found:
            found[-1].phrases.append((phrase[1:], number))
            if codes:
                remarks.append(Mistake(where, f"{phrase!r} has a code of its own; the record's counts for all of its names"))
        elif phrase.startswith(("+", "~", "!", "{", "<", "-")) or "{" in phrase or "[" in phrase:
            remarks.append(Mistake(where, f"{plain.strip()!r} is no actor, synonym or code; passed over"))
        elif phrase:
            found.append(_Record(phrase, number))
            found[-1].codes += codes
        elif found:
            found[-1].codes += codes
        else:
            remarks.append(Mistake(where, f"{plain.strip()!r} is a code of nobody; passed over"))
    return found


def _without_comments(text: str) -> str:
    """Return the text with the line ends of its comments alone; one that is not closed is none."""
    parts, at = [], 0
    while (begins := _COMMENT.search(text, at)) and (ends := text.find("-->", begins.end())) >= 0:
        parts += [text[at : begins.start()], "\n" * text.count("\n", begins.start(), ends)]
        at = ends + 3
    return "".join([*parts, text[at:]])


def _dated(raw: str, line: int, where: str, remarks: list[Mistake]) -> _Dated | None:
    found = _CODE.match(raw.strip())
    if found is None:
        remarks.append(
            Mistake(where, f"[{raw}] is no code with days; expected [CODE], [CODE <DATE], [CODE >DATE] or [CODE DATE-DATE]")
        )
        return None
    code, side, bound, first, last = found.groups()
    if "~" in code:
        remarks.append(Mistake(where, f"[{raw}] is the code of an agent, a kind of person; passed over"))
        return None
    since = _day(first or (bound if side == ">" else None), where, remarks)
    until = _day(last or (bound if side == "<" else None), where, remarks)
    if since and until and since > until:
        remarks.append(Mistake(where, f"[{raw}] ends before it begins; both days are left out"))
        since = until = None
    return _Dated(code, since, until, line)


def _day(raw: str | None, where: str, remarks: list[Mistake]) -> str | None:
    if raw is None:
        return None
    year, rest = raw[:-4], raw[-4:]
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > CENTURY_TURNS else 2000)
    try:
        return dt.date(full, int(rest[:2]), int(rest[2:])).isoformat()
    except ValueError:
        remarks.append(Mistake(where, f"{raw} is no day; expected YYMMDD or YYYYMMDD; left open"))
        return None


class _Making:
    """Makes actors of records, and remembers the codes that they need bodies for."""

    def __init__(self, path: str, source: str, remarks: list[Mistake]) -> None:
        self._path = path
        self._source = source
        self._remarks = remarks
        self._ids = Ids(path, remarks)
        self._codes: dict[str, str] = {}
        self.lines: dict[str, int] = {}

    def actor(self, record: _Record) -> Actor | None:
        where = f"{self._path}:{record.line}"
        codes = [_Dated(part, *held[1:]) for held in record.codes for part in held.code.split("/") if self._is_code(part, held)]
        if not codes:
            self._remarks.append(Mistake(where, f"{record.phrases[0][0]!r} has no code; expected one in brackets; passed over"))
            return None
        names = tuple(dict.fromkeys(name for phrase, _ in record.phrases if (name := restored(phrase))))
        if not names:
            self._remarks.append(Mistake(where, f"{record.phrases[0][0]!r} is no name; passed over"))
            return None
        ordered = sorted(codes, key=lambda held: (held.until or "9999", held.since or ""))
        kinds = list(dict.fromkeys(kind_of(held.code) for held in reversed(ordered)))[::-1]
        if len(kinds) > 1:
            self._remarks.append(Mistake(where, f"{names[0]}: codes of several kinds ({', '.join(kinds)}); taken as {kinds[-1]}"))
        self._overlapping(names[0], codes)
        actor_id = self._ids.of(names[0], record.line)
        self.lines[actor_id] = record.line
        always, dated = self._within(names[0], kinds[-1], codes)
        return Actor(
            id=actor_id,
            kind=kinds[-1],
            name=names[0],
            names=tuple(ActorName(text=name) for name in names[1:]),
            within=always,
            within_dated=dated,
            source=self._source,
        )

    def _is_code(self, code: str, held: _Dated) -> bool:
        if not _NULL.match(code):
            return True
        self._remarks.append(Mistake(f"{self._path}:{held.line}", f"[{code}] says that nothing is coded; passed over"))
        return False

    def _overlapping(self, name: str, codes: Iterable[_Dated]) -> None:
        """Remark on each code that begins while another holds, with the one that holds longest."""
        lasting: list[_Dated] = []
        dated = (held for held in codes if held.since or held.until)
        for held in sorted(dated, key=lambda each: (each.since or "", each.line)):
            other = next((each for each in lasting if each.code != held.code), None)
            if other is not None and (held.since or "") < (other.until or "9999"):
                what = f"{name}: {other.code} (line {other.line}) and {held.code} hold on the same days; both are kept"
                self._remarks.append(Mistake(f"{self._path}:{held.line}", what))
            longest = sorted((*lasting, held), key=lambda each: each.until or "9999", reverse=True)
            lasting = list({each.code: each for each in reversed(longest)}.values())[::-1][:2]

    def _within(self, name: str, kind: ActorKind, codes: list[_Dated]) -> tuple[str | None, tuple[Within, ...]]:
        """Return the body of an actor's only undated code, else bodies by day; a default code holds where no other does."""
        fitting = [held for held in codes if kind_of(held.code) == kind or not {kind, kind_of(held.code)} & _CIVIC]
        for held in codes:
            if held not in fitting:
                what = f"{name}: {held.code} is left out; to whom a civic body belongs is a claim, never a fact of a pack"
                self._remarks.append(Mistake(f"{self._path}:{held.line}", what))
        default = [held for held in fitting if not held.since and not held.until]
        dated = [held for held in fitting if held.since or held.until]
        if len(default) == 1 and not dated:
            return self._body(default[0].code), ()
        spans = list(dict.fromkeys(Within(of=self._body(held.code), since=held.since, until=held.until) for held in dated))
        gaps = [Within(of=self._body(held.code), since=a, until=b) for held in default for a, b in _gaps(dated)]
        return None, (*spans, *dict.fromkeys(gaps))

    def _body(self, code: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "code"
        self._codes.setdefault(f"cameo.{plain}", code)
        return f"cameo.{plain}"

    def bodies(self) -> Iterator[Actor]:
        """Yield an actor for each code that is used. Its name is never found in a text."""
        for name in sorted(self._codes):
            code = self._codes[name]
            yield Actor(id=name, kind=kind_of(code), name=f"CAMEO code {code}", source=self._source)


def kind_of(code: str) -> ActorKind:
    """Return what a CAMEO code says somebody is: by the first role that stands in it, a bare code of three letters is a state."""
    upper = code.upper()
    if len(upper) == 3 and upper.isalpha() and upper not in dict(_KINDS):
        return "state"
    parts = [upper[i : i + 3] for i in range(0, len(upper), 3)]
    if upper.startswith("IGOUNO"):
        return "un_body"
    return next((kind for part in parts for role, kind in _KINDS if part == role), "body")


def _gaps(dated: Iterable[_Dated]) -> Iterator[tuple[str | None, str | None]]:
    """Yield the days on which none of the dated codes holds, as first and last day; None is open."""
    at: str | None = ""
    for held in sorted(dated, key=lambda each: each.since or ""):
        if at is not None and held.since and held.since > at:
            yield at or None, _moved(held.since, -1)
        ends = _moved(held.until, 1) if held.until else None
        at = None if at is None or ends is None else max(at, ends)
    if at is not None:
        yield at or None, None


def _moved(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
