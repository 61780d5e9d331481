"""What people say of made-up convoys: tellings of movements, and permit logs that add up to a table."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from truceline.model import Stance
from truceline.model.assertions import Assertion, Source
from truceline.model.movements import MovementFact

Telling = Assertion[MovementFact]


class Log:
    """Collects tellings; each gets its own id (``tl1``, ``tl2`` ...) in the order in which it is told."""

    def __init__(self) -> None:
        self.words: list[Telling] = []

    def tell(
        self,
        by: str,
        fact: MovementFact,
        on: str,
        *,
        of: str = "mv1",
        stance: Stance = "assert",
        row: str | None = None,
        unnamed: bool = False,
    ) -> Telling:
        """Let somebody say something of a movement on a day."""
        source = Source(id=f"tl{len(self.words) + 1}", known_on=on, said_on=on, row=row)
        word = Assertion(subject=of, fact=fact, by=by, source=source, stance=stance, unnamed=unnamed)
        self.words.append(word)
        return word

    def deny(self, by: str, fact: MovementFact, on: str) -> Telling:
        """Let somebody say that something was not so."""
        return self.tell(by, fact, on, stance="deny")


def sources(words: Iterable[Telling]) -> list[str]:
    """Return the ids of the tellings."""
    return [word.source.id for word in words]


def swapped(words: Iterable[Telling], one: str, other: str) -> list[Telling]:
    """Return the same tellings with two names exchanged everywhere."""
    text = msgspec.json.encode(list(words)).decode()
    text = text.replace(f'"{one}"', '"\0"').replace(f'"{other}"', f'"{one}"').replace('"\0"', f'"{other}"')
    return msgspec.json.decode(text, type=list[Assertion[MovementFact]])
