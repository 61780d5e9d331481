"""Words that people type of a site: who and where by the pack, and nothing in them that tells a position.

No message here repeats what was typed: it may be an address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from truceline.actors import registry_of
from truceline.agreement.observations import Gazetteer, has_coordinates
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.tellings import entry_of, kind_of
from truceline.model import Theatre

_DECIMAL = re.compile(r"\d{1,3}[.,٫]\d{2,}")
_DEGREES = re.compile(r"\d\s*(?:°|º|˚|′|'\d|\bdeg)", re.IGNORECASE)
_GRID = re.compile(r"\b\d{1,2}\s?[C-HJ-NP-X]\s?(?:[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}|\d{6}\s\d{7})\b", re.IGNORECASE)
NOTHING = "nothing was written"


def refuse_positions(given: Mapping[str, str | None]) -> None:
    """Refuse words in which a position seems to stand; ``given``: by the name of their option.

    Raises:
        UsageError: in some there is one.
    """
    found = [option for option, words in given.items() if words and tells_position(words)]
    if found:
        are = "has" if len(found) == 1 else "have"
        message = (
            f"{', '.join(found)} {are} what looks like a position; expected none: give it with --position, which is sealed; "
            f"{NOTHING}"
        )
        raise UsageError(message)


def tells_position(words: str) -> bool:
    """Say whether there are coordinates among words, in whatever digits.

    >>> [tells_position(each) for each in ("Clinic 3", "gate at 36.1497, 36.9491", "37S BV 1234 5678", "٣٦٫١٥ ٣٦٫٩٥")]
    [False, True, True, True]
    """
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c for c in words)
    return (
        has_coordinates(plain)
        or len(_DECIMAL.findall(plain)) > 1
        or _DEGREES.search(plain) is not None
        or _GRID.search(plain) is not None
    )


def actors_of(theatre: Theatre, several: Iterable[str]) -> tuple[str, ...]:
    """Return for each of several words the id of the actor that they name exactly, else the words."""
    wanted = [words.strip() for words in several]
    ids = {actor.id for actor in theatre.actors}
    registry = registry_of(() if ids.issuperset(wanted) else theatre.actors)
    return tuple(words if words in ids else registry.resolve(words) or words for words in wanted)


def actor_of(theatre: Theatre, words: str) -> str:
    """Return the id of the actor that words name exactly, else the words."""
    return actors_of(theatre, [words])[0]


def place_of(theatre: Theatre, words: str | None) -> str | None:
    """Return the id of the place that words name: a town or what is wider.

    Raises:
        UsageError: the pack has none of that name, several, or a finer one.
    """
    if words is None:
        return None
    found = Gazetteer(theatre.places).find(words)
    if found is None:
        message = (
            f"--place names no place of the theatre {theatre.name}, or several; expected an id or a name of its places.csv, "
            f"a town or wider; what is finer belongs under seal, in --position; {NOTHING}"
        )
        raise UsageError(message)
    if found.precision == "exact":
        wider = f", such as {found.within}" if found.within else ""
        message = (
            f"--place names a point, finer than a town; expected a town or wider{wider}, and the point in --position; {NOTHING}"
        )
        raise UsageError(message)
    return found.id


def movement_of(record: Record, name: str | None) -> str | None:
    """Return the id of a movement that people opened (``mv3``), or that is known by an incident (``mv:i1``).

    Raises:
        NotFoundError: there is none.
    """
    if name is None:
        return None
    is_there = name.removeprefix("mv:") in incidents_of(record) if name.startswith("mv:") else kind_of(name) == "movement"
    if not is_there or (not name.startswith("mv:") and entry_of(record, name) is None):
        message = f'no movement "{name}" in this record; `truceline movements` lists them; {NOTHING}'
        raise NotFoundError(message)
    return name


def incidents_of(record: Record) -> set[str]:
    """Return the ids of the incidents of a record."""
    return {held.link.incident for held in record.links() if held.link.outcome == "linked"}
