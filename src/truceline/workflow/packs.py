"""Theatre packs: the facts about a theatre, read from a folder into values.

A pack is data only (docs/formats/theatre-pack.md): ``pack.yaml``, ``actors.yaml``, ``places.csv``, ``agreements/`` and
``reports/``. It names the packs it builds on, normally ``world``; what it says itself comes first and replaces what they say
about the same id. A pack with a mistake is refused as a whole, every mistake named with its file and line, because a wrong
actor or place would go unnoticed in thousands of claims.

A record keeps the files of the pack it used; ``theatre_from`` reads them back without the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec

from truceline.agreement import document
from truceline.errors import PackError
from truceline.model import Actor, Place, Theatre
from truceline.model.agreements import Agreement
from truceline.reader.formats.incoming import HIDDEN_IN_NAME, shown
from truceline.reader.formats.located_yaml import Located, Mistake
from truceline.reader.formats.plain_files import read_whole
from truceline.workflow.pack_checks import check_actors, check_places, remarks
from truceline.workflow.pack_parts import PackHead, read_actors, read_head, read_places

T = TypeVar("T", Actor, Place, Agreement)

PARTS = ("pack.yaml", "actors.yaml", "places.csv", "towns.csv")
"""The files of a pack that are no agreements; a pack has those that it needs."""
AGREEMENTS = "agreements"
"""The folder of a pack in which its agreements lie, one file each."""
_YAML = frozenset({".yaml", ".yml"})
_MOST_SHOWN = 40
LARGEST_BYTES = 16 * 1024 * 1024
"""No file of a pack is larger."""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack as loaded. ``files``: what it was read from, ``NAME/FILE`` to bytes, to be archived with a record.

    ``reports``: the files of the pack's bundled reports, sorted by name.
    """

    theatre: Theatre
    files: dict[str, bytes]
    reports: tuple[Path, ...] = ()


def bundled() -> tuple[str, ...]:
    """Return the names of the packs that come with the program."""
    folder = Path(str(resources("truceline") / "packs"))
    return tuple(sorted(p.parent.name for p in folder.glob("*/pack.yaml")))


def load_theatre(name_or_dir: str) -> Pack:
    """Load a bundled pack by name, or any folder that holds a ``pack.yaml``.

    Raises:
        PackError: no such pack, or the pack has mistakes; the message lists them with file and line.
    """
    folder = _folder(name_or_dir)
    found = dict(_files(folder, set()))
    reports = tuple(sorted(p for p in (folder / "reports").glob("*") if p.suffix in (".jsonl", ".md", ".txt")))
    return Pack(theatre=theatre_from(found), files=found, reports=reports)


def without_agreements(name_or_dir: str) -> Theatre:
    """Load the actors and places of a pack, whatever state its agreements are in.

    Raises:
        PackError: no such pack, or its other files have mistakes.
    """
    files = dict(_files(_folder(name_or_dir), set()))
    return theatre_from({path: data for path, data in files.items() if PurePosixPath(path).parent.name != AGREEMENTS})


def theatre_from(files: Mapping[str, bytes]) -> Theatre:
    """Return the theatre that a pack's files hold, as ``Pack.files`` has them: the theatre's own pack first.

    Raises:
        PackError: the files have mistakes.
    """
    return _theatre(tuple(files.items()))[0]


def remarks_on(files: Mapping[str, bytes]) -> tuple[Mistake, ...]:
    """Return what may be a slip in a pack's files but refuses nothing, each with its file and line.

    Raises:
        PackError: the files have mistakes.
    """
    return tuple(remarks(_theatre(tuple(files.items()))[1]))


def mistakes_in(files: Mapping[str, bytes]) -> tuple[Mistake, ...]:
    """Return every mistake for which a pack would be refused, each with its file and line; empty where it can be used."""
    return _read(tuple(files.items()))[2]


def _theatre(items: tuple[tuple[str, bytes], ...]) -> tuple[Theatre, tuple[Located[Actor], ...]]:
    theatre, actors, mistakes = _read(items)
    if mistakes:
        raise PackError(_message(PurePosixPath(items[0][0]).parts[0], mistakes))
    return theatre, actors


@lru_cache(maxsize=4)  # reading YAML takes half a second; a process needs one theatre, sometimes twice
def _read(items: tuple[tuple[str, bytes], ...]) -> tuple[Theatre, tuple[Located[Actor], ...], tuple[Mistake, ...]]:
    """Read a pack's files; where there are mistakes the theatre is not to be used."""
    files = dict(items)
    packs = list(dict.fromkeys(PurePosixPath(path).parts[0] for path in files))
    if not packs:
        message = "a theatre pack without files; expected pack.yaml and what it names"
        raise PackError(message)
    mistakes: list[Mistake] = []
    heads = [read_head(f"{pack}/pack.yaml", files.get(f"{pack}/pack.yaml"), mistakes) for pack in packs]
    all_actors = [a for pack, head in zip(packs, heads, strict=True) for a in _actors(files, pack, head, mistakes)]
    actors = _first_wins(all_actors, mistakes)
    places = _first_wins([p for pack in packs for p in _places(files, pack, mistakes)], mistakes)
    mistakes += check_actors(actors)
    mistakes += check_places(places, heads[0].country)
    agreements = _agreements(files, actors, places, mistakes)
    theatre = Theatre(
        name=heads[0].name,
        title=heads[0].title,
        version=heads[0].version,
        country=heads[0].country,
        actors=tuple(actor.value for actor in actors),
        places=tuple(place.value for place in places),
        agreements=agreements,
        sha256=_digest(files),
    )
    return theatre, tuple(actors), tuple(mistakes)


def _folder(name_or_dir: str) -> Path:
    inside = Path(str(resources("truceline") / "packs")) / name_or_dir
    if name_or_dir in bundled():
        return inside
    folder = Path(name_or_dir)
    try:
        if (folder / "pack.yaml").is_file():
            return folder
        what = "a folder without pack.yaml" if folder.is_dir() else "neither a bundled theatre nor a folder"
    except OSError as error:
        what = f"nothing that can be read ({error.strerror})"
    message = f"theatre {name_or_dir!r} is {what}; expected one of {', '.join(bundled())}, or a folder that holds pack.yaml"
    raise PackError(message)


def _files(folder: Path, seen: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a pack, then of the packs it builds on, each pack once."""
    name = folder.resolve().name
    if hidden := HIDDEN_IN_NAME.search(name):
        what = f"hides the character U+{ord(hidden.group()):04X}; expected one that reads as it is written; rename it"
        message = f"the name of the folder {shown(name)} {what}"
        raise PackError(message)
    seen.add(name)
    texts = (f"{AGREEMENTS}/{path.name}" for path in sorted((folder / AGREEMENTS).glob("[!.]*.y*ml")) if path.suffix in _YAML)
    found = {f"{name}/{part}": _bytes(folder / part) for part in (*PARTS, *texts) if (folder / part).exists()}
    yield from found.items()
    mistakes: list[Mistake] = []
    head = read_head(f"{name}/pack.yaml", found.get(f"{name}/pack.yaml"), mistakes)
    if mistakes:
        raise PackError(_message(name, mistakes))
    for other in head.includes:
        if other not in seen:
            yield from _files(_folder(other), seen)


def _bytes(file: Path) -> bytes:
    try:
        return read_whole(file, LARGEST_BYTES)
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}; expected a file of a theatre pack (docs/formats/theatre-pack.md)"
        raise PackError(message) from error


def _actors(files: Mapping[str, bytes], pack: str, head: PackHead, mistakes: list[Mistake]) -> list[Located[Actor]]:
    path = f"{pack}/actors.yaml"
    return read_actors(path, files[path], head.sources, mistakes) if path in files else []


def _places(files: Mapping[str, bytes], pack: str, mistakes: list[Mistake]) -> list[Located[Place]]:
    paths = (f"{pack}/places.csv", f"{pack}/towns.csv")
    return [place for path in paths if path in files for place in read_places(path, files[path], mistakes)]


def _agreements(
    files: Mapping[str, bytes], actors: Iterable[Located[Actor]], places: Iterable[Located[Place]], mistakes: list[Mistake]
) -> tuple[Agreement, ...]:
    """Read the agreements of all packs, whose actors and places they may all cite; in the order of their dates."""
    known_actors = {actor.value.id: actor.value for actor in actors}
    known_places = frozenset(place.value.id for place in places)
    found = []
    for path in files:
        if PurePosixPath(path).parent.name == AGREEMENTS:
            agreement, wrong = document.read(path, files[path], known_actors, known_places)
            mistakes += wrong
            found += [Located(agreement, f"{path}:1")] if agreement else []
    _two_of_one_id(found, mistakes)
    return tuple(sorted((one.value for one in _first_wins(found, mistakes)), key=lambda one: (one.date, one.id)))


def _two_of_one_id(found: Iterable[Located[Agreement]], mistakes: list[Mistake]) -> None:
    """Name each agreement whose id another file of the same pack has; between packs the first is the one that counts."""
    first: dict[tuple[str, str], str] = {}
    for agreement, where in found:
        other = first.setdefault((PurePosixPath(where).parts[0], agreement.id), where)
        if other != where:
            mistakes.append(Mistake(where, f"id {agreement.id} is also that of {other}; expected one id for one agreement"))


def _first_wins(located: Iterable[Located[T]], mistakes: list[Mistake]) -> list[Located[T]]:
    """Keep the first of each id: a theatre's own entry replaces the one of the pack it builds on."""
    found: dict[str, Located[T]] = {}
    for item in located:
        first = found.setdefault(item.value.id, item)
        if first is not item and _file(first) == _file(item):
            mistakes.append(Mistake(item.where, f"{item.value.id} stands here twice; first at {first.where}"))
    return list(found.values())


def _file(located: Located[T]) -> str:
    return located.where.rpartition(":")[0]


def _digest(files: Mapping[str, bytes]) -> str:
    """Return SHA-256 over path and SHA-256 of each file, sorted by path, one a line."""
    lines = (f"{path} {hashlib.sha256(files[path]).hexdigest()}\n" for path in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _message(pack: str, mistakes: Sequence[Mistake]) -> str:
    shown = "\n  ".join(str(mistake) for mistake in mistakes[:_MOST_SHOWN])
    more = f"\n  and {len(mistakes) - _MOST_SHOWN} more" if len(mistakes) > _MOST_SHOWN else ""
    return f"theatre pack {pack!r} has {len(mistakes)} mistakes; nothing of it was used:\n  {shown}{more}"
