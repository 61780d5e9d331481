"""Two field offices with a record each, and a stick between them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from fakes.storytelling import Story
from truceline.ledger import Record
from truceline.workflow.exchanging import Imported, export_record, import_records


def unwatched(_done: int, _total: int | None) -> None:
    """Watch nothing."""


def one_report(name: str, standing: str = "proposed", *, text: str | None = None) -> Story:
    """Return a story of one report with one claim, whose id follows from ``name``."""
    story = Story()
    words = text or f"Shells hit the {name} market, killing 3 people."
    story.report(name, words, published="2016-09-20", publisher=f"Desk {name}")
    counts = [("3 people", "killed", "people", 3, 3, "exact")]
    story.claim(name, words[:-1], event="hit", counts=counts, about=("occurrence",), standing=standing)  # type: ignore[arg-type]
    return story


@dataclasses.dataclass
class Office:
    """One office: its record, and the name under which its people decide."""

    name: str
    record: Record

    @classmethod
    def at(cls, folder: Path, name: str, *, theatre: str = "world") -> Office:
        """Open an office with an empty record."""
        return cls(name, Record.create(folder / name, "demonstration", theatre))

    def tell(self, story: Story) -> None:
        """Write a story into the record."""
        story.record(self.record)

    def put_on(self, stick: Path) -> Path:
        """Export to the stick and return the folder of this office there."""
        return export_record(self.record, stick, watch=unwatched).folder

    def take_from(self, stick: Path, **given: object) -> tuple[Imported, ...]:
        """Import everything that is on the stick."""
        return import_records(self.record, stick, by=self.name, watch=unwatched, **given)  # type: ignore[arg-type]

    def view(self) -> dict[str, tuple[str, str | None]]:
        """Return how every claim stands here and who decided it."""
        return {held.claim.id: (held.standing, held.decided_by) for held in self.record.claims(superseded=True)}
