"""Reading short texts in tests: a small theatre, and one parser for the whole run."""

from __future__ import annotations

from functools import cache

from truceline.actors import Registry
from truceline.model import Actor, ActorName, Attribution, Theatre, words_at
from truceline.reader.attribution import attributions
from truceline.reader.parse import Parser
from truceline.reader.segments import clean

ACTORS = (
    Actor(id="no", kind="state", name="Norland", names=(ActorName(text="Port Nor", metonym=True),)),
    Actor(id="no.mod", kind="ministry", name="Norland's Defence Ministry", within="no"),
    Actor(id="no.anna", kind="person", name="Anna Berg", within="no.mod", speaks_for="no.mod"),
    Actor(id="so", kind="state", name="Sudland"),
    Actor(id="nna", kind="media", name="Northern News Agency", relay=True),
)
THEATRE = Theatre(name="test", title="Test", version="1", actors=ACTORS, places=())


@cache
def parser() -> Parser:
    """Return the parser of the small theatre, loaded once."""
    return Parser(THEATRE)


@cache
def registry() -> Registry:
    """Return the names of the small theatre."""
    return Registry(ACTORS)


def read(text: str, published_at: str | None = "2020-05-14") -> tuple[Attribution, ...]:
    """Return who says what in ``text``."""
    (parsed,) = parser().pipe([clean(text)])
    return attributions(parsed, registry(), published_at)


def one(text: str, published_at: str | None = "2020-05-14") -> Attribution:
    """Return the only attribution in ``text``."""
    (attribution,) = read(text, published_at)
    return attribution


def content(attribution: Attribution, text: str) -> str:
    """Return the words that are said, stretches parted by an ellipsis."""
    return words_at(text, attribution.content)


def source(attribution: Attribution, text: str) -> str:
    """Return the words for who says it."""
    return words_at(text, attribution.source)
